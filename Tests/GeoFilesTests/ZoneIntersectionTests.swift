import CGDAL
import Foundation
import Geometry
import Parallel
import TestSupport
import Testing

@testable import GeoFiles

/// World Cylindrical Equal Area: a square metre of the plane is one of the ellipsoid.
private let equalArea = "EPSG:6933"

/// Where the hand-worked zones lie on the plane of `equalArea`: in Shanxi.
private let home = Coordinate(x: 10_800_000, y: 4_400_000)

private func layer(_ name: String, _ zones: [[Polygon]], crs: String = equalArea) throws
    -> ZoneLayer
{
    ZoneLayer(
        path: "\(name).gpkg", name: name,
        zones: zones.enumerated().map { index, polygons in
            Zone(id: "\(name)\(index)", label: "", polygons: polygons, areaInSquareMetres: 0)
        }, crs: try coordinateReferenceSystem(named: crs), fields: [], attributes: [],
        encoding: TextEncoding(name: "UTF-8", source: .format), notes: [])
}

/// A rectangle from the corner (`x`, `y`) of the hand-worked plane, counter-clockwise.
private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Polygon {
    Polygon(shell: ring(x, y, width, height))
}

private func ring(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Ring {
    let (x, y) = (home.x + x, home.y + y)
    return Ring([
        Coordinate(x: x, y: y), Coordinate(x: x + width, y: y),
        Coordinate(x: x + width, y: y + height), Coordinate(x: x, y: y + height),
    ])
}

/// Hand-worked areas are met to 1e-9 of a zone of 100 m: a square millimetre and less.
private func expectAreas(_ found: [Double], _ expected: [Double], relative: Double = 1e-9) {
    #expect(
        found.count == expected.count
            && zip(found, expected).allSatisfy {
                isClose($0, $1, relative: relative, absolute: 1e-5)
            }, "\(found) instead of \(expected)")
}

private func expectPairs(
    _ found: [ZoneIntersection], _ expected: [(Int, Int, Double)], relative: Double = 1e-9
) {
    #expect(found.map { [$0.first, $0.second] } == expected.map { [$0.0, $0.1] })
    expectAreas(found.map(\.areaInSquareMetres), expected.map(\.2), relative: relative)
}

/// The area by the meter, which joins vertices by great circles, with vertices every 20 m.
private func finelyMeasured(_ polygons: [Polygon], in crs: CoordinateReferenceSystem) throws
    -> Double
{
    func fine(_ ring: Ring) -> Ring { Ring(densified(ring.coordinates, in: crs, longest: 20)) }
    return try ellipsoidalArea(
        of: polygons.map { Polygon(shell: fine($0.shell), holes: $0.holes.map(fine)) }, in: crs)
}

@Suite struct ZoneIntersectionTests {
    @Test("Two squares that overlap by a quarter share it, and keep three quarters each")
    func quarter() throws {
        let result = try intersections(
            of: try layer("a", [[box(0, 0, 100, 100)]]),
            with: try layer("b", [[box(50, 50, 100, 100)]]), threads: 1)
        expectPairs(result.pairs, [(0, 0, 2500)])
        expectAreas(result.first.areasInSquareMetres, [10_000])
        expectAreas(result.first.areasOutsideInSquareMetres, [7500])
        expectAreas(result.second.areasOutsideInSquareMetres, [7500])
        expectAreas(
            [
                result.sharedAreaInSquareMetres, result.first.outsideAreaInSquareMetres,
                result.second.coveredAreaInSquareMetres, result.first.overlapAreaInSquareMetres,
            ], [2500, 7500, 10_000, 0])
        #expect(result.first.overlaps.isEmpty && result.notes.isEmpty)
    }

    @Test("Edges that cross off every vertex are cut where they cross")
    func diamond() throws {
        // |x| + |y| <= 60 in a square of half-side 50: four corners of 10 · 10 stick out.
        let diamond = Polygon(
            shell: Ring(
                [(60.0, 0.0), (0, 60), (-60, 0), (0, -60)].map {
                    Coordinate(x: home.x + $0.0, y: home.y + $0.1)
                }))
        let result = try intersections(
            of: try layer("a", [[diamond]]), with: try layer("b", [[box(-50, -50, 100, 100)]]),
            threads: 1)
        expectPairs(result.pairs, [(0, 0, 6800)])
        expectAreas(result.first.areasOutsideInSquareMetres, [400])
        expectAreas(result.second.areasOutsideInSquareMetres, [3200])
    }

    @Test("Zones that only share a border share no area, in one layer or in two")
    func border() throws {
        let a = try layer("a", [[box(0, 0, 100, 100)], [box(100, 0, 100, 100)]])
        let b = try layer("b", [[box(0, 100, 200, 100)], [box(0, 0, 200, 100)]])
        let result = try intersections(of: a, with: b, minimumAreaInSquareMetres: 0, threads: 1)
        expectPairs(result.pairs, [(0, 1, 10_000), (1, 1, 10_000)])
        #expect(result.first.overlaps.isEmpty && result.second.overlaps.isEmpty)
        expectAreas(result.first.areasOutsideInSquareMetres, [0, 0])
        expectAreas(result.second.areasOutsideInSquareMetres, [20_000, 0])
    }

    @Test("A zone inside another is shared whole; one in its hole not at all")
    func containment() throws {
        let ringed = Polygon(shell: ring(0, 0, 1000, 1000), holes: [ring(400, 400, 200, 200)])
        let inner = [
            [box(100, 100, 100, 100)], [box(450, 450, 100, 100)], [box(350, 450, 100, 100)],
        ]
        let result = try intersections(
            of: try layer("a", [[ringed]]), with: try layer("b", inner), threads: 1)
        expectPairs(result.pairs, [(0, 0, 10_000), (0, 2, 5000)])
        expectAreas(result.first.areasInSquareMetres, [960_000])
        expectAreas(result.first.areasOutsideInSquareMetres, [945_000])
        expectAreas(result.second.areasOutsideInSquareMetres, [0, 10_000, 5000])
        #expect(result.second.overlaps.map { [$0.first, $0.second] } == [])
    }

    @Test("The parts of a zone count together")
    func multipart() throws {
        let result = try intersections(
            of: try layer("a", [[box(0, 0, 10, 10), box(20, 0, 10, 10)], [box(10, 0, 10, 10)]]),
            with: try layer("b", [[box(5, 0, 20, 5)]]), threads: 1)
        expectPairs(result.pairs, [(0, 0, 50), (1, 0, 50)])
        expectAreas(result.first.areasOutsideInSquareMetres, [150, 50])
        expectAreas(result.second.areasOutsideInSquareMetres, [0])
    }

    @Test("An overlap within the other layer does not hide a gap")
    func gapBesideOverlap() throws {
        // Of 100 columns, 0..<60 lie in b0, 40..<80 in b1, 80..<100 in none: the shares sum to
        // the whole zone, the gap is there all the same.
        let result = try intersections(
            of: try layer("a", [[box(0, 0, 100, 10)]]),
            with: try layer("b", [[box(0, 0, 60, 10)], [box(40, 0, 40, 10)]]), threads: 1)
        expectPairs(result.pairs, [(0, 0, 600), (0, 1, 400)])
        expectAreas(result.first.areasOutsideInSquareMetres, [200])
        expectPairs(result.second.overlaps, [(0, 1, 200)])
        expectAreas(
            [
                result.second.overlapAreaInSquareMetres, result.second.coveredAreaInSquareMetres,
                result.sharedAreaInSquareMetres,
            ], [200, 800, 800])
    }

    @Test("Where three zones of a layer meet, each pair overlaps and the area counts once")
    func threefold() throws {
        let three = (0..<3).map { [box(Double($0) * 10, 0, 30, 10)] }
        let result = try intersections(
            of: try layer("a", three), with: try layer("b", [[]]), threads: 1)
        expectPairs(result.first.overlaps, [(0, 1, 200), (0, 2, 100), (1, 2, 200)])
        expectAreas([result.first.overlapAreaInSquareMetres], [300])
        expectAreas([result.first.coveredAreaInSquareMetres], [500])
        expectAreas(result.first.areasOutsideInSquareMetres, [300, 300, 300])
    }

    @Test("Zones without parts keep their places, with no area; empty layers are no error")
    func empty() throws {
        let a = try layer("a", [[], [box(0, 0, 10, 10)], []])
        let b = try layer("b", [[box(0, 0, 5, 10)], []])
        let result = try intersections(of: a, with: b, threads: 2)
        expectPairs(result.pairs, [(1, 0, 50)])
        #expect(result.first.areasInSquareMetres[0] == 0)
        #expect(result.first.areasOutsideInSquareMetres[2] == 0)
        #expect(result.second.areasInSquareMetres.count == 2)
        let none = try layer("c", [])
        let nothing = try intersections(of: none, with: none, threads: 3)
        #expect(nothing.pairs.isEmpty && nothing.first.areasInSquareMetres.isEmpty)
        let flat = try layer("d", [[box(0, 0, 10, 0)]])
        #expect(try intersections(of: flat, with: a, threads: 1).first.areasInSquareMetres == [0])
    }

    @Test("Dust is counted and summed, not listed; small zones keep their rows")
    func dust() throws {
        // A strip of 0.5 mm along 1 km: 0.5 m². And a zone of 0.25 m² that lies in the other whole.
        let a = try layer("a", [[box(0, 0, 1000, 1000)], [box(5000, 0, 0.5, 0.5)]])
        let b = try layer("b", [[box(999.9995, 0, 1000, 1000)], [box(4990, -10, 100, 100)]])
        let result = try intersections(of: a, with: b, threads: 1)
        // A strip that thin is known to the ulp of an easting of 1e7: 2e-9 m of 5e-4.
        expectPairs(result.pairs, [(1, 1, 0.25)], relative: 1e-5)
        #expect(result.smallPairs.count == 1)
        #expect(isClose(result.smallPairs.areaInSquareMetres, 0.5, relative: 1e-5))
        let note = try #require(result.notes.first)
        #expect(result.notes.count == 1)
        #expect(
            note.description.hasPrefix("1 intersections of zones of \"a\" and \"b\" are smaller"))
        #expect(note.descriptionInChinese.contains("“a”与“b”的区域之间有 1 处交叠"))
        // The part outside is still what no zone covers.
        #expect(isClose(result.first.areasOutsideInSquareMetres[0], 999_999.5, relative: 1e-9))
        let all = try intersections(of: a, with: b, minimumAreaInSquareMetres: 0.1, threads: 1)
        #expect(all.pairs.count == 2 && all.notes.isEmpty)
        let few = try intersections(of: a, with: a, minimumAreaInSquareMetres: 1e9, threads: 1)
        #expect(few.pairs.count == 2)
    }

    @Test("Degrees: a box is the strip between its parallels, a long slanted edge is straight")
    func degrees() throws {
        let a = try layer("a", [[square(112, 37, 1)]], crs: "EPSG:4490")
        let triangle = Polygon(
            shell: Ring([
                Coordinate(x: 111, y: 36), Coordinate(x: 114, y: 36), Coordinate(x: 114, y: 39),
            ]))
        let b = try layer("b", [[triangle]], crs: "EPSG:4490")
        let result = try intersections(of: a, with: b, threads: 1)
        let strip = ellipsoidalCellArea(south: 37, north: 38, width: 1)
        #expect(isClose(result.first.areasInSquareMetres[0], strip, relative: 1e-12))
        // Below the diagonal: the strip in narrow steps, by the midpoint rule.
        let steps = 20_000
        let half = (0..<steps).reduce(0.0) { sum, step in
            let south = 37 + Double(step) / Double(steps)
            return sum
                + ellipsoidalCellArea(
                    south: south, north: south + 1 / Double(steps),
                    width: 1 - (Double(step) + 0.5) / Double(steps))
        }
        expectPairs(result.pairs, [(0, 0, half)], relative: 1e-9)
        #expect(
            isClose(
                result.second.areasInSquareMetres[0], try finelyMeasured([triangle], in: a.crs),
                relative: 1e-9))
        // The meter itself differs by what its steps of 500 m bend.
        #expect(
            isClose(
                result.second.areasInSquareMetres[0],
                try ellipsoidalArea(of: [triangle], in: a.crs),
                relative: 1e-6))
        let rest = try #require(result.first.areasOutsideInSquareMetres.first)
        #expect(isClose(rest + result.pairs[0].areaInSquareMetres, strip, relative: 1e-12))
    }

    @Test(
        "In any plane the areas are those of the ellipsoid",
        arguments: ["EPSG:4547", "EPSG:4527", "EPSG:32650", "EPSG:3857", "ESRI:102025", equalArea])
    func planes(crs: String) throws {
        let system = try coordinateReferenceSystem(named: crs)
        let degrees = try coordinateReferenceSystem(named: "EPSG:4490")
        let corner = try CoordinateTransformer(from: degrees, to: system).transform([
            Coordinate(x: 113.2, y: 37.1)
        ])[0]
        func shape(_ x: Double, _ y: Double, _ size: Double) -> Polygon {
            Polygon(
                shell: Ring(
                    [(0, 0), (1, 0.1), (1.2, 0.9), (-0.1, 1)].map { (u, v) in
                        Coordinate(x: corner.x + x + size * u, y: corner.y + y + size * v)
                    }))
        }
        let zones = [[shape(0, 0, 70_000)], [shape(71_000, 5_000, 30_000)], [shape(0, 9e4, 900)]]
        let a = try layer("a", zones, crs: crs)
        let b = try layer("b", [[shape(-5_000, -5_000, 50_000)]], crs: crs)
        let result = try intersections(of: a, with: b, threads: 1)
        for (index, polygons) in zones.enumerated() {
            let expected = try finelyMeasured(polygons, in: system)
            // Steps of 20 m leave the measure 3e-9 of a zone of 900 m.
            #expect(isClose(result.first.areasInSquareMetres[index], expected, relative: 4e-9))
        }
        let shared = try #require(result.pairs.first)
        let sum = shared.areaInSquareMetres + result.first.areasOutsideInSquareMetres[0]
        #expect(isClose(sum, result.first.areasInSquareMetres[0], relative: 1e-13))
        let expected = try finelyMeasured(try geos(a.zones[0], b.zones[0]), in: system)
        #expect(isClose(shared.areaInSquareMetres, expected, relative: 1e-9))
    }
}

/// The polygons that GEOS finds two zones to share.
private func geos(_ a: Zone, _ b: Zone) throws -> [Polygon] {
    try withGDAL { _ throws(GeoFileError) in
        guard let first = makeGeometry(.polygons(a.polygons)),
            let second = makeGeometry(.polygons(b.polygons)),
            let shared = OwnedGeometry(owning: OGR_G_Intersection(first.handle, second.handle)),
            case .polygons(let polygons) = convert(shared.handle).shape
        else { return [] }
        return polygons
    }
}

/// The polygons of a zone that GEOS finds in none of `others`.
private func geosRest(_ zone: Zone, _ others: [Zone]) throws -> [Polygon] {
    try withGDAL { _ throws(GeoFileError) in
        guard let whole = makeGeometry(.polygons(zone.polygons)),
            let many = makeGeometry(.polygons(others.flatMap(\.polygons))),
            let union = OwnedGeometry(owning: OGR_G_UnionCascaded(many.handle)),
            let rest = OwnedGeometry(owning: OGR_G_Difference(whole.handle, union.handle)),
            case .polygons(let polygons) = convert(rest.handle).shape
        else { return [] }
        return polygons
    }
}

private func planeArea(_ polygons: [Polygon]) -> Double { polygons.reduce(0) { $0 + $1.area } }

@Suite struct RandomZoneIntersectionTests {
    /// Valid polygons with `vertices` vertices on a lattice, where borders and vertices coincide.
    private func latticeZones(
        _ count: Int, vertices: Int, side: Int, _ random: inout SeededRandom
    ) -> [[Polygon]] {
        var zones: [[Polygon]] = []
        var prover = ValidityProver()
        while zones.count < count {
            let polygon = Polygon(
                shell: Ring(
                    (0..<vertices).map { _ in
                        Coordinate(
                            x: home.x + 64 * Double(Int.random(in: 0...side, using: &random)),
                            y: home.y + 64 * Double(Int.random(in: 0...side, using: &random)))
                    }))
            if prover.proves([polygon]) { zones.append([polygon]) }
        }
        return zones
    }

    @Test(
        "Random zones share what GEOS says, and leave what GEOS says",
        arguments: [(3, 4), (3, 16), (4, 8), (5, 16), (4, 1000), (6, 4)])
    func againstGEOS(vertices: Int, side: Int) throws {
        var random = SeededRandom(seed: UInt64(vertices * 1000 + side))
        let a = try layer("a", latticeZones(24, vertices: vertices, side: side, &random))
        let b = try layer("b", latticeZones(24, vertices: vertices, side: side, &random))
        let result = try intersections(of: a, with: b, minimumAreaInSquareMetres: 0, threads: 1)
        // A square metre of the plane is one of the ellipsoid to 1e-9, crossings are rounded to
        // the ulp of a northing on both sides.
        let rounding = 1e-6 * Double(side * 64)
        func expect(_ found: Double, _ polygons: [Polygon], _ what: String) {
            let area = planeArea(polygons)
            #expect(isClose(found, area, relative: 1e-9, absolute: rounding), "\(what)")
        }
        var pairs: [[Int]: Double] = [:]
        for pair in result.pairs { pairs[[pair.first, pair.second]] = pair.areaInSquareMetres }
        for (i, zone) in a.zones.enumerated() {
            expect(result.first.areasInSquareMetres[i], zone.polygons, "zone \(i)")
            expect(
                result.first.areasOutsideInSquareMetres[i], try geosRest(zone, b.zones),
                "rest of \(i)")
            for (j, other) in b.zones.enumerated() {
                expect(pairs[[i, j]] ?? 0, try geos(zone, other), "pair \(i), \(j)")
            }
        }
        for (j, zone) in b.zones.enumerated() {
            expect(
                result.second.areasOutsideInSquareMetres[j], try geosRest(zone, a.zones),
                "rest of \(j) of b")
        }
        var overlaps: [[Int]: Double] = [:]
        for pair in result.first.overlaps {
            overlaps[[pair.first, pair.second]] = pair.areaInSquareMetres
        }
        for i in a.zones.indices {
            for j in a.zones.indices where j > i {
                expect(overlaps[[i, j]] ?? 0, try geos(a.zones[i], a.zones[j]), "a \(i), \(j)")
            }
        }
    }

    /// A mesh of `side` by `side` quadrilaterals with shaken corners, each side broken in `pieces`,
    /// that fills a square of `length`.
    private func mesh(
        side: Int, pieces: Int, length: Double, at corner: Coordinate, seed: UInt64
    ) -> [[Polygon]] {
        let fine = side * pieces
        let step = length / Double(fine)
        var random = SeededRandom(seed: seed)
        var places: [Coordinate] = []
        for row in 0...fine {
            for column in 0...fine {
                // The rim stays straight, so that two meshes cover the same square.
                func shaken(_ index: Int) -> Double {
                    let shift = Double.random(in: -0.3...0.3, using: &random)
                    return step * (Double(index) + (index == 0 || index == fine ? 0 : shift))
                }
                places.append(
                    Coordinate(x: corner.x + shaken(column), y: corner.y + shaken(row)))
            }
        }
        func place(_ column: Int, _ row: Int) -> Coordinate { places[row * (fine + 1) + column] }
        return (0..<side * side).map { zone in
            let (c, r) = (zone % side * pieces, zone / side * pieces)
            return [
                Polygon(
                    shell: Ring(
                        (0..<pieces).map { place(c + $0, r) }
                            + (0..<pieces).map { place(c + pieces, r + $0) }
                            + (0..<pieces).map { place(c + pieces - $0, r + pieces) }
                            + (0..<pieces).map { place(c, r + pieces - $0) }))
            ]
        }
    }

    @Test(
        "Two meshes over one square: rows and columns sum to the zones, nothing is left over",
        arguments: [
            (equalArea, home, 200_000.0),
            ("EPSG:4490", Coordinate(x: 112.3, y: 36.1), 2.0),
            ("EPSG:4547", Coordinate(x: 412_345.6, y: 4_012_345.6), 150_000),
        ])
    func tilings(crs: String, corner: Coordinate, length: Double) throws {
        let a = try layer(
            "a", mesh(side: 7, pieces: 9, length: length, at: corner, seed: 1), crs: crs)
        let b = try layer(
            "b", mesh(side: 11, pieces: 5, length: length, at: corner, seed: 2), crs: crs)
        let result = try intersections(of: a, with: b, minimumAreaInSquareMetres: 0, threads: 2)
        var rows = result.first.areasOutsideInSquareMetres
        var columns = result.second.areasOutsideInSquareMetres
        for pair in result.pairs {
            rows[pair.first] += pair.areaInSquareMetres
            columns[pair.second] += pair.areaInSquareMetres
        }
        let whole = result.sharedAreaInSquareMetres
        for (sum, area) in zip(rows, result.first.areasInSquareMetres) {
            #expect(isClose(sum, area, relative: 1e-12))
        }
        for (sum, area) in zip(columns, result.second.areasInSquareMetres) {
            #expect(isClose(sum, area, relative: 1e-12))
        }
        #expect(isClose(result.first.coveredAreaInSquareMetres, whole, relative: 1e-12))
        #expect(isClose(result.second.coveredAreaInSquareMetres, whole, relative: 1e-12))
        // Common borders are the same numbers on both sides: nothing overlaps, nothing gapes.
        #expect(result.first.outsideAreaInSquareMetres < 1e-12 * whole)
        #expect(result.first.overlapAreaInSquareMetres < 1e-12 * whole)
        for (zone, area) in zip(a.zones.prefix(9), result.first.areasInSquareMetres) {
            let expected = try finelyMeasured(zone.polygons, in: a.crs)
            #expect(isClose(area, expected, relative: 1e-9))
        }
    }

    @Test("The result is the same for any number of threads", arguments: [2, 3, 7])
    func threads(threads: Int) throws {
        let a = try layer("a", mesh(side: 12, pieces: 40, length: 1e5, at: home, seed: 3))
        let b = try layer("b", mesh(side: 9, pieces: 40, length: 1.1e5, at: home, seed: 4))
        let counter = ChunkCounter()
        let one = try intersections(of: a, with: b, threads: 1)
        let many = try ChunkCounter.$current.withValue(counter) {
            try intersections(of: a, with: b, threads: threads)
        }
        #expect(one == many)
        #expect(counter.count > 1)
        #expect(one.pairs.count > 200)
        for (zone, area) in zip(a.zones, one.first.areasInSquareMetres) {
            #expect(isClose(area, planeArea(zone.polygons), relative: 2e-9))
        }
    }

    @Test("Hundreds of zones on one lattice, in many tiles, leave what GEOS says")
    func manyTiles() throws {
        var random = SeededRandom(seed: 6)
        // Small triangles and quadrilaterals all over a square of 64 lattice steps.
        func scattered(_ count: Int) -> [[Polygon]] {
            latticeZones(count, vertices: 3, side: 8, &random).map { polygons in
                let x = 64 * Double(Int.random(in: 0...56, using: &random))
                let y = 64 * Double(Int.random(in: 0...56, using: &random))
                return polygons.map { polygon in
                    Polygon(
                        shell: Ring(
                            polygon.shell.coordinates.map {
                                Coordinate(x: $0.x + x, y: $0.y + y)
                            }))
                }
            }
        }
        let a = try layer("a", scattered(900))
        let b = try layer("b", scattered(600))
        let result = try intersections(of: a, with: b, minimumAreaInSquareMetres: 0, threads: 2)
        for (index, zone) in a.zones.enumerated() {
            let area = planeArea(zone.polygons)
            #expect(isClose(result.first.areasInSquareMetres[index], area, relative: 1e-8))
        }
        var shares = [[Int: Double]](repeating: [:], count: 900)
        for pair in result.pairs { shares[pair.first][pair.second] = pair.areaInSquareMetres }
        for index in stride(from: 0, to: 900, by: 30) {
            let rest = planeArea(try geosRest(a.zones[index], b.zones))
            #expect(
                isClose(
                    result.first.areasOutsideInSquareMetres[index], rest, relative: 1e-8,
                    absolute: 1e-3))
            for (other, zone) in b.zones.enumerated() {
                let area = planeArea(try geos(a.zones[index], zone))
                #expect(
                    isClose(shares[index][other] ?? 0, area, relative: 1e-8, absolute: 1e-3))
            }
        }
    }

    @Test("A border digitised twice leaves slivers with the areas that GEOS finds")
    func digitisedTwice() throws {
        let zones = mesh(side: 6, pieces: 20, length: 1e5, at: home, seed: 7)
        var random = SeededRandom(seed: 8)
        var moved: [Coordinate: Coordinate] = [:]
        // Half a metre off at every vertex, alike for neighbours: the copy is a mesh too.
        func again(_ place: Coordinate) -> Coordinate {
            if let known = moved[place] { return known }
            let shift = (0..<2).map { _ in Double.random(in: -0.5...0.5, using: &random) }
            let made = Coordinate(x: place.x + shift[0], y: place.y + shift[1])
            moved[place] = made
            return made
        }
        let a = try layer("a", zones)
        let b = try layer(
            "b", zones.map { [Polygon(shell: Ring($0[0].shell.coordinates.map(again)))] })
        let result = try intersections(of: a, with: b, threads: 2)
        // Beside itself every zone meets two, three or four neighbours along a border.
        #expect(result.pairs.count >= 36 + 2 * 60)
        for pair in result.pairs {
            let expected = planeArea(try geos(a.zones[pair.first], b.zones[pair.second]))
            #expect(isClose(pair.areaInSquareMetres, expected, relative: 1e-8, absolute: 1e-3))
        }
        let coarse = try intersections(
            of: a, with: b, minimumAreaInSquareMetres: 1e5, threads: 2)
        #expect(coarse.pairs.count == 36)
        #expect(coarse.smallPairs.count >= 2 * 60)
    }

    @Test("A layer with itself: every zone has itself, and its neighbours not at all")
    func itself() throws {
        let a = try layer("a", mesh(side: 8, pieces: 6, length: 1e5, at: home, seed: 5))
        let result = try intersections(of: a, with: a, threads: 1)
        #expect(result.pairs.map(\.first) == Array(0..<64))
        #expect(result.pairs.map(\.second) == Array(0..<64))
        expectAreas(
            result.pairs.map(\.areaInSquareMetres), result.first.areasInSquareMetres,
            relative: 1e-12)
        #expect(result.first.areasOutsideInSquareMetres.allSatisfy { $0 < 1e-3 })
    }

    @Test("Many copies of a zone, and many zones around one point, come to an end")
    func crowded() throws {
        let copies = try layer("a", Array(repeating: [box(0, 0, 100, 100)], count: 60))
        let centre = Coordinate(x: home.x + 50, y: home.y + 50)
        let wedges = (0..<90).map { index in
            func rim(_ step: Int) -> Coordinate {
                let angle = Double(step % 90) * .pi / 45
                return Coordinate(x: centre.x + 40 * cos(angle), y: centre.y + 40 * sin(angle))
            }
            return [Polygon(shell: Ring([centre, rim(index), rim(index + 1)]))]
        }
        let result = try intersections(
            of: copies, with: try layer("b", wedges), minimumAreaInSquareMetres: 1e-3, threads: 2)
        #expect(result.pairs.count == 60 * 90)
        #expect(result.first.overlaps.count == 60 * 59 / 2)
        let wedge = 0.5 * 1600 * sin(.pi / 45)
        #expect(
            result.pairs.allSatisfy { isClose($0.areaInSquareMetres, wedge, relative: 1e-7) })
        #expect(isClose(result.first.outsideAreaInSquareMetres, 1e4 - 90 * wedge, relative: 1e-8))
    }
}

@Suite struct ZoneIntersectionFailureTests {
    @Test("Two CRS, a coordinate that is no number and a place off the map are errors")
    func refusals() throws {
        let a = try layer("a", [[box(0, 0, 10, 10)]])
        let degrees = try layer("b", [[square(112, 37, 1)]], crs: "EPSG:4490")
        let two = try #require(throws: GeoFileError.self) {
            try intersections(of: a, with: degrees, threads: 1)
        }
        #expect(two.kind == .wrongContent)
        #expect(two.description.contains("Read both into one CRS."))
        #expect(two.descriptionInChinese.contains("请以同一坐标系读取"))
        let broken = try layer(
            "c",
            [[Polygon(shell: Ring([home, Coordinate(x: .nan, y: 1), Coordinate(x: 1, y: 1)]))]])
        let notFinite = try #require(throws: GeoFileError.self) {
            try intersections(of: a, with: broken, threads: 1)
        }
        #expect(notFinite.description.hasPrefix("Zone \"c0\" of layer \"c\" in \"c.gpkg\""))
        #expect(notFinite.descriptionInChinese.contains("区域“c0”"))
        let metres = try layer("m", [[box(0, 0, 10, 10)]], crs: "EPSG:4490")
        let beyond = try #require(throws: GeoFileError.self) {
            try intersections(of: metres, with: metres, threads: 1)
        }
        #expect(beyond.description.contains("(10800000.0, 4400000.0), which is no place in"))
        // Nothing of an orthographic globe lies 9000 km from its centre.
        let globe = "+proj=ortho +lat_0=37 +lon_0=112 +ellps=GRS80"
        func far(_ name: String, _ x: Double) throws -> ZoneLayer {
            try layer(
                name,
                [
                    [
                        Polygon(
                            shell: Ring([
                                Coordinate(x: x, y: 0), Coordinate(x: 9e6, y: 1e4),
                                Coordinate(x: 9e6, y: 0),
                            ]))
                    ]
                ], crs: globe)
        }
        let off = try #require(throws: GeoFileError.self) {
            try intersections(of: try far("d", 8.99e6), with: try far("e", 8.98e6), threads: 1)
        }
        #expect(off.description.contains("near zones \"d0\", \"e0\""))
        #expect(off.descriptionInChinese.contains("区域 \"d0\", \"e0\" 附近"))
    }
}

@Suite struct RealZoneIntersectionTests {
    private static let hasData = TestFolders.realData != nil || mustRunEverything

    @Test("Districts lie in their cities and nowhere else", .enabled(if: hasData, "no real data"))
    func nested() throws {
        let folder = try #require(TestFolders.realData).appending(path: "admin-tianditu-sd-sx")
        func read(_ name: String, _ field: String) throws -> ZoneLayer {
            try readZones(
                at: folder.appending(path: "sd_sx_\(name).geojson").path, idField: field)
        }
        let cities = try read("city", "city_adcode")
        let districts = try read("district", "district_adcode")
        let result = try intersections(of: cities, with: districts, threads: 2)
        #expect(result.pairs.count == districts.zones.count)
        let owners = try districts.values(ofField: "city_adcode").map(\.text)
        for pair in result.pairs {
            #expect(cities.zones[pair.first].id == owners[pair.second])
            #expect(
                isClose(
                    pair.areaInSquareMetres, result.second.areasInSquareMetres[pair.second],
                    relative: 1e-6))
        }
        // The layer nests but for rounding of the outlines' last digit.
        let whole = result.first.coveredAreaInSquareMetres
        #expect(result.first.outsideAreaInSquareMetres < 1e-6 * whole)
        #expect(result.second.outsideAreaInSquareMetres < 1e-6 * whole)
        for (zone, area) in zip(cities.zones, result.first.areasInSquareMetres) {
            #expect(isClose(zone.areaInSquareMetres, area, relative: 1e-6))
        }
    }
}
