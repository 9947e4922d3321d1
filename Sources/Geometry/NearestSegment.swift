/// The place on a line that is nearest to another place.
public struct NearestPoint: Hashable, Sendable {
    /// The segment's number along the line, from 0.
    public var segment: Int
    /// Where on the segment, 0 at its first vertex, 1 at its second.
    public var fraction: Double
    /// The place itself; exactly a vertex where `fraction` is 0 or 1.
    public var coordinate: Coordinate
    /// The distance in CRS units.
    public var distance: Double
    /// 1 when the other place lies to the left of the line, −1 to the right, 0 on the line or
    /// straight ahead of an end. At a bend the outer side, whichever segment was taken.
    public var side: Int

    public init(
        segment: Int, fraction: Double, coordinate: Coordinate, distance: Double, side: Int
    ) {
        self.segment = segment
        self.fraction = fraction
        self.coordinate = coordinate
        self.distance = distance
        self.side = side
    }
}

/// A directed segment.
struct Segment {
    var start: Coordinate
    var end: Coordinate

    /// Where on the segment the foot of `place` lies, 0...1; 0 on a segment without length.
    func fraction(nearestTo place: Coordinate) -> Double {
        let dx = end.x - start.x
        let dy = end.y - start.y
        let squared = dx * dx + dy * dy
        guard squared > 0 else { return 0 }
        let along = (place.x - start.x) * dx + (place.y - start.y) * dy
        return min(1, max(0, along / squared))
    }

    /// The place at `fraction`; exactly the end at 1.
    func coordinate(atFraction fraction: Double) -> Coordinate {
        if fraction == 1 { return end }
        return Coordinate(
            x: start.x + fraction * (end.x - start.x), y: start.y + fraction * (end.y - start.y))
    }

    func squaredDistance(to place: Coordinate) -> Double {
        let foot = coordinate(atFraction: fraction(nearestTo: place))
        let dx = place.x - foot.x
        let dy = place.y - foot.y
        return dx * dx + dy * dy
    }
}

extension LineString {
    /// The place on this line nearest to `place`, exact on the segments, not the nearest vertex.
    ///
    /// Of equally near places the first along the line. A line of one vertex is that vertex
    /// (segment 0). `nil` for an empty line or a `place` that is not finite.
    ///
    /// - Complexity: O(vertices). For many lines or places use `SegmentIndex`.
    public func nearestPoint(to place: Coordinate) -> NearestPoint? {
        guard let first = coordinates.first, place.isFinite else { return nil }
        if coordinates.count == 1 {
            return NearestPoint(
                segment: 0, fraction: 0, coordinate: first,
                distance: first.planarDistance(to: place), side: 0)
        }
        var best = 0
        var bestSquared = Double.infinity
        for index in 0..<coordinates.count - 1 {
            let squared = Segment(start: coordinates[index], end: coordinates[index + 1])
                .squaredDistance(to: place)
            if squared < bestSquared {
                best = index
                bestSquared = squared
            }
        }
        return nearestPoint(to: place, segment: best)
    }

    /// The place nearest to `place` on one segment of this line.
    func nearestPoint(to place: Coordinate, segment number: Int) -> NearestPoint {
        let segment = Segment(
            start: coordinates[number], end: coordinates[min(number + 1, coordinates.count - 1)])
        let fraction = segment.fraction(nearestTo: place)
        let foot = segment.coordinate(atFraction: fraction)
        var side = orientation(segment.start, segment.end, place)
        if fraction == 0 || fraction == 1 {
            side = cornerSide(of: place, vertex: fraction == 0 ? number : number + 1) ?? side
        }
        return NearestPoint(
            segment: number, fraction: fraction, coordinate: foot,
            distance: foot.planarDistance(to: place), side: side)
    }

    /// The side of a place whose nearest place on the line is a bend: the outer one. `nil` where
    /// the line does not bend or ends.
    private func cornerSide(of place: Coordinate, vertex: Int) -> Int? {
        guard vertex < coordinates.count, place != coordinates[vertex] else { return nil }
        let corner = coordinates[vertex]
        guard let before = coordinates[..<vertex].last(where: { $0 != corner }),
            let after = coordinates[vertex...].first(where: { $0 != corner })
        else { return nil }
        let turn = orientation(before, corner, after)
        return turn == 0 ? nil : -turn
    }
}
