/// A sum that carries its rounding error along.
///
/// - Accuracy: the error of `value` does not grow with the number of terms, to first order.
///
/// Source: Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974;
/// the error of each addition by Knuth's branch-free TwoSum.
public struct CompensatedSum: Hashable, Sendable {
    /// The sum as plain addition gives it.
    public var high: Double
    /// What the additions have rounded away.
    public var low: Double

    @inlinable
    public init(high: Double = 0, low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// The best estimate of the sum; infinite or NaN when a term was.
    @inlinable
    public var value: Double { high.isFinite ? high + low : high }

    @inlinable
    public mutating func add(_ term: Double) {
        let sum = high + term
        let part = sum - high
        low += (high - (sum - part)) + (term - part)
        high = sum
    }

    /// Adds a later sum; the order counts in the last bits.
    @inlinable
    public mutating func add(_ other: CompensatedSum) {
        add(other.high)
        low += other.low
    }
}
