import Foundation
import Interpolation
import Readings
import TestSupport
import Testing
import ZonalStatistics

@testable import BasinGrid

@Suite("The job format")
struct JobFormatTests {
    // MARK: - Keys

    @Test(
        "Every key that is served is read without a fault",
        arguments: [
            "name: 太原", "crs: EPSG:4547", "compare: year", "compare: month", "compare: none",
            "compare: [2025-04]", "standard: auto", "standard: GB3095-2026",
            "sections: {path: s.shp, id: a, label: b, level: c, target: d, type: e, owner: f, dry: g}",
            "sections: {path: s.gpkg, id: a, layer: b, where: \"c > 1\", encoding: GBK, crs: 'EPSG:4490'}",
            "rivers: {path: r.shp, id: a, label: b, layer: c, where: d, encoding: e, crs: f}",
            "stations: [{name: 国控, path: s.csv, id: a, label: b, x: c, y: d, crs: e, network: micro}]",
            "readings: [{path: 'air/*.csv', layout: archive, encoding: GBK}]",
            "readings: [{path: w.xlsx, layout: wide, time: a, site: b, sheet: all, header_row: auto}]",
            "readings: {path: w.csv, layout: long, sheet: 一月, header_row: 3}",
            "rasters: [{parameter: PM2.5, statistic: mean, method: idw, cell: 500m, networks: [national, micro]}]",
            "rasters: {parameter: O3_8h, statistic: p90, cell: 500, neighbors: 12, power: 1.5, radius: 50km}",
            "rasters: {parameter: PM2_5, statistic: max, cell: 0.01deg, neighbors: all}",
            "hotspots: {parameter: PM2.5, cell: 3km, top: 29, statistic: p95, networks: national}",
            "hotspots: {parameter: PM2.5, cell: 3km, method: kriging, share: 0.098, gistar: 9km, fdr: none}",
            "hotspots: [{parameter: PM2.5, cell: 3km, method: mean, rank: p95, threshold: 75}]",
            "hotspots: {parameter: PM2.5, cell: 3km, rank: change-year, per_zone: true, warnings: 3}",
            "hotspots: {parameter: PM2.5, cell: 3km, gistar: 9km, emerging: true, warnings: true}",
            "zonal: {stats: [mean, max, valid_share, area_km2]}",
            "series: {parameter: PM2.5, every: hour, exceed: 75, networks: [micro]}",
            "series: [{parameter: PM2.5, method: idw, neighbors: all, cell: 1km}]",
            "points: [{name: a, path: p.shp, id: b}, {path: m.csv, x: x, y: y, sum: [kwh]}]",
            "scores: rules.yaml", "targets: t.csv", "exclude_days: sand.csv",
            "outputs: {formats: [gpkg, csv, geotiff, html]}",
        ])
    func servedKeys(line: String) throws {
        #expect(try JobText.with(line).faults() == [])
    }

    @Test(
        "A key of the format that this version does not serve is named",
        arguments: [
            (
                "rasters: [{parameter: PM2.5, statistic: mean, cell: 1km, exceed: 75}]",
                "rasters[0].exceed"
            ),
            ("zonal: {stats: [mean], weights: area}", "zonal.weights"),
        ])
    func keysNotServed(line: String, key: String) throws {
        let faults = try JobText.with(line).faults()
        #expect(
            faults == [
                "job.yaml, line 4: the key \"\(key)\" is valid, but this version does not serve it "
                    + "yet. Remove it to run the rest."
            ])
    }

    @Test(
        "A value of the format that this version does not serve is named",
        arguments: [
            ("outputs: {formats: [xlsx]}", "xlsx"), ("zonal: {stats: [frac]}", "frac"),
            ("zonal: {stats: [weighted_mean]}", "weighted_mean"),
        ])
    func valuesNotServed(line: String, value: String) throws {
        let faults = try JobText.with(line).faults()
        #expect(faults.count == 1)
        #expect(faults.first?.contains("line 4") == true)
        #expect(faults.first?.contains(value) == true)
        #expect(faults.first?.contains("serve") == true)
    }

    @Test("A raster takes every setting of its method")
    func surfaceSettings() throws {
        let job = try JobText.with(
            "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, method: kriging, neighbors: 16, "
                + "variogram: 'spherical,psill=9,range=60000', drift: linear, nugget: filtered, "
                + "radius: 80km, minimum: 3}"
        ).read()
        var expected = SurfaceSettings()
        expected.method = "kriging"
        expected.neighbours = "16"
        expected.variogram = "spherical,psill=9,range=60000"
        expected.drift = "linear"
        expected.nugget = "filtered"
        expected.radius = "80km"
        expected.minimum = 3
        expected.naming = .keys
        #expect(job.rasters.map(\.surface) == [expected])
    }

    @Test(
        "Settings of a raster that are wrong, or belong to another method, are faults",
        arguments: [
            ("method: krigging", "krigging"), ("method: kriging, variogram: cubic", "cubic"),
            ("variogram: 'nugget,psill=1'", "goes with"), ("sectors: 3", "1, 4 or 8"),
            ("method: natural, sectors: 4", "goes with"),
        ])
    func wrongSurfaceSettings(settings: String, message: String) throws {
        let faults = try JobText.with(
            "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, \(settings)}"
        ).faults()
        #expect(faults.count == 1)
        #expect(faults.first?.contains("line 4") == true, "\(faults)")
        #expect(faults.first?.contains(message) == true, "\(faults)")
    }

    @Test(
        "An unknown key is named with its line and the nearest known one",
        arguments: [
            ("zone: []", "zone", "zones"), ("reading: []", "reading", "readings"),
            ("compares: year", "compares", "compare"),
            ("exclude_day: x", "exclude_day", "exclude_days"),
            ("rivers: {path: r.shp, id: a, lable: b}", "rivers.lable", "label"),
            ("readings: [{path: a, layout: long, tme: b}]", "readings[0].tme", "time"),
            (
                "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, neighbours: 12}",
                "rasters.neighbours", "neighbors"
            ),
            ("outputs: {format: [csv]}", "outputs.format", "formats"),
        ])
    func unknownKeys(line: String, key: String, near: String) throws {
        let faults = try JobText.with(line).allFaults()
        #expect(faults.count == 1)
        #expect(
            faults.first?.text.en.hasPrefix(
                "job.yaml, line 4: unknown key \"\(key)\". Did you mean \"\(near)\"?") == true)
        #expect(
            faults.first?.text.zh.hasPrefix("job.yaml 第 4 行：未知的键 “\(key)”，是否应为 “\(near)”？") == true)
        #expect(faults.first?.kind == .data)
    }

    @Test("An unknown key that is like none lists the known ones")
    func unknownKeyLikeNone() throws {
        let faults = try JobText.with("quux: 1").faults()
        #expect(faults.count == 1)
        #expect(faults.first?.contains("Did you mean") == false)
        #expect(faults.first?.contains("Known keys: basingrid, name, crs, periods") == true)
    }

    @Test("A required key that is missing is named with its place")
    func requiredKeys() throws {
        let top = try JobText("name: x\n").faults()
        #expect(top.count == 3)
        for key in ["basingrid", "periods", "zones"] {
            #expect(top.contains { $0.hasSuffix("the required key \"\(key)\" is missing.") })
        }
        for (line, keys) in [
            ("stations: [{path: a}]", ["stations[0].id"]),
            ("sections: {}", ["sections.path", "sections.id"]),
            ("rivers: {id: a}", ["rivers.path"]),
            ("readings: [{}]", ["readings[0].path", "readings[0].layout"]),
            ("rasters: [{parameter: PM2.5}]", ["rasters[0].statistic", "rasters[0].cell"]),
            ("hotspots: {top: 3}", ["hotspots.parameter", "hotspots.cell"]),
        ] {
            let faults = try JobText.with(line).faults()
            #expect(
                faults == keys.map { "job.yaml, line 4: the required key \"\($0)\" is missing." })
        }
    }

    // MARK: - Values

    @Test(
        "A value of the wrong kind is named with what was found",
        arguments: [
            ("name: {a: b}", "\"name\" must be a text, found a mapping"),
            ("crs: [1, 2]", "\"crs\" must be a text, found a list"),
            ("name:", "\"name\" must be a text, found nothing"),
            ("stations: 3", "\"stations\" must be a mapping of keys to values, found \"3\""),
            ("rivers: [a]", "\"rivers\" must be a mapping of keys to values, found a list"),
            ("rivers: {path: [a], id: b}", "\"rivers.path\" must be a text, found a list"),
            ("rasters: [[1]]", "\"rasters[0]\" must be a mapping of keys to values, found a list"),
            (
                "hotspots: {parameter: PM2.5, cell: 3km, top: 0}",
                "\"hotspots.top\" is \"0\", expected a whole number of at least 1"
            ),
            ("hotspots: {parameter: PM2.5, cell: 3km, top: many}", "\"hotspots.top\" is \"many\""),
            (
                "hotspots: {parameter: PM2.5, cell: three}",
                "\"hotspots.cell\" is \"three\", expected a distance"
            ),
            (
                "stations: {path: a, id: b, network: private}",
                "expected one of national, provincial, city, micro"
            ),
            ("stations: {path: a, id: b, x: c}", "names only one of x and y"),
            ("readings: {path: a, layout: tall}", "\"readings.layout\" is \"tall\""),
            (
                "readings: {path: a, layout: long, header_row: 0}",
                "\"readings.header_row\" is \"0\""
            ),
            (
                "compare: decade",
                "\"compare\" is \"decade\", expected year, month, none, [year, month] or a list"
            ),
            ("compare: [2025-04, 2025-03]", "\"compare\" lists 2 periods and \"periods\" 1"),
            ("compare: []", "\"compare\" lists 0 periods and \"periods\" 1"),
            (
                "rasters: {parameter: PM25x, statistic: mean, cell: 1km}",
                "unknown parameter \"PM25x\""
            ),
            (
                "rasters: {parameter: PM2.5, statistic: median, cell: 1km}",
                "unknown statistic over a period \"median\""
            ),
            (
                "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, method: cubic}",
                "\"rasters.method\" is \"cubic\""
            ),
            (
                "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, power: -2}",
                "\"rasters.power\" is \"-2\""
            ),
            (
                "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, neighbors: 0}",
                "\"rasters.neighbors\" is \"0\""
            ),
            (
                "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, radius: 1deg}",
                "\"radius\" is in metres"
            ),
            (
                "rasters: {parameter: PM2.5, statistic: mean, cell: 1km, networks: []}",
                "\"rasters.networks\" is an empty list"
            ),
            ("zonal: {stats: []}", "\"zonal.stats\" is an empty list"),
            (
                "zonal: {stats: [mean, mean]}",
                "\"zonal.stats[1]\": \"mean\" stands in the list before"
            ),
            ("zonal: {stats: [meen]}", "\"zonal.stats[0]\":"),
            ("outputs: {formats: []}", "\"outputs.formats\" is an empty list"),
            ("outputs: {formats: [pdf]}", "\"outputs.formats[0]\" is \"pdf\""),
        ])
    func wrongValues(line: String, expected: String) throws {
        let faults = try JobText.with(line).faults()
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix("job.yaml, line 4: ") == true)
        #expect(faults.first?.contains(expected) == true, "\(faults)")
    }

    @Test("Periods: none, unreadable and twice the same are faults")
    func periods() throws {
        func faults(_ periods: String) throws -> [String] {
            try JobText("basingrid: 1\nperiods: \(periods)\nzones: {path: a, id: b}\n").faults()
        }
        #expect(try faults("[2026-04, 2026-01..2026-04]") == [])
        #expect(try faults("2026-04") == [])
        #expect(try faults("[]").first?.contains("\"periods\" is an empty list") == true)
        #expect(try faults("[2026-13]").count == 1)
        #expect(
            try faults("[2026-04, 2026-04]") == [
                "job.yaml, line 2: \"periods[1]\": \"2026-04\" stands in the list before. Keep one."
            ])
    }

    @Test("A list of periods to compare with that has a fault is not counted as shorter too")
    func comparisonWithFault() throws {
        #expect(try JobText.with("compare: [2025-99]").faults().count == 1)
    }

    @Test("No zone layer at all, and another version of the format, are faults")
    func zonesAndVersion() throws {
        let faults = try JobText("basingrid: 2\nperiods: [2026-04]\nzones: []\n").faults()
        #expect(faults.count == 2)
        #expect(faults.contains { $0.contains("\"basingrid\" is \"2\", expected 1") })
        #expect(faults.contains { $0.contains("\"zones\" is an empty list") })
    }

    @Test("A key that stands twice is a fault, at the top and inside")
    func repeatedKeys() throws {
        for line in ["compare: year\ncompare: none", "rivers: {path: a, id: b, id: c}"] {
            let faults = try JobText.with(line).faults()
            #expect(faults.count == 1)
            #expect(faults.first?.contains("job.yaml") == true)
        }
    }

    @Test("All faults of a file are listed together")
    func allTogether() throws {
        let faults = try JobText.with("nam: x\ncompare: decade\nrivers: {}\nseries: {}").faults()
        #expect(faults.count == 5)
    }

    // MARK: - Results

    @Test("What a job leaves out has its default")
    func defaults() throws {
        let job = try JobText.with(
            "stations: {path: a/s.csv, id: b}\nhotspots: {parameter: PM2.5, cell: 3km}"
        )
        .read()
        #expect(job.name == "job")
        #expect(job.crs == nil && job.standard == nil)
        #expect(job.comparison == .none)
        #expect(job.zones[0].name == "z" && job.zones[0].labelField == nil)
        #expect(job.stations[0].name == "s" && job.stations[0].network == .national)
        #expect(job.hotSpots.first?.selection == .top(10) && job.hotSpots.first?.statistic == .mean)
        #expect(job.hotSpots.first?.networks == [.national])
        #expect(job.zonalStatistics == [.mean, .min, .max, .validShare])
        #expect(job.formats == [.gpkg, .csv, .geotiff, .html])
        #expect(job.rasters.isEmpty && job.readings.isEmpty)
        #expect(job.sections == nil && job.rivers == nil)
    }

    @Test("The sample job is read as it is written")
    func sampleJob() throws {
        let path = TestFolders.dataset("taiyuan").appending(path: "job.yaml").path
        let job = try Job.read(at: path)
        #expect(job.path == path)
        #expect(job.folder.lastPathComponent == "taiyuan")
        #expect(job.crs == "EPSG:4547")
        #expect(job.periods.map(\.label) == ["2026-04", "2026-01..2026-04"])
        #expect(job.comparison == .year)
        #expect(job.standard == nil)
        #expect(job.zones.map(\.name) == ["环境管控单元", "区县", "流域"])
        #expect(job.zones.map(\.idField) == ["HJGKDYBM", "CODE", "code"])
        #expect(job.zones.map(\.kind) == ["control-unit", "county", "basin"])
        #expect(job.zones[0].source.path == "control_units.shp")
        #expect(job.stations.map(\.network) == [.national, .micro])
        #expect(job.stations[0].xField == "lon" && job.stations[0].yField == "lat")
        #expect(job.stations[0].source.crs == "EPSG:4490")
        #expect(job.sections?.targetField == "target" && job.sections?.ownerField == "county")
        #expect(job.sections?.dryField == "dry")
        #expect(job.rivers?.labelField == "name")
        #expect(job.readings.map(\.form.layout) == [.archive, .long, .wide])
        #expect(
            job.readings[2].form.siteColumn == "断面名称" && job.readings[2].form.timeColumn == "监测时间")
        #expect(job.readings[2].form.sheet == nil && job.readings[2].form.headerRow == nil)
        #expect(job.rasters.map(\.name) == ["PM2.5_mean", "O3_8h_p90"])
        #expect(job.rasters[0].cell == Distance(500, .metres))
        #expect(job.rasters[0].surface.method == "idw")
        #expect(job.rasters[0].surface.neighbours == "12")
        #expect(job.rasters[0].networks == [.national, .micro])
        #expect(job.rasters[1].networks == [.national])
        #expect(
            job.hotSpots.first?.selection == .top(29)
                && job.hotSpots.first?.cell == Distance(3000, .metres))
        #expect(
            job.zonalStatistics == [.mean, .max, .min, .stdev, .count, .sum, .validShare, .areaKm2])
        #expect(job.formats == [.gpkg, .csv, .geotiff, .html])
    }

    // MARK: - Files

    @Test("A job file that is missing or a folder is an input that cannot be read")
    func unreadable() throws {
        try withTemporaryFolder { folder in
            for path in [folder.appending(path: "none.yaml").path, folder.path] {
                let faults = #expect(throws: Faults.self) { try Job.read(at: path) }
                #expect(faults?.kind == .input)
                #expect(faults?.all.first?.text.en.contains(path) == true)
            }
        }
    }

    @Test("A job file that is empty, no mapping, no YAML or not UTF-8 is wrong data")
    func wrongFiles() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "job.yaml")
            let contents: [(Data, String)] = [
                (Data(), "is empty"), (Data("# nothing\n".utf8), "is empty"),
                (Data("[1, 2]\n".utf8), "not a mapping"), (Data("text\n".utf8), "not a mapping"),
                (Data("a: [1\nb: 2\n".utf8), "not valid YAML"),
                (Data("a: 1\n---\nb: 2\n".utf8), "not valid YAML"),
                (
                    Data("name: ".utf8) + Data([0xC9, 0xBD, 0xCE, 0xF7]),
                    "is not UTF-8"
                ),
            ]
            for (data, words) in contents {
                try data.write(to: path)
                let faults = #expect(throws: Faults.self) { try Job.read(at: path.path) }
                #expect(faults?.kind == .data)
                #expect(faults?.all.count == 1)
                #expect(faults?.all.first?.text.en.contains(words) == true, "\(faults?.all as Any)")
            }
        }
    }

    @Test("A byte order mark before the job does no harm")
    func byteOrderMark() throws {
        let job = try JobText("\u{FEFF}" + JobText.with("name: 太原").text).read()
        #expect(job.name == "太原")
    }
}
