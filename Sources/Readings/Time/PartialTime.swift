/// A time of which the year, or the year and the month, are not written: `03-13 16:00`, `3月13日`,
/// `13日`, `16:00`.
struct PartialTime: Hashable, Sendable {
    var month: Int?
    var day: Int?
    var hour = 0
    var minute = 0
    /// Whether an hour is written.
    var hasClock = false

    /// `nil` for text that is a whole time or none.
    init?(parsing text: String) {
        let clean = normalisedText(text)
        guard clean.first?.isASCIIDigit == true, TimeStamp.hasOnlyTimeMarks(clean[...]) else {
            return nil
        }
        let runs = Self.runs(clean)
        guard runs.count <= 5, runs.allSatisfy({ $0.digits.count <= 2 }) else { return nil }
        var rest = runs[...]
        if rest.count == 1, rest[0].mark == nil {
            // A number alone is a day of the month.
            day = Int(rest.removeFirst().digits)
        } else {
            takeDate(&rest)
        }
        guard takeClock(rest), hasClock || month != nil || day != nil,
            (1...12).contains(month ?? 1), (1...31).contains(day ?? 1), (0...24).contains(hour),
            (0...59).contains(minute)
        else { return nil }
    }

    private typealias Run = (digits: Substring, mark: Character?)

    private mutating func takeDate(_ rest: inout ArraySlice<Run>) {
        guard let first = rest.first, let mark = first.mark else { return }
        switch mark {
        case "月":
            month = Int(rest.removeFirst().digits)
            guard let next = rest.first, let mark = next.mark else {
                // `3月13` without its 日.
                if let next = rest.popFirst() { day = Int(next.digits) }
                return
            }
            if "日号 T".contains(mark) { day = Int(rest.removeFirst().digits) }
        case "日", "号": day = Int(rest.removeFirst().digits)
        case "-", "/":
            guard rest.count > 1 else { return }
            month = Int(rest.removeFirst().digits)
            day = Int(rest.removeFirst().digits)
        default: break
        }
    }

    /// Whether the rest is a clock time, or nothing.
    private mutating func takeClock(_ rest: ArraySlice<Run>) -> Bool {
        guard let first = rest.first else { return true }
        guard rest.count <= 3, let value = Int(first.digits),
            rest.count > 1 || first.mark.map({ "时点:".contains($0) }) ?? (day != nil)
        else { return false }
        let marks = rest.dropLast().compactMap(\.mark)
        guard marks.allSatisfy({ ":时点分".contains($0) }) else { return false }
        hour = value
        hasClock = true
        if rest.count > 1 { minute = Int(rest[rest.startIndex + 1].digits) ?? 60 }
        return true
    }

    /// The runs of digits, each with the character behind it; spaces count where nothing else
    /// stands.
    private static func runs(_ text: String) -> [Run] {
        var result: [Run] = []
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index].isASCIIDigit else {
                index = text.index(after: index)
                continue
            }
            let end = text[index...].firstIndex { !$0.isASCIIDigit } ?? text.endIndex
            result.append((text[index..<end], end < text.endIndex ? text[end] : nil))
            index = end
        }
        return result
    }
}
