/// The layout of one reading a row: `id, time, parameter, value`.
struct LongLayout: RowLayout, Sendable {
    private var rows: LayoutRows
    private let site: Int
    private let name: Int?
    private let parameter: Int
    private let value: Int
    private var sites = RowSites()
    private var parameters = ByteTable()
    /// The parameters met so far, and for each its index in the builder: -1 before its first cell.
    private var known: [KnownColumn] = []
    private var indices: [Int] = []
    private let wantsAllDays: Bool
    private var columns: [String: ValueColumn] = [:]
    private var unknown: [String: Int] = [:]

    init(_ header: HeaderRow, fileIndex: Int) throws(ReadingError) {
        site = try header.siteColumn()
        name = header.index(of: .name)
        rows = LayoutRows(header, fileIndex: fileIndex, time: try header.timeColumns())
        wantsAllDays = header.options.days == nil
        parameter = try header.required(.parameter)
        value = try header.required(.value)
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        if row.allSatisfy(\.isEmpty) { return }
        rows.count(row, line: line, into: &builder)
        guard let column = column(for: cell(row, parameter)) else {
            unknown[cell(row, parameter), default: 0] += 1
            builder.counts.rowsOfUnknownParameters += 1
            return
        }
        guard
            let place = RowPlace(
                row, line: line, site: site, name: name, in: rows, into: &builder)
        else { return }
        guard rows.options.wants(column.parameter), rows.options.wants(place.time) else {
            builder.counts.notAskedFor += 1
            return
        }
        builder.take(
            cell(row, value), of: column, site: place.site, siteName: place.siteName,
            parameter: builder.index(of: column.parameter), time: place.time, file: rows.fileIndex,
            fileName: rows.file, line: line)
    }

    /// Takes a row as bytes, if its site and name were met before, its parameter is known and its
    /// time is in a usual form.
    ///
    /// - Returns: Whether it was taken.
    mutating func readPlain(_ row: CellRow, into builder: inout ReadingSetBuilder) -> Bool {
        guard let place = sites.site(row[site], name: name.map { row[$0] }),
            let number = number(of: row[parameter]), let label = rows.plainTime(of: row)
        else { return false }
        rows.count(row, into: &builder)
        guard number != Self.unknownParameter else {
            unknown[row.text(parameter), default: 0] += 1
            builder.counts.rowsOfUnknownParameters += 1
            return true
        }
        if let name, name != site { sites.name(place, row[name], in: &builder) }
        guard known[number].isWanted, wantsAllDays || rows.options.wants(label) else {
            builder.counts.notAskedFor += 1
            return true
        }
        let index = indices[number]
        if index < 0 || !known[number].isPlain
            || !builder.takePlain(
                row[value], site: place, parameter: index, time: label,
                file: Int32(truncatingIfNeeded: rows.fileIndex), line: row.line)
        {
            takeText(row, number, site: place, time: label, into: &builder)
        }
        return true
    }

    /// Remembers the site of a row that was read as text.
    mutating func learn(_ row: CellRow, from builder: ReadingSetBuilder) {
        sites.learn(row[site], name: name.map { row[$0] }, from: builder)
        let text = row[parameter]
        if parameters.number(of: text) == nil, unknown[row.text(parameter)] != nil {
            parameters.insert(text, Self.unknownParameter)
        }
    }

    private static let unknownParameter = -1

    /// Takes a cell that is not a plain number, or the first of a parameter.
    @inline(never)
    private mutating func takeText(
        _ row: CellRow, _ number: Int, site: Int, time: TimeStamp,
        into builder: inout ReadingSetBuilder
    ) {
        let column = known[number].column
        if indices[number] < 0 { indices[number] = builder.index(of: column.parameter) }
        builder.take(
            row.text(value), of: column, site: site, siteName: builder.site(at: site),
            parameter: indices[number], time: time, file: rows.fileIndex, fileName: rows.file,
            line: row.line)
    }

    /// The place in `known` of a parameter's cell; `nil` for text that names none and was not met
    /// before.
    private mutating func number(of cell: UnsafeBufferPointer<UInt8>) -> Int? {
        if let number = parameters.number(of: cell) { return number }
        guard let column = column(for: String(decoding: cell, as: UTF8.self)) else { return nil }
        parameters.insert(cell, known.count)
        known.append(
            KnownColumn(
                isWanted: rows.options.wants(column.parameter), isPlain: column.exponent == 0,
                column: column))
        indices.append(-1)
        return known.count - 1
    }

    private mutating func column(for text: String) -> ValueColumn? {
        if let known = columns[text] { return known }
        guard case .parameter(let code, let unit)? = rows.options.aliases.meaning(of: text),
            let column = ValueColumn(
                code, heading: text, unit: unit ?? rows.options.units[code], options: rows.options)
        else { return nil }
        columns[text] = column
        return column
    }

    func finish(into builder: inout ReadingSetBuilder) {
        if !unknown.isEmpty {
            builder.notes.append(.unknownParameters(file: rows.file, rows: unknown))
        }
        rows.finish(into: &builder)
    }
}

/// A parameter of a long table.
private struct KnownColumn {
    let isWanted: Bool
    /// Its cells are in the parameter's own unit.
    let isPlain: Bool
    let column: ValueColumn
}
