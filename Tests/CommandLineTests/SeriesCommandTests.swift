import Foundation
import TestSupport
import Testing

@Suite("series", .enabled(if: canRunTool, noTool))
struct SeriesCommandTests {
    private static let stations = [
        "--stations", "Datasets/taiyuan/stations.csv", "--id-field", "code", "--assume-crs",
        "EPSG:4490", "--readings", "Datasets/taiyuan/air/*.csv", "--parameter", "PM2.5", "--lang",
        "en",
    ]
    private static let zones = [
        "--zones", "Datasets/taiyuan/counties.shp", "--zone-field", "code", "--crs", "EPSG:4547",
    ]

    /// The rows of a table without its header, by column.
    private func rows(_ text: String) throws -> [[String: String]] {
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private func series(_ more: [String]) throws -> [[String: String]] {
        let result = try runTool(["series"] + Self.stations + Self.zones + more)
        #expect(result.status == 0, "\(result.errors)")
        return try rows(result.output)
    }

    @Test(
        "A day's zone means are those of the day's surface over the same cells",
        arguments: [
            (["--method", "idw"], ["--method", "idw"]),
            (
                ["--method", "idw", "--neighbors", "all"],
                ["--method", "idw", "--neighbors", "all"]
            ),
            (
                ["--variogram", "exponential,psill=100,range=20000"],
                ["--method", "kriging", "--variogram", "exponential,psill=100,range=20000"]
            ),
        ] as [([String], [String])])
    func surfaces(_ series: [String], _ surface: [String]) throws {
        try withTemporaryFolder { folder in
            let raster = folder.appending(path: "day.tif").path
            let made = try runTool(
                ["interpolate"] + Self.stations
                    + Self.zones.filter { $0 != "--zone-field" && $0 != "code" }
                    + [
                        "--period", "2026-03-05..2026-03-05", "--cell", "1km", "--type", "float64",
                        "-o", raster,
                    ]
                    + surface)
            #expect(made.status == 0, "\(made.errors)")
            let zonal = try runTool([
                "zonal", "--raster", raster, "--zones", "Datasets/taiyuan/counties.shp",
                "--id-field", "code", "--stats", "mean",
            ])
            #expect(zonal.status == 0, "\(zonal.errors)")
            let means = try rows(zonal.output).compactMap { Double($0["mean"] ?? "") }
            let found = try self.series(
                ["--every", "day", "--period", "2026-03-05..2026-03-05", "--cell", "1km"] + series)
            #expect(found.count == means.count && means.count > 3)
            for (row, mean) in zip(found, means) {
                #expect(row["time"] == "2026-03-05")
                let value = try #require(Double(row["value"] ?? ""))
                #expect(isClose(value, mean, relative: 1e-6), "\(value) \(mean)")
            }
        }
    }

    @Test("Hours are in order by zone, with an error and a probability for each")
    func hours() throws {
        let found = try series(["--period", "2026-03-05..2026-03-06", "--exceed", "35"])
        let zones = found.compactMap { $0["zone"] }
        let count = Set(zones).count
        #expect(found.count == count * 48)
        for (index, row) in found.enumerated() {
            #expect(row["zone"] == zones[index / 48 * 48])
            let hour = index % 48 + 1
            let day = 5 + hour / 24
            #expect(row["time"] == "2026-03-0\(day)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00")
            guard let stations = Int(row["n_stations"] ?? ""), stations > 0 else {
                #expect(row["value"] == "" && row["se"] == "" && row["exceed_share"] == "")
                continue
            }
            let error = try #require(Double(row["se"] ?? ""))
            let share = try #require(Double(row["exceed_share"] ?? ""))
            #expect(error >= 0 && share >= 0 && share <= 1)
            #expect(Double(row["value"] ?? "") != nil)
        }
    }

    @Test("The same bytes with one thread and three, and twice")
    func sameBytes() throws {
        let arguments =
            ["series"] + Self.stations + Self.zones + ["--period", "2026-03-05..2026-03-05"]
        let one = try runTool(arguments + ["--threads", "1"])
        let three = try runTool(arguments + ["--threads", "3"])
        #expect(one.status == 0 && one.output.count > 1000 && one.output == three.output)
    }

    @Test("Every format holds the rows of the CSV", arguments: ["gpkg", "xlsx", "csv"])
    func formats(_ format: String) throws {
        try withTemporaryFolder { folder in
            let output = folder.appending(path: "series.\(format)")
            let request = ["--every", "day", "--period", "2026-03", "--exceed", "35"]
            let result = try runTool(
                ["series"] + Self.stations + Self.zones + request + ["-o", output.path])
            #expect(result.status == 0, "\(result.errors)")
            #expect(try entries(of: folder) == ["series.\(format)"])
            let back = folder.appending(path: "back.csv")
            let layer = format == "csv" ? [] : ["--layer", "series"]
            let converted = try runTool(["convert", output.path, "-o", back.path] + layer)
            #expect(converted.status == 0, "\(converted.errors)")
            let found = try rows(String(contentsOf: back, encoding: .utf8))
            let expected = try series(request)
            #expect(found.count == expected.count && found.count > 100)
            for (row, known) in zip(found, expected) {
                #expect(row["zone"] == known["zone"] && row["time"] == known["time"])
                for column in ["value", "se", "n_stations", "exceed_share"] {
                    #expect(row[column].flatMap(Double.init) == known[column].flatMap(Double.init))
                }
            }
        }
    }

    @Test("NetCDF has zone and time as dimensions, CF times and the values of the CSV")
    func netCDF() throws {
        try withTemporaryFolder { folder in
            let output = folder.appending(path: "series.nc")
            let request = ["--every", "day", "--period", "2026-03-05..2026-03-07"]
            let result = try runTool(
                ["series"] + Self.stations + Self.zones + request + ["-o", output.path])
            #expect(result.status == 0, "\(result.errors)")
            let info = try run(
                URL(fileURLWithPath: "/usr/bin/gdalmdiminfo"), ["-detailed", output.path])
            let root = try #require(
                JSONSerialization.jsonObject(with: Data(info.output.utf8)) as? [String: Any])
            let arrays = try #require(root["arrays"] as? [String: [String: Any]])
            let value = try #require(arrays["value"])
            #expect(value["dimensions"] as? [String] == ["/zone", "/time"])
            let time = try #require(arrays["time"])
            let attributes = try #require(time["attributes"] as? [String: [String: Any]])
            #expect(attributes["units"]?["value"] as? String == "hours since 1970-01-01 00:00:00")
            let numbers = try #require(value["values"] as? [[Double]]).flatMap { $0 }
            let expected = try series(request).compactMap { Double($0["value"] ?? "") }
            #expect(numbers.count == expected.count && numbers.count > 20)
            for (number, value) in zip(numbers, expected) {
                #expect(isClose(number, value, relative: 1e-15))
            }
        }
    }

    @Test(
        "Faults of the request have their exit codes",
        arguments: [
            (["--parameter", "PM25x"], 65, "Unknown parameter"),
            (["--zone-field", "cod"], 65, "cod"),
            (["--method", "natural"], 64, "idw or kriging"),
            (["--method", "idw", "--exceed", "35"], 64, "--exceed"),
            (["--method", "idw", "--variogram", "nugget,psill=1"], 64, "go with kriging"),
            (["--variogram", "cubic"], 65, "cubic"), (["--period", "2031-01"], 65, "2031"),
            (["--readings", "no*.csv"], 66, "no*.csv"), (["--cell", "wide"], 64, "--cell"),
        ] as [([String], Int32, String)])
    func faults(_ change: [String], _ status: Int32, _ message: String) throws {
        var arguments = ["series"] + Self.stations + Self.zones
        for (option, value) in stride(from: 0, to: change.count, by: 2).map({
            (change[$0], change[$0 + 1])
        }) {
            if let place = arguments.firstIndex(of: option) {
                arguments[place + 1] = value
            } else {
                arguments += [option, value]
            }
        }
        let result = try runTool(arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
