import Geometry
import Interpolation
import TestSupport
import Testing

@Suite("Zone means of inverse distance, hour by hour")
struct ZoneInverseDistanceTests {
    /// Two cells of weights 1 and 3, at 1 and 2 on a line with stations at 0 and 4.
    private let line = ZoneCells(
        centres: [Coordinate(x: 1, y: 0), Coordinate(x: 2, y: 0)], weights: [1, 3])
    private let ends = [Coordinate(x: 0, y: 0), Coordinate(x: 4, y: 0)]

    @Test("Two stations, two cells, worked by hand; a station alone gives its value")
    func byHand() throws {
        // Power 1: at 1 weights 1 and 1/3: (0 + 80/3) / (4/3) = 20; at 2 the mean 40.
        // (20 + 3 · 40) / 4 = 35.
        for neighbours in [InverseDistance.Neighbours.all, .nearest(2), .nearest(7)] {
            let zones = try ZoneInverseDistance(
                InverseDistance(power: 1, neighbours: neighbours), stations: ends, crs: projected,
                zones: [line, ZoneCells(centres: [], weights: [])])
            let means = zones.means(of: [0, 80, 7, .nan, .infinity, 9, -9999, .nan])
            let expected: [Double] = [35, .nan, 7, .nan, 9, .nan, .nan, .nan]
            #expect(zip(means, expected).allSatisfy { isClose($0, $1) })
        }
        #expect(
            try ZoneInverseDistance(
                InverseDistance(), stations: ends, crs: projected, zones: [line]
            ).means(of: []).isEmpty)
    }

    private static let methods:
        [(name: String, power: Double, nearest: Int?, radius: Double?, minimum: Int)] = [
            ("all", 2, nil, nil, 1), ("all, three at least", 2, nil, nil, 3),
            ("all, power 2.5", 2.5, nil, nil, 1), ("all, huge power", 900, nil, nil, 1),
            ("nearest", 2, 1, nil, 1), ("five nearest", 1, 5, nil, 1),
            ("twelve nearest, huge power", 700, 12, nil, 1),
            ("radius", 2, nil, 11, 1), ("five nearest in a radius, two at least", 2, 5, 7, 2),
        ]

    @Test(
        "Equal to the surface of the stations that reported, hour by hour",
        arguments: methods.indices)
    func oracle(index: Int) throws {
        let (name, power, nearest, radius, minimum) = Self.methods[index]
        let method = try InverseDistance(
            power: power, neighbours: nearest.map { .nearest($0) } ?? .all, radiusInMetres: radius,
            minimumCount: minimum)
        var random = SeededRandom(seed: 4)
        // A lattice with ties, scattered stations, two on one place, one without a place.
        var stations = (0..<16).map { Coordinate(x: Double($0 % 4) * 8, y: Double($0 / 4) * 8) }
        stations += randomStations(60, seed: 5, x: 0...30, y: 0...30).map(\.coordinate)
        stations += [stations[20], Coordinate(x: .nan, y: 2), Coordinate(x: 10, y: 10)]
        let zones = (0..<4).map { zone in
            let cells = (0..<25).map {
                Coordinate(
                    x: Double(zone % 2 * 14 + $0 % 5 * 2), y: Double(zone / 2 * 14 + $0 / 5 * 2))
            }
            return ZoneCells(
                centres: cells, weights: cells.map { _ in .random(in: 0.1...1, using: &random) })
        }
        // Every share of stations missing, from none to all.
        let hours = 37
        var readings: [Double] = []
        for hour in 0..<hours {
            let missing = Double(hour) / Double(hours - 1)
            for _ in stations {
                let isMissing = Double.random(in: 0..<1, using: &random) < missing
                readings.append(isMissing ? .nan : .random(in: 0...150, using: &random))
            }
        }
        let means = try ZoneInverseDistance(
            method, stations: stations, crs: projected, zones: zones
        ).means(of: readings)

        for hour in 0..<hours {
            let reported = stations.indices.map {
                StationValue(
                    id: "\($0)", coordinate: stations[$0],
                    value: readings[hour * stations.count + $0])
            }
            let prepared = try? PreparedStations(reported, crs: projected)
            for (zone, cells) in zones.enumerated() {
                let values =
                    prepared.map { method.estimate(from: $0, at: cells.centres) }
                    ?? cells.centres.map { _ in .nan }
                var (sum, total) = (0.0, 0.0)
                for (value, weight) in zip(values, cells.weights) where !value.isNaN {
                    sum += value * weight
                    total += weight
                }
                let mean = means[hour * zones.count + zone]
                guard isClose(mean, sum / total, relative: 1e-9) else {
                    Issue.record("\(name), hour \(hour), zone \(zone): \(mean), not \(sum / total)")
                    return
                }
            }
        }
    }

    @Test("The same bits on any number of threads")
    func threads() throws {
        let stations = randomStations(40, seed: 8, x: 110...112, y: 30...31).map(\.coordinate)
        let cells = randomStations(90, seed: 9, x: 110...112, y: 30...31).map(\.coordinate)
        var random = SeededRandom(seed: 3)
        let readings = (0..<40 * 700).map { _ in Double.random(in: 0...99, using: &random) }
        for neighbours in [InverseDistance.Neighbours.all, .nearest(5)] {
            let zones = try ZoneInverseDistance(
                InverseDistance(neighbours: neighbours), stations: stations, crs: geographic,
                zones: [ZoneCells(centres: cells, weights: cells.map { _ in 1 })])
            let expected = zones.means(of: readings)
            #expect(expected.count == 700)
            for threads in [2, 3, 7] {
                #expect(zones.means(of: readings, threads: threads) == expected)
            }
        }
    }

    @Test("Stations without any place, and degrees without a CRS, are refused")
    func refused() throws {
        #expect(throws: InterpolationError.noStations(dropped: 1)) {
            try ZoneInverseDistance(
                InverseDistance(), stations: [Coordinate(x: .nan, y: 1)], crs: projected,
                zones: [])
        }
        #expect(throws: InterpolationError.unknownReferenceSystem) {
            try ZoneInverseDistance(InverseDistance(), stations: ends, crs: nil, zones: [line])
        }
        #expect(throws: InterpolationError.latitudeOutOfRange(id: "2", latitude: 99)) {
            try ZoneInverseDistance(
                InverseDistance(), stations: [ends[0], Coordinate(x: 1, y: 99)], crs: geographic,
                zones: [line])
        }
    }
}
