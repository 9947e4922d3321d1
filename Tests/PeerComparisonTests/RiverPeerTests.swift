import Foundation
import TestSupport
import Testing

/// `basingrid rivers locate` beside shapely.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct RiverPeerTests {
    /// The oracle tries every line: `shapely.distance` to all of them, then `line_locate_point` on
    /// the one found.
    @Test("Snapped places, measures and second distances agree with shapely to a micrometre")
    func located() throws {
        try withTemporaryFolder { folder in
            _ = try Peers.output("river_places", "make", folder.path)
            let result = try runTool(
                [
                    "rivers", "locate", "--rivers", "rivers.gpkg", "--id-field", "code",
                    "--points", "points.gpkg", "--point-id-field", "id", "--max-distance", "900m",
                    "-o", "located.csv", "--lang", "en",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let verdict = try Peers.verdict("river_places", "compare", folder.path)
            expect(
                verdict,
                [
                    Limit("distance", within: 1e-6, atLeast: 3000),
                    Limit("distance of the reach", within: 1e-6, atLeast: 2500),
                    Limit("second distance", within: 1e-6, atLeast: 2500),
                    Limit("place of the measure", within: 1e-6, atLeast: 2500),
                    Limit("measure", within: 1e-6, atLeast: 2300),
                    Limit("tie", within: 1e-6, atLeast: 1),
                    Limit("offset", within: 1e-6, atLeast: 2500),
                ])
        }
    }
}
