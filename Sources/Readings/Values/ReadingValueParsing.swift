extension ReadingValue {
    /// The value that a cell writes.
    ///
    /// - Missing: empty, `-`, `--`, `—`, `/`, `*`, `NA`, `N/A`, `null`, `-99`, `-999`, `-9999`,
    ///   `断流`.
    /// - Below detection: `0.01L`, `<0.01`, `＜0.01` (limit 0.01), `ND`, `未检出` (limit unknown).
    /// - Numbers: as `DecimalValue(parsing:)`; a unit may follow (`0.32㎎/L`).
    ///
    /// - Parameters:
    ///   - text: The cell; full-width characters and spaces around do no harm.
    ///   - unit: The unit to give the value in. A cell that carries another unit of the same kind
    ///     is converted exactly (`32 μg/L` is 0.032 mg/L). `nil` takes the number as it stands.
    /// - Throws: `ReadingTextError` for text that is none of these. Nothing is guessed.
    public init(parsing text: String, in unit: MeasureUnit? = nil) throws(ReadingTextError) {
        if let number = DecimalValue.plain(text.utf8) {
            self = MissingMark(number: number).map(Self.missing) ?? ReadingValue(number)
            return
        }
        let clean = normalisedText(text)
        if let missing = MissingMark(normalised: clean) {
            self = .missing(missing)
            return
        }
        switch clean.lowercased() {
        case "nd", "n.d.", "n.d", "bdl", "<dl", "<mdl", "未检出", "未检测出", "低于检出限",
            "小于检出限", "<检出限":
            self = .belowDetection(limit: nil)
        default:
            try self.init(marked: clean, original: text, in: unit)
        }
    }

    /// A number with what may stand around it: `<`, a unit, `L`.
    private init(
        marked clean: String, original: String, in wanted: MeasureUnit?
    ) throws(ReadingTextError) {
        var rest = clean[...]
        var isBelow = false
        if rest.first == "<" {
            isBelow = true
            rest = rest.dropFirst().drop { $0 == " " }
        }
        let (body, written) = try Self.splitUnit(rest, original: original)
        rest = body
        if let last = rest.last, last == "L" || last == "l" {
            // "<0.01L" says the same twice.
            isBelow = true
            rest = rest.dropLast()
        }
        while rest.last == " " { rest = rest.dropLast() }
        let number = try DecimalValue(normalised: String(rest), original: original)
        if !isBelow, let missing = MissingMark(number: number) {
            self = .missing(missing)
            return
        }
        if isBelow && number.mantissa <= 0 { throw .limitNotPositive(original) }
        let value = isBelow ? Self.belowDetection(limit: number) : ReadingValue(number)
        guard let wanted, let written else {
            self = value
            return
        }
        guard let exponent = written.exponent(to: wanted) else {
            throw .unitMismatch(original, found: written.text, expected: wanted.text)
        }
        guard let scaled = value.scaled(byPowerOfTen: exponent) else {
            throw .tooManyDigits(original)
        }
        self = scaled
    }

    /// The number and the unit behind it, where there is one.
    private static func splitUnit(
        _ text: Substring, original: String
    ) throws(ReadingTextError) -> (Substring, MeasureUnit?) {
        let end = endOfNumber(text)
        guard text[..<end].contains(where: \.isASCIIDigit) else { return (text, nil) }
        var tail = text[end...].drop { $0 == " " }
        // The mark L may stand before the unit: "0.01L mg/L"; "L" alone is the mark.
        var head = text[..<end]
        if tail.first == "L" || tail.first == "l" {
            head = text[..<tail.index(after: tail.startIndex)]
            tail = tail.dropFirst().drop { $0 == " " }
        }
        if tail.isEmpty { return (head, nil) }
        guard let unit = MeasureUnit(parsing: String(tail)) else {
            guard MeasureUnit.looksLikeUnit(String(tail)), !head.isEmpty else {
                throw .notANumber(original)
            }
            throw .unknownUnit(original, unit: String(tail))
        }
        return (head, unit)
    }

    /// Where the number that `text` begins with ends: sign, digits, points and commas, an exponent.
    private static func endOfNumber(_ text: Substring) -> Substring.Index {
        var end = text.startIndex
        if let sign = text.first, sign == "-" || sign == "+" { end = text.index(after: end) }
        while end < text.endIndex, text[end].isASCIIDigit || text[end] == "." || text[end] == "," {
            end = text.index(after: end)
        }
        guard end < text.endIndex, text[end] == "e" || text[end] == "E" else { return end }
        var power = text[text.index(after: end)...]
        if let sign = power.first, sign == "-" || sign == "+" { power = power.dropFirst() }
        let digits = power.prefix(while: \.isASCIIDigit)
        return digits.isEmpty ? end : digits.endIndex
    }
}
