import Geometry
import Grids
import Rivers
import TestSupport
import Testing

@Suite("The next section along the river")
struct NextSectionTests {
    private let sections = [section("S", 1, 50), section("T", 2, 70), section("U", 0, 30)]

    @Test(
        "Downstream the first that the water comes to, upstream the nearest it came from",
        arguments: [
            (0, 10, TraceDirection.downstream, 2, 20), (0, 30, .downstream, 2, 0),
            (0, 31, .downstream, 0, 119), (2, 0, .downstream, 1, 70), (2, 75, .downstream, 0, 55),
            (1, 50, .downstream, 0, 0), (1, 60, .downstream, nil, 0),
            (1, 60, .upstream, 0, 10), (1, 40, .upstream, 1, 50), (0, 90, .upstream, 2, 60),
            (2, 60, .upstream, nil, 0),
        ] as [(Int, Double, TraceDirection, Int?, Double)])
    func confluenceCases(
        reach: Int, measure: Double, direction: TraceDirection, expected: Int?, distance: Double
    ) {
        let position = RiverPosition(reach: reach, measureInMetres: measure)
        let next = confluence.nextSections(from: [position], direction, among: sections)[0]
        #expect(next?.section == expected)
        #expect(next.map(\.distanceInMetres) ?? 0 == distance)
    }

    @Test("It is the first section that a trace meets", arguments: 0..<6 as Range<UInt64>)
    func traces(seed: UInt64) {
        let network = randomNetwork(seed: seed, reaches: 40)
        var random = SeededRandom(seed: seed + 50)
        let usable = network.reaches.indices.filter { network.reaches[$0].isUsable }
        func place() -> RiverPosition {
            let reach = usable[Int.random(in: 0..<usable.count, using: &random)]
            return RiverPosition(
                reach: reach,
                measureInMetres: .random(
                    in: 0...network.reaches[reach].lengthInMetres, using: &random))
        }
        let sections = (0..<12).map { LocatedSection(id: "S\($0)", position: place()) }
        for direction in TraceDirection.allCases {
            let starts = (0..<60).map { _ in place() }
            let next = network.nextSections(from: starts, direction, among: sections)
            for (start, next) in zip(starts, next) {
                let met = network.positions(sections.map(\.position), from: start, direction).first
                #expect((next == nil) == (met == nil))
                guard let next, let met else { continue }
                #expect(
                    isClose(next.distanceInMetres, met.distanceInMetres, absolute: 1e-9),
                    "\(start) \(direction) \(next) \(met)")
            }
        }
    }
}

@Suite("Values of ranges")
struct RangeEstimateTests {
    private func estimate(
        _ network: RiverNetwork, _ sections: [(LocatedSection, Double)], reach: Int,
        at measure: Double, weights: [Double]? = nil
    ) -> RangeEstimate {
        let range = SectionRange(
            reach: reach, fromMeasure: measure - 1, toMeasure: measure + 1, section: nil,
            method: .unknown, distanceInMetres: nil, line: LineString([]))
        let values = sections.map { SectionValue(section: $0.0, value: $0.1) }
        return network.estimates(of: [range], from: values, weights: weights)[0]
    }

    @Test("Between two sections the value changes evenly; outside them each stands alone")
    func straight() {
        let network = RiverNetwork(
            reaches: [reach("1", "汾河", [(0, 0), (60, 0), (100, 0)])], nodeTolerance: 1)
        let sections = [(section("A", 0, 20), 1.0), (section("B", 0, 80), 4.0)]
        #expect(
            estimate(network, sections, reach: 0, at: 40)
                == RangeEstimate(
                    method: .interpolated, value: 2, upstreamDistanceInMetres: 20,
                    downstreamDistanceInMetres: 40))
        #expect(
            estimate(network, sections, reach: 0, at: 10)
                == RangeEstimate(method: .measured, value: 1, downstreamDistanceInMetres: 10))
        #expect(
            estimate(network, sections, reach: 0, at: 95)
                == RangeEstimate(method: .measured, value: 4, upstreamDistanceInMetres: 15))
        #expect(estimate(network, [], reach: 0, at: 50) == RangeEstimate(method: .unknown))
        let blank = [(section("A", 0, 20), Double.nan)]
        #expect(estimate(network, blank, reach: 0, at: 50).method == .unknown)
    }

    @Test("With all cuts asked for, ranges end at sections and confluences too")
    func cuts() {
        let straight = RiverNetwork(
            reaches: [reach("1", "汾河", [(0, 0), (60, 0), (100, 0)])], nodeTolerance: 1)
        let sections = [section("A", 0, 30), section("B", 0, 80)]
        #expect(
            summary(straight.ranges(of: sections, assignment: .between, cutsEverywhere: true))
                == ["0 0.0-30.0 A", "0 30.0-55.0 A", "0 55.0-80.0 B", "0 80.0-100.0 B"])
        let joined = RiverNetwork(
            reaches: [
                reach("1", "汾河", [(0, 0), (100, 0)]), reach("2", "潇河", [(40, 50), (40, 0)]),
            ], nodeTolerance: 1)
        let below = [section("S", 0, 90)]
        #expect(
            summary(joined.ranges(of: below))
                == ["0 0.0-90.0 S", "0 90.0-100.0 –", "1 0.0-50.0 S"])
        #expect(
            summary(joined.ranges(of: below, cutsEverywhere: true))
                == ["0 0.0-40.0 S", "0 40.0-90.0 S", "0 90.0-100.0 –", "1 0.0-50.0 S"])
    }

    @Test("At a confluence waters are mixed by weight, and not without weights")
    func mixing() {
        let sections = [(section("M", 0, 50), 2.0), (section("T", 2, 40), 5.0)]
        // (2·2 + 5·1) ÷ 3 = 3, carried on; the nearer section is 40 m above the confluence.
        #expect(
            estimate(confluence, sections, reach: 1, at: 50, weights: [2, 0, 1])
                == RangeEstimate(method: .mixed, value: 3, upstreamDistanceInMetres: 90))
        #expect(estimate(confluence, sections, reach: 1, at: 50).method == .unknown)
        // With a section below, the mixed water changes evenly to it.
        let three = sections + [(section("S", 1, 60), 10.0)]
        let between = estimate(confluence, three, reach: 1, at: 10, weights: [2, 0, 1])
        #expect(between.method == .interpolated && between.downstreamDistanceInMetres == 50)
        #expect(between.value == 6.5)
        // Unweighted, the section below stands alone for what comes to it.
        #expect(
            estimate(confluence, three, reach: 1, at: 10)
                == RangeEstimate(method: .measured, value: 10, downstreamDistanceInMetres: 50))
        // Arms without a value, or without weight, do not count.
        let one = Array(sections.prefix(1))
        #expect(estimate(confluence, one, reach: 1, at: 50, weights: [2, 0, 1]).value == 2)
        #expect(
            estimate(confluence, sections, reach: 1, at: 50, weights: [0, 0, .nan]).method
                == .unknown)
    }

    @Test("Water that divides and meets again keeps its value without weights")
    func dividing() {
        let value = estimate(braid, [(section("A", 0, 40), 3.0)], reach: 3, at: 50)
        #expect(
            value
                == RangeEstimate(method: .measured, value: 3, upstreamDistanceInMetres: 210))
    }

    @Test("Values lie between the smallest and the largest of the sections", arguments: 0..<5)
    func bounds(seed: Int) {
        let network = randomNetwork(seed: UInt64(seed), reaches: 50)
        var random = SeededRandom(seed: UInt64(seed) + 7)
        let usable = network.reaches.indices.filter { network.reaches[$0].isUsable }
        let sections = (0..<15).map { number in
            SectionValue(
                section: section(
                    "S\(number)", usable[Int.random(in: 0..<usable.count, using: &random)], 4),
                value: .random(in: 2...9, using: &random))
        }
        let ranges = network.ranges(of: sections.map(\.section), cutsEverywhere: true)
        let whole = ranges.reduce(0) { $0 + $1.lengthInMetres }
        #expect(isClose(whole, network.lengthInMetres, relative: 1e-12))
        let weights = network.reaches.map(\.lengthInMetres)
        let values = network.estimates(of: ranges, from: sections, weights: weights)
        #expect(values.contains { $0.method == .interpolated })
        for estimate in values {
            #expect((estimate.value == nil) == (estimate.method == .unknown))
            if let value = estimate.value { #expect(value >= 2 && value <= 9) }
        }
        let turned = network.estimates(of: ranges, from: sections.reversed(), weights: weights)
        #expect(turned == values)
    }
}

@Suite("Interpolation along the river")
struct RiverInterpolationTests {
    private let stations = [
        RiverStation(position: RiverPosition(reach: 0, measureInMetres: 60), value: 2),
        RiverStation(position: RiverPosition(reach: 2, measureInMetres: 60), value: 8),
        RiverStation(position: RiverPosition(reach: 1, measureInMetres: 80), value: .nan),
    ]

    @Test("Inverse distances are taken along the river")
    func weights() throws {
        // At the confluence the two stations are 40 m and 20 m away: weights 1 and 4.
        let node = RiverPosition(reach: 1, measureInMetres: 0)
        let found = try #require(confluence.interpolate(stations, at: [node])[0])
        #expect(isClose(found.value, (2 + 4 * 8) / 5, relative: 1e-15))
        #expect(found.stationCount == 2 && found.nearestStation == 1)
        #expect(found.nearestDistanceInMetres == 20)
        let one = try #require(
            confluence.interpolate(stations, at: [node], RiverInterpolation(neighbours: 1))[0])
        #expect(one.value == 8 && one.stationCount == 1)
        let near = RiverInterpolation(radiusInMetres: 19)
        #expect(confluence.interpolate(stations, at: [node], near)[0] == nil)
    }

    @Test("With the flow alone a tributary says nothing of the main river above")
    func flowConnected() {
        let flow = RiverInterpolation(connection: .flow)
        let above = RiverPosition(reach: 0, measureInMetres: 90)
        let below = RiverPosition(reach: 1, measureInMetres: 10)
        let found = confluence.interpolate(stations, at: [above, below], flow)
        #expect(found.map { $0?.value == 2 } == [true, false])
        #expect(found.map { $0?.stationCount } == [1, 2])
        #expect(confluence.interpolate(stations, at: [above])[0]?.stationCount == 2)
    }

    @Test("A place at a station has its value; at two stations their mean; far apart none")
    func exact() {
        let network = RiverNetwork(
            reaches: [reach("1", "", [(0, 0), (100, 0)]), reach("2", "", [(0, 50), (100, 50)])],
            nodeTolerance: 1)
        let here = RiverPosition(reach: 0, measureInMetres: 30)
        let stations = [
            RiverStation(position: here, value: 1), RiverStation(position: here, value: 4),
            RiverStation(position: RiverPosition(reach: 0, measureInMetres: 31), value: 90),
        ]
        #expect(network.interpolate(stations, at: [here])[0]?.value == 2.5)
        let elsewhere = RiverPosition(reach: 1, measureInMetres: 30)
        #expect(network.interpolate(stations, at: [elsewhere])[0] == nil)
        #expect(network.interpolate([], at: [here])[0] == nil)
    }

    @Test("Searching from all stations at once finds what a walk from each finds", arguments: 0..<6)
    func oracle(seed: Int) {
        let network = randomNetwork(seed: UInt64(seed), reaches: 40)
        var random = SeededRandom(seed: UInt64(seed) + 300)
        let usable = network.reaches.indices.filter { network.reaches[$0].isUsable }
        func place() -> RiverPosition {
            let reach = usable[Int.random(in: 0..<usable.count, using: &random)]
            return RiverPosition(
                reach: reach,
                measureInMetres: .random(
                    in: 0...network.reaches[reach].lengthInMetres, using: &random))
        }
        let stations = (0..<9).map { _ in
            RiverStation(position: place(), value: .random(in: 1...9, using: &random))
        }
        let targets = (0..<40).map { _ in place() }
        let flow = RiverInterpolation(neighbours: nil, connection: .flow)
        for (target, found) in zip(targets, network.interpolate(stations, at: targets, flow)) {
            var distances = [Double](repeating: .infinity, count: stations.count)
            for direction in TraceDirection.allCases {
                for met in network.positions(stations.map(\.position), from: target, direction) {
                    distances[met.position] = min(distances[met.position], met.distanceInMetres)
                }
            }
            let weights = distances.map { 1 / ($0 * $0) }
            let total = weights.reduce(0, +)
            #expect((found == nil) == (total == 0))
            guard let found else { continue }
            let mean = zip(weights, stations).reduce(0) { $0 + $1.0 * $1.1.value } / total
            #expect(isClose(found.value, mean, relative: 1e-9))
            let nearest = distances.min() ?? .infinity
            #expect(isClose(found.nearestDistanceInMetres, nearest, absolute: 1e-9))
        }
        let one = network.interpolate(stations, at: targets)
        #expect(network.interpolate(stations, at: targets, threads: 3) == one)
    }

    @Test("Pieces of even length add up to the reaches")
    func pieces() {
        let pieces = confluence.pieces(noLongerThan: 30)
        #expect(pieces.map(\.reach) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2])
        #expect(pieces[0].toMeasure == 25 && pieces[3].toMeasure == 100)
        #expect(pieces[1].middle.measureInMetres == 37.5)
        let length = pieces.reduce(0) { $0 + $1.toMeasure - $1.fromMeasure }
        #expect(isClose(length, confluence.lengthInMetres, relative: 1e-15))
    }
}

@Suite("River distance")
struct RiverDistanceTests {
    private let a = Coordinate(x: 40, y: 1)
    private let b = Coordinate(x: 101, y: 30)
    private let c = Coordinate(x: 150, y: -1)

    @Test("It is the way along the river, the same from either end, known station or not")
    func ways() {
        let distance = RiverDistance(along: confluence, stations: [a], within: 5)
        #expect(distance.distanceInMetres(from: a, to: b) == 90)
        #expect(distance.distanceInMetres(from: b, to: a) == 90)
        #expect(distance.distanceInMetres(from: b, to: c) == 80)
        #expect(distance.distanceInMetres(from: c, to: b) == 80)
        #expect(distance.distanceInMetres(from: c, to: c) == 0)
        let flow = RiverDistance(along: confluence, connection: .flow, stations: [b], within: 5)
        #expect(flow.distanceInMetres(from: a, to: b) == .infinity)
        #expect(flow.distanceInMetres(from: a, to: c) == 110)
        #expect(flow.distanceInMetres(from: c, to: b) == 80)
        let far = Coordinate(x: 40, y: 6)
        #expect(distance.distanceInMetres(from: a, to: far) == .infinity)
        #expect(distance.distanceInMetres(from: far, to: b) == .infinity)
    }

    @Test("From stations on the network it is the same, each searched once", arguments: [1, 3])
    func fromStations(threads: Int) {
        let network = randomNetwork(seed: 5, reaches: 40)
        let pieces = network.pieces(noLongerThan: 25)
        let stations = stride(from: 0, to: pieces.count, by: 7).map { pieces[$0].middle }
        for connection in [RiverConnection.any, .flow] {
            let distances = StationDistances(
                from: stations, along: network, connection: connection, threads: threads)
            let backwards = StationDistances(
                from: pieces.map(\.middle), along: network, connection: connection)
            for (number, station) in stations.enumerated() {
                for (piece, place) in pieces.map(\.middle).enumerated() {
                    let there = distances.metres(from: number, to: place)
                    let back = backwards.metres(from: piece, to: station)
                    #expect(there == back || isClose(there, back, absolute: 1e-9))
                }
            }
        }
        let tree = StationDistances(from: [], along: confluence)
        #expect(tree.admittedModels == .exponential)
        #expect(
            StationDistances(from: [], along: confluence, connection: .flow).admittedModels
                == .none)
        #expect(StationDistances.bytes(stations: 2, along: confluence, connection: .any) == 64)
    }

    @Test("Exponential kriging is admitted on a tree alone")
    func admission() {
        let tree = RiverDistance(along: confluence, within: 5)
        #expect(tree.admittedModels == .exponential)
        #expect(RiverDistance(along: braid, within: 5).admittedModels == .none)
        let flow = RiverDistance(along: confluence, connection: .flow, within: 5)
        #expect(flow.admittedModels == .none)
        #expect(PlanarDistance().admittedModels == .all)
        #expect(AdmittedModels.none.description.contains("not positive definite"))
        #expect(AdmittedModels.none.descriptionInChinese.contains("正定"))
    }

    @Test("On a tree exp(−d) is positive definite: its Cholesky factor exists")
    func definiteness() throws {
        let places = [(10.0, 0.0), (90, 0), (100, 20), (100, 70), (120, 0), (190, 0)].map {
            Coordinate(x: $0.0, y: $0.1)
        }
        let distance = RiverDistance(along: confluence, stations: places, within: 1)
        let count = places.count
        var factor = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for row in 0..<count {
            for column in 0...row {
                let entry = factor[row][..<column].enumerated().reduce(
                    gaussian(-distance.distanceInMetres(from: places[row], to: places[column]) / 50)
                ) { $0 - $1.element * factor[column][$1.offset] }
                if row == column {
                    #expect(entry > 0)
                    factor[row][row] = entry.squareRoot()
                } else {
                    factor[row][column] = entry / factor[column][column]
                }
            }
        }
    }

    /// exp(x) for x <= 0 by its series on x/1024, squared ten times.
    private func gaussian(_ x: Double) -> Double {
        let small = x / 1024
        var power = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4)))
        for _ in 0..<10 { power *= power }
        return power
    }
}

@Suite("Rivers on a grid, and borders along a trace")
struct RiverCrossingTests {
    /// The zone between two eastings, wide enough for all rivers here.
    private func zone(_ id: String, _ west: Double, _ east: Double) -> Zone {
        let ring = [(west, -500.0), (east, -500), (east, 500), (west, 500), (west, -500)]
        let shell = Ring(ring.map { Coordinate(x: $0.0, y: $0.1) })
        return Zone(
            id: id, label: id, polygons: [Polygon(shell: shell)],
            areaInSquareMetres: (east - west) * 1000)
    }

    @Test("Every cell that a river runs through has its class, the longest range first")
    func burned() {
        let ranges = confluence.ranges(of: [section("S", 1, 30)])
        // Columns of 40: −4–36 … 156–196; rows 120–80, 80–40, 40–0 (downwards), 0–−40.
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: -4, columnStepX: 40, originY: 120, rowStepY: -40), rows: 4, columns: 5,
            crs: nil)
        let values = ranges.map { $0.section == nil ? Float(9) : Float($0.reach) }
        #expect(
            confluence.grid(of: ranges, values: values, on: geometry, nodata: -1).values == [
                -1, -1, -1, -1, -1,
                -1, -1, 2, -1, -1,
                -1, -1, 2, -1, -1,
                0, 0, 0, 9, 9,
            ])
        let none = confluence.grid(
            of: ranges, values: ranges.map { _ in nil }, on: geometry, nodata: -1)
        #expect(none.values.allSatisfy { $0 == -1 })
    }

    @Test("Ranges are cut at borders; lengths stay")
    func cuts() {
        let ranges = confluence.ranges(of: [section("S", 1, 50)])
        let pieces = confluence.cut(ranges, by: [zone("w", -10, 70), zone("m", 70, 120)])
        #expect(
            pieces.map { "\($0.range.reach) \($0.range.fromMeasure)-\($0.range.toMeasure)" }
                == [
                    "0 0.0-70.0", "0 70.0-100.0", "1 0.0-20.0", "1 20.0-50.0", "1 50.0-100.0",
                    "2 0.0-80.0",
                ])
        #expect(pieces.map(\.zone) == [0, 1, 1, nil, nil, 1])
        #expect(pieces.reduce(0) { $0 + $1.range.lengthInMetres } == confluence.lengthInMetres)
        #expect(pieces[1].range.line.coordinates.first == Coordinate(x: 70, y: 0))
    }

    @Test(
        "A trace meets borders in order, also one that lies at a node",
        arguments: [
            (TraceDirection.downstream, 0, 20.0, ["50.0 w>m", "100.0 m>–"]),
            (.upstream, 1, 50, ["30.0 –>m", "80.0 m>w"]),
        ])
    func borders(direction: TraceDirection, reach: Int, measure: Double, expected: [String]) {
        let zones = [zone("w", -10, 70), zone("m", 70, 120)]
        let trace = confluence.trace(
            from: RiverPosition(reach: reach, measureInMetres: measure), direction)
        let met = confluence.borders(along: trace, direction, of: zones)
        func name(_ zone: Int?) -> String { zone.map { zones[$0].id } ?? "–" }
        #expect(met.map { "\($0.distanceInMetres) \(name($0.from))>\(name($0.to))" } == expected)
        let atNode = [zone("w", -10, 100), zone("e", 100, 300)]
        let crossings = confluence.borders(along: trace, direction, of: atNode)
        #expect(crossings.map(\.distanceInMetres) == [direction == .downstream ? 80 : 50])
    }
}
