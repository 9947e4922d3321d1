import Foundation
import Geometry

/// The plane in which stations are triangulated: their own CRS, or for longitudes and latitudes the
/// azimuthal equal-area projection around the middle of the stations.
///
/// Areas in the plane are those on the ellipsoid, which is what natural neighbours weigh by; 45°
/// from the middle shapes are drawn out by 17 %, 15° by 2 %.
///
/// Source: Snyder, Map projections: a working manual, 1987, pages 16 (authalic latitude) and 185.
enum SurveyPlane: Sendable {
    case own
    case equalArea(longitude: Double, sine: Double, cosine: Double)

    /// How far from their middle stations may lie, in degrees.
    static let widestAngle = 45.0

    init(_ stations: PreparedStations) throws(InterpolationError) {
        guard stations.measure == .chord else {
            self = .own
            return
        }
        let positions = stations.stations.map {
            Self.direction(longitude: $0.coordinate.x, latitude: $0.coordinate.y)
        }
        let sum = positions.reduce(SIMD3<Double>.zero, +)
        let length = (sum * sum).sum().squareRoot()
        let farthest = positions.map { ($0 * sum).sum() / length }.min() ?? 1
        let angle = acos(max(min(farthest, 1), -1)) * (180 / Double.pi)
        guard length > 0, angle <= Self.widestAngle else {
            throw .extentTooWide(degrees: length > 0 ? angle : 180)
        }
        let middle = sum / length
        let latitude = asin(max(min(middle.z, 1), -1)) * (180 / Double.pi)
        let authalic = Self.authalic(latitude: latitude)
        self = .equalArea(
            longitude: atan2(middle.y, middle.x) * (180 / Double.pi), sine: authalic.sine,
            cosine: authalic.cosine)
    }

    /// The place of a coordinate; not finite opposite the middle.
    func place(of coordinate: Coordinate) -> Coordinate {
        place(row: row(coordinate.y), column: column(coordinate.x))
    }

    /// What a latitude (or y) gives the places on it.
    func row(_ y: Double) -> SIMD2<Double> {
        switch self {
        case .own: return SIMD2(y, 0)
        case .equalArea:
            let authalic = Self.authalic(latitude: y)
            return SIMD2(authalic.sine, authalic.cosine)
        }
    }

    /// What a longitude (or x) gives the places on it.
    func column(_ x: Double) -> SIMD2<Double> {
        switch self {
        case .own: return SIMD2(x, 0)
        case .equalArea(let longitude, _, _):
            let angle = (x - longitude) * (Double.pi / 180)
            return SIMD2(sin(angle), cos(angle))
        }
    }

    @inline(__always)
    func place(row: SIMD2<Double>, column: SIMD2<Double>) -> Coordinate {
        switch self {
        case .own: return Coordinate(x: column.x, y: row.x)
        case .equalArea(_, let sine, let cosine):
            let nearness = 1 + sine * row.x + cosine * row.y * column.y
            let scale = Self.radius * (2 / nearness).squareRoot()
            return Coordinate(
                x: scale * row.y * column.x,
                y: scale * (cosine * row.x - sine * row.y * column.y))
        }
    }

    // MARK: - The ellipsoid

    private static let eccentricity = Ellipsoid.cgcs2000.eccentricitySquared.squareRoot()
    private static let polarArea = area(sine: 1)
    /// The radius of the sphere with the ellipsoid's area.
    private static let radius = Ellipsoid.cgcs2000.semiMajorAxis * (polarArea / 2).squareRoot()

    private static func area(sine: Double) -> Double {
        let e = eccentricity
        return (1 - e * e)
            * (sine / (1 - e * e * sine * sine) - log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    }

    /// The latitude on the sphere of equal area.
    private static func authalic(latitude: Double) -> (sine: Double, cosine: Double) {
        let sine = max(min(area(sine: sin(latitude * (Double.pi / 180))) / polarArea, 1), -1)
        return (sine, ((1 - sine) * (1 + sine)).squareRoot())
    }

    private static func direction(longitude: Double, latitude: Double) -> SIMD3<Double> {
        let (sine, cosine) = authalic(latitude: latitude)
        let angle = longitude * (Double.pi / 180)
        return SIMD3(cosine * cos(angle), cosine * sin(angle), sine)
    }
}
