import Readings

/// That a reading calls for attention, and what it was compared with.
struct AlertVerdict {
    /// The limit or the mean.
    let limit: ExactNumber
    /// How many readings before it a verdict needs.
    let readingsBefore: Int
    let edition: String

    init(limit: ExactNumber, readingsBefore: Int = 0, edition: String) {
        self.limit = limit
        self.readingsBefore = readingsBefore
        self.edition = edition
    }

    /// `nil` when `value` is less than `factor` times `mean`, or differs from it by less than
    /// `least`; a minimum is looked at the other way round.
    init?(
        _ value: ExactNumber, against mean: ExactNumber, factor: DecimalValue,
        least: DecimalValue?, isMinimum: Bool, readingsBefore: Int, edition: String
    ) {
        let (low, high) = isMinimum ? (value, mean) : (mean, value)
        let difference = high - low
        guard difference.numerator > 0, high >= low * ExactNumber(factor),
            least.map({ difference >= ExactNumber($0) }) ?? true
        else { return nil }
        self.init(limit: mean, readingsBefore: readingsBefore, edition: edition)
    }
}

/// What a value must stay within; a value on a bound is within.
struct AlertBounds {
    let lower: DecimalValue?
    let upper: DecimalValue?
    let edition: String

    init(_ limit: DecimalValue, isMinimum: Bool, edition: String) {
        lower = isMinimum ? limit : nil
        upper = isMinimum ? nil : limit
        self.edition = edition
    }

    init(_ range: ClosedRange<DecimalValue>, edition: String) {
        lower = range.lowerBound
        upper = range.upperBound
        self.edition = edition
    }

    /// `nil` when `value` is within.
    func verdict(of value: ExactNumber) -> AlertVerdict? {
        if let upper, value > ExactNumber(upper) {
            return AlertVerdict(limit: ExactNumber(upper), edition: edition)
        }
        if let lower, value < ExactNumber(lower) {
            return AlertVerdict(limit: ExactNumber(lower), edition: edition)
        }
        return nil
    }
}
