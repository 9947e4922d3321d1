/// Passes on the rows of readings below a header: rows of sums, lines of text and repeated headers
/// are left out, merged cells are filled, and times are completed from what the table's names say.
///
/// Where `passesPlainRows`, a row whose site is known from a row before, and whose time reads as it
/// stands, passes unchanged: a reader may send only the other rows through.
struct RowSieve: Sendable {
    private let file: String
    private let words: SummaryRows
    private let headerRows: [[String]]
    private let supplied: [String]
    private let width: Int
    private let headings: [String]
    private let time: TimeColumns?
    private let site: Int?
    private let name: Int?
    private let parameter: Int?
    private var units: ValueUnits?
    private let context: TableContext
    private let fillsDown: Bool
    private let from1904: Bool
    private var above: [Int: String] = [:]
    private var filled: [Int: LineList] = [:]
    private var summaries = LineList()
    private var summaryWords: [String] = []
    private var remarks = LineList()
    private var repeated = LineList()
    private var shifted = LineList()
    private var completed: [TableSource: (lines: LineList, first: String, full: String)] = [:]
    private var sources: [TableSource] = []

    init(_ found: FoundHeader) {
        let header = found.header
        file = header.file
        words = header.options.aliases.summaryRows
        headerRows = header.rows.map { $0.map(normalisedText) }
        supplied = header.supplied
        width = header.headings.count - header.supplied.count
        headings = header.headings
        time = found.layout == .archive ? nil : try? header.timeColumns()
        let isWithoutSite = found.layout == .archive || found.layout == .sites
        site = isWithoutSite ? nil : try? header.siteColumn()
        name = header.index(of: .name)
        parameter = found.layout == .long ? header.index(of: .parameter) : nil
        units = found.layout == .long ? ValueUnits(header) : nil
        context = found.context
        fillsDown = header.options.sheet != nil
        from1904 = header.options.countsDaysFrom1904
    }

    /// Whether nothing is added to rows that name a known site and a whole time.
    var passesPlainRows: Bool {
        supplied.isEmpty && !fillsDown && !from1904 && units == nil
    }

    /// The row as the layouts read it; `nil` when it holds no readings.
    mutating func take(_ row: [String], line: Int) -> [String]? {
        guard let first = row.first(where: { !normalisedText($0).isEmpty }) else { return nil }
        if isRepeatedHeader(row) {
            repeated.add(line)
            return nil
        }
        guard let time else { return row }
        var row = row
        if !supplied.isEmpty {
            while row.count < width { row.append("") }
            row.insert(contentsOf: supplied, at: width)
        }
        if let word = summaryWord(row, first: first, time: time) {
            summaries.add(line)
            if !summaryWords.contains(word), summaryWords.count < LineList.named {
                summaryWords.append(word)
            }
            return nil
        }
        if isRemark(row, first: first, time: time) {
            remarks.add(line)
            return nil
        }
        if fillsDown { fill(&row, line: line, time: time) }
        complete(&row, line: line, time: time)
        units?.complete(&row)
        return row
    }

    private func isRepeatedHeader(_ row: [String]) -> Bool {
        let texts = row.map(normalisedText)
        return headerRows.contains { header in
            header.count == texts.count
                ? header == texts : Self.trimmed(header) == Self.trimmed(texts)
        }
    }

    private static func trimmed(_ texts: [String]) -> ArraySlice<String> {
        var rest = texts[...]
        while rest.last?.isEmpty == true { rest.removeLast() }
        return rest
    }

    private func summaryWord(_ row: [String], first: String, time: TimeColumns) -> String? {
        var texts = [site, name].compactMap(\.self).map { cell(row, $0) }
        if let column = timeInTable(time) { texts.append(cell(row, column)) }
        if site.map({ normalisedText(cell(row, $0)).isEmpty }) ?? true { texts.append(first) }
        return texts.first { words.isSummary($0) }.map(normalisedText)
    }

    /// The first column of the time, unless it was added to the table.
    private func timeInTable(_ time: TimeColumns) -> Int? {
        time.all.first { $0 < width }
    }

    /// A line of text: one that begins like one, in a row without a time or with nothing else.
    private func isRemark(_ row: [String], first: String, time: TimeColumns) -> Bool {
        let texts = row.prefix(width).filter { !normalisedText($0).isEmpty }
        if texts.count == 1, first.count > 12, first == row.first { return true }
        guard words.isRemark(first) else { return false }
        return texts.count == 1 || (try? time.time(of: row)) == nil
    }

    /// Fills an empty site, time or parameter from the row above, where the row has another of
    /// them; the site's name follows the site.
    private mutating func fill(_ row: inout [String], line: Int, time: TimeColumns) {
        let keys = [site, timeInTable(time), parameter].compactMap(\.self)
        let isEmpty = keys.map { normalisedText(cell(row, $0)).isEmpty }
        let fills = isEmpty.contains(false)
        for (column, isEmpty) in zip(keys, isEmpty) {
            if !isEmpty {
                above[column] = row[column]
                if column == site, let name { above[name] = cell(row, name) }
                continue
            }
            guard fills, fillDown(&row, column, line) else { continue }
            if column == site, let name, name != site, normalisedText(cell(row, name)).isEmpty {
                _ = fillDown(&row, name, line)
            }
        }
    }

    private mutating func fillDown(_ row: inout [String], _ column: Int, _ line: Int) -> Bool {
        guard let text = above[column], column < row.count else { return false }
        row[column] = text
        filled[column, default: LineList()].add(line)
        return true
    }

    /// Writes a time that lacks its year, month or day in full.
    private mutating func complete(_ row: inout [String], line: Int, time: TimeColumns) {
        guard case .text(let column, _) = time, column < row.count else { return }
        let text = row[column]
        if from1904, let serial = Double(normalisedText(text)), serial > 0, serial < 80_000,
            normalisedText(text).count != 8
        {
            // 1462 days lie between 1899-12-30 and 1904-01-01.
            row[column] = "\(serial + 1462)"
            shifted.add(line)
            return
        }
        guard (try? TimeStamp(parsing: text)) == nil, let partial = PartialTime(parsing: text),
            let (full, source) = context.completed(partial)
        else { return }
        row[column] = full.description
        if completed[source] == nil {
            completed[source] = (LineList(), text, full.description)
            sources.append(source)
        }
        completed[source]?.lines.add(line)
    }

    /// Gives what was left out and filled in as notes.
    func finish(into builder: inout ReadingSetBuilder) {
        var notes: [TableNote] = []
        for source in sources {
            guard let (lines, first, full) = completed[source] else { continue }
            notes.append(
                .timesCompleted(
                    count: lines.count, firstLine: lines.first[0], first: first, as: full,
                    source: source))
        }
        if summaries.count > 0 {
            notes.append(
                .summaryRows(
                    count: summaries.count, lines: summaries.first, words: summaryWords))
        }
        if remarks.count > 0 {
            notes.append(.remarkRows(count: remarks.count, lines: remarks.first))
        }
        if repeated.count > 0 {
            notes.append(.repeatedHeaders(count: repeated.count, lines: repeated.first))
        }
        for (column, lines) in filled.sorted(by: { $0.key < $1.key }) {
            notes.append(
                .filledDown(
                    heading: headings[column], count: lines.count, firstLine: lines.first[0]))
        }
        if shifted.count > 0 {
            notes.append(.daysFrom1904(count: shifted.count, firstLine: shifted.first[0]))
        }
        notes += units?.notes ?? []
        for note in notes { builder.notes.append(.table(file: file, note)) }
    }
}
