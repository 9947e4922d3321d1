import Foundation
import Geometry
import TestSupport
import Testing

@Suite struct StraightDegreesAreaTests {
    private let meter = StraightDegreesMeter(on: .cgcs2000)

    private func polygon(_ numbers: [(Double, Double)]) -> Polygon {
        Polygon(shell: Ring(numbers.map { Coordinate(x: $0.0, y: $0.1) }))
    }

    private func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> Polygon {
        polygon([(west, south), (east, south), (east, north), (west, north)])
    }

    @Test(
        "A box has the area between its parallels",
        arguments: [
            (112.0, 37.0, 113.0, 38.0), (-180, -90, 180, 90),
            (0, -30, 0.5, 60), (100, 89, 101, 90), (-5, 0, 5, 1e-3),
        ])
    func boxes(west: Double, south: Double, east: Double, north: Double) {
        let expected = ellipsoidalCellArea(south: south, north: north, width: east - west)
        #expect(isClose(meter.area(of: box(west, south, east, north)), expected, relative: 3e-12))
    }

    @Test("A plot of ten metres keeps eight digits")
    func small() {
        let expected = ellipsoidalCellArea(south: 37, north: 37.0001, width: 112.0001 - 112)
        let area = meter.area(of: box(112, 37, 112.0001, 37.0001))
        #expect(isClose(area, expected, relative: 1e-8))
    }

    @Test("On a sphere the whole is 4πR², a slanting half of a box what calculus says")
    func sphere() {
        let radius = 6_371_000.0
        let sphere = StraightDegreesMeter(
            on: Ellipsoid(semiMajorAxis: radius, inverseFlattening: .infinity))
        #expect(
            isClose(
                sphere.area(of: box(-180, -90, 180, 90)), 4 * Double.pi * radius * radius,
                relative: 1e-13))
        // Below the diagonal from (0, 0) to (60°, 60°): R² ∫ sin λ dλ = R² (1 − cos 60°).
        let triangle = polygon([(0, 0), (60, 0), (60, 60)])
        #expect(isClose(sphere.area(of: triangle), radius * radius / 2, relative: 1e-12))
    }

    @Test("Cutting edges into pieces changes nothing, whatever their slope")
    func pieces() {
        let corners = [(110.0, 30.0), (114, 31.7), (113, 36), (109, 33.3)]
        var fine: [(Double, Double)] = []
        for (a, b) in zip(corners, corners.dropFirst() + [corners[0]]) {
            for step in 0..<777 {
                let t = Double(step) / 777
                fine.append((a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t))
            }
        }
        let area = meter.area(of: polygon(corners))
        #expect(isClose(meter.area(of: polygon(fine)), area, relative: 1e-12))
        #expect(isClose(meter.area(of: polygon(corners.reversed())), area, relative: 1e-12))
    }

    @Test("Short edges agree with great circles on the sphere of equal area")
    func geodesics() {
        var random = SeededRandom(seed: 5)
        for latitude in [3.0, 25, 40, 53] {
            let ring = (0..<720).map { step -> (Double, Double) in
                let angle = Double(step) / 360 * Double.pi
                let r = Double.random(in: 0.3...0.31, using: &random)
                return (105 + r * cos(angle), latitude + r * sin(angle))
            }
            let shape = polygon(ring)
            #expect(
                isClose(
                    meter.area(of: shape), shape.ellipsoidalArea(on: .cgcs2000), relative: 2.7e-7))
        }
    }

    @Test("Holes are taken off; flat and empty rings have no area; NaN goes on")
    func edges() {
        let whole = Polygon(shell: box(1, 1, 5, 5).shell, holes: [box(2, 2, 3, 3).shell])
        let expected = meter.area(of: box(1, 1, 5, 5)) - meter.area(of: box(2, 2, 3, 3))
        #expect(meter.area(of: whole) == expected)
        #expect(meter.area(of: Polygon(shell: Ring([]))) == 0)
        #expect(meter.area(of: polygon([(1, 1), (2, 2), (1, 1)])) < 1e-5)
        #expect(meter.area(of: polygon([(1, 1), (2, .nan), (3, 1)])).isNaN)
        #expect(meter.area(of: polygon([(1, 1), (.infinity, 2), (3, 1)])).isNaN)
    }
}
