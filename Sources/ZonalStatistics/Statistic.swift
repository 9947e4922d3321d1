/// What is measured of a raster in a zone.
///
/// With x a cell's value, c its coverage fraction and w its weight, over the cells that have a
/// value (not nodata, not NaN) and c > 0. Statistics of values are empty for a zone without such a
/// cell. <doc:Statistics> has them with examples.
public enum Statistic: Hashable, Sendable {
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
    /// The 50th percentile.
    case median
    /// The percentile of a number from 0 to 100, by the `QuantileDefinition` that is asked for.
    case percentile(WrittenNumber)
    /// The value with the largest Σ c; of several the largest value, as exactextract has it.
    case mode
    /// The value with the smallest Σ c; of several the smallest value.
    case minority
    /// The number of different values.
    case variety
    /// The x of the centre of the first cell, row by row, with the smallest value.
    case minX
    /// The y of that cell.
    case minY
    /// The x of the centre of the first cell, row by row, with the largest value.
    case maxX
    /// The y of that cell.
    case maxY
    /// For every value that some zone has, a column of Σ c over its cells ÷ Σ c; 0 for a class that
    /// the zone lacks.
    case frac
    /// Σ c over cells with x above a limit ÷ Σ c.
    case shareAbove(WrittenNumber)
    /// Σ c·w·x ÷ Σ c·w, over cells that have a weight as well; empty for Σ c·w = 0.
    case weightedMean
    /// Σ c·w·x.
    case weightedSum
    /// √weighted variance.
    case weightedStdev
    /// Σ c·w·(x − weighted mean)² ÷ Σ c·w; empty for Σ c·w = 0.
    case weightedVariance
    /// The direction of (Σ c·sin x, Σ c·cos x) in degrees, 0 ≤ mean < 360, for values in degrees;
    /// empty where directions cancel out (a resultant below 1e-12 of Σ c).
    case circularMean
    /// The zone's area on the ellipsoid in km²; empty for a zone without area.
    case areaKm2
    /// count ÷ the zone's area in cells, 0…1; cells outside the raster count as missing. 0 for a
    /// zone without a valid cell, empty for one without area.
    case validShare

    /// A number, and how it was written: columns are named as asked.
    public struct WrittenNumber: Hashable, Sendable {
        public let value: Double
        public let text: String

        /// The number that `text` writes; `nil` when it is none, or not finite.
        public init?(_ text: some StringProtocol) {
            // `Double` reads hexadecimal digits and names as well.
            guard text.first != "+", text.allSatisfy({ "0123456789.eE+-".contains($0) }),
                let value = Double(text), value.isFinite
            else { return nil }
            self.value = value
            self.text = String(text)
        }
    }

    /// The statistics without a number in their name, in the order in which help lists them.
    public static let plain: [Statistic] = [
        .count, .sum, .mean, .min, .max, .range, .stdev, .variance, .cv, .median, .mode,
        .minority, .variety, .minX, .minY, .maxX, .maxY, .frac, .weightedMean, .weightedSum,
        .weightedStdev, .weightedVariance, .circularMean, .areaKm2, .validShare,
    ]

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
        case .median: "median"
        case .percentile(let number): "p" + number.text
        case .mode: "mode"
        case .minority: "minority"
        case .variety: "variety"
        case .minX: "min_x"
        case .minY: "min_y"
        case .maxX: "max_x"
        case .maxY: "max_y"
        case .frac: "frac"
        case .shareAbove(let limit): "share>" + limit.text
        case .weightedMean: "weighted_mean"
        case .weightedSum: "weighted_sum"
        case .weightedStdev: "weighted_stdev"
        case .weightedVariance: "weighted_variance"
        case .circularMean: "circular_mean"
        case .areaKm2: "area_km2"
        case .validShare: "valid_share"
        }
    }

    /// Whether the statistic needs weights beside the values.
    public var isWeighted: Bool {
        switch self {
        case .weightedMean, .weightedSum, .weightedStdev, .weightedVariance: true
        default: false
        }
    }

    /// Whether all values of a zone have to be kept for it.
    public var readsValues: Bool { StateNeeds([self]).values }

    /// The share of the cells that lie at or below the quantile, 0…1; `nil` for what is none.
    var quantile: Double? {
        switch self {
        case .median: 0.5
        case .percentile(let number): number.value / 100
        default: nil
        }
    }

    /// The statistic called `name`.
    ///
    /// - Throws: `StatisticError.unknown`, with the nearest name.
    public init(name: String) throws(StatisticError) {
        if let known = Self.plain.first(where: { $0.name == name }) {
            self = known
        } else if let percent = Self.percent(in: name) {
            self = .percentile(percent)
        } else if name.hasPrefix("share>"), let limit = WrittenNumber(name.dropFirst(6)) {
            self = .shareAbove(limit)
        } else {
            throw .unknown(name, nearest: StatisticName.nearest(to: name))
        }
    }

    private static func percent(in name: String) -> WrittenNumber? {
        guard name.first == "p", let digit = name.dropFirst().first, digit.isNumber,
            let number = WrittenNumber(name.dropFirst()), (0...100).contains(number.value)
        else { return nil }
        return number
    }
}

/// What a quantile is between two cells.
public enum QuantileDefinition: String, Hashable, Sendable, CaseIterable {
    /// The smallest value x with Σ c over cells up to x at least the asked part of Σ c (reached
    /// within 1e-12 of Σ c): always a value of the raster, and the same when a cell is split into
    /// equal parts. {0, 0, 0, 10} has the median 0.
    case inverseCDF = "inverse-cdf"
    /// Between the two nearest of n cells: sorted by value and coverage, cell k = 0…n−1 stands at
    /// S = k·c + (n − 1)·Σ c of the cells before it, and the quantile q at q·(n − 1)·Σ c. For whole
    /// cells it is numpy's and Excel's default.
    case linear
}
