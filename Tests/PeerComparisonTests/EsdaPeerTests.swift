import Foundation
import Geometry
import HotSpots
import TestSupport
import Testing

private enum Esda {
    static let canRun =
        mustRunEverything
        || peerPython.map { (try? run($0, ["-c", "import esda, libpysal"]))?.status == 0 } ?? false
    static let whySkipped: Comment = "needs esda and libpysal (BASINGRID_PYTHON)"
}

/// HotSpots against PySAL: esda's statistics with libpysal's weights, on grids with gaps and on
/// irregular zones that `peers/esda_cases.py` makes.
@Suite(.enabled(if: Esda.canRun, Esda.whySkipped))
struct EsdaPeerTests {
    // MARK: - What the script prints

    private struct Cases: Decodable {
        var grids: [GridCase]
        var zones: ZoneCase
    }

    private struct GridCase: Decodable {
        var rows: Int
        var columns: Int
        var radius: Double
        var values: [Double?]
        var expected: Expected
    }

    private struct ZoneCase: Decodable {
        var rings: [[[Double]]]
        var centres: [[Double]]
        var values: [Double]
        var neighbours: [String: [[Int]]]
        var expected: [String: Expected]
    }

    private struct Expected: Decodable {
        var star: [Double?]
        var others: [Double?]
        var starP: [Double?]
        var local: [Double?]
        var localZ: [Double?]
        var quadrants: [Int]
        var moran: [String: [Double]]
        var g: [Double]
    }

    private static let cases = Result<Cases, any Error> {
        let script = TestFolders.package
            .appending(path: "Tests/PeerComparisonTests/peers/esda_cases.py")
        guard let peerPython else {
            throw PeerFailure(description: "no Python with the peers: set BASINGRID_PYTHON")
        }
        let result = try run(peerPython, [script.path], environment: ["PYTHONUTF8": "1"])
        guard result.status == 0 else {
            throw PeerFailure(description: "esda_cases.py failed:\n\(result.errors.suffix(2000))")
        }
        return try JSONDecoder().decode(Cases.self, from: Data(result.output.utf8))
    }

    // MARK: - Tests

    @Test("Gi*, Gi, Moran's I and general G of grids with gaps are esda's to 1e-10")
    func grids() throws {
        for grid in try Self.cases.get().grids {
            let links = GridLinks(
                rows: grid.rows, columns: grid.columns,
                neighbourhood: try .disc(radius: grid.radius))
            try expect(
                grid.values.map { $0 ?? .nan }, links, grid.expected,
                "grid of \(grid.rows) rows")
        }
    }

    @Test(
        "Weights of zones are libpysal's, and their statistics esda's to 1e-10",
        arguments: ["queen", "rook", "nearest", "band"])
    func zones(kind: String) throws {
        let given = try Self.cases.get().zones
        let zones = given.rings.enumerated().map { index, ring in
            Zone(
                id: "\(index)", label: "",
                polygons: [
                    Polygon(shell: Ring(ring.map { Coordinate(x: $0[0], y: $0[1]) }))
                ], areaInSquareMetres: 0)
        }
        let centres = given.centres.map { Coordinate(x: $0[0], y: $0[1]) }
        let weights =
            switch kind {
            case "queen": SpatialWeights.contiguity(of: zones, .queen)
            case "rook": SpatialWeights.contiguity(of: zones, .rook)
            case "nearest":
                try SpatialWeights.nearest(5, of: centres, distance: PlanarDistance())
            default: try SpatialWeights.planarBand(of: centres, radius: 150)
            }
        #expect(weights == SpatialWeights(binary: try #require(given.neighbours[kind])))
        if let expected = given.expected[kind] {
            try expect(given.values, weights, expected, kind)
        } else {
            // esda divides by zero where a site has no neighbour.
            #expect(!weights.islands.isEmpty)
        }
    }

    // MARK: - Comparison

    private func expect(
        _ values: [Double], _ links: some NeighbourLinks, _ expected: Expected, _ name: String
    ) throws {
        func known(_ all: [Double]) -> [Double] {
            zip(all, values).filter { !$0.1.isNaN }.map(\.0)
        }
        let star = LocalG().scores(of: values, among: links)
        close(known(star.z), expected.star, "\(name): Gi*")
        // esda's p is one-sided.
        close(known(star.p), expected.starP.map { $0.map { 2 * $0 } }, "\(name): p of Gi*")
        let others = LocalG(includesSelf: false).scores(of: values, among: links)
        close(known(others.z), expected.others, "\(name): Gi")
        let local = LocalMoran().scores(of: values, among: links)
        close(known(local.statistics), expected.local, "\(name): local Moran")
        close(known(local.z), expected.localZ.map { $0 }, "\(name): z of local Moran")
        let quadrants: [MoranQuadrant?: Int] = [
            .highHigh: 1, .lowHigh: 2, .lowLow: 3, .highLow: 4,
        ]
        let found = zip(local.quadrants, values).filter { !$0.1.isNaN }.map { quadrants[$0.0] ?? 0 }
        #expect(found == expected.quadrants, "\(name): quadrants")
        for standardisation in WeightStandardisation.allCases {
            let moran = moranI(of: values, among: links, standardisation: standardisation)
            close(
                [moran.value, moran.expected, moran.normalZ ?? .nan, moran.z],
                (expected.moran[standardisation.rawValue] ?? []).map { $0 },
                "\(name): Moran's I, \(standardisation)")
        }
        let g = try generalG(of: values, among: links)
        close([g.value, g.expected], Array(expected.g[..<2]).map { $0 }, "\(name): general G")
        // The variance of G is a small difference of large powers: both lose digits.
        close([g.z], [expected.g[2]], "\(name): z of general G", within: 1e-7)
    }

    private func close(
        _ found: [Double], _ expected: [Double?], _ what: String, within limit: Double = 1e-10
    ) {
        #expect(found.count == expected.count, "\(what): another count")
        var worst = 0.0
        var compared = 0
        for (found, expected) in zip(found, expected) {
            guard let expected else { continue }
            worst = max(worst, abs(found - expected) / max(1, abs(expected)))
            compared += 1
        }
        #expect(worst <= limit, "\(what): worst difference \(worst)")
        #expect(compared * 10 >= found.count * 9, "\(what): \(compared) compared")
    }
}
