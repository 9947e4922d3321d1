/// What is measured of a raster in a zone.
///
/// With x a cell's value and c its coverage fraction, over cells with a value.
public enum Statistic: Hashable, Sendable, CaseIterable {
    /// Σ c, in cells; 0 for a zone without a valid cell.
    case count
    /// Σ c·x.
    case sum
    /// Σ c·x ÷ Σ c.
    case mean
    /// The smallest value of a cell that is covered at all.
    case min
    /// The largest value of a cell that is covered at all.
    case max
    /// max − min.
    case range
    /// √variance.
    case stdev
    /// Σ c·(x − mean)² ÷ Σ c: of the population, not a sample.
    case variance
    /// stdev ÷ mean; empty for a mean of 0.
    case cv
    /// count ÷ the zone's area in cells, 0…1; cells outside the raster count as missing. 0 for a
    /// zone without a valid cell, empty for one without area.
    case validShare
    /// The zone's area on the ellipsoid in km²; empty for a zone without area.
    case areaKm2

    /// The name in commands, job files and column headings.
    public var name: String {
        switch self {
        case .count: "count"
        case .sum: "sum"
        case .mean: "mean"
        case .min: "min"
        case .max: "max"
        case .range: "range"
        case .stdev: "stdev"
        case .variance: "variance"
        case .cv: "cv"
        case .validShare: "valid_share"
        case .areaKm2: "area_km2"
        }
    }

    /// The statistic called `name`.
    ///
    /// - Throws: `StatisticError.notServedYet` for a name that is defined but not computed,
    ///   `.unknown` for any other.
    public init(name: String) throws(StatisticError) {
        if let known = Self.allCases.first(where: { $0.name == name }) {
            self = known
        } else if StatisticName.isReserved(name) {
            throw .notServedYet(name)
        } else {
            throw .unknown(name, nearest: StatisticName.nearest(to: name))
        }
    }
}
