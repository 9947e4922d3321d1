/// A place in the plane of its coordinate reference system.
///
/// `x` is easting or longitude, `y` northing or latitude (traditional GIS order), in the units of
/// the CRS: metres or degrees.
public struct Coordinate: Hashable, Sendable {
    public var x: Double
    public var y: Double

    @inlinable
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// Whether both numbers are finite.
    @inlinable
    public var isFinite: Bool { x.isFinite && y.isFinite }

    /// The straight-line distance to `other` in CRS units. For metres on geographic data use a
    /// geodesic `DistanceProvider`.
    @inlinable
    public func planarDistance(to other: Coordinate) -> Double {
        let dx = other.x - x
        let dy = other.y - y
        return (dx * dx + dy * dy).squareRoot()
    }
}
