import Foundation
import GeoFiles
import Readings
import Reports
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Jobs that leave something out, or have it odd")
struct JobVariantTests {
    private func report(_ results: SmallJob.Results) throws -> String {
        try JobReport(
            job: results.job, inputs: results.inputs, figures: results.figures,
            tables: results.tables, language: .zh, files: []
        ).document().html()
    }

    // MARK: - Left out

    @Test("Without compare no table has a column before or a change")
    func withoutCompare() throws {
        var small = SmallJob()
        small.compare = "none"
        let results = try small.compute()
        let tables = [
            results.tables.zones(layer: 0, period: 0), results.tables.stations(period: 0),
            results.tables.hotSpots(period: 0, order: .rank),
        ].compactMap { $0 }
        #expect(tables.count == 3)
        for table in tables {
            #expect(
                !table.columns.contains { $0.key.contains("before") || $0.key.contains("change") })
        }
        let sections = try #require(results.tables.sections(period: 0))
        #expect(sections.text(0, "class") == "IV")
        #expect(sections.text(0, "class_before") == nil && sections.text(0, "change") == nil)
        #expect(results.figures.surfaces[0][0].past == nil)
        #expect(try report(results).contains("小任务"))
    }

    @Test("Without stations there are rivers, sections and zones, and no surface")
    func withoutStations() throws {
        var small = SmallJob()
        small.hasStations = false
        let results = try small.compute()
        #expect(results.figures.surfaces.count == 1 && results.figures.surfaces[0].isEmpty)
        #expect(results.tables.stations(period: 0) == nil)
        let zones = results.tables.zones(layer: 0, period: 0)
        #expect(zones.rows.count == 3)
        #expect(isClose(zones.number(0, "river_km_IV"), 5, relative: 1e-5))
        // The readings of the three stations are nobody's now.
        #expect(results.notes(of: .dropped).contains { $0.contains("S1, S2, S3") })
        #expect(try report(results).contains("上桥"))
        try writes(small)
    }

    @Test("Without rivers sections are assessed and have no place")
    func withoutRivers() throws {
        var small = SmallJob()
        small.hasRivers = false
        let results = try small.compute()
        let sections = try #require(results.tables.sections(period: 0))
        #expect(sections.rows.count == 2)
        #expect(sections.text(0, "class") == "IV" && sections.text(1, "class") == "I")
        #expect(sections.text(0, "river") == nil && sections.text(0, "note") == nil)
        #expect(results.tables.rivers(period: 0) == nil)
        let zones = results.tables.zones(layer: 0, period: 0)
        #expect(!zones.columns.contains { $0.key.hasPrefix("river_km") })
        #expect(results.notes(of: .remark).contains { $0.contains("no rivers") })
        #expect(try report(results).contains("上桥"))
        try writes(small)
    }

    @Test("Rivers without sections have their lengths, all of unknown class")
    func withoutSections() throws {
        var small = SmallJob()
        small.hasSections = false
        let results = try small.compute()
        #expect(results.tables.sections(period: 0) == nil)
        let rivers = try #require(results.tables.rivers(period: 0))
        #expect(isClose(rivers.number(0, "river_km_unknown"), 20, relative: 1e-5))
        try writes(small)
    }

    /// A run of the job into a folder ends well.
    private func writes(_ small: SmallJob) throws {
        try withTemporaryFolder { folder in
            let outcome = try JobRun(
                path: try small.write(into: folder), options: RunOptions(threads: 2)
            ).run(output: folder.appending(path: "out").path)
            #expect(outcome.outputs.contains { $0.hasSuffix("run.json") })
        }
    }

    @Test("A period without any data has rows, empty columns and a warning, and no raster")
    func periodWithoutData() throws {
        var small = SmallJob()
        small.periods = "[2026-04, 2024-07]"
        let results = try small.compute()
        #expect(results.figures.surfaces[1][0].now == nil)
        let zones = results.tables.zones(layer: 0, period: 1)
        #expect(zones.rows.count == 3)
        #expect(zones.cell(0, "PM2.5_mean_mean") == .empty)
        #expect(zones.cell(2, "PM2.5_mean_count") == .empty)
        let stations = try #require(results.tables.stations(period: 1))
        #expect(stations.rows.count == 3)
        #expect(stations.cell(0, "PM2.5_mean") == .empty)
        #expect(stations.number(0, "PM2.5_mean_valid_days") == 0)
        #expect(stations.text(0, "note")?.contains("无数据") == true)
        let hotSpots = try #require(results.tables.hotSpots(period: 1, order: .rank))
        #expect(hotSpots.rows.count == 8)
        #expect(hotSpots.cell(0, "value") == .empty && hotSpots.text(0, "selected") == "no")
        let sections = try #require(results.tables.sections(period: 1))
        #expect(sections.text(0, "note") == "本期没有监测数据；比较期：本期没有监测数据")
        #expect(
            results.notes(of: .missing).contains { $0.hasPrefix("PM2.5_mean 2024-07: no station") })
        try withTemporaryFolder { folder in
            let outcome = try JobRun(
                path: try small.write(into: folder), options: RunOptions(threads: 1)
            ).run(output: folder.appending(path: "out").path)
            #expect(!outcome.outputs.contains { $0.contains("PM2.5_mean_2024-07") })
            #expect(outcome.outputs.contains { $0.contains("tables/zones_units_2024-07.csv") })
            #expect(outcome.warnings.contains { $0.en.contains("2024-07: no station") })
        }
    }

    @Test("Too few days leave a station without value and say how many are needed")
    func tooFewDays() throws {
        var small = SmallJob()
        small.periods = "[2026-05]"
        let stations = try #require(try small.compute().tables.stations(period: 0))
        #expect(stations.cell(0, "PM2.5_mean") == .empty)
        #expect(stations.number(0, "PM2.5_mean_valid_days") == 5)
        #expect(stations.text(0, "note")?.contains("有效天数5天") == true)
    }

    // MARK: - Zones

    @Test("A zone without geometry keeps its row, with the reason in the table's language")
    func zoneWithoutGeometry() throws {
        var small = SmallJob()
        small.zones.insert(("N", nil), at: 1)
        for (language, words) in [(ReportLanguage.zh, "没有可用的几何"), (.en, "no usable geometry")] {
            let results = try small.compute(language: language)
            let zones = results.tables.zones(layer: 0, period: 0)
            #expect((0..<4).map { zones.text($0, "id") } == ["A", "N", "B", "all"])
            #expect(zones.text(1, "note") == words)
            #expect(zones.text(0, "note") == nil && zones.text(3, "note") == nil)
            #expect(zones.cell(1, "PM2.5_mean_mean") == .empty)
            #expect(isClose(zones.number(3, "PM2.5_mean_count"), 50))
        }
    }

    @Test("Where zones overlap, the whole counts the common part once")
    func overlappingZones() throws {
        var small = SmallJob()
        small.zones = [("A", [500, 4200, 510, 4210]), ("C", [505, 4200, 515, 4210])]
        let zones = try small.compute().tables.zones(layer: 0, period: 0)
        let surface = PlainSurface(values: SmallJob.means)
        for (row, box) in [[500.0, 510], [505, 515], [500, 515]].enumerated() {
            let expected = surface.statistics([box[0], 4200, box[1], 4210], cell: 2)
            #expect(isClose(zones.number(row, "PM2.5_mean_count"), expected.count))
            #expect(isClose(zones.number(row, "PM2.5_mean_mean"), expected.mean, relative: 1e-6))
            #expect(isClose(zones.number(row, "PM2.5_mean_valid_share"), 1, relative: 1e-9))
        }
        #expect(isClose(zones.number(2, "area_km2"), 150, relative: 1e-5))
        // 0 to 5 km answer to P1, 5 to 15 km to P2; C begins at 5 km.
        #expect(isClose(zones.number(0, "river_km_IV"), 5, relative: 1e-5))
        #expect(isClose(zones.number(1, "river_km_I"), 10, relative: 1e-5))
        #expect(isClose(zones.number(2, "river_km_I"), 10, relative: 1e-5))
    }

    @Test("Where zones leave a gap, the whole is without it")
    func gapBetweenZones() throws {
        var small = SmallJob()
        small.zones = [("A", [500, 4200, 507, 4210]), ("B", [511, 4200, 520, 4210])]
        let zones = try small.compute().tables.zones(layer: 0, period: 0)
        #expect(isClose(zones.number(2, "PM2.5_mean_count"), 40))
        #expect(isClose(zones.number(2, "PM2.5_mean_valid_share"), 1, relative: 1e-9))
        #expect(isClose(zones.number(2, "area_km2"), 160, relative: 1e-5))
        // The gap holds 7 to 11 km of the river.
        #expect(isClose(zones.number(2, "river_km_I"), 6, relative: 1e-5))
    }

    @Test("Two zone layers have tables, wholes and layers of their own; the first has the hotspots")
    func twoLayers() throws {
        var small = SmallJob()
        small.basins = [("N", [500, 4205, 520, 4210]), ("S", [500, 4200, 520, 4205])]
        let results = try small.compute()
        let basins = results.tables.zones(layer: 1, period: 0)
        #expect(basins.id == "zones_basins_2026-04")
        #expect((0..<3).map { basins.text($0, "id") } == ["N", "S", "all"])
        let surface = PlainSurface(values: SmallJob.means)
        let north = surface.statistics([500, 4205, 520, 4210], cell: 2)
        #expect(isClose(basins.number(0, "PM2.5_mean_mean"), north.mean, relative: 1e-6))
        #expect(isClose(basins.number(0, "PM2.5_mean_count"), 25))
        let names = results.layers.all().map(\.name)
        #expect(names.prefix(2) == ["zones_1", "zones_2"])
        let hotSpots = try #require(results.tables.hotSpots(period: 0, order: .rank))
        #expect((0..<8).allSatisfy { ["A", "B"].contains(hotSpots.text($0, "zone")) })
        // A river on the common edge of two zones counts once.
        let total = (0..<2).reduce(0) { $0 + basins.number($1, "river_km_I") }
        #expect(isClose(total, basins.number(2, "river_km_I"), relative: 1e-9))
    }

    @Test("Two layers of names that give one file are refused, also when they differ in case alone")
    func sameFileNames() throws {
        let zones = "[{path: a.shp, name: 区/县, id: a}, {path: b.shp, name: 区_县, id: a}]"
        for names in [zones, zones.replacing("区/县", with: "Zone").replacing("区_县", with: "zone")] {
            let job = try JobText("basingrid: 1\nperiods: 2026-04\nzones: \(names)\n").read()
            let faults = FaultCollector()
            JobRules(job: job, inputs: nil, faults: faults).check()
            #expect(faults.faults.count == 1)
            #expect(faults.faults.first?.text.en.contains("several zone layers") == true)
        }
    }

    // MARK: - CRS and networks

    @Test(
        "In degrees: cells in deg work; cells in m, hotspots and a radius without unit are refused")
    func geographicCRS() throws {
        var small = SmallJob()
        small.crs = "EPSG:4490"
        small.hotSpots = nil
        small.rasters = "[{parameter: PM2.5, statistic: mean, cell: 0.02deg}]"
        let results = try small.compute()
        let zones = results.tables.zones(layer: 0, period: 0)
        let plane = PlainSurface(values: SmallJob.means)
            .statistics([500, 4200, 510, 4210], cell: 0.5)
        // The same surface on other cells, and nearly the same zone.
        #expect(isClose(zones.number(0, "PM2.5_mean_mean"), plane.mean, relative: 0.02))
        #expect(isClose(zones.number(0, "PM2.5_mean_valid_share"), 1, relative: 1e-9))
        #expect(isClose(zones.number(0, "area_km2"), 100, relative: 1e-4))
        #expect(isClose(zones.number(0, "river_km_IV"), 5, relative: 1e-4))
        try writes(small)

        small.rasters = "[{parameter: PM2.5, statistic: mean, cell: 500m}]"
        #expect(try small.faults().first?.contains("The cell size is in metres") == true)
        small.rasters = "[{parameter: PM2.5, statistic: mean, cell: 0.02deg, radius: 20000}]"
        #expect(try small.faults().first?.contains("has no unit") == true)
        small.rasters = "[{parameter: PM2.5, statistic: mean, cell: 0.02deg, radius: 20km}]"
        #expect(try small.faults() == [])
        small.hotSpots = "{parameter: PM2.5, cell: 3km}"
        #expect(try small.faults().first?.contains("hotspot cells are in metres") == true)
    }

    @Test("Without a crs the 3-degree zone of the first layer is taken, and told")
    func guessedCRS() throws {
        let text = try withTemporaryFolder { folder -> [String] in
            let path = try SmallJob().write(into: folder)
            let job = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("crs: EPSG:4547\n", with: "")
            try job.write(toFile: path, atomically: true, encoding: .utf8)
            let (_, inputs) = try JobRun(path: path, options: RunOptions(threads: 1)).load()
            #expect(inputs.crs.code == "EPSG:4547")
            return inputs.notes.filter { $0.kind == .guessed }.map(\.text.en)
        }
        #expect(text.contains { $0.hasPrefix("The job names no crs: EPSG:4547") })
    }

    @Test("A network that no layer is of is a fault when it stands alone, else a note")
    func networks() throws {
        var small = SmallJob()
        small.hotSpots = nil
        small.rasters = "[{parameter: PM2.5, statistic: mean, cell: 2km, networks: [micro]}]"
        #expect(try small.faults().first?.contains("uses the networks micro") == true)
        small.rasters =
            "[{parameter: PM2.5, statistic: mean, cell: 2km, networks: [national, micro]}]"
        let results = try small.compute()
        #expect(results.notes(of: .missing).contains { $0.contains("of the networks micro") })
    }

    // MARK: - Readings

    @Test("Stations without readings, and readings without stations, are each one note")
    func strayReadings() throws {
        var small = SmallJob()
        small.moreReadings = ["X9,2026-04-01,PM2.5,1", "X9,2026-04-02,PM2.5,1"]
        let results = try small.compute()
        #expect(
            results.notes(of: .dropped) == [
                "1 sites of the readings (2 values) are in no layer of stations or sections and "
                    + "were not used: X9."
            ])
    }

    // MARK: - Layers

    @Test("Every layer of the GeoPackage has its objects once, and fields that end in the period")
    func layers() throws {
        var small = SmallJob()
        small.periods = "[2026-04, 2026-05]"
        let results = try small.compute()
        let layers = results.layers.all()
        #expect(
            layers.map(\.name)
                == ["zones_1", "hotspot_cells", "river_ranges", "sections", "stations"])
        #expect(layers.map(\.features.count) == [2, 8, 3, 2, 3])
        for layer in layers {
            let names = layer.fields.map(\.name)
            #expect(Set(names).count == names.count, "\(layer.name)")
            #expect(layer.features.allSatisfy { $0.attributes.count == names.count })
            let perPeriod = ["2026-04", "2026-05"].map { period in
                names.filter { $0.hasSuffix("_" + period) }.map { $0.dropLast(period.count + 1) }
            }
            #expect(perPeriod[0] == perPeriod[1], "\(layer.name)")
            #expect(!perPeriod[0].isEmpty)
            let shared = names.filter { !$0.contains("_2026-0") }
            #expect(shared.count + 2 * perPeriod[0].count == names.count)
        }
        let zones = layers[0].fields.map(\.name)
        #expect(zones.prefix(3) == ["id", "label", "area_km2"])
        #expect(zones.contains("PM2.5_mean_mean_2026-04"))
        #expect(zones.contains("PM2.5_mean_mean_before_2026-05"))
    }
}
