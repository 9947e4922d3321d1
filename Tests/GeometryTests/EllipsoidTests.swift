import Foundation
import Geometry
import TestSupport
import Testing

/// A star of five rays around (`x`, `y`), as the expressions in the tables draw it.
private func star(_ x: Double, _ y: Double, radius: Double, vertices: Int) -> Polygon {
    Polygon(
        shell: Ring(
            (0..<vertices).map { index in
                let angle = 2 * Double.pi * Double(index) / Double(vertices)
                let reach = radius * (1 + 0.3 * cos(5 * angle))
                return Coordinate(x: x + reach * cos(angle), y: y + reach * sin(angle))
            }))
}

private func polygon(_ places: [(Double, Double)]) -> Polygon {
    Polygon(shell: Ring(places.map { Coordinate(x: $0.0, y: $0.1) }))
}

@Suite("Area on the ellipsoid")
struct EllipsoidalAreaTests {
    // pyproj 3.7: g = Geod(a=6378137, rf=298.257222101); abs(g.polygon_area_perimeter(lon, lat)[0])
    // of [(x + r*(1 + 0.3*cos(5*t))*cos(t), y + r*(1 + 0.3*cos(5*t))*sin(t))], t = 2*pi*i/n.
    @Test(
        "A county's area agrees with a polygon of geodesics",
        arguments: [
            (0.2, 40, 1262263943.9643703, 1e-9), (0.2, 120, 1281190897.361731, 1e-10),
            (0.2, 400, 1283436828.181897, 1e-11), (0.2, 1600, 1283646054.7856104, 1e-11),
            (2.0, 4000, 128341887889.7388, 1e-10),
        ])
    func agreesWithGeodesics(radius: Double, vertices: Int, expected: Double, tolerance: Double) {
        let area = star(112.5, 37.8, radius: radius, vertices: vertices)
            .ellipsoidalArea(on: .cgcs2000)
        #expect(isClose(area, expected, relative: tolerance), "\(area / expected - 1)")
    }

    // The same expression with the vertices in the table. Few long edges: the documented limit.
    @Test(
        "Long edges differ by no more than is documented",
        arguments: [
            ([(112, 37), (112.1, 37), (112.1, 37.1), (112, 37.1)], 98719154.1260376, 2e-9),
            ([(112, 37), (113, 37), (113, 38), (112, 38)], 9813924696.788208, 2e-7),
            ([(100, 20), (130, 25), (110, 50)], 4797652377985.014, 1e-4),
            ([(179.5, 50), (-179.5, 50), (-179.5, 50.5), (179.5, 50.5)], 3966691903.8778687, 2e-7),
            ([(0, 80), (90, 80), (180, 80), (270, 80)], 2507270031250.0938, 1e-4),
        ] as [([(Double, Double)], Double, Double)])
    func longEdges(places: [(Double, Double)], expected: Double, tolerance: Double) {
        let area = polygon(places).ellipsoidalArea(on: .cgcs2000)
        #expect(isClose(area, expected, relative: tolerance), "\(area / expected - 1)")
    }

    @Test("A hole is taken off, and orientation changes nothing")
    func holes() {
        let shell = Ring(
            [(112.0, 37.0), (112.1, 37), (112.1, 37.1), (112, 37.1)].map {
                Coordinate(x: $0.0, y: $0.1)
            })
        let hole = Ring(
            [(112.02, 37.02), (112.05, 37.02), (112.05, 37.06), (112.02, 37.06)].map {
                Coordinate(x: $0.0, y: $0.1)
            })
        let turned = Ring(hole.coordinates.reversed())
        let area = Polygon(shell: shell, holes: [hole]).ellipsoidalArea(on: .cgcs2000)
        #expect(area == Polygon(shell: shell, holes: [turned]).ellipsoidalArea(on: .cgcs2000))
        // pyproj: the area of the shell minus that of the hole.
        #expect(isClose(area, 86871320.13106155, relative: 2e-9))
    }

    // mpmath, 40 digits: a**2*radians(w)*(q(n) - q(s))/2 with q of the doc comment.
    @Test(
        "The area of a cell is exact, however small",
        arguments: [
            (37, 38, 1, 9813951873.4681641657), (37.80, 37.81, 0.01, 977452.73311764339359),
            (37.8, 37.8001, 0.0001, 97.751714748590674171),
            (-90, 90, 360, 510065621718491.19664), (0, 0.25, 0.25, 769314629.18101722733),
        ])
    func cells(south: Double, north: Double, width: Double, expected: Double) {
        let area = ellipsoidalCellArea(south: south, north: north, width: width)
        // The difference of the latitudes as written is the limit: half an ulp of 38 in 0.0001.
        let tolerance = north - south < 0.1 ? 1e-10 : 4e-15
        #expect(isClose(area, expected, relative: tolerance), "\(area / expected - 1)")
    }

    @Test("A sphere's octant is an eighth of it, and an empty ring has no area")
    func simpleCases() {
        let sphere = Ellipsoid(semiMajorAxis: 1, inverseFlattening: .infinity)
        let octant = polygon([(0, 0), (90, 0), (0, 90)])
        #expect(isClose(octant.ellipsoidalArea(on: sphere), .pi / 2, relative: 1e-15))
        #expect(
            isClose(
                ellipsoidalCellArea(south: 0, north: 90, width: 90, on: sphere), .pi / 2,
                relative: 1e-15))
        #expect(Polygon(shell: Ring([])).ellipsoidalArea(on: .cgcs2000) == 0)
        #expect(polygon([(1, 1), (2, 2)]).ellipsoidalArea(on: .cgcs2000) < 1e-3)
        #expect(polygon([(0, 0), (.nan, 0), (0, 1)]).ellipsoidalArea(on: .cgcs2000).isNaN)
    }
}

@Suite("Distance on the ellipsoid")
struct GeodesicTests {
    // pyproj: Geod(a=6378137, rf=298.257222101).inv(lon1, lat1, lon2, lat2)[2]
    @Test(
        "A distance agrees with the geodesic",
        arguments: [
            (112.5, 37.8, 112.51, 37.81, 1416.854260109447, 1e-8),
            (112.5, 37.8, 112.50000001, 37.8, 0.0008807040686047749, 1e-8),
            (112.5, 37.8, 112.5, 37.8000001, 0.011099269682500445, 1e-8),
            (116.404, 39.915, 121.473, 31.23, 1067060.1512511978, 1e-6),
            (75, 40, 135, 48, 4769247.87376662, 1e-4), (0, 0, 90, 0, 10018754.171394622, 1e-6),
            (0, 0, 0, 10, 1105854.8331984493, 1e-6), (10, 89, 190, 89, 223387.72983208226, 1e-6),
            (10, 0, 10.001, 0, 111.31949079321188, 1e-8),
            (0, 30, 175, -29, 19530699.79503795, 1e-4),
            // Near the antipode: the documented fall-back.
            (0, 30, 179.7, -30, 19995624.889837425, 40_000),
            (0, 0, 179.5, 0.5, 19936288.578833293, 70_000),
            (0, 0, 180, 0, 20003931.458460927, 1e-3),
        ])
    func agrees(x1: Double, y1: Double, x2: Double, y2: Double, expected: Double, metres: Double) {
        let a = Coordinate(x: x1, y: y1)
        let b = Coordinate(x: x2, y: y2)
        let distance = GeodesicDistance(ellipsoid: .cgcs2000).distanceInMetres(from: a, to: b)
        #expect(abs(distance - expected) <= metres, "\(distance - expected)")
        let back = Ellipsoid.cgcs2000.distanceInMetres(from: b, to: a)
        #expect(isClose(back, distance, relative: 1e-12, absolute: 1e-9))
    }

    @Test("Equal places are 0 apart, and a place that is not finite has no distance")
    func edges() {
        let a = Coordinate(x: 112, y: 37)
        #expect(Ellipsoid.wgs84.distanceInMetres(from: a, to: a) == 0)
        let turned = Coordinate(x: 112 - 360, y: 37)
        #expect(Ellipsoid.wgs84.distanceInMetres(from: a, to: turned) == 0)
        #expect(
            Ellipsoid.wgs84.distanceInMetres(from: a, to: Coordinate(x: .nan, y: 0)).isNaN)
    }

    @Test("A line is as long as its segments, and a plane has its unit")
    func lines() {
        let line = LineString([
            Coordinate(x: 112.5, y: 37.8), Coordinate(x: 112.51, y: 37.81),
            Coordinate(x: 112.5, y: 37.8),
        ])
        #expect(
            isClose(
                line.ellipsoidalLength(on: .cgcs2000), 2 * 1416.854260109447, relative: 1e-11))
        #expect(line.ellipsoidalSegmentLengths(on: .cgcs2000).count == 2)
        #expect(LineString([]).ellipsoidalLength(on: .cgcs2000) == 0)
        let feet = PlanarDistance(metresPerUnit: 0.3048)
        let origin = Coordinate(x: 0, y: 0)
        #expect(feet.distanceInMetres(from: origin, to: Coordinate(x: 3, y: 4)) == 5 * 0.3048)
    }
}
