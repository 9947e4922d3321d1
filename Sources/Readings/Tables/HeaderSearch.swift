/// A header that was found, and the rows behind it that were looked at to find it.
struct FoundHeader: Sendable {
    let header: HeaderRow
    let layout: ReadingLayout
    let context: TableContext
    /// Rows after the header, still to be read.
    let rows: [HeaderSearch.Line]
    let titleRows: Int
    let notes: [TableNote]
    /// How each of the rows becomes rows of a long table, where items stand below each other.
    var cross: CrossTable?
}

/// Looks for the header among the first rows of a table: titles above it, group headings, a row of
/// units below it.
struct HeaderSearch: Sendable {
    typealias Line = (line: Int, cells: [String])

    private let file: String
    private let options: ReadingTableOptions
    private var titles: [(line: Int, text: String)] = []
    private var titleRows = 0
    /// Rows from the first that may be the header on.
    private var pending: [Line] = []

    /// As many lines above a header are searched for units and dates.
    private static let titlesKept = 20

    init(file: String, options: ReadingTableOptions) {
        self.file = file
        self.options = options
    }

    /// Takes the next row; the header when it is settled.
    mutating func take(_ row: [String], line: Int) throws(ReadingError) -> FoundHeader? {
        if row.allSatisfy({ normalisedText($0).isEmpty }) {
            if pending.isEmpty { titleRows += 1 }
            return nil
        }
        pending.append((line, row))
        return try settle(isEnd: false)
    }

    /// The header when the table has no more rows; `nil` when there is none.
    mutating func end() throws(ReadingError) -> FoundHeader? { try settle(isEnd: true) }

    private mutating func settle(isEnd: Bool) throws(ReadingError) -> FoundHeader? {
        while !pending.isEmpty {
            let context = TableContext(options: options, file: file, titles: titles)
            var draft = HeaderDraft(pending[0], options: options, file: file)
            let isForced = options.headerRow == pending[0].line
            guard options.headerRow == nil || isForced, isForced || draft.mayBegin else {
                passOver()
                continue
            }
            let search = CrossSearch(
                pending, options: options, context: context, file: file, isEnd: isEnd)
            switch search.outcome() {
            case .found(let table, let rows, let notes):
                return found(table, rows: rows, notes, context)
            case .undecided: return nil
            case .none: break
            }
            var used = 1
            while used < pending.count, try draft.absorb(pending[used], context: context) {
                used += 1
            }
            let isSettled = used < pending.count || isEnd
            guard isSettled else { return nil }
            let next = used < pending.count ? pending[used].cells : nil
            guard
                let found = try finished(
                    draft, isForced: isForced, rows: Array(pending[used...]), next: next, context)
            else {
                passOver()
                continue
            }
            return found
        }
        return nil
    }

    private mutating func passOver() {
        let (line, cells) = pending.removeFirst()
        titleRows += 1
        guard titles.count < Self.titlesKept else { return }
        for cell in cells where !cell.isEmpty { titles.append((line, cell)) }
    }

    private func finished(
        _ draft: HeaderDraft, isForced: Bool, rows: [Line], next: [String]?,
        _ context: TableContext
    ) throws(ReadingError) -> FoundHeader? {
        var draft = draft
        var notes = draft.notes
        let layout = options.layout == .automatic ? draft.layout : options.layout
        if layout == .sites || (layout == .wide && draft.mayBeSites) {
            let parameter = SharedParameter(
                options: options, file: file, titles: titles.map { ($0.line, $0.text) })
            let isSites =
                layout == .sites
                || next.map { draft.isSiteRow($0, context) } ?? (draft.knownCount > 1)
            if isSites {
                guard let parameter else { throw .noSharedParameter(file: file, line: draft.line) }
                draft.makeSites(of: parameter)
                notes.append(
                    .siteColumns(
                        parameter: parameter.code, sites: draft.siteCount,
                        source: parameter.source))
                return try found(draft, .sites, rows, notes, context)
            }
        }
        guard isForced || draft.knownCount > 1 else { return nil }
        return try found(draft, draft.hasSites ? .sites : layout, rows, notes, context)
    }

    private func found(
        _ table: CrossTable, rows: Int, _ notes: [TableNote], _ context: TableContext
    ) -> FoundHeader {
        let header = CrossTable.header(
            file: file, line: pending[0].line, options: options,
            rows: pending.prefix(rows).map(\.cells), hasUnit: table.unit != nil)
        return FoundHeader(
            header: header, layout: .long, context: context, rows: Array(pending.dropFirst(rows)),
            titleRows: titleRows, notes: notes, cross: table)
    }

    private func found(
        _ draft: HeaderDraft, _ layout: ReadingLayout, _ rows: [Line], _ notes: [TableNote],
        _ context: TableContext
    ) throws(ReadingError) -> FoundHeader {
        var draft = draft
        var notes = notes
        notes += draft.supplyTime(context)
        notes += try draft.takeTitleUnits(titles)
        return FoundHeader(
            header: draft.header, layout: layout, context: context, rows: rows,
            titleRows: titleRows, notes: notes)
    }
}

/// The parameter that all columns of a table share.
struct SharedParameter: Sendable {
    let code: ParameterCode
    let unit: MeasureUnit?
    let source: TableSource

    /// From the options, the sheet's name, a title or the file's name; `nil` when none names one,
    /// or the first that does names several.
    init?(options: ReadingTableOptions, file: String, titles: [(line: Int, text: String)]) {
        if let code = options.parameter {
            self.init(code: code, unit: options.units[code], source: .option)
            return
        }
        var places: [(String, TableSource)] = []
        if let sheet = options.sheet { places.append((sheet, .sheet(sheet))) }
        for title in titles { places.append((title.text, .title(line: title.line))) }
        let name = file[
            (file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex)...]
        let end = name.lastIndex(of: ".") ?? name.endIndex
        places.append((String(name[..<end]), .fileName))
        for (text, source) in places {
            let codes = options.aliases.parameters(in: text)
            if codes.count == 1 {
                self.init(code: codes[0].code, unit: codes[0].unit, source: source)
                return
            }
            if codes.count > 1 { return nil }
        }
        return nil
    }

    private init(code: ParameterCode, unit: MeasureUnit?, source: TableSource) {
        self.code = code
        self.unit = unit
        self.source = source
    }
}
