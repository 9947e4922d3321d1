/// How many values there are, their mean and their variance (population), in one pass over any
/// number of parts that are joined in order.
public struct ValueMoments: Hashable, Sendable {
    public private(set) var count = 0
    /// 0 without values.
    public private(set) var mean = 0.0
    /// The sum of squared deviations from the mean.
    private var squares = 0.0

    public init() {}

    /// The moments of `values`; what is not finite is no value.
    public init(of values: some Sequence<Double>) {
        var sum = 0.0
        for value in values where value.isFinite {
            sum += value
            count += 1
        }
        guard count > 0 else { return }
        mean = sum / Double(count)
        var drift = 0.0
        for value in values where value.isFinite {
            let deviation = value - mean
            squares += deviation * deviation
            drift += deviation
        }
        // The mean was rounded: its error comes off both, so that few digits are lost.
        mean += drift / Double(count)
        squares -= drift * drift / Double(count)
    }

    /// The population variance; NaN without values.
    public var variance: Double { count == 0 ? .nan : max(0, squares / Double(count)) }
    /// The population standard deviation; NaN without values.
    public var standardDeviation: Double { variance.squareRoot() }

    /// Adds the values that `other` was made of.
    ///
    /// Source: Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm, 1979.
    public mutating func join(_ other: ValueMoments) {
        guard other.count > 0 else { return }
        let total = Double(count + other.count)
        let step = other.mean - mean
        squares += other.squares + step * step * Double(count) * Double(other.count) / total
        mean += step * Double(other.count) / total
        count += other.count
    }

    /// Whether all values are the same but for rounding: nothing can stand out then.
    var isFlat: Bool { !(standardDeviation > 1e-12 * max(abs(mean), Double.leastNormalMagnitude)) }
}
