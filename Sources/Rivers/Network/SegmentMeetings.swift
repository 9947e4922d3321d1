import Geometry

/// A place where two reaches, or two parts of one, touch.
struct SegmentMeeting: Hashable {
    /// The reaches, `first <= second`, and the measure of the place on each.
    var first: Int
    var second: Int
    var firstMeasure: Double
    var secondMeasure: Double
    var place: Coordinate
    /// Metres that the two run along one straight line together; 0 where they cross or touch.
    var sharedLength: Double
}

/// The segments of all usable reaches, for finding where they touch.
///
/// The reaches are cut into runs of segments, whose boxes are in an R-tree: two runs whose boxes
/// meet are compared segment by segment.
struct SegmentMeetings {
    private static let runLength = 12

    private struct Run {
        var reach: Int
        var segments: Range<Int>
    }

    private let reaches: [Reach]
    private let runs: [Run]
    private let boxes: [BoundingBox?]

    init(_ reaches: [Reach]) {
        self.reaches = reaches
        runs = reaches.enumerated().flatMap { number, reach -> [Run] in
            guard reach.isUsable else { return [] }
            let count = reach.segmentLengths.count
            return stride(from: 0, to: count, by: Self.runLength).map {
                Run(reach: number, segments: $0..<min(count, $0 + Self.runLength))
            }
        }
        boxes = runs.map { run in
            BoundingBox(
                around: reaches[run.reach].line.coordinates[
                    run.segments.lowerBound...run.segments.upperBound])
        }
    }

    /// Calls `body` with every place, by the smaller reach; a place at a vertex may come more than
    /// once. Neighbours on one reach touch only where they run back on each other.
    func forEach(_ body: (SegmentMeeting) -> Void) {
        let tree = PackedRTree(boxes)
        for (number, run) in runs.enumerated() {
            guard let box = boxes[number] else { continue }
            for other in tree.items(intersecting: box) where other >= number {
                compare(run, runs[other], body)
            }
        }
    }

    private func compare(_ a: Run, _ b: Run, _ body: (SegmentMeeting) -> Void) {
        let lineA = reaches[a.reach].line.coordinates
        let lineB = reaches[b.reach].line.coordinates
        let isSame = a.reach == b.reach
        for i in a.segments {
            let (p, q) = (lineA[i], lineA[i + 1])
            let from = isSame ? max(b.segments.lowerBound, i + 1) : b.segments.lowerBound
            guard from < b.segments.upperBound else { continue }
            for j in from..<b.segments.upperBound
            where boxesMeet(p, q, lineB[j], lineB[j + 1]) {
                if isSame, isEndToEnd(i, j, lineA) { continue }
                meet(a.reach, i, b.reach, j, body)
            }
        }
    }

    private func boxesMeet(
        _ a: Coordinate, _ b: Coordinate, _ c: Coordinate, _ d: Coordinate
    ) -> Bool {
        min(a.x, b.x) <= max(c.x, d.x) && min(c.x, d.x) <= max(a.x, b.x)
            && min(a.y, b.y) <= max(c.y, d.y) && min(c.y, d.y) <= max(a.y, b.y)
    }

    /// Whether two segments of a line only follow each other, without running back, or are the
    /// first and the last of a ring.
    private func isEndToEnd(_ i: Int, _ j: Int, _ line: [Coordinate]) -> Bool {
        let (p, q, r) = (line[i], line[i + 1], line[j + 1])
        if p == q || line[j] == r { return true }
        let follow = line[i + 1...j].allSatisfy { $0 == q }
        let isClosed = i == 0 && j == line.count - 2 && p == r
        guard follow || isClosed else { return false }
        let (before, corner, after) = follow ? (p, q, r) : (line[j], p, q)
        guard orientation(before, corner, after) == 0 else { return true }
        let dot =
            (corner.x - before.x) * (after.x - corner.x)
            + (corner.y - before.y) * (after.y - corner.y)
        return dot > 0
    }

    /// Reports where segment `i` of reach `a` and segment `j` of reach `b` touch.
    private func meet(_ a: Int, _ i: Int, _ b: Int, _ j: Int, _ body: (SegmentMeeting) -> Void) {
        let (p, q) = (reaches[a].line.coordinates[i], reaches[a].line.coordinates[i + 1])
        let (r, s) = (reaches[b].line.coordinates[j], reaches[b].line.coordinates[j + 1])
        guard p != q, r != s else { return }
        let sideR = orientation(p, q, r)
        let sideS = orientation(p, q, s)
        if sideR == 0, sideS == 0 {
            meetAlong(a, i, b, j, body)
            return
        }
        let sideP = orientation(r, s, p)
        let sideQ = orientation(r, s, q)
        guard sideR * sideS <= 0, sideP * sideQ <= 0 else { return }
        let place: Coordinate
        if sideP == 0 {
            place = p
        } else if sideQ == 0 {
            place = q
        } else if sideR == 0 {
            place = r
        } else if sideS == 0 {
            place = s
        } else {
            let before = (s.x - r.x) * (p.y - r.y) - (s.y - r.y) * (p.x - r.x)
            let after = (s.x - r.x) * (q.y - r.y) - (s.y - r.y) * (q.x - r.x)
            let fraction = before / (before - after)
            place = Coordinate(x: p.x + fraction * (q.x - p.x), y: p.y + fraction * (q.y - p.y))
        }
        report(a, i, b, j, at: place, sharedLength: 0, body)
    }

    /// Reports two segments on one straight line that share a place or a stretch of it.
    private func meetAlong(
        _ a: Int, _ i: Int, _ b: Int, _ j: Int, _ body: (SegmentMeeting) -> Void
    ) {
        let (p, q) = (reaches[a].line.coordinates[i], reaches[a].line.coordinates[i + 1])
        let (r, s) = (reaches[b].line.coordinates[j], reaches[b].line.coordinates[j + 1])
        // Both are on one line, so the order of the plane is the order along it.
        let (low, high) = isBefore(p, q) ? (p, q) : (q, p)
        let (lowOther, highOther) = isBefore(r, s) ? (r, s) : (s, r)
        let from = isBefore(low, lowOther) ? lowOther : low
        let to = isBefore(high, highOther) ? high : highOther
        guard !isBefore(to, from) else { return }
        let whole = p.planarDistance(to: q)
        let shared = from.planarDistance(to: to) / whole * reaches[a].segmentLengths[i]
        report(a, i, b, j, at: from, sharedLength: shared, body)
    }

    private func report(
        _ a: Int, _ i: Int, _ b: Int, _ j: Int, at place: Coordinate, sharedLength: Double,
        _ body: (SegmentMeeting) -> Void
    ) {
        body(
            SegmentMeeting(
                first: a, second: b, firstMeasure: reaches[a].measure(of: place, onSegment: i),
                secondMeasure: reaches[b].measure(of: place, onSegment: j), place: place,
                sharedLength: sharedLength))
    }
}

extension Reach {
    /// The measure of a place that lies on a segment.
    fileprivate func measure(of place: Coordinate, onSegment segment: Int) -> Double {
        let (start, end) = (line.coordinates[segment], line.coordinates[segment + 1])
        if place == end { return vertexMeasures[segment + 1] }
        let whole = start.planarDistance(to: end)
        return measure(segment: segment, fraction: start.planarDistance(to: place) / whole)
    }
}
