/// All segments of many lines, indexed for the nearest place on any of them.
///
/// The lines are cut into runs of a few segments each, whose boxes are in a packed R-tree; the
/// vertices of the runs lie one after the other in one array.
///
/// - Complexity: building O(n log n) over the runs; a search O(log n), which allocates nothing.
public struct SegmentIndex: Sendable {
    /// Segments in a run: more make the tree smaller, fewer its boxes tighter.
    private static let runLength = 8

    /// Some segments of one line, one after the other.
    private struct Run {
        var line: Int32
        var firstSegment: Int32
        /// The position of the run's first vertex in `vertices`.
        var firstVertex: Int32
        var segmentCount: Int32
    }

    private let lines: [LineString]
    private let vertices: [Coordinate]
    private let runs: [Run]
    private let tree: PackedRTree

    /// An index of `lines`, whose positions are the line numbers. A line of one vertex is that
    /// vertex; an empty line, and segments that are not finite, are never found.
    ///
    /// - Precondition: fewer than 2³⁰ vertices.
    public init(_ lines: [LineString]) {
        let count = lines.reduce(0) { $0 + max(2, $1.coordinates.count) }
        precondition(count < Int(Int32.max) / 2, "a segment index holds fewer than 2^30 vertices")
        self.lines = lines
        var builder = RunBuilder(vertexCount: count)
        for (number, line) in lines.enumerated() { builder.add(line.coordinates, line: number) }
        vertices = builder.vertices
        runs = builder.runs
        tree = PackedRTree(builder.boxes)
    }

    /// The nearest place on any line, with the line's number; `nil` when none is within
    /// `distance` (CRS units; a place exactly there is found).
    ///
    /// Of equally near lines the one with the smaller number, then the first along the line.
    ///
    /// - Parameter isWanted: Leaves lines out by their number.
    public func nearest(
        to place: Coordinate, within distance: Double = .infinity,
        where isWanted: (Int) -> Bool = { _ in true }
    ) -> (line: Int, point: NearestPoint)? {
        nearest(to: place, within: distance, where: isWanted, precedes: <)
    }

    /// As `nearest(to:within:where:)`, but of equally near lines the one that `precedes` the others.
    ///
    /// - Parameter precedes: A strict order of line numbers.
    public func nearest(
        to place: Coordinate, within distance: Double = .infinity,
        where isWanted: (Int) -> Bool, precedes: (Int, Int) -> Bool
    ) -> (line: Int, point: NearestPoint)? {
        var best = Candidate()
        // The tree compares squares; the limit itself is decided on the distance, below.
        let room = distance * (1 + 1e-12)
        withRuns { runs in
            tree.forEachItem(nearestTo: place, squaredLimit: room * room) { item, limit in
                guard isWanted(runs.line(item)) else { return }
                let found = runs.nearestSegment(in: item, to: place)
                guard found.squared <= limit, found.isBetter(than: best, precedes) else { return }
                best = found
                limit = found.squared
            }
        }
        guard let point = point(of: best, for: place), point.distance <= distance else {
            return nil
        }
        return (best.line, point)
    }

    /// The nearest place on any line, and the nearest other line with its distance in CRS units.
    ///
    /// Both are found in one search. `nil` when there is nothing to find or `place` is not finite.
    ///
    /// - Parameter precedes: A strict order of line numbers, for lines that are equally near.
    public func nearestTwo(
        to place: Coordinate, precedes: (Int, Int) -> Bool
    ) -> (line: Int, point: NearestPoint, second: (line: Int, distance: Double)?)? {
        var best = Candidate()
        var second = Candidate()
        withRuns { runs in
            tree.forEachItem(nearestTo: place, squaredLimit: .infinity) { item, limit in
                let found = runs.nearestSegment(in: item, to: place)
                guard found.squared <= limit else { return }
                if found.isBetter(than: best, precedes) {
                    if found.line != best.line { second = best }
                    best = found
                } else if found.line != best.line, found.isBetter(than: second, precedes) {
                    second = found
                }
                limit = second.squared
            }
        }
        guard let point = point(of: best, for: place) else { return nil }
        let other = self.point(of: second, for: place).map { (second.line, $0.distance) }
        return (best.line, point, other)
    }

    /// A segment that may be the nearest, and how far it is.
    private struct Candidate {
        var squared = Double.infinity
        var line = -1
        var segment = 0

        func isBetter(than other: Candidate, _ precedes: (Int, Int) -> Bool) -> Bool {
            if squared != other.squared { return squared < other.squared }
            guard line != other.line else { return segment < other.segment }
            return other.line >= 0 && precedes(line, other.line)
        }
    }

    /// The runs without the bookkeeping of arrays, for the inner loop.
    private struct RunBuffers {
        let runs: UnsafeBufferPointer<Run>
        let vertices: UnsafeBufferPointer<Coordinate>

        func line(_ item: Int) -> Int { Int(runs[item].line) }

        /// The nearest segment of a run, the first of several.
        func nearestSegment(in item: Int, to place: Coordinate) -> Candidate {
            let run = runs[item]
            let first = Int(run.firstVertex)
            var best = Candidate(line: Int(run.line))
            for step in 0..<Int(run.segmentCount) {
                let segment = Segment(
                    start: vertices[first + step], end: vertices[first + step + 1])
                let squared = segment.squaredDistance(to: place)
                if squared < best.squared {
                    best.squared = squared
                    best.segment = Int(run.firstSegment) + step
                }
            }
            return best
        }
    }

    private func withRuns(_ body: (RunBuffers) -> Void) {
        runs.withUnsafeBufferPointer { runs in
            vertices.withUnsafeBufferPointer { vertices in
                body(RunBuffers(runs: runs, vertices: vertices))
            }
        }
    }

    private func point(of candidate: Candidate, for place: Coordinate) -> NearestPoint? {
        guard candidate.line >= 0 else { return nil }
        return lines[candidate.line].nearestPoint(to: place, segment: candidate.segment)
    }

    /// Cuts lines into runs.
    private struct RunBuilder {
        private(set) var vertices: [Coordinate] = []
        private(set) var runs: [Run] = []
        private(set) var boxes: [BoundingBox?] = []

        init(vertexCount: Int) {
            vertices.reserveCapacity(vertexCount)
            runs.reserveCapacity(vertexCount / SegmentIndex.runLength)
            boxes.reserveCapacity(vertexCount / SegmentIndex.runLength)
        }

        mutating func add(_ coordinates: [Coordinate], line: Int) {
            let start = vertices.count
            vertices += coordinates
            if coordinates.count == 1 { vertices.append(coordinates[0]) }
            let segments = max(0, vertices.count - start - 1)
            var first = 0
            while first < segments {
                let end = min(first + SegmentIndex.runLength, segments)
                addRun(line: line, segments: first..<end, start: start)
                first = end
            }
        }

        /// Adds the segments as one run, or as several where one of them is not finite.
        private mutating func addRun(line: Int, segments: Range<Int>, start: Int) {
            let own = vertices[start + segments.lowerBound...start + segments.upperBound]
            guard own.allSatisfy(\.isFinite) else {
                guard segments.count > 1 else { return }
                for segment in segments {
                    addRun(line: line, segments: segment..<segment + 1, start: start)
                }
                return
            }
            boxes.append(BoundingBox(around: own))
            runs.append(
                Run(
                    line: Int32(line), firstSegment: Int32(segments.lowerBound),
                    firstVertex: Int32(start + segments.lowerBound),
                    segmentCount: Int32(segments.count)))
        }
    }
}
