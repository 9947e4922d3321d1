import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Measures along a reach")
struct ReachTests {
    private let elbow = reach("1", "", [(0, 0), (30, 0), (30, 40)])

    @Test(
        "A measure gives its place; beyond an end it gives the end",
        arguments: [
            (0, 0, 0), (15, 15, 0), (30, 30, 0), (50, 30, 20), (70, 30, 40), (-5, 0, 0),
            (99, 30, 40),
        ])
    func places(measure: Double, x: Double, y: Double) {
        #expect(elbow.lengthInMetres == 70)
        #expect(elbow.coordinate(atMeasure: measure) == Coordinate(x: x, y: y))
    }

    @Test(
        "A substring keeps the vertices between its ends",
        arguments: [
            (10, 50, [(10, 0), (30, 0), (30, 20)]), (0, 70, [(0, 0), (30, 0), (30, 40)]),
            (0, 30, [(0, 0), (30, 0)]), (30, 40, [(30, 0), (30, 10)]),
            (5, 5, [(5, 0), (5, 0)]), (-10, 10, [(0, 0), (10, 0)]),
        ] as [(Double, Double, [(Double, Double)])])
    func substrings(from: Double, to: Double, places: [(Double, Double)]) {
        let expected = places.map { Coordinate(x: $0.0, y: $0.1) }
        #expect(elbow.substring(from: from, to: to).coordinates == expected)
    }

    @Test("Given lengths scale the measures, segment by segment")
    func scaled() {
        let scaled = Reach(
            id: "1", label: "", line: elbow.line, segmentLengths: [60, 20])
        #expect(scaled.lengthInMetres == 80)
        #expect(scaled.coordinate(atMeasure: 30) == Coordinate(x: 15, y: 0))
        #expect(scaled.coordinate(atMeasure: 70) == Coordinate(x: 30, y: 20))
        let network = RiverNetwork(reaches: [scaled], nodeTolerance: 0)
        let location = network.locate([point(28, 20)], within: 5)[0]
        #expect(location.measureInMetres == 70 && location.distanceInMetres == 2)
    }

    @Test("Lines that cannot carry a measure are noted and found by nobody")
    func unusable() {
        let network = RiverNetwork(
            reaches: [
                reach("dot", "", [(0, 0), (0, 0)]), reach("one", "", [(1, 1)]),
                reach("none", "", []), reach("nan", "", [(0, 0), (.nan, 1), (5, 5)]),
                reach("ok", "", [(0, 10), (10, 10)]),
            ], nodeTolerance: 1)
        #expect(network.notes.map(\.kind) == Array(repeating: .unusable, count: 4))
        #expect(network.lengthInMetres == 10)
        #expect(network.locate([point(0, 0)], within: 50)[0].reach == 4)
        #expect(summary(network.ranges(of: [])) == ["4 0.0-10.0 –"])
        #expect(network.reaches[2].coordinate(atMeasure: 1) == nil)
        #expect(network.reaches[2].substring(from: 0, to: 1).coordinates.isEmpty)
        #expect(RiverNetwork(reaches: [], nodeTolerance: 1).ranges(of: []).isEmpty)
    }
}
