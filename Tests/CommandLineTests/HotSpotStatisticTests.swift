import Foundation
import GeoFiles
import Geometry
import Grids
import TestSupport
import Testing

/// Moran, global statistics, neighbours of all kinds, zones and stations as sites, alerts,
/// persistence and release.
@Suite("hotspots: statistics and alerts", .enabled(if: canRunTool, noTool))
struct HotSpotStatisticTests {
    // MARK: - Inputs

    private func writeRaster(_ name: String, _ values: [Float], in folder: URL) throws -> String {
        let path = folder.appending(path: name).path
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 498_000, columnStepX: 3000, originY: 4_209_000, rowStepY: -3000),
            rows: 1, columns: values.count, crs: try coordinateReferenceSystem(named: "EPSG:4547"))
        try GeoFiles.writeRaster(
            Grid<Float>(geometry: geometry, values: values, nodata: -9999), to: path)
        return path
    }

    /// Zones side by side from west to east, one a value, each 3 km wide; every second one has an
    /// extra vertex on its western side.
    private func writeZones(_ values: [String], in folder: URL) throws -> String {
        let path = folder.appending(path: "zones.gpkg").path
        let features = values.enumerated().map { index, value -> Feature in
            let west = 498_000 + 3000 * Double(index)
            var corners = [(0.0, 0.0), (3000, 0), (3000, 3000), (0, 3000)]
            if index % 2 == 1 { corners.append((0, 1234)) }
            let shell = Ring(
                corners.map { Coordinate(x: west + $0.0, y: 4_206_000 + $0.1) })
            return Feature(
                number: Int64(index), shape: .polygons([Polygon(shell: shell)]),
                attributes: [.text("z\(index)"), .text(value)])
        }
        try writeVector(
            OutputLayer(
                name: "zones", crs: try coordinateReferenceSystem(named: "EPSG:4547"),
                fields: [
                    VectorField(name: "code", kind: .text), VectorField(name: "v", kind: .text),
                ], geometry: .polygons, features: features), to: path)
        return path
    }

    private func output(_ arguments: [String], status: Int32 = 0) throws -> String {
        let result = try runTool(["hotspots", "--quiet"] + arguments)
        #expect(result.status == status, "\(result.errors)")
        return result.output
    }

    /// The columns of a table by name.
    private func columns(_ text: String) throws -> [String: [String]] {
        let rows = cells(ofCSV: text)
        let header = try #require(rows.first)
        return Dictionary(
            uniqueKeysWithValues: header.indices.map { index in
                (header[index], rows.dropFirst().map { $0[index] })
            })
    }

    // MARK: - Moran

    /// 1 2 3 4 in a row, neighbours side by side: z = −1.5, −0.5, 0.5, 1.5 and Σz² = 5, so that
    /// I = 3 z · lag ÷ 5 is 0.45, 0.15, 0.15, 0.45.
    @Test("--moran: I by hand, the quadrants, and no cluster in four cells")
    func moran() throws {
        try withTemporaryFolder { folder in
            let raster = try writeRaster("r.tif", [1, 2, 3, 4], in: folder)
            let found = try columns(output(["--raster", raster, "--moran", "square:1"]))
            let statistics = try #require(found["moran_i"]).map { Double($0) ?? .nan }
            #expect(
                zip(statistics.sorted(), [0.15, 0.15, 0.45, 0.45]).allSatisfy {
                    isClose($0, $1, relative: 1e-12)
                })
            // Ranked from the largest value on.
            #expect(found["value"] == ["4", "3", "2", "1"])
            #expect(found["quadrant"] == ["HH", "HH", "LL", "LL"])
            #expect(found["cluster"] == ["", "", "", ""])
            #expect(found["moran_bin"] == ["0", "0", "0", "0"])
        }
    }

    @Test("--global: Moran's I and general G by hand, a row a period, in --json too")
    func global() throws {
        try withTemporaryFolder { folder in
            let first = try writeRaster("a.tif", [1, 2, 3, 4], in: folder)
            let second = try writeRaster("b.tif", [1, 2, 3, -9999], in: folder)
            let arguments = ["--raster", first, "--raster", second, "--global", "contiguity"]
            let found = try columns(output(arguments))
            #expect(found["period"] == ["a", "a", "b", "b"])
            #expect(found["statistic"] == ["moran", "general-g", "moran", "general-g"])
            #expect(found["sites"] == ["4", "4", "3", "3"])
            // I = 4 ÷ 4 · 2 ÷ 5; G = 40 ÷ 70, expected 6 ÷ 12. Three values are too few.
            let values = try #require(found["value"]).map { Double($0) }
            #expect(isClose(values[0] ?? .nan, 0.4, relative: 1e-12))
            #expect(isClose(values[1] ?? .nan, 40 / 70, relative: 1e-12))
            #expect(values[2] == nil && values[3] == nil)
            #expect(isClose(Double(found["expected"]?[1] ?? "") ?? .nan, 0.5, relative: 1e-12))
            let json = try output(
                arguments + ["--json", "-o", folder.appending(path: "g.csv").path])
            #expect(json.contains("\"statistic\":\"general-g\""))
            let negative = try runTool([
                "hotspots", "--raster", try writeRaster("n.tif", [1, 2, 3, -4, 5], in: folder),
                "--global", "9km", "--lang", "en",
            ])
            #expect(negative.errors.contains("a value is -4"))
            #expect(cells(ofCSV: negative.output).count == 2)
        }
    }

    @Test("Permutations are the same on any number of threads and for the same seed")
    func permutations() throws {
        try withTemporaryFolder { folder in
            var random = SeededRandom(seed: 9)
            let raster = try writeRaster(
                "r.tif", (0..<200).map { _ in Float.random(in: 0..<9, using: &random) }, in: folder)
            for question in [["--moran", "nearest:6"], ["--global", "9km"]] {
                let arguments = ["--raster", raster, "--permutations", "99"] + question
                let one = try output(arguments + ["--threads", "1"])
                #expect(try output(arguments + ["--threads", "2"]) == one)
                #expect(try output(arguments + ["--seed", "2"]) != one)
            }
        }
    }

    // MARK: - Neighbours

    @Test(
        "Cells in a row: the same neighbours in other words",
        arguments: ["3km", "disc:3km", "square:1", "contiguity", "contiguity:rook", "3000"])
    func sameNeighbours(text: String) throws {
        try withTemporaryFolder { folder in
            let raster = try writeRaster("r.tif", [1, 5, 3, 4, 9, 2], in: folder)
            let arguments = ["--raster", raster, "--moran"]
            #expect(try output(arguments + [text]) == output(arguments + ["3km"]))
            #expect(try output(["--raster", raster, "--gistar", text]).contains("row,column"))
        }
    }

    @Test("What is no neighbourhood is refused by name, in both languages")
    func wrongNeighbours() throws {
        for (text, question) in [("near:3", "--moran"), ("nearest:0", "--gistar")] {
            let arguments = ["hotspots", "--raster", "x.tif", question, text, "--lang"]
            let english = try runTool(arguments + ["en"])
            #expect(english.status == 64 && english.errors.contains("contiguity:rook"))
            #expect(english.errors.contains("\(question) is \"\(text)\""))
            let chinese = try runTool(arguments + ["zh"])
            #expect(chinese.status == 64 && chinese.errors.contains("应为距离"))
        }
    }

    // MARK: - Sites

    @Test("--sites zones: what a field says among zones that touch, whatever their vertices")
    func zones() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(["1", "2", "3", "4", ""], in: folder)
            let raster = try writeRaster("r.tif", [1, 2, 3, 4, -9999], in: folder)
            let base = ["--sites", "zones", "--zones", zones, "--id-field", "code"]
            let statistics = ["--gistar", "contiguity", "--moran", "contiguity:rook"]
            let found = try columns(output(base + ["--value", "v"] + statistics))
            #expect(found["zone"] == ["z0", "z1", "z2", "z3", "z4"])
            #expect(found["neighbours"] == ["2", "3", "3", "2", "0"])
            #expect(found["quadrant"] == ["LL", "LL", "HH", "HH", ""])
            #expect(found["z"]?[4] == "" && found["bin"]?[4] == "")
            // z of the first: −2 ÷ √(1.25 · 4/3).
            let z = try #require(Double(found["z"]?[0] ?? ""))
            #expect(isClose(z, -2 / (1.25 * 4 / 3).squareRoot(), relative: 1e-12))
            // The means of a raster whose cells are the zones say the same.
            let means = try columns(output(base + ["--raster", raster] + statistics))
            #expect(means["z"] == found["z"] && means["moran_i"] == found["moran_i"])
            #expect(means["valid_share"] == ["1", "1", "1", "1", "0"])
            let file = folder.appending(path: "hot.gpkg").path
            _ = try output(base + ["--value", "v", "-o", file] + statistics)
            #expect(try readVectorLayer(at: file).features.count == 5)
        }
    }

    @Test("--sites zones: ranks and cells do not go with zones, a text is no number")
    func zoneFaults() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(["1", "two"], in: folder)
            let base = [
                "hotspots", "--sites", "zones", "--zones", zones, "--id-field", "code", "--value",
                "v", "--lang", "en",
            ]
            let ranked = try runTool(base + ["--top", "3"])
            #expect(ranked.status == 64 && ranked.errors.contains("goes with --gistar"))
            let text = try runTool(base + ["--gistar", "contiguity"])
            #expect(text.status == 65 && text.errors.contains("z1 (\"two\")"))
            let square = try runTool(base + ["--gistar", "square:2", "--where", "code = 'z0'"])
            #expect(square.status == 64 && square.errors.contains("square is of cells"))
        }
    }

    @Test("--sites stations: neighbours along rivers, not over the land between")
    func riverStations() throws {
        try withTemporaryFolder { folder in
            _ = try RiverFixture(in: folder)
            // On 汾河 at 200 m, 900 m and 1700 m, and on 潇河 600 m above the confluence.
            let text = """
                id,x,y,v
                a,500200,4200000,1
                b,500900,4200010,2
                c,501700,4200000,3
                t,501000,4200600,8
                """
            let stations = folder.appending(path: "s.csv")
            try Data(text.utf8).write(to: stations)
            let base = [
                "--sites", "stations", "--stations", stations.path, "--station-field", "id",
                "--value", "v", "--assume-crs", "EPSG:32650", "--rivers",
                folder.appending(path: "rivers.geojson").path,
            ]
            let along = try columns(output(base + ["--gistar", "river:800m"]))
            #expect(along["station"] == ["a", "b", "c", "t"])
            // a–b 700 m, b–t 100 + 600 m, b–c 800 m; a–t and c–t are farther.
            #expect(along["neighbours"] == ["2", "4", "2", "2"])
            let straight = try columns(output(base + ["--gistar", "800m"]))
            // b lies 10 m beside the river: 800.06 m from c over land.
            #expect(straight["neighbours"] == ["2", "3", "1", "2"])
            let missing = try runTool(
                ["hotspots"] + base.dropLast(2) + ["--gistar", "river:800m", "--lang", "en"])
            #expect(missing.status == 64 && missing.errors.contains("--rivers PATH"))
        }
    }

    // MARK: - Time

    @Test("Over three rasters: how often, how long, and released after two falls")
    func release() throws {
        try withTemporaryFolder { folder in
            let zones = try writeZones(["", "", "", ""], in: folder)
            let stack = try [[9, 8, 7, 1], [8, 9, 7, 1], [6, 9, 7, 1]].enumerated().flatMap {
                ["--raster", try writeRaster("m\($0).tif", $1, in: folder)]
            }
            let arguments =
                stack + ["--zones", zones, "--id-field", "code", "--cell", "3km", "--top", "2"]
            let found = try columns(output(arguments + ["--release-after", "2"]))
            #expect(found["zone"] == ["z1", "z2", "z0", "z3"])
            #expect(found["selected"] == ["yes", "yes", "no", "no"])
            #expect(found["periods_selected"] == ["3", "1", "2", "0"])
            #expect(found["periods_in_a_row"] == ["3", "1", "0", "0"])
            #expect(found["released"] == ["no", "no", "yes", "no"])
            #expect(try columns(output(arguments))["released"] == nil)
            let few = try runTool(
                ["hotspots"] + arguments + ["--release-after", "3", "--lang", "en"])
            #expect(few.status == 64 && few.errors.contains("at least 4 rasters"))
        }
    }

    // MARK: - Alerts and points

    private func writeHours(in folder: URL) throws -> [String] {
        let stations = folder.appending(path: "s.csv")
        try Data("code,x,y\nA,499000,4207000\nB,502000,4207000\n".utf8).write(to: stations)
        let values = ["A": [10, 40, 50, 60, 10], "B": [10, 10, 10, 20, 90]]
        var text = "id,time,parameter,value\n"
        for (site, hours) in values.sorted(by: { $0.key < $1.key }) {
            for (hour, value) in hours.enumerated() {
                text += "\(site),2026-03-02 0\(hour + 1):00,PM2.5,\(value)\n"
            }
        }
        let readings = folder.appending(path: "h.csv")
        try Data(text.utf8).write(to: readings)
        return [
            "--stations", stations.path, "--station-field", "code", "--assume-crs", "EPSG:4547",
            "--readings", readings.path, "--parameter", "PM2.5", "--period",
            "2026-03-02..2026-03-02", "--zones", try writeZones(["", ""], in: folder), "--id-field",
            "code", "--cell", "3km",
        ]
    }

    @Test("--alert-rules: hours by rule and cell, by hand, from the stations inside")
    func alerts() throws {
        try withTemporaryFolder { folder in
            let base = try writeHours(in: folder)
            let rules = folder.appending(path: "rules.csv")
            try Data(
                """
                rule,value,hours,neighbours,name
                limit,40,2,,high
                limit,90,1,,
                neighbour-factor,3,1,square:1,
                hour-before-factor,4,1,,jump
                """.utf8
            ).write(to: rules)
            let found = try columns(
                output(base + ["--method", "mean", "--alert-rules", rules.path]))
            let order = try #require(found["row"]).indices.sorted {
                (found["column"]?[$0] ?? "") < (found["column"]?[$1] ?? "")
            }
            func column(_ name: String) -> [String] { order.map { found[name]?[$0] ?? "none" } }
            #expect(column("hours") == ["5", "5"])
            // 40, 50, 60 in a row; 90 alone is not two hours.
            #expect(column("alert_high") == ["3", "0"])
            #expect(column("alert_limit") == ["0", "1"])
            // 40 ≥ 3 · 10, 50, 60 ≥ 3 · 20; 90 ≥ 3 · 10.
            #expect(column("alert_neighbour-factor") == ["3", "1"])
            #expect(column("alert_jump") == ["1", "1"])
            #expect(column("alert_hours") == ["7", "3"])
            #expect(
                column("alerts") == ["high;neighbour-factor;jump", "limit;neighbour-factor;jump"])
        }
    }

    @Test("--alert-rules: every wrong row is listed, in both languages")
    func wrongRules() throws {
        try withTemporaryFolder { folder in
            let base = try writeHours(in: folder)
            let rules = folder.appending(path: "rules.csv")
            try Data(
                "rule,value,hours\nlimits,40,2\nlimit,-1,1\nlimit,9,\nneighbour-factor,2,1\n".utf8
            ).write(to: rules)
            let arguments =
                ["hotspots"] + base + ["--method", "mean", "--alert-rules", rules.path, "--lang"]
            let english = try runTool(arguments + ["en"])
            #expect(english.status == 65)
            for text in ["zone-mean-factor", "a number above 0", "at least 1", "such as square:1"] {
                #expect(english.errors.contains(text), "\(english.errors)")
            }
            let chinese = try runTool(arguments + ["zh"])
            #expect(chinese.status == 65 && chinese.errors.contains("大于 0 的数"))
        }
    }

    @Test("--points counts what lies in each cell")
    func points() throws {
        try withTemporaryFolder { folder in
            let raster = try writeRaster("r.tif", [1, 2, 3], in: folder)
            let plants = folder.appending(path: "plants.csv")
            try Data("id,x,y\na,498001,4207000\nb,500001,4207001\nc,0,0\n".utf8).write(to: plants)
            let found = try columns(
                output([
                    "--raster", raster, "--top", "1", "--points", plants.path, "--assume-crs",
                    "EPSG:4547",
                ]))
            #expect(found["n_plants"] == ["0", "0", "2"])
        }
    }
}
