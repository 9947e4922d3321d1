/// The layout of the public hourly archive: `date, hour, type, 1001A, 1002A, …`.
///
/// `date` and `hour` are the label of an hour; hour 0 of a date is the last hour of the day before
/// (its label is 00:00). Types with a 24-hour mean and others that are not read are counted.
struct ArchiveLayout: RowLayout, Sendable {
    private var rows: LayoutRows
    private let type: Int
    /// Column and site, in order.
    private let stations: [(column: Int, site: Int, name: String)]
    private let places: [(column: Int, site: Int)]
    private var columns: [String: ValueColumn] = [:]
    private var ignored: [String: Int] = [:]

    init(
        _ header: HeaderRow, fileIndex: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        let date = try header.required(.time)
        let hour = try header.required(.hour)
        rows = LayoutRows(header, fileIndex: fileIndex, time: .text(date, hour: hour))
        let type = try header.required(.type)
        self.type = type
        stations = header.headings.indices.compactMap { column in
            let name = normalisedText(header.headings[column])
            guard ![date, hour, type].contains(column), !name.isEmpty else { return nil }
            return (column, builder.index(ofSite: name), name)
        }
        places = stations.map { ($0.column, $0.site) }
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        if row.allSatisfy(\.isEmpty) { return }
        rows.count(row, line: line, into: &builder)
        let name = normalisedText(cell(row, type))
        guard let column = column(forType: name) else {
            ignored[name, default: 0] += 1
            builder.counts.rowsOfIgnoredTypes += 1
            return
        }
        guard let label = rows.time(of: row, line: line, site: nil, into: &builder) else { return }
        guard rows.options.wants(column.parameter), rows.options.wants(label) else {
            builder.counts.notAskedFor += stations.count
            return
        }
        let parameter = builder.index(of: column.parameter)
        for station in stations {
            builder.take(
                cell(row, station.column), of: column, site: station.site,
                siteName: station.name, parameter: parameter, time: label, file: rows.fileIndex,
                fileName: rows.file, line: line)
        }
    }

    /// Takes a row as bytes, if its type was met before and its time is in a usual form.
    ///
    /// - Returns: Whether it was taken.
    mutating func readPlain(_ row: CellRow, into builder: inout ReadingSetBuilder) -> Bool {
        guard let label = rows.plainTime(of: row) else { return false }
        let name = normalisedText(row.text(type))
        guard let column = columns[name] else { return readIgnored(row, name, into: &builder) }
        guard rows.options.wants(column.parameter), rows.options.wants(label) else { return false }
        rows.count(row, into: &builder)
        let parameter = builder.index(of: column.parameter)
        let isPlain = column.exponent == 0
        for index in places.indices {
            let place = places[index]
            if !isPlain
                || !builder.takePlain(
                    row[place.column], site: place.site, parameter: parameter, time: label,
                    file: Int32(truncatingIfNeeded: rows.fileIndex), line: row.line)
            {
                builder.take(
                    row.text(place.column), of: column, site: place.site,
                    siteName: stations[index].name, parameter: parameter, time: label,
                    file: rows.fileIndex, fileName: rows.file, line: row.line)
            }
        }
        return true
    }

    /// Counts a row of a type that was left out before.
    private mutating func readIgnored(
        _ row: CellRow, _ name: String, into builder: inout ReadingSetBuilder
    ) -> Bool {
        guard let count = ignored[name] else { return false }
        ignored[name] = count + 1
        rows.count(row, into: &builder)
        builder.counts.rowsOfIgnoredTypes += 1
        return true
    }

    /// The parameter of a type: a code itself, never a 24-hour mean.
    private mutating func column(forType name: String) -> ValueColumn? {
        if let known = columns[name] { return known }
        let code = ParameterCode(name)
        guard ParameterCode.airItems.contains(code) || code == .aqi,
            let column = ValueColumn(
                code, heading: name, unit: rows.options.units[code], options: rows.options)
        else { return nil }
        columns[name] = column
        return column
    }

    func finish(into builder: inout ReadingSetBuilder) {
        if !ignored.isEmpty { builder.notes.append(.ignoredTypes(file: rows.file, rows: ignored)) }
        rows.finish(into: &builder)
    }
}
