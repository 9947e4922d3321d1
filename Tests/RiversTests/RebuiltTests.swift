import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Lines made anew")
struct RebuiltTests {
    private func places(_ reach: Reach) -> [[Double]] {
        reach.line.coordinates.map { [$0.x, $0.y] }
    }

    @Test("A reach drawn upstream is turned, with its lengths")
    func turned() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "汾河", [(0, 0), (100, 0)]),
                Reach(
                    id: "2", label: "汾河",
                    line: LineString(
                        [(140, 0), (130, 0), (100, 0)].map { Coordinate(x: $0, y: $1) }),
                    segmentLengths: [11, 33]),
                reach("dot", "", [(5, 5)]),
            ], nodeTolerance: 1)
        let lines = network.turnedReaches()
        #expect(places(lines[1].reach) == [[100, 0], [130, 0], [140, 0]])
        #expect(lines[1].reach.segmentLengths == [33, 11])
        #expect(lines.map { $0.pieces[0].isTurned } == [false, true, false])
        #expect(lines[2].reach == network.reaches[2])
        let again = RiverNetwork(reaches: lines.map(\.reach), nodeTolerance: 1)
        #expect(again.flowsAgainstDigitising == [false, false, false])
    }

    @Test("A reach is cut where another joins it, and pieces are joined where nothing meets")
    func splitAndMerged() {
        let network = RiverNetwork(
            reaches: [
                reach("m", "汾河", [(0, 0), (200, 0)]), reach("n", "汾河", [(300, 0), (200, 0)]),
                reach("t", "潇河", [(100, 80), (100, 3)]),
            ], nodeTolerance: 5)
        let split = network.splitReaches()
        #expect(split.map(\.reach.id) == ["m", "m", "n", "t"])
        #expect(places(split[1].reach) == [[100, 0], [200, 0]])
        #expect(split[1].pieces[0].fromMeasure == 100 && split[1].pieces[0].toMeasure == 200)

        let merged = network.mergedReaches()
        #expect(merged.map(\.reach.id) == ["m", "m", "t"])
        #expect(places(merged[1].reach) == [[100, 0], [200, 0], [300, 0]])
        #expect(merged[1].pieces.map(\.reach) == [0, 1])
        #expect(merged[1].pieces.map(\.isTurned) == [false, true])
    }

    @Test("A closed gap joins two pieces with a segment that has no length")
    func gap() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "汾河", [(0, 0), (100, 0)]), reach("2", "汾河", [(103, 4), (203, 4)]),
            ], nodeTolerance: 5)
        let merged = network.mergedReaches()
        #expect(merged.count == 1)
        #expect(merged[0].reach.segmentLengths == [100, 0, 100])
        #expect(places(merged[0].reach) == [[0, 0], [100, 0], [103, 4], [203, 4]])
    }

    @Test("The total length is kept by every cut and joining", arguments: 0..<30)
    func lengths(seed: Int) {
        var rules = NetworkRules(nodeTolerance: 0.5)
        rules.joinsSharedVertices = seed % 2 == 0
        let network = RiverNetwork(
            reaches: randomNetwork(seed: UInt64(seed), reaches: 40).reaches, rules: rules)
        for lines in [network.splitReaches(), network.mergedReaches()] {
            let total = lines.reduce(0) { $0 + $1.reach.lengthInMetres }
            #expect(isClose(total, network.lengthInMetres, relative: 1e-12))
            let pieces = lines.flatMap(\.pieces).reduce(0) { $0 + $1.toMeasure - $1.fromMeasure }
            #expect(isClose(pieces, network.lengthInMetres, relative: 1e-12))
        }
    }

    @Test("A ring of one river is one line")
    func ring() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "渠", [(0, 0), (100, 0)]), reach("2", "渠", [(100, 0), (50, 50), (0, 0)]),
            ], nodeTolerance: 0)
        let merged = network.mergedReaches()
        #expect(merged.count == 1)
        #expect(isClose(merged[0].reach.lengthInMetres, network.lengthInMetres))
    }
}
