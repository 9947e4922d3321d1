public import Geometry

/// Ordinary kriging of places that only their distances tell apart, such as places along a river.
///
///     C(d) = sill − γ(d)                    covariance at d metres, exact at the stations
///     estimate = β + cᵀ C⁻¹ (z − β)         β the mean by generalised least squares
///     variance = sill − cᵀ C⁻¹ c + t²       t = (1 − 1ᵀ C⁻¹ c) ÷ √(1ᵀ C⁻¹ 1)
///
/// All stations that are connected count. Stations between which no way leads (an infinite
/// distance) belong to different fields, each with a mean of its own.
///
/// Source: Cressie, Statistics for Spatial Data, 1993, sections 3.2 and 3.4; for which models are
/// positive definite on networks Ver Hoef, Peterson and Theobald, Spatial statistical models that
/// use flow and stream distance, 2006.
public struct DistanceKriging: Sendable {
    /// What the stations say of one place.
    public struct Estimate: Hashable, Sendable {
        /// In the unit of the values.
        public var value: Double
        /// The variance of the error, in the square of the unit; 0 or more.
        public var variance: Double
        /// How many stations are connected with the place.
        public var stationCount: Int
    }

    private let values: [Double]
    private let groups: [Group]
    private let model: VariogramModel
    private let sill: Double

    /// Solves the equations of the stations.
    ///
    /// - Parameters:
    ///   - values: One a station, finite.
    ///   - model: γ over metres; with a sill, and among those that the distances admit.
    ///   - admitted: What the provider of the distances says (`DistanceProvider.admittedModels`).
    ///   - distance: Metres between two stations by their positions in `values`; infinity where no
    ///     way leads.
    /// - Throws: `InterpolationError.kriging`: `modelNotAdmitted`, `sillMissing`, or
    ///   `tooManyStations` beyond 5 000.
    /// - Complexity: O(n³) once, 8 n² bytes.
    public init(
        _ values: [Double], model: VariogramModel, admitted: AdmittedModels,
        distance: (Int, Int) -> Double
    ) throws(InterpolationError) {
        guard admitted.contains(model) else { throw .kriging(.modelNotAdmitted(model, admitted)) }
        guard let sill = model.sill else { throw .kriging(.sillMissing(model)) }
        guard values.count <= Self.mostStations else {
            throw .kriging(.tooManyStations(count: values.count, largest: Self.mostStations))
        }
        self.values = values
        self.model = model
        self.sill = sill
        groups = Self.connected(values.count, distance).map { members in
            Group(members, values: values, sill: sill) { a, b in
                Self.covariance(sill, model, distance(a, b))
            }
        }
    }

    private static let mostStations = 5000

    /// The estimate at a place.
    ///
    /// - Parameter distances: Metres to every station, in the order of the values; infinity where
    ///   no way leads.
    /// - Returns: At a station its value (at several their mean), with variance 0; `nil` where no
    ///   station is connected with the place.
    /// - Complexity: O(n²) in the stations of the place's part of the network.
    public func estimate(distances: [Double]) -> Estimate? {
        // All stations of a group are connected with a place, or none is.
        guard let group = groups.first(where: { distances[$0.members[0]].isFinite }) else {
            return nil
        }
        let hits = group.members.filter { distances[$0] == 0 }
        guard sill > 0, hits.isEmpty else {
            let known = sill > 0 ? hits : group.members
            return Estimate(
                value: StationPlaces.moments(known.map { values[$0] }).mean, variance: 0,
                stationCount: group.members.count)
        }
        let covariances = group.members.map { Self.covariance(sill, model, distances[$0]) }
        let (value, variance) = group.estimate(covariances, sill: sill)
        return Estimate(
            value: value, variance: max(0, variance), stationCount: group.members.count)
    }

    private static func covariance(
        _ sill: Double, _ model: VariogramModel, _ distance: Double
    ) -> Double {
        sill - model.semivariance(atMetres: distance)
    }

    /// The stations that ways lead between, each group in ascending order.
    private static func connected(_ count: Int, _ distance: (Int, Int) -> Double) -> [[Int]] {
        var groups: [[Int]] = []
        for station in 0..<count {
            if let group = groups.firstIndex(where: { distance($0[0], station).isFinite }) {
                groups[group].append(station)
            } else {
                groups.append([station])
            }
        }
        return groups
    }

    /// The solved equations of stations that are connected.
    private final class Group: Sendable {
        let members: [Int]
        private let system: KrigingSystem

        init(
            _ members: [Int], values: [Double], sill: Double, covariance: (Int, Int) -> Double
        ) {
            self.members = members
            let count = members.count
            var system = KrigingSystem(capacity: count, trendCapacity: 1)
            for (column, a) in members.enumerated() {
                system.matrix[column * (count + 1)] = sill
                for row in column + 1..<max(count, column + 1) {
                    let value = covariance(a, members[row])
                    system.matrix[column * count + row] = value
                    system.matrix[row * count + column] = value
                }
            }
            system.solve(
                count: count, diagonal: sill, trend: [Double](repeating: 1, count: count),
                trendCount: 1, values: members.map { values[$0] })
            self.system = system
        }

        func estimate(
            _ covariances: [Double], sill: Double
        ) -> (value: Double, variance: Double) {
            // A constant is a trend that any station can tell.
            var value = system.beta[0]
            var mean = 1.0
            system.whitenTrend(&mean)
            for (index, covariance) in covariances.enumerated() {
                value += covariance * system.dual[index]
                mean -= covariance * system.dual[covariances.count + index]
            }
            let explained = system.whitened(covariances).reduce(0) { $0 + $1 * $1 }
            return (value, sill - explained + mean * mean)
        }
    }
}

extension AdmittedModels {
    /// Whether every structure of `model` is among these.
    func contains(_ model: VariogramModel) -> Bool {
        switch self {
        case .all: true
        case .exponential:
            !model.isAnisotropic
                && model.structures.allSatisfy { $0.kind == .nugget || $0.kind == .exponential }
        case .none: false
        }
    }
}
