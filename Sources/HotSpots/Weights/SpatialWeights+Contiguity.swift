public import Geometry
import Parallel

/// When two zones are neighbours.
public enum Contiguity: String, CaseIterable, Hashable, Sendable {
    /// They share at least a point.
    case queen
    /// They share a stretch of their borders.
    case rook
}

extension SpatialWeights {
    /// The zones that touch each other, with weights of 1.
    ///
    /// Borders need not have the same vertices: a vertex on an edge of the neighbour counts as on
    /// the border. Zones that overlap are neighbours in both senses. A zone without geometry has
    /// no neighbours.
    ///
    /// - Parameters:
    ///   - zones: In one CRS.
    ///   - tolerance: How far borders may gape and still touch, in CRS units, at least 0; a
    ///     shared stretch must be longer. 0 asks for the same coordinates.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Precondition: `tolerance` is at least 0.
    /// - Complexity: O(v log v + pairs of edges that are near).
    public static func contiguity(
        of zones: [Zone], _ contiguity: Contiguity = .queen, tolerance: Double = 0,
        threads: Int = 1
    ) -> SpatialWeights {
        precondition(tolerance >= 0, "a tolerance is at least 0")
        let edges = BorderEdges(zones)
        let lists = mapChunks(chunks(of: zones.count, size: 16), threads: threads) { range in
            range.map { edges.neighbours(of: $0, contiguity, tolerance: tolerance) }
        }
        // What one finds of the other holds for both, also in the last bit of a tolerance.
        var sets = lists.flatMap { $0 }
        for (zone, found) in sets.enumerated() {
            for other in found { sets[other].insert(zone) }
        }
        return SpatialWeights(binary: sets.map { $0.sorted() })
    }
}

/// The edges of all zones' rings, and where they are.
private struct BorderEdges: Sendable {
    private struct Edge {
        let zone: Int32
        let start: Coordinate
        let end: Coordinate

        var box: BoundingBox {
            BoundingBox(
                minX: min(start.x, end.x), minY: min(start.y, end.y), maxX: max(start.x, end.x),
                maxY: max(start.y, end.y))
        }
    }

    private let edges: [Edge]
    /// Where the edges of each zone begin.
    private let starts: [Int]
    private let index: PackedRTree

    init(_ zones: [Zone]) {
        var edges: [Edge] = []
        var starts = [0]
        for (number, zone) in zones.enumerated() {
            for ring in zone.polygons.flatMap(\.rings) {
                for (a, b) in zip(ring.coordinates, ring.coordinates.dropFirst())
                where a != b && a.isFinite && b.isFinite {
                    edges.append(Edge(zone: Int32(number), start: a, end: b))
                }
            }
            starts.append(edges.count)
        }
        self.edges = edges
        self.starts = starts
        index = PackedRTree(edges.map(\.box))
    }

    func neighbours(of zone: Int, _ contiguity: Contiguity, tolerance: Double) -> Set<Int> {
        var found: Set<Int> = []
        for edge in edges[starts[zone]..<starts[zone + 1]] {
            for item in index.items(intersecting: edge.box.expanded(by: tolerance)) {
                let other = edges[item]
                guard other.zone != zone, !found.contains(Int(other.zone)) else { continue }
                let touches =
                    switch contiguity {
                    case .queen: Self.touch(edge, other, tolerance)
                    case .rook: Self.share(edge, other, tolerance)
                    }
                if touches { found.insert(Int(other.zone)) }
            }
        }
        return found
    }

    /// Whether an end of one edge lies on the other, or they cross.
    private static func touch(_ a: Edge, _ b: Edge, _ tolerance: Double) -> Bool {
        isOn(a.start, b, tolerance) || isOn(a.end, b, tolerance) || isOn(b.start, a, tolerance)
            || isOn(b.end, a, tolerance) || cross(a, b)
    }

    /// Whether the edges lie on each other over more than a point, or cross.
    private static func share(_ a: Edge, _ b: Edge, _ tolerance: Double) -> Bool {
        let common = [
            (a.start, b), (a.end, b), (b.start, a), (b.end, a),
        ].filter { isOn($0.0, $0.1, tolerance) }.map(\.0)
        for (place, first) in common.enumerated() {
            for second in common[(place + 1)...]
            where first.planarDistance(to: second) > tolerance {
                return true
            }
        }
        return cross(a, b)
    }

    private static func isOn(_ point: Coordinate, _ edge: Edge, _ tolerance: Double) -> Bool {
        let (dx, dy) = (edge.end.x - edge.start.x, edge.end.y - edge.start.y)
        let along =
            ((point.x - edge.start.x) * dx + (point.y - edge.start.y) * dy) / (dx * dx + dy * dy)
        if along <= 0 { return point.planarDistance(to: edge.start) <= tolerance }
        if along >= 1 { return point.planarDistance(to: edge.end) <= tolerance }
        if tolerance == 0 { return orientation(edge.start, edge.end, point) == 0 }
        let foot = Coordinate(x: edge.start.x + along * dx, y: edge.start.y + along * dy)
        return point.planarDistance(to: foot) <= tolerance
    }

    /// Whether each edge has its ends on both sides of the other.
    private static func cross(_ a: Edge, _ b: Edge) -> Bool {
        orientation(a.start, a.end, b.start) * orientation(a.start, a.end, b.end) < 0
            && orientation(b.start, b.end, a.start) * orientation(b.start, b.end, a.end) < 0
    }
}
