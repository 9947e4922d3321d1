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
        result += GeoFiles.csvLine(columns.map { csvField(text: $0.key) })
        for row in rows { result += Self.csvLine(of: row) }
        return result
    }

    /// One row as `csv(bom:)` writes it, for tables that are written as they are made.
    public static func csvLine(of row: [Cell]) -> String { GeoFiles.csvLine(row.map(\.csvText)) }
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
