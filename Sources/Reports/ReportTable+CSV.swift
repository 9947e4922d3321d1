import GeoFiles

extension ReportTable {
    /// The table as CSV: keys as the header, then one line a row.
    ///
    /// Numbers are the shortest text that reads back to the same number, NaN and empty cells are
    /// empty. Texts are marked and quoted as `CSVLines.add(text:)` says. Lines end in LF.
    ///
    /// - Parameter bom: Whether the text starts with U+FEFF, for Excel.
    public func csv(bom: Bool = false) -> String {
        String(decoding: csvBytes(bom: bom), as: UTF8.self)
    }

    /// The bytes of `csv(bom:)`, for files.
    public func csvBytes(bom: Bool = false) -> [UInt8] {
        var lines = CSVLines(byteOrderMark: bom)
        for column in columns { lines.add(text: column.key) }
        lines.endLine()
        for row in rows { lines.add(row) }
        return lines.bytes
    }

    /// One row as `csv(bom:)` writes it, for tables that are written as they are made.
    public static func csvLine(of row: [Cell]) -> String {
        var lines = CSVLines()
        lines.add(row)
        return String(decoding: lines.bytes, as: UTF8.self)
    }
}

extension CSVLines {
    fileprivate mutating func add(_ row: [ReportTable.Cell]) {
        for cell in row {
            switch cell {
            case .empty: add(verbatim: "")
            case .text(let text): add(text: text)
            case .number(let value): add(verbatim: NumberText.shortest(value))
            case .integer(let value): add(verbatim: String(value))
            case .decimal(let digits): add(verbatim: digits)
            }
        }
        endLine()
    }
}
