import Geometry
import TestSupport
import Testing

/// A square with a square hole: (0, 0)–(10, 10) without (4, 4)–(6, 6).
private let frame = Polygon(
    shell: square(0, 0, 10), holes: [square(4, 4, 2)])

private func square(_ x: Double, _ y: Double, _ side: Double) -> Ring {
    Ring([
        Coordinate(x: x, y: y), Coordinate(x: x + side, y: y),
        Coordinate(x: x + side, y: y + side), Coordinate(x: x, y: y + side),
    ])
}

@Suite("Point in polygon")
struct PointInPolygonTests {
    @Test(
        "A place is inside, on the boundary or outside",
        arguments: [
            (1, 1, Location.inside), (5, 5, .outside), (4, 5, .onBoundary), (4, 4, .onBoundary),
            (0, 0, .onBoundary), (10, 10, .onBoundary), (10, 4, .onBoundary), (0, 4, .onBoundary),
            (2, 4, .inside), (2, 6, .inside), (-1, 0, .outside), (-1, 10, .outside),
            (11, 4, .outside), (5, 0, .onBoundary), (5, 10, .onBoundary), (5, 10.5, .outside),
            (.nan, 1, .outside),
        ])
    func frameCases(x: Double, y: Double, expected: Location) {
        let place = Coordinate(x: x, y: y)
        #expect(frame.location(of: place) == expected)
        #expect(frame.contains(place) == (expected != .outside))
        #expect(PolygonIndex([frame]).location(of: place) == expected)
    }

    @Test("A ray through vertices counts each spike once")
    func spikes() {
        // Two teeth with tips at the height of the place: one up, one down, one flat top.
        let ring = Ring(
            [
                (0.0, 0.0), (2, 2), (4, 0), (6, 2), (8, 2), (10, 0), (10, 6), (5, 2), (0, 6),
            ].map { Coordinate(x: $0.0, y: $0.1) })
        let polygon = Polygon(shell: ring)
        #expect(!polygon.contains(Coordinate(x: -1, y: 2)))
        #expect(polygon.contains(Coordinate(x: 1, y: 2)))
        #expect(polygon.location(of: Coordinate(x: 7, y: 2)) == .onBoundary)
        #expect(polygon.contains(Coordinate(x: 9, y: 2)))
    }

    @Test("A place one ulp beside a long edge is told from one on it")
    func nearlyOnEdge() {
        let a = Coordinate(x: 412_000.125, y: 4_018_000.25)
        let b = Coordinate(x: 412_300.125, y: 4_018_100.25)
        let on = Coordinate(x: 412_150.125, y: 4_018_050.25)
        let left = Coordinate(x: on.x, y: on.y.nextUp)
        let right = Coordinate(x: on.x, y: on.y.nextDown)
        #expect(orientation(a, b, on) == 0)
        #expect(orientation(a, b, left) == 1 && orientation(b, a, left) == -1)
        #expect(orientation(a, b, right) == -1)
        // The doubles around (0.5, 0.5) on the line to (24, 24): Kettner et al. 2008, figure 2.
        let p = Coordinate(x: 0.5, y: 0.5.nextUp)
        let q = Coordinate(x: 12, y: 12)
        let r = Coordinate(x: 24, y: 24)
        #expect(orientation(p, q, r) == orientation(q, r, p))
        #expect(orientation(q, r, p) == 1)
    }

    @Test("The index answers as the plain walk does")
    func indexAgrees() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<40 {
            let ring = Ring(
                (0..<Int.random(in: 3...30, using: &random)).map { _ in
                    Coordinate(
                        x: Double(Int.random(in: 0...12, using: &random)),
                        y: Double(Int.random(in: 0...12, using: &random)))
                })
            let polygon = Polygon(shell: ring)
            let index = PolygonIndex([polygon])
            for x in stride(from: -1.0, through: 13, by: 0.5) {
                for y in stride(from: -1.0, through: 13, by: 0.5) {
                    let place = Coordinate(x: x, y: y)
                    #expect(index.location(of: place) == polygon.location(of: place))
                }
            }
        }
    }

    @Test("A zone holds what one of its parts holds; an empty zone holds nothing")
    func zones() {
        let zone = Zone(
            id: "1", label: "", polygons: [frame, Polygon(shell: square(20, 0, 1))],
            areaInSquareMetres: 0)
        #expect(zone.contains(Coordinate(x: 20.5, y: 0.5)))
        #expect(!zone.contains(Coordinate(x: 15, y: 0.5)))
        let empty = Zone(id: "2", label: "", polygons: [], areaInSquareMetres: 0)
        #expect(!empty.contains(Coordinate(x: 0, y: 0)))
        #expect(!PolygonIndex([]).contains(Coordinate(x: 0, y: 0)))
    }
}
