/// Measures how far two places are apart: straight across a plane, over the ellipsoid, or along
/// something that only the provider knows, such as a river network.
///
/// Symmetric up to rounding, never negative, 0 for equal places; NaN or infinity where there is no
/// distance.
public protocol DistanceProvider: Sendable {
    func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double

    /// With which covariance models kriging may use these distances. A provider that does not say
    /// is admitted with none.
    var admittedModels: AdmittedModels { get }
}

extension DistanceProvider {
    public var admittedModels: AdmittedModels { .none }
}

/// The covariance models that are positive definite for distances of some kind, so that kriging
/// with them has a solution and no negative variance.
public enum AdmittedModels: Hashable, Sendable, CustomStringConvertible {
    /// Every model that is valid in the plane.
    case all
    /// Exponential models, with or without nugget.
    case exponential
    /// None is known to be.
    case none

    /// What kriging may take, or why it may not, in English.
    public var description: String {
        switch self {
        case .all: "Every variogram model that is valid in the plane may be used."
        case .exponential:
            "With these distances only exponential variogram models are positive definite."
        case .none:
            "With these distances variogram models are not positive definite in general: kriging "
                + "could give negative variances. Use inverse distance weighting, or straight "
                + "distances."
        }
    }

    /// What kriging may take, or why it may not, in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .all: "平面上有效的变异函数模型均可使用。"
        case .exponential: "采用此类距离时，只有指数变异函数模型是正定的。"
        case .none: "采用此类距离时，变异函数模型一般不正定，克里金可能得到负方差；请用反距离加权或直线距离。"
        }
    }
}

/// Straight lines in the plane of a projected coordinate reference system.
public struct PlanarDistance: DistanceProvider, Hashable {
    /// Metres in one unit of the CRS.
    public var metresPerUnit: Double

    public init(metresPerUnit: Double = 1) { self.metresPerUnit = metresPerUnit }

    public func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
        start.planarDistance(to: end) * metresPerUnit
    }

    public var admittedModels: AdmittedModels { .all }
}

/// Shortest lines on an ellipsoid, between longitudes and latitudes in degrees.
public struct GeodesicDistance: DistanceProvider, Hashable {
    public var ellipsoid: Ellipsoid

    public init(ellipsoid: Ellipsoid = .cgcs2000) { self.ellipsoid = ellipsoid }

    /// As `Ellipsoid.distanceInMetres(from:to:)`, which states the accuracy.
    public func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
        ellipsoid.distanceInMetres(from: start, to: end)
    }

    /// Exponential models are positive definite on a sphere, which the ellipsoid is nearly;
    /// Gaussian ones are not.
    public var admittedModels: AdmittedModels { .exponential }
}
