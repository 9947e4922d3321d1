import TestSupport
import Testing

@testable import ZonalStatistics

private func state(of values: [Double], coverage: Double = 1) -> ZoneAccumulator {
    var state = ZoneAccumulator()
    values.withUnsafeBufferPointer { state.add($0, coverage: coverage) }
    return state
}

extension ZoneAccumulator {
    fileprivate func finish(_ statistic: Statistic) -> Double {
        finish(statistic, zoneAreaInCells: 1, areaInSquareMetres: 1)
    }
}

@Suite("ZoneAccumulator")
struct ZoneAccumulatorTests {
    @Test("Small deviations on a large offset keep their variance", arguments: [1e6, 1e9, 1e12])
    func largeOffset(_ offset: Double) {
        // 0, 1, …, 7 over and over: population variance (8² − 1) / 12 = 5.25.
        let values = (0..<4096).map { offset + Double($0 % 8) }
        let whole = state(of: values)
        #expect(isClose(whole.finish(.variance), 5.25, relative: 1e-12))
        #expect(whole.finish(.mean) == offset + 3.5)

        var cellByCell = ZoneAccumulator()
        for value in values { cellByCell.add(value, coverage: 0.25) }
        #expect(isClose(cellByCell.finish(.variance), 5.25, relative: 1e-12))
        #expect(cellByCell.finish(.mean) == offset + 3.5)

        var merged = ZoneAccumulator()
        for start in stride(from: 0, to: values.count, by: 100) {
            merged.merge(state(of: Array(values[start..<min(start + 100, values.count)])))
        }
        #expect(isClose(merged.finish(.variance), 5.25, relative: 1e-12))
        #expect(merged.finish(.mean) == offset + 3.5)
    }

    @Test("A first value far off does not spoil the variance of the rest")
    func outlierFirst() {
        let rest = (0..<2000).map { 1e-3 * Double($0 % 2) }
        let plain = PlainStatistics(([1e6] + rest).map { ($0, 1) })
        #expect(isClose(state(of: [1e6] + rest).finish(.variance), plain.variance))
        var split = state(of: [1e6])
        split.merge(state(of: rest))
        #expect(isClose(split.finish(.variance), plain.variance))
    }

    @Test("Sums keep terms that plain addition loses")
    func compensation() {
        let values = [1e16, 1, 1, 1, 1, 1, 1, 1, -1e16, 1]
        #expect(state(of: values).finish(.sum) == 8)
        var cellByCell = ZoneAccumulator()
        for value in values { cellByCell.add(value, coverage: 1) }
        #expect(cellByCell.finish(.sum) == 8)
    }

    @Test("Runs of every length around the number of lanes agree with single cells")
    func runLengths() {
        var random = SeededRandom(seed: 21)
        for length in 0...19 {
            let values = (0..<length).map { _ in
                Bool.random(using: &random) ? Double.random(in: -9...9, using: &random) : .nan
            }
            let run = state(of: values, coverage: 0.5)
            var single = ZoneAccumulator()
            for value in values { single.add(value, coverage: 0.5) }
            #expect(run.count.value == single.count.value)
            #expect(run.minimum == single.minimum)
            #expect(run.maximum == single.maximum)
            for statistic in [Statistic.sum, .mean, .variance] {
                let (a, b) = (run.finish(statistic), single.finish(statistic))
                #expect(isClose(a, b, relative: 1e-13, absolute: 1e-14), "length \(length)")
            }
        }
    }

    @Test("Merging an empty state, or into one, changes no bit")
    func mergeEmpty() {
        let some = state(of: [0.1, 0.2, 0.3, 0.7, 1.9], coverage: 0.3)
        var after = some
        after.merge(ZoneAccumulator())
        #expect(after == some)
        var into = ZoneAccumulator()
        into.merge(some)
        #expect(into == some)
    }

    @Test("Values of NaN only leave the state empty")
    func onlyNaN() {
        #expect(state(of: [.nan, .nan]) == ZoneAccumulator())
        #expect(state(of: Array(repeating: .nan, count: 9)) == ZoneAccumulator())
    }
}
