/// An axis-parallel rectangle, edges included.
public struct BoundingBox: Hashable, Sendable {
    public var minX: Double
    public var minY: Double
    public var maxX: Double
    public var maxY: Double

    /// - Precondition: `minX <= maxX` and `minY <= maxY`.
    @inlinable
    public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        precondition(minX <= maxX && minY <= maxY, "a bounding box needs min <= max on both axes")
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// The smallest box around `coordinates`; `nil` when there are none with finite numbers.
    /// Coordinates that are not finite are left out.
    public init?(around coordinates: some Sequence<Coordinate>) {
        var box: BoundingBox?
        for coordinate in coordinates where coordinate.isFinite {
            guard var grown = box else {
                box = BoundingBox(
                    minX: coordinate.x, minY: coordinate.y, maxX: coordinate.x, maxY: coordinate.y)
                continue
            }
            grown.minX = min(grown.minX, coordinate.x)
            grown.minY = min(grown.minY, coordinate.y)
            grown.maxX = max(grown.maxX, coordinate.x)
            grown.maxY = max(grown.maxY, coordinate.y)
            box = grown
        }
        guard let box else { return nil }
        self = box
    }

    public var width: Double { maxX - minX }
    public var height: Double { maxY - minY }
    public var centre: Coordinate { Coordinate(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

    /// The smallest box around both.
    public func union(_ other: BoundingBox) -> BoundingBox {
        BoundingBox(
            minX: min(minX, other.minX), minY: min(minY, other.minY),
            maxX: max(maxX, other.maxX), maxY: max(maxY, other.maxY))
    }

    /// This box grown by `distance` (CRS units) on every side.
    ///
    /// - Precondition: `distance` does not shrink the box past its centre.
    public func expanded(by distance: Double) -> BoundingBox {
        BoundingBox(
            minX: minX - distance, minY: minY - distance,
            maxX: maxX + distance, maxY: maxY + distance)
    }

    /// Whether the two boxes share at least a point.
    @inlinable
    public func intersects(_ other: BoundingBox) -> Bool {
        minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
    }

    /// Whether `coordinate` lies inside or on the edge.
    @inlinable
    public func contains(_ coordinate: Coordinate) -> Bool {
        coordinate.x >= minX && coordinate.x <= maxX && coordinate.y >= minY
            && coordinate.y <= maxY
    }
}
