import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

@Suite("Inverse distance from sectors")
struct SearchSectorsTests {
    private static let directions: [(east: Double, north: Double, four: Int, eight: Int)] = [
        (0, 1, 0, 0), (1, 2, 0, 0), (1, 1, 0, 1), (2, 1, 0, 1), (1, 0, 1, 2), (2, -1, 1, 2),
        (1, -1, 1, 3), (1, -2, 1, 3), (0, -1, 2, 4), (-1, -2, 2, 4), (-1, -1, 2, 5),
        (-2, -1, 2, 5), (-1, 0, 3, 6), (-2, 1, 3, 6), (-1, 1, 3, 7), (-1, 2, 3, 7), (0, 0, 0, 0),
    ]

    @Test(
        "Sectors run clockwise from north and hold their first direction",
        arguments: directions.indices)
    func sectors(index: Int) {
        let (east, north, four, eight) = Self.directions[index]
        #expect(SearchSectors.four.sector(east: east, north: north) == four)
        #expect(SearchSectors.eight.sector(east: east, north: north) == eight)
        #expect(SearchSectors.one.sector(east: east, north: north) == 0)
    }

    @Test("A cluster on one side does not silence the other: one of each quadrant, by hand")
    func cluster() throws {
        // Three stations north-east at √2, 2√2, 3√2, one south-west at 5√2.
        let raw = [(1, 1, 10), (2, 2, 20), (3, 3, 30), (-5, -5, 36)].map {
            station("\($0.0)", Double($0.0), Double($0.1), Double($0.2))
        }
        let stations = try PreparedStations(raw, crs: projected)
        let origin = [Coordinate(x: 0, y: 0)]
        let plain = try InverseDistance(neighbours: .nearest(1))
        #expect(plain.estimate(from: stations, at: origin) == [10])
        // Weights 1/2 and 1/50: (5 + 0.72) / 0.52 = 11.
        for sectors in [SearchSectors.four, .eight] {
            let method = try InverseDistance(neighbours: .nearest(1), sectors: sectors)
            #expect(isClose(method.estimate(from: stations, at: origin)[0], 11))
        }
        // Two of one quadrant, the radius keeps the far one out.
        let near = try InverseDistance(
            neighbours: .nearest(2), radiusInMetres: 6, minimumCount: 2, sectors: .four)
        // (10/2 + 20/8) / (1/2 + 1/8) = 12.
        #expect(isClose(near.estimate(from: stations, at: origin)[0], 12))
        let three = try InverseDistance(
            neighbours: .nearest(2), radiusInMetres: 6, minimumCount: 3, sectors: .four)
        #expect(three.estimate(from: stations, at: origin)[0].isNaN)
    }

    @Test(
        "Equal to the definition, on grids as at points, in both kinds of CRS",
        arguments: [SearchSectors.four, .eight])
    func oracle(sectors: SearchSectors) throws {
        for crs in [projected, geographic] {
            let raw = randomStations(120, seed: 5, x: 110...114, y: 50...53)
            let stations = try PreparedStations(raw, crs: crs)
            let method = try InverseDistance(neighbours: .nearest(3), sectors: sectors)
            let geometry = grid(30, 40, cell: 0.1, x: 110, y: 53, crs: crs)
            let surface = try method.preciseEstimate(from: stations, on: geometry, threads: 2)
            #expect(try windowsEqualWhole(of: method, from: stations, on: geometry))
            for index in surface.values.indices {
                let centre = geometry.centre(row: index / 40, column: index % 40)
                let scale = crs.isGeographic ? cos(centre.y * Double.pi / 180) : 1
                // Sort by distance in each sector by its angle, clockwise from north.
                var chosen: [StationValue] = []
                for sector in 0..<sectors.rawValue {
                    let inside = stations.stations.filter { station in
                        let east = (station.coordinate.x - centre.x) * scale
                        let north = station.coordinate.y - centre.y
                        let angle = atan2(east, north) * 180 / Double.pi
                        let whole = angle < 0 ? angle + 360 : angle
                        return Int(whole / (360 / Double(sectors.rawValue))) == sector
                    }
                    let here = stations.measure.position(of: centre)
                    func distance(_ station: StationValue) -> Double {
                        let place = stations.measure.position(of: station.coordinate)
                        let (dx, dy, dz) = (place.x - here.x, place.y - here.y, place.z - here.z)
                        return dx * dx + dy * dy + dz * dz
                    }
                    chosen += inside.sorted { distance($0) < distance($1) }.prefix(3)
                }
                let expected = plainInverseDistance(
                    try PreparedStations(chosen, crs: crs), at: centre, power: 2, nearest: 999)
                guard isClose(surface.values[index], expected, relative: 1e-11) else {
                    Issue.record("\(centre): \(surface.values[index]), not \(expected)")
                    return
                }
            }
        }
    }

    @Test("Leaving one out and zone means follow the sectors")
    func others() throws {
        let raw = randomStations(40, seed: 5, x: 0...100, y: 0...100)
        let stations = try PreparedStations(raw, crs: projected)
        let method = try InverseDistance(neighbours: .nearest(2), sectors: .four)
        let refitted = try CrossValidation.leaveOneOut(stations, method.predictor)
        for (a, b) in zip(method.leaveOneOut(stations).rows, refitted.rows) {
            #expect(isClose(a.predicted, b.predicted))
        }
        let cells = ZoneCells(
            centres: [Coordinate(x: 30, y: 30), Coordinate(x: 60, y: 50)], weights: [1, 1])
        let zones = try ZoneInverseDistance(
            method, stations: stations.stations.map(\.coordinate), crs: projected, zones: [cells])
        let values = method.estimate(from: stations, at: cells.centres)
        let mean = zones.means(of: stations.stations.map(\.value))[0]
        #expect(isClose(mean, (values[0] + values[1]) / 2))
    }
}

@Suite("Inverse distance along a path of its own")
struct OwnDistanceTests {
    /// Along x only, as on a canal; nothing crosses x = 50.
    private struct Canal: DistanceProvider {
        func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
            (start.x < 50) == (end.x < 50) ? abs(start.x - end.x) : .infinity
        }
    }

    @Test("Distances of a canal, worked by hand; no way there means no weight")
    func canal() throws {
        let raw = [
            station("A", 0, 7, 10), station("B", 4, -9, 40), station("C", 51, 0, 1000),
        ]
        let stations = try PreparedStations(raw, crs: projected)
        let points = [(1, 100), (0, -3), (2, 0), (60, 0), (50.5, 3)].map {
            Coordinate(x: $0.0, y: $0.1)
        }
        // Power 1: at 1, weights 1 and 1/3: (10 + 40/3) / (4/3) = 17.5.
        let method = try InverseDistance(power: 1, neighbours: .all)
        let values = method.estimate(from: stations, at: points, through: Canal())
        #expect(zip(values, [17.5, 10, 25, 1000, 1000]).allSatisfy { isClose($0, $1) })
        let near = try InverseDistance(power: 1, neighbours: .nearest(1), radiusInMetres: 8)
            .estimate(from: stations, at: points, through: Canal())
        #expect(near[0] == 10 && near[3].isNaN)
    }

    @Test("Cells equal points; with straight distances both equal the plain method")
    func surfaces() throws {
        let raw = randomStations(30, seed: 7, x: 0...40, y: -70...0)
        let stations = try PreparedStations(raw, crs: projected)
        let method = try InverseDistance(neighbours: .nearest(6))
        let geometry = grid(70, 40)
        var values: [Double] = []
        try method.estimate(
            from: stations, on: SurfaceTarget(geometry), through: PlanarDistance(), threads: 3
        ) { values += $0.values }
        let plain = try method.preciseEstimate(from: stations, on: geometry).values
        #expect(zip(values, plain).allSatisfy { isClose($0, $1) })
        let centres = (0..<2800).map { geometry.centre(row: $0 / 40, column: $0 % 40) }
        #expect(
            method.estimate(from: stations, at: centres, through: PlanarDistance(), threads: 2)
                == values)
    }
}
