extension TimeStamp {
    /// The time that a cell of a time column writes.
    ///
    /// Accepted, with full-width characters too: `2026/3/13 0:00`, `2026-03-13`, `2026.3.13`,
    /// `20260313`, `2026031316`, `202603131600`, `2026年3月13日`, `2026年3月13日16时`,
    /// `2026-03-13 16时30分`, `2026-03-13T16:00:00`, `2026-03-13T08:00Z` (an offset is turned into
    /// China's time), `24:00`; `2026-03` and `2026年3月` are the first day of the month. A plain
    /// number of 20000...80000 is a spreadsheet's day number (days since 1899-12-30). Seconds are
    /// dropped. A date without a time is 00:00 of that date.
    ///
    /// - Throws: `ReadingTextError.notATime`.
    public init(parsing text: String) throws(ReadingTextError) {
        let clean = normalisedText(text)
        guard let time = Self.time(in: clean) else { throw .notATime(text) }
        self = time
    }

    private static func time(in text: String) -> TimeStamp? {
        if let compact = compactTime(text) { return compact }
        if let serial = Double(text) { return spreadsheetTime(serial) }
        let (body, offset) = splitOffset(text)
        let numbers = body.split { !$0.isASCIIDigit }.map(String.init)
        guard hasOnlyTimeMarks(body), (2...6).contains(numbers.count), numbers[0].count == 4
        else { return nil }
        let values = numbers.compactMap { Int($0) }
        guard values.count == numbers.count else { return nil }
        // The parts may be told by position alone, because marks were checked before.
        let time = TimeStamp(
            year: values[0], month: values[1], day: values.count > 2 ? values[2] : 1,
            hour: values.count > 3 ? values[3] : 0, minute: values.count > 4 ? values[4] : 0)
        if values.count == 6 && !(0...60).contains(values[5]) { return nil }
        guard let offset, let time else { return offset == nil ? nil : time }
        if offset == chinaOffset { return time }
        return TimeStamp(minutes: time.minutes + Int32(chinaOffset - offset))
    }

    /// Minutes by which China's time is ahead of UTC.
    private static let chinaOffset = 480

    /// The text without `Z` or `+08:00` after a clock time, and the offset in minutes, China's own
    /// where none is written; a `nil` offset is one that cannot be read.
    private static func splitOffset(_ text: String) -> (Substring, Int?) {
        guard let clock = text.firstIndex(of: ":") else { return (text[...], chinaOffset) }
        if text.last == "Z" || text.last == "z" { return (text.dropLast(), 0) }
        guard let sign = text[clock...].lastIndex(where: { $0 == "+" || $0 == "-" }) else {
            return (withoutFraction(text[...]), chinaOffset)
        }
        let digits = text[text.index(after: sign)...].filter { $0 != ":" }
        guard digits.count == 2 || digits.count == 4, let value = Int(digits) else {
            return (text[...], nil)
        }
        let minutes = digits.count == 2 ? value * 60 : value / 100 * 60 + value % 100
        return (withoutFraction(text[..<sign]), text[sign] == "-" ? -minutes : minutes)
    }

    /// `16:00:00.000` without the fraction of the second.
    private static func withoutFraction(_ text: Substring) -> Substring {
        guard let clock = text.firstIndex(of: ":"),
            let point = text[clock...].firstIndex(of: ".")
        else { return text }
        return text[..<point]
    }

    static func hasOnlyTimeMarks(_ text: Substring) -> Bool {
        text.allSatisfy { $0.isASCIIDigit || "-/.:T 年月日号时点分秒".contains($0) }
    }

    /// `20260313`, `2026031316`, `202603131600`, `20260313160000`.
    private static func compactTime(_ text: String) -> TimeStamp? {
        let count = text.utf8.count
        guard [8, 10, 12, 14].contains(count), text.allSatisfy(\.isASCIIDigit) else { return nil }
        func part(_ start: Int, _ length: Int) -> Int {
            start + length <= count ? Int(text.dropFirst(start).prefix(length)) ?? 0 : 0
        }
        return TimeStamp(
            year: part(0, 4), month: part(4, 2), day: part(6, 2), hour: part(8, 2),
            minute: part(10, 2))
    }

    /// The time of a spreadsheet's day number: days since 1899-12-30, the fraction being the clock.
    private static func spreadsheetTime(_ serial: Double) -> TimeStamp? {
        guard (20_000...80_000).contains(serial) else { return nil }
        // 25569 is 1970-01-01.
        return TimeStamp(minutes: Int32(((serial - 25_569) * 1440).rounded()))
    }
}
