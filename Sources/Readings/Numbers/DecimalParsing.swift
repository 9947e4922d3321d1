extension DecimalValue {
    /// The number that `text` writes, exactly.
    ///
    /// Accepted: spaces around, a sign, full-width digits and points, commas between groups of
    /// three digits (`1,234.5`), an exponent (`5E-05`). Refused: everything else, in particular a
    /// comma as decimal point, units and marks — those belong to `ReadingValue`.
    ///
    /// - Throws: `ReadingTextError.notANumber`, `.ambiguousComma`, or `.tooManyDigits` beyond 18
    ///   significant digits or 20 decimals.
    public init(parsing text: String) throws(ReadingTextError) {
        if let quick = Self.plain(text.utf8) {
            self = quick
            return
        }
        try self.init(normalised: normalisedText(text), original: text)
    }

    /// The value of ASCII text of the form `-123.45` with up to 18 digits; `nil` for anything else.
    static func plain(_ bytes: some Collection<UInt8>) -> DecimalValue? {
        var mantissa: Int64 = 0
        var digits = 0
        var decimals = -1
        var isNegative = false
        var isFirst = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                mantissa = mantissa &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
                digits += 1
                if decimals >= 0 { decimals += 1 }
                if digits > maximumDigits { return nil }
            case UInt8(ascii: "."):
                if decimals >= 0 { return nil }
                decimals = 0
            case UInt8(ascii: "-"):
                if !isFirst { return nil }
                isNegative = true
            default: return nil
            }
            isFirst = false
        }
        if digits == 0 { return nil }
        return DecimalValue(
            mantissa: isNegative ? -mantissa : mantissa, decimals: max(0, decimals))
    }

    /// The value of text that has no full-width characters and no spaces around it.
    init(normalised text: String, original: String) throws(ReadingTextError) {
        var rest = Substring(text)
        var exponent = 0
        if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            guard let power = Int(rest[rest.index(after: mark)...]), abs(power) <= 40 else {
                throw .notANumber(original)
            }
            exponent = power
            rest = rest[..<mark]
        }
        var isNegative = false
        if let sign = rest.first, sign == "-" || sign == "+" {
            isNegative = sign == "-"
            rest = rest.dropFirst()
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, rest.contains(where: \.isASCIIDigit) else {
            throw .notANumber(original)
        }
        let whole = try Self.withoutGroups(parts[0], original: original)
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard (whole + fraction).allSatisfy(\.isASCIIDigit) else { throw .notANumber(original) }
        let significant = (whole + fraction).drop { $0 == "0" }
        guard significant.count <= Self.maximumDigits else { throw .tooManyDigits(original) }
        let mantissa = Int64(significant) ?? 0
        guard
            fraction.count <= Self.maximumDecimals + 40,
            let value = Self(
                digits: isNegative ? -mantissa : mantissa, decimals: fraction.count - exponent)
        else { throw .tooManyDigits(original) }
        self = value
    }

    private init?(digits: Int64, decimals: Int) {
        if digits == 0 {
            self.init(mantissa: 0, decimals: min(max(decimals, 0), Self.maximumDecimals))
        } else if decimals >= 0 {
            guard decimals <= Self.maximumDecimals else { return nil }
            self.init(mantissa: digits, decimals: decimals)
        } else {
            guard let value = DecimalValue(mantissa: digits).scaled(byPowerOfTen: -decimals)
            else { return nil }
            self = value
        }
    }

    /// `text` without the commas between groups of three digits.
    private static func withoutGroups(
        _ text: Substring, original: String
    ) throws(ReadingTextError) -> String {
        guard text.contains(",") else { return String(text) }
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { throw .ambiguousComma(original) }
        return groups.joined()
    }
}

/// A number of nothing but digits and perhaps a point, `12.50`, of up to 18 bytes.
struct PlainNumber {
    let digits: UInt64
    let decimals: Int

    /// `nil` for anything else, which need not be wrong.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count <= DecimalValue.maximumDigits else { return nil }
        var digits: UInt64 = 0
        var point = -1
        for (place, byte) in text.enumerated() {
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                digits = digits &* 10 &+ UInt64(digit)
            } else if byte == UInt8(ascii: "."), point < 0 {
                point = place
            } else {
                return nil
            }
        }
        if text.count == (point < 0 ? 0 : 1) { return nil }
        self.digits = digits
        decimals = point < 0 ? 0 : text.count - 1 - point
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
