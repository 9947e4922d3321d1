/// A fraction of two integers: the result of a mean, a percentile or a ratio of decimals before
/// anything is rounded.
///
/// Rounding once, from the full value, decides classes and published figures; a binary fraction
/// cannot promise that 0.145 lies exactly half way. Numerator and denominator have 128 bits, which
/// hold means of means over years of hourly values. Should a result ever need more, it becomes the
/// nearest number that fits (relative error below 1e-15).
public struct ExactNumber: Hashable, Sendable {
    /// Without common divisor with `denominator`; carries the sign.
    public let numerator: Int128
    /// Positive.
    public let denominator: Int128

    /// `numerator` / `denominator` in lowest terms.
    ///
    /// - Precondition: `denominator` is not 0.
    public init(_ numerator: Int128, over denominator: Int128) {
        precondition(denominator != 0, "a fraction needs a denominator that is not 0")
        if denominator == 1 {
            self.numerator = numerator
            self.denominator = 1
            return
        }
        let divisor = Int128(greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        self.numerator = (denominator < 0 ? -numerator : numerator) / divisor
        self.denominator = (denominator < 0 ? -denominator : denominator) / divisor
    }

    public init(_ value: Int) { self.init(Int128(value), over: 1) }

    public init(_ value: DecimalValue) {
        // A power of ten has the divisors 2 and 5 only, which are quicker found than by Euclid.
        var digits = value.mantissa
        var (twos, fives) = digits == 0 ? (0, 0) : (Int(value.decimals), Int(value.decimals))
        let shift = min(twos, digits.trailingZeroBitCount)
        digits >>= shift
        twos -= shift
        while fives > 0 && digits.isMultiple(of: 5) {
            digits /= 5
            fives -= 1
        }
        numerator = Int128(digits)
        denominator = powersOfFive[fives] << Int128(twos)
    }

    /// The shortest decimal that reads back to `value`, so that 0.1 is one tenth and not the
    /// binary fraction beside it; `nil` for NaN and infinity.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        if let decimal = try? DecimalValue(parsing: String(value)) {
            self.init(decimal)
        } else {
            self.init(approximating: value)
        }
    }

    /// The nearest number to `value` that has a denominator of up to 2^100.
    private init(approximating value: Double) {
        let limit = 0x1p100
        if !(value.magnitude < limit) {
            self.init(value < 0 ? -(Int128(1) << 100) : Int128(1) << 100, over: 1)
            return
        }
        // A power of two scales exactly; what remains below 2^-100 is rounded away.
        let exponent = value == 0 ? 0 : min(max(0, 53 - Int(value.exponent)), 100)
        let scaled = (value * Double(sign: .plus, exponent: exponent, significand: 1)).rounded()
        self.init(Int128(scaled), over: Int128(1) << exponent)
    }

    /// The nearest `Double`.
    public var double: Double { Double(numerator) / Double(denominator) }

    /// The value rounded once to `count` decimals by GB/T 8170 (a half goes to the even digit).
    ///
    /// When the digits do not fit in 64 bits, the most decimals that fit are given.
    ///
    /// - Precondition: `count` is 0...20.
    public func rounded(toDecimals count: Int) -> DecimalValue {
        precondition(
            (0...DecimalValue.maximumDecimals).contains(count), "round to 0 to 20 decimals")
        for places in stride(from: count, through: 0, by: -1) {
            let product = numerator.multipliedReportingOverflow(by: powersOfTen[places])
            if product.overflow { continue }
            let digits = roundedHalfToEven(product.partialValue, over: denominator)
            if let mantissa = Int64(exactly: digits) {
                return DecimalValue(mantissa: mantissa, decimals: places)
            }
        }
        return DecimalValue(mantissa: numerator < 0 ? .min : .max)
    }
}

extension ExactNumber: Comparable {
    public static func < (a: ExactNumber, b: ExactNumber) -> Bool {
        if a.denominator == b.denominator { return a.numerator < b.numerator }
        let left = a.numerator.multipliedFullWidth(by: b.denominator)
        let right = b.numerator.multipliedFullWidth(by: a.denominator)
        return left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension ExactNumber: CustomStringConvertible {
    /// The value as a decimal where it ends within 20 places, else rounded to 10: for messages.
    public var description: String {
        for places in 0...DecimalValue.maximumDecimals {
            let value = rounded(toDecimals: places)
            if ExactNumber(value) == self { return value.description }
        }
        return rounded(toDecimals: 10).description
    }
}

extension ExactNumber {
    public static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        var sum = ExactSum()
        sum.add(a)
        sum.add(b)
        return sum.total
    }

    public static func - (a: ExactNumber, b: ExactNumber) -> ExactNumber { a + -b }

    public static prefix func - (a: ExactNumber) -> ExactNumber {
        ExactNumber(-a.numerator, over: a.denominator)
    }

    public static func * (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        // Dividing crosswise first keeps the products as small as they can be.
        let left = ExactNumber(a.numerator, over: b.denominator)
        let right = ExactNumber(b.numerator, over: a.denominator)
        let top = left.numerator.multipliedReportingOverflow(by: right.numerator)
        let bottom = left.denominator.multipliedReportingOverflow(by: right.denominator)
        if top.overflow || bottom.overflow {
            return ExactNumber(approximating: a.double * b.double)
        }
        return ExactNumber(top.partialValue, over: bottom.partialValue)
    }

    /// - Precondition: `b` is not 0.
    public static func / (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        precondition(b.numerator != 0, "division by zero")
        return a * ExactNumber(b.denominator, over: b.numerator)
    }
}

/// A running exact sum, kept over one common denominator so that adding is one division.
struct ExactSum {
    private var numerator: Int128 = 0
    private var denominator: Int128 = 1
    /// Takes over when the exact sum no longer fits.
    private var approximation: Double?
    private(set) var count = 0

    /// Adds a decimal as written.
    mutating func add(_ value: DecimalValue) {
        add(Int128(value.mantissa), over: powersOfTen[Int(value.decimals)])
    }

    mutating func add(_ value: ExactNumber) { add(value.numerator, over: value.denominator) }

    private mutating func add(_ top: Int128, over bottom: Int128) {
        count += 1
        if let sum = approximation {
            approximation = sum + Double(top) / Double(bottom)
            return
        }
        if addExactly(top, over: bottom) { return }
        approximation = Double(numerator) / Double(denominator) + Double(top) / Double(bottom)
    }

    private mutating func addExactly(_ top: Int128, over bottom: Int128) -> Bool {
        if bottom == denominator {
            let sum = numerator.addingReportingOverflow(top)
            if sum.overflow { return false }
            numerator = sum.partialValue
            return true
        }
        let (factor, rest) = denominator.quotientAndRemainder(dividingBy: bottom)
        let own: Int128
        let other: Int128
        if rest == 0 {
            own = 1
            other = factor
        } else {
            let divisor = Int128(greatestCommonDivisor(denominator.magnitude, bottom.magnitude))
            own = bottom / divisor
            other = denominator / divisor
        }
        let left = numerator.multipliedReportingOverflow(by: own)
        let right = top.multipliedReportingOverflow(by: other)
        let common = denominator.multipliedReportingOverflow(by: own)
        let sum = left.partialValue.addingReportingOverflow(right.partialValue)
        if left.overflow || right.overflow || common.overflow || sum.overflow { return false }
        numerator = sum.partialValue
        denominator = common.partialValue
        return true
    }

    var total: ExactNumber {
        if let sum = approximation { return ExactNumber(sum) ?? ExactNumber(0) }
        return ExactNumber(numerator, over: denominator)
    }

    /// The arithmetic mean of what was added; `nil` when nothing was.
    var mean: ExactNumber? {
        switch count {
        case 0: nil
        case 1: total
        default: dividedByCount
        }
    }

    /// One reduction instead of the three that `total / ExactNumber(count)` needs.
    private var dividedByCount: ExactNumber {
        let divisor = denominator.multipliedReportingOverflow(by: Int128(count))
        if approximation != nil || divisor.overflow { return total / ExactNumber(count) }
        return ExactNumber(numerator, over: divisor.partialValue)
    }
}

/// 5^0 … 5^20, for the decimals that a value can have.
private let powersOfFive: [Int128] = (0...DecimalValue.maximumDecimals).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 5 }
}

/// The greatest common divisor; 1 when both are 0.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var a = a
    var b = b
    while b > UInt128(UInt64.max) { (a, b) = (b, a % b) }
    if b == 0 { return a == 0 ? 1 : a }
    // Below 64 bits the machine divides by itself.
    var small = UInt64(b)
    var rest = a <= UInt128(UInt64.max) ? UInt64(a) % small : UInt64(a % b)
    while rest != 0 { (small, rest) = (rest, small % rest) }
    return UInt128(small)
}
