import Foundation
public import Geometry

/// How the distance between two coordinates is measured.
public enum DistanceMeasure: Hashable, Sendable {
    /// A straight line in the plane of a projected CRS with units of `metresPerUnit`.
    case planar(metresPerUnit: Double)
    /// The straight chord through the ellipsoid between longitudes and latitudes, in metres.
    ///
    /// It is shorter than the arc by about d³ / 24R²: 8 mm at 20 km, 1 km at 1 000 km. It keeps
    /// the order of near and far, and models valid in space stay valid with it. The ellipsoid is
    /// that of CGCS2000; on another the distances differ by up to 2 in 100 000.
    case chord

    /// The measure that fits a CRS.
    ///
    /// - Parameters:
    ///   - crs: The CRS of the coordinates.
    ///   - assumesPlane: Whether coordinates without a CRS are metres in a plane.
    /// - Throws: `InterpolationError.unknownReferenceSystem` when `crs` is `nil` and `assumesPlane`
    ///   is false: degrees must never pass for metres.
    public init(
        for crs: CoordinateReferenceSystem?, assumesPlane: Bool = false
    ) throws(InterpolationError) {
        if let crs {
            self = crs.isGeographic ? .chord : .planar(metresPerUnit: crs.metresPerUnit)
        } else {
            guard assumesPlane else { throw .unknownReferenceSystem }
            self = .planar(metresPerUnit: 1)
        }
    }

    /// Whether positions lie in a plane.
    var isFlat: Bool { self != .chord }

    /// A length in metres in the units in which positions of this measure are held.
    func length(ofMetres metres: Double) -> Double {
        switch self {
        case .planar(let metresPerUnit): metres / metresPerUnit
        case .chord: metres
        }
    }

    /// The one coordinate that all names of a place share: longitudes in -180 ..< 180, no -0.
    func canonical(_ coordinate: Coordinate) -> Coordinate {
        var x = coordinate.x
        if self == .chord {
            x = x.truncatingRemainder(dividingBy: 360)
            if x >= 180 { x -= 360 } else if x < -180 { x += 360 }
        }
        return Coordinate(x: x + 0, y: coordinate.y + 0)
    }

    /// The place of a coordinate in the space in which straight distances are taken.
    func position(of coordinate: Coordinate) -> Position {
        switch self {
        case .planar:
            return Position(x: coordinate.x, y: coordinate.y, z: 0)
        case .chord:
            let meridian = Meridian(longitude: canonical(coordinate).x)
            let parallel = Parallel(latitude: coordinate.y)
            return Position(
                x: parallel.radius * meridian.cosine, y: parallel.radius * meridian.sine,
                z: parallel.height)
        }
    }
}

extension DistanceMeasure: CustomStringConvertible {
    /// The measure in English, to be put into a sentence.
    public var description: String {
        switch self {
        case .planar(let metresPerUnit):
            "planar distances (\(metresPerUnit) m a unit)"
        case .chord: "distances between longitudes and latitudes"
        }
    }

    /// The measure in Chinese, to be put into a sentence.
    public var descriptionInChinese: String {
        switch self {
        case .planar(let metresPerUnit): "平面距离（每单位 \(metresPerUnit) 米）"
        case .chord: "经纬度距离"
        }
    }
}

/// A place in space: planar coordinates with z = 0, or geocentric metres.
struct Position: Hashable, Sendable {
    var x: Double
    var y: Double
    var z: Double
}

/// A circle of latitude: its radius and its height above the equator's plane, in metres.
struct Parallel {
    let radius: Double
    let height: Double

    init(latitude: Double) {
        let ellipsoid = Ellipsoid.cgcs2000
        let squaredEccentricity = ellipsoid.eccentricitySquared
        let angle = latitude * (Double.pi / 180)
        let sine = sin(angle)
        let normal = ellipsoid.semiMajorAxis / (1 - squaredEccentricity * sine * sine).squareRoot()
        radius = normal * cos(angle)
        height = normal * (1 - squaredEccentricity) * sine
    }
}

/// The direction of a meridian in the equator's plane.
struct Meridian {
    let cosine: Double
    let sine: Double

    init(longitude: Double) {
        let angle = longitude * (Double.pi / 180)
        cosine = cos(angle)
        sine = sin(angle)
    }
}
