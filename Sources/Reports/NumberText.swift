/// Numbers as text, the same on every machine: a point as the decimal mark, a plain minus sign, no
/// thousands marks, whatever the locale.
public enum NumberText {
    /// The shortest text that reads back to the same number: `0.1`, `120`, `1e-07`.
    ///
    /// Whole numbers below 2⁵³ have no point; −0 is `0`; NaN is empty; infinities are `inf` and
    /// `-inf`.
    public static func shortest(_ value: Double) -> String {
        if value.isNaN { return "" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == value.rounded() && abs(value) < 9_007_199_254_740_992 {
            return String(Int64(value))
        }
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// `value` with `decimals` digits after the point.
    ///
    /// The decimal digits of the shortest text are rounded, a half to the even digit, as
    /// GB/T 8170-2008 does with figures as they were written: 0.125 and 0.115 both give 0.12.
    /// A value that rounds to zero has no minus sign. NaN is empty.
    ///
    /// - Precondition: `decimals` is not negative.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        precondition(decimals >= 0, "a number has 0 or more decimals")
        guard value.isFinite else { return shortest(value) }
        var digits = DecimalDigits(value.magnitude)
        digits.round(keeping: digits.pointPosition + decimals)
        let text = digits.text(decimals: decimals)
        return value < 0 && !digits.isZero ? "-" + text : text
    }

    /// `value` with at most `digits` significant digits and no trailing zeros after the point.
    /// Digits before the point are never replaced by zeros: 12345.6 gives `12346`.
    ///
    /// - Precondition: `digits` is positive.
    public static func significant(_ value: Double, digits count: Int) -> String {
        precondition(count > 0, "a number has 1 or more significant digits")
        guard value.isFinite else { return shortest(value) }
        let digits = DecimalDigits(value.magnitude)
        let text = fixed(value, decimals: max(0, count - digits.pointPosition))
        guard text.contains(".") else { return text }
        let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(trimmed.reversed())
    }

    /// The number of decimals in the shortest text of `value`: 2 for 0.25, 0 for 10.
    public static func decimals(of value: Double) -> Int {
        guard value.isFinite else { return 0 }
        let digits = DecimalDigits(value.magnitude)
        return max(0, digits.count - digits.pointPosition)
    }
}

/// The decimal digits of a number's shortest text: 0.d₁d₂d₃… × 10^`pointPosition`.
struct DecimalDigits {
    private var digits: [UInt8] = []
    private(set) var pointPosition = 0

    /// - Precondition: `magnitude` is finite and not negative.
    init(_ magnitude: Double) {
        var exponent = 0
        var pointIndex: Int?
        var bytes = Array(magnitude.description.utf8)[...]
        if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)) ?? 0
            bytes = bytes[..<mark]
        }
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                pointIndex = digits.count
            } else {
                digits.append(byte - UInt8(ascii: "0"))
            }
        }
        pointPosition = (pointIndex ?? digits.count) + exponent
        let leadingZeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leadingZeros)
        pointPosition -= leadingZeros
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { pointPosition = 0 }
    }

    var count: Int { digits.count }
    var isZero: Bool { digits.isEmpty }

    /// Keeps the first `kept` digits, a half to the even digit.
    mutating func round(keeping kept: Int) {
        guard kept < digits.count else { return }
        guard kept >= 0 else {
            digits = []
            return
        }
        let dropped = digits[kept...]
        let isHalf = dropped.first == 5 && dropped.count == 1
        let lastIsOdd = kept > 0 && !digits[kept - 1].isMultiple(of: 2)
        let up = isHalf ? lastIsOdd : (dropped.first ?? 0) >= 5
        digits.removeSubrange(kept...)
        if up { carry() }
        while digits.last == 0 { digits.removeLast() }
    }

    private mutating func carry() {
        var index = digits.count - 1
        while index >= 0 && digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            pointPosition += 1
        }
    }

    /// The digits with exactly `decimals` of them after the point.
    func text(decimals: Int) -> String {
        func digit(_ index: Int) -> Character {
            let value = digits.indices.contains(index) ? digits[index] : 0
            return Character(Unicode.Scalar(value + UInt8(ascii: "0")))
        }
        var result = pointPosition > 0 ? "" : "0"
        for index in 0..<max(0, pointPosition) { result.append(digit(index)) }
        if decimals > 0 {
            result.append(".")
            for place in 0..<decimals { result.append(digit(pointPosition + place)) }
        }
        return result
    }
}
