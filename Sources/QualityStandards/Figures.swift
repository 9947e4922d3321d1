public import Readings

/// Figures that reports make of values and counts. All are exact; round them once, to the decimals
/// that the report shows.
public enum Figures {
    /// `part` of `whole` in per cent; `nil` when `whole` is 0.
    public static func percentage(_ part: Int, of whole: Int) -> ExactNumber? {
        whole == 0 ? nil : ExactNumber(part) * ExactNumber(100) / ExactNumber(whole)
    }

    /// The change from `before` to `now` in per cent of `before`; `nil` when `before` is 0.
    /// Negative is a fall.
    public static func changePercentage(
        now: ExactNumber, before: ExactNumber
    ) -> ExactNumber? {
        before.numerator == 0 ? nil : (now - before) * ExactNumber(100) / before
    }

    /// The change of a percentage in percentage points.
    public static func changeInPoints(now: ExactNumber, before: ExactNumber) -> ExactNumber {
        now - before
    }

    /// By how many times `limit` the value exceeds it: (C − S)/S; negative below the limit; `nil`
    /// when `limit` is 0.
    public static func exceedanceMultiple(
        _ value: ExactNumber, limit: DecimalValue
    ) -> ExactNumber? {
        let limit = ExactNumber(limit)
        // C/S − 1: one division where (C − S)/S needs three.
        return limit.numerator == 0 ? nil : value / limit - ExactNumber(1)
    }
}
