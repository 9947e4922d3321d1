/// The layout of one site and time a row, one parameter a column.
struct WideLayout: RowLayout, Sendable {
    private var rows: LayoutRows
    private let site: Int
    private let name: Int?
    private let remark: Int?
    private let columns: [(place: Int, column: ValueColumn)]
    /// The places of `columns`, and whether their cells are in the parameter's own unit.
    private let places: [Int]
    private let isPlain: [Bool]
    private var sites = RowSites()
    /// The parameter of each of `columns` in the builder: -1 before its first cell, -2 when it is
    /// not wanted.
    private var parameters: [Int]
    private let wantsAllDays: Bool
    private var dryRows = 0

    init(
        _ header: HeaderRow, fileIndex: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        let site = try header.siteColumn()
        let time = try header.timeColumns()
        self.site = site
        rows = LayoutRows(header, fileIndex: fileIndex, time: time)
        name = header.index(of: .name)
        remark = header.index(of: .remark)
        columns = try header.valueColumns(except: [site] + time.all, into: &builder)
            .map { ($0.place, $0.column) }
        let options = header.options
        places = columns.map(\.place)
        isPlain = columns.map { $0.column.exponent == 0 }
        wantsAllDays = options.days == nil
        parameters = columns.map { options.wants($0.column.parameter) ? -1 : -2 }
        if columns.isEmpty {
            throw .noParameterColumns(
                file: header.file, line: header.line, headings: header.headings)
        }
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        if row.allSatisfy(\.isEmpty) { return }
        rows.count(row, line: line, into: &builder)
        guard
            let place = RowPlace(
                row, line: line, site: site, name: name, in: rows, into: &builder)
        else { return }
        guard rows.options.wants(place.time) else {
            builder.counts.notAskedFor += columns.count
            return
        }
        if let remark, Self.saysDry(cell(row, remark)) {
            dryRows += 1
            builder.markDry(site: place.site, at: place.time)
        }
        for (position, column) in columns {
            guard rows.options.wants(column.parameter) else {
                builder.counts.notAskedFor += 1
                continue
            }
            builder.take(
                cell(row, position), of: column, site: place.site, siteName: place.siteName,
                parameter: builder.index(of: column.parameter), time: place.time,
                file: rows.fileIndex, fileName: rows.file, line: line)
        }
    }

    /// Takes a row as bytes, if its site and name were met before and its time is in a usual form.
    ///
    /// - Returns: Whether it was taken.
    mutating func readPlain(_ row: CellRow, into builder: inout ReadingSetBuilder) -> Bool {
        guard let place = sites.site(row[site], name: name.map { row[$0] }),
            let label = rows.plainTime(of: row)
        else { return false }
        rows.count(row, into: &builder)
        if let name, name != site { sites.name(place, row[name], in: &builder) }
        guard wantsAllDays || rows.options.wants(label) else {
            builder.counts.notAskedFor += columns.count
            return true
        }
        if let remark, !row[remark].isEmpty, Self.saysDry(row.text(remark)) {
            dryRows += 1
            builder.markDry(site: place, at: label)
        }
        for index in parameters.indices {
            let parameter = parameters[index]
            if parameter < 0 || !isPlain[index]
                || !builder.takePlain(
                    row[places[index]], site: place, parameter: parameter, time: label,
                    file: Int32(truncatingIfNeeded: rows.fileIndex), line: row.line)
            {
                takeText(row, index, site: place, time: label, into: &builder)
            }
        }
        return true
    }

    /// Remembers the site of a row that was read as text.
    mutating func learn(_ row: CellRow, from builder: ReadingSetBuilder) {
        sites.learn(row[site], name: name.map { row[$0] }, from: builder)
    }

    /// Takes a cell that is not a plain number, or the first of a parameter.
    @inline(never)
    private mutating func takeText(
        _ row: CellRow, _ index: Int, site: Int, time: TimeStamp,
        into builder: inout ReadingSetBuilder
    ) {
        if parameters[index] == -2 {
            builder.counts.notAskedFor += 1
            return
        }
        let column = columns[index].column
        if parameters[index] == -1 { parameters[index] = builder.index(of: column.parameter) }
        builder.take(
            row.text(places[index]), of: column, site: site, siteName: builder.site(at: site),
            parameter: parameters[index], time: time, file: rows.fileIndex, fileName: rows.file,
            line: row.line)
    }

    /// Whether a remark says that there was no water; `未断流` says the opposite.
    private static func saysDry(_ remark: String) -> Bool {
        (remark.contains("断流") || remark.contains("干涸"))
            && !["未断流", "无断流", "未干涸"].contains { remark.contains($0) }
    }

    func finish(into builder: inout ReadingSetBuilder) {
        if dryRows > 0 { builder.notes.append(.dryRows(file: rows.file, count: dryRows)) }
        rows.finish(into: &builder)
    }
}
