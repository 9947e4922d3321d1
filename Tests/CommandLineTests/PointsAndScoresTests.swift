import Foundation
import GeoFiles
import TestSupport
import Testing

/// Two zones of 10 km with points a and b in A, c on the border, d in B and e outside.
@Suite("Points and scores of a job", .enabled(if: canRunTool, noTool))
struct PointsAndScoresTests {
    private static let meters = """
        code,x,y,kwh
        a,501000,4201000,10
        b,509000,4209000,2.5
        c,510000,4205000,100
        d,511000,4205000,
        e,530000,4205000,7

        """

    /// Runs `job` and gives its folder to `body`.
    private func run(_ job: SmallJob, _ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = try job.write(into: folder)
            let out = folder.appending(path: "out")
            let result = try runTool(["run", path, "-o", out.path, "--lang", "en"])
            #expect(result.status == 0, "\(result.errors)")
            try body(out)
        }
    }

    /// The rows of a table of `out` by column.
    private func rows(_ name: String, in out: URL) throws -> [[String: String]] {
        let text = try String(contentsOf: out.appending(path: "tables/\(name)"), encoding: .utf8)
        let lines = cells(ofCSV: text.replacing("\u{FEFF}", with: ""))
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    @Test("points: counts and sums stand in the zone tables, hotspot cells, a table and a layer")
    func points() throws {
        var job = SmallJob()
        job.moreFiles = ["meters.csv": Self.meters]
        job.moreKeys = [
            "points:",
            "  - {name: 用电, path: meters.csv, id: code, x: x, y: y, crs: 'EPSG:4547', sum: [kwh]}",
        ]
        try run(job) { out in
            let zones = try rows("zones_units_2026-04.csv", in: out)
            #expect(zones.map { $0["points_1"] } == ["3", "1", "4"])
            // No point of B has a value: that is no sum, not 0.
            #expect(zones.map { $0["points_1_kwh"] } == ["112.5", "", "112.5"])
            let points = try rows("points_1.csv", in: out)
            #expect(points.map { $0["id"] } == ["a", "b", "c", "d", "e"])
            #expect(points.map { $0["zone_1"] } == ["A", "A", "A", "B", ""])
            #expect(points.last?["note"] == "in no zone of: units")
            let cells = try rows("hotspots_2026-04.csv", in: out)
            #expect(cells.compactMap { Int($0["points_1"] ?? "") }.reduce(0, +) == 4)
            let layer = try readVectorLayer(
                at: out.appending(path: "results.gpkg").path,
                options: VectorReadOptions(layer: "points_1"))
            #expect(layer.features.count == 5)
        }
    }

    @Test("scores: points of every indicator, their sum and rank, worked by hand")
    func scores() throws {
        var job = SmallJob()
        job.moreFiles = [
            "rules.yaml": """
            scores: 1
            zones: units
            base: 10
            indicators:
              - {name: 浓度, column: PM2.5_mean_mean, direction: lower, steps: {35: 40, 50: 30, 65: 10}}
              - {name: 名次, column: PM2.5_mean_mean, on: rank, direction: lower, points: 20}

            """
        ]
        job.moreKeys = ["scores: rules.yaml"]
        try run(job) { out in
            let zones = try rows("zones_units_2026-04.csv", in: out)
            let scores = try rows("scores_units_2026-04.csv", in: out)
            #expect(scores.map { $0["id"] } == ["A", "B"])
            let means = zones.prefix(2).compactMap { Double($0["PM2.5_mean_mean"] ?? "") }
            try #require(means.count == 2)
            // A lies between its stations of 31 and 50.5, B beside those of 70: 30 and 10 points for
            // the concentration, 20 and 0 for the rank.
            #expect(means[0] > 35 && means[0] <= 50 && means[1] > 50 && means[1] <= 65, "\(means)")
            #expect(scores.map { $0["score"] } == ["60", "20"])
            #expect(scores.map { $0["score_rank"] } == ["1", "2"])
        }
    }

    @Test("A rule on a column that no table has is told by check with the nearest name")
    func unknownColumn() throws {
        var job = SmallJob()
        job.moreFiles = [
            "rules.csv":
                "name,column,direction,points,full,zero\n浓度,PM2.5_mean_maen,lower,40,35,75\n"
        ]
        job.moreKeys = ["scores: rules.csv"]
        try withTemporaryFolder { folder in
            let result = try runTool(["check", try job.write(into: folder), "--lang", "en"])
            #expect(result.status == 65)
            #expect(result.errors.contains("Did you mean \"PM2.5_mean_mean\"?"), "\(result.errors)")
        }
    }
}
