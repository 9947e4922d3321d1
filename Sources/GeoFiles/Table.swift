/// One row of a table as its file has it.
public struct TableRow: Hashable, Sendable {
    /// The line of a text file at which the row begins, or the row of a sheet; from 1.
    public var number: Int
    public var cells: [String]

    public init(number: Int, cells: [String]) {
        self.number = number
        self.cells = cells
    }
}

/// A table as plain text: every row that is not blank, headings and titles included.
public struct Table: Hashable, Sendable {
    public var path: String
    /// The sheet of a workbook; empty for text files.
    public var sheet: String
    public var rows: [TableRow]
    public var encoding: TextEncoding
    public var notes: [GeoFileNote]
    /// Whether numbers that stand for days count from 1904-01-01; dates are right as they are.
    public var countsDaysFrom1904 = false

    public init(
        path: String, sheet: String, rows: [TableRow], encoding: TextEncoding,
        notes: [GeoFileNote] = []
    ) {
        self.path = path
        self.sheet = sheet
        self.rows = rows
        self.encoding = encoding
        self.notes = notes
    }
}

/// The rows of a CSV or text file, also gzipped, or of one sheet of a workbook.
///
/// Text files: comma, semicolon or tab, found; quotes as in RFC 4180; UTF-8 (with or without a
/// byte-order mark) if every byte is valid, else GB18030; UTF-16 with its mark. Workbooks (XLSX,
/// XLS, ODS): text as typed, numbers in their shortest form, dates as `2026-03-01` or
/// `2026-03-01 08:00:00`, times as `08:00:00`. Of merged cells the first has the value. Hidden
/// sheets are read, with a note. A file that goes by `.xls` and is text with delimiters is read as
/// that, with a note.
///
/// - Parameters:
///   - path: A file, or `PATH:sheet`.
///   - sheet: `nil` takes the only sheet that has rows.
///   - encoding: The encoding of a text file; `nil` finds it.
/// - Throws: `missing`, `unreadable`; `unknownLayer` when a workbook has several sheets with rows,
///   or not the one named; `damaged` for a quote that is never closed, with its line.
/// - Complexity: O(bytes); every row is in memory. For long tables use `forEachTableRow`.
public func readTableRows(
    at path: String, sheet: String? = nil, encoding: String? = nil
) throws(GeoFileError) -> Table {
    var rows: [TableRow] = []
    var table = try forEachTableRow(at: path, sheet: sheet, encoding: encoding) { row in
        rows.append(row)
    }
    table.rows = rows
    return table
}

/// Gives the rows of a table to `body` one by one, in order; memory holds one row at a time.
///
/// - Returns: The table without its rows.
/// - Throws: as `readTableRows`, and what `body` throws.
@discardableResult
public func forEachTableRow(
    at path: String, sheet: String? = nil, encoding: String? = nil,
    _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    let location = try VectorLocation(path, layer: sheet)
    if isWorkbook(location.path) {
        return try forEachSheetRow(location.path, sheet: location.layer, body)
    }
    return try forEachDelimitedRow(location.path, encoding: encoding, body)
}

/// The names of a workbook's sheets, in order; empty for text files.
///
/// - Throws: `missing`, `unreadable`, `damaged`.
public func sheetNames(of path: String) throws(GeoFileError) -> [String] {
    try requireReadable(path)
    return isWorkbook(path) ? try workbookSheetNames(path) : []
}

/// Whether `path` is a workbook by its extension.
func isWorkbook(_ path: String) -> Bool {
    [".xlsx", ".xlsm", ".xls", ".ods"].contains { path.lowercased().hasSuffix($0) }
}
