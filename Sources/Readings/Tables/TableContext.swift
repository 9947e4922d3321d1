/// A day of which some parts may be unknown.
struct PartialDay: Hashable, Sendable {
    var year: Int?
    var month: Int?
    var day: Int?

    /// The whole day; `nil` while a part is unknown or the calendar has no such day.
    var civilDay: CivilDay? {
        guard let year, let month, let day else { return nil }
        return CivilDay(year: year, month: month, day: day)
    }
}

/// What is said about the times of a table outside of its rows: by options, by the name of the
/// sheet, by titles and by the name of the file.
struct TableContext: Sendable {
    private(set) var date = PartialDay()
    /// Where year, month and day come from; the last part that was added.
    private(set) var source: TableSource?
    /// When the table was collected, for times without a year.
    private(set) var collected: (time: TimeStamp, source: TableSource)?
    /// The whole day in the file's name, for tables that write hours alone.
    private var fileDay: CivilDay?

    /// The parts are taken in this order, each from the first that has it: options, the sheet's
    /// name, titles, the file's name.
    init(options: ReadingTableOptions, file: String, titles: [(line: Int, text: String)]) {
        if let year = options.year { add(PartialDay(year: year), from: .option) }
        if let sheet = options.sheet {
            add(PartialDay(inName: sheet), from: .sheet(sheet))
        }
        for title in titles {
            add(PartialDay(inTitle: title.text), from: .title(line: title.line))
        }
        let named = PartialDay(inName: Self.name(of: file, sheet: options.sheet))
        // A day in the name of a file may be when it was made; a month is what it is about.
        fileDay = named.civilDay
        if fileDay == nil { add(named, from: .fileName) }
        if let time = options.collected {
            collected = (time, .option)
        } else if let fileDay, let time = TimeStamp(fileDay) {
            collected = (time, .fileName)
        } else {
            collected = options.modified.map { ($0, .modificationTime) }
        }
    }

    private mutating func add(_ more: PartialDay, from source: TableSource) {
        let before = date
        if date.year == nil { date.year = more.year }
        if date.month == nil {
            date.month = more.month
            if date.day == nil { date.day = more.day }
        }
        if date != before { self.source = source }
    }

    /// The file's own name without folders, ending and sheet.
    private static func name(of file: String, sheet: String?) -> String {
        var name = file[...]
        if let sheet, name.hasSuffix("[\(sheet)]") { name = name.dropLast(sheet.count + 2) }
        name = name[(name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex)...]
        return String(name[..<(name.firstIndex(of: ".").map { $0 } ?? name.endIndex)])
    }

    /// `partial` with what the context adds; `nil` when parts are still unknown.
    ///
    /// A year that only the time of collection gives is the year of collection, or the year before
    /// when the time would be more than 180 days after it.
    func completed(_ partial: PartialTime) -> (time: TimeStamp, source: TableSource)? {
        if partial.day == nil, date.day == nil, let fileDay, partial.hasClock {
            let time = TimeStamp(fileDay, hour: partial.hour, minute: partial.minute)
            return time.map { ($0, .fileName) }
        }
        guard let month = partial.month ?? date.month,
            let day = partial.day ?? (partial.hasClock ? date.day : 1)
        else { return nil }
        func time(_ year: Int) -> TimeStamp? {
            TimeStamp(
                year: year, month: month, day: day, hour: partial.hour, minute: partial.minute)
        }
        if let year = date.year, let source {
            return time(year).map { ($0, source) }
        }
        guard let collected, partial.month != nil else { return nil }
        let year = collected.time.year
        if let near = time(year),
            Int(near.minutes) - Int(collected.time.minutes) <= Self.daysAhead * 1440
        {
            return (near, collected.source)
        }
        return time(year - 1).map { ($0, collected.source) }
    }

    /// Times further ahead of their collection are of the year before.
    ///
    /// Source: the collectors of the national release of water stations.
    private static let daysAhead = 180

    /// Where `wholeTime` comes from.
    var wholeTimeSource: TableSource {
        date.month == nil ? .fileName : source ?? .option
    }

    /// The day or month of the whole table, as text of a time column: `2026-03`, `2026-03-13`.
    var wholeTime: String? {
        guard let year = date.year, let month = date.month else { return fileDay?.description }
        let start = "\(year)-\(padded(month, 2))"
        return date.day.map { "\(start)-\(padded($0, 2))" } ?? start
    }
}

extension PartialDay {
    /// The date in a sheet's or a file's name: `1月`, `2026年3月`, `202603`, `20260313`,
    /// `2026-03`, `2026`. Two months (`1-4月`) give no month.
    init(inName name: String) { self.init(in: name, needsMarks: false) }

    /// The date in a title, where numbers are common: only `2026年`, `2026年3月`, `3月13日` and
    /// dates with all three parts count.
    init(inTitle title: String) { self.init(in: title, needsMarks: true) }

    private init(in text: String, needsMarks: Bool) {
        let runs = DigitRun.all(in: normalisedText(text))
        var index = 0
        while index < runs.count {
            if month == nil && runs[index].after == "月" && runs[index].digits.count <= 2 {
                takeMonth(runs, at: index)
            } else if year == nil {
                takeYear(runs, at: index, needsMarks: needsMarks)
            }
            index += 1
        }
    }

    private mutating func takeMonth(_ runs: [DigitRun], at index: Int) {
        guard (1...12).contains(runs[index].number), !runs[index].endsRange else { return }
        month = runs[index].number
        if index + 1 < runs.count, "日号".contains(runs[index + 1].after ?? " "),
            runs[index + 1].followsDirectly, (1...31).contains(runs[index + 1].number)
        {
            day = runs[index + 1].number
        }
    }

    private mutating func takeYear(_ runs: [DigitRun], at index: Int, needsMarks: Bool) {
        let run = runs[index]
        switch run.digits.count {
        case 8 where !run.touchesLetter, 6 where !run.touchesLetter && !needsMarks:
            let parts = (run.part(0, 4), run.part(4, 2), run.part(6, 2))
            guard Self.years.contains(parts.0), (1...12).contains(parts.1) else { return }
            if run.digits.count == 8 {
                guard CivilDay(year: parts.0, month: parts.1, day: parts.2) != nil else { return }
                day = parts.2
            }
            (year, month) = (parts.0, parts.1)
        case 4 where Self.years.contains(run.number):
            let isMarked = run.after == "年"
            guard isMarked || !run.touchesLetter else { return }
            let next = index + 1 < runs.count ? runs[index + 1] : nil
            let third = index + 2 < runs.count ? runs[index + 2] : nil
            let separator = run.after.map { "-/._".contains($0) } ?? false
            let hasMonth =
                separator && next?.followsDirectly == true && next?.after != "月"
                && next.map { $0.digits.count <= 2 && (1...12).contains($0.number) } ?? false
            let hasDay =
                hasMonth && next?.after == run.after && third?.followsDirectly == true
                && third.map { $0.digits.count <= 2 && (1...31).contains($0.number) } ?? false
            guard isMarked || hasDay || !needsMarks else { return }
            year = run.number
            if hasMonth { month = next?.number }
            if hasDay { day = third?.number }
        default: break
        }
    }

    private static let years = 1970...2100
}

/// A run of digits in a name, and what stands around it.
private struct DigitRun {
    var digits: String
    var before: Character?
    var after: Character?
    /// One character stands between this run and the one before.
    var followsDirectly: Bool
    /// The second number of `1-4月`.
    var endsRange: Bool

    var number: Int { Int(digits) ?? 0 }

    var touchesLetter: Bool {
        [before, after].contains { $0.map { $0.isASCII && $0.isLetter } ?? false }
    }

    func part(_ start: Int, _ length: Int) -> Int {
        Int(digits.dropFirst(start).prefix(length)) ?? 0
    }

    static func all(in text: String) -> [DigitRun] {
        let characters = Array(text)
        var runs: [DigitRun] = []
        var index = 0
        var previousEnd = -2
        while index < characters.count {
            guard characters[index].isASCIIDigit else {
                index += 1
                continue
            }
            let start = index
            while index < characters.count, characters[index].isASCIIDigit { index += 1 }
            let follows = start == previousEnd + 1
            let joint = start > 0 ? characters[start - 1] : " "
            runs.append(
                DigitRun(
                    digits: String(characters[start..<index]),
                    before: start > 0 ? characters[start - 1] : nil,
                    after: index < characters.count ? characters[index] : nil,
                    followsDirectly: follows,
                    endsRange: follows && "-—–~～至到、".contains(joint)
                        && (runs.last?.digits.count ?? 9) <= 2))
            previousEnd = index
        }
        return runs
    }
}
