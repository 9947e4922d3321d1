import Geometry
import TestSupport
import Testing

private func rectangle(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> Polygon {
    Polygon(
        shell: Ring([
            Coordinate(x: minX, y: minY), Coordinate(x: maxX, y: minY),
            Coordinate(x: maxX, y: maxY), Coordinate(x: minX, y: maxY),
        ]))
}

private func line(_ places: [(Double, Double)]) -> LineString {
    LineString(places.map { Coordinate(x: $0.0, y: $0.1) })
}

private func planarLengths(_ line: LineString) -> [Double] {
    zip(line.coordinates, line.coordinates.dropFirst()).map { $0.planarDistance(to: $1) }
}

@Suite("A line cut by an area")
struct LineClippingTests {
    private typealias Interval = LineInterval
    private let box = PolygonIndex([rectangle(0, 0, 10, 10)])

    @Test("A line through a box, one inside and one outside")
    func simple() {
        let through = line([(-10, 5), (30, 5)])
        #expect(
            box.intervals(of: through)
                == [LineInterval(fromSegment: 0, fromFraction: 0.25, toSegment: 0, toFraction: 0.5)]
        )
        let inside = line([(1, 1), (5, 5), (9, 1)])
        #expect(
            box.intervals(of: inside)
                == [LineInterval(fromSegment: 0, fromFraction: 0, toSegment: 1, toFraction: 1)])
        #expect(box.intervals(of: line([(11, 0), (12, 5)])).isEmpty)
        #expect(box.intervals(of: line([])).isEmpty)
        #expect(box.intervals(of: line([(5, 5)])).isEmpty)
        #expect(PolygonIndex([]).intervals(of: through).isEmpty)
    }

    @Test("A line that leaves and comes back has two stretches, over a hole too")
    func twoStretches() {
        let frame = PolygonIndex([
            Polygon(
                shell: rectangle(0, 0, 10, 10).shell, holes: [rectangle(4, 4, 6, 6).shell])
        ])
        #expect(
            frame.intervals(of: line([(0, 5), (10, 5)])) == [
                LineInterval(fromSegment: 0, fromFraction: 0, toSegment: 0, toFraction: 0.4),
                LineInterval(fromSegment: 0, fromFraction: 0.6, toSegment: 0, toFraction: 1),
            ])
    }

    @Test("Touching a corner or an edge from outside gives nothing, from inside no cut")
    func touching() {
        #expect(box.intervals(of: line([(-5, 5), (5, -5)])).isEmpty)
        #expect(box.intervals(of: line([(-5, 5), (0, 5), (-5, 6)])).isEmpty)
        #expect(
            box.intervals(of: line([(5, 5), (10, 5), (5, 6)]))
                == [LineInterval(fromSegment: 0, fromFraction: 0, toSegment: 1, toFraction: 1)])
        #expect(
            box.intervals(of: line([(0, 0), (10, 10)]))
                == [LineInterval(fromSegment: 0, fromFraction: 0, toSegment: 0, toFraction: 1)])
    }

    @Test(
        "On a shared border a line counts for one zone: the northern, or the eastern",
        arguments: [
            // Upright border at x = 10.
            (rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10), [(10.0, -5.0), (10, 15)], 0, 10),
            // Level border at y = 10.
            (rectangle(0, 0, 10, 10), rectangle(0, 10, 10, 20), [(-5, 10), (15, 10)], 0, 10),
        ] as [(Polygon, Polygon, [(Double, Double)], Double, Double)])
    func borders(
        first: Polygon, second: Polygon, places: [(Double, Double)], expectedFirst: Double,
        expectedSecond: Double
    ) {
        for places in [places, places.reversed()] {
            let along = line(places)
            let lengths = planarLengths(along)
            let a = PolygonIndex([first]).intervals(of: along).map { $0.length(lengths) }
            let b = PolygonIndex([second]).intervals(of: along).map { $0.length(lengths) }
            #expect(isClose(a.reduce(0, +), expectedFirst, absolute: 1e-12))
            #expect(isClose(b.reduce(0, +), expectedSecond, absolute: 1e-12))
        }
    }

    @Test("On a slanted border the northern zone has it, rising or falling", arguments: [1.0, -1])
    func slanted(sign: Double) {
        let a = Coordinate(x: 412_000.1 * sign, y: 4_018_000.3)
        let b = Coordinate(x: 412_300.7 * sign, y: 4_018_100.9)
        let north = Polygon(shell: Ring([a, b, Coordinate(x: a.x, y: b.y + 50)]))
        let south = Polygon(shell: Ring([b, a, Coordinate(x: b.x, y: a.y - 50)]))
        for ends in [[a, b], [b, a]] {
            let along = LineString(ends)
            #expect(PolygonIndex([north]).intervals(of: along).count == 1)
            #expect(PolygonIndex([south]).intervals(of: along).isEmpty)
        }
    }

    @Test("An area of two parts that share an edge is not cut there")
    func partsWithSharedEdge() {
        let area = PolygonIndex([rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10)])
        #expect(
            area.intervals(of: line([(5, 5), (15, 5)]))
                == [LineInterval(fromSegment: 0, fromFraction: 0, toSegment: 0, toFraction: 1)])
        #expect(
            area.intervals(of: line([(10, 2), (10, 8)]))
                == [LineInterval(fromSegment: 0, fromFraction: 0, toSegment: 0, toFraction: 1)])
    }

    @Test("The stretches in the zones of a tiling add up to the line", arguments: 0..<60)
    func tiling(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        // A jittered mesh of quadrilaterals that shares its vertices; half the lines run along
        // its edges.
        let size = 5
        var mesh: [[Coordinate]] = []
        for row in 0...size {
            mesh.append(
                (0...size).map { column in
                    let isRim = row == 0 || column == 0 || row == size || column == size
                    let jitter = isRim ? 0 : 0.3
                    return Coordinate(
                        x: 412_000 + 100
                            * (Double(column) + jitter * Double.random(in: -1...1, using: &random)),
                        y: 4_018_000 + 100
                            * (Double(row) + jitter * Double.random(in: -1...1, using: &random)))
                })
        }
        let tiles = (0..<size).flatMap { row in
            (0..<size).map { column in
                PolygonIndex([
                    Polygon(
                        shell: Ring([
                            mesh[row][column], mesh[row][column + 1], mesh[row + 1][column + 1],
                            mesh[row + 1][column],
                        ]))
                ])
            }
        }
        var places: [Coordinate] = []
        for _ in 0..<12 {
            // Inner vertices only, so that the whole line lies in the tiling.
            let row = Int.random(in: 1..<size, using: &random)
            let column = Int.random(in: 1..<size, using: &random)
            places.append(mesh[row][column])
            if seed % 2 == 0 { places.append(mesh[row][column - 1 > 0 ? column - 1 : column]) }
            if seed % 3 == 0 {
                places.append(
                    Coordinate(
                        x: 412_000 + Double.random(in: 1...499, using: &random),
                        y: 4_018_000 + Double.random(in: 1...499, using: &random)))
            }
        }
        let drawn = LineString(places)
        let lengths = planarLengths(drawn)
        let total = tiles.reduce(0) { sum, tile in
            sum + tile.intervals(of: drawn).reduce(0) { $0 + $1.length(lengths) }
        }
        // One cut is known to an ulp of an easting, 5e-10 m; a line here has up to some 200.
        #expect(isClose(total, lengths.reduce(0, +), absolute: 1e-7), "\(total)")
    }
}
