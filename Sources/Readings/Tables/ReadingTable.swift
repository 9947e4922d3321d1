/// Reads one table row by row into a `ReadingSetBuilder`; holds no more than the header.
public struct ReadingTable: Sendable {
    private let file: String
    private var search: HeaderSearch
    private var sieve: RowSieve?
    private var cross: CrossTable?
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
        guard var cross else {
            readLaidOut(row, line: line, into: &builder)
            return
        }
        self.cross = nil  // so that it is not copied when it changes
        for row in cross.longRows(row) { readLaidOut(row, line: line, into: &builder) }
        self.cross = cross
    }

    private mutating func readLaidOut(
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

    /// Takes the next rows as bytes; means the same as taking each of them as text, but much faster.
    ///
    /// The cells of row `r` are `rowCellEnds[r - 1] ..< rowCellEnds[r]` (from 0 for the first row);
    /// the first of them begins at `rowStarts[r]`, each of the others one byte behind the end of
    /// the one before it.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - cellEnds: Where each cell ends in `bytes`.
    ///   - rowStarts: Where each row begins in `bytes`.
    ///   - rowCellEnds: How many cells there are up to the end of each row.
    ///   - lines: The line of each row in its file, for messages.
    /// - Throws: `ReadingError` at the header, when a needed column is missing.
    /// - Precondition: There are as many lines and row ends as row starts.
    public mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, cellEnds: UnsafeBufferPointer<Int32>,
        rowStarts: UnsafeBufferPointer<Int32>, rowCellEnds: UnsafeBufferPointer<Int32>,
        lines: UnsafeBufferPointer<Int32>, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        precondition(
            rowStarts.count == lines.count && rowCellEnds.count == lines.count,
            "every row needs a start, an end and a line")
        guard let base = bytes.baseAddress, let ends = cellEnds.baseAddress else { return }
        let rows = CellRows(
            bytes: base, cellEnds: ends, rowStarts: rowStarts, rowCellEnds: rowCellEnds,
            lines: lines)
        var next = 0
        while next < lines.count, case .seekingHeader = state {
            try read(rows[next].texts, line: rows[next].line, into: &builder)
            next += 1
        }
        read(rows, from: next, into: &builder)
        builder.packWhenLarge()
    }

    /// Takes rows behind the header: rows in a usual form as bytes, the others as text.
    private mutating func read(
        _ rows: CellRows, from first: Int, into builder: inout ReadingSetBuilder
    ) {
        if cross != nil {
            for index in first..<rows.count {
                rowsSeen += 1
                readBelowHeader(rows[index].texts, line: rows[index].line, into: &builder)
            }
            return
        }
        rowsSeen += rows.count - first
        switch state {
        case .seekingHeader: break
        case .archive(var layout):
            state = .seekingHeader  // so that the layout is not copied when it changes
            readEach(rows, from: first, into: &builder, &layout)
            state = .archive(layout)
        case .long(var layout):
            state = .seekingHeader
            readEach(rows, from: first, into: &builder, &layout)
            state = .long(layout)
        case .wide(var layout):
            state = .seekingHeader
            readEach(rows, from: first, into: &builder, &layout)
            state = .wide(layout)
        case .sites(var layout):
            state = .seekingHeader
            readEach(rows, from: first, into: &builder, &layout)
            state = .sites(layout)
        }
    }

    @inline(__always)
    private mutating func readEach(
        _ rows: CellRows, from first: Int, into builder: inout ReadingSetBuilder,
        _ layout: inout some RowLayout
    ) {
        let takesPlain = sieve?.passesPlainRows ?? false
        for index in first..<rows.count {
            let row = rows[index]
            if row.isEmpty || (takesPlain && layout.readPlain(row, into: &builder)) { continue }
            guard let texts = sieve?.take(row.texts, line: row.line) else { continue }
            layout.read(texts, line: row.line, into: &builder)
            layout.learn(row, from: builder)
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

    // MARK: - Header

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
        cross = found.cross
        for row in found.rows { readBelowHeader(row.cells, line: row.line, into: &builder) }
    }
}

/// How rows behind a header are read.
protocol RowLayout {
    /// Takes a row as text.
    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder)
    /// Takes a row as bytes if it is in a usual form: no text is made.
    ///
    /// - Returns: Whether it was; else nothing was taken.
    mutating func readPlain(_ row: CellRow, into builder: inout ReadingSetBuilder) -> Bool
    /// Remembers what stands in a row that was read as text.
    mutating func learn(_ row: CellRow, from builder: ReadingSetBuilder)
}

extension RowLayout {
    mutating func learn(_ row: CellRow, from builder: ReadingSetBuilder) {}
}
