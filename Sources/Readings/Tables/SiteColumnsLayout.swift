/// The layout of one time a row and one site a column: of one parameter, or of several under each
/// site's heading.
struct SiteColumnsLayout: RowLayout, Sendable {
    private var rows: LayoutRows
    private let columns: [(place: Int, column: ValueColumn, site: Int, siteName: String)]
    /// The parameter of each of `columns` in the builder: -1 before its first cell and for cells
    /// that are not wanted or not in the parameter's own unit.
    private var parameters: [Int]
    private let places: [(column: Int, site: Int)]

    init(
        _ header: HeaderRow, fileIndex: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        let time = try header.timeColumns()
        rows = LayoutRows(header, fileIndex: fileIndex, time: time)
        columns = try header.valueColumns(except: time.all, into: &builder).compactMap { column in
            guard let name = column.site else { return nil }
            return (column.place, column.column, builder.index(ofSite: name), name)
        }
        parameters = columns.map { _ in -1 }
        places = columns.map { ($0.place, $0.site) }
        if columns.isEmpty {
            throw .noParameterColumns(
                file: header.file, line: header.line, headings: header.headings)
        }
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        rows.count(row, line: line, into: &builder)
        guard let label = rows.time(of: row, line: line, site: nil, into: &builder) else { return }
        for (place, column, site, siteName) in columns {
            guard rows.options.wants(column.parameter), rows.options.wants(label) else {
                builder.counts.notAskedFor += 1
                continue
            }
            builder.take(
                cell(row, place), of: column, site: site, siteName: siteName,
                parameter: builder.index(of: column.parameter), time: label, file: rows.fileIndex,
                fileName: rows.file, line: line)
        }
    }

    /// Takes a row as bytes, if its time is in a usual form and wanted.
    ///
    /// - Returns: Whether it was taken.
    mutating func readPlain(_ row: CellRow, into builder: inout ReadingSetBuilder) -> Bool {
        guard let label = rows.plainTime(of: row), rows.options.wants(label) else { return false }
        rows.count(row, into: &builder)
        for index in places.indices {
            let place = places[index]
            if parameters[index] < 0
                || !builder.takePlain(
                    row[place.column], site: place.site, parameter: parameters[index],
                    time: label, file: Int32(truncatingIfNeeded: rows.fileIndex), line: row.line)
            {
                takeText(row, index, time: label, into: &builder)
            }
        }
        return true
    }

    @inline(never)
    private mutating func takeText(
        _ row: CellRow, _ index: Int, time: TimeStamp, into builder: inout ReadingSetBuilder
    ) {
        let (place, column, site, siteName) = columns[index]
        guard rows.options.wants(column.parameter) else {
            builder.counts.notAskedFor += 1
            return
        }
        let parameter = builder.index(of: column.parameter)
        if column.exponent == 0 { parameters[index] = parameter }
        builder.take(
            row.text(place), of: column, site: site, siteName: siteName, parameter: parameter,
            time: time, file: rows.fileIndex, fileName: rows.file, line: row.line)
    }

    func finish(into builder: inout ReadingSetBuilder) { rows.finish(into: &builder) }
}
