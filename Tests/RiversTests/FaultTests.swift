import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Faults of a network")
struct FaultTests {
    private func faults(_ reaches: [Reach]) -> [RiverFault] {
        RiverNetwork(reaches: reaches, nodeTolerance: 1).faults(gapLimit: 20)
    }

    @Test("A sound network has none")
    func sound() {
        #expect(confluence.faults(gapLimit: 20).isEmpty)
        #expect(braid.faults(gapLimit: 20).isEmpty)
        #expect(faults([]).isEmpty)
    }

    @Test("A free end near another reach is a gap; beyond the limit it is not")
    func gap() {
        let found = faults([
            reach("m", "汾河", [(0, 0), (200, 0)]), reach("near", "", [(100, 90), (100, 15)]),
            reach("far", "", [(50, 90), (50, 21)]),
        ])
        #expect(found.map(\.kind) == [.gap(other: "m", distanceInMetres: 15)])
        #expect(found.map(\.reachID) == ["near"])
        #expect(found.map(\.place) == [Coordinate(x: 100, y: 15)])
    }

    @Test("The same line twice, also drawn backwards, is found")
    func duplicate() {
        let found = faults([
            reach("1", "甲", [(0, 0), (50, 10), (100, 0)]),
            reach("2", "乙", [(100, 0), (50, 10), (0, 0)]),
        ])
        #expect(found.map(\.kind).contains(.duplicate(of: "1")))
        // Drawn against each other under two names, the pair is a loop too.
        #expect(found.map(\.kind).contains(.loop(through: ["1", "2"])))
        #expect(found.count == 2)
    }

    @Test("Reaches of two rivers that all run in, or all out, run head on")
    func headOn() {
        let found = faults([
            reach("1", "甲", [(0, 0), (100, 0)]), reach("2", "乙", [(200, 0), (100, 0)]),
            reach("3", "丙", [(200, 0), (300, 0)]),
        ])
        #expect(
            found.map(\.kind) == [
                .headOn(isSink: true, count: 2), .headOn(isSink: false, count: 2),
            ])
    }

    @Test("Lines that cross without a node are found once, at a vertex too; joined ones are not")
    func crossing() {
        let found = faults([
            reach("1", "", [(0, 0), (100, 0), (200, 0)]), reach("2", "", [(50, -50), (50, 50)]),
            reach("3", "", [(100, -50), (100, 0), (100, 50)]),
            reach("4", "", [(150, 60), (150, 0)]),
        ])
        #expect(found.map(\.kind) == [.crossing(other: "2"), .crossing(other: "3")])
        #expect(found.map(\.place) == [Coordinate(x: 50, y: 0), Coordinate(x: 100, y: 0)])
    }

    @Test("A short piece beyond a junction hangs over; it is no gap")
    func overhang() {
        let found = faults([
            reach("m", "汾河", [(0, 0), (200, 0)]), reach("t", "", [(100, 90), (100, 0)]),
            reach("stub", "", [(100, 0), (100, -7)]),
        ])
        #expect(found.map(\.kind) == [.overhang(lengthInMetres: 7)])
        #expect(found.map(\.reach) == [2] && found.map(\.measureInMetres) == [7])
        #expect(found.map(\.place) == [Coordinate(x: 100, y: -7)])
    }

    @Test("A stretch drawn twice is one fault with its length")
    func overlap() {
        let found = faults([
            reach("1", "", [(0, 0), (100, 0), (200, 0)]),
            reach("2", "", [(50, 50), (80, 0), (100, 0), (150, 0), (150, 60)]),
        ])
        #expect(found.map(\.kind) == [.overlap(other: "2", lengthInMetres: 70)])
        #expect(found.map(\.measureInMetres) == [80])
    }

    @Test("A line that runs back on itself, and one that crosses itself")
    func ofOneReach() {
        let fold = faults([reach("1", "", [(0, 0), (100, 0), (60, 0), (60, 50)])])
        #expect(fold.map(\.kind) == [.fold(lengthInMetres: 40)])
        let knot = faults([reach("1", "", [(0, 0), (100, 0), (100, 50), (50, 50), (50, -50)])])
        #expect(knot.map(\.kind) == [.selfCrossing(otherMeasure: 250)])
        #expect(knot.map(\.measureInMetres) == [50])
        // A ring, repeated vertices and a bend are none.
        #expect(
            faults([reach("1", "", [(0, 0), (9, 0), (9, 0), (9, 9), (0, 0)])]).map(\.kind)
                == [.loop(through: ["1"])])
        #expect(faults([reach("1", "", [(0, 0), (9, 0), (20, 0)])]).isEmpty)
    }

    @Test("Of several ends of the water all but the one with most river above are dead ends")
    func deadEnds() {
        let reaches = [
            reach("1", "甲", [(0, 0), (100, 0)]), reach("2", "乙", [(100, 0), (300, 0)]),
            reach("3", "丙", [(100, 0), (100, 150)]),
        ]
        // The main stem takes the shorter way, so that it has all the water.
        let found = faults(reaches)
        #expect(found.map(\.kind) == [.deadEnd] && found.map(\.reachID) == ["2"])
        #expect(found.map(\.measureInMetres) == [200])
        // The mouth is where it is declared.
        var rules = NetworkRules(nodeTolerance: 1)
        rules.flow = .digitised
        rules.mouths = [Coordinate(x: 100, y: 150), Coordinate(x: 300, y: 0)]
        #expect(RiverNetwork(reaches: reaches, rules: rules).faults(gapLimit: 20).isEmpty)
    }

    @Test("A shared vertex joins on request, and is then no fault")
    func sharedVertices() {
        let reaches = [
            reach("1", "", [(0, 0), (100, 0), (200, 0)]),
            reach("2", "", [(100, -50), (100, 0), (100, 50)]),
        ]
        #expect(faults(reaches).map(\.kind) == [.crossing(other: "2")])
        var rules = NetworkRules(nodeTolerance: 1)
        rules.joinsSharedVertices = true
        let joined = RiverNetwork(reaches: reaches, rules: rules)
        #expect(joined.notes.map(\.kind) == [.joinedAtVertex(other: "2")])
        #expect(joined.nodes.count == 5 && joined.splitReaches().count == 4)
        #expect(joined.faults(gapLimit: 20).map(\.kind) == [.deadEnd])
        // Lines drawn twice do not meet at every vertex.
        let twice = RiverNetwork(reaches: [reaches[0], reaches[0]], rules: rules)
        #expect(twice.nodes.count == 2)
    }

    @Test("Crossings are those of every pair of segments", arguments: 0..<20)
    func bruteForce(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        // No two directions are alike, and no three lines meet.
        let reaches = (0..<30).map { number in
            reach(
                "r\(number)", "",
                (0..<Int.random(in: 2...20, using: &random)).map { _ in
                    (
                        Double.random(in: 0...1000, using: &random),
                        Double.random(in: 0...1000, using: &random)
                    )
                })
        }
        func side(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Bool {
            (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
        }
        var count = 0
        let segments = reaches.enumerated().flatMap { number, reach in
            zip(reach.line.coordinates, reach.line.coordinates.dropFirst()).enumerated().map {
                (reach: number, at: $0.offset, a: $0.element.0, b: $0.element.1)
            }
        }
        for (position, one) in segments.enumerated() {
            for other in segments[(position + 1)...] {
                if one.reach == other.reach, other.at <= one.at + 1 { continue }
                if side(one.a, one.b, other.a) != side(one.a, one.b, other.b),
                    side(other.a, other.b, one.a) != side(other.a, other.b, one.b)
                {
                    count += 1
                }
            }
        }
        let found = RiverNetwork(reaches: reaches, nodeTolerance: 0).faults(gapLimit: 0)
        let crossings = found.filter { ["crossing", "self-crossing"].contains($0.kind.code) }
        #expect(crossings.count == count && count > 100)
        for fault in crossings {
            let place = reaches[fault.reach].coordinate(atMeasure: fault.measureInMetres)
            #expect((place?.planarDistance(to: fault.place) ?? 1) < 1e-6)
        }
    }

    @Test("A fault says what, where and what to do, in both languages")
    func messages() {
        let kinds: [RiverFault.Kind] = [
            .gap(other: "2", distanceInMetres: 15), .duplicate(of: "2"),
            .loop(through: ["1", "2", "3", "4", "5", "6"]), .headOn(isSink: true, count: 2),
            .headOn(isSink: false, count: 2), .crossing(other: "2"), .overhang(lengthInMetres: 3),
            .fold(lengthInMetres: 8), .overlap(other: "2", lengthInMetres: 8),
            .selfCrossing(otherMeasure: 40), .deadEnd, .drawnAgainstFlow(.mouths),
            .drawnAgainstFlow(.river),
        ]
        let faults = kinds.map {
            RiverFault(
                kind: $0, reachID: "1", label: "", reach: 0, measureInMetres: 0,
                place: Coordinate(x: 1, y: 2))
        }
        #expect(
            faults[0].description
                == "Reach \"1\" at 1, 2: ends 15 m from reach \"2\" without meeting it. Move the "
                + "end or raise the tolerance.")
        #expect(
            faults[2].description
                == "Reach \"1\" at 1, 2: the water goes round through \"1\", \"2\", \"3\", \"4\", "
                + "\"5\" … (6). Check the directions.")
        #expect(faults.allSatisfy { $0.descriptionInChinese.contains("请") })
        #expect(Set(faults.map(\.descriptionInChinese)).count == faults.count)
        #expect(Set(faults.map(\.description)).count == faults.count)
        #expect(Set(kinds.map(\.code)).count == kinds.count - 1)
    }
}
