import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Nodes and the direction of flow")
struct TopologyTests {
    @Test("A gap of 5 m is closed within a tolerance of 10 m, and listed")
    func gap() {
        let reaches = [
            reach("1", "汾河", [(0, 0), (100, 0)]), reach("2", "汾河", [(103, 4), (200, 4)]),
        ]
        let closed = RiverNetwork(reaches: reaches, nodeTolerance: 10)
        #expect(closed.nodes.count == 3)
        #expect(
            closed.notes == [
                RiverNote(
                    kind: .gapClosed(other: "1", distanceInMetres: 5), reachID: "2", label: "汾河",
                    place: Coordinate(x: 103, y: 4))
            ])
        #expect(closed.locate([point(0, 0)], within: 1)[0].fromMouthInMetres == 197)

        let open = RiverNetwork(reaches: reaches, nodeTolerance: 4.9)
        #expect(open.nodes.count == 4 && open.notes.isEmpty)
        #expect(open.locate([point(0, 0)], within: 1)[0].fromMouthInMetres == 100)
    }

    @Test("A piece drawn head to head is turned to the river's longer direction, and noted")
    func headToHead() {
        let network = RiverNetwork(
            reaches: [
                reach("ab", "汾河", [(0, 0), (100, 0)]), reach("cb", "汾河", [(130, 0), (100, 0)]),
            ], nodeTolerance: 1)
        #expect(network.flowsAgainstDigitising == [false, true])
        #expect(network.notes.map(\.kind) == [.drawnAgainstFlow(.river)])
        #expect(network.notes.map(\.reachID) == ["cb"])
        let located = network.locate([point(0, 0), point(120, 0)], within: 1)
        #expect(located.map(\.fromMouthInMetres) == [130, 10])
        // The measure still runs as digitised.
        #expect(located.map(\.measureInMetres) == [0, 10])
        #expect(
            summary(network.ranges(of: [section("S", 1, 10)]))
                == ["0 0.0-100.0 S", "1 0.0-10.0 –", "1 10.0-30.0 S"])
    }

    @Test("The longer direction wins whatever the order of the pieces")
    func majority() {
        let network = RiverNetwork(
            reaches: [
                reach("short", "汾河", [(100, 0), (80, 0)]),
                reach("long", "汾河", [(100, 0), (300, 0)]),
                reach("first", "汾河", [(0, 0), (80, 0)]),
            ], nodeTolerance: 1)
        #expect(network.flowsAgainstDigitising == [true, false, false])
    }

    @Test("With equal lengths either way the smallest code decides, and the note says so")
    func undecided() {
        let reaches = [
            reach("cb", "汾河", [(200, 0), (100, 0)]), reach("ab", "汾河", [(0, 0), (100, 0)]),
        ]
        let network = RiverNetwork(reaches: reaches, nodeTolerance: 1)
        #expect(network.flowsAgainstDigitising == [true, false])
        #expect(network.notes.map(\.kind) == [.directionUnclear, .drawnAgainstFlow(.river)])
        let turned = RiverNetwork(reaches: reaches.reversed(), nodeTolerance: 1)
        #expect(turned.flowsAgainstDigitising == [false, true])
    }

    @Test("Rivers of different names may run towards each other")
    func differentNames() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "甲河", [(0, 0), (100, 0)]), reach("2", "乙河", [(200, 0), (100, 0)]),
            ], nodeTolerance: 1)
        #expect(network.flowsAgainstDigitising == [false, false] && network.notes.isEmpty)
    }

    @Test("Where a river has no free ends and all runs in, the digitised order stays, and is noted")
    func brokenFlow() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "湖", [(0, 0), (100, 0)]), reach("2", "湖", [(0, 0), (50, 40), (100, 0)]),
                reach("3", "湖", [(0, 0), (50, -40), (100, 0)]),
            ], nodeTolerance: 1)
        #expect(network.flowsAgainstDigitising == [false, false, false])
        #expect(
            network.notes.map(\.kind) == [.flowBroken(isSink: false), .flowBroken(isSink: true)])
        #expect(network.notes[1].place == Coordinate(x: 100, y: 0))
    }

    @Test("A river drawn towards its braid from both sides flows through it, both arms with it")
    func throughBraid() {
        // Down to (100, 0), two arms drawn against each other, then drawn upstream.
        let network = RiverNetwork(
            reaches: [
                reach("up", "汾河", [(0, 0), (100, 0)]),
                reach("north", "汾河", [(150, 0), (125, 20), (100, 0)]),
                reach("south1", "汾河", [(100, 0), (145, -20)]),
                reach("south2", "汾河", [(145, -20), (150, 0)]),
                reach("low", "汾河", [(210, 0), (150, 0)]),
                reach("side", "汾河", [(0, 90), (60, 90), (100, 0)]),
            ], nodeTolerance: 1)
        // The side branch is longer than the upper course, so the axis begins there.
        #expect(network.flowsAgainstDigitising == [false, true, false, false, true, false])
        #expect(network.notes.map(\.reachID) == ["north", "low"])
        let source = network.locate([point(0, 0)], within: 1)[0]
        // The northern arm is the shorter: 2 × √(25² + 20²).
        #expect(isClose(source.fromMouthInMetres ?? 0, 160 + 2 * 1025.0.squareRoot()))
    }

    @Test("A correct braid is left as it is drawn")
    func correctBraid() {
        #expect(braid.flowsAgainstDigitising == [false, false, false, false])
        #expect(braid.notes.isEmpty)
    }

    @Test("With three ends and no agreement the longest way decides")
    func threeEnds() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "汾河", [(0, 0), (100, 0)]), reach("2", "汾河", [(300, 0), (100, 0)]),
                reach("3", "汾河", [(100, 50), (100, 0)]),
            ], nodeTolerance: 1)
        #expect(network.flowsAgainstDigitising == [true, false, false])
        #expect(network.notes.map(\.kind) == [.drawnAgainstFlow(.river)])
    }

    @Test("A tributary that ends in the middle of a reach joins it there")
    func midReach() {
        let network = RiverNetwork(
            reaches: [
                reach("m", "汾河", [(0, 0), (200, 0)]), reach("t", "潇河", [(100, 80), (100, 3)]),
            ], nodeTolerance: 5)
        #expect(
            network.notes.map(\.kind) == [
                .joinedInMidReach(other: "m", measureInMetres: 100, distanceInMetres: 3)
            ])
        let source = network.locate([point(100, 80)], within: 1)[0]
        #expect(source.fromMouthInMetres == 77 && source.fromOutletInMetres == 177)
        // The section below the joint answers for both, and its reach stays one range.
        #expect(
            summary(network.ranges(of: [section("S", 0, 150)]))
                == ["0 0.0-150.0 S", "0 150.0-200.0 –", "1 0.0-77.0 S"])
        // At the joint itself too.
        #expect(
            summary(network.ranges(of: [section("S", 0, 100)]))
                == ["0 0.0-100.0 S", "0 100.0-200.0 –", "1 0.0-77.0 S"])
        // Just above it only for the main river.
        #expect(
            summary(network.ranges(of: [section("S", 0, 99)]))
                == ["0 0.0-99.0 S", "0 99.0-200.0 –", "1 0.0-77.0 –"])
    }

    @Test("Every note says what, where and what to do, in both languages")
    func notes() {
        let place = Coordinate(x: 412_000.5, y: 4_018_000)
        let kinds: [RiverNote.Kind] = [
            .gapClosed(other: "2", distanceInMetres: 5.006),
            .joinedInMidReach(other: "2", measureInMetres: 100, distanceInMetres: 3),
            .drawnAgainstFlow(.river), .drawnAgainstFlow(.nodeFields),
            .drawnAgainstFlow(.nextDown), .drawnAgainstFlow(.elevation),
            .drawnAgainstFlow(.mouths), .joinedAtVertex(other: "2"), .directionUnclear,
            .nextNotMet(next: "2", distanceInMetres: 7), .nextUnknown(next: "2"),
            .nodeApart(node: "17"), .mouthFarAway(distanceInMetres: 900),
            .flowBroken(isSink: true),
            .flowBroken(isSink: false), .unusable,
        ]
        let notes = kinds.map {
            RiverNote(kind: $0, reachID: "1", label: "汾河", place: place)
        }
        #expect(
            notes[0].description
                == "Reach \"1\" (汾河) at 412000.50, 4018000: a gap of 5.01 m to reach \"2\" was "
                + "closed.")
        #expect(
            notes[0].descriptionInChinese
                == "河段“1”（汾河）（412000.50, 4018000）处：与河段“2”相距5.01米，已按相连处理。")
        #expect(Set(notes.map(\.description)).count == notes.count)
        #expect(Set(notes.map(\.descriptionInChinese)).count == notes.count)
        #expect(notes.allSatisfy { $0.description.hasPrefix("Reach \"1\" (汾河) at") })
        #expect(notes.allSatisfy { $0.descriptionInChinese.hasPrefix("河段“1”") })
    }
}
