/// One value of a table as written: a number, a result below its detection limit, or a mark for
/// no value.
public struct ReadingValue: Hashable, Sendable {
    /// The number, or the detection limit; 0 where there is neither.
    let number: DecimalValue
    let hasNumber: Bool
    public let mark: ReadingMark

    /// A measured number.
    public init(_ value: DecimalValue) {
        number = value
        hasNumber = true
        mark = .none
    }

    /// A result below `detectionLimit`; `nil` when the limit was not written (`ND`, `未检出`).
    public static func belowDetection(limit: DecimalValue?) -> ReadingValue {
        ReadingValue(
            number: limit ?? DecimalValue(mantissa: 0), hasNumber: limit != nil,
            mark: .belowDetection)
    }

    /// No value.
    public static func missing(_ mark: MissingMark = .empty) -> ReadingValue {
        ReadingValue(
            number: DecimalValue(mantissa: 0), hasNumber: false, mark: .missing(mark))
    }

    init(number: DecimalValue, hasNumber: Bool, mark: ReadingMark) {
        self.number = number
        self.hasNumber = hasNumber
        self.mark = mark
    }

    /// The measured number; `nil` below detection and when missing. Never 0 for either.
    public var value: DecimalValue? { mark == .none ? number : nil }

    /// The detection limit of a result below it; `nil` otherwise, and where it was not written.
    public var detectionLimit: DecimalValue? {
        mark == .belowDetection && hasNumber ? number : nil
    }

    public var isMissing: Bool {
        if case .missing = mark { return true }
        return false
    }

    public var isBelowDetection: Bool { mark == .belowDetection }

    /// What enters a mean: the number, or half of the detection limit; `nil` when missing and when
    /// the limit is not known.
    ///
    /// Source: usual practice of the monitoring rules (half the limit); not confirmed by a second
    /// source.
    public var valueForMean: DecimalValue? { value ?? detectionLimit?.half }

    /// What a class is judged by: the number, or the detection limit itself; `nil` when missing
    /// and when the limit is not known.
    public var valueForClass: DecimalValue? { value ?? detectionLimit }

    /// The same with number or limit times 10^`exponent`; `nil` when the digits do not fit.
    func scaled(byPowerOfTen exponent: Int) -> ReadingValue? {
        if !hasNumber || exponent == 0 { return self }
        guard let scaled = number.scaled(byPowerOfTen: exponent) else { return nil }
        return ReadingValue(number: scaled, hasNumber: true, mark: mark)
    }
}

extension ReadingValue: CustomStringConvertible {
    /// The value as tables write it, in one form: `0.32`, `0.01L`, `ND`, `—`.
    public var description: String {
        switch mark {
        case .none: number.description
        case .belowDetection: hasNumber ? "\(number)L" : "ND"
        case .missing(let missing): missing.text
        }
    }
}
