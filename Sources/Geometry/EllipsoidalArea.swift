#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Polygon {
    /// The area on `ellipsoid` in square metres, holes taken off; never negative for a valid
    /// polygon.
    ///
    /// The vertices, longitude and latitude in degrees, are mapped to the sphere of equal area;
    /// its great circles join them. Orientation is free. A step of more than 180° of longitude
    /// goes the other way round, so that a ring may cross the antimeridian; a ring around a pole
    /// is closed over the pole nearer to it. An empty or flat ring has area 0; a coordinate that
    /// is not finite gives NaN.
    ///
    /// - Complexity: O(vertices).
    /// - Accuracy: against polygons whose edges are geodesics, better than 1e-9 relative where no
    ///   edge is longer than 10 km; the difference grows with the square of the edges (1e-7 for a
    ///   box of one degree with four vertices, 5e-5 for a triangle of 3000 km).
    ///
    /// Source: the spherical excess of an edge over the equator,
    /// tan(E/2) = tan(Δλ/2) (tan(β₁/2) + tan(β₂/2))/(1 + tan(β₁/2) tan(β₂/2)): Bessel 1825, as in
    /// Karney, Algorithms for geodesics, 2013, equation 65. Same as `Geod.polygon_area_perimeter`
    /// of pyproj within the accuracy above.
    public func ellipsoidalArea(on ellipsoid: Ellipsoid) -> Double {
        let sphere = AuthalicSphere(ellipsoid)
        return holes.reduce(shell.area(on: sphere)) { $0 - $1.area(on: sphere) }
    }
}

extension Ring {
    func area(on sphere: AuthalicSphere) -> Double {
        guard let first = coordinates.first else { return 0 }
        var halfExcess = 0.0
        var turn = 0.0
        var previous = first
        var previousTangent = sphere.halfTangent(ofLatitude: first.y)
        for coordinate in coordinates.dropFirst() {
            let tangent = sphere.halfTangent(ofLatitude: coordinate.y)
            let step = wrappedLongitude(coordinate.x - previous.x)
            let half = radians(step / 2)
            halfExcess += atan2(
                sin(half) * (previousTangent + tangent),
                cos(half) * (1 + previousTangent * tangent))
            turn += step
            previous = coordinate
            previousTangent = tangent
        }
        let excess = abs(2 * halfExcess)
        // Once round the globe: what was summed lies between the ring and the equator.
        let solidAngle = abs(turn) > 180 ? 2 * .pi - excess : excess
        return solidAngle * sphere.radiusSquared
    }
}

/// The area in square metres of the cell between two parallels, `width` degrees of longitude wide.
///
/// The edges follow the parallels and meridians, as those of a raster cell in longitude and
/// latitude do; latitudes in degrees, −90...90. Negative when `north` is below `south`.
///
/// - Accuracy: a few ulps, for cells of any size.
///
/// Source: Snyder, USGS Professional Paper 1395, 1987, equation 3-12.
public func ellipsoidalCellArea(
    south: Double, north: Double, width: Double, on ellipsoid: Ellipsoid = .cgcs2000
) -> Double {
    AuthalicSphere(ellipsoid).area(south: south, north: north, radiansWide: radians(width))
}
