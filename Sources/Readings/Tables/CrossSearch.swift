/// Looks for the header of a `CrossTable` in the first rows of a table.
///
/// It is one when items stand below each other: the column of items is headed as such, or begins with
/// the headings of sites and times, and the next row begins with an item that is known.
struct CrossSearch {
    enum Outcome {
        case found(CrossTable, rows: Int, notes: [TableNote])
        /// More rows are needed to tell.
        case undecided
        case none
    }

    private let lines: [[String]]
    private let options: ReadingTableOptions
    private let context: TableContext
    private let file: String
    private let isEnd: Bool

    private var aliases: ParameterAliases { options.aliases }

    init(
        _ lines: [HeaderSearch.Line], options: ReadingTableOptions, context: TableContext,
        file: String, isEnd: Bool
    ) {
        self.lines = lines.map(\.cells)
        self.options = options
        self.context = context
        self.file = file
        self.isEnd = isEnd
    }

    func outcome() -> Outcome {
        guard [.automatic, .wide].contains(options.layout), let head = lines.first else {
            return .none
        }
        let meanings = head.map(meaning)
        for meaning in meanings {
            switch meaning {
            case .parameter, .parameterInUnknownUnit, .place(.value), .place(.type): return .none
            default: break
            }
        }
        if let items = meanings.firstIndex(of: .place(.parameter)) {
            return headed(head, meanings, items: items)
        }
        return begun(meanings)
    }

    // MARK: - A heading over the items

    private func headed(
        _ head: [String], _ meanings: [ColumnMeaning?], items: Int
    ) -> Outcome {
        let (values, left) = valueColumns(head, meanings)
        guard !values.isEmpty else { return .none }
        let site = meanings.firstIndex(of: .place(.code)) ?? meanings.firstIndex(of: .place(.name))
        let time = meanings.firstIndex(of: .place(.time))
        let areTimes = values.allSatisfy { isTime(head[$0]) }
        if areTimes ? time != nil : site != nil { return .none }
        var columns = values.map { place in
            areTimes
                ? CrossTable.Column(place: place, time: head[place])
                : CrossTable.Column(place: place, site: normalisedText(head[place]))
        }
        var used = 1
        if !areTimes, time == nil {
            guard lines.count > 1 else { return isEnd ? .none : .undecided }
            if let below = times(below: head, items: items, from: values[0]) {
                columns = below
                used = 2
            }
        }
        return settled(
            columns, items: items, unit: meanings.firstIndex(of: .place(.unit)), site: site,
            time: time, rows: used, left: left)
    }

    /// The columns of a second row that holds times under each site; a site that is merged over its
    /// times stands above the first of them.
    private func times(
        below head: [String], items: Int, from first: Int
    ) -> [CrossTable.Column]? {
        let row = lines[1]
        guard normalisedText(cell(row, items)).isEmpty else { return nil }
        var site = ""
        var columns: [CrossTable.Column] = []
        for place in first..<max(head.count, row.count) {
            let own = normalisedText(cell(head, place))
            if !own.isEmpty { site = own }
            let time = cell(row, place)
            if normalisedText(time).isEmpty { continue }
            guard isTime(time) else { return nil }
            columns.append(CrossTable.Column(place: place, site: site, time: time))
        }
        return columns.isEmpty ? nil : columns
    }

    // MARK: - Sites and times above the items

    private func begun(_ meanings: [ColumnMeaning?]) -> Outcome {
        let row = lines[0]
        guard let items = row.firstIndex(where: { !normalisedText($0).isEmpty }) else {
            return .none
        }
        var rows: [PlaceColumn: [String]] = [:]
        var used = 0
        while used < lines.count, used < Self.longestHead,
            case .place(let place)? = meaning(cell(lines[used], items))
        {
            if rows[place] == nil { rows[place] = lines[used] }
            used += 1
        }
        let sites = rows[.name] ?? rows[.code]
        let times = rows[.time]
        guard used > 0, sites != nil || times != nil else { return .none }
        let unit = meanings.firstIndex(of: .place(.unit))
        let (values, left) = valueColumns(sites ?? times ?? [], meanings, after: items)
        guard !values.isEmpty else { return .none }
        if let times, !values.allSatisfy({ isTime(cell(times, $0)) }) { return .none }
        guard used < lines.count else { return isEnd ? .none : .undecided }
        let columns = values.map { place in
            CrossTable.Column(
                place: place, site: sites.map { normalisedText(cell($0, place)) },
                time: times.map { cell($0, place) })
        }
        return settled(
            columns, items: items, unit: unit, site: nil, time: nil, rows: used, left: left)
    }

    /// As many rows as a head of sites and times may have.
    private static let longestHead = 6

    // MARK: - What both share

    /// The columns that hold values, and the headings of those with sums, means and limits.
    private func valueColumns(
        _ head: [String], _ meanings: [ColumnMeaning?], after items: Int = -1
    ) -> (places: [Int], left: [String]) {
        var left: [String] = []
        let places = head.indices.filter { place in
            let text = normalisedText(head[place])
            guard place > items, !text.isEmpty, meaning(head[place]) == nil,
                !meanings.indices.contains(place) || meanings[place] == nil
            else { return false }
            if aliases.summaryRows.isSummary(text) {
                left.append(text)
                return false
            }
            return true
        }
        return (places, left)
    }

    private func settled(
        _ columns: [CrossTable.Column], items: Int, unit: Int?, site: Int?, time: Int?, rows: Int,
        left: [String]
    ) -> Outcome {
        guard rows < lines.count else { return isEnd ? .none : .undecided }
        guard case .parameter? = meaning(cell(lines[rows], items)) else { return .none }
        let needsSite = site == nil && columns[0].site == nil
        let needsTime = time == nil && columns[0].time == nil
        let sharedSite = needsSite ? self.sharedSite : nil
        let sharedTime = needsTime ? context.wholeTime : nil
        guard !needsSite || sharedSite != nil, !needsTime || sharedTime != nil else { return .none }
        var notes: [TableNote] = [
            .crossTable(
                sites: Set(columns.compactMap(\.site)).count,
                times: Set(columns.compactMap(\.time)).count)
        ]
        if let (name, source) = sharedSite { notes.append(.siteTaken(name: name, source: source)) }
        if let sharedTime {
            notes.append(.timeTaken(text: sharedTime, source: context.wholeTimeSource))
        }
        if !left.isEmpty { notes.append(.summaryColumns(headings: left)) }
        let table = CrossTable(
            columns: columns, parameter: items, unit: unit, site: site, time: time,
            sharedSite: sharedSite?.name, sharedTime: sharedTime, fillsDown: options.sheet != nil)
        return .found(table, rows: rows, notes: notes)
    }

    /// The site of a table that names none: the sheet's name or the file's, unless it is a date.
    private var sharedSite: (name: String, source: TableSource)? {
        if let sheet = options.sheet {
            let isCounted = sheet.lowercased().hasPrefix("sheet") || sheet.hasPrefix("工作表")
            if !isCounted && PartialDay(inName: sheet) == PartialDay() {
                return (normalisedText(sheet), .sheet(sheet))
            }
        }
        var name = file[...]
        if let sheet = options.sheet, name.hasSuffix("[\(sheet)]") {
            name = name.dropLast(sheet.count + 2)
        }
        name = name[(name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex)...]
        let stem = String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
        return stem.isEmpty ? nil : (stem, .fileName)
    }

    private func meaning(_ text: String) -> ColumnMeaning? {
        normalisedText(text).isEmpty ? nil : aliases.meaning(of: text)
    }

    private func isTime(_ text: String) -> Bool {
        if (try? TimeStamp(parsing: text)) != nil { return true }
        return PartialTime(parsing: text).flatMap { context.completed($0) } != nil
    }
}
