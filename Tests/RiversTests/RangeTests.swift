import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Ranges between sections")
struct RangeTests {
    private let straight = RiverNetwork(
        reaches: [reach("1", "汾河", [(0, 0), (60, 0), (100, 0)])], nodeTolerance: 1)

    @Test("Each section answers upstream to the next; below the last it is unknown")
    func oneReach() {
        let ranges = straight.ranges(of: [section("A", 0, 30), section("B", 0, 80)])
        #expect(summary(ranges) == ["0 0.0-30.0 A", "0 30.0-80.0 B", "0 80.0-100.0 –"])
        #expect(ranges.map(\.method) == [.measured, .measured, .unknown])
        #expect(ranges.map(\.lengthInMetres) == [30, 50, 20])
        #expect(ranges.map(\.distanceInMetres) == [0, 0, nil])
        #expect(
            ranges[1].line.coordinates == [
                Coordinate(x: 30, y: 0), Coordinate(x: 60, y: 0), Coordinate(x: 80, y: 0),
            ])
    }

    @Test("Downstream a section answers to the next below; between, for the nearer half")
    func otherAssignments() {
        let sections = [section("A", 0, 30), section("B", 0, 80)]
        #expect(
            summary(straight.ranges(of: sections, assignment: .downstream))
                == ["0 0.0-30.0 –", "0 30.0-80.0 A", "0 80.0-100.0 B"])
        #expect(
            summary(straight.ranges(of: sections, assignment: .between))
                == ["0 0.0-55.0 A", "0 55.0-100.0 B"])
    }

    @Test(
        "Sections at a vertex, at the ends, twice at one place, or none",
        arguments: [
            ([section("A", 0, 60)], ["0 0.0-60.0 A", "0 60.0-100.0 –"]),
            ([section("A", 0, 100)], ["0 0.0-100.0 A"]),
            ([section("A", 0, 0)], ["0 0.0-100.0 –"]), ([], ["0 0.0-100.0 –"]),
            ([section("B", 0, 50), section("A", 0, 50)], ["0 0.0-50.0 A", "0 50.0-100.0 –"]),
        ])
    func places(sections: [LocatedSection], expected: [String]) {
        #expect(summary(straight.ranges(of: sections)) == expected)
    }

    @Test(
        "At a confluence a section answers for both arms, up to the next section on each",
        arguments: [
            (
                [section("S", 1, 50)],
                ["0 0.0-100.0 S", "1 0.0-50.0 S", "1 50.0-100.0 –", "2 0.0-80.0 S"]
            ),
            (
                [section("S", 1, 50), section("T", 2, 70)],
                [
                    "0 0.0-100.0 S", "1 0.0-50.0 S", "1 50.0-100.0 –", "2 0.0-70.0 T",
                    "2 70.0-80.0 S",
                ]
            ),
            // At the node: on the end of the upper reach or the start of the lower is the same.
            ([section("S", 0, 100)], ["0 0.0-100.0 S", "1 0.0-100.0 –", "2 0.0-80.0 S"]),
            ([section("S", 1, 0)], ["0 0.0-100.0 S", "1 0.0-100.0 –", "2 0.0-80.0 S"]),
            // At the tributary's own mouth it answers for the tributary alone.
            ([section("T", 2, 80)], ["0 0.0-100.0 –", "1 0.0-100.0 –", "2 0.0-80.0 T"]),
        ])
    func confluenceCases(sections: [LocatedSection], expected: [String]) {
        #expect(summary(confluence.ranges(of: sections)) == expected)
    }

    @Test("A range upstream keeps its river distance to the section")
    func distances() {
        let ranges = confluence.ranges(of: [section("S", 1, 50)])
        #expect(ranges.map(\.distanceInMetres) == [50, 0, nil, 50])
    }

    @Test(
        "A braid: the nearest section answers above it, each arm keeps its own",
        arguments: [
            (
                [section("S", 3, 50)],
                [
                    "0 0.0-100.0 S", "1 0.0-160.0 S", "2 0.0-100.0 S", "3 0.0-50.0 S",
                    "3 50.0-100.0 –",
                ]
            ),
            (
                [section("S", 3, 50), section("N", 1, 20)],
                [
                    "0 0.0-100.0 N", "1 0.0-20.0 N", "1 20.0-160.0 S", "2 0.0-100.0 S",
                    "3 0.0-50.0 S", "3 50.0-100.0 –",
                ]
            ),
        ])
    func braidCases(sections: [LocatedSection], expected: [String]) {
        #expect(braid.notes.isEmpty)
        #expect(summary(braid.ranges(of: sections)) == expected)
    }

    @Test("A loop that the water does not leave is covered too")
    func loop() {
        let loop = RiverNetwork(
            reaches: [
                reach("1", "", [(0, 0), (100, 0)]), reach("2", "", [(100, 0), (50, 50), (0, 0)]),
                reach("3", "", [(200, 0), (250, 50), (200, 50), (200, 0)]),
            ], nodeTolerance: 1)
        let ranges = loop.ranges(of: [section("S", 0, 40), section("R", 2, 10)])
        #expect(ranges.map(\.section) == ["S", "S", "R"])
    }

    @Test(
        "Ranges cover every reach once, in order of measure, for any network",
        arguments: SectionAssignment.allCases, 0..<12)
    func invariants(assignment: SectionAssignment, seed: Int) throws {
        let network = randomNetwork(seed: UInt64(seed), reaches: 50)
        var random = SeededRandom(seed: UInt64(seed) + 500)
        let usable = network.reaches.indices.filter { network.reaches[$0].isUsable }
        let sections = (0..<12).map { number in
            let reach = usable[Int.random(in: 0..<usable.count, using: &random)]
            let share = Double(Int.random(in: 0...4, using: &random)) / 4
            return section("s\(number)", reach, share * network.reaches[reach].lengthInMetres)
        }
        let ranges = network.ranges(of: sections, assignment: assignment)
        #expect(network.ranges(of: sections.reversed(), assignment: assignment) == ranges)
        for reach in usable {
            let own = ranges.filter { $0.reach == reach }
            #expect(own.first?.fromMeasure == 0)
            #expect(own.last?.toMeasure == network.reaches[reach].lengthInMetres)
            for (a, b) in zip(own, own.dropFirst()) { #expect(a.toMeasure == b.fromMeasure) }
        }
        let total = ranges.reduce(0) { $0 + $1.lengthInMetres }
        #expect(isClose(total, network.lengthInMetres, relative: 1e-13))
        let drawn = ranges.reduce(0) { $0 + $1.line.planarLength }
        #expect(isClose(drawn, network.lengthInMetres, relative: 1e-12))
    }

    @Test("Upstream ranges are those that a walk with the flow finds", arguments: 0..<12)
    func oracle(seed: Int) throws {
        let network = randomNetwork(seed: UInt64(seed), reaches: 40)
        var random = SeededRandom(seed: UInt64(seed) + 900)
        let usable = network.reaches.indices.filter { network.reaches[$0].isUsable }
        let sections = (0..<10).map { number in
            let reach = usable[Int.random(in: 0..<usable.count, using: &random)]
            let share = Double.random(in: 0.1...0.9, using: &random)
            return section("s\(number)", reach, share * network.reaches[reach].lengthInMetres)
        }
        for range in network.ranges(of: sections) {
            let middle = RiverPosition(
                reach: range.reach, measureInMetres: (range.fromMeasure + range.toMeasure) / 2)
            let met = network.positions(
                sections.map(\.position), from: middle, .downstream)
            #expect(met.first.map { sections[$0.position].id } == range.section)
        }
    }
}

@Suite("Lengths in zones")
struct ZoneLengthTests {
    private func zone(_ id: String, _ minX: Double, _ maxX: Double) -> Zone {
        let ring = Ring([
            Coordinate(x: minX, y: -50), Coordinate(x: maxX, y: -50),
            Coordinate(x: maxX, y: 90), Coordinate(x: minX, y: 90),
        ])
        return Zone(
            id: id, label: id, polygons: [Polygon(shell: ring)], areaInSquareMetres: 0)
    }

    @Test("Each zone has its part of each range, the rest lies outside")
    func parts() {
        let ranges = confluence.ranges(of: [section("S", 1, 50)])
        let lengths = confluence.lengths(of: ranges, in: [zone("w", 20, 120), zone("e", 120, 180)])
        #expect(
            lengths == [
                RangeLength(zone: 0, range: 0, lengthInMetres: 80),
                RangeLength(zone: 0, range: 1, lengthInMetres: 20),
                RangeLength(zone: 0, range: 3, lengthInMetres: 80),
                RangeLength(zone: 1, range: 1, lengthInMetres: 30),
                RangeLength(zone: 1, range: 2, lengthInMetres: 30),
                RangeLength(zone: nil, range: 0, lengthInMetres: 20),
                RangeLength(zone: nil, range: 2, lengthInMetres: 20),
            ])
    }

    @Test("Lengths follow the segments' metres, and a border counts once")
    func scaledAndBorder() {
        let upright = Reach(
            id: "1", label: "",
            line: LineString([Coordinate(x: 100, y: 0), Coordinate(x: 100, y: 50)]),
            segmentLengths: [60])
        let network = RiverNetwork(reaches: [upright], nodeTolerance: 0)
        let lengths = network.lengths(
            of: network.ranges(of: []), in: [zone("w", 0, 100), zone("e", 100, 200)])
        #expect(lengths == [RangeLength(zone: 1, range: 0, lengthInMetres: 60)])
        let outside = network.lengths(of: network.ranges(of: []), in: [])
        #expect(outside == [RangeLength(zone: nil, range: 0, lengthInMetres: 60)])
    }

    @Test("Zones and outside add up to the network, for any thread count", arguments: [1, 2, 3, 7])
    func sums(threads: Int) {
        let network = randomNetwork(seed: 4, reaches: 70)
        let ranges = network.ranges(of: [section("A", 5, 3), section("B", 9, 1)])
        let zones = [zone("1", -5, 30), zone("2", 30, 41), zone("3", 41, 77.5)]
        let lengths = network.lengths(of: ranges, in: zones, threads: threads)
        #expect(lengths == network.lengths(of: ranges, in: zones))
        let total = lengths.reduce(0) { $0 + $1.lengthInMetres }
        #expect(isClose(total, network.lengthInMetres, relative: 1e-12))
    }
}

@Suite("Tracing up and down")
struct TraceTests {
    @Test("Upstream takes every arm, downstream the way to the mouth, both up to the distance")
    func confluenceTrace() {
        let up = confluence.trace(
            from: RiverPosition(reach: 1, measureInMetres: 50), .upstream, within: 90)
        #expect(
            up == [
                TracedRange(reach: 1, fromMeasure: 0, toMeasure: 50, distanceInMetres: 0),
                TracedRange(reach: 0, fromMeasure: 60, toMeasure: 100, distanceInMetres: 50),
                TracedRange(reach: 2, fromMeasure: 40, toMeasure: 80, distanceInMetres: 50),
            ])
        let down = confluence.trace(
            from: RiverPosition(reach: 2, measureInMetres: 30), .downstream)
        #expect(
            down == [
                TracedRange(reach: 2, fromMeasure: 30, toMeasure: 80, distanceInMetres: 0),
                TracedRange(reach: 1, fromMeasure: 0, toMeasure: 100, distanceInMetres: 50),
            ])
    }

    @Test("Points met come nearest first; those elsewhere not at all")
    func pointsMet() {
        let places = [
            RiverPosition(reach: 0, measureInMetres: 20),
            RiverPosition(reach: 2, measureInMetres: 70),
            RiverPosition(reach: 1, measureInMetres: 90),
            RiverPosition(reach: 1, measureInMetres: 50),
        ]
        let met = confluence.positions(
            places, from: RiverPosition(reach: 1, measureInMetres: 50), .upstream)
        #expect(met.map(\.position) == [3, 1, 0])
        #expect(met.map(\.distanceInMetres) == [0, 60, 130])
    }

    @Test("Both arms of a braid are traced once, and a loop ends where it began")
    func braidAndLoop() {
        let down = braid.trace(from: RiverPosition(reach: 0, measureInMetres: 0), .downstream)
        #expect(down.map(\.reach) == [0, 1, 2, 3])
        #expect(down.map(\.distanceInMetres) == [0, 100, 100, 200])
        let ring = RiverNetwork(
            reaches: [
                reach("1", "", [(0, 0), (100, 0)]), reach("2", "", [(100, 0), (50, 50), (0, 0)]),
            ], nodeTolerance: 1)
        let around = ring.trace(from: RiverPosition(reach: 0, measureInMetres: 40), .downstream)
        let total = around.reduce(0) { $0 + $1.toMeasure - $1.fromMeasure }
        #expect(isClose(total, ring.lengthInMetres))
    }
}
