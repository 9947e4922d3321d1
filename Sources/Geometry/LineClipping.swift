/// A stretch of a line: from a place on one segment to a place on the same or a later one.
public struct LineInterval: Hashable, Sendable {
    /// The segment where the stretch begins, and how far along it, 0..<1.
    public var fromSegment: Int
    public var fromFraction: Double
    /// The segment where the stretch ends, and how far along it, above 0 up to 1.
    public var toSegment: Int
    public var toFraction: Double

    public init(fromSegment: Int, fromFraction: Double, toSegment: Int, toFraction: Double) {
        self.fromSegment = fromSegment
        self.fromFraction = fromFraction
        self.toSegment = toSegment
        self.toFraction = toFraction
    }

    /// The length of the stretch where the segments have `segmentLengths`.
    public func length(_ segmentLengths: [Double]) -> Double {
        if fromSegment == toSegment {
            return (toFraction - fromFraction) * segmentLengths[fromSegment]
        }
        let between = segmentLengths[fromSegment + 1..<toSegment].reduce(0, +)
        return (1 - fromFraction) * segmentLengths[fromSegment] + between
            + toFraction * segmentLengths[toSegment]
    }
}

extension PolygonIndex {
    /// The stretches of `line` inside this area, in order along the line; two that touch are one.
    ///
    /// A stretch that runs along the boundary belongs to the area on its north side; where it runs
    /// due north or south, to the area on its east side. So a line on the border of two zones
    /// counts for exactly one of them, whatever its direction, and the stretches of a line in the
    /// zones of a tiling add up to the line. Touching the area in a point gives nothing. Segments
    /// without length or with a coordinate that is not finite belong to nothing.
    ///
    /// - Complexity: O((segments + crossings) log edges), and for every stretch between two cuts a
    ///   count of the edges to its east.
    /// - Accuracy: the cuts are exact to a few ulps of the segment; cuts nearer than 1e-12 of the
    ///   segment's length to each other are one.
    public func intervals(of line: LineString) -> [LineInterval] {
        var clipper = LineClipper(area: self)
        let coordinates = line.coordinates
        for index in coordinates.indices.dropLast() {
            clipper.add(
                Segment(start: coordinates[index], end: coordinates[index + 1]), number: index)
        }
        return clipper.finish()
    }
}

/// Walks along a line and notes where it is inside.
private struct LineClipper {
    let area: PolygonIndex
    private var intervals: [LineInterval] = []
    private var open: LineInterval?
    /// Whether the last piece was inside, when no boundary lies between it and the next segment.
    private var carried: Bool?

    init(area: PolygonIndex) { self.area = area }

    mutating func add(_ segment: Segment, number: Int) {
        guard segment.start.isFinite, segment.end.isFinite, segment.start != segment.end,
            let box = BoundingBox(around: [segment.start, segment.end])
        else {
            if !segment.start.isFinite || !segment.end.isFinite {
                close()
                carried = nil
            }
            return
        }
        let met = area.tree.items(intersecting: box)
        let cuts = area.cuts(of: segment, by: met)
        if cuts.count == 2, let carried, !cuts.isBoundaryAtStart {
            append(carried, number: number, from: 0, to: 1)
        } else {
            for (from, to) in zip(cuts.fractions, cuts.fractions.dropFirst()) {
                let isInside = area.holdsPiece(of: segment, from: from, to: to, candidates: met)
                carried = isInside
                append(isInside, number: number, from: from, to: to)
            }
        }
        if cuts.isBoundaryAtEnd { carried = nil }
    }

    mutating func finish() -> [LineInterval] {
        close()
        return intervals
    }

    private mutating func append(_ isInside: Bool, number: Int, from: Double, to: Double) {
        guard isInside else { return close() }
        if open == nil {
            open = LineInterval(
                fromSegment: number, fromFraction: from, toSegment: number, toFraction: to)
        } else {
            open?.toSegment = number
            open?.toFraction = to
        }
    }

    private mutating func close() {
        if let open { intervals.append(open) }
        open = nil
    }
}

/// Where a segment is cut: fractions in ascending order, the first 0, the last 1.
private struct Cuts {
    var fractions: [Double]
    var isBoundaryAtStart: Bool
    var isBoundaryAtEnd: Bool
    var count: Int { fractions.count }
}

extension PolygonIndex {
    fileprivate func cuts(of segment: Segment, by candidates: [Int]) -> Cuts {
        var found: [Double] = []
        for item in candidates {
            appendCuts(of: segment, by: edges[item], to: &found)
        }
        found.sort()
        var cuts = Cuts(fractions: [0], isBoundaryAtStart: false, isBoundaryAtEnd: false)
        for fraction in found {
            if fraction < 1e-12 {
                cuts.isBoundaryAtStart = true
            } else if fraction > 1 - 1e-12 {
                cuts.isBoundaryAtEnd = true
            } else if fraction - cuts.fractions[cuts.count - 1] >= 1e-12 {
                cuts.fractions.append(fraction)
            }
        }
        cuts.fractions.append(1)
        return cuts
    }

    private func appendCuts(of segment: Segment, by edge: Segment, to found: inout [Double]) {
        let start = orientation(edge.start, edge.end, segment.start)
        let end = orientation(edge.start, edge.end, segment.end)
        if start == 0 && end == 0 {
            found.append(segment.fraction(nearestTo: edge.start))
            found.append(segment.fraction(nearestTo: edge.end))
            return
        }
        guard start * end <= 0 else { return }
        let first = orientation(segment.start, segment.end, edge.start)
        let second = orientation(segment.start, segment.end, edge.end)
        guard first * second <= 0 else { return }
        if start == 0 { return found.append(0) }
        if end == 0 { return found.append(1) }
        if first == 0 { return found.append(segment.fraction(nearestTo: edge.start)) }
        if second == 0 { return found.append(segment.fraction(nearestTo: edge.end)) }
        found.append(segment.crossingFraction(with: edge))
    }

    /// Whether the piece of `segment` between two neighbouring cuts lies in the area, pieces on
    /// the boundary by the rule of `intervals(of:)`.
    fileprivate func holdsPiece(
        of segment: Segment, from: Double, to: Double, candidates: [Int]
    ) -> Bool {
        let middle = segment.coordinate(atFraction: (from + to) / 2)
        guard let box = boundingBox, middle.y >= box.minY, middle.y <= box.maxY else {
            return false
        }
        // Edges that the piece lies on. The middle, rounded, may be off them by an ulp, so they
        // are told by the segment's own ends, and left out of the count.
        let under = Set(candidates.filter { edges[$0].isUnder(segment, middle: middle) })
        var isInside = false
        let ray = BoundingBox(
            minX: middle.x, minY: middle.y, maxX: max(box.maxX, middle.x), maxY: middle.y)
        tree.forEachItem(intersecting: ray) { item in
            guard !under.contains(item) else { return }
            let edge = edges[item]
            if crossing(of: edge.start, edge.end, fromEastOf: middle) == .crossed {
                isInside.toggle()
            }
        }
        // Just north of a rising edge the ray to the east crosses it, of a falling one it does not;
        // just east of an upright one neither.
        if segment.rises { for _ in under { isInside.toggle() } }
        return isInside
    }
}

extension Segment {
    /// Whether y grows with x.
    fileprivate var rises: Bool {
        (end.x > start.x && end.y > start.y) || (end.x < start.x && end.y < start.y)
    }

    /// Whether this edge lies on the straight line of `segment` and reaches over `middle`.
    fileprivate func isUnder(_ segment: Segment, middle: Coordinate) -> Bool {
        orientation(start, end, segment.start) == 0 && orientation(start, end, segment.end) == 0
            && min(start.x, end.x) <= middle.x && middle.x <= max(start.x, end.x)
            && min(start.y, end.y) <= middle.y && middle.y <= max(start.y, end.y)
    }

    /// Where this segment crosses `edge`, which it is known to do.
    fileprivate func crossingFraction(with edge: Segment) -> Double {
        let ex = edge.end.x - edge.start.x
        let ey = edge.end.y - edge.start.y
        let before = ex * (start.y - edge.start.y) - ey * (start.x - edge.start.x)
        let after = ex * (end.y - edge.start.y) - ey * (end.x - edge.start.x)
        guard before != after else { return 0.5 }
        return min(1, max(0, before / (before - after)))
    }
}
