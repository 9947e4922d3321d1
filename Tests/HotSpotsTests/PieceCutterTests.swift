import Coverage
import Geometry
import HotSpots
import TestSupport
import Testing

@Suite("Shapes of pieces")
struct PieceCutterTests {
    private func zone(_ shell: [(Double, Double)], _ holes: [[(Double, Double)]] = []) -> Zone {
        func ring(_ places: [(Double, Double)]) -> Ring {
            Ring(places.map { Coordinate(x: $0.0, y: $0.1) })
        }
        let polygon = Polygon(shell: ring(shell), holes: holes.map(ring))
        return Zone(id: "z", label: "z", polygons: [polygon], areaInSquareMetres: polygon.area)
    }

    /// All pieces of `zones` in cells of `size`.
    private func pieces(
        _ zones: [Zone], size: Double = 1
    ) throws -> [(piece: Fishnet.Piece, polygons: [Polygon]?, box: BoundingBox)] {
        let fishnet = try Fishnet(covering: zones, cellSizeInMetres: size, crs: projected)
        let overlay = try Overlay(of: zones, on: fishnet.geometry, threads: 1)
        var cutter = PieceCutter(zones, on: fishnet)
        var found: [(Fishnet.Piece, [Polygon]?, BoundingBox)] = []
        fishnet.forEachRow(over: overlay) { row in
            for piece in row {
                let box = fishnet.box(row: piece.row, column: piece.column)
                found.append((piece, cutter.polygons(of: piece), box))
            }
        }
        return found
    }

    /// The vertices of a ring from its least on.
    private func vertices(_ ring: Ring) -> [[Double]] {
        let open = ring.coordinates.dropLast().map { [$0.x, $0.y] }
        let first = open.indices.min { open[$0].lexicographicallyPrecedes(open[$1]) } ?? 0
        return Array(open[first...] + open[..<first])
    }

    @Test("A triangle over four cells: one whole, two halves, a corner left out")
    func triangle() throws {
        let found = try pieces([zone([(0, 0), (2, 0), (0, 2)])])
        #expect(found.map(\.piece.share) == [0.5, 1, 0.5])
        let shells = found.map { ($0.polygons ?? []).map { vertices($0.shell) } }
        #expect(
            shells == [
                [[[0, 1], [1, 1], [0, 2]]], [[[0, 0], [1, 0], [1, 1], [0, 1]]],
                [[[1, 0], [2, 0], [1, 1]]],
            ])
    }

    @Test("A bar with a gap: two parts in one cell, a hole inside a whole cell, a hole on a side")
    func partsAndHoles() throws {
        // A U that opens to the north, its legs in the upper row.
        let found = try pieces([
            zone([
                (0, 0), (1, 0), (1, 2), (0.75, 2), (0.75, 0.5), (0.25, 0.5), (0.25, 2), (0, 2),
            ])
        ])
        #expect(found.map(\.piece.share) == [0.5, 0.75])
        #expect(found[0].polygons?.count == 2 && found[1].polygons?.count == 1)

        let inner = try pieces([
            zone([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1.25, 1.25), (1.75, 1.25), (1.5, 1.75)]])
        ])
        let middle = inner[4]
        #expect(middle.polygons?.count == 1 && middle.polygons?.first?.holes.count == 1)
        #expect(middle.polygons?.first?.shell.signedArea == 1)

        let touching = try pieces([
            zone([(0, 0), (2, 0), (2, 1), (0, 1)], [[(1, 0.5), (0.5, 0.25), (0.5, 0.75)]])
        ])
        #expect(touching.map(\.piece.share) == [0.875, 1])
        #expect(touching[0].polygons?.count == 1)
        #expect(touching[0].polygons?.first?.holes.count == 1)
        #expect(touching[1].polygons?.map { vertices($0.shell).count } == [4])
    }

    @Test("A notch that reaches a side in a point makes two parts, a peak that does makes one")
    func touches() throws {
        // The northern cell row is untouched but for the point.
        let notch = try pieces([
            zone([(0, 0), (0.25, 0), (0.5, 1), (0.75, 0), (1, 0), (1, 2), (0, 2)])
        ])
        #expect(notch.map(\.piece.share) == [1, 0.75])
        #expect(notch[1].polygons?.count == 2)
        let peak = try pieces([zone([(0.25, 0), (0.75, 0), (0.5, 1)])])
        #expect(peak.map { $0.polygons?.count } == [1])
        #expect(peak[0].polygons?.first.map { vertices($0.shell).count } == 3)
    }

    /// A jagged star with a jagged hole.
    private func star(_ x: Double, _ y: Double, _ random: inout SeededRandom) -> Zone {
        func ring(_ radius: Double) -> [(Double, Double)] {
            (0..<60).map { step in
                let angle = Double(step) / 60 * 2 * Double.pi
                let reach = radius * Double.random(in: 0.5..<1, using: &random)
                return (x + reach * cosine(angle), y + reach * cosine(angle - Double.pi / 2))
            }
        }
        return zone(ring(6), [ring(2)])
    }

    /// The cosine by its series, so that the test needs no more of the system.
    private func cosine(_ angle: Double) -> Double {
        var (term, sum) = (1.0, 1.0)
        for step in 1..<20 {
            term *= -angle * angle / Double((2 * step - 1) * (2 * step))
            sum += term
        }
        return sum
    }

    @Test(
        "Stars with holes over small and large cells: areas are shares, places are in both or none")
    func stars() throws {
        var random = SeededRandom(seed: 11)
        let zones = [star(0, 0, &random), star(3, 40.25, &random), star(-4, 2, &random)]
        for size in [0.37, 1, 5, 100] {
            var total = [Double](repeating: 0, count: zones.count)
            for (piece, polygons, box) in try pieces(zones, size: size) {
                let polygons = try #require(polygons, "\(piece)")
                let area = polygons.reduce(0) { $0 + $1.area }
                total[piece.zone] += area
                #expect(isClose(area, piece.share * box.width * box.height, absolute: 1e-9))
                for _ in 0..<20 {
                    let place = Coordinate(
                        x: .random(in: box.minX..<box.maxX, using: &random),
                        y: .random(in: box.minY..<box.maxY, using: &random))
                    let isInside = polygons.contains { $0.contains(place) }
                    #expect(isInside == zones[piece.zone].contains(place))
                }
            }
            for (zone, area) in zip(zones, total) {
                #expect(isClose(area, zone.areaInSquareMetres, relative: 1e-12))
            }
        }
    }

    @Test("Vertices and edges on the lines of the net, in whole numbers")
    func onLines() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<60 {
            // A staircase tower: many vertices on corners, edges along lines, diagonals through
            // corners.
            var left: [(Double, Double)] = []
            var right: [(Double, Double)] = []
            for y in 0...6 {
                left.append((Double(Int.random(in: -3...0, using: &random)), Double(y)))
                right.append((Double(Int.random(in: 1...4, using: &random)), Double(y)))
            }
            let tower = zone(right + left.reversed())
            var total = 0.0
            for (piece, polygons, _) in try pieces([tower]) {
                let polygons = try #require(polygons, "\(piece)")
                let area = polygons.reduce(0) { $0 + $1.area }
                #expect(isClose(area, piece.share, absolute: 1e-9))
                total += area
            }
            #expect(isClose(total, tower.areaInSquareMetres, relative: 1e-12))
        }
    }

    @Test("Rings that cross each other have no outline, and say so by their area")
    func crossing() throws {
        let bow = Polygon(
            shell: Ring([
                Coordinate(x: 0, y: 0), Coordinate(x: 0.75, y: 1), Coordinate(x: 0, y: 1),
                Coordinate(x: 0.75, y: 0),
            ]))
        let fishnet = try Fishnet(
            covering: BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1), cellSizeInMetres: 1,
            crs: projected)
        var cutter = PieceCutter(
            [Zone(id: "bow", label: "bow", polygons: [bow], areaInSquareMetres: 0)], on: fishnet)
        #expect(
            cutter.polygons(of: Fishnet.Piece(row: 0, column: 0, zone: 0, share: 0.375)) == nil)
    }
}
