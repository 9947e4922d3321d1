import Geometry
import Rivers
import TestSupport
import Testing

@Suite("Points on a network")
struct LocateTests {
    /// East 100, then north 100.
    private let elbow = RiverNetwork(
        reaches: [reach("1", "汾河", [(0, 0), (100, 0), (100, 100)])], nodeTolerance: 1)

    @Test(
        "Measure, distance from the mouth and offset on an elbow",
        arguments: [
            (40, 3, 40, 160, 3, 40, 0), (40, -3, 40, 160, -3, 40, 0),
            (103, 50, 150, 50, -3, 100, 50), (97, 50, 150, 50, 3, 100, 50),
            // The outer corner, beyond both ends, and straight ahead of them.
            (103, -4, 100, 100, -5, 100, 0), (-3, 4, 0, 200, 5, 0, 0), (-5, 0, 0, 200, 5, 0, 0),
            (100, 105, 200, 0, 5, 100, 100), (100, 50, 150, 50, 0, 100, 50),
        ] as [(Double, Double, Double, Double, Double, Double, Double)])
    func elbowCases(
        x: Double, y: Double, measure: Double, fromMouth: Double, offset: Double, footX: Double,
        footY: Double
    ) {
        let location = elbow.locate([point(x, y)], within: 10)[0]
        #expect(location.reach == 0)
        #expect(location.measureInMetres == measure)
        #expect(location.fromMouthInMetres == fromMouth)
        #expect(location.offsetInMetres == offset)
        #expect(location.distanceInMetres == abs(offset))
        #expect(location.coordinate == Coordinate(x: footX, y: footY))
        #expect(location.secondReach == nil)
    }

    @Test("A point 5 km away is unmatched and keeps its distance; one at the limit is matched")
    func farAway() {
        let far = elbow.locate([point(50, -5000), point(50, -1000), point(.nan, 0)], within: 1000)
        #expect(far[0].reach == nil && far[0].distanceInMetres == 5000)
        #expect(far[0].measureInMetres == nil && far[0].position == nil)
        #expect(LocatedSection(id: "S", location: far[0]) == nil)
        #expect(far[1].reach == 0 && far[1].distanceInMetres == 1000)
        #expect(far[2].reach == nil && far[2].distanceInMetres == nil)
        let nothing = RiverNetwork(reaches: [], nodeTolerance: 1)
        #expect(nothing.locate([point(0, 0)], within: 1)[0].distanceInMetres == nil)
        #expect(elbow.locate([], within: 1).isEmpty)
    }

    @Test("Of equally near reaches the first is taken and the other named second")
    func ties() {
        let network = RiverNetwork(
            reaches: [
                reach("north", "", [(0, 10), (100, 10)]), reach("south", "", [(0, 0), (100, 0)]),
            ], nodeTolerance: 1)
        let location = network.locate([point(50, 5)], within: 10)[0]
        #expect(location.reach == 0 && location.secondReach == 1)
        #expect(location.distanceInMetres == 5 && location.secondDistanceInMetres == 5)
        #expect(location.offsetInMetres == -5)
    }

    @Test("A point with a river's name goes to that river, with a name of no river to the nearest")
    func names() {
        let network = RiverNetwork(
            reaches: [
                reach("1", "卫河(大沙河)", [(0, 0), (100, 0)]), reach("2", "", [(0, 10), (100, 10)]),
                reach("3", "汾河", [(0, 50), (100, 50)]),
            ], nodeTolerance: 1)
        let located = network.locate(
            [
                point(50, 9, river: "大沙河"), point(50, 9, river: " 汾 河"), point(50, 9),
                point(50, 9, river: "无名河"), point(50, 9, river: ""),
                point(50, -40, river: "汾河"), point(50, 9, river: "大沙河（卫河）"),
            ], within: 60)
        #expect(located.map(\.reach) == [0, 2, 1, 1, 1, nil, 0])
        #expect(located.map(\.isMatchedByName) == [true, true, false, false, false, false, true])
        #expect(located[0].secondReach == 1 && located[0].secondDistanceInMetres == 1)
        #expect(located[5].distanceInMetres == 90)
    }

    @Test("Distances come in metres, whatever the unit of the CRS")
    func units() {
        let network = RiverNetwork(
            reaches: [
                Reach(
                    id: "1", label: "",
                    line: LineString([Coordinate(x: 0, y: 0), Coordinate(x: 100, y: 0)]),
                    segmentLengths: [100 * 0.3048])
            ], nodeTolerance: 1, metresPerUnit: 0.3048)
        let location = network.locate([point(50, 10)], within: 3.048)[0]
        #expect(location.distanceInMetres == 3.048 && location.measureInMetres == 15.24)
    }

    @Test("The mouth is that of the river; the outlet that of all water; a loop has neither")
    func mouths() {
        let located = confluence.locate([point(100, 80), point(0, 0), point(150, 0)], within: 1)
        #expect(located.map(\.fromMouthInMetres) == [80, 200, 50])
        #expect(located.map(\.fromOutletInMetres) == [180, 200, 50])
        #expect(braid.locate([point(0, 0)], within: 1)[0].fromMouthInMetres == 300)
        let loop = RiverNetwork(
            reaches: [
                reach("1", "环", [(0, 0), (50, 0), (100, 0)]),
                reach("2", "环", [(100, 0), (50, 50), (0, 0)]),
            ], nodeTolerance: 1)
        #expect(loop.locate([point(40, 1)], within: 5)[0].fromMouthInMetres == nil)
        #expect(loop.locate([point(40, 1)], within: 5)[0].reach == 0)
    }

    @Test("Locating agrees with a walk over all segments, and interpolating returns the point")
    func oracle() throws {
        for seed in 0..<6 as Range<UInt64> {
            let network = randomNetwork(seed: seed, reaches: 60)
            var random = SeededRandom(seed: seed + 100)
            let points = (0..<200).map { _ in
                point(
                    Double.random(in: -10...100, using: &random),
                    Double.random(in: -10...100, using: &random))
            }
            let located = network.locate(points, within: 8)
            for (point, location) in zip(points, located) {
                let distances = network.reaches.map { reach in
                    reach.isUsable ? walk(reach.line, to: point.coordinate) : .infinity
                }
                let nearest = distances.min() ?? .infinity
                #expect(isClose(location.distanceInMetres ?? -1, nearest, absolute: 1e-12))
                #expect((location.reach == nil) == (nearest > 8))
                guard let reach = location.reach, let position = location.position else { continue }
                #expect(isClose(distances[reach], nearest, absolute: 1e-12))
                let place = try #require(network.coordinate(at: position))
                let foot = try #require(location.coordinate)
                #expect(place.planarDistance(to: foot) < 1e-9)
                let again = network.locate([RiverPoint(coordinate: place)], within: 1e-6)[0]
                #expect((again.distanceInMetres ?? 1) < 1e-12)
            }
        }
    }

    /// The distance by trying every segment, written apart from the library.
    private func walk(_ line: LineString, to place: Coordinate) -> Double {
        zip(line.coordinates, line.coordinates.dropFirst()).map { a, b in
            let length = a.planarDistance(to: b)
            guard length > 0 else { return a.planarDistance(to: place) }
            let along =
                ((place.x - a.x) * (b.x - a.x) + (place.y - a.y) * (b.y - a.y)) / length
            if along <= 0 { return a.planarDistance(to: place) }
            if along >= length { return b.planarDistance(to: place) }
            return abs((place.x - a.x) * (b.y - a.y) - (place.y - a.y) * (b.x - a.x)) / length
        }.min() ?? .infinity
    }

    @Test("Order of points and number of threads change nothing", arguments: [1, 2, 3, 7])
    func threads(count: Int) {
        let network = randomNetwork(seed: 3, reaches: 40)
        var random = SeededRandom(seed: 9)
        let points = (0..<1500).map { _ in
            point(
                Double(Int.random(in: 0...90, using: &random)),
                Double(Int.random(in: 0...90, using: &random)))
        }
        let expected = network.locate(points, within: 20)
        #expect(network.locate(points, within: 20, threads: count) == expected)
        let turned = network.locate(points.reversed(), within: 20, threads: count)
        #expect(turned.reversed() == expected)
    }
}
