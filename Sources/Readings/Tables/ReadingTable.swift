/// Reads one table row by row into a `ReadingSetBuilder`; holds no more than the header.
public struct ReadingTable: Sendable {
    private let file: String
    private var search: HeaderSearch
    private var sieve: RowSieve?
    private var state = State.seekingHeader
    private var rowsSeen = 0
    private var firstRow: [String] = []

    private enum State: Sendable {
        case seekingHeader
        case archive(ArchiveLayout)
        case long(LongLayout)
        case wide(WideLayout)
        case sites(SiteColumnsLayout)
    }

    /// - Parameter file: The name for messages.
    public init(file: String, options: ReadingTableOptions = ReadingTableOptions()) {
        self.file = file
        search = HeaderSearch(file: file, options: options)
    }

    /// Takes the next row.
    ///
    /// - Parameters:
    ///   - row: The cells as text. Rows may be shorter than the header.
    ///   - line: The row's line in its file, for messages.
    /// - Throws: `ReadingError` at the header, when a needed column is missing.
    public mutating func read(
        _ row: [String], line: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        rowsSeen += 1
        if case .seekingHeader = state {
            if firstRow.isEmpty { firstRow = row }
            if let found = try search.take(row, line: line) { try begin(found, into: &builder) }
        } else {
            readBelowHeader(row, line: line, into: &builder)
        }
    }

    private mutating func readBelowHeader(
        _ row: [String], line: Int, into builder: inout ReadingSetBuilder
    ) {
        guard let row = sieve?.take(row, line: line) else { return }
        switch state {
        case .seekingHeader: break
        case .archive(var layout):
            state = .seekingHeader  // so that the layout is not copied when it changes
            layout.read(row, line: line, into: &builder)
            state = .archive(layout)
        case .long(var layout):
            state = .seekingHeader
            layout.read(row, line: line, into: &builder)
            state = .long(layout)
        case .wide(var layout):
            state = .seekingHeader
            layout.read(row, line: line, into: &builder)
            state = .wide(layout)
        case .sites(var layout):
            state = .seekingHeader
            layout.read(row, line: line, into: &builder)
            state = .sites(layout)
        }
    }

    /// Ends the table: its counts become notes.
    ///
    /// - Throws: `ReadingError.noHeader` when no header was found.
    public mutating func finish(into builder: inout ReadingSetBuilder) throws(ReadingError) {
        if case .seekingHeader = state, let found = try search.end() {
            try begin(found, into: &builder)
        }
        sieve?.finish(into: &builder)
        switch state {
        case .seekingHeader: throw .noHeader(file: file, rows: rowsSeen, firstRow: firstRow)
        case .archive(let layout): layout.finish(into: &builder)
        case .long(let layout): layout.finish(into: &builder)
        case .wide(let layout): layout.finish(into: &builder)
        case .sites(let layout): layout.finish(into: &builder)
        }
    }

    private mutating func begin(
        _ found: FoundHeader, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        let header = found.header
        if found.titleRows > 0 {
            builder.notes.append(
                .titleRows(file: file, count: found.titleRows, headerLine: header.line))
        }
        for note in found.notes { builder.notes.append(.table(file: file, note)) }
        let index = builder.index(ofFile: file)
        switch found.layout {
        case .archive:
            state = .archive(try ArchiveLayout(header, fileIndex: index, into: &builder))
        case .long: state = .long(try LongLayout(header, fileIndex: index))
        case .wide, .automatic:
            state = .wide(try WideLayout(header, fileIndex: index, into: &builder))
        case .sites:
            state = .sites(try SiteColumnsLayout(header, fileIndex: index, into: &builder))
        }
        sieve = RowSieve(found)
        for row in found.rows { readBelowHeader(row.cells, line: row.line, into: &builder) }
    }
}
