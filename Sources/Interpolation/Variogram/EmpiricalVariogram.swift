public import Geometry

/// The mean semivariance of pairs of stations by classes of distance, as gstat's `variogram()`.
///
///     γ(class) = 1 / 2N · Σ (zᵢ − zⱼ)²   over the N pairs with (k−1) w < d ≤ k w, d ≤ cutoff
///
/// A class stands at the mean distance of its pairs. Classes without a pair are left out.
public struct EmpiricalVariogram: Hashable, Sendable {
    /// One class of distance.
    public struct Class: Hashable, Sendable {
        /// How many pairs it has, at least 1; over all fields for a pooled variogram.
        public let pairs: Int
        /// The mean distance of the pairs.
        public let distanceInMetres: Double
        /// Half the mean squared difference, in the square of the values' unit.
        public let semivariance: Double

        public init(pairs: Int, distanceInMetres: Double, semivariance: Double) {
            self.pairs = pairs
            self.distanceInMetres = distanceInMetres
            self.semivariance = semivariance
        }
    }

    /// The trend whose residuals are compared.
    public enum Trend: Hashable, Sendable {
        /// The values as they are: a constant mean drops out of every difference.
        case constant
        /// Residuals of a plane fitted by ordinary least squares.
        case linear
        /// Residuals of a straight relation to other fields, by ordinary least squares: one list a
        /// field, with one number a prepared station.
        case external([[Double]])
    }

    /// How far and how finely pairs are sorted.
    public struct Classes: Hashable, Sendable {
        /// The largest distance; `nil` for 0.33333 of the diagonal of the stations' box, gstat's
        /// third.
        public var cutoffInMetres: Double?
        /// The width of a class; `nil` for the cutoff over `count`.
        public var widthInMetres: Double?
        /// How many classes the cutoff is cut into when no width is given.
        public var count: Int

        public init(
            cutoffInMetres: Double? = nil, widthInMetres: Double? = nil, count: Int = 15
        ) {
            self.cutoffInMetres = cutoffInMetres
            self.widthInMetres = widthInMetres
            self.count = count
        }
    }

    /// The classes with a pair, by distance.
    public let classes: [Class]
    /// The largest distance that counts.
    public let cutoffInMetres: Double
    /// The width of a class.
    public let widthInMetres: Double
    /// The mean squared deviation of the values (or residuals) from their mean; 1 for a pooled
    /// variogram; 0 without values.
    public let variance: Double

    /// A variogram made elsewhere.
    public init(
        classes: [Class], cutoffInMetres: Double, widthInMetres: Double, variance: Double
    ) {
        self.classes = classes
        self.cutoffInMetres = cutoffInMetres
        self.widthInMetres = widthInMetres
        self.variance = variance
    }

    /// The variogram of one field.
    ///
    /// - Parameters:
    ///   - stations: Their distances are straight: in the plane, or chords.
    ///   - trend: What is taken off the values first. A trend that the stations cannot tell apart
    ///     from a simpler one is fitted with the smallest coefficients.
    ///   - classes: Cutoff and width.
    /// - Returns: No class for fewer than two stations, or none within the cutoff.
    /// - Throws: `InterpolationError.variogram` for a cutoff, width or count that is not positive;
    ///   `.kriging` for external fields of another length, or with a number that is not finite.
    /// - Complexity: O(pairs nearer than the cutoff, and those within it in x).
    public init(
        of stations: PreparedStations, trend: Trend = .constant, classes: Classes = Classes()
    ) throws(InterpolationError) {
        let places = StationPlaces(stations)
        let residuals = try places.residuals(of: stations.columns.values, trend: trend)
        self = try places.variogram(of: [residuals], classes: classes, isStandardised: false).0
    }
}

/// Why some fields of a period were left out of a pooled variogram.
public struct PooledFields: Hashable, Sendable {
    /// How many fields gave their pairs.
    public let used: Int
    /// Fields whose values are all equal: they have no scale.
    public let constant: Int
    /// Fields with fewer than three values.
    public let tooSmall: Int
}

extension PooledFields: CustomStringConvertible {
    /// What was pooled, in English.
    public var description: String {
        "The variogram is pooled over \(used) field(s), each with mean 0 and variance 1; left out: "
            + "\(constant) constant, \(tooSmall) with fewer than 3 values."
    }

    /// What was pooled, in Chinese.
    public var descriptionInChinese: String {
        "变异函数由 \(used) 个时次合并得到，各时次先化为均值 0、方差 1；"
            + "未采用：数值全部相同的 \(constant) 个，不足 3 个数值的 \(tooSmall) 个。"
    }
}

extension EmpiricalVariogram {
    /// The variogram pooled over several fields of the same stations, such as the days of a year,
    /// for networks too small to show one in a single field.
    ///
    /// Each field is standardised by its own mean and population standard deviation, so that the
    /// sill is near 1 and a smoggy day weighs no more than a clean one; a class is the mean over
    /// all pairs of all fields.
    ///
    /// - Parameters:
    ///   - fields: One value a station, in the order of `coordinates`; NaN where it is missing.
    ///   - coordinates: Finite, in any CRS that `measure` fits.
    ///   - measure: How distances are measured.
    /// - Throws: `InterpolationError.variogram` as `init(of:trend:classes:)`.
    /// - Precondition: every field has one value a coordinate.
    /// - Complexity: O(pairs · fields).
    public static func pooled(
        _ fields: [[Double]], at coordinates: [Coordinate], measure: DistanceMeasure,
        classes: Classes = Classes()
    ) throws(InterpolationError) -> (variogram: EmpiricalVariogram, fields: PooledFields) {
        precondition(
            fields.allSatisfy { $0.count == coordinates.count }, "a field has one value a station")
        let places = StationPlaces(coordinates, measure: measure)
        return try places.variogram(of: fields, classes: classes, isStandardised: true)
    }
}
