import Foundation
import GeoFiles
import Geometry
import HotSpots
import Reports
import TestSupport
import Testing

@testable import BasinGrid

/// Three stations in eight cells of 5 km, so that plain means can be worked out by hand:
///
///     y 4210 ┌────┬────┬────┬────┐   means of April 2026: 31 · 50.5 · 70
///            │ 31 │    │    │ 70 │   the year before:     20 · 40   · 60
///       4205 ├────┼────┼────┼────┤   (S1 stands on the edge y = 4205 and counts northwards)
///            │    │50.5│    │    │
///       4200 └────┴────┴────┴────┘   zone A is the western half, B the eastern
@Suite("Hotspots of a job")
struct JobHotSpotTests {
    private func job(_ keys: String) -> SmallJob {
        var small = SmallJob()
        small.rasters = "[]"
        small.hotSpots = "{parameter: PM2.5, cell: 5km, \(keys)}"
        return small
    }

    private func table(_ keys: String, compare: String = "none") throws -> ReportTable {
        var small = job(keys)
        small.compare = compare
        return try #require(try small.compute().tables.hotSpots(period: 0, order: .rank))
    }

    private func selected(_ table: ReportTable) -> [Double] {
        table.rows.indices.filter { table.text($0, "selected") == "yes" }
            .map { table.number($0, "value") }
    }

    // MARK: - Selection

    @Test(
        "Cells are selected by number, share, threshold, or within each zone",
        arguments: [
            ("method: mean, top: 2", [70, 50.5]), ("method: mean, share: 0.34", [70]),
            ("method: mean, share: 1", [70, 50.5, 31]),
            ("method: mean, threshold: 50.5", [70, 50.5]),
            ("method: mean, threshold: 71", []),
            ("method: mean, top: 1, per_zone: true", [50.5, 70]),
            ("method: mean", [70, 50.5, 31]),
        ] as [(String, [Double])])
    func selection(keys: String, expected: [Double]) throws {
        let table = try table(keys)
        #expect(table.rows.count == 8)
        #expect(selected(table) == expected)
        #expect(table.columns.contains { $0.key == "se" } == false)
    }

    @Test("Ranked by change, the period of the rank is the one compared with, whatever the job's")
    func change() throws {
        let table = try table("method: mean, rank: change-year, top: 1", compare: "month")
        #expect(selected(table) == [31])
        #expect(table.number(0, "before") == 20 && isClose(table.number(0, "change_percent"), 55))
        #expect(isClose(table.number(1, "change_percent"), 26.25))
    }

    @Test("A rank that is a percentile says the statistic")
    func percentile() throws {
        let table = try table("method: mean, rank: max, top: 1")
        // The largest days of S1, S2 and S3.
        #expect((0..<3).map { table.number($0, "value") } == [70, 51, 32])
    }

    // MARK: - Significance

    @Test(
        "Gi* of three cells far from each other is their standard score; without a selection the hot are selected"
    )
    func gistar() throws {
        let table = try table("method: mean, gistar: 5km")
        let z = 19.5 / (19.5 * 19.5 * 2 / 3).squareRoot()
        for (row, expected) in [z, 0, -z].enumerated() {
            #expect(isClose(table.number(row, "z"), expected, absolute: 1e-9))
            #expect(table.number(row, "bin") == 0)
        }
        #expect(isClose(table.number(0, "p"), 0.22067136191984, relative: 1e-9))
        #expect(table.cell(3, "z") == .empty && table.cell(3, "bin") == .empty)
        #expect(selected(table) == [])
    }

    @Test("Value, z, p and bin are rasters on the grid of the cells, with styles")
    func rasters() throws {
        try withTemporaryFolder { folder in
            let path = try job("method: mean, top: 2, gistar: 5km").write(into: folder)
            let out = folder.appending(path: "out")
            _ = try JobRun(path: path, options: RunOptions(threads: 1)).run(output: out.path)
            for (band, expected) in [
                ("value", 70.0), ("z", 1.2247448), ("p", 0.2206714), ("bin", 0),
            ] {
                let stem = "rasters/hotspots_PM2.5_\(band)_2026-04"
                let grid = try RasterReader(path: out.appending(path: "\(stem).tif").path)
                    .readGrid()
                #expect(grid.geometry.rows == 2 && grid.geometry.columns == 4)
                #expect(isClose(grid.values[3], expected, absolute: 1e-6), "\(band)")
                #expect(grid.values.count { !$0.isNaN && $0 != grid.nodata } == 3)
                #expect(
                    FileManager.default.fileExists(
                        atPath: out.appending(path: "\(stem).qml").path))
            }
        }
    }

    // MARK: - Zones

    @Test("Zones have the number, area and share of the hot cells in them")
    func areas() throws {
        let results = try job("method: mean, top: 2").compute()
        let table = results.tables.zones(layer: 0, period: 0)
        // A cell of 25 km² of each zone of 100 km², on the ellipsoid true to a millionth.
        for (row, cells) in [1.0, 1, 2].enumerated() {
            #expect(table.number(row, "hotspot_cells") == cells)
            #expect(isClose(table.number(row, "hotspot_area_km2"), 25 * cells, relative: 1e-5))
            #expect(isClose(table.number(row, "hotspot_share"), 0.25, relative: 1e-5))
        }
    }

    @Test("A cell names the zones of every layer that it lies in, the largest part first")
    func layers() throws {
        var small = job("method: mean, top: 1, zones: basins")
        small.basins = [("N", [500, 4206, 520, 4210]), ("S", [500, 4200, 520, 4206])]
        let table = try #require(try small.compute().tables.hotSpots(period: 0, order: .rank))
        #expect(table.text(0, "zone") == "N" && table.text(0, "zone_label") == "区N")
        #expect(isClose(table.number(0, "share"), 0.8))
        #expect(table.text(0, "zones_2") == "区N(0.800);区S(0.200)")
        #expect(table.text(0, "zone_1") == "B" && table.text(0, "zone_1_label") == "区B")
        #expect(table.text(0, "zones_1") == "区B(1.000)")
    }

    @Test("Every month of a longer period has its own hot area; one without values has none")
    func months() throws {
        var small = job("method: mean, top: 2")
        small.periods = "[2026-04..2026-05]"
        small.compare = "none"
        let results = try small.compute()
        let tables = results.tables.hotSpotMonths(period: 0, request: 0)
        #expect(tables.map(\.id) == ["hotspot_months_units_2026-04..2026-05"])
        let table = try #require(tables.first)
        for row in 0..<3 {
            #expect(isClose(table.number(row, "hotspot_share_2026-04"), 0.25, relative: 1e-5))
            #expect(table.number(row, "hotspot_share_2026-05") == 0)
            #expect(table.number(row, "hotspot_cells_2026-05") == 0)
        }
        let shown = try #require(
            results.tables.shownHotSpotMonths(period: 0, request: 0).first)
        #expect(shown.rows.count == 3 && shown.columns.count == 4)
    }

    // MARK: - Warnings

    @Test("The three warnings of each zone; a month without readings before it gives none")
    func warnings() throws {
        let results = try job("method: mean, top: 1, warnings: true").compute()
        let table = try #require(results.tables.hotSpotWarnings(period: 0))
        #expect(table.rows.indices.map { table.text($0, "zone") } == ["A", "A", "B", "B"])
        #expect(
            table.rows.indices.map { table.text($0, "kind") }
                == ["highest", "change-year", "highest", "change-year"])
        for (row, value) in [50.5, 55, 70, 10 / 0.6].enumerated() {
            #expect(isClose(table.number(row, "value"), value))
        }
        #expect(table.text(1, "unit") == "%")
    }

    // MARK: - Kriging

    @Test("A model without readings of a period leaves empty cells and a note")
    func krigingWithout() throws {
        var small = job("method: kriging, top: 1")
        small.periods = "[2024-04]"
        let results = try small.compute()
        let table = try #require(results.tables.hotSpots(period: 0, order: .rank))
        #expect(table.rows.count == 8 && selected(table) == [])
        #expect(table.cell(0, "value") == .empty && table.cell(0, "se") == .empty)
        #expect(results.notes(of: .missing).contains { $0.hasPrefix("hotspots PM2.5 2024-04") })
    }

    @Test("Kriged cells have errors that grow away from the stations, and threads change nothing")
    func kriging() throws {
        let small = job(
            "method: kriging, variogram: 'exponential,psill=100,range=6000', top: 2, gistar: 8km")
        let table = try #require(try small.compute().tables.hotSpots(period: 0, order: .place))
        // Cells by row from the north: that of S1 first, the one beside it without a station next.
        #expect(table.number(0, "se") < table.number(1, "se"))
        #expect(table.number(3, "se") < table.number(2, "se"))
        #expect(table.number(3, "value") > table.number(0, "value"))
        let many = try #require(
            try small.compute(threads: 3).tables.hotSpots(period: 0, order: .place))
        #expect(many == table)
    }

    // MARK: - Several

    @Test("Several entries have files, layers and columns of their own")
    func several() throws {
        var small = job("")
        small.hotSpots =
            "[{parameter: PM2.5, cell: 5km, method: mean, top: 1}, "
            + "{parameter: PM2.5, statistic: max, cell: 5km, method: mean, top: 2}]"
        let results = try small.compute()
        #expect(
            results.tables.allHotSpots(period: 0).map(\.id)
                == ["hotspots_PM2.5_2026-04", "hotspots_PM2.5_max_2026-04"])
        #expect(
            results.layers.all().map(\.name).filter { $0.hasPrefix("hotspot") }
                == ["hotspot_cells_PM2.5", "hotspot_cells_PM2.5_max"])
        let zones = results.tables.zones(layer: 0, period: 0)
        #expect(zones.number(2, "PM2.5_hotspot_cells") == 1)
        #expect(zones.number(2, "PM2.5_max_hotspot_cells") == 2)
        small.hotSpots = "[{parameter: PM2.5, cell: 5km}, {parameter: PM2.5, cell: 3km}]"
        #expect(try small.faults().contains { $0.contains("asked for more than once") })
    }

    @Test("A run with all of it writes what its plan says")
    func writesPlan() throws {
        try withTemporaryFolder { folder in
            var small = job("method: mean, top: 2, gistar: 5km, emerging: true, warnings: 2")
            small.periods = "[2026-04, 2026-04..2026-05]"
            let path = try small.write(into: folder)
            let out = folder.appending(path: "out").path
            let run = JobRun(path: path, options: RunOptions(threads: 1))
            let plan = try run.plan(output: out)
            _ = try run.run(output: out)
            let written = try FileManager.default.subpathsOfDirectory(atPath: out)
                .filter { $0.contains(".") }
            #expect(
                plan.writes.map { String($0.dropFirst(out.count + 1)) }.sorted()
                    == written.sorted())
        }
    }

    // MARK: - Faults

    @Test(
        "Keys that do not go together, and values out of range, are named",
        arguments: [
            ("top: 2, share: 0.1", "\"top\", \"share\" exclude each other"),
            ("share: 1.5", "\"hotspots.share\" is \"1.5\", expected a number above 0 and up to 1"),
            ("variogram: auto", "\"variogram\" goes with method: kriging only"),
            ("method: kriging, variogram: square", "\"hotspots.variogram\""),
            (
                "method: idw",
                "\"hotspots.method\" is \"idw\", expected one of raster, kriging, mean"
            ),
            ("emerging: true", "\"emerging\" needs \"gistar\""),
            ("fdr: bh", "\"fdr\" needs \"gistar\""), ("gistar: 0.1deg", "not degrees"),
            ("rank: worst", "\"hotspots.rank\" is \"worst\""),
            ("rank: p95, statistic: mean", "they must be one"),
            ("warnings: 0", "\"hotspots.warnings\" is \"0\""),
            ("per_zone: maybe", "expected true or false"),
            ("zones: counties", "the job has no zone layer of that name"),
        ])
    func faults(keys: String, message: String) throws {
        let faults = try job(keys).faults()
        #expect(faults.contains { $0.contains(message) }, "\(faults)")
    }
}
