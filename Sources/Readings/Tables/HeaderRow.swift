/// The header of a table and what its columns mean.
struct HeaderRow: Sendable {
    let file: String
    /// The line of its first row.
    let line: Int
    let headings: [String]
    let meanings: [ColumnMeaning?]
    /// The site of each column whose readings are of one site.
    let sites: [String?]
    let options: ReadingTableOptions
    /// The rows of the header as they stand.
    let rows: [[String]]
    /// The text of every cell in columns that the table does not have, which follow its own.
    let supplied: [String]

    init(
        columns: [HeaderColumn], file: String, line: Int, options: ReadingTableOptions,
        rows: [[String]], supplied: [String]
    ) {
        self.file = file
        self.line = line
        self.options = options
        self.rows = rows
        self.supplied = supplied
        headings = columns.map(\.heading)
        meanings = columns.map(\.meaning)
        sites = columns.map(\.site)
    }

    /// How many different headings are known.
    var knownCount: Int { Set(meanings.compactMap(\.self)).count + namedCount }

    /// Columns that are known only because they were asked for by name.
    private var namedCount: Int {
        [options.siteColumn, options.timeColumn].compactMap(\.self).filter { name in
            guard let place = index(named: name) else { return false }
            return meanings[place] == nil
        }.count
    }

    /// The layout that the columns speak for.
    var layout: ReadingLayout {
        if index(of: .type) != nil && index(of: .hour) != nil { return .archive }
        return index(of: .parameter) != nil && index(of: .value) != nil && !hasParameters
            ? .long : .wide
    }

    private var hasParameters: Bool {
        meanings.contains {
            if case .parameter? = $0 { return true }
            return false
        }
    }

    func index(of column: PlaceColumn) -> Int? {
        meanings.firstIndex { $0 == .place(column) }
    }

    func index(named name: String) -> Int? {
        let key = ParameterAliases.key(name)
        return headings.firstIndex { ParameterAliases.key($0) == key }
    }

    func required(_ column: PlaceColumn) throws(ReadingError) -> Int {
        guard let place = index(of: column) else {
            throw .columnMissing(file: file, line: line, column: column, headings: headings)
        }
        return place
    }

    private func required(named name: String) throws(ReadingError) -> Int {
        guard let place = index(named: name) else {
            throw .columnNotFound(file: file, line: line, name: name, headings: headings)
        }
        return place
    }

    /// The site's column: the one named, else a code, else a name.
    func siteColumn() throws(ReadingError) -> Int {
        if let name = options.siteColumn { return try required(named: name) }
        if let code = index(of: .code) { return code }
        if let name = index(of: .name) { return name }
        throw .columnMissing(file: file, line: line, column: .code, headings: headings)
    }

    /// Where the time of a row stands.
    func timeColumns() throws(ReadingError) -> TimeColumns {
        if let name = options.timeColumn {
            return .text(try required(named: name), hour: nil)
        }
        if let time = index(of: .time) { return .text(time, hour: index(of: .hour)) }
        if let year = index(of: .year), let month = index(of: .month) {
            return .parts(
                year: year, month: month, day: index(of: .day), hour: index(of: .hour))
        }
        throw .columnMissing(file: file, line: line, column: .time, headings: headings)
    }
}

/// Where the time of a row stands: in one cell, with the hour perhaps in another, or in parts.
enum TimeColumns: Sendable {
    case text(Int, hour: Int?)
    case parts(year: Int, month: Int, day: Int?, hour: Int?)

    /// The columns used.
    var all: [Int] {
        switch self {
        case .text(let time, let hour): [time, hour].compactMap(\.self)
        case .parts(let year, let month, let day, let hour):
            [year, month, day, hour].compactMap(\.self)
        }
    }

    /// The time of `row` as written.
    func time(of row: [String]) throws(ReadingTextError) -> TimeStamp {
        switch self {
        case .text(let column, let hour):
            let text = cell(row, column)
            let time = try TimeStamp(parsing: text)
            guard let hour, time.minuteOfDay == 0, !cell(row, hour).isEmpty else { return time }
            guard let number = Self.hour(cell(row, hour)),
                let exact = TimeStamp(time.day, hour: number)
            else { throw .notATime("\(text) \(cell(row, hour))") }
            return exact
        case .parts(let year, let month, let day, let hour):
            let texts = [year, month, day, hour].map { $0.map { cell(row, $0) } }
            let numbers = texts.map { $0.flatMap { Self.hour($0) } }
            guard let year = numbers[0], let month = numbers[1],
                texts[2] == nil || numbers[2] != nil, texts[3] == nil || numbers[3] != nil,
                let time = TimeStamp(
                    year: year, month: month, day: numbers[2] ?? 1, hour: numbers[3] ?? 0)
            else { throw .notATime(texts.compactMap(\.self).joined(separator: " ")) }
            return time
        }
    }

    /// A whole number, with 年, 月, 日, 时 or `:00` behind it.
    private static func hour(_ text: String) -> Int? {
        let clean = normalisedText(text)
        let digits = clean.prefix(while: \.isASCIIDigit)
        let rest = clean[digits.endIndex...]
        let isWhole = ["", "时", "点", "年", "月", "日", ":00", ".0"].contains(String(rest))
        return isWhole ? Int(digits) : nil
    }
}

/// The cell of `row` in `column`; empty where the row is too short.
func cell(_ row: [String], _ column: Int) -> String {
    column < row.count ? row[column] : ""
}
