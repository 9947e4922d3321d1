import Coverage
import Grids
import TestSupport
import Testing

@testable import ZonalStatistics

@Suite("Sorting by digits")
struct RadixSorterTests {
    /// Numbers of all kinds, some of them often.
    private func numbers<Value: SortableValue>(
        _ count: Int, _ random: inout SeededRandom, _ make: (UInt64) -> Value
    ) -> [Value] {
        let special: [Value] = [
            0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude,
            -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 2.5,
        ]
        return (0..<count).map { _ -> Value in
            if Int.random(in: 0..<4, using: &random) == 0 {
                return special[Int.random(in: special.indices, using: &random)]
            }
            let value = make(random.next())
            return value.isNaN ? 7 : value
        }
    }

    private func check<Value: SortableValue>(
        _ values: [Value], _ sorter: inout RadixSorter<Value.Key>
    ) {
        var sorted = values
        sorter.sort(&sorted)
        // Equal numbers may differ in the sign of 0 alone; minus comes first.
        let expected = values.sorted { $0 == $1 ? $0.sign == .minus && $1.sign == .plus : $0 < $1 }
        #expect(sorted.map(\.sortKey) == expected.map(\.sortKey), "\(values.count) values")
    }

    @Test(
        "Arrays of any length are sorted as by comparison",
        arguments: [0, 1, 2, 3, 100, 2046, 2047, 2048, 2049, 4096, 10_000])
    func lengths(_ count: Int) {
        var random = SeededRandom(seed: UInt64(count))
        var floats = RadixSorter<UInt32>()
        var doubles = RadixSorter<UInt64>()
        for _ in 0..<3 {
            check(
                numbers(count, &random) { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) },
                &floats)
            check(numbers(count, &random) { Double(bitPattern: $0) }, &doubles)
            check(numbers(count, &random) { Float($0 % 5) - 2 }, &floats)
            check([Double](repeating: -3.25, count: count), &doubles)
        }
    }

    @Test("A long array after a short one, and a short after a long")
    func reuse() {
        var random = SeededRandom(seed: 9)
        var sorter = RadixSorter<UInt64>()
        for count in [5000, 3, 2048, 9000, 2500] {
            check(numbers(count, &random) { Double(bitPattern: $0) }, &sorter)
        }
    }

    @Test(
        "A key sorts as its number and gives it back",
        arguments: [-Double.infinity, -2, -1e-300, -0.0, 0, 1e-300, 3, .infinity])
    func keys(_ value: Double) {
        #expect(Double(sortKey: value.sortKey).bitPattern == value.bitPattern)
        let float = Float(value)
        #expect(Float(sortKey: float.sortKey).bitPattern == float.bitPattern)
        #expect(value == 0 || (value < 0) == (value.sortKey < (0.0).sortKey))
    }
}

@Suite("Values of a zone")
struct ValueTests {
    typealias Cell = (value: Double, fraction: Double)

    /// `cells` cut into runs at `cuts`.
    private func runs(_ cells: [Cell], cuts: [Int]) -> [ValueRun] {
        var collector = ValueCollector<Double>()
        var runs: [ValueRun] = []
        var start = 0
        for end in cuts.sorted() + [cells.count] {
            for cell in cells[start..<end] {
                withUnsafePointer(to: cell.value) {
                    collector.add(
                        UnsafeBufferPointer(start: $0, count: 1), fraction: cell.fraction)
                }
            }
            runs += collector.finish()
            start = end
        }
        return runs
    }

    private func randomCells(_ count: Int, _ random: inout SeededRandom) -> [Cell] {
        (0..<count).map { _ in
            (
                Double(Int.random(in: -6...6, using: &random)) / 4,
                Bool.random(using: &random) ? 1 : Double.random(in: 0.01..<1, using: &random)
            )
        }
    }

    private func merged(_ runs: [StoredRun]) throws -> [String] {
        var merge = try ValueMerge(runs)
        var groups: [String] = []
        while try merge.next() {
            groups.append("\(merge.group.value) \(merge.group.whole) \(merge.group.fractions)")
        }
        return groups
    }

    @Test(
        "The merged order is that of the cells, however they are cut into runs", arguments: 0..<20)
    func cutsDoNotMatter(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let cells = randomCells(Int.random(in: 1...300, using: &random), &random)
        let expected = Set(cells.map(\.value)).sorted().map { value in
            let group = cells.filter { $0.value == value }
            let parts = group.map(\.fraction).filter { $0 < 1 }.sorted()
            return "\(value) \(group.count - parts.count) \(parts)"
        }
        for cutCount in [0, 1, 7, 40] {
            let cuts = (0..<cutCount).map { _ in Int.random(in: 0...cells.count, using: &random) }
            let runs = runs(cells.shuffled(using: &random), cuts: cuts)
            #expect(try merged(runs.map { .memory($0) }) == expected)
            #expect(runs.reduce(0) { $0 + $1.wholeCells + $1.parts.count } == cells.count)
        }
    }

    @Test(
        "Figures are the same to the last bit, however cells are cut or stored", arguments: 0..<20)
    func figures(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 500 + seed)
        let cells = randomCells(Int.random(in: 1...300, using: &random), &random)
        for definition in QuantileDefinition.allCases {
            let wish = ValueFigures.Wish(
                quantiles: [0.9, 0, 0.5, 1, 0.123], definition: definition, wantsGroups: true,
                wantsClasses: true)
            let whole = try ValueFigures(runs(cells, cuts: []).map { .memory($0) }, wish)
            let spool = try ValueSpool()
            for cutCount in [1, 9] {
                let cuts = (0..<cutCount).map { _ in
                    Int.random(in: 0...cells.count, using: &random)
                }
                let runs = runs(cells.shuffled(using: &random), cuts: cuts)
                #expect(try ValueFigures(runs.map { .memory($0) }, wish) == whole)
                let stored = try runs.map { StoredRun.file(try spool.store($0)) }
                #expect(try ValueFigures(stored, wish) == whole)
                #expect(stored.map(\.wholeCells) == runs.map(\.wholeCells))
                #expect(stored.map(\.bytesInMemory) == runs.map { _ in 0 })
            }
        }
    }

    @Test("Equal whole cells are counted where that is shorter")
    func packing() {
        let some: [Cell] = [(1, 1), (1, 1), (2, 1), (1, 1), (-0.0, 1), (0, 1), (2, 0.5), (.nan, 1)]
        let run = runs(some, cuts: [])[0]
        #expect(run.whole == [0, 1, 2] && run.counts == [2, 3, 1])
        #expect(run.parts == [2] && run.fractions == [0.5])
        let different: [Cell] = [(3, 1), (1, 1), (2, 1)]
        #expect(runs(different, cuts: []) == [ValueRun(whole: [1, 2, 3])])
        #expect(runs([(.nan, 0.5)], cuts: []).isEmpty)
    }

    @Test("Long units are cut into several runs, long runs are read from the file in pieces")
    func longUnits() throws {
        var random = SeededRandom(seed: 3)
        var collector = ValueCollector<Float>()
        let row = (0..<70_000).map { _ in Float.random(in: 0..<1000, using: &random) }
        let fractions: [Double] = [1, 1, 0.5, 1, 0.25, 1, 1, 1, 0.75, 1]
        for fraction in fractions {
            row.withUnsafeBufferPointer { collector.add($0, fraction: fraction) }
        }
        let runs = collector.finish()
        #expect(runs.count == 3)
        let wish = ValueFigures.Wish(quantiles: [0, 0.5, 0.9, 1], wantsGroups: true)
        let inMemory = try ValueFigures(runs.map { .memory($0) }, wish)
        let spool = try ValueSpool()
        #expect(try ValueFigures(runs.map { .file(try spool.store($0)) }, wish) == inMemory)
        let sorted = row.sorted()
        #expect(
            inMemory.quantiles
                == [sorted[0], sorted[34_999], sorted[62_999], sorted[69_999]].map(Double.init))
        #expect(inMemory.variety == Set(row).count)
    }

    @Test("Values beyond the memory go to a file and change nothing", arguments: [0, 100, 5000])
    func spooling(_ memory: Int) throws {
        var random = SeededRandom(seed: 8)
        let needs = StateNeeds(try Statistic.list("median p90 mode frac"))
        let folds = [memory, Int.max].map {
            ZoneFold(needs, zoneCount: 3, bands: 2, memory: $0)
        }
        for _ in 0..<40 {
            let cells = randomCells(20, &random)
            let (zone, band) = (
                Int.random(in: 0..<3, using: &random), Int.random(in: 0..<2, using: &random)
            )
            for fold in folds {
                try fold.add(ZoneState(needs), runs(cells, cuts: [9]), zone: zone, band: band)
            }
        }
        for fold in folds {
            try fold.finishValues(ofZone: 1)
            try fold.finishRest()
        }
        #expect(folds[0].figures == folds[1].figures)
        #expect(folds[0].figures.allSatisfy { $0?.variety ?? 0 > 1 })
    }
}
