import Foundation
import GeoFiles
import Grids
import TestSupport
import Testing

@Suite("interpolate, by kriging and other methods", .enabled(if: canRunTool, noTool))
struct KrigingCommandTests {
    /// Two stations 100 m apart, and one cell whose centre is the middle between them. Under
    /// γ(h) = 2 h the weights are a half each; the variance is 2 γ(50) − γ(100) / 2 = 100.
    private func pair(in folder: URL) throws -> [String] {
        let table = folder.appending(path: "pair.csv")
        try "id,x,y,v\nA,500000,4000000,10\nB,500100,4000000,20\n".write(
            to: table, atomically: true, encoding: .utf8)
        return [
            "interpolate", "--stations", table.path, "--id-field", "id", "--value", "v",
            "--assume-crs", "EPSG:4547", "--crs", "EPSG:4547", "--extent", "500040", "3999990",
            "500060", "4000010", "--size", "1", "1", "--method", "kriging", "--type", "float64",
            "--lang", "en",
        ]
    }

    private func values(of path: String) throws -> [Double] {
        let reader = try RasterReader(path: path)
        return try reader.read(reader.geometry.fullWindow)
    }

    @Test("Estimate, variance and probabilities of a pair of stations by hand")
    func byHand() throws {
        try withTemporaryFolder { folder in
            func path(_ name: String) -> String { folder.appending(path: name).path }
            let result = try runTool(
                try pair(in: folder) + [
                    "--variogram", "linear,psill=2", "--variance", path("variance.tif"),
                    "--exceed", "15=\(path("half.tif"))", "--exceed", "25=\(path("few.tif"))",
                    "-o", path("mean.tif"),
                ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(isClose(try values(of: path("mean.tif"))[0], 15))
            #expect(isClose(try values(of: path("variance.tif"))[0], 100))
            #expect(isClose(try values(of: path("half.tif"))[0], 0.5))
            // 1 − Φ(1)
            #expect(isClose(try values(of: path("few.tif"))[0], 0.158_655_253_931_457))
            #expect(try entries(of: folder).contains("variance.qml"))
        }
    }

    @Test("Cross-validation: each of a pair is predicted by the other")
    func crossValidation() throws {
        try withTemporaryFolder { folder in
            let table = folder.appending(path: "cv.csv")
            let result = try runTool(
                try pair(in: folder) + [
                    "--variogram", "linear,psill=2", "--cross-validate", table.path, "-o",
                    folder.appending(path: "mean.tif").path,
                ])
            #expect(result.status == 0, "\(result.errors)")
            let lines = try String(contentsOf: table, encoding: .utf8).split(separator: "\n")
            #expect(
                lines.count == 3 && lines[0] == "id,observed,predicted,variance,residual,z-score")
            for (line, figures) in [
                (lines[1], [10, 20, 400, -10, -0.5]), (lines[2], [20, 10, 400, 10, 0.5]),
            ] {
                let found = line.split(separator: ",").dropFirst().compactMap { Double($0) }
                #expect(found.count == 5 && zip(found, figures).allSatisfy { isClose($0, $1) })
            }
            #expect(
                result.errors.contains(
                    "cross-validation of kriging: 2 stations, ME=0 RMSE=10 MSDR=0.25"),
                "\(result.errors)")
        }
    }

    private let sample = [
        "interpolate", "--stations", "Datasets/taiyuan/stations.csv", "--id-field", "code",
        "--assume-crs", "EPSG:4490", "--readings", "Datasets/taiyuan/air/*.csv", "--parameter",
        "PM2.5", "--period", "2026-03", "--zones", "Datasets/taiyuan/counties.shp", "--crs",
        "EPSG:4547", "--cell", "2km", "--lang", "en",
    ]

    @Test("--method auto compares all methods and names the losers' figures")
    func auto() throws {
        try withTemporaryFolder { folder in
            let output = folder.appending(path: "auto.tif").path
            let result = try runTool(sample + ["--method", "auto", "--verbose", "-o", output])
            #expect(result.status == 0, "\(result.errors)")
            for name in ["idw", "kriging", "natural", "linear", "nearest"] {
                #expect(result.errors.contains(name), "\(result.errors)")
            }
            #expect(try !values(of: output).allSatisfy(\.isNaN))
        }
    }

    @Test("A few stations pool the variogram over the days of the readings, and say so")
    func pooled() throws {
        try withTemporaryFolder { folder in
            let output = folder.appending(path: "kriged.tif").path
            let result = try runTool(sample + ["--method", "kriging", "--verbose", "-o", output])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("pooled"), "\(result.errors)")
            #expect(try values(of: output).allSatisfy(\.isFinite))
        }
    }

    @Test("Cells outside the hull or far from all stations stay empty", arguments: ["hull", "far"])
    func limits(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let output = folder.appending(path: "limited.tif").path
            let limit = kind == "hull" ? ["--within-hull"] : ["--max-distance", "5km"]
            let result = try runTool(sample + limit + ["-o", output])
            #expect(result.status == 0, "\(result.errors)")
            let found = try values(of: output)
            let empty = found.count(where: \.isNaN)
            #expect(empty > 0 && empty < found.count, "\(empty) of \(found.count)")
        }
    }

    @Test("A surface follows the raster of its drift where the stations do exactly")
    func drift() throws {
        try withTemporaryFolder { folder in
            let grid = ["--extent", "0", "0", "800", "800", "--size", "8", "8"]
            func write(
                _ name: String, _ rows: [(Double, Double)], _ value: (Double, Double) -> Double
            )
                throws -> String
            {
                let url = folder.appending(path: name)
                let lines = rows.enumerated().map { "S\($0),\($1.0),\($1.1),\(value($1.0, $1.1))" }
                try ("id,x,y,v\n" + lines.joined(separator: "\n") + "\n").write(
                    to: url, atomically: true, encoding: .utf8)
                return url.path
            }
            func interpolate(_ table: String, _ more: [String], _ output: String) throws {
                let result = try runTool(
                    [
                        "interpolate", "--stations", table, "--value", "v", "--assume-crs",
                        "EPSG:4547", "--crs", "EPSG:4547", "--type", "float64", "-o", output,
                    ] + grid + more)
                #expect(result.status == 0, "\(result.errors)")
            }
            // Any field serves as drift; stations stand on cell centres and follow 3 + 2 · drift.
            let height = folder.appending(path: "height.tif").path
            let corners = [(0.0, 0.0), (800, 0), (0, 800), (800, 800), (300, 500)]
            try interpolate(
                try write("corners.csv", corners) { $0 + 7 * $1 }, ["--neighbors", "all"], height)
            let heights = try values(of: height)
            let places = [(50.0, 50.0), (450, 250), (750, 650), (150, 550), (350, 750), (650, 150)]
            let table = try write("stations.csv", places) { x, y in
                3 + 2 * heights[(7 - Int(y / 100)) * 8 + Int(x / 100)]
            }
            let output = folder.appending(path: "kriged.tif").path
            try interpolate(
                table,
                [
                    "--method", "kriging", "--variogram", "exponential,psill=100,range=300",
                    "--drift", height,
                ], output)
            for (estimate, height) in zip(try values(of: output), heights) {
                #expect(isClose(estimate, 3 + 2 * height, relative: 1e-9))
            }
        }
    }

    @Test(
        "Options that are wrong or do not go together",
        arguments: [
            (["--variance", "v.tif"], 64, "--variance goes with the method kriging"),
            (["--method", "kriging", "--exceed", "x.tif"], 64, "LIMIT=FILE"),
            (["--method", "kriging", "--variogram", "cubic,psill=1,range=2"], 65, "cubic"),
            (
                ["--method", "kriging", "--mean", "3", "--drift", "linear"], 64,
                "exclude each other"
            ),
            (["--method", "kriging", "--drift", "no.tif"], 66, "no.tif"),
            (["--sectors", "3"], 64, "1, 4 or 8"),
            (["--method", "natural", "--nugget", "filtered"], 64, "--nugget goes with"),
        ] as [([String], Int32, String)])
    func faults(_ more: [String], _ status: Int32, _ message: String) throws {
        try withTemporaryFolder { folder in
            let result = try runTool(
                sample + more + ["-o", folder.appending(path: "out.tif").path])
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(try entries(of: folder).isEmpty)
        }
    }
}
