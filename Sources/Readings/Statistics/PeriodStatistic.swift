/// What is made of a period's values.
public enum PeriodStatistic: Hashable, Sendable {
    case mean, minimum, maximum
    /// The percentile of this per cent, 0...100.
    case percentile(DecimalValue)

    /// The percentile of `percent` per cent.
    public static func percentile(_ percent: Int) -> PeriodStatistic {
        .percentile(DecimalValue(mantissa: Int64(percent)))
    }

    /// The statistic that `text` names: `mean`, `min`, `max`, `p95`, `p97.5`; `nil` for others.
    public init?(_ text: String) {
        switch text.lowercased() {
        case "mean": self = .mean
        case "min": self = .minimum
        case "max": self = .maximum
        default:
            guard text.lowercased().hasPrefix("p"),
                let percent = DecimalValue.plain(text.dropFirst().utf8),
                percent >= DecimalValue(mantissa: 0), percent <= DecimalValue(mantissa: 100)
            else { return nil }
            self = .percentile(percent)
        }
    }

    /// The name in column and file names: `mean`, `min`, `max`, `p95`.
    public var name: String {
        switch self {
        case .mean: "mean"
        case .minimum: "min"
        case .maximum: "max"
        case .percentile(let percent): "p\(percent)"
        }
    }

    /// The statistic of `values`, exactly; `nil` when there are none. The order of the values does
    /// not matter.
    ///
    /// Percentile: X(1) ≤ … ≤ X(n), k = 1 + (n − 1)·p/100, s = ⌊k⌋,
    /// m = X(s) + (X(s+1) − X(s))·(k − s), and X(n) at k = n: the definition 7 of R and of NumPy's
    /// `linear`.
    ///
    /// Source: HJ 663-2013, appendix A; unchanged in public implementations for 2026.
    public func value(of values: [ExactNumber]) -> ExactNumber? {
        switch self {
        case .minimum: return values.min()
        case .maximum: return values.max()
        case .mean:
            var sum = ExactSum()
            for value in values { sum.add(value) }
            return sum.mean
        case .percentile(let percent): return Self.percentile(percent, of: values.sorted())
        }
    }

    private static func percentile(
        _ percent: DecimalValue, of sorted: [ExactNumber]
    ) -> ExactNumber? {
        guard let last = sorted.last else { return nil }
        let position = ExactNumber(percent) * ExactNumber(sorted.count - 1) / ExactNumber(100)
        let below = Int(position.numerator / position.denominator)
        if below >= sorted.count - 1 { return last }
        if below < 0 { return sorted[0] }
        let fraction = position - ExactNumber(below)
        return sorted[below] + (sorted[below + 1] - sorted[below]) * fraction
    }
}

extension PeriodStatistic: CustomStringConvertible {
    public var description: String { name }
}
