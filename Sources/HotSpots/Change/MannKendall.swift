/// The trend test of Mann and Kendall: whether later values tend to be larger than earlier ones.
///
/// Only the order of values counts, so that neither a distribution nor a straight line is assumed.
/// Missing values are left out; the others keep their places in time.
///
/// Source: Mann, Nonparametric tests against trend, 1945; Kendall, Rank Correlation Methods, 1975,
/// with the variance for ties and the continuity correction.
public struct MannKendall: Hashable, Sendable {
    /// How many values were compared.
    public let count: Int
    /// Later pairs that rose less those that fell.
    public let s: Int
    /// The variance of S without a trend, n(n − 1)(2n + 5) ÷ 18 less the part of ties.
    public let variance: Double
    /// S brought one step nearer to 0 ÷ √variance; 0 for S = 0, NaN when all values are the same
    /// or there are fewer than two.
    public let z: Double
    /// The median change of all pairs per step of time (Sen's slope); NaN below two values.
    public let slope: Double

    /// The two-sided probability of such a z without a trend; NaN where `z` is.
    ///
    /// The normal distribution is a good approximation from ten values on.
    public var p: Double { twoSidedProbability(ofZ: z) }

    /// S ÷ the number of pairs, −1…1; NaN below two values.
    public var tau: Double { Double(s) / Double(count * (count - 1) / 2) }

    /// The test of `values` at even steps of time, in order; NaN where one is missing.
    ///
    /// - Complexity: O(n² log n), for the slope.
    public init(_ values: [Double]) {
        let known = values.enumerated().filter { !$0.element.isNaN }
        var s = 0
        var slopes: [Double] = []
        for (place, later) in known.enumerated() {
            for earlier in known[..<place] {
                s += later.element > earlier.element ? 1 : 0
                s -= later.element < earlier.element ? 1 : 0
                slopes.append(
                    (later.element - earlier.element) / Double(later.offset - earlier.offset))
            }
        }
        count = known.count
        self.s = s
        var ties: [Double: Int] = [:]
        for value in known { ties[value.element, default: 0] += 1 }
        let tied = ties.values.map(Self.spread).reduce(0, +)
        variance = Double(Self.spread(known.count) - tied) / 18
        z = variance > 0 ? Double(s - s.signum()) / variance.squareRoot() : .nan
        slope = median(of: slopes)
    }

    /// n(n − 1)(2n + 5).
    private static func spread(_ n: Int) -> Int { n * (n - 1) * (2 * n + 5) }
}

/// The middle of `values`, of an even number the mean of both; NaN without values.
private func median(of values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
