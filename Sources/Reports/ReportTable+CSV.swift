extension ReportTable {
    /// The table as CSV: keys as the header, then one line a row.
    ///
    /// Numbers are the shortest text that reads back to the same number, NaN and empty cells are
    /// empty. A text that a spreadsheet could take for a formula gets an apostrophe in front
    /// (`CSVText.safe`). Lines end in LF; quoting follows RFC 4180.
    ///
    /// - Parameter bom: Whether the text starts with U+FEFF, for Excel.
    public func csv(bom: Bool = false) -> String {
        var result = bom ? "\u{FEFF}" : ""
        CSVText.append(columns.map { CSVText.field(text: $0.key) }, to: &result)
        for row in rows {
            CSVText.append(row.map(\.csvField), to: &result)
        }
        return result
    }
}

extension ReportTable.Cell {
    fileprivate var csvField: String {
        switch self {
        case .empty: ""
        case .text(let text): CSVText.field(text: text)
        case .number(let value): NumberText.shortest(value)
        case .integer(let value): String(value)
        }
    }
}

/// Rules for text in CSV files.
public enum CSVText {
    /// `text`, with an apostrophe in front when a spreadsheet could take it for a formula: when it
    /// begins with `= + - @`, their full-width forms, a tab, CR or LF.
    ///
    /// Source: OWASP, CSV Injection.
    public static func safe(_ text: String) -> String {
        switch text.unicodeScalars.first {
        case "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n": "'" + text
        default: text
        }
    }

    /// A text as one field: made safe, and quoted when it holds a comma, a quote, CR or LF, or a
    /// space at either end.
    public static func field(text: String) -> String {
        let text = safe(text)
        let scalars = text.unicodeScalars
        let needsQuotes =
            scalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
            || scalars.first == " " || scalars.last == " "
        guard needsQuotes else { return text }
        var result = "\""
        for scalar in scalars {
            if scalar == "\"" { result += "\"" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    /// Adds one line; a lone empty field is quoted, so that no line is blank.
    static func append(_ fields: [String], to output: inout String) {
        output += fields == [""] ? "\"\"" : fields.joined(separator: ",")
        output += "\n"
    }
}
