import GeoFiles

extension ReportTable {
    /// The table as CSV: keys as the header, then one line a row.
    ///
    /// Numbers are the shortest text that reads back to the same number, NaN and empty cells are
    /// empty. A text that a spreadsheet could take for a formula gets an apostrophe in front
    /// (`csvField`). Lines end in LF; quoting follows RFC 4180.
    ///
    /// - Parameter bom: Whether the text starts with U+FEFF, for Excel.
    public func csv(bom: Bool = false) -> String {
        var result = bom ? "\u{FEFF}" : ""
        result += csvLine(columns.map { csvField(text: $0.key) })
        for row in rows { result += csvLine(row.map(\.csvText)) }
        return result
    }
}

extension ReportTable.Cell {
    fileprivate var csvText: String {
        switch self {
        case .empty: ""
        case .text(let text): csvField(text: text)
        case .number(let value): NumberText.shortest(value)
        case .integer(let value): String(value)
        case .decimal(let digits): digits
        }
    }
}
