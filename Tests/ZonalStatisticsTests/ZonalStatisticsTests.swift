import Coverage
import Geometry
import Grids
import Parallel
import TestSupport
import Testing

@testable import ZonalStatistics

private func values(
    _ statistics: [Statistic], of grid: Grid<Double>, in zone: Zone
) throws -> [Double] {
    let overlay = try Overlay(of: [zone], on: grid.geometry, threads: 1)
    return try zonalStatistics(
        of: grid, over: overlay, zones: [zone], statistics: statistics, threads: 1
    ).values[0]
}

@Suite("zonalStatistics, worked by hand")
struct ZonalStatisticsHandWorkedTests {
    let grid = unitGrid(rows: 2, columns: 2, [1, 2, 3, 4])

    @Test("The whole grid has the plain statistics of its four values")
    func wholeGrid() throws {
        let result = try values(
            [.count, .sum, .mean, .min, .max, .range, .variance, .validShare],
            of: grid, in: box(0, 0, 2, 2))
        #expect(result == [4, 10, 2.5, 1, 4, 3, 1.25, 1])
    }

    @Test("Fractions weight every statistic of values, but minimum and maximum")
    func weighted() throws {
        // Fractions 0.5 1 / 0.25 0.5, values 1 2 / 3 4: count 2.25, sum 0.5 + 2 + 0.75 + 2 = 5.25.
        let zone = box(0.5, 0.5, 2, 2)
        let result = try values([.count, .sum, .mean, .min, .max], of: grid, in: zone)
        #expect(result == [2.25, 5.25, 5.25 / 2.25, 1, 4])
        // Σ c·x² = 0.5 + 4 + 2.25 + 8 = 14.75, so variance = 14.75 / 2.25 − (7 / 3)² = 10 / 9.
        let moments = try values([.variance, .stdev, .cv], of: grid, in: zone)
        #expect(isClose(moments[0], 10.0 / 9, relative: 1e-15))
        #expect(isClose(moments[1], (10.0 / 9).squareRoot(), relative: 1e-15))
        #expect(isClose(moments[2], (10.0 / 9).squareRoot() / (7.0 / 3), relative: 1e-15))
    }

    @Test("A cell without data counts for nothing but the share")
    func missingCell() throws {
        let holed = unitGrid(rows: 2, columns: 2, [1, .nan, 3, 4])
        let result = try values(
            [.count, .sum, .mean, .min, .max, .validShare], of: holed, in: box(0, 0, 2, 2))
        #expect(result == [3, 8, 8.0 / 3, 1, 4, 0.75])
    }

    @Test("The nodata value of a grid is no data")
    func nodataValue() throws {
        var marked = unitGrid(rows: 2, columns: 2, [1, -9999, 3, 4])
        marked.nodata = -9999
        #expect(try values([.count, .min], of: marked, in: box(0, 0, 2, 2)) == [3, 1])
    }

    @Test("Cells outside the raster count as missing in the share")
    func partlyOutside() throws {
        let result = try values(
            [.count, .mean, .validShare], of: grid, in: box(1, 0, 5, 2))
        #expect(result == [2, 3, 0.25])
    }

    @Test(
        "Without a valid cell counts are 0 and everything else is empty",
        arguments: [box(7, 7, 9, 9, squareMetres: 4e6), box(0, 0, 1, 1, squareMetres: 4e6)])
    func noValidCell(_ zone: Zone) throws {
        let empty = unitGrid(rows: 2, columns: 2, [1, 2, .nan, 4])
        let result = try values(Statistic.allCases, of: empty, in: zone)
        let byName = Dictionary(uniqueKeysWithValues: zip(Statistic.allCases, result))
        #expect(byName[.count] == 0)
        #expect(byName[.validShare] == 0)
        #expect(byName[.areaKm2] == 4)
        for (statistic, value) in byName
        where ![.count, .validShare, .areaKm2].contains(statistic) {
            #expect(value.isNaN, "\(statistic.name)")
        }
    }

    @Test("A zone without geometry keeps its row; only its count is 0")
    func noGeometry() throws {
        let zone = Zone(id: "Z", label: "Z", polygons: [], areaInSquareMetres: 0, note: "empty")
        let result = try values(Statistic.allCases, of: grid, in: zone)
        #expect(result.filter { !$0.isNaN } == [0])
        #expect(Statistic.allCases[0] == .count && result[0] == 0)
    }

    @Test("The coefficient of variation is empty for a mean of 0")
    func cvOfMeanZero() throws {
        let symmetric = unitGrid(rows: 2, columns: 2, [-1, 1, 1, -1])
        let result = try values([.mean, .stdev, .cv], of: symmetric, in: box(0, 0, 2, 2))
        #expect(result[0] == 0 && result[1] == 1 && result[2].isNaN)
    }

    @Test("A constant raster has its value as mean and no deviation, to the last bit")
    func constant() throws {
        let constant = unitGrid(rows: 9, columns: 11, Array(repeating: 0.1, count: 99))
        let result = try values(
            [.mean, .min, .max, .range, .variance, .cv], of: constant,
            in: box(0.3, 0.7, 10.1, 8.9))
        #expect(result == [0.1, 0.1, 0.1, 0, 0, 0])
    }

    @Test("A share of all but dust is 1")
    func wholeShare() throws {
        let result = try values([.validShare], of: grid, in: box(0.1, 0.1, 1.7, 1.9))
        #expect(result == [1])
    }

    @Test("An infinite value makes sum and mean infinite and the variance empty")
    func infiniteValue() throws {
        let infinite = unitGrid(rows: 2, columns: 3, [1, .infinity, 3, 4, 5, 6])
        let result = try values([.sum, .mean, .max, .variance], of: infinite, in: box(0, 0, 3, 2))
        #expect(result[0...2] == [.infinity, .infinity, .infinity])
        #expect(result[3].isNaN)
    }
}

@Suite("zonalStatistics against the plain version")
struct ZonalStatisticsReferenceTests {
    /// 121 rows, to be stored in 41 block rows of 3.
    static func source(_ random: inout SeededRandom) -> Grid<Double> {
        unitGrid(
            rows: 121, columns: 200,
            (0..<121 * 200).map { _ in
                Double.random(in: 0...1, using: &random) < 0.1
                    ? .nan : Double.random(in: -5...80, using: &random)
            })
    }

    static func zones(_ random: inout SeededRandom) -> [Zone] {
        (0..<60).map { _ in
            let x = Double.random(in: -20...200, using: &random)
            let y = Double.random(in: -20...120, using: &random)
            return box(
                x, y, x + Double.random(in: 0.1...70, using: &random),
                y + Double.random(in: 0.1...70, using: &random), squareMetres: 1e6 * (x + 30))
        }
    }

    @Test("Random boxes over random values have the statistics of the plain version")
    func againstPlain() throws {
        var random = SeededRandom(seed: 11)
        let grid = Self.source(&random)
        let zones = Self.zones(&random)
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        let table = try zonalStatistics(
            of: BlockedSource(grid, blockRows: 3), over: overlay, zones: zones,
            statistics: Statistic.allCases, threads: 1)
        for (index, row) in table.values.enumerated() {
            let plain = PlainStatistics(cells(of: overlay.zones[index], in: grid))
            for (statistic, value) in zip(table.statistics, row) {
                let expected = plain.value(
                    of: statistic, zoneAreaInCells: overlay.zones[index].zoneAreaInCells,
                    areaKm2: zones[index].areaInSquareMetres / 1e6)
                #expect(
                    isClose(value, expected, relative: 1e-11),
                    "zone \(index) \(statistic.name): got \(value), plain \(expected)")
            }
        }
    }

    @Test("Any number of threads gives the same bytes", arguments: [1, 2, 3, 7])
    func threadsDoNotMatter(_ threads: Int) throws {
        var random = SeededRandom(seed: 12)
        let grid = Self.source(&random)
        let zones = Self.zones(&random)
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        let counter = ChunkCounter()
        let states = try ChunkCounter.$current.withValue(counter) {
            try accumulate(BlockedSource(grid, blockRows: 3), over: overlay, threads: threads)
        }
        #expect(counter.count >= 10)
        let alone = try accumulate(BlockedSource(grid, blockRows: 3), over: overlay, threads: 1)
        #expect(states == alone)
    }

    @Test("Windows of any size give the same bytes", arguments: [1, 5000, 12_000, 1 << 30])
    func windowsDoNotMatter(_ cellsPerWindow: Int) throws {
        var random = SeededRandom(seed: 14)
        let grid = Self.source(&random)
        let overlay = try Overlay(of: Self.zones(&random), on: grid.geometry, threads: 1)
        let source = BlockedSource(grid, blockRows: 3)
        let states = try accumulate(
            source, over: overlay, threads: 2, cellsPerWindow: cellsPerWindow)
        let bands = [1: 41, 5000: 6, 12_000: 3, 1 << 30: 1]
        #expect(source.windows.count == bands[cellsPerWindow])
        #expect(try states == accumulate(source, over: overlay, threads: 1))
    }

    @Test("A zone's state is the merge of its block rows in row order")
    func unitsAreBlockRows() throws {
        var random = SeededRandom(seed: 13)
        let grid = Self.source(&random)
        let zones = Self.zones(&random)
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        let states = try accumulate(BlockedSource(grid, blockRows: 3), over: overlay, threads: 2)
        for (zone, state) in zip(overlay.zones, states) {
            var folded = ZoneAccumulator()
            for blockRow in chunks(of: 121, size: 3) {
                var unit = ZoneAccumulator()
                for run in zone.runs(inRows: blockRow) {
                    let start = Int(run.row) * 200 + Int(run.column)
                    grid.values[start..<start + Int(run.length)].withUnsafeBufferPointer {
                        unit.add($0, coverage: run.fraction)
                    }
                }
                folded.merge(unit)
            }
            #expect(state == folded)
        }
    }

    @Test("Only the rows and columns that zones touch are read, in whole block rows, once")
    func readsWhatIsTouched() throws {
        let grid = unitGrid(rows: 100, columns: 50, (0..<5000).map(Double.init))
        let zones = [box(10, 40, 20, 45), box(15.5, 62, 30.5, 63)]
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        let source = BlockedSource(grid, blockRows: 8)
        _ = try accumulate(source, over: overlay, threads: 1)
        #expect(source.windows == [GridWindow(rows: 32..<64, columns: 10..<31)])
    }

    @Test("A raster larger than a window is read band by band and never whole")
    func readsInBands() throws {
        let grid = unitGrid(rows: 300, columns: 20_000, Array(repeating: 2, count: 6_000_000))
        let zones = [box(0, 0, 20_000, 300)]
        let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
        let source = BlockedSource(grid, blockRows: 16)
        let states = try accumulate(source, over: overlay, threads: 2)
        #expect(source.windows.map(\.rows) == [0..<96, 96..<192, 192..<288, 288..<300])
        #expect(states[0].count.value == 6_000_000)
        #expect(states[0].sum.value == 12_000_000)
    }

    @Test("Zones that touch nothing cause no reading")
    func readsNothing() throws {
        let grid = unitGrid(rows: 4, columns: 4, Array(repeating: 1, count: 16))
        let overlay = try Overlay(of: [box(9, 9, 10, 10)], on: grid.geometry, threads: 1)
        let source = BlockedSource(grid, blockRows: 2)
        #expect(try accumulate(source, over: overlay, threads: 1)[0].isEmpty)
        #expect(source.windows.isEmpty)
    }
}

@Suite("zonalStatistics errors")
struct ZonalStatisticsErrorTests {
    @Test("A raster on other cells than the overlay's is refused")
    func gridsDiffer() throws {
        let overlay = try Overlay(
            of: [], on: unitGrid(rows: 1, columns: 2, [1, 2]).geometry, threads: 1)
        let other = unitGrid(rows: 2, columns: 1, [1, 2])
        let error = try #require(throws: ZonalStatisticsError.self) {
            try zonalStatistics(
                of: other, over: overlay, zones: [], statistics: [.mean], threads: 1)
        }
        #expect(
            error.description == """
                The raster has 2 × 1 [0.0, 1.0, 0.0, 2.0, 0.0, -1.0], the overlay was built for \
                1 × 2 [0.0, 1.0, 0.0, 1.0, 0.0, -1.0]. Build the overlay again for this raster.
                """)
        #expect(
            error.descriptionInChinese == """
                栅格为 2 × 1 [0.0, 1.0, 0.0, 2.0, 0.0, -1.0]，而叠加结果是按 \
                1 × 2 [0.0, 1.0, 0.0, 1.0, 0.0, -1.0] 建立的。请按该栅格重新建立叠加结果。
                """)
    }

    @Test("A source's own error comes through")
    func sourceFails() throws {
        struct Broken: RasterSource {
            struct Failure: Error {}
            let geometry = unitGrid(rows: 2, columns: 2, [1, 2, 3, 4]).geometry
            let blockRows = 1
            func read(_ window: GridWindow) throws -> [Double] { throw Failure() }
        }
        let overlay = try Overlay(of: [box(0, 0, 1, 1)], on: Broken().geometry, threads: 1)
        #expect(throws: Broken.Failure.self) {
            try accumulate(Broken(), over: overlay, threads: 2)
        }
    }

    @Test("Grids that differ in the name of their CRS only have the same cells")
    func crsNames() throws {
        let grid = unitGrid(rows: 1, columns: 2, [1, 2])
        var geometry = grid.geometry
        geometry.crs = CoordinateReferenceSystem(
            code: "EPSG:4547", name: "", wkt: "", isGeographic: false, metresPerUnit: 1)
        let zones = [box(0, 0, 2, 1)]
        let overlay = try Overlay(of: zones, on: geometry, threads: 1)
        let table = try zonalStatistics(
            of: grid, over: overlay, zones: zones, statistics: [.mean], threads: 1)
        #expect(table.values == [[1.5]])
    }
}
