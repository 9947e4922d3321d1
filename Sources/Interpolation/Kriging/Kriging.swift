/// Kriging: the best linear unbiased estimate under a variogram model.
///
///     let model = try VariogramModel(text: "spherical,nugget=4,psill=90,range=60000")
///     let kriging = try Kriging(model: model, neighbours: .nearest(16))
///     let report = try kriging.estimate(from: stations, on: target, threads: 4) { band in
///         // band.values and band.variances, row by row
///     }
///
/// Estimates and variances are gstat's. Where the equations have no single solution, a simpler
/// trend or the generalised inverse takes their place, and `KrigingReport` counts it.
public struct Kriging: Hashable, Sendable {
    /// What is known of the mean.
    public enum Trend: Hashable, Sendable {
        /// Simple kriging: the mean is known everywhere.
        case mean(Double)
        /// Ordinary kriging: the mean is one unknown number, in each neighbourhood its own.
        case constant
        /// Universal kriging: the mean is an unknown plane over the CRS's coordinates.
        case linear
    }

    /// Which stations an estimate uses.
    public enum Neighbours: Hashable, Sendable {
        /// Every station, in one system of equations.
        case all
        /// The given number of nearest stations, by straight distance; of several at exactly the
        /// last one's distance, those that come first by x, then y.
        case nearest(Int)
    }

    /// What the nugget is.
    public enum Nugget: String, CaseIterable, Hashable, Sendable {
        /// Variation over distances too short to see: the estimate at a station is its value, with
        /// variance 0, and the variance elsewhere includes the nugget. As gstat's `Nug`.
        case exact
        /// Error of measurement: estimates are of the field without it, smooth across stations,
        /// and their variance does not include it. As gstat's `Err`.
        case filtered
    }

    /// What an estimate stands for.
    public enum Support: Hashable, Sendable {
        /// The value at a point.
        case point
        /// The mean over a rectangle around the point, in CRS units, parallel to the axes.
        case block(width: Double, height: Double, parts: BlockParts)
    }

    /// The points that stand for a block.
    public enum BlockParts: Hashable, Sendable {
        /// 4 × 4 nodes of Gauss's quadrature, gstat's default.
        case gauss
        /// The centres of n × n equal parts.
        case regular(Int)
    }

    public let model: VariogramModel
    public let trend: Trend
    public let neighbours: Neighbours
    /// The distance beyond which stations do not count, in metres; stations at exactly this
    /// distance do. `nil` for no limit.
    public let radiusInMetres: Double?
    /// The fewest stations that give an estimate.
    public let minimumCount: Int
    public let nugget: Nugget
    public let support: Support

    /// The most stations in one system: its matrix takes 1.8 GB.
    public static let largestSystem = 15_000
    /// The most parts along a side of a block.
    public static let largestBlockParts = 32

    /// - Throws: `InterpolationError` `.neighbourCountNotPositive`, `.radiusNotPositive`,
    ///   `.kriging` naming the option that is out of range.
    public init(
        model: VariogramModel, trend: Trend = .constant, neighbours: Neighbours = .all,
        radiusInMetres: Double? = nil, minimumCount: Int = 1, nugget: Nugget = .exact,
        support: Support = .point
    ) throws(InterpolationError) {
        if case .nearest(let count) = neighbours {
            guard count >= 1 else { throw .neighbourCountNotPositive(count) }
            guard minimumCount <= count else {
                throw .kriging(.minimumAboveCount(minimum: minimumCount, count: count))
            }
        }
        guard minimumCount >= 1 else { throw .neighbourCountNotPositive(minimumCount) }
        if let radiusInMetres, !(radiusInMetres > 0 && radiusInMetres.isFinite) {
            throw .radiusNotPositive(radiusInMetres)
        }
        if case .mean(let mean) = trend {
            guard mean.isFinite else { throw .kriging(.meanNotFinite(mean)) }
            guard model.isBounded else { throw .kriging(.sillMissing(model)) }
        }
        if case .block(let width, let height, let parts) = support {
            guard width > 0, height > 0, width.isFinite, height.isFinite else {
                throw .kriging(.blockNotPositive(width: width, height: height))
            }
            if case .regular(let count) = parts, !(1...Self.largestBlockParts).contains(count) {
                throw .kriging(.blockPartsOutOfRange(count, largest: Self.largestBlockParts))
            }
        }
        self.model = model
        self.trend = trend
        self.neighbours = neighbours
        self.radiusInMetres = radiusInMetres
        self.minimumCount = minimumCount
        self.nugget = nugget
        self.support = support
    }
}

/// External fields that the mean is a straight relation to: their values at the stations, and at
/// the targets.
public struct KrigingDrift<Targets: Sendable>: Sendable {
    /// One list a field, with one number a prepared station, in their order.
    public let atStations: [[Double]]
    /// The fields at the targets.
    public let atTargets: Targets

    public init(atStations: [[Double]], atTargets: Targets) {
        self.atStations = atStations
        self.atTargets = atTargets
    }
}

/// External fields at cells: given rows of the whole grid, one list a field, with one number for
/// each of the rows and each column of the target's window, row by row; NaN where there is none.
/// Called from any thread, once for each band.
public typealias KrigingDriftRows = @Sendable (_ rows: Range<Int>) throws -> [[Double]]

/// Estimates at points and the variances of their errors.
public struct KrigedPoints: Hashable, Sendable {
    /// In the unit of the stations; NaN where there is no estimate.
    public let values: [Double]
    /// Never negative; NaN where there is no estimate; empty when they were not asked for.
    public let variances: [Double]
    /// What had to give way.
    public let report: KrigingReport
}
