/// The layout of the public hourly archive: `date, hour, type, 1001A, 1002A, …`.
///
/// `date` and `hour` are the label of an hour; hour 0 of a date is the last hour of the day before
/// (its label is 00:00). Types with a 24-hour mean and others that are not read are counted.
struct ArchiveLayout: RowLayout, Sendable {
    private let file: String
    private let fileIndex: Int
    private let options: ReadingTableOptions
    private let time: TimeColumns
    private let timeHeading: String
    private let type: Int
    /// Column and site, in order.
    private let stations: [(column: Int, site: Int, name: String)]
    private let places: [(column: Int, site: Int)]
    private var times: RowTimes
    private var columns: [String: ValueColumn] = [:]
    private var ignored: [String: Int] = [:]
    private var beyond = CellsBeyondHeader()

    init(
        _ header: HeaderRow, fileIndex: Int, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        file = header.file
        self.fileIndex = fileIndex
        options = header.options
        let date = try header.required(.time)
        let hour = try header.required(.hour)
        time = .text(date, hour: hour)
        times = RowTimes(time, options: options)
        timeHeading = header.headings[date]
        let type = try header.required(.type)
        self.type = type
        stations = header.headings.indices.compactMap { column in
            let name = normalisedText(header.headings[column])
            guard ![date, hour, type].contains(column), !name.isEmpty else { return nil }
            return (column, builder.index(ofSite: name), name)
        }
        places = stations.map { ($0.column, $0.site) }
        beyond.columns = header.headings.count
    }

    mutating func read(_ row: [String], line: Int, into builder: inout ReadingSetBuilder) {
        if row.allSatisfy(\.isEmpty) { return }
        builder.counts.rows += 1
        beyond.check(row, line: line)
        let name = normalisedText(cell(row, type))
        guard let column = column(forType: name) else {
            ignored[name, default: 0] += 1
            builder.counts.rowsOfIgnoredTypes += 1
            return
        }
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
        guard options.wants(column.parameter), options.wants(label) else {
            builder.counts.notAskedFor += stations.count
            return
        }
        let parameter = builder.index(of: column.parameter)
        for station in stations {
            builder.take(
                cell(row, station.column), of: column, site: station.site,
                siteName: station.name, parameter: parameter, time: label, file: fileIndex,
                fileName: file, line: line)
        }
    }

    /// Takes a row as bytes, if its type was met before and its time is in a usual form.
    ///
    /// - Returns: Whether it was taken.
    mutating func readPlain(_ row: CellRow, into builder: inout ReadingSetBuilder) -> Bool {
        guard let label = times.time(of: row) else { return false }
        let name = normalisedText(row.text(type))
        guard let column = columns[name] else { return readIgnored(row, name, into: &builder) }
        guard options.wants(column.parameter), options.wants(label) else { return false }
        builder.counts.rows += 1
        beyond.check(row)
        let parameter = builder.index(of: column.parameter)
        let isPlain = column.exponent == 0
        for index in places.indices {
            let place = places[index]
            if !isPlain
                || !builder.takePlain(
                    row[place.column], site: place.site, parameter: parameter, time: label,
                    file: Int32(truncatingIfNeeded: fileIndex), line: row.line)
            {
                builder.take(
                    row.text(place.column), of: column, site: place.site,
                    siteName: stations[index].name, parameter: parameter, time: label,
                    file: fileIndex, fileName: file, line: row.line)
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
        builder.counts.rows += 1
        builder.counts.rowsOfIgnoredTypes += 1
        beyond.check(row)
        return true
    }

    /// The parameter of a type: a code itself, never a 24-hour mean.
    private mutating func column(forType name: String) -> ValueColumn? {
        if let known = columns[name] { return known }
        let code = ParameterCode(name)
        guard ParameterCode.airItems.contains(code) || code == .aqi,
            let column = ValueColumn(
                code, heading: name, unit: options.units[code], options: options)
        else { return nil }
        columns[name] = column
        return column
    }

    func finish(into builder: inout ReadingSetBuilder) {
        if !ignored.isEmpty { builder.notes.append(.ignoredTypes(file: file, rows: ignored)) }
        beyond.note(file: file, into: &builder)
    }
}

/// Counts rows with cells to the right of the header's last column.
struct CellsBeyondHeader: Sendable {
    var columns = 0
    private var rows = 0
    private var firstLine = 0

    init() {}

    mutating func check(_ row: [String], line: Int) {
        guard row.count > columns, row[columns...].contains(where: { !$0.isEmpty }) else { return }
        if rows == 0 { firstLine = line }
        rows += 1
    }

    @inline(__always)
    mutating func check(_ row: CellRow) {
        guard row.count > columns, row.hasText(from: columns) else { return }
        if rows == 0 { firstLine = row.line }
        rows += 1
    }

    func note(file: String, into builder: inout ReadingSetBuilder) {
        if rows > 0 {
            builder.notes.append(
                .cellsBeyondHeader(file: file, rows: rows, firstLine: firstLine))
        }
    }
}
