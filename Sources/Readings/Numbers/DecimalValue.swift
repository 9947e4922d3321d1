/// A number exactly as it was written: a scaled integer, so that rounding and comparison with a
/// limit happen on decimals and never on binary fractions.
///
/// `0.10` and `0.1` are equal, but each keeps the digits it was written with in `description`.
public struct DecimalValue: Sendable {
    /// The digits without the point: 105 for `1.05`.
    public let mantissa: Int64
    /// How many of the digits stand after the point, 0...20.
    public let decimals: UInt8

    /// The most digits after the point that a value can hold.
    public static let maximumDecimals = 20
    /// The most significant digits that a text may have to be read exactly.
    public static let maximumDigits = 18

    /// `mantissa` × 10^−`decimals`.
    ///
    /// - Precondition: `decimals` is at most 20.
    public init(mantissa: Int64, decimals: Int = 0) {
        precondition(
            (0...Self.maximumDecimals).contains(decimals), "a decimal has 0 to 20 decimals")
        self.mantissa = mantissa
        self.decimals = UInt8(decimals)
    }

    /// The nearest `Double`: correctly rounded, as if the text were read.
    public var double: Double {
        let power = Int(decimals)
        if mantissa.magnitude < 1 << 53 && power < powersOfTenAsDouble.count {
            return Double(mantissa) / powersOfTenAsDouble[power]
        }
        return Double(description) ?? .nan
    }

    /// The value rounded to `count` decimals by GB/T 8170: less than half is dropped, more than half
    /// raised, exactly half goes to the even digit; a negative number is rounded by its magnitude.
    ///
    /// With fewer decimals than `count` zeros are added, as far as the digits fit in 64 bits.
    ///
    /// - Precondition: `count` is 0...20.
    ///
    /// Source: GB/T 8170-2008, 3.2.
    public func rounded(toDecimals count: Int) -> DecimalValue {
        precondition((0...Self.maximumDecimals).contains(count), "round to 0 to 20 decimals")
        if count >= Int(decimals) { return padded(toDecimals: count) }
        let divisor = powersOfTen[Int(decimals) - count]
        let quotient = roundedHalfToEven(Int128(mantissa), over: divisor)
        return DecimalValue(mantissa: Int64(clamping: quotient), decimals: count)
    }

    private func padded(toDecimals count: Int) -> DecimalValue {
        let wide = Int128(mantissa) * powersOfTen[count - Int(decimals)]
        guard let digits = Int64(exactly: wide) else { return self }
        return DecimalValue(mantissa: digits, decimals: count)
    }

    /// Half of the value, exactly: `0.005` for `0.01`.
    public var half: DecimalValue {
        if mantissa.isMultiple(of: 2) {
            return DecimalValue(mantissa: mantissa / 2, decimals: Int(decimals))
        }
        let fivefold = mantissa.multipliedReportingOverflow(by: 5)
        if fivefold.overflow || Int(decimals) == Self.maximumDecimals {
            return DecimalValue(mantissa: mantissa / 2, decimals: Int(decimals))
        }
        return DecimalValue(mantissa: fivefold.partialValue, decimals: Int(decimals) + 1)
    }

    /// The value times 10^`exponent`, exactly; `nil` when the digits do not fit.
    public func scaled(byPowerOfTen exponent: Int) -> DecimalValue? {
        let newDecimals = Int(decimals) - exponent
        if newDecimals > Self.maximumDecimals { return nil }
        if newDecimals >= 0 { return DecimalValue(mantissa: mantissa, decimals: newDecimals) }
        guard -newDecimals < powersOfTen.count else { return nil }
        let product = Int128(mantissa).multipliedReportingOverflow(by: powersOfTen[-newDecimals])
        guard !product.overflow, let digits = Int64(exactly: product.partialValue) else {
            return nil
        }
        return DecimalValue(mantissa: digits)
    }

    /// The value with trailing zeros after the point removed.
    var reduced: DecimalValue {
        var digits = mantissa
        var count = Int(decimals)
        while count > 0 && digits.isMultiple(of: 10) {
            digits /= 10
            count -= 1
        }
        return DecimalValue(mantissa: digits, decimals: count)
    }
}

extension DecimalValue: Hashable, Comparable {
    /// Both mantissas at the larger number of decimals; fits in 128 bits for 18 digits and more.
    private static func aligned(_ a: DecimalValue, _ b: DecimalValue) -> (Int128, Int128) {
        let count = max(a.decimals, b.decimals)
        return (
            Int128(a.mantissa) &* powersOfTen[Int(count - a.decimals)],
            Int128(b.mantissa) &* powersOfTen[Int(count - b.decimals)]
        )
    }

    private static func needsRatios(_ a: DecimalValue, _ b: DecimalValue) -> Bool {
        // 9.3e18 × 10^19 is the first product beyond 128 bits.
        max(a.decimals, b.decimals) - min(a.decimals, b.decimals) > 18
    }

    public static func == (a: DecimalValue, b: DecimalValue) -> Bool {
        if a.decimals == b.decimals { return a.mantissa == b.mantissa }
        if needsRatios(a, b) { return ExactNumber(a) == ExactNumber(b) }
        let (left, right) = aligned(a, b)
        return left == right
    }

    public static func < (a: DecimalValue, b: DecimalValue) -> Bool {
        if a.decimals == b.decimals { return a.mantissa < b.mantissa }
        if needsRatios(a, b) { return ExactNumber(a) < ExactNumber(b) }
        let (left, right) = aligned(a, b)
        return left < right
    }

    public func hash(into hasher: inout Hasher) {
        let value = reduced
        hasher.combine(value.mantissa)
        hasher.combine(value.decimals)
    }
}

extension DecimalValue: CustomStringConvertible {
    /// The digits as written, normalised: `1.50`, `-0.3`, `0.00005`; never an exponent.
    public var description: String {
        let digits = String(mantissa.magnitude)
        let count = Int(decimals)
        let sign = mantissa < 0 ? "-" : ""
        if count == 0 { return sign + digits }
        let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -count)
        return sign + padded[..<point] + "." + padded[point...]
    }
}

/// 10^0 … 10^38, the powers that 128 bits hold.
let powersOfTen: [Int128] = (0...38).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 10 }
}

/// 10^0 … 10^22, the powers that `Double` holds exactly.
private let powersOfTenAsDouble: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 10 }
}

/// `numerator` / `denominator` as the nearest integer, a half to the even one.
///
/// - Precondition: `denominator` is positive and below 2^126.
func roundedHalfToEven(_ numerator: Int128, over denominator: Int128) -> Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let rest = remainder.magnitude
    let other = denominator.magnitude - rest
    if rest < other || (rest == other && quotient.isMultiple(of: 2)) { return quotient }
    return numerator < 0 ? quotient - 1 : quotient + 1
}
