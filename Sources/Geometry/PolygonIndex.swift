/// The edges of a set of polygons, indexed for many questions about one area.
///
/// The polygons are parts of one area and do not overlap; where parts share an edge the area goes
/// on across it.
public struct PolygonIndex: Sendable {
    /// The smallest box around the area; `nil` when it is empty.
    public let boundingBox: BoundingBox?
    let edges: [Segment]
    let tree: PackedRTree

    /// An index of all rings of `polygons`. Edges without length are left out.
    public init(_ polygons: [Polygon]) {
        var edges: [Segment] = []
        for ring in polygons.lazy.flatMap(\.rings) {
            for (a, b) in zip(ring.coordinates, ring.coordinates.dropFirst()) where a != b {
                // One direction for every edge, so that two areas that share it compute the same
                // cuts to the last bit.
                let isAscending = (a.x, a.y) < (b.x, b.y)
                edges.append(isAscending ? Segment(start: a, end: b) : Segment(start: b, end: a))
            }
        }
        let boxes = edges.map { BoundingBox(around: [$0.start, $0.end]) }
        self.edges = edges
        tree = PackedRTree(boxes)
        boundingBox = boxes.lazy.compactMap { $0 }.reduce(nil) { $0?.union($1) ?? $1 }
    }

    /// Where `coordinate` lies, exactly as `Polygon.location(of:)` says, but an edge shared by two
    /// parts is still a boundary.
    ///
    /// - Complexity: O(log n + edges to the east of the place at its height).
    public func location(of coordinate: Coordinate) -> Location {
        guard let box = boundingBox, box.contains(coordinate) else { return .outside }
        var isInside = false
        var isOnBoundary = false
        let ray = BoundingBox(
            minX: coordinate.x, minY: coordinate.y, maxX: box.maxX, maxY: coordinate.y)
        tree.forEachItem(intersecting: ray) { item in
            let edge = edges[item]
            switch crossing(of: edge.start, edge.end, fromEastOf: coordinate) {
            case .onEdge: isOnBoundary = true
            case .crossed: isInside.toggle()
            case .missed: break
            }
        }
        return isOnBoundary ? .onBoundary : isInside ? .inside : .outside
    }

    /// Whether `coordinate` lies inside or on the boundary.
    public func contains(_ coordinate: Coordinate) -> Bool {
        location(of: coordinate) != .outside
    }
}
