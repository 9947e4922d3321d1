import Foundation
import TestSupport
import Testing

/// `basingrid grid` beside shapely.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct GridPeerTests {
    @Test("Pieces of jagged zones with holes, parts and edges on the net are shapely's, and valid")
    func pieces() throws {
        try withTemporaryFolder { folder in
            _ = try Peers.output("grid_pieces", "make", folder.path)
            let result = try runTool(
                [
                    "grid", "--zones", "zones.gpkg", "--id-field", "code", "--cell", "1km", "-o",
                    "cells.gpkg", "--lang", "en",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let verdict = try Peers.verdict("grid_pieces", "compare", folder.path)
            expect(
                verdict,
                [
                    Limit("share", within: 1e-11, atLeast: 700),
                    Limit("area", within: 1e-9, atLeast: 700),
                    Limit("symmetric difference", within: 1e-9, atLeast: 700),
                    Limit("zone", within: 1e-11, atLeast: 42),
                ])
        }
    }
}
