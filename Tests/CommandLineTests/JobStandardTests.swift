import Foundation
import GeoFiles
import TestSupport
import Testing

/// A job that is judged by a user's own limits, and what says so.
@Suite("A job's standard and its air columns", .enabled(if: canRunTool, noTool))
struct JobStandardTests {
    /// Limits of PM2.5: 35 a day and 37 a year in areas of class 1, 60 and 37 in class 2.
    private static let limits = """
        {"limits": [{"edition": "本市2026", "from": "2026-01-01", "values": {
          "SO2": {"annual": [20, 60], "24h": [50, 150]}, "NO2": {"annual": [40, 40], "24h": [80, 80]},
          "CO": {"24h": [4, 4]}, "O3_8h": {"daily max 8h": [100, 160]},
          "PM10": {"annual": [40, 70], "24h": [50, 150]},
          "PM2.5": {"annual": [37, 37], "24h": [35, 60]}}}]}
        """

    private func job() -> SmallJob {
        var job = SmallJob()
        job.moreFiles = ["own.json": Self.limits]
        job.moreKeys = ["standard: own.json"]
        return job
    }

    /// Runs the job and gives its folder to `body`.
    private func run(_ job: SmallJob, _ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let out = folder.appending(path: "out")
            let result = try runTool(
                ["run", try job.write(into: folder), "-o", out.path, "--lang", "en", "-q"])
            #expect(result.status == 0, "\(result.errors)")
            try body(out)
        }
    }

    private func table(_ name: String, in out: URL) throws -> [[String: String]] {
        let text = try String(contentsOf: out.appending(path: "tables/\(name)"), encoding: .utf8)
        let lines = cells(ofCSV: text)
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    @Test("standard: FILE judges, is an input with its hash, and its settings stand in run.json")
    func file() throws {
        try run(job()) { out in
            let rows = try table("air_units_2026-04.csv", in: out)
            #expect(Set(rows.map { $0["edition"] }) == ["本市2026"])
            let record = try #require(
                jsonObject(
                    String(contentsOf: out.appending(path: "run.json"), encoding: .utf8)))
            let inputs = try #require(record["inputs"] as? [[String: Any]])
            let own = try #require(inputs.first { $0["path"] as? String == "own.json" })
            #expect((own["sha256"] as? String)?.count == 64)
            #expect(own["bytes"] as? Int == Self.limits.utf8.count)
            let air = try #require(record["air"] as? [String: Any])
            #expect(air["standard"] as? String == "own.json")
            let period = try #require(
                (air["periods"] as? [String: Any])?["2026-04"] as? [String: Any])
            #expect(period["edition"] as? String == "本市2026")
            let settings = try #require(period["settings"] as? [[String: Any]])
            #expect(settings.count == 6)
            #expect(settings.allSatisfy { $0["default"] as? Bool == true })
        }
    }

    @Test("A file of limits that is damaged or missing is a fault that check tells too")
    func damaged() throws {
        for (content, words) in [
            ("{\"limits\": [{\"edition\": 1}]}", "own.json"), (nil, "own.json is missing"),
        ] as [(String?, String)] {
            try withTemporaryFolder { folder in
                var job = job()
                job.moreFiles["own.json"] = content
                let path = try job.write(into: folder)
                for command in ["check", "run"] {
                    let result = try runTool([command, path, "--lang", "en"])
                    #expect(result.status == 65 || result.status == 66)
                    #expect(result.errors.contains(words), "\(result.errors)")
                }
            }
        }
    }

    /// A column of air in the file, whose names have neither points nor dashes.
    private func field(of column: String) -> String {
        "air_\(column)_2026-04".replacing(".", with: "_").replacing("-", with: "_")
    }

    @Test("results.gpkg has the figures of air beside those of the surfaces")
    func geoPackage() throws {
        try run(SmallJob()) { out in
            for (layer, name) in [
                ("zones_1", "air_units_2026-04.csv"), ("stations", "stations_air_2026-04.csv"),
            ] {
                let read = try readVectorLayer(
                    at: out.appending(path: "results.gpkg").path,
                    options: VectorReadOptions(layer: layer))
                let rows = try table(name, in: out)
                // The last row is the whole, which is no feature.
                #expect(read.features.count == rows.count - 1)
                for column in ["PM2.5_mean", "PM2.5_p95", "PM2.5_change", "rank", "edition"] {
                    let index = try #require(
                        read.fields.firstIndex { $0.name == field(of: column) },
                        "\(layer): air_\(column) among \(read.fields.map(\.name))")
                    for (feature, row) in zip(read.features, rows) {
                        let text = feature.attributes[index].text ?? ""
                        let wanted = row[column] ?? ""
                        #expect(
                            text == wanted || Double(text) == Double(wanted),
                            "\(layer) \(column): \(text), \(wanted)")
                    }
                }
            }
        }
    }
}
