import Geometry
import Rivers
import TestSupport
import Testing

@Suite("What says which way the water runs")
struct FlowRuleTests {
    /// A trunk (`a`, `b`) from (0, 0) east to (200, 0) and a tributary `t`, of which `b` is drawn
    /// upstream and `t` away from the trunk.
    private let reaches = [
        reach("a", "", [(0, 0), (100, 0)]), reach("b", "", [(200, 0), (100, 0)]),
        reach("t", "", [(100, 0), (100, 80)]),
    ]

    private func network(
        _ reaches: [Reach], _ flow: FlowRule, tolerance: Double = 1,
        mouths: [(Double, Double)] = [], limit: Double = .infinity
    ) -> RiverNetwork {
        var rules = NetworkRules(nodeTolerance: tolerance)
        rules.flow = flow
        rules.mouths = mouths.map { Coordinate(x: $0.0, y: $0.1) }
        rules.mouthLimit = limit
        return RiverNetwork(reaches: reaches, rules: rules)
    }

    @Test("As digitised nothing is turned and nothing noted")
    func digitised() {
        let network = network(reaches, .digitised)
        #expect(network.flowsAgainstDigitising == [false, false, false])
        #expect(network.notes.isEmpty && network.turnedBy == [nil, nil, nil])
    }

    @Test("Node fields turn what is drawn against them")
    func nodeFields() {
        let names = [("1", "2"), ("2", "3"), ("4", "2")].map {
            ReachNodeNames(from: $0.0, to: $0.1)
        }
        let network = network(reaches, .nodeFields(names))
        #expect(network.flowsAgainstDigitising == [false, true, true])
        #expect(network.turnedBy == [nil, .nodeFields, .nodeFields])
        #expect(network.nextReach(after: 0) == 1 && network.nextReach(after: 2) == 1)
        #expect(network.nextReach(after: 1) == nil)
        #expect(
            network.notes.map(\.kind) == [
                .drawnAgainstFlow(.nodeFields), .drawnAgainstFlow(.nodeFields),
            ])
    }

    @Test("A node that its reaches do not share, and a reach without names, are noted")
    func contradictions() {
        // "2" is where a and t meet; b, far away, names it too.
        let far = reach("b", "", [(300, 0), (400, 0)])
        let names = [("1", "2"), ("2", "3"), ("4", "2")].map {
            ReachNodeNames(from: $0.0, to: $0.1)
        }
        let apart = network([reaches[0], far, reaches[2]], .nodeFields(names))
        #expect(apart.flowsAgainstDigitising == [false, false, true])
        #expect(apart.notes.map(\.kind).contains(.nodeApart(node: "2")))

        let missing = network([reaches[0]], .nodeFields([nil]))
        #expect(missing.notes.map(\.kind) == [.directionUnclear])
    }

    @Test("A next-down field turns each reach to the next; the last flows away from its feeders")
    func nextDown() {
        let network = network(reaches, .nextDown(["b", "0", "b"]))
        #expect(network.flowsAgainstDigitising == [false, true, true])
        #expect(network.turnedBy == [nil, .nextDown, .nextDown])
        #expect(network.notes.map(\.kind).contains(.nextUnknown(next: "0")))
        #expect(
            network.notes.first { $0.kind == .nextUnknown(next: "0") }?.place
                == Coordinate(x: 200, y: 0))
    }

    @Test("A next reach that lies elsewhere is noted with how far, and the reach flows towards it")
    func nextNotMet() {
        let network = network(
            [reach("a", "", [(100, 0), (0, 0)]), reach("b", "", [(107, 0), (200, 0)])],
            .nextDown(["b", nil]))
        #expect(network.flowsAgainstDigitising == [true, false])
        #expect(
            network.notes.map(\.kind) == [
                .nextNotMet(next: "b", distanceInMetres: 7), .directionUnclear,
                .drawnAgainstFlow(.nextDown),
            ])
    }

    @Test("Where the water divides, the next-down field leads the main stem")
    func nextDownAtDivergence() {
        let arms = [
            reach("a", "", [(0, 0), (100, 0)]), reach("short", "", [(100, 0), (150, 0)]),
            reach("long", "", [(100, 0), (100, -200)]),
        ]
        #expect(network(arms, .digitised).nextReach(after: 0) == 1)
        #expect(network(arms, .nextDown(["long", nil, nil])).nextReach(after: 0) == 2)
        var rules = NetworkRules(nodeTolerance: 1)
        rules.mainStemRanks = [1, 2, 1]
        #expect(RiverNetwork(reaches: arms, rules: rules).nextReach(after: 0) == 2)
    }

    @Test("The pieces of a river run down the line through their elevations")
    func elevation() {
        // One river of two pieces; a rock at (100, 0) does not turn it.
        let river = [
            reach("1", "汾河", [(300, 0), (200, 0), (150, 0)]),
            reach("2", "汾河", [(150, 0), (100, 0), (0, 0)]),
        ]
        let falling = network(river, .elevation { 10 + ($0.x == 100 ? 1.5 : 0) - $0.x / 100 })
        #expect(falling.flowsAgainstDigitising == [true, true])
        #expect(falling.turnedBy == [.elevation, .elevation])
        let rising = network(river, .elevation { $0.x })
        #expect(rising.flowsAgainstDigitising == [false, false] && rising.notes.isEmpty)
        // Without elevations, or level, the drawing counts, with a note.
        let unknown = network(river, .elevation { _ in nil })
        #expect(unknown.flowsAgainstDigitising == [false, false])
        #expect(unknown.notes.map(\.kind) == [.directionUnclear])
        #expect(network(river, .elevation { _ in 5 }).notes == unknown.notes)
    }

    @Test("The seed of a chain in its middle sees both its sides")
    func elevationFromTheMiddle() {
        let river = [
            reach("1", "汾河", [(100, 0), (200, 0)]), reach("2", "汾河", [(300, 0), (200, 0)]),
            reach("3", "汾河", [(0, 0), (100, 0)]),
        ]
        let falling = network(river, .elevation { -$0.x })
        #expect(falling.flowsAgainstDigitising == [false, true, false])
        let rising = network(river, .elevation { $0.x })
        #expect(rising.flowsAgainstDigitising == [true, false, true])
    }

    @Test("All water flows to the declared mouth, through a braid along both arms")
    func mouths() {
        let drawn = [
            reach("a", "", [(100, 0), (0, 0)]),
            reach("n", "", [(100, 0), (100, 30), (200, 30), (200, 0)]),
            reach("s", "", [(200, 0), (100, 0)]), reach("b", "", [(200, 0), (300, 0)]),
            reach("t", "", [(150, 90), (150, 30)]),
        ]
        let east = network(drawn, .digitised, mouths: [(303, 1)])
        #expect(east.flowsAgainstDigitising == [true, false, true, false, false])
        #expect(east.turnedBy[0] == .mouths)
        #expect(east.mouthNodes.map { east.nodes[$0].coordinate } == [Coordinate(x: 300, y: 0)])
        #expect(east.faults(gapLimit: 5).allSatisfy { $0.kind == .drawnAgainstFlow(.mouths) })

        let west = network(drawn, .digitised, mouths: [(0, 0)])
        #expect(west.flowsAgainstDigitising == [false, true, false, true, false])
        // From two mouths nothing runs past either.
        let both = network(drawn, .digitised, mouths: [(0, 0), (300, 0)])
        #expect(both.flowsAgainstDigitising[0] == false && both.flowsAgainstDigitising[3] == false)
    }

    @Test("A mouth too far away is not used, and noted; what it does not end keeps its rule")
    func farMouth() {
        let far = network(reaches, .digitised, mouths: [(200, 50)], limit: 20)
        #expect(far.flowsAgainstDigitising == [false, false, false] && far.mouthNodes.isEmpty)
        #expect(far.notes.map(\.kind) == [.mouthFarAway(distanceInMetres: 50)])
        let other = network(
            reaches + [reach("x", "", [(0, 500), (100, 500)])], .digitised, mouths: [(0, 500)])
        #expect(other.flowsAgainstDigitising == [false, false, false, true])
        #expect(network([], .river, mouths: [(0, 0)]).nodes.isEmpty)
    }

    @Test("Ranks and fields that are turned with the data give the same flow", arguments: 0..<20)
    func orderIndependence(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let own = randomNetwork(seed: UInt64(seed), reaches: 30).reaches
        let order = Array(own.indices).shuffled(using: &random)
        for mouths in [[], [(0.0, 0.0), (90.0, 90.0)]] {
            let straight = network(own, .river, tolerance: 0.5, mouths: mouths)
            let shuffled = network(order.map { own[$0] }, .river, tolerance: 0.5, mouths: mouths)
            #expect(shuffled.nodes == straight.nodes)
            #expect(
                order.map { straight.flowsAgainstDigitising[$0] }
                    == shuffled.flowsAgainstDigitising)
            #expect(Set(shuffled.notes.map(\.description)).count > 0 || straight.notes.isEmpty)
            let lengths = straight.upstreamLengths()
            let others = shuffled.upstreamLengths()
            for (position, number) in order.enumerated() {
                #expect(straight.upperNode(of: number) == shuffled.upperNode(of: position))
                let (a, b) = (lengths.atLowerEnd(of: number), others.atLowerEnd(of: position))
                #expect(isClose(a ?? -1, b ?? -1, relative: 1e-12), "\(number)")
            }
        }
    }
}
