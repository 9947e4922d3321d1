/// Measures how far two places are apart: straight across a plane, over the ellipsoid, or along
/// something that only the provider knows, such as a river network.
///
/// Symmetric up to rounding, never negative, 0 for equal places; NaN or infinity where there is no
/// distance.
public protocol DistanceProvider: Sendable {
    func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double
}

/// Straight lines in the plane of a projected coordinate reference system.
public struct PlanarDistance: DistanceProvider, Hashable {
    /// Metres in one unit of the CRS.
    public var metresPerUnit: Double

    public init(metresPerUnit: Double = 1) { self.metresPerUnit = metresPerUnit }

    public func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
        start.planarDistance(to: end) * metresPerUnit
    }
}

/// Shortest lines on an ellipsoid, between longitudes and latitudes in degrees.
public struct GeodesicDistance: DistanceProvider, Hashable {
    public var ellipsoid: Ellipsoid

    public init(ellipsoid: Ellipsoid = .cgcs2000) { self.ellipsoid = ellipsoid }

    /// As `Ellipsoid.distanceInMetres(from:to:)`, which states the accuracy.
    public func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
        ellipsoid.distanceInMetres(from: start, to: end)
    }
}
