import Foundation
import GeoFiles
import Grids
import TestSupport
import Testing

@Suite("rivers locate, sections, trace and interpolate", .enabled(if: canRunTool, noTool))
struct RiverPlaceCommandTests {
    private static let rivers = [
        "--rivers", "rivers.geojson", "--id-field", "code", "--name-field", "name",
    ]

    /// Runs `rivers COMMAND` on the fixture and gives its result with the folder's files.
    private func runRivers(
        _ command: String, _ options: [String], reading file: String? = nil
    ) throws -> (result: ToolResult, file: String?) {
        try withTemporaryFolder { folder in
            _ = try RiverFixture(in: folder)
            let result = try runTool(
                ["rivers", command] + Self.rivers + options + ["--lang", "en"], in: folder)
            let text = try file.map {
                try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
            }
            return (result, text)
        }
    }

    // MARK: - locate

    @Test("Points get reach, measures, signed offset and the second reach; a far one its distance")
    func locate() throws {
        let result = try runRivers("locate", ["--points", "points.geojson"]).result
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output == """
                id,reach,measure_m,from_mouth_m,offset_m,distance_m,x,y,second_reach,second_distance_m
                S,m2,500,500,30,30,501500,4200000,t,500
                T,t,400,400,-20,20,501000,4200400,m1,400
                P,,,,,5000,,,,

                """)
        #expect(
            result.errors.contains("1 points are more than 1000 m from any river"),
            "\(result.errors)")
    }

    @Test("A name takes a point to its river, and what is doubtful is named")
    func namesAndDoubts() throws {
        let named = try runRivers(
            "locate",
            [
                "--points", "points.geojson", "--match-name", "river", "--max-distance", "10km",
                "--ambiguous-within", "500m", "--point-id-field", "id",
            ]
        ).result
        #expect(named.status == 0, "\(named.errors)")
        let reaches = named.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)[1]
        }
        #expect(reaches == ["m2", "t", "m1"])
        #expect(
            named.errors.contains("3 points are nearly as near to a second reach"),
            "\(named.errors)")
        let alone = try runRivers("locate", ["--points", "points.geojson", "--json"]).result
        #expect(alone.output.contains("\"matched\""))
    }

    @Test("Order of the reaches and number of threads change nothing")
    func sameBytes() throws {
        let first = try runRivers(
            "locate", ["--points", "points.geojson", "-o", "a.geojson", "--threads", "1"],
            reading: "a.geojson")
        let second = try runRivers(
            "locate", ["--points", "points.geojson", "-o", "a.geojson", "--threads", "3"],
            reading: "a.geojson")
        #expect(first.file != nil && first.file == second.file)
    }

    @Test("Rivers in degrees: distances are those on the ellipsoid, places in degrees")
    func degrees() throws {
        try withTemporaryFolder { folder in
            let line = """
                {"type": "FeatureCollection", "features": [{"type": "Feature",
                 "properties": {"code": "r"}, "geometry": {"type": "LineString",
                 "coordinates": [[112, 38], [112, 38.05], [112, 38.1]]}}]}
                """
            try line.write(
                to: folder.appending(path: "r.geojson"), atomically: true, encoding: .utf8)
            try "code,lon,lat\na,112.01,38.05\n".write(
                to: folder.appending(path: "p.csv"), atomically: true, encoding: .utf8)
            let result = try runTool(
                [
                    "rivers", "locate", "--rivers", "r.geojson", "--id-field", "code", "--points",
                    "p.csv", "--point-id-field", "code", "--assume-crs", "EPSG:4326", "--lang",
                    "en",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let rows = result.output.split(separator: "\n")
            let cells = try #require(rows.last).split(
                separator: ",", omittingEmptySubsequences: false)
            #expect(cells.count == 10 && cells[1] == "r")
            // 0.05° of the meridian, and 0.01° of the parallel, at 38.05°: 5549.9 m and 877.7 m.
            let numbers = cells.dropFirst(2).prefix(6).map { Double($0) ?? .nan }
            #expect(abs(numbers[0] - 5549.89) < 0.1, "\(numbers)")
            #expect(abs(numbers[2] + 877.73) < 0.01, "\(numbers)")
            #expect(abs(numbers[4] - 112) < 1e-6 && abs(numbers[5] - 38.05) < 1e-5, "\(numbers)")
        }
    }

    // MARK: - sections

    @Test("The network is cut at sections and confluences; lengths are summed by class")
    func sections() throws {
        let (result, lengths) = try runRivers(
            "sections",
            [
                "--sections", "points.geojson", "--class-field", "class", "--lengths",
                "lengths.csv", "--zones", "zones.geojson", "--zone-field", "code",
            ], reading: "lengths.csv")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output == """
                reach,from_m,to_m,section,class,target,method,length_km,section_m,zone
                m1,0,1000,S,III,,measured,1,500,W
                m2,0,500,S,III,,measured,0.5,0,E
                m2,500,1000,,,,unknown,0.5,,E
                t,0,400,T,II,,measured,0.4,0,E
                t,400,800,S,III,,measured,0.4,500,E

                """)
        #expect(
            lengths == """
                kind,id,length_km,II,III,unknown
                zone,W,1,0,1,0
                zone,E,1.8,0.4,0.9,0.5
                river,汾河,2,0,1.5,0.5
                river,潇河,0.8,0.4,0.4,0
                all,all,2.8,0.4,1.9,0.5

                """)
    }

    @Test("An assessment gives the classes; values change between sections")
    func assessment() throws {
        try withTemporaryFolder { folder in
            _ = try RiverFixture(in: folder)
            try "id,class,target\nS,劣V,III\nX,I,\n".write(
                to: folder.appending(path: "water.csv"), atomically: true, encoding: .utf8)
            let result = try runTool(
                ["rivers", "sections"] + Self.rivers + [
                    "--sections", "points.geojson", "--assessment", "water.csv", "--assign",
                    "between", "--value", "v", "--lang", "en",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    reach,from_m,to_m,section,class,target,method,length_km,section_m,value,value_method
                    m1,0,1000,T,,,measured,1,400,6,measured
                    m2,0,50,T,,,measured,0.05,400,6,measured
                    m2,50,500,S,劣V,III,measured,0.45,0,6,measured
                    m2,500,1000,S,劣V,III,measured,0.5,0,6,measured
                    t,0,400,T,,,measured,0.4,0,2,measured
                    t,400,800,T,,,measured,0.4,0,2.888888888888889,interpolated

                    """)
            #expect(result.errors.contains("2 sections have no row: T, P"), "\(result.errors)")
            #expect(result.errors.contains("1 rows belong to no section: X"))
        }
    }

    // MARK: - trace

    @Test("Upstream of a place: the pieces of river, or the points and borders met, in order")
    func trace() throws {
        let pieces = try runRivers("trace", ["--from", "m2:500", "--direction", "up"]).result
        #expect(pieces.status == 0, "\(pieces.errors)")
        #expect(
            pieces.output == """
                reach,from_m,to_m,distance_m
                m2,0,500,0
                m1,0,1000,500
                t,0,800,500

                """)
        let near = try runRivers(
            "trace", ["--from", "501500,4200000", "--direction", "up", "--distance", "600m"]
        ).result
        #expect(near.output.hasSuffix("m1,900,1000,500\nt,700,800,500\n"), "\(near.output)")
        let points = try runRivers(
            "trace", ["--from", "m2:500", "--direction", "up", "--points", "points.geojson"]
        ).result
        #expect(points.output == "id,reach,measure_m,distance_m\nS,m2,500,0\nT,t,400,900\n")
        let borders = try runRivers(
            "trace",
            [
                "--from", "m2:500", "--direction", "up", "--points", "points.geojson", "--zones",
                "zones.geojson", "--zone-field", "code",
            ]
        ).result
        #expect(
            borders.output == """
                kind,layer,id,reach,measure_m,distance_m
                point,points,S,m2,500,0
                border,zones,E → W,m1,1000,500
                point,points,T,t,400,900

                """)
    }

    @Test(
        "What --from cannot be says so",
        arguments: [
            ("x9:5", 65, "there is no reach \"x9\""), ("m1:1001", 65, "has no measure 1001"),
            ("here", 64, "expected X,Y"), ("500000,4210000", 65, "9254 m from the nearest river"),
        ])
    func wrongStarts(from: String, status: Int32, message: String) throws {
        let result = try runRivers("trace", ["--from", from, "--direction", "down"]).result
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    // MARK: - interpolate

    @Test("Every piece has the value of the stations near along the river")
    func interpolate() throws {
        let result = try runRivers(
            "interpolate", ["--points", "points.geojson", "--value", "v", "--neighbors", "1"]
        ).result
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output == """
                reach,from_m,to_m,value,stations,nearest,distance_m
                m1,0,1000,2,1,T,900
                m2,0,1000,6,1,S,0
                t,0,800,2,1,T,0

                """)
        let flow = try runRivers(
            "interpolate",
            ["--points", "points.geojson", "--value", "v", "--connected", "flow", "--step", "2km"]
        ).result
        #expect(flow.output.contains("\nm1,0,1000,6,1,S,1000\n"), "\(flow.output)")
        let wrong = try runRivers(
            "interpolate", ["--points", "points.geojson", "--value", "class"]
        ).result
        #expect(wrong.status == 65)
        #expect(
            wrong.errors.contains("2 values of field \"class\" are not numbers: S (\"III\")"),
            "\(wrong.errors)")
    }

    // MARK: - Kriging

    private static let kriging = [
        "--points", "points.geojson", "--value", "v", "--step", "1km", "--method", "kriging",
    ]

    @Test("Kriging along the rivers gives values with their errors")
    func kriging() throws {
        let result = try runRivers(
            "interpolate",
            Self.kriging + ["--variogram", "exponential,psill=1,range=1000"]
        ).result
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows[0].joined(separator: ",").hasSuffix("nearest,distance_m,se"))
        // The middle of m2 is the station S; t's middle is T.
        #expect(rows[2][3] == "6" && rows[2][7] == "0")
        #expect(rows[3][3] == "2" && rows[3][7] == "0")
        // m1's middle is 1 000 m from S and 900 m from T; both are 900 m apart.
        let (s, t, b) = (exp(-1.0), exp(-0.9), exp(-0.9))
        let weight = 0.5 + (s - t) / (2 * (1 - b))
        let value = try #require(Double(rows[1][3]))
        #expect(abs(value - (weight * 6 + (1 - weight) * 2)) < 1e-9)
    }

    @Test("A variogram is fitted when none is given, and told")
    func krigingFit() throws {
        let result = try runRivers("interpolate", Self.kriging).result
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("too few for a model"), "\(result.errors)")
    }

    @Test("What is not positive definite along a river is refused, saying why")
    func krigingRefused() throws {
        let model = try runRivers(
            "interpolate", Self.kriging + ["--variogram", "spherical,psill=1,range=1000"]
        ).result
        #expect(model.status == 65)
        #expect(
            model.errors.contains(
                "The variogram \"spherical,psill=1,range=1000\" cannot be used here. With these "
                    + "distances only exponential variogram models are positive definite."),
            "\(model.errors)")
        let flow = try runRivers(
            "interpolate",
            Self.kriging + [
                "--variogram", "exponential,psill=1,range=1000", "--connected", "flow",
            ]
        ).result
        #expect(flow.status == 65)
        #expect(flow.errors.contains("are not positive definite in general"), "\(flow.errors)")
    }

    // MARK: - Raster

    @Test("Classes are drawn on cells, rivers without one as 0; the style is beside")
    func classRaster() throws {
        try withTemporaryFolder { folder in
            _ = try RiverFixture(in: folder)
            let result = try runTool(
                ["rivers", "sections"] + Self.rivers + [
                    "--sections", "points.geojson", "--class-field", "class", "--raster",
                    "classes.tif", "--cell", "250m", "-o", "ranges.csv", "--lang", "en",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let grid = try RasterReader(path: folder.appending(path: "classes.tif").path)
                .readGrid()
            let rows = (0..<grid.geometry.rows).map { row in
                (0..<grid.geometry.columns).map { column -> Character in
                    let value = grid.values[row * grid.geometry.columns + column]
                    return value.isNaN || value == grid.nodata
                        ? "." : Character(String(Int(value)))
                }
            }
            // T answers for the upper half of t, S for what comes to it; below S nobody does. The
            // river at northing 0 is in the row below.
            #expect(
                rows.map { String($0) } == [
                    ".....2....", ".....2....", ".....3....", ".....3....", ".33333300.",
                ])
            let style = try String(
                contentsOf: folder.appending(path: "classes.qml"), encoding: .utf8)
            #expect(style.contains("paletted") && style.contains("class III"))
            let twice = try runTool(
                ["rivers", "sections"] + Self.rivers + [
                    "--sections", "points.geojson", "--raster", "classes.tif", "--lang", "en",
                ], in: folder)
            #expect(twice.status == 64)
            #expect(twice.errors.contains("--raster needs one of --cell and --like"))
        }
    }
}
