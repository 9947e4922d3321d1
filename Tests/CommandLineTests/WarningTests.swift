import Foundation
import GeoFiles
import Geometry
import TestSupport
import Testing

@Suite("run: what is answered with a row and a reason", .enabled(if: canRunTool, noTool))
struct WarningTests {
    @Test("A section 5 km from any river keeps its row, with the distance, and is a warning")
    func farSection() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            // 0.065° of longitude are 5.7 km here; the river runs south.
            try job.rewrite("sections") { layer in
                layer.features[6].shape = .points(
                    layer.features[6].shape.coordinates.map {
                        Coordinate(x: $0.x - 0.065, y: $0.y)
                    })
            }
            let result = try job.tool("run", "job.yaml", "-o", "../out", "--lang", "en")
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.errors.components(separatedBy: "\n")
            let warning = lines.first { $0.contains("Section TY07 小店桥 lies") }
            #expect(warning?.contains("km from the nearest river, beyond 1 km") == true)

            let table = try readTableRows(
                at: parent.appending(path: "out/tables/sections_2026-04.csv").path
            ).rows.map(\.cells)
            #expect(table.dropFirst().map { $0[0] } == (1...9).map { "TY0\($0)" })
            let row = Dictionary(uniqueKeysWithValues: zip(table[0], table[7]))
            let distance = try #require(row["distance_m"].flatMap(Double.init))
            #expect(distance > 4000 && distance < 6000)
            #expect(row["reach"] == "" && row["measure_m"] == "")
            #expect(row["note"]?.contains("km from the nearest river, beyond 1 km") == true)
            // Its water is assessed all the same.
            #expect(row["class"] == "IV")
        }
    }

    @Test("A station without readings keeps its row and is a warning")
    func silentStation() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let stations = try String(contentsOf: job.file("stations.csv"), encoding: .utf8)
            try (stations + "9999A,新站,112.60,37.80,N\n").write(
                to: job.file("stations.csv"), atomically: true, encoding: .utf8)
            let result = try job.tool("run", "job.yaml", "-o", "../out")
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.errors.contains("note: 1 stations have no readings: 9999A"),
                "\(result.errors)")
            let table = try readTableRows(
                at: parent.appending(path: "out/tables/stations_2026-04.csv").path
            ).rows.map(\.cells)
            let column = try #require(table.first?.firstIndex(of: "PM2.5_mean"))
            let row = try #require(table.first { $0[0] == "9999A" })
            #expect(row[column].isEmpty, "a station without readings has no value, not 0")
            #expect(table.count == 1 + 52)
        }
    }

    @Test("Warnings stand in run.json in both languages")
    func warningsInRecord() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let result = try job.tool("run", "job.yaml", "-o", "../out", "--json")
            let said = try #require(jsonObject(result.output)?["warnings"] as? [String])
            let record = try String(
                contentsOf: parent.appending(path: "out/run.json"), encoding: .utf8)
            let warnings = try #require(jsonObject(record)?["warnings"] as? [[String: String]])
            #expect(warnings.compactMap { $0["en"] } == said)
            #expect(warnings.allSatisfy { $0["zh"]?.isEmpty == false && $0["kind"] != nil })
        }
    }
}
