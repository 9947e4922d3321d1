import Geometry
import TestSupport
import Testing

@Suite("Packed R-tree")
struct PackedRTreeTests {
    private func randomBoxes(_ count: Int, _ random: inout SeededRandom) -> [BoundingBox?] {
        (0..<count).map { index in
            guard index % 17 != 3 else { return nil }
            let x = Double(Int.random(in: 0...200, using: &random))
            let y = Double(Int.random(in: 0...200, using: &random))
            let width = Double(Int.random(in: 0...9, using: &random))
            return BoundingBox(minX: x, minY: y, maxX: x + width, maxY: y + 9 - width)
        }
    }

    @Test("A query finds what a plain walk finds", arguments: [0, 1, 2, 16, 17, 300, 5000])
    func queries(count: Int) {
        var random = SeededRandom(seed: UInt64(count) + 5)
        let boxes = randomBoxes(count, &random)
        let tree = PackedRTree(boxes)
        #expect(tree.count == boxes.compactMap { $0 }.count)
        for _ in 0..<50 {
            let x = Double(Int.random(in: -10...210, using: &random))
            let y = Double(Int.random(in: -10...210, using: &random))
            let query = BoundingBox(minX: x, minY: y, maxX: x + 20, maxY: y + 10)
            let expected = boxes.indices.filter { boxes[$0]?.intersects(query) ?? false }
            #expect(tree.items(intersecting: query) == expected)
        }
    }

    @Test("The nearest item is that of a plain walk; of equals the smallest number")
    func nearest() {
        var random = SeededRandom(seed: 8)
        let boxes = randomBoxes(700, &random)
        let tree = PackedRTree(boxes)
        func squared(_ item: Int, _ place: Coordinate) -> Double {
            guard let box = boxes[item] else { return .infinity }
            let dx = max(box.minX - place.x, 0, place.x - box.maxX)
            let dy = max(box.minY - place.y, 0, place.y - box.maxY)
            return dx * dx + dy * dy
        }
        for _ in 0..<300 {
            let place = Coordinate(
                x: Double(Int.random(in: -50...250, using: &random)),
                y: Double(Int.random(in: -50...250, using: &random)))
            let expected = boxes.indices.min { squared($0, place) < squared($1, place) }
            let found = tree.nearest(to: place) { squared($0, place) }
            #expect(found?.item == expected)
            let reach = (found?.squaredDistance ?? 0).squareRoot()
            #expect(tree.nearest(to: place, within: reach.nextUp) { squared($0, place) } != nil)
            let less = reach * (1 - 1e-15) - 1e-300
            #expect(
                tree.nearest(to: place, within: max(0, less)) { squared($0, place) } == nil
                    || reach == 0)
        }
    }

    @Test("An item that is not wanted is passed over")
    func unwanted() {
        let boxes = [0.0, 1, 2].map {
            Optional(BoundingBox(minX: $0, minY: 0, maxX: $0, maxY: 0))
        }
        let tree = PackedRTree(boxes)
        let place = Coordinate(x: 0, y: 0)
        let found = tree.nearest(to: place) { $0 == 0 ? nil : Double($0 * $0) }
        #expect(found?.item == 1)
    }
}

@Suite("Nearest place on a line")
struct NearestSegmentTests {
    /// East 10, then north 10.
    private let elbow = LineString([
        Coordinate(x: 0, y: 0), Coordinate(x: 10, y: 0), Coordinate(x: 10, y: 10),
    ])

    @Test(
        "The foot, distance and side on an elbow",
        arguments: [
            (4, 3, 0, 0.4, 4, 0, 3, 1), (4, -3, 0, 0.4, 4, 0, 3, -1),
            (12, 5, 1, 0.5, 10, 5, 2, -1), (7, 5, 1, 0.5, 10, 5, 3, 1),
            // The outer corner is on the right of a left bend, from both segments.
            (13, -4, 0, 1, 10, 0, 5, -1), (10, -4, 0, 1, 10, 0, 4, -1),
            (14, 0, 0, 1, 10, 0, 4, -1),
            // Beyond the ends, and on the line.
            (-3, 4, 0, 0, 0, 0, 5, 1), (-3, 0, 0, 0, 0, 0, 3, 0), (10, 15, 1, 1, 10, 10, 5, 0),
            (5, 0, 0, 0.5, 5, 0, 0, 0), (10, 0, 0, 1, 10, 0, 0, 0),
            // Equally near to both legs: the first along the line.
            (7, 3, 0, 0.7, 7, 0, 3, 1),
        ] as [(Double, Double, Int, Double, Double, Double, Double, Int)])
    func elbowCases(
        x: Double, y: Double, segment: Int, fraction: Double, footX: Double, footY: Double,
        distance: Double, side: Int
    ) {
        let place = Coordinate(x: x, y: y)
        let expected = NearestPoint(
            segment: segment, fraction: fraction, coordinate: Coordinate(x: footX, y: footY),
            distance: distance, side: side)
        #expect(elbow.nearestPoint(to: place) == expected)
        #expect(SegmentIndex([elbow]).nearest(to: place)?.point == expected)
    }

    @Test("Repeated vertices and single ones do no harm")
    func degenerate() {
        let a = Coordinate(x: 0, y: 0)
        let b = Coordinate(x: 4, y: 0)
        let stutter = LineString([a, a, b, b, b])
        let found = stutter.nearestPoint(to: Coordinate(x: 2, y: 1))
        #expect(found?.coordinate == Coordinate(x: 2, y: 0) && found?.side == 1)
        let dot = LineString([b])
        #expect(dot.nearestPoint(to: a)?.distance == 4)
        #expect(SegmentIndex([dot]).nearest(to: a)?.point.distance == 4)
        #expect(LineString([]).nearestPoint(to: a) == nil)
        #expect(SegmentIndex([LineString([]), stutter]).nearest(to: a)?.line == 1)
        #expect(SegmentIndex([]).nearest(to: a) == nil)
        #expect(elbow.nearestPoint(to: Coordinate(x: .nan, y: 0)) == nil)
        #expect(SegmentIndex([elbow]).nearest(to: Coordinate(x: .infinity, y: 0)) == nil)
    }

    @Test("The index finds what a walk over all lines finds")
    func oracle() {
        var random = SeededRandom(seed: 21)
        let lines = (0..<120).map { _ in
            LineString(
                (0..<Int.random(in: 2...9, using: &random)).map { _ in
                    Coordinate(
                        x: Double(Int.random(in: 0...60, using: &random)),
                        y: Double(Int.random(in: 0...60, using: &random)))
                })
        }
        let index = SegmentIndex(lines)
        for _ in 0..<500 {
            let place = Coordinate(
                x: Double.random(in: -5...65, using: &random),
                y: Double.random(in: -5...65, using: &random))
            let all = lines.map { $0.nearestPoint(to: place)?.distance ?? .infinity }
            let found = index.nearest(to: place)
            #expect(found?.point.distance == all.min())
            #expect(found?.line == all.firstIndex(of: all.min() ?? 0))
            #expect(found?.point == found.flatMap { lines[$0.line].nearestPoint(to: place) })
        }
    }
}
