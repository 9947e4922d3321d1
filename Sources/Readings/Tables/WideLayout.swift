/// The layout of one site and time a row, one parameter a column.
struct WideLayout: Sendable {
    private let file: String
    private let fileIndex: Int
    private let options: ReadingTableOptions
    private let site: Int
    private let name: Int?
    private let time: TimeColumns
    private let remark: Int?
    private let columns: [(place: Int, column: ValueColumn)]
    private let headings: [String]
    private var dryRows = 0
    private var beyond = CellsBeyondHeader()

    init(
        _ header: HeaderRow, fileIndex: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        file = header.file
        self.fileIndex = fileIndex
        options = header.options
        headings = header.headings
        let site = try header.siteColumn()
        let time = try header.timeColumns()
        self.site = site
        self.time = time
        name = header.index(of: .name)
        remark = header.index(of: .remark)
        columns = try header.valueColumns(except: [site] + time.all, into: &builder)
            .map { ($0.place, $0.column) }
        if columns.isEmpty {
            throw .noParameterColumns(
                file: header.file, line: header.line, headings: header.headings)
        }
        beyond.columns = header.headings.count
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        if row.allSatisfy(\.isEmpty) { return }
        builder.counts.rows += 1
        beyond.check(row, line: line)
        guard
            let place = RowPlace(
                row, line: line, site: site, name: name, time: time, headings: headings,
                options: options, file: file, into: &builder)
        else { return }
        guard options.wants(place.time) else {
            builder.counts.notAskedFor += columns.count
            return
        }
        if let remark, Self.saysDry(cell(row, remark)) {
            dryRows += 1
            builder.markDry(site: place.site, at: place.time)
        }
        for (position, column) in columns {
            guard options.wants(column.parameter) else {
                builder.counts.notAskedFor += 1
                continue
            }
            builder.take(
                cell(row, position), of: column, site: place.site, siteName: place.siteName,
                parameter: builder.index(of: column.parameter), time: place.time,
                file: fileIndex, fileName: file, line: line)
        }
    }

    /// Whether a remark says that there was no water; `未断流` says the opposite.
    private static func saysDry(_ remark: String) -> Bool {
        (remark.contains("断流") || remark.contains("干涸"))
            && !["未断流", "无断流", "未干涸"].contains { remark.contains($0) }
    }

    func finish(into builder: inout ReadingSetBuilder) {
        if dryRows > 0 { builder.notes.append(.dryRows(file: file, count: dryRows)) }
        beyond.note(file: file, into: &builder)
    }
}
