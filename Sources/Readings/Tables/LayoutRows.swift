/// The table that a layout's rows stand in: its file, what is asked of it, and where a row's time
/// stands.
struct LayoutRows: Sendable {
    let file: String
    let fileIndex: Int
    let headings: [String]
    let options: ReadingTableOptions
    let time: TimeColumns
    private var times: RowTimes
    private var beyond: CellsBeyondHeader

    init(_ header: HeaderRow, fileIndex: Int, time: TimeColumns) {
        file = header.file
        self.fileIndex = fileIndex
        headings = header.headings
        options = header.options
        self.time = time
        times = RowTimes(time, options: header.options)
        beyond = CellsBeyondHeader(columns: header.headings.count)
    }

    /// Counts a row that is read as text.
    mutating func count(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        builder.counts.rows += 1
        beyond.check(row, line: line)
    }

    /// Counts a row that is read as bytes.
    @inline(__always)
    mutating func count(_ row: CellRow, into builder: inout ReadingSetBuilder) {
        builder.counts.rows += 1
        beyond.check(row)
    }

    /// The time of `row`; a row without one is rejected as a whole and gives `nil`.
    func time(
        of row: [String], line: Int, site: String?, into builder: inout ReadingSetBuilder
    ) -> TimeStamp? {
        do throws(ReadingTextError) {
            return options.labelled(try time.time(of: row))
        } catch {
            builder.reject(
                RejectedReading(
                    file: file, line: line, site: site, column: headings[time.all[0]],
                    text: cell(row, time.all[0]), reason: .text(error)))
            return nil
        }
    }

    /// The time of `row` where it is in a usual form; `nil` for text that is to be read as such.
    @inline(__always)
    mutating func plainTime(of row: CellRow) -> TimeStamp? { times.time(of: row) }

    /// Ends the table: what was counted becomes a note.
    func finish(into builder: inout ReadingSetBuilder) { beyond.note(file: file, into: &builder) }
}

/// The site and the time of a row; a row without them is rejected as a whole.
struct RowPlace {
    let site: Int
    let siteName: String
    let time: TimeStamp

    init?(
        _ row: [String], line: Int, site column: Int, name: Int?, in rows: LayoutRows,
        into builder: inout ReadingSetBuilder
    ) {
        siteName = normalisedText(cell(row, column))
        if siteName.isEmpty {
            builder.reject(
                RejectedReading(
                    file: rows.file, line: line, site: nil, column: rows.headings[column],
                    text: cell(row, column), reason: .noSite))
            return nil
        }
        guard let time = rows.time(of: row, line: line, site: siteName, into: &builder) else {
            return nil
        }
        self.time = time
        site = builder.index(ofSite: siteName)
        if let name, name != column {
            let text = normalisedText(cell(row, name))
            if !text.isEmpty { builder.name(site, text) }
        }
    }
}

/// Counts rows with cells to the right of the header's last column.
private struct CellsBeyondHeader: Sendable {
    private let columns: Int
    private var rows = 0
    private var firstLine = 0

    init(columns: Int) { self.columns = columns }

    mutating func check(_ row: [String], line: Int) {
        guard row.count > columns, row[columns...].contains(where: { !$0.isEmpty }) else { return }
        if rows == 0 { firstLine = line }
        rows += 1
    }

    @inline(__always)
    mutating func check(_ row: CellRow) {
        guard row.count > columns, row.hasText(from: columns) else { return }
        if rows == 0 { firstLine = row.line }
        rows += 1
    }

    func note(file: String, into builder: inout ReadingSetBuilder) {
        if rows > 0 {
            builder.notes.append(
                .cellsBeyondHeader(file: file, rows: rows, firstLine: firstLine))
        }
    }
}
