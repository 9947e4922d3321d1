/// Lines of CSV under the making, as bytes of UTF-8: fields one after the other, then `endLine()`.
///
/// Long tables are made so, without a string a field. Lines end in LF; quoting follows RFC 4180.
public struct CSVLines: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var lineStart = 0
    private var fieldCount = 0

    /// - Parameter byteOrderMark: Whether the text begins with U+FEFF, for Excel.
    public init(byteOrderMark: Bool = false) {
        if byteOrderMark { bytes += "\u{FEFF}".utf8 }
        lineStart = bytes.count
    }

    /// Adds a text as a field: as it stands, or marked and quoted.
    ///
    /// A text that a spreadsheet could take for a formula gets an apostrophe in front: one that
    /// begins with `= + - @`, their full-width forms, a tab, CR or LF. It is quoted when it holds
    /// a comma, a quote, CR or LF, or has a space at either end. Numbers that are numbers in the
    /// data do not come here: they keep their sign.
    ///
    /// Source: RFC 4180; OWASP, CSV Injection.
    public mutating func add(text: String) {
        beginField()
        let start = bytes.count
        if startsFormula(text) { bytes.append(UInt8(ascii: "'")) }
        bytes += text.utf8
        guard bytes.count > start, needsQuotes(bytes[start...]) else { return }
        let quote = UInt8(ascii: "\"")
        let field = Array(bytes[start...])
        bytes.removeSubrange(start...)
        bytes.append(quote)
        for byte in field {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    /// Adds the text of a number, or another that needs no quotes, as a field.
    public mutating func add(verbatim text: String) {
        beginField()
        bytes += text.utf8
    }

    /// Ends the line; one whose only field is empty is quoted, so that no line is blank.
    public mutating func endLine() {
        if fieldCount == 1, bytes.count == lineStart { bytes += "\"\"".utf8 }
        bytes.append(UInt8(ascii: "\n"))
        lineStart = bytes.count
        fieldCount = 0
    }

    private mutating func beginField() {
        if fieldCount > 0 { bytes.append(UInt8(ascii: ",")) }
        fieldCount += 1
    }
}

/// One text as a field of CSV, as `CSVLines.add(text:)` adds it.
public func csvField(text: String) -> String {
    var lines = CSVLines()
    lines.add(text: text)
    return String(decoding: lines.bytes, as: UTF8.self)
}

/// A line of CSV with its line feed; a lone empty field is quoted, so that no line is blank.
///
/// - Parameter fields: Fields as `csvField` makes them.
public func csvLine(_ fields: [String]) -> String {
    var lines = CSVLines()
    for field in fields { lines.add(verbatim: field) }
    lines.endLine()
    return String(decoding: lines.bytes, as: UTF8.self)
}

/// Whether a field holds a comma, a quote, CR or LF, or has a space at either end.
private func needsQuotes(_ field: ArraySlice<UInt8>) -> Bool {
    let space = UInt8(ascii: " ")
    return field.first == space || field.last == space
        || field.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\r")
                || $0 == UInt8(ascii: "\n")
        }
}

/// Whether a spreadsheet could take `text` for a formula.
func startsFormula(_ text: String) -> Bool {
    switch text.unicodeScalars.first {
    case "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n": true
    default: false
    }
}
