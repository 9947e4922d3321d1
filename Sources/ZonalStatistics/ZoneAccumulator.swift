/// What the cells of a zone have added up to: a state that statistics are read from.
///
/// With x a cell's value and c its coverage fraction, over cells with a value:
/// count W = Σ c, sum = Σ c·x, moments μ = sum ÷ W and M₂ = Σ c·(x − μ)², minimum, maximum.
///
/// Cells without data (NaN) are passed over. Sums and moments are not associative in the last bits:
/// the order of `add` and `merge` is part of the result. Here it always comes from the data: a unit
/// (zone, raster block row) adds its cells in row and column order, a zone merges its units in row
/// order.
///
/// Source of the moments: West, Updating mean and variance estimates, 1979, for a weighted
/// recurrence; Chan, Golub, LeVeque, Updating formulae and a pairwise algorithm for computing sample
/// variances, 1979, for joining parts.
public struct ZoneAccumulator: Hashable, Sendable {
    /// The sum of the coverage fractions, in cells.
    public var count = CompensatedSum()
    /// The sum of value times coverage, in the unit of the values.
    public var sum = CompensatedSum()
    /// The running mean that the moments refer to; 0 while `count` is. It carries its rounding
    /// error, which a large common offset would otherwise turn into variance.
    public var mean = CompensatedSum()
    /// The sum of squared deviations from `mean`, weighted by coverage.
    public var squaredDeviations = 0.0
    /// The smallest value; infinity without a cell.
    public var minimum = Double.infinity
    /// The largest value; minus infinity without a cell.
    public var maximum = -Double.infinity

    /// A state without cells.
    public init() {}

    /// Whether no cell with a value has been added.
    public var isEmpty: Bool { count.high == 0 }

    // MARK: - Cells

    /// Adds a cell; a NaN is passed over.
    ///
    /// - Precondition: 0 < `coverage` ≤ 1.
    @inline(__always)
    public mutating func add(_ value: Double, coverage: Double) {
        guard !value.isNaN else { return }
        join(weight: coverage, mean: CompensatedSum(high: value), squaredDeviations: 0)
        count.add(coverage)
        sum.add(coverage * value)
        minimum = min(minimum, value)
        maximum = max(maximum, value)
    }

    /// Adds neighbouring cells with one coverage fraction, in their order.
    ///
    /// - Precondition: 0 < `coverage` ≤ 1.
    public mutating func add(_ values: UnsafeBufferPointer<Double>, coverage: Double) {
        if values.count < RunSummary.lanes {
            for value in values { add(value, coverage: coverage) }
            return
        }
        let run = RunSummary(values)
        guard run.count > 0 else { return }
        join(
            weight: coverage * run.count, mean: run.mean,
            squaredDeviations: coverage * run.squaredDeviations)
        count.add(coverage * run.count)
        sum.add(CompensatedSum(high: coverage * run.sum.high, low: coverage * run.sum.low))
        minimum = min(minimum, run.minimum)
        maximum = max(maximum, run.maximum)
    }

    /// Adds the cells of a later state.
    public mutating func merge(_ later: ZoneAccumulator) {
        guard !later.isEmpty else { return }
        join(
            weight: later.count.value, mean: later.mean,
            squaredDeviations: later.squaredDeviations)
        count.add(later.count)
        sum.add(later.sum)
        minimum = min(minimum, later.minimum)
        maximum = max(maximum, later.maximum)
    }

    /// Moves the moments on by a part with `weight`, before `count` takes the part in.
    @inline(__always)
    private mutating func join(
        weight: Double, mean other: CompensatedSum, squaredDeviations: Double
    ) {
        guard !isEmpty else {
            mean = other
            self.squaredDeviations = squaredDeviations
            return
        }
        let before = count.value
        let after = before + weight
        let difference = (other.high - mean.high) + (other.low - mean.low)
        mean.add(difference * (weight / after))
        self.squaredDeviations +=
            squaredDeviations + difference * difference * (before * (weight / after))
    }

    // MARK: - Statistics

    /// The value of `statistic`; NaN where it is empty.
    ///
    /// - Parameters:
    ///   - zoneAreaInCells: The area of the whole zone, on the raster or not.
    ///   - areaInSquareMetres: The same on the ellipsoid.
    public func finish(
        _ statistic: Statistic, zoneAreaInCells: Double, areaInSquareMetres: Double
    ) -> Double {
        switch statistic {
        case .count: return count.value
        case .validShare: return validShare(zoneAreaInCells)
        case .areaKm2: return areaInSquareMetres > 0 ? areaInSquareMetres / 1e6 : .nan
        default: break
        }
        guard !isEmpty else { return .nan }
        switch statistic {
        case .sum: return sum.value
        case .mean: return weightedMean
        case .min: return minimum
        case .max: return maximum
        case .range: return maximum - minimum
        case .variance: return variance
        case .stdev: return variance.squareRoot()
        case .cv:
            let mean = weightedMean
            return mean == 0 ? .nan : variance.squareRoot() / mean
        case .count, .validShare, .areaKm2: return .nan
        }
    }

    /// Σ c·x ÷ Σ c, held between minimum and maximum: the division may round out of them.
    private var weightedMean: Double {
        let mean = sum.value / count.value
        return mean.isFinite ? Swift.min(Swift.max(mean, minimum), maximum) : mean
    }

    private var variance: Double { max(squaredDeviations / count.value, 0) }

    /// The dust of running sums next to 1 is removed as it is for coverage fractions.
    private func validShare(_ zoneAreaInCells: Double) -> Double {
        guard zoneAreaInCells > 0 else { return .nan }
        let share = count.value / zoneAreaInCells
        return share > 1 - 1e-12 ? 1 : share
    }
}
