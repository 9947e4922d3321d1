import Foundation
import Geometry
import Reports
import TestSupport
import Testing

@testable import BasinGrid

@Suite("A small job, worked out by hand")
struct JobRunTests {
    /// Rasters hold single precision.
    private func near(_ a: Double, _ b: Double) -> Bool { isClose(a, b, relative: 1e-6) }

    private let now = PlainSurface(values: SmallJob.means)
    private let before = PlainSurface(values: SmallJob.meansBefore)
    private let west = [500.0, 4200, 510, 4210]
    private let east = [510.0, 4200, 520, 4210]
    private let whole = [500.0, 4200, 520, 4210]

    // MARK: - Stations and zones

    @Test("Stations have their mean of the period, its days, what it was before and the change")
    func stations() throws {
        let table = try #require(try SmallJob().compute().tables.stations(period: 0))
        #expect(table.id == "stations_2026-04")
        #expect(table.rows.count == 3)
        for row in 0..<3 {
            #expect(table.text(row, "id") == "S\(row + 1)")
            #expect(table.number(row, "x") == SmallJob.stationPlaces[row].x)
            #expect(table.number(row, "PM2.5_mean") == SmallJob.means[row])
            #expect(table.number(row, "PM2.5_mean_valid_days") == 30)
            #expect(table.number(row, "PM2.5_mean_before") == SmallJob.meansBefore[row])
            #expect(table.text(row, "note") == nil)
        }
        #expect(isClose(table.number(0, "PM2.5_mean_change_percent"), 55))
        #expect(isClose(table.number(1, "PM2.5_mean_change_percent"), 26.25))
        #expect(isClose(table.number(2, "PM2.5_mean_change_percent"), 10 / 0.6))
    }

    @Test("Zones have the statistics of the cells in them; the last row is the whole")
    func zones() throws {
        let table = try SmallJob().compute().tables.zones(layer: 0, period: 0)
        #expect(table.id == "zones_units_2026-04")
        #expect(table.rows.count == 3 && table.lastRowIsTotal)
        #expect((0..<3).map { table.text($0, "id") } == ["A", "B", "all"])
        #expect((0..<3).map { table.text($0, "label") } == ["区A", "区B", "全部"])
        for (row, box) in [west, east, whole].enumerated() {
            let (here, past) = (now.statistics(box, cell: 2), before.statistics(box, cell: 2))
            #expect(near(table.number(row, "PM2.5_mean_mean"), here.mean))
            #expect(near(table.number(row, "PM2.5_mean_mean_before"), past.mean))
            #expect(near(table.number(row, "PM2.5_mean_max"), here.max))
            #expect(near(table.number(row, "PM2.5_mean_min"), here.min))
            #expect(isClose(table.number(row, "PM2.5_mean_count"), here.count))
            #expect(near(table.number(row, "PM2.5_mean_sum"), here.mean * here.count))
            #expect(isClose(table.number(row, "PM2.5_mean_valid_share"), 1))
            let change = table.number(row, "PM2.5_mean_mean_change")
            #expect(isClose(change, here.mean - past.mean, absolute: 1e-4))
            #expect(
                isClose(
                    table.number(row, "PM2.5_mean_mean_change_percent"),
                    (here.mean - past.mean) / past.mean * 100, absolute: 1e-3))
            // 10 km squares at the central meridian: the plane is true to 3 in a million.
            #expect(isClose(table.number(row, "area_km2"), row < 2 ? 100 : 200, relative: 1e-5))
        }
        // S1 stands on a cell's centre, and no cell is below the smallest reading.
        #expect(table.number(0, "PM2.5_mean_min") == 31)
        #expect(table.number(1, "PM2.5_mean_max") == 70)
    }

    @Test("Zones have the kilometres of river of each class")
    func riverLengths() throws {
        let table = try SmallJob().compute().tables.zones(layer: 0, period: 0)
        let expected: [(String, [Double])] = [
            ("river_km_IV", [5, 0, 5]), ("river_km_I", [5, 5, 10]),
            ("river_km_unknown", [0, 5, 5]), ("river_km_劣V", [0, 0, 0]),
        ]
        for (key, lengths) in expected {
            for row in 0..<3 {
                #expect(
                    isClose(table.number(row, key), lengths[row], relative: 1e-5), "\(key) \(row)")
            }
        }
    }

    // MARK: - Water

    @Test("Sections have their place, class, limiting items, target and change")
    func sections() throws {
        let table = try #require(try SmallJob().compute().tables.sections(period: 0))
        #expect(table.rows.count == 2)
        // P1: means 3.5, 0.5 and 0.3 of two samples: II, II and IV; (0.3 − 0.2) ÷ 0.2 = 0.50.
        #expect(table.text(0, "id") == "P1" && table.text(0, "label") == "上桥")
        #expect(table.text(0, "river") == "清河" && table.text(0, "reach") == "R1")
        #expect(isClose(table.number(0, "measure_m"), 5000, relative: 1e-5))
        #expect(isClose(table.number(0, "from_mouth_m"), 15_000, relative: 1e-5))
        #expect(isClose(table.number(0, "distance_m"), 300, relative: 1e-5))
        #expect(table.number(0, "samples") == 2)
        #expect(table.text(0, "items") == "CODMN;NH3N;TP")
        #expect(table.text(0, "class") == "IV" && table.text(0, "status") == "轻度污染")
        #expect(table.text(0, "limiting") == "TP")
        #expect(table.text(0, "main_pollutants") == "TP(0.50)")
        #expect(table.text(0, "target") == "III" && table.text(0, "target_met") == "no")
        // Before: permanganate 7 is IV as well.
        #expect(table.text(0, "class_before") == "IV" && table.text(0, "change") == "无明显变化")
        #expect(table.text(0, "note") == nil)
        // P2: one sample, 0.01L judged by its limit: all class I. Before: 0.4 and 0.05 are II.
        #expect(table.text(1, "class") == "I" && table.text(1, "limiting") == "")
        #expect(table.number(1, "samples") == 1)
        #expect(table.text(1, "target_met") == "yes")
        #expect(table.text(1, "class_before") == "II" && table.text(1, "change") == "无明显变化")
    }

    @Test("Rivers have the length of each class; a stretch answers to the section downstream")
    func rivers() throws {
        let table = try #require(try SmallJob().compute().tables.rivers(period: 0))
        #expect(table.rows.count == 1)
        #expect(table.text(0, "river") == "清河")
        #expect(table.number(0, "sections") == 2)
        #expect(isClose(table.number(0, "length_km"), 20, relative: 1e-5))
        #expect(isClose(table.number(0, "river_km_IV"), 5, relative: 1e-5))
        #expect(isClose(table.number(0, "river_km_I"), 10, relative: 1e-5))
        #expect(isClose(table.number(0, "river_km_unknown"), 5, relative: 1e-5))
    }

    // MARK: - Hotspots

    @Test("Hotspot cells are ranked by their mean of the surface, the first two selected")
    func hotSpots() throws {
        let tables = try SmallJob().compute().tables
        let table = try #require(tables.hotSpots(period: 0, order: .rank))
        #expect(table.rows.count == 8)
        var cells: [(box: [Double], mean: Double)] = []
        for west in [500.0, 505, 510, 515] {
            for south in [4200.0, 4205] {
                let box = [west, south, west + 5, south + 5]
                cells.append((box, now.statistics(box, cell: 2).mean))
            }
        }
        cells.sort { $0.mean > $1.mean }
        for (row, cell) in cells.enumerated() {
            let past = before.statistics(cell.box, cell: 2).mean
            #expect(table.number(row, "rank") == Double(row + 1))
            #expect(near(table.number(row, "value"), cell.mean))
            #expect(near(table.number(row, "before"), past))
            #expect(
                isClose(
                    table.number(row, "change_percent"), (cell.mean - past) / past * 100,
                    absolute: 1e-3))
            #expect(table.number(row, "x") == cell.box[0] * 1000 + 2500)
            #expect(table.number(row, "y") == cell.box[1] * 1000 + 2500)
            #expect(table.text(row, "selected") == (row < 2 ? "yes" : "no"))
            #expect(table.text(row, "zone") == (cell.box[0] < 510 ? "A" : "B"))
            #expect(isClose(table.number(row, "share"), 1))
            #expect(isClose(table.number(row, "valid_share"), 1))
        }
        // Column 100 and row 840 of the lattice from the origin of the CRS.
        let place = try #require(tables.hotSpots(period: 0, order: .place))
        #expect((0..<8).contains { place.text($0, "cell_id") == "4547-5000-r00840-c00100" })
    }

    @Test("A surface that hotspots alone need is made, and says what it lacks")
    func hotSpotsAlone() throws {
        var small = SmallJob()
        small.rasters = "[]"
        let alone = try small.compute()
        #expect(alone.figures.surfaces[0].isEmpty)
        let table = try #require(alone.tables.hotSpots(period: 0, order: .rank))
        #expect(table.rows.count == 8 && table.number(0, "value") > table.number(7, "value"))
        small.hotSpots = "{parameter: SO2, cell: 5km}"
        let missing = try small.compute()
        #expect(
            missing.notes(of: .missing).contains { $0.hasPrefix("SO2_mean 2026-04: no station") })
    }

    // MARK: - Same bytes, whole folder

    @Test("One thread and several give the same tables and notes")
    func threads() throws {
        let one = try SmallJob().compute()
        for threads in [2, 3, 7] {
            let many = try SmallJob().compute(threads: threads)
            #expect(many.tables.zones(layer: 0, period: 0) == one.tables.zones(layer: 0, period: 0))
            #expect(many.tables.sections(period: 0) == one.tables.sections(period: 0))
            #expect(many.tables.rivers(period: 0) == one.tables.rivers(period: 0))
            #expect(
                many.tables.hotSpots(period: 0, order: .rank)
                    == one.tables.hotSpots(period: 0, order: .rank))
            #expect(
                many.figures.surfaces[0][0].now?.values == one.figures.surfaces[0][0].now?.values)
        }
    }

    @Test("A run writes what its plan says, twice the same bytes, and lists them in run.json")
    func writesFolder() throws {
        try withTemporaryFolder { folder in
            let job = try SmallJob().write(into: folder)
            func run(_ name: String, threads: Int) throws -> CommandOutcome {
                try JobRun(path: job, options: RunOptions(threads: threads))
                    .run(output: folder.appending(path: name).path)
            }
            let outcome = try run("one", threads: 1)
            _ = try run("two", threads: 3)
            let plan = try JobRun(path: job, options: RunOptions(threads: 1))
                .plan(output: folder.appending(path: "one-planned").path)
            func files(_ name: String) throws -> [String] {
                try FileManager.default.subpathsOfDirectory(
                    atPath: folder.appending(path: name).path
                ).filter { $0.contains(".") }.sorted()
            }
            let written = try files("one")
            #expect(written.count == outcome.outputs.count)
            #expect(
                plan.writes.map { $0.components(separatedBy: "one-planned/")[1] }.sorted()
                    == written)
            #expect(try files("two") == written)
            for file in written where file != "run.json" {
                let one = try Data(contentsOf: folder.appending(path: "one/\(file)"))
                let two = try Data(contentsOf: folder.appending(path: "two/\(file)"))
                #expect(one == two, "\(file)")
            }
            let record = try JSONSerialization.jsonObject(
                with: Data(contentsOf: folder.appending(path: "one/run.json")))
            let outputs = (record as? [String: Any])?["outputs"] as? [[String: Any]] ?? []
            #expect(
                outputs.compactMap { $0["path"] as? String }.sorted()
                    == written.filter { $0 != "run.json" })
            let inputs = (record as? [String: Any])?["inputs"] as? [[String: Any]] ?? []
            #expect(inputs.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
        }
    }

    @Test("A run into a folder of its own is refused without --overwrite, before reading anything")
    func refusesExisting() throws {
        try withTemporaryFolder { folder in
            let out = folder.appending(path: "out")
            try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
            try Data().write(to: out.appending(path: "run.json"))
            let fault = #expect(throws: Fault.self) {
                try JobRun(path: "/nowhere/job.yaml", options: RunOptions(threads: 1))
                    .run(output: out.path)
            }
            #expect(fault?.kind == .output)
        }
    }

    @Test("Without -o the folder stands beside the job")
    func defaultOutput() {
        let run = JobRun(path: "/data/太原/april.yaml", options: RunOptions(threads: 1))
        #expect(run.defaultOutput == "/data/太原/april-out")
    }

    @Test("A job that needs more than --memory says how much, also when it is only checked")
    func memory() throws {
        try withTemporaryFolder { folder in
            var small = SmallJob()
            small.rasters = "[{parameter: PM2.5, statistic: mean, cell: 1m}]"
            let job = try small.write(into: folder)
            let options = RunOptions(threads: 1, memory: 1 << 30)
            let run = JobRun(path: job, options: options)
            let fault = #expect(throws: Fault.self) {
                try run.run(output: folder.appending(path: "out").path)
            }
            #expect(fault?.kind == .data)
            #expect(fault?.text.en.contains("--memory 1.0 GiB") == true)
            #expect(throws: Fault.self) {
                try checkJob(at: job, defaults: VectorReadOptions(), options: options)
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out").path))
        }
    }

    @Test("Cells far too small for any machine are refused like others")
    func memoryBeyondCounting() throws {
        var small = SmallJob()
        small.rasters =
            "[{parameter: PM2.5, statistic: mean, cell: 1e-9m}, "
            + "{parameter: PM2.5, statistic: max, cell: 1e-9m}, "
            + "{parameter: PM2.5, statistic: min, cell: 1e-300m}]"
        try withTemporaryFolder { folder in
            let job = try small.write(into: folder)
            let fault = #expect(throws: Fault.self) {
                try JobRun(path: job, options: RunOptions(threads: 1))
                    .plan(output: folder.appending(path: "out").path)
            }
            #expect(fault?.kind == .data)
        }
    }
}
