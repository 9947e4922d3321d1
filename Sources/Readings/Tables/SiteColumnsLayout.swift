/// The layout of one time a row and one site a column: of one parameter, or of several under each
/// site's heading.
struct SiteColumnsLayout: Sendable {
    private let file: String
    private let fileIndex: Int
    private let options: ReadingTableOptions
    private let time: TimeColumns
    private let timeHeading: String
    private let columns: [(place: Int, column: ValueColumn, site: Int, siteName: String)]
    private var beyond = CellsBeyondHeader()

    init(
        _ header: HeaderRow, fileIndex: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        file = header.file
        self.fileIndex = fileIndex
        options = header.options
        let time = try header.timeColumns()
        self.time = time
        timeHeading = header.headings[time.all[0]]
        columns = try header.valueColumns(except: time.all, into: &builder).compactMap { column in
            guard let name = column.site else { return nil }
            return (column.place, column.column, builder.index(ofSite: name), name)
        }
        if columns.isEmpty {
            throw .noParameterColumns(
                file: header.file, line: header.line, headings: header.headings)
        }
        beyond.columns = header.headings.count
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        builder.counts.rows += 1
        beyond.check(row, line: line)
        let label: TimeStamp
        do throws(ReadingTextError) {
            label = options.labelled(try time.time(of: row))
        } catch {
            builder.reject(
                RejectedReading(
                    file: file, line: line, site: nil, column: timeHeading,
                    text: cell(row, time.all[0]), reason: .text(error)))
            return
        }
        for (place, column, site, siteName) in columns {
            guard options.wants(column.parameter), options.wants(label) else {
                builder.counts.notAskedFor += 1
                continue
            }
            builder.take(
                cell(row, place), of: column, site: site, siteName: siteName,
                parameter: builder.index(of: column.parameter), time: label, file: fileIndex,
                fileName: file, line: line)
        }
    }

    func finish(into builder: inout ReadingSetBuilder) { beyond.note(file: file, into: &builder) }
}
