import Foundation
import GeoFiles
import Geometry
import TestSupport
import Testing

@Suite("rivers check", .enabled(if: canRunTool, noTool))
struct RiversCheckCommandTests {
    private struct Line {
        var code: String
        var name: String
        var next: String
        var area: Double
        var places: [(Double, Double)]
    }

    /// A trunk of two pieces, the second drawn upstream and 4 m away, a tributary that ends 3 m
    /// short of its middle, a ditch that crosses it, and a drain 30 m short of it.
    private static let lines = [
        Line(code: "m1", name: "汾河", next: "m2", area: 10, places: [(0, 0), (1000, 0)]),
        Line(code: "m2", name: "汾河", next: "", area: 20, places: [(1800, 0), (1004, 0)]),
        Line(code: "t", name: "潇河", next: "m1", area: 5, places: [(500, 800), (500, 3)]),
        Line(code: "c", name: "", next: "", area: 1, places: [(700, 90), (700, -90)]),
        Line(code: "d", name: "", next: "", area: 2, places: [(200, 300), (200, 30)]),
    ]

    private func write(_ lines: [Line] = Self.lines, in folder: URL) throws {
        let crs = try coordinateReferenceSystem(named: "EPSG:4547")
        try writeVector(
            OutputLayer(
                name: "rivers", crs: crs,
                fields: [
                    VectorField(name: "code", kind: .text), VectorField(name: "name", kind: .text),
                    VectorField(name: "next", kind: .text), VectorField(name: "area", kind: .real),
                ], geometry: .lines,
                features: lines.enumerated().map { number, line in
                    Feature(
                        number: Int64(number),
                        shape: .lines([
                            LineString(
                                line.places.map {
                                    Coordinate(x: 500_000 + $0.0, y: 4_200_000 + $0.1)
                                })
                        ]),
                        attributes: [
                            .text(line.code), .text(line.name), .text(line.next), .real(line.area),
                        ])
                }), to: folder.appending(path: "rivers.gpkg").path)
    }

    private func check(_ options: [String], in folder: URL) throws -> ToolResult {
        try runTool(
            [
                "rivers", "check", "--rivers", "rivers.gpkg", "--id-field", "code", "--name-field",
                "name",
            ] + options, in: folder)
    }

    @Test("Faults and what was joined, whole, in both languages")
    func wholeOutput() throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let result = try check([], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    kind,state,reach,name,measure_m,x,y,other,length_m,note
                    gap,fault,d,,270,500200,4200030,m1,30,"Reach ""d"" at 500200, 4200030: ends 30 m from reach ""m1"" without meeting it. Move the end or raise the tolerance."
                    crossing,fault,m1,汾河,700,500700,4200000,c,,"Reach ""m1"" (汾河) at 500700, 4200000: crosses reach ""c"" without a node. Split both there if the waters meet."
                    against-flow,fault,m2,汾河,0,501800,4200000,,,"Reach ""m2"" (汾河) at 501800, 4200000: drawn against the other pieces of its river. Turn the line."
                    gap-closed,joined,m2,汾河,,501004,4200000,m1,4,"Reach ""m2"" (汾河) at 501004, 4200000: a gap of 4 m to reach ""m1"" was closed."
                    joined-mid-reach,joined,t,潇河,,500500,4200003,m1,3,"Reach ""t"" (潇河) at 500500, 4200003: ends 3 m from reach ""m1"" at its measure 500 m, where there is no end; they were joined."

                    """)
            #expect(
                result.errors
                    == "note: Joined, turned or unclear while the network was built, as the table "
                    + "lists: 3.\n")
            let chinese = try check(["--lang", "zh"], in: folder)
            #expect(chinese.output.contains("河段“d”（500200, 4200030）处：端点距河段“m1”30米而未相接"))
            #expect(chinese.errors == "提示：构建河网时相连、改向或未明之处 3 条，列于表中。\n")
        }
    }

    @Test("The direction is mended from a mouth: the layer drawn with the flow has no fault of it")
    func fixDirection() throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let result = try check(
                [
                    "--direction", "digitised", "--fix-direction", "--mouths", "501795,4200010",
                    "-o", "fixed.gpkg", "--faults", "faults.csv", "--json",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("\"turned\":1"))
            let fixed = try readVectorLayer(at: folder.appending(path: "fixed.gpkg").path)
            #expect(
                fixed.fields.map(\.name) == ["code", "name", "next", "area", "turned", "length_m"])
            #expect(
                fixed.features.map { $0.attributes[4] } == [0, 1, 0, 0, 0].map { .integer($0) })
            #expect(
                fixed.features[1].shape.coordinates.first == Coordinate(x: 501_004, y: 4_200_000))
            #expect(fixed.features[1].attributes[5] == .real(796))
            let faults = try String(
                contentsOf: folder.appending(path: "faults.csv"), encoding: .utf8)
            #expect(faults.contains("the way to the declared mouth"))

            let again = try runTool(
                [
                    "rivers", "check", "--rivers", "fixed.gpkg", "--id-field", "code",
                    "--direction", "digitised",
                ], in: folder)
            #expect(!again.output.contains("against-flow") && !again.output.contains("all-"))
        }
    }

    @Test("The table of reaches, with orders, lengths and an accumulated field")
    func reaches() throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let result = try check(
                [
                    "--direction", "next-down", "--next-field", "next", "--reaches", "reaches.csv",
                    "--accumulate", "area", "-q",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let table = try String(
                contentsOf: folder.appending(path: "reaches.csv"), encoding: .utf8)
            // Half of m1 lies above the joint; the tributary is 797 m long.
            #expect(
                cells(ofCSV: table) == [
                    [
                        "reach", "name", "part", "length_m", "turned_by", "from_node", "to_node",
                        "next_reach", "strahler", "shreve", "upstream_m", "from_mouth_m",
                        "from_outlet_m", "area_total",
                    ],
                    [
                        "m1", "汾河", "0", "1000", "", "1", "8", "m2", "2", "2", "1797", "796", "796",
                        "15",
                    ],
                    [
                        "m2", "汾河", "0", "796", "next-down", "8", "9", "", "2", "2", "2593", "0",
                        "0", "35",
                    ],
                    ["t", "潇河", "0", "797", "", "5", "4", "m1", "1", "1", "797", "0", "1296", "5"],
                    ["c", "", "0", "180", "", "7", "6", "", "1", "1", "180", "0", "0", "1"],
                    ["d", "", "0", "270", "", "3", "2", "", "1", "1", "270", "0", "0", "2"],
                ])
        }
    }

    @Test("Cut at its nodes the layer has a piece more; joined, one less; the length stays")
    func pieces() throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            func lengths(_ option: String) throws -> [Double] {
                let result = try check([option, "-o", "out.gpkg", "--overwrite", "-q"], in: folder)
                #expect(result.status == 0, "\(result.errors)")
                let layer = try readVectorLayer(at: folder.appending(path: "out.gpkg").path)
                let field = try layer.index(ofField: "length_m")
                return layer.features.compactMap { $0.attributes[field].number }
            }
            #expect(try lengths("--split") == [500, 500, 796, 797, 180, 270])
            #expect(try lengths("--merge") == [500, 1296, 797, 180, 270])
        }
    }

    @Test(
        "Every format takes the faults, one row each", arguments: ["gpkg", "geojson", "shp", "fgb"])
    func formats(_ kind: String) throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let result = try check(["-o", "faults.\(kind)"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let layer = try readVectorLayer(at: folder.appending(path: "faults.\(kind)").path)
            #expect(layer.features.count == 5)
            #expect(layer.features[0].shape == .points([Coordinate(x: 500_200, y: 4_200_030)]))
        }
    }

    @Test("The rows do not depend on the order of the features")
    func order() throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let straight = try check([], in: folder).output
            try FileManager.default.removeItem(at: folder.appending(path: "rivers.gpkg"))
            try write(Self.lines.reversed(), in: folder)
            let reversed = try check([], in: folder).output
            // The crossing is told of the reach that comes first.
            func rows(_ text: String) -> [String] {
                text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("crossing") }
                    .sorted()
            }
            #expect(rows(straight) == rows(reversed))
        }
    }

    @Test(
        "What is missing or does not fit is said, with the exit code of its kind",
        arguments: [
            (["--direction", "next-down"], 64, "--direction next-down needs --next-field."),
            (["--next-field", "next"], 64, "--next-field goes with --direction next-down."),
            (["--fix-direction"], 64, "need -o FILE"),
            (["--split", "-o", "out.csv"], 64, "holds no lines"),
            (["--faults", "x.csv"], 64, "--faults goes with --fix-direction"),
            (["--accumulate", "area"], 64, "go with --reaches FILE"),
            (["--tolerance", "x"], 64, "--tolerance is \"x\", expected a distance"),
            (["--gap", "0.1deg"], 64, "--gap is in degrees"),
            (["--direction", "next-down", "--next-field", "nxt"], 65, "nxt"),
            (["--reaches", "r.csv", "--accumulate", "name"], 65, "that are not numbers"),
            (["--split", "--merge", "-o", "x.gpkg"], 64, "exclude each other"),
            (["-o", "nowhere/x.csv"], 73, "does not exist"),
            (["--mouths", "nothing.gpkg"], 66, "nothing.gpkg"),
        ] as [([String], Int32, String)])
    func refusals(options: [String], status: Int32, message: String) throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let result = try check(options, in: folder)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(result.output.isEmpty)
        }
    }

    @Test("Elevations of a raster turn the river downhill")
    func elevation() throws {
        try withTemporaryFolder { folder in
            try write(in: folder)
            let made = try runTool(
                [
                    "interpolate", "--stations", "heights.csv", "--value", "z", "--method",
                    "linear",
                    "--cell", "100", "--extent", "499900", "4199700", "502000", "4201000", "--crs",
                    "EPSG:4547", "--assume-crs", "EPSG:4547", "-o", "dem.tif", "-q",
                ], in: try heights(in: folder))
            #expect(made.status == 0, "\(made.errors)")
            let result = try check(
                [
                    "--direction", "elevation", "--elevation", "dem.tif", "--reaches", "r.csv",
                    "-q",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let rows = cells(
                ofCSV: try String(contentsOf: folder.appending(path: "r.csv"), encoding: .utf8))
            // The ground rises to the east and to the south.
            #expect(
                rows.dropFirst().map { $0[4] } == [
                    "elevation", "", "elevation", "elevation", "elevation",
                ])
        }
    }

    /// Corners of a plane that rises to the east and to the south.
    private func heights(in folder: URL) throws -> URL {
        let corners = [
            (499_800, 4_199_600), (502_100, 4_199_600), (499_800, 4_201_100), (502_100, 4_201_100),
        ]
        let rows = corners.enumerated().map { number, place in
            "\(number),\(place.0),\(place.1),\((place.0 - 499_800) + (4_201_100 - place.1))"
        }
        try (["id,x,y,z"] + rows).joined(separator: "\n").write(
            to: folder.appending(path: "heights.csv"), atomically: true, encoding: .utf8)
        return folder
    }
}
