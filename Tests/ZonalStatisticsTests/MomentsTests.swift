import Coverage
import Grids
import TestSupport
import Testing

@testable import ZonalStatistics

/// The moments of one run of cells, summed as a unit of the raster is.
private func state<Value: SortableValue>(
    of values: [Value], weight: Double = 1, takesDeviations: Bool = true
) throws -> Moments {
    guard !values.isEmpty else { return Moments() }
    let window = GridWindow(rows: 0..<1, columns: 0..<values.count)
    return try values.withUnsafeBufferPointer { values in
        try UnitSummer(
            runs: [
                CoverageRun(row: 0, column: 0, length: Int32(values.count), fraction: weight)
            ],
            unit: TilePlan.Unit(zone: 0, runs: 0..<1, isClipped: false), tile: window,
            window: window, needs: StateNeeds([takesDeviations ? .variance : .sum]),
            values: values, weights: nil, singles: WeightedCells()
        ).state().moments
    }
}

/// The variance by its definition.
private func plainVariance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
}

@Suite("Moments")
struct MomentsTests {
    @Test("Small deviations on a large offset keep their variance", arguments: [1e6, 1e9, 1e12])
    func largeOffset(_ offset: Double) throws {
        // 0, 1, …, 7 over and over: population variance (8² − 1) / 12 = 5.25.
        let values = (0..<4096).map { offset + Double($0 % 8) }
        let whole = try state(of: values)
        #expect(isClose(whole.variance, 5.25, relative: 1e-12))
        #expect(whole.weightedMean == offset + 3.5)

        var cellByCell = Moments()
        for value in values { cellByCell.add(value, weight: 0.25) }
        #expect(isClose(cellByCell.variance, 5.25, relative: 1e-12))
        #expect(cellByCell.weightedMean == offset + 3.5)

        var merged = Moments()
        for start in stride(from: 0, to: values.count, by: 100) {
            merged.merge(try state(of: Array(values[start..<min(start + 100, values.count)])))
        }
        #expect(isClose(merged.variance, 5.25, relative: 1e-12))
        #expect(merged.weightedMean == offset + 3.5)
    }

    @Test(
        "A first value far off spoils the variance of no number of others",
        arguments: [10, 2000, 300_000])
    func outlierFirst(_ count: Int) throws {
        let rest = (0..<count).map { 1e-3 * Double($0 % 2) }
        let plain = plainVariance([1e6] + rest)
        #expect(isClose(try state(of: [1e6] + rest).variance, plain, relative: 1e-9))
        var split = try state(of: [1e6])
        split.merge(try state(of: rest))
        #expect(isClose(split.variance, plain, relative: 1e-9))
    }

    @Test("Sums keep terms that plain addition loses")
    func compensation() throws {
        let values = [1e16, 1, 1, 1, 1, 1, 1, 1, -1e16, 1]
        #expect(try state(of: values).sum.value == 8)
        var cellByCell = Moments()
        for value in values { cellByCell.add(value, weight: 1) }
        #expect(cellByCell.sum.value == 8)
    }

    @Test("Cells by eights and single ones agree with cell by cell", arguments: [0.5, 1])
    func runLengths(_ weight: Double) throws {
        var random = SeededRandom(seed: 21)
        for length in 0...40 {
            let values = (0..<length).map { _ in
                Bool.random(using: &random) ? Float.random(in: -9...9, using: &random) : .nan
            }
            var single = Moments()
            for value in values { single.add(Double(value), weight: weight) }
            for run in [
                try state(of: values, weight: weight),
                try state(of: values.map(Double.init), weight: weight),
            ] {
                #expect(run.count.value == single.count.value)
                #expect(run.minimum == single.minimum)
                #expect(run.maximum == single.maximum)
                for (a, b) in [
                    (run.sum.value, single.sum.value), (run.weightedMean, single.weightedMean),
                    (run.variance, single.variance),
                ] {
                    #expect(isClose(a, b, relative: 1e-13, absolute: 1e-14), "length \(length)")
                }
            }
        }
    }

    @Test("Floats far apart in size keep their sum")
    func floatsFarApart() throws {
        // Each pair of the lanes loses nothing in a double; the small ones would in a float.
        let values: [Float] = [1e9, 1, 1e9, 1, 1, 3, -1e9, 1, 1, 1, -1e9, 1, 1, 1, 1, 2]
        #expect(try state(of: values).sum.value == 15)
    }

    @Test("Without deviations all other figures have the same bits", arguments: 1...17)
    func withoutDeviations(_ length: Int) throws {
        let values = Array(
            ([0.1, 7, .nan, -3, 12.5, 3, 3, 8, 1, 0.3, -1, 9, 4, 4, .nan, 2, 6] as [Float])
                .prefix(length))
        for weight in [0.3, 1] {
            var with = try state(of: values, weight: weight)
            let without = try state(of: values, weight: weight, takesDeviations: false)
            #expect(with.mean.value > 0)
            with.mean = CompensatedSum()
            with.squaredDeviations = 0
            #expect(with == without)
        }
    }

    @Test("Merging an empty state, or into one, changes no bit")
    func mergeEmpty() throws {
        let some = try state(of: [0.1, 0.2, 0.3, 0.7, 1.9], weight: 0.3)
        var after = some
        after.merge(Moments())
        #expect(after == some)
        var into = Moments()
        into.merge(some)
        #expect(into == some)
    }

    @Test("Values that are missing or infinite before the first finite one count once")
    func lateCentre() throws {
        let missing = [Double](repeating: .nan, count: 9) + [4, 8, .nan, 6]
        let some = try state(of: missing)
        #expect(some.count.value == 3 && some.sum.value == 18)
        #expect(isClose(some.variance, 8.0 / 3, relative: 1e-15))
        let endless = try state(of: [Float](repeating: .infinity, count: 9) + [1, 2])
        #expect(endless.count.value == 11 && endless.minimum == 1)
        #expect(endless.sum.value == .infinity && endless.variance.isNaN)
    }

    @Test("Values of NaN only leave the state empty")
    func onlyNaN() throws {
        #expect(try state(of: [Double.nan, .nan]) == Moments())
        #expect(try state(of: [Float](repeating: .nan, count: 9)) == Moments())
        #expect(Moments().variance.isNaN && Moments().weightedMean.isNaN)
    }

    @Test("The variance of infinite values is empty, however they are cut", arguments: 1...9)
    func infinite(_ count: Int) throws {
        let values = [Double](repeating: .infinity, count: count)
        let whole = try state(of: values)
        #expect(whole.weightedMean == .infinity && whole.variance.isNaN)
        var parts = try state(of: Array(values.dropLast()))
        parts.merge(try state(of: [Double.infinity]))
        #expect(parts.weightedMean == .infinity && parts.variance.isNaN)
    }
}
