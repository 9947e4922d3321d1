import Geometry
import TestSupport
import Testing

@testable import Interpolation

@Suite("Delaunay triangulation")
struct TriangulationTests {
    private static func sorted(_ places: [Coordinate]) -> [Coordinate] {
        var seen: Set<Coordinate> = []
        return places.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.filter { seen.insert($0).inserted }
    }

    private static let layouts: [(name: String, places: [Coordinate])] = [
        ("scattered", randomStations(200, seed: 1, x: 0...1000, y: 0...1000).map(\.coordinate)),
        (
            "lattice",
            (0..<144).map { Coordinate(x: Double($0 % 12) * 2, y: Double($0 / 12) * 2) }
        ),
        (
            "lattice off the digits",
            (0..<144).map {
                Coordinate(x: 4e7 + Double($0 % 12) * 0.1, y: 4e6 + Double($0 / 12) * 0.1)
            }
        ),
        (
            "circle and centre",
            [Coordinate(x: 0, y: 0)]
                + [(25, 0), (24, 7), (20, 15), (15, 20), (7, 24), (0, 25)].flatMap {
                    (x: Int, y: Int) in
                    [(x, y), (-x, y), (x, -y), (-x, -y)].map {
                        Coordinate(x: Double($0.0), y: Double($0.1))
                    }
                }
        ),
        (
            "near duplicates",
            randomStations(60, seed: 2, x: 0...1, y: 0...1).map(\.coordinate).flatMap {
                [$0, Coordinate(x: $0.x.nextUp, y: $0.y), Coordinate(x: $0.x, y: $0.y - 1e-13)]
            }
        ),
        (
            "a line and one beside it",
            (0..<40).map { Coordinate(x: Double($0) * 0.1, y: Double($0) * 0.3) }
                + [Coordinate(x: 2, y: 5.5)]
        ),
        ("triangle", [Coordinate(x: 0, y: 0), Coordinate(x: 4, y: 0), Coordinate(x: 0, y: 3)]),
    ]

    @Test(
        "No place inside a triangle's circle, every place a corner, the hull covered",
        arguments: layouts.indices)
    func isDelaunay(layout: Int) {
        let (name, given) = Self.layouts[layout]
        let places = Self.sorted(given)
        let triangulation = Triangulation(places)
        let corners = triangulation.corners.map { places[Int($0)] }
        var hullSides = 0
        for first in stride(from: 0, to: corners.count, by: 3) {
            #expect(orientation(corners[first], corners[first + 1], corners[first + 2]) > 0)
            let isEmpty = places.allSatisfy {
                inCircle(corners[first], corners[first + 1], corners[first + 2], $0) <= 0
            }
            #expect(isEmpty, "\(name), triangle \(first / 3)")
            for side in first..<first + 3 {
                let twin = Int(triangulation.twins[side])
                if twin < 0 {
                    hullSides += 1
                    let next = corners[Triangulation.next(side)]
                    #expect(places.allSatisfy { orientation(corners[side], next, $0) >= 0 })
                } else {
                    #expect(Int(triangulation.twins[twin]) == side)
                    #expect(
                        triangulation.corners[twin]
                            == triangulation.corners[Triangulation.next(side)])
                }
            }
        }
        // Euler: triangles = 2 n − 2 − sides of the hull, all places being used.
        #expect(triangulation.triangleCount == 2 * places.count - 2 - hullSides, "\(name)")
        #expect(Set(triangulation.corners).count == places.count)
    }

    @Test("Places on one circle are cut from the first of them")
    func cocircular() {
        // A square of four unit squares: each cut from its lower left corner.
        let lattice = (0..<9).map { Coordinate(x: Double($0 / 3), y: Double($0 % 3)) }
        let triangulation = Triangulation(lattice)
        #expect(
            triangulation.corners == [
                0, 3, 4, 0, 4, 1, 1, 4, 5, 1, 5, 2, 3, 6, 7, 3, 7, 4, 4, 7, 8, 4, 8, 5,
            ])
        let ring = Self.sorted(Self.layouts[3].places.filter { $0 != Coordinate(x: 0, y: 0) })
        let fan = Triangulation(ring)
        #expect(fan.triangleCount == ring.count - 2)
        #expect(stride(from: 0, to: fan.corners.count, by: 3).allSatisfy { fan.corners[$0] == 0 })
    }

    @Test("Places on a line have no triangle; one and two neither")
    func collinear() {
        let line = (0..<9).map { Coordinate(x: Double($0) * 0.25, y: Double($0) * 0.5 - 1) }
        for count in [1, 2, 3, 9] {
            #expect(Triangulation(Array(line.prefix(count))).triangleCount == 0)
        }
    }

    @Test("The circle test is exact where floating point is not")
    func exactCircle() {
        let (a, b, c) = (
            Coordinate(x: 1e7, y: 0.1), Coordinate(x: 1e7 + 1, y: 0.1),
            Coordinate(x: 1e7 + 1, y: 1.1)
        )
        // 1e7 + 1 and 1.1, 0.1 hold the same rounding in all: the fourth corner is on the circle.
        let fourth = Coordinate(x: 1e7, y: 1.1)
        #expect(inCircle(a, b, c, fourth) == 0)
        #expect(inCircle(a, b, c, Coordinate(x: 1e7, y: 1.1.nextUp)) == -1)
        #expect(inCircle(a, b, c, Coordinate(x: 1e7, y: 1.1.nextDown)) == 1)
        #expect(inCircle(a, b, c, Coordinate(x: (1e7).nextUp, y: 1.1)) == 1)
    }

    @Test("Fifty thousand places: as many triangles as Euler says")
    func many() {
        let places = Self.sorted(
            randomStations(50_000, seed: 3, x: 0...1e5, y: 0...1e5).map(\.coordinate))
        let triangulation = Triangulation(places)
        let hullSides = triangulation.twins.count { $0 < 0 }
        #expect(triangulation.triangleCount == 2 * places.count - 2 - hullSides)
        #expect(hullSides < 60)
    }
}
