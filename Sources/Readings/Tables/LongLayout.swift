/// The layout of one reading a row: `id, time, parameter, value`.
struct LongLayout: Sendable {
    private let file: String
    private let fileIndex: Int
    private let options: ReadingTableOptions
    private let site: Int
    private let name: Int?
    private let time: TimeColumns
    private let parameter: Int
    private let value: Int
    private let headings: [String]
    private var columns: [String: ValueColumn] = [:]
    private var unknown: [String: Int] = [:]
    private var beyond = CellsBeyondHeader()

    init(_ header: HeaderRow, fileIndex: Int) throws(ReadingError) {
        file = header.file
        self.fileIndex = fileIndex
        options = header.options
        headings = header.headings
        site = try header.siteColumn()
        name = header.index(of: .name)
        time = try header.timeColumns()
        parameter = try header.required(.parameter)
        value = try header.required(.value)
        beyond.columns = header.headings.count
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        if row.allSatisfy(\.isEmpty) { return }
        builder.counts.rows += 1
        beyond.check(row, line: line)
        guard let column = column(for: cell(row, parameter)) else {
            unknown[cell(row, parameter), default: 0] += 1
            builder.counts.rowsOfUnknownParameters += 1
            return
        }
        guard
            let place = RowPlace(
                row, line: line, site: site, name: name, time: time, headings: headings,
                options: options, file: file, into: &builder)
        else { return }
        guard options.wants(column.parameter), options.wants(place.time) else {
            builder.counts.notAskedFor += 1
            return
        }
        builder.take(
            cell(row, value), of: column, site: place.site, siteName: place.siteName,
            parameter: builder.index(of: column.parameter), time: place.time, file: fileIndex,
            fileName: file, line: line)
    }

    private mutating func column(for text: String) -> ValueColumn? {
        if let known = columns[text] { return known }
        guard case .parameter(let code, let unit)? = options.aliases.meaning(of: text),
            let column = ValueColumn(
                code, heading: text, unit: unit ?? options.units[code], options: options)
        else { return nil }
        columns[text] = column
        return column
    }

    func finish(into builder: inout ReadingSetBuilder) {
        if !unknown.isEmpty { builder.notes.append(.unknownParameters(file: file, rows: unknown)) }
        beyond.note(file: file, into: &builder)
    }
}

/// The site and the time of a row; a row without them is rejected as a whole.
struct RowPlace {
    let site: Int
    let siteName: String
    let time: TimeStamp

    init?(
        _ row: [String], line: Int, site column: Int, name: Int?, time columns: TimeColumns,
        headings: [String], options: ReadingTableOptions, file: String,
        into builder: inout ReadingSetBuilder
    ) {
        siteName = normalisedText(cell(row, column))
        if siteName.isEmpty {
            builder.reject(
                RejectedReading(
                    file: file, line: line, site: nil, column: headings[column],
                    text: cell(row, column), reason: .noSite))
            return nil
        }
        do throws(ReadingTextError) {
            time = options.labelled(try columns.time(of: row))
        } catch {
            builder.reject(
                RejectedReading(
                    file: file, line: line, site: siteName, column: headings[columns.all[0]],
                    text: cell(row, columns.all[0]), reason: .text(error)))
            return nil
        }
        site = builder.index(ofSite: siteName)
        if let name, name != column {
            let text = normalisedText(cell(row, name))
            if !text.isEmpty { builder.name(site, text) }
        }
    }
}
