import Foundation
import TestSupport
import Testing

@Suite("Points of a job on its rivers", .enabled(if: canRunTool, noTool))
struct PointsOnRiversTests {
    private func rows(_ name: String, in out: URL) throws -> [[String: String]] {
        let text = try String(contentsOf: out.appending(path: "tables/\(name)"), encoding: .utf8)
        let lines = cells(ofCSV: text.replacing("\u{FEFF}", with: ""))
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    @Test("Outfalls have a reach and a section below; those above a failing section are listed")
    func outfalls() throws {
        try withTemporaryFolder { folder in
            let job = try SampleJob(in: folder, isSmall: true)
            let out = folder.appending(path: "out")
            let ran = try runTool(["run", job.path, "-o", out.path, "--lang", "en"])
            #expect(ran.status == 0, "\(ran.errors)")
            let points = try rows("points_1.csv", in: out)
            #expect(points.count == 16 && points.allSatisfy { $0["reach"] != "" })
            // Every outfall is drawn 10 to 60 m off the line.
            let distances = points.compactMap { Double($0["distance_m"] ?? "") }
            #expect(distances.count == 16 && distances.allSatisfy { $0 > 9 && $0 < 62 })
            try reaches(out, points)
            try upstream(out, points)
        }
    }

    /// Counts and tonnes of the reaches against those of their points.
    private func reaches(_ out: URL, _ points: [[String: String]]) throws {
        let reaches = try rows("reaches.csv", in: out)
        #expect(reaches.map { $0["reach"] } == (1...7).map { "FH0\($0)" })
        for reach in reaches {
            let own = points.filter { $0["reach"] == reach["reach"] }
            #expect(reach["points_1"] == String(own.count))
            let tonnes = own.compactMap { Double($0["t_d"] ?? "") }.reduce(0, +)
            #expect(Double(reach["points_1_t_d"] ?? "") == (own.isEmpty ? nil : tonnes))
        }
    }

    /// The only section below its target is TY09, the last one on FH07.
    private func upstream(_ out: URL, _ points: [[String: String]]) throws {
        let sections = try rows("sections_2026-04.csv", in: out)
        let failing = sections.filter { $0["target_met"] == "no" }
        #expect(failing.map { $0["id"] } == ["TY09"])
        let measure = try #require(failing.first?["measure_m"].flatMap(Double.init))
        let found = try rows("upstream_2026-04.csv", in: out)
        #expect(
            found.map { $0["id"] } == [
                "140121PW003", "140121PW002", "140121PW001", "140105PW001", "140110PW002",
            ])
        #expect(found.map { $0["is_next"] } == ["yes", "yes", "yes", "no", "no"])
        for row in found {
            let point = try #require(points.first { $0["id"] == row["id"] })
            let distance = try #require(row["distance_m"].flatMap(Double.init))
            #expect(distance > 0 && distance <= 20_000)
            #expect((point["section"] == "TY09") == (row["is_next"] == "yes"))
            guard row["reach"] == failing[0]["reach"] else { continue }
            let own = try #require(point["measure_m"].flatMap(Double.init))
            #expect(isClose(distance, abs(measure - own), relative: 1e-9))
            #expect(isClose(distance, Double(point["section_m"] ?? "") ?? .nan, relative: 1e-9))
        }
    }

    @Test("A job without points has neither table")
    func noPoints() throws {
        try withTemporaryFolder { folder in
            let job = try SampleJob(in: folder, isSmall: true)
            try job.edit(
                "points:\n  - {name: 排污口, path: outfalls.shp, id: code, label: name, sum: [t_d]}\n",
                "")
            let out = folder.appending(path: "out")
            let ran = try runTool(["run", job.path, "-o", out.path, "--lang", "en"])
            #expect(ran.status == 0, "\(ran.errors)")
            let names = try FileManager.default.contentsOfDirectory(
                atPath: out.appending(path: "tables").path)
            #expect(names.contains("rivers_2026-04.csv") && !names.contains("reaches.csv"))
            #expect(!names.contains { $0.hasPrefix("upstream") })
        }
    }
}
