/// A day of the calendar, as a running number: no time zone, no clock.
public struct CivilDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// The day of a Gregorian date; `nil` when there is no such date or the year is not 1...9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        number = Self.number(year: year, month: month, day: day)
    }

    public var year: Int { date.year }
    /// 1...12.
    public var month: Int { date.month }
    /// 1...31.
    public var day: Int { date.day }

    /// Year, month and day together: one computation for all three.
    public var date: (year: Int, month: Int, day: Int) {
        // Years begin in March, so that the leap day is a year's last. An era is 400 years.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// How many days `month` of `year` has; `month` is 1...12.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether `year` has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The same date `years` later (or earlier); 29 February becomes 28 February where needed.
    public func adding(years: Int) -> CivilDay {
        let own = date
        let last = Self.days(inMonth: own.month, of: own.year + years)
        return CivilDay(
            number: Self.number(
                year: own.year + years, month: own.month, day: min(own.day, last)))
    }
}

extension CivilDay: Comparable, Strideable {
    public static func < (a: CivilDay, b: CivilDay) -> Bool { a.number < b.number }
    public func distance(to other: CivilDay) -> Int { other.number - number }
    public func advanced(by days: Int) -> CivilDay { CivilDay(number: number + days) }
}

extension CivilDay: CustomStringConvertible {
    /// ISO 8601: `2026-03-13`.
    public var description: String {
        let own = date
        return "\(padded(own.year, 4))-\(padded(own.month, 2))-\(padded(own.day, 2))"
    }
}

/// `value` with zeros in front, at least `width` digits.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
