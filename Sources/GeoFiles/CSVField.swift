/// One text as a field of CSV.
///
/// A text that a spreadsheet could take for a formula gets an apostrophe in front: one that begins
/// with `= + - @`, their full-width forms, a tab, CR or LF. It is quoted when it holds a comma, a
/// quote, CR or LF, or has a space at either end. Numbers that are numbers in the data do not come
/// here: they keep their sign.
///
/// Source: RFC 4180; OWASP, CSV Injection.
public func csvField(text: String) -> String {
    let text = startsFormula(text) ? "'" + text : text
    let scalars = text.unicodeScalars
    let needsQuotes =
        scalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
        || scalars.first == " " || scalars.last == " "
    guard needsQuotes else { return text }
    var result = "\""
    // By scalars: a quote with a combining mark behind it is another character, but still a quote.
    for scalar in scalars {
        if scalar == "\"" { result += "\"" }
        result.unicodeScalars.append(scalar)
    }
    return result + "\""
}

/// A line of CSV with its line feed; a lone empty field is quoted, so that no line is blank.
public func csvLine(_ fields: [String]) -> String {
    (fields == [""] ? "\"\"" : fields.joined(separator: ",")) + "\n"
}

/// Whether a spreadsheet could take `text` for a formula.
func startsFormula(_ text: String) -> Bool {
    switch text.unicodeScalars.first {
    case "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n": true
    default: false
    }
}
