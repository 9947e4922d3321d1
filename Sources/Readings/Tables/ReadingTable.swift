/// Reads one table row by row into a `ReadingSetBuilder`; holds no more than the header.
public struct ReadingTable: Sendable {
    private let file: String
    private let options: ReadingTableOptions
    private var state = State.seekingHeader
    private var rowsSeen = 0
    private var firstRow: [String] = []

    private enum State: Sendable {
        case seekingHeader
        case archive(ArchiveLayout)
        case long(LongLayout)
        case wide(WideLayout)
    }

    /// - Parameter file: The name for messages.
    public init(file: String, options: ReadingTableOptions = ReadingTableOptions()) {
        self.file = file
        self.options = options
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
        switch state {
        case .seekingHeader:
            if firstRow.isEmpty { firstRow = row }
            try takeHeader(row, line: line, into: &builder)
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
        }
    }

    /// Ends the table: its counts become notes.
    ///
    /// - Throws: `ReadingError.noHeader` when no header was found.
    public mutating func finish(into builder: inout ReadingSetBuilder) throws(ReadingError) {
        switch state {
        case .seekingHeader: throw .noHeader(file: file, rows: rowsSeen, firstRow: firstRow)
        case .archive(let layout): layout.finish(into: &builder)
        case .long(let layout): layout.finish(into: &builder)
        case .wide(let layout): layout.finish(into: &builder)
        }
    }

    private mutating func takeHeader(
        _ row: [String], line: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        let header = HeaderRow(row, file: file, line: line, options: options)
        if let wanted = options.headerRow {
            guard rowsSeen == wanted else { return }
        } else if header.knownCount < 2 {
            return
        }
        if rowsSeen > 1 {
            builder.notes.append(
                .titleRows(file: file, count: rowsSeen - 1, headerLine: line))
        }
        let index = builder.index(ofFile: file)
        switch options.layout == .automatic ? header.layout : options.layout {
        case .archive:
            state = .archive(try ArchiveLayout(header, fileIndex: index, into: &builder))
        case .long: state = .long(try LongLayout(header, fileIndex: index))
        case .wide, .automatic:
            state = .wide(try WideLayout(header, fileIndex: index, into: &builder))
        }
    }
}
