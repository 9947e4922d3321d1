import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Amounts summed with the flow")
struct AccumulationTests {
    @Test("A tributary joins: everything above counts once")
    func byHand() throws {
        let sums = try confluence.accumulated([10, 5, 3])
        #expect([0, 1, 2].map { sums.atLowerEnd(of: $0) } == [10, 18, 3])
        #expect([0, 1, 2].map { sums.atUpperEnd(of: $0) } == [0, 13, 0])
        #expect(sums.total == 18)
        // Half of the last reach's own amount lies above its middle.
        #expect(sums.value(at: RiverPosition(reach: 1, measureInMetres: 50)) == 15.5)
        let lengths = confluence.upstreamLengths()
        #expect([0, 1, 2].map { lengths.atLowerEnd(of: $0) } == [100, 280, 80])
    }

    @Test("At a braid the main stem carries all, and nothing is counted twice below it")
    func mainStem() throws {
        // The southern arm is the shorter.
        let sums = try braid.accumulated([10, 2, 3, 1])
        #expect((0..<4).map { sums.atLowerEnd(of: $0) } == [10, 2, 13, 16])
        #expect(sums.total == 16)
    }

    @Test(
        "Shares divide the water; a missing one takes the rest",
        arguments: [
            ([nil, 0.25, 0.75, nil], [10, 4.5, 10.5, 16]),
            ([nil, 0.25, nil, nil], [10, 4.5, 10.5, 16]),
            ([nil, 1, nil, nil], [10, 12, 3, 16]), ([nil, nil, nil, nil], [10, 2, 13, 16]),
        ] as [([Double?], [Double])])
    func fractions(shares: [Double?], expected: [Double]) throws {
        let sums = try braid.accumulated([10, 2, 3, 1], divergence: .fractions(shares))
        #expect((0..<4).map { sums.atLowerEnd(of: $0) } == expected)
        #expect(sums.total == 16)
    }

    @Test("Shares that are none, or do not sum to 1, are refused in both languages")
    func wrongShares() {
        func error(_ shares: [Double?]) -> RiverError? {
            do {
                _ = try braid.accumulated([1, 1, 1, 1], divergence: .fractions(shares))
                return nil
            } catch { return error }
        }
        let place = Coordinate(x: 100, y: 0)
        #expect(
            error([nil, 0.5, 0.6, nil])?.kind
                == .fractionsDoNotSum(reaches: ["n", "s"], sum: 1.1, place: place))
        #expect(error([nil, -0.5, nil, nil])?.kind == .fractionOutside(reach: "n", value: -0.5))
        #expect(error([nil, .nan, nil, nil]) != nil)
        #expect(
            error([nil, 0.5, 0.6, nil])?.description
                == "Where the water divides at 100, 0 the shares of \"n\", \"s\" sum to 1.1, "
                + "expected 1. Correct the field, or leave one of them empty for the rest.")
        #expect(
            error([nil, 0.5, 0.6, nil])?.descriptionInChinese
                == "（100, 0）处分流，“n”、“s”的分流比之和为1.1，应为1；请更正字段，或将其中一条留空以取余数。")
        let round = RiverNetwork(
            reaches: [
                reach("1", "甲", [(0, 0), (100, 0)]), reach("2", "乙", [(100, 0), (50, 50), (0, 0)]),
                reach("3", "丙", [(100, 0), (200, 0)]),
            ], nodeTolerance: 1)
        #expect(throws: RiverError.self) {
            try round.accumulated([1, 1, 1], divergence: .fractions([nil, 0.5, 0.5]))
        }
        // Without shares the water of a loop leaves it by its way out.
        #expect((try? round.accumulated([1, 1, 1]).total) == 3)
    }

    @Test("Nothing is lost or doubled, whatever the network", arguments: 0..<30)
    func conservation(seed: Int) throws {
        let network = randomNetwork(seed: UInt64(seed), reaches: 40)
        let values = network.reaches.indices.map { Double($0 * $0 % 17 + 1) }
        let used = network.reaches.indices.reduce(0) {
            $0 + (network.reaches[$1].isUsable ? values[$1] : 0)
        }
        #expect(isClose(try network.accumulated(values).total, used, relative: 1e-12))
        #expect(
            isClose(network.upstreamLengths().total, network.lengthInMetres, relative: 1e-12))
    }

    @Test("Above a confluence of a tree lies what the trace upstream meets", arguments: 0..<10)
    func againstTrace(seed: Int) throws {
        let network = randomTree(seed: UInt64(seed), reaches: 60)
        let lengths = network.upstreamLengths()
        for number in network.reaches.indices {
            let end = network.lowerEnd(of: number)
            let met = network.trace(from: end, .upstream).reduce(0) {
                $0 + $1.toMeasure - $1.fromMeasure
            }
            #expect(isClose(lengths.atLowerEnd(of: number) ?? 0, met, relative: 1e-12))
        }
    }

    @Test("Orders of Strahler and Shreve, worked by hand")
    func orders() {
        // Two sources meet, then a third, then the equal of those two.
        let tree = RiverNetwork(
            reaches: [
                reach("s1", "", [(0, 0), (10, 0)]), reach("s2", "", [(0, 10), (10, 0)]),
                reach("m1", "", [(10, 0), (20, 0)]), reach("s3", "", [(10, 10), (20, 0)]),
                reach("m2", "", [(20, 0), (30, 0)]), reach("s4", "", [(10, -30), (20, -20)]),
                reach("s5", "", [(10, -20), (20, -20)]), reach("m3", "", [(20, -20), (30, 0)]),
                reach("m4", "", [(30, 0), (40, 0)]),
            ], nodeTolerance: 0)
        #expect(tree.streamOrders(.strahler) == [1, 1, 2, 1, 2, 1, 1, 2, 3])
        #expect(tree.streamOrders(.shreve) == [1, 1, 2, 1, 3, 1, 1, 2, 5])
        // A side arm is no source and raises nothing where it comes back.
        #expect(braid.streamOrders(.strahler) == [1, 1, 1, 1])
        #expect(braid.streamOrders(.shreve) == [1, 0, 1, 1])
        let empty = RiverNetwork(reaches: [reach("x", "", [(0, 0)])], nodeTolerance: 0)
        #expect(empty.streamOrders(.strahler) == [nil])
        #expect(empty.upstreamLengths().atLowerEnd(of: 0) == nil)
    }

    @Test("A closed ring and a loop have an order and a length, and end")
    func rings() {
        let ring = RiverNetwork(
            reaches: [reach("o", "湖", [(0, 0), (10, 0), (10, 10), (0, 0)])], nodeTolerance: 0)
        #expect(ring.streamOrders(.strahler) == [1])
        #expect(ring.upstreamLengths().atLowerEnd(of: 0) == ring.lengthInMetres)
        #expect(ring.distanceToOutlet(from: RiverPosition(reach: 0, measureInMetres: 1)) == nil)
    }
}
