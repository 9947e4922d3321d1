/// One column of a header: its heading and what stands below it.
struct HeaderColumn: Hashable, Sendable {
    var heading: String
    var meaning: ColumnMeaning?
    /// The site that the column's readings are of, where columns are sites.
    var site: String?

    static func == (a: HeaderColumn, b: HeaderColumn) -> Bool { a.heading == b.heading }
    func hash(into hasher: inout Hasher) { hasher.combine(heading) }
}

/// A header that is being put together from its rows: group headings, headings, units.
struct HeaderDraft: Sendable {
    let line: Int
    private let file: String
    private let options: ReadingTableOptions
    private var columns: [HeaderColumn]
    /// The rows of the header as they stand, to know them again further down.
    private var rows: [[String]]
    private var hasSubheadings = false
    private var hasUnitRow = false
    private var supplied: [String] = []
    private(set) var notes: [TableNote] = []

    private var aliases: ParameterAliases { options.aliases }

    init(_ row: HeaderSearch.Line, options: ReadingTableOptions, file: String) {
        line = row.line
        self.file = file
        self.options = options
        rows = [row.cells]
        columns = row.cells.map {
            HeaderColumn(
                heading: $0, meaning: $0.isEmpty ? nil : options.aliases.meaning(of: $0))
        }
    }

    var header: HeaderRow {
        HeaderRow(
            columns: columns, file: file, line: line, options: options, rows: rows,
            supplied: supplied)
    }

    /// How many different headings are known.
    var knownCount: Int { header.knownCount }

    /// Whether the row may be the first of a header.
    var mayBegin: Bool {
        knownCount > 0 || columns.filter { !$0.heading.isEmpty }.count > 1
    }

    /// The layout that the columns speak for.
    var layout: ReadingLayout { header.layout }

    // MARK: - Rows below the first

    /// Whether `row` belongs to the header; takes it when it does.
    ///
    /// - Throws: `ReadingError.unknownUnit` for a row of units with one that is not known.
    mutating func absorb(
        _ row: HeaderSearch.Line, context: TableContext
    ) throws(ReadingError) -> Bool {
        if !hasUnitRow, isUnitRow(row.cells) {
            try takeUnits(row)
            return true
        }
        guard !hasSubheadings, !hasUnitRow, let joined = joined(with: row.cells, context) else {
            return false
        }
        columns = joined
        rows.append(row.cells)
        hasSubheadings = true
        notes.append(.headerRows(lines: [line, row.line]))
        return true
    }

    private func isUnitRow(_ row: [String]) -> Bool {
        var units = 0
        var others = 0
        for (index, text) in row.enumerated() where !normalisedText(text).isEmpty {
            switch UnitCell(text) {
            case .unit: units += 1
            case .none: break
            case .other where index < columns.count && isPlace(columns[index]): return false
            case .other: others += 1
            case .number: return false
            }
        }
        return units > 0 && units >= others
    }

    private func isPlace(_ column: HeaderColumn) -> Bool {
        if case .place(let place) = column.meaning { return place != .value && place != .unit }
        return false
    }

    private mutating func takeUnits(_ row: HeaderSearch.Line) throws(ReadingError) {
        for (index, text) in row.cells.enumerated() where index < columns.count {
            guard case .parameter(let code, let written) = columns[index].meaning else { continue }
            switch UnitCell(text) {
            case .unit(let unit):
                if options.isOfOtherMatter(unit) { throw unknownUnit(text, row, index, code) }
                if let written, written != unit {
                    throw .differentUnits(
                        file: file, line: row.line, heading: columns[index].heading,
                        unit: written.text, other: unit.text)
                }
                columns[index].meaning = .parameter(code, unit: unit)
            case .other, .number:
                throw unknownUnit(text, row, index, code)
            case .none: break
            }
        }
        hasUnitRow = true
        rows.append(row.cells)
        notes.append(.unitRow(line: row.line))
    }

    private func unknownUnit(
        _ unit: String, _ row: HeaderSearch.Line, _ column: Int, _ code: ParameterCode
    ) -> ReadingError {
        .unknownUnit(
            file: file, line: row.line, heading: columns[column].heading, unit: unit,
            expected: options.unit(of: code)?.text ?? "")
    }

    /// The columns with the subheadings of `row`; `nil` when it holds none.
    private func joined(with row: [String], _ context: TableContext) -> [HeaderColumn]? {
        var result: [HeaderColumn] = []
        var group = ""
        var evidence = 0
        for index in 0..<max(columns.count, row.count) {
            let own = index < columns.count ? columns[index].heading : ""
            let below = index < row.count ? row[index] : ""
            if !normalisedText(own).isEmpty { group = own }
            if normalisedText(below).isEmpty {
                // A heading that is merged with the cell below it groups nothing to its right.
                if !normalisedText(own).isEmpty { group = "" }
                result.append(index < columns.count ? columns[index] : HeaderColumn(heading: ""))
                continue
            }
            if isData(below, context) { return nil }
            let join = subheading(below, under: group)
            if join.isKnown { evidence += 1 }
            result.append(join.column)
        }
        let knownBefore = columns.compactMap(\.meaning).count
        guard evidence > 0, result.compactMap(\.meaning).count >= knownBefore else { return nil }
        return Self.withSites(result, groups: groups(over: row), aliases: aliases)
    }

    private func isData(_ text: String, _ context: TableContext) -> Bool {
        if aliases.meaning(of: text) != nil { return false }
        if (try? ReadingValue(parsing: text)) != nil { return true }
        return (try? TimeStamp(parsing: text)) != nil
    }

    private func subheading(
        _ text: String, under group: String
    ) -> (column: HeaderColumn, isKnown: Bool) {
        let whole = group.isEmpty ? text : "\(group) \(text)"
        let groupMeaning = group.isEmpty ? nil : aliases.meaning(of: group)
        if case .unit(let unit) = UnitCell(text) {
            if case .parameter(let code, _)? = groupMeaning {
                return (
                    HeaderColumn(heading: group, meaning: .parameter(code, unit: unit)), true
                )
            }
            return (HeaderColumn(heading: whole, meaning: nil), false)
        }
        if case .parameter(let code, let groupUnit)? = groupMeaning {
            for name in [group + text, "\(group)(\(text))"] {
                if let meaning = aliases.meaning(of: name), case .parameter = meaning {
                    return (HeaderColumn(heading: whole, meaning: meaning), true)
                }
            }
            guard aliases.isValueWord(text) else {
                return (HeaderColumn(heading: whole, meaning: nil), false)
            }
            let unit = aliases.unit(behind: text) ?? groupUnit
            return (HeaderColumn(heading: whole, meaning: .parameter(code, unit: unit)), true)
        }
        guard let meaning = aliases.meaning(of: text) else {
            return (HeaderColumn(heading: whole, meaning: nil), false)
        }
        if case .parameter(let code, nil) = meaning, let unit = aliases.unit(behind: group) {
            return (HeaderColumn(heading: text, meaning: .parameter(code, unit: unit)), true)
        }
        return (HeaderColumn(heading: text, meaning: meaning), true)
    }

    /// The group heading over each column of `row`; empty where there is none.
    private func groups(over row: [String]) -> [String] {
        var group = ""
        return (0..<row.count).map { index in
            let own = index < columns.count ? normalisedText(columns[index].heading) : ""
            if !own.isEmpty { group = own }
            if normalisedText(row[index]).isEmpty { group = "" }
            return group
        }
    }

    /// The columns with their groups as sites, where no column names the site and the same
    /// parameter stands in several groups that mean nothing else.
    private static func withSites(
        _ columns: [HeaderColumn], groups: [String], aliases: ParameterAliases
    ) -> [HeaderColumn] {
        let hasSite = columns.contains {
            $0.meaning == .place(.code) || $0.meaning == .place(.name)
        }
        if hasSite { return columns }
        var owners: [ParameterCode: Set<String>] = [:]
        for (index, group) in groups.enumerated() where !group.isEmpty {
            guard case .parameter(let code, _) = columns[index].meaning,
                aliases.meaning(of: group) == nil, !aliases.isGroupWord(group)
            else { continue }
            owners[code, default: []].insert(group)
        }
        guard owners.values.contains(where: { $0.count > 1 }) else { return columns }
        var result = columns
        for (index, group) in groups.enumerated() where !group.isEmpty {
            guard case .parameter = columns[index].meaning, aliases.meaning(of: group) == nil
            else { continue }
            result[index].site = group
        }
        return result
    }

    // MARK: - Sites as columns

    var hasSites: Bool { columns.contains { $0.site != nil } }
    var siteCount: Int { Set(columns.compactMap(\.site)).count }

    /// Whether the columns may be sites: a time, no site, no parameter, and headings besides.
    var mayBeSites: Bool {
        let header = header
        let unknown = columns.filter { !normalisedText($0.heading).isEmpty && $0.meaning == nil }
        let hasParameter = columns.contains {
            if case .parameter? = $0.meaning { return true }
            return false
        }
        return !hasParameter && !unknown.isEmpty && (try? header.timeColumns()) != nil
            && (try? header.siteColumn()) == nil
    }

    /// Whether `row` can be a row of readings under sites: a time, and numbers or marks.
    func isSiteRow(_ row: [String], _ context: TableContext) -> Bool {
        guard let time = try? header.timeColumns() else { return false }
        let text = cell(row, time.all[0])
        let isTime =
            (try? time.time(of: row)) != nil
            || PartialTime(parsing: text).flatMap { context.completed($0) } != nil
        var numbers = 0
        for (index, text) in row.enumerated() where index < columns.count {
            guard columns[index].meaning == nil, !columns[index].heading.isEmpty else { continue }
            guard let value = try? ReadingValue(parsing: text) else { return false }
            if value.value != nil { numbers += 1 }
        }
        return isTime && numbers > 0
    }

    mutating func makeSites(of parameter: SharedParameter) {
        for (index, column) in columns.enumerated() {
            let name = normalisedText(column.heading)
            guard !name.isEmpty, column.meaning == nil else { continue }
            columns[index].site = name
            columns[index].meaning = .parameter(parameter.code, unit: parameter.unit)
        }
    }

    // MARK: - What stands outside of the table

    /// Adds the columns of the time that the table does not have and its names say.
    mutating func supplyTime(_ context: TableContext) -> [TableNote] {
        let header = header
        if (try? header.timeColumns()) != nil { return [] }
        let hasMonth = header.index(of: .month) != nil
        if hasMonth, let year = context.date.year, let source = context.source {
            supply(.year, "\(year)")
            return [.timeTaken(text: "\(year)", source: source)]
        }
        if header.index(of: .day) != nil, let year = context.date.year,
            let month = context.date.month, let source = context.source
        {
            supply(.year, "\(year)")
            supply(.month, "\(month)")
            return [.timeTaken(text: "\(year)-\(padded(month, 2))", source: source)]
        }
        guard !hasMonth, let time = context.wholeTime else { return [] }
        supply(.time, time)
        return [.timeTaken(text: time, source: context.wholeTimeSource)]
    }

    private mutating func supply(_ place: PlaceColumn, _ text: String) {
        columns.append(HeaderColumn(heading: place.rawValue, meaning: .place(place)))
        supplied.append(text)
    }

    /// Gives columns without a unit the one that a title names.
    ///
    /// - Throws: `ReadingError.unknownUnit` for a title with a unit that is not known.
    mutating func takeTitleUnits(
        _ titles: [(line: Int, text: String)]
    ) throws(ReadingError) -> [TableNote] {
        for title in titles {
            guard let units = TitleUnits(title.text, options: options) else { continue }
            if let unknown = units.unknown {
                throw .unknownUnit(
                    file: file, line: title.line, heading: title.text, unit: unknown,
                    expected: options.areSolids ? "mg/kg" : "mg/L, µg/m³")
            }
            var isUsed = false
            for index in columns.indices {
                guard case .parameter(let code, nil) = columns[index].meaning,
                    let unit = units.unit(of: code)
                else { continue }
                columns[index].meaning = .parameter(code, unit: unit)
                isUsed = true
            }
            return isUsed ? [.titleUnit(text: title.text, line: title.line)] : []
        }
        return []
    }
}

/// What a cell of a row of units says.
enum UnitCell {
    case unit(MeasureUnit)
    /// No unit: an empty cell, a dash, the word 单位.
    case none
    case number
    case other

    init(_ text: String) {
        var clean = normalisedText(text).filter { $0 != " " }
        for label in ["单位:", "单位", "unit:", "unit"] where clean.lowercased().hasPrefix(label) {
            clean = String(clean.dropFirst(label.count))
            break
        }
        if clean.first == "(", clean.last == ")" { clean = String(clean.dropFirst().dropLast()) }
        if MissingMark(normalised: clean) != nil {
            self = .none
        } else if let unit = MeasureUnit(parsing: clean) {
            self = .unit(unit)
        } else if (try? ReadingValue(parsing: clean)) != nil {
            self = .number
        } else {
            self = .other
        }
    }
}
