/// A line through two or more vertices, in the order in which it was drawn.
public struct LineString: Hashable, Sendable {
    public var coordinates: [Coordinate]

    public init(_ coordinates: [Coordinate]) {
        self.coordinates = coordinates
    }

    /// The planar length in CRS units; 0 for fewer than two vertices.
    public var planarLength: Double {
        zip(coordinates, coordinates.dropFirst()).reduce(0) { $0 + $1.0.planarDistance(to: $1.1) }
    }

    /// The smallest box around the line; `nil` without a finite vertex.
    public var boundingBox: BoundingBox? { BoundingBox(around: coordinates) }
}
