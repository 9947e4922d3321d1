/// What a number format of a workbook makes of a number.
enum SheetNumberFormat: Hashable {
    case number
    case date
    case dateAndTime
    case time
    /// Hours beyond 24: `[h]:mm`.
    case elapsedTime

    /// The format of a number that workbooks share and that no style sheet writes out.
    ///
    /// Source: ECMA-376-1:2016, §18.8.30, with the formats of the zh-cn list (27…36, 50…58).
    init(builtIn number: Int) {
        switch number {
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
        case 18...21, 32...35, 45, 47, 55, 56: self = .time
        case 22: self = .dateAndTime
        case 46: self = .elapsedTime
        default: self = .number
        }
    }

    /// The format of a code such as `yyyy"年"m"月"d"日" h:mm`.
    init(code: String) {
        let letters = Self.letters(code)
        let hasDate = letters.contains("y") || letters.contains("d")
        let hasTime = letters.contains("h") || letters.contains("s")
        if letters.contains("[") {
            self = hasDate ? .dateAndTime : .elapsedTime
        } else if hasDate {
            self = hasTime ? .dateAndTime : .date
        } else if hasTime {
            self = .time
        } else {
            self = letters.contains("m") ? .date : .number
        }
    }

    /// The letters of the first section that stand for parts of a time, and `[` for elapsed hours.
    private static func letters(_ code: String) -> Set<Character> {
        var result: Set<Character> = []
        var rest = code.lowercased()[...]
        if rest.hasPrefix("general") { return [] }
        while let character = rest.popFirst() {
            switch character {
            case "\"":
                while let next = rest.popFirst(), next != "\"" {}
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(inside.count + 1)
                if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) {
                    result.formUnion(["[", "h"])
                }
            case ";": return result
            case "y", "d", "h", "s", "m": result.insert(character)
            default: break
            }
        }
        return result
    }

    /// The text of a cell with `number` in this format, for a workbook that counts its days from
    /// `origin` (the day of serial 0, counted from 1970-01-01): `2026-03-13`,
    /// `2026-03-13 16:00:00`, `16:00:00`; `nil` for numbers that are none of these.
    ///
    /// A clock time behind a date is kept where the format does not show it.
    func text(of number: Double, origin: Int) -> String? {
        guard self != .number, number >= 0, number < 2_958_466 else { return nil }
        let seconds = Int((number * 86_400).rounded())
        let (days, clock) = (seconds / 86_400, seconds % 86_400)
        let time = Self.clock(clock)
        switch self {
        case .number: return nil
        case .elapsedTime:
            return "\(Self.padded(seconds / 3600)):\(Self.clock(seconds % 3600).dropFirst(3))"
        case .time where days == 0: return time
        case .date where clock == 0: return Self.date(days + origin)
        case .date, .dateAndTime, .time: return "\(Self.date(days + origin)) \(time)"
        }
    }

    private static func clock(_ seconds: Int) -> String {
        "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
    }

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// The date of a day counted from 1970-01-01, from 1600 on.
    private static func date(_ day: Int) -> String {
        // Days of whole cycles of 400 years, from 1600-03-01.
        let sinceMarch = day + 135_080
        let cycle = sinceMarch / 146_097
        let inCycle = sinceMarch % 146_097
        let year = (inCycle - inCycle / 1460 + inCycle / 36_524 - inCycle / 146_096) / 365
        let inYear = inCycle - (365 * year + year / 4 - year / 100)
        let month = (5 * inYear + 2) / 153
        let date = inYear - (153 * month + 2) / 5 + 1
        let civil = month < 10 ? month + 3 : month - 9
        let civilYear = 1600 + cycle * 400 + year + (civil < 3 ? 1 : 0)
        return "\(civilYear)-\(padded(civil))-\(padded(date))"
    }
}
