/// Count, sum, mean, squared deviations, minimum and maximum of weighted values.
///
/// With x a value and c its weight — a cell's coverage fraction, or that times the cell's weight:
/// count W = Σ c, sum = Σ c·x, mean μ = sum ÷ W and M₂ = Σ c·(x − μ)², minimum, maximum.
///
/// Values without data (NaN) are passed over. Sums and moments are not associative in the last
/// bits: the order of `add` and `merge` is part of the result, and always comes from the data.
///
/// Source of the moments: West, Updating mean and variance estimates, 1979, for a weighted
/// recurrence; Chan, Golub, LeVeque, Updating formulae and a pairwise algorithm for computing sample
/// variances, 1979, for joining parts.
public struct Moments: Hashable, Sendable {
    /// The sum of the weights.
    public var count = CompensatedSum()
    /// The sum of value times weight, in the unit of the values.
    public var sum = CompensatedSum()
    /// The running mean that the moments refer to; 0 while `count` is. It carries its rounding
    /// error, which a large common offset would otherwise turn into variance.
    public var mean = CompensatedSum()
    /// The sum of squared deviations from `mean`, weighted.
    public var squaredDeviations = 0.0
    /// The smallest value; infinity without a value.
    public var minimum = Double.infinity
    /// The largest value; minus infinity without a value.
    public var maximum = -Double.infinity

    /// A state without values.
    public init() {}

    /// Whether no value has been added.
    public var isEmpty: Bool { count.high == 0 }

    // MARK: - Values

    /// Adds a value; a NaN is passed over.
    ///
    /// - Precondition: `weight` is positive.
    public mutating func add(_ value: Double, weight: Double) {
        guard !value.isNaN else { return }
        join(weight: weight, mean: CompensatedSum(high: value), squaredDeviations: 0)
        count.add(weight)
        sum.add(weight * value)
        minimum = min(minimum, value)
        maximum = max(maximum, value)
    }

    /// Adds the values of a later state.
    public mutating func merge(_ later: Moments) {
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

    // MARK: - Figures

    /// Σ c·x ÷ Σ c, held between minimum and maximum: the division may round out of them. NaN
    /// without a value.
    public var weightedMean: Double {
        guard !isEmpty else { return .nan }
        let mean = sum.value / count.value
        return mean.isFinite ? Swift.min(Swift.max(mean, minimum), maximum) : mean
    }

    /// Σ c·(x − μ)² ÷ Σ c; NaN without a value, or with an infinite one.
    public var variance: Double {
        guard minimum.isFinite, maximum.isFinite else { return .nan }
        return max(squaredDeviations / count.value, 0)
    }
}
