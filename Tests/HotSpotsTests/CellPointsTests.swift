import Coverage
import Geometry
import Grids
import HotSpots
import TestSupport
import Testing

@Suite("Pieces, points and nested cells")
struct CellPointsTests {
    private let zones = [
        rectangle("west", 498_000...502_500, 4_206_000...4_209_000),
        rectangle("east", 502_500...505_500, 4_206_000...4_207_500),
    ]

    private func fishnet() throws -> Fishnet {
        try Fishnet(covering: zones, cellSizeInMetres: 3000, crs: projected)
    }

    @Test(
        "Pieces come by row, column and zone; the dominant zone of each cell alone when asked for")
    func pieces() throws {
        let fishnet = try fishnet()
        let overlay = try Overlay(of: zones, on: fishnet.geometry, threads: 1)
        var all: [Fishnet.Piece] = []
        fishnet.forEachRow(over: overlay) { all += $0 }
        #expect(
            all == [
                Fishnet.Piece(row: 0, column: 0, zone: 0, share: 1),
                Fishnet.Piece(row: 0, column: 1, zone: 0, share: 0.5),
                Fishnet.Piece(row: 0, column: 1, zone: 1, share: 0.25),
                Fishnet.Piece(row: 0, column: 2, zone: 1, share: 0.25),
            ])
        var dominant: [Fishnet.Piece] = []
        fishnet.forEachRow(over: overlay, isDominantOnly: true) { dominant += $0 }
        #expect(dominant.map(\.zone) == [0, 0, 1] && dominant.map(\.share) == [1, 0.5, 0.25])
    }

    @Test("Shares times cell area are the zones' areas, whatever their shape")
    func areas() throws {
        var random = SeededRandom(seed: 31)
        // Stars around a centre: every vertex at another distance.
        let stars = (0..<6).map { number -> Zone in
            let centre = Coordinate(
                x: 500_000 + Double(number % 3) * 20_000, y: 4_200_000 + Double(number / 3) * 20_000
            )
            let corners = (0..<16).map { corner -> Coordinate in
                let distance = Double.random(in: 1000..<9000, using: &random)
                let directions = [(1.0, 0.0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92)]
                let (x, y) = directions[corner % 4]
                switch corner / 4 {
                case 0: return Coordinate(x: centre.x + x * distance, y: centre.y + y * distance)
                case 1: return Coordinate(x: centre.x - y * distance, y: centre.y + x * distance)
                case 2: return Coordinate(x: centre.x - x * distance, y: centre.y - y * distance)
                default: return Coordinate(x: centre.x + y * distance, y: centre.y - x * distance)
                }
            }
            let polygon = Polygon(shell: Ring(corners))
            return Zone(
                id: "\(number)", label: "", polygons: [polygon], areaInSquareMetres: polygon.area)
        }
        for size in [3000.0, 700, 101] {
            let fishnet = try Fishnet(covering: stars, cellSizeInMetres: size, crs: projected)
            let overlay = try Overlay(of: stars, on: fishnet.geometry, threads: 2)
            var sums = [Double](repeating: 0, count: stars.count)
            fishnet.forEachRow(over: overlay) { pieces in
                for piece in pieces { sums[piece.zone] += piece.share * size * size }
            }
            for (sum, star) in zip(sums, stars) {
                #expect(isClose(sum, star.polygons[0].area, relative: 1e-9))
            }
        }
    }

    @Test("Every place lies in one cell, edges in the cell east or north of them")
    func places() throws {
        let fishnet = try fishnet()
        let cells = fishnet.cells(over: try Overlay(of: zones, on: fishnet.geometry, threads: 1))
        let places = [
            Coordinate(x: 498_000, y: 4_206_000), Coordinate(x: 500_999.9, y: 4_208_999),
            Coordinate(x: 501_000, y: 4_207_000), Coordinate(x: 507_000, y: 4_207_000),
            Coordinate(x: 505_000, y: 4_209_000), Coordinate(x: .nan, y: 0),
        ]
        let points = CellPoints(places, in: cells, of: fishnet)
        #expect(points.points == [[0, 1], [2], []])
        #expect(points.counts == [2, 1, 0] && points.outsideCount == 3)
        #expect(points.sums(of: [1, .nan, 5, 0, 0, 0]) == [1, 5, 0])
        let means = points.means(of: [1, .nan, 5, 0, 0, 0])
        #expect(means[0] == CellMean(value: 1, validShare: 0.5))
        #expect(means[1] == CellMean(value: 5, validShare: 1))
        #expect(means[2].value.isNaN && means[2].validShare == 0)
    }

    @Test("Children of 500 m fill their parents, six by six, with ids of their own lattice")
    func nested() throws {
        let fishnet = try fishnet()
        let parents = [fishnet.cell(row: 0, column: 2), fishnet.cell(row: 0, column: 0)]
        let (fine, cells, owners) = try fishnet.nested(cellSizeInMetres: 500, in: parents)
        #expect(
            cells.count == 72
                && owners == [Int](repeating: 0, count: 36) + [Int](repeating: 1, count: 36))
        for (index, parent) in parents.enumerated() {
            let own = zip(cells, owners).filter { $0.1 == index }.map(\.0.box)
            let around = own.dropFirst().reduce(own[0]) { $0.union($1) }
            #expect(around == parent.box)
        }
        #expect(Set(cells.map(\.id)).count == 72)
        #expect(cells[30].id == "4547-500-r08412-c01008")
        let whole = try Fishnet(covering: zones, cellSizeInMetres: 500, crs: projected)
        #expect(whole.id(row: 5, column: 0) == "4547-500-r08412-c00996")
        #expect(
            fine.cell(at: cells[30].box.centre) ?? (-1, -1) == (cells[30].row, cells[30].column))
    }

    @Test("Sizes that do not nest are refused, in both languages")
    func doNotNest() throws {
        let fishnet = try fishnet()
        let error = #expect(throws: HotSpotError.self) {
            try fishnet.nested(cellSizeInMetres: 700, in: [fishnet.cell(row: 0, column: 0)])
        }
        #expect(
            error?.description
                == "Cells of 700.0 m do not go into cells of 3000.0 m a whole number of times. Use a size such as 500.0 m."
        )
        #expect(error?.descriptionInChinese.contains("不能整分") == true)
    }
}
