import Geometry
import HotSpots
import TestSupport
import Testing

@Suite("Ranking hotspot cells")
struct HotspotRankingTests {
    /// A row of cells, the zones as given, one a cell.
    private func cells(_ zones: [Int?]) throws -> [FishnetCell] {
        let fishnet = try Fishnet(
            covering: BoundingBox(minX: 0, minY: 0, maxX: Double(zones.count), maxY: 1),
            cellSizeInMetres: 1, crs: projected)
        return zones.enumerated().map { column, zone in
            var cell = fishnet.cell(row: 0, column: column)
            cell.shares = zone.map { [.init(zone: $0, share: 1)] } ?? []
            return cell
        }
    }

    private func means(_ values: [Double]) -> [CellMean] {
        values.map { CellMean(value: $0, validShare: $0.isNaN ? 0 : 1) }
    }

    @Test(
        "Equal values share a rank and the next ranks are skipped; NaN has none",
        arguments: [
            ([5, 9, 9, 1], [3, 1, 1, 4]), ([.nan, 2, .nan, 2, 2, 1], [nil, 1, nil, 1, 1, 4]),
            ([], []), ([.nan], [nil]), ([0, -0.0, -1, .infinity], [2, 2, 4, 1]),
            ([1, 1 + 1e-15], [2, 1]),
        ] as [([Double], [Int?])])
    func ranks(values: [Double], expected: [Int?]) {
        #expect(competitionRanks(of: values) == expected)
    }

    @Test("Ranks agree with counting the larger values")
    func plainRanks() {
        var random = SeededRandom(seed: 1)
        let values = (0..<300).map { _ in Double(Int.random(in: 0..<60, using: &random)) }
        let expected = values.map { value in values.count { $0 > value } + 1 }
        #expect(competitionRanks(of: values) == expected)
    }

    @Test("The top cells stand in order, with all that tie for the last place")
    func top() throws {
        let ranking = HotspotRanking(
            try cells([0, 0, 0, 0, 0]), means: means([5, 9, .nan, 7, 7]), selecting: .top(2))
        #expect(ranking.cells.map(\.cell.column) == [1, 3, 4, 0, 2])
        #expect(ranking.cells.map(\.rank) == [1, 2, 2, 4, nil])
        #expect(ranking.selected.map(\.cell.column) == [1, 3, 4])
        #expect(ranking.top(1).map(\.cell.column) == [1])
        #expect(ranking.top(9).count == 4)
        #expect(ranking.top(0).isEmpty)
    }

    @Test("A share selects that part of the ranked cells, at least one")
    func share() throws {
        let some = try cells(Array(repeating: 0, count: 10))
        let values = means((0..<9).map { Double($0) } + [.nan])
        func count(_ share: Double) -> Int {
            HotspotRanking(some, means: values, selecting: .share(share)).selected.count
        }
        #expect(count(0.2) == 2)  // 1.8 of nine
        #expect(count(0.01) == 1)
        #expect(count(1) == 9)
    }

    @Test("Ranks per zone start at 1 in every zone, cells without a zone come last")
    func perZone() throws {
        let ranking = HotspotRanking(
            try cells([1, 0, nil, 1, 0]), means: means([5, 6, 7, 8, 9]), selecting: .top(1),
            perZone: true)
        #expect(ranking.cells.map(\.cell.column) == [4, 1, 3, 0, 2])
        #expect(ranking.cells.map(\.rank) == [1, 2, 1, 2, 1])
        #expect(ranking.selected.map(\.cell.column) == [4, 3, 2])
    }

    @Test("The worst rise ranks first; no change without an earlier value above 0")
    func change() throws {
        let ranking = HotspotRanking(
            try cells([0, 0, 0, 0, 0]), means: means([50, 30, 20, .nan, 9]),
            before: means([40, 20, .nan, 10, 0]), by: .change, selecting: .top(1))
        #expect(ranking.cells.map(\.cell.column) == [1, 0, 2, 3, 4])
        #expect(ranking.cells.map(\.change) == [50, 25, nil, nil, nil])
        #expect(ranking.cells.map(\.before) == [20, 40, nil, 10, 0])
        #expect(ranking.cells.map(\.rank) == [1, 2, nil, nil, nil])
        #expect(ranking.selected.map(\.cell.column) == [1])
    }

    @Test("The order of the cells leaves no trace")
    func order() throws {
        var random = SeededRandom(seed: 6)
        let some = try cells(Array(repeating: 0, count: 60))
        let pairs = some.map { ($0, Double($0.column % 7)) }
        let expected = HotspotRanking(
            some, means: means(pairs.map(\.1)), selecting: .top(5))
        let shuffled = pairs.shuffled(using: &random)
        #expect(
            HotspotRanking(
                shuffled.map(\.0), means: means(shuffled.map(\.1)), selecting: .top(5))
                == expected)
    }
}
