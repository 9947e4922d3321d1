#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The figure of the Earth that longitudes and latitudes refer to: an ellipsoid of revolution.
public struct Ellipsoid: Hashable, Sendable {
    /// The equatorial radius a in metres.
    public var semiMajorAxis: Double
    /// 1/f, the inverse of the flattening f = (a − b)/a; infinity for a sphere.
    public var inverseFlattening: Double

    /// - Precondition: `semiMajorAxis` is positive, `inverseFlattening` above 1 or infinite.
    public init(semiMajorAxis: Double, inverseFlattening: Double) {
        precondition(
            semiMajorAxis > 0 && semiMajorAxis.isFinite && inverseFlattening > 1,
            "an ellipsoid needs a positive radius and an inverse flattening above 1")
        self.semiMajorAxis = semiMajorAxis
        self.inverseFlattening = inverseFlattening
    }

    /// CGCS2000 (EPSG:1024), the ellipsoid of EPSG:4490 and of all its projections.
    public static let cgcs2000 = Ellipsoid(
        semiMajorAxis: 6_378_137, inverseFlattening: 298.257222101)
    /// WGS 84 (EPSG:7030). Its areas and lengths equal those of CGCS2000 to 1e-10.
    public static let wgs84 = Ellipsoid(
        semiMajorAxis: 6_378_137, inverseFlattening: 298.257223563)
    /// Krassowsky 1940 (EPSG:7024), the ellipsoid of Beijing 1954 and of older national rasters.
    public static let krasovsky1940 = Ellipsoid(
        semiMajorAxis: 6_378_245, inverseFlattening: 298.3)

    /// f = (a − b)/a.
    public var flattening: Double { 1 / inverseFlattening }
    /// The polar radius b in metres.
    public var semiMinorAxis: Double { semiMajorAxis * (1 - flattening) }
    /// e² = f (2 − f).
    public var eccentricitySquared: Double { flattening * (2 - flattening) }
}

/// The sphere of the same area as an ellipsoid, and the latitudes on it that keep areas.
///
/// With s = sin φ: q(s) = (1 − e²) (s/(1 − e²s²) + artanh(e s)/e), sin β = q(s)/q(1),
/// R² = a² q(1)/2.
///
/// Source: Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987,
/// equations 3-11 to 3-13.
struct AuthalicSphere {
    private let eccentricity: Double
    private let eccentricitySquared: Double
    private let polarQ: Double
    private let semiMajorAxis: Double

    init(_ ellipsoid: Ellipsoid) {
        semiMajorAxis = ellipsoid.semiMajorAxis
        eccentricitySquared = ellipsoid.eccentricitySquared
        eccentricity = eccentricitySquared.squareRoot()
        polarQ = Self.q(1, eccentricity)
    }

    /// R² in square metres.
    var radiusSquared: Double { semiMajorAxis * semiMajorAxis * polarQ / 2 }

    /// tan(β/2) of the geographic latitude `degrees`.
    func halfTangent(ofLatitude degrees: Double) -> Double {
        let sine = min(1, max(-1, Self.q(sin(radians(degrees)), eccentricity) / polarQ))
        return sine / (1 + ((1 - sine) * (1 + sine)).squareRoot())
    }

    /// The area between two parallels on `radiansWide` of longitude, in square metres.
    ///
    /// q(s₂) − q(s₁) is written so that nothing cancels, however thin the strip.
    func area(south: Double, north: Double, radiansWide: Double) -> Double {
        let s1 = sin(radians(south))
        let s2 = sin(radians(north))
        let difference =
            2 * cos(radians((south + north) / 2)) * sin(radians((north - south) / 2))
        let e = eccentricity
        let e2 = eccentricitySquared
        let first =
            difference * (1 + e2 * s1 * s2) / ((1 - e2 * s1 * s1) * (1 - e2 * s2 * s2))
        let second = e == 0 ? difference : atanh(e * difference / (1 - e2 * s1 * s2)) / e
        let q = (1 - e2) * (first + second)
        return semiMajorAxis * semiMajorAxis * radiansWide * q / 2
    }

    private static func q(_ s: Double, _ e: Double) -> Double {
        guard e > 0 else { return 2 * s }
        return (1 - e * e) * (s / (1 - e * e * s * s) + atanh(e * s) / e)
    }
}

/// `degrees` in radians.
func radians(_ degrees: Double) -> Double { degrees * (.pi / 180) }

/// A difference of longitudes in degrees, taken the short way round: −180...180.
func wrappedLongitude(_ degrees: Double) -> Double { remainder(degrees, 360) }
