/// A stretch of whole days that figures are reported for: a month, several months, a quarter, a
/// year, a day, several days.
public struct Period: Hashable, Sendable {
    /// How the period was asked for; it says what the period before it is.
    public enum Unit: Hashable, Sendable {
        case days, months, quarter, year
    }

    public let unit: Unit
    public let firstDay: CivilDay
    /// The last day that belongs to the period.
    public let lastDay: CivilDay

    /// The days from `firstDay` to `lastDay`.
    ///
    /// - Precondition: `firstDay` is not after `lastDay`.
    public init(days firstDay: CivilDay, through lastDay: CivilDay) {
        self.init(.days, firstDay, lastDay)
    }

    /// The `count` months that begin with `month` of `year`; `nil` when `month` is not 1...12 or
    /// the count not positive.
    public init?(year: Int, month: Int, count: Int = 1) {
        self.init(.months, year: year, month: month, count: count)
    }

    init(_ unit: Unit, _ firstDay: CivilDay, _ lastDay: CivilDay) {
        precondition(firstDay <= lastDay, "a period ends after it begins")
        self.unit = unit
        self.firstDay = firstDay
        self.lastDay = lastDay
    }

    init?(_ unit: Unit, year: Int, month: Int, count: Int) {
        let last = year * 12 + month - 1 + count - 1
        guard (1...12).contains(month), count > 0,
            let firstDay = CivilDay(year: year, month: month, day: 1),
            let lastDay = CivilDay(
                year: last / 12, month: last % 12 + 1,
                day: CivilDay.days(inMonth: last % 12 + 1, of: last / 12))
        else { return nil }
        self.init(unit, firstDay, lastDay)
    }

    public var days: ClosedRange<CivilDay> { firstDay...lastDay }
    public var dayCount: Int { lastDay.number - firstDay.number + 1 }
    public func contains(_ day: CivilDay) -> Bool { days.contains(day) }

    /// How many calendar months the period touches.
    public var monthCount: Int {
        lastDay.year * 12 + lastDay.month - firstDay.year * 12 - firstDay.month + 1
    }

    /// Whether the period is one whole calendar year.
    public var isWholeYear: Bool {
        firstDay.month == 1 && firstDay.day == 1 && lastDay.month == 12 && lastDay.day == 31
            && firstDay.year == lastDay.year
    }

    /// The part of the period in each calendar month it touches, in order.
    public var months: [Period] {
        var result: [Period] = []
        var start = firstDay
        while start <= lastDay {
            let own = start.date
            let length = CivilDay.days(inMonth: own.month, of: own.year)
            let end = min(start.advanced(by: length - own.day), lastDay)
            result.append(Period(own.day == 1 && end.day == length ? .months : .days, start, end))
            start = end.advanced(by: 1)
        }
        return result
    }

    /// The same period of the year before (同比); 29 February becomes 28 February and the last day
    /// of February stays the last day.
    public var yearBefore: Period {
        if unit == .days {
            return Period(.days, firstDay.adding(years: -1), lastDay.adding(years: -1))
        }
        return movedBy(months: -12)
    }

    /// The period that ends the day before this one and is as long (环比): the month before a month,
    /// the four months before four months, the quarter, the year, or as many days.
    public var precedingPeriod: Period {
        if unit == .days {
            return Period(
                .days, firstDay.advanced(by: -dayCount), firstDay.advanced(by: -1))
        }
        return movedBy(months: -monthCount)
    }

    private func movedBy(months shift: Int) -> Period {
        let start = firstDay.year * 12 + firstDay.month - 1 + shift
        return Period(unit, year: start / 12, month: start % 12 + 1, count: monthCount) ?? self
    }
}

extension Period: CustomStringConvertible {
    /// The period as a job writes it, safe in a file name: `2026-04`, `2026-01..2026-04`, `2026`,
    /// `2026Q1`, `2026-03-05`, `2026-03-05..2026-03-20`.
    public var label: String {
        switch unit {
        case .year: return padded(firstDay.year, 4)
        case .quarter: return "\(padded(firstDay.year, 4))Q\((firstDay.month + 2) / 3)"
        case .months:
            let first = String(firstDay.description.prefix(7))
            return monthCount == 1 ? first : "\(first)..\(lastDay.description.prefix(7))"
        case .days:
            return firstDay == lastDay ? "\(firstDay)" : "\(firstDay)..\(lastDay)"
        }
    }

    public var description: String { label }

    /// The period in words: `2026年4月`, `2026年1—4月`, `2026年第1季度`, `2026年3月5日`.
    public var labelInChinese: String {
        let (first, last) = (firstDay.date, lastDay.date)
        switch unit {
        case .year: return "\(first.year)年"
        case .quarter: return "\(first.year)年第\((first.month + 2) / 3)季度"
        case .months:
            if monthCount == 1 { return "\(first.year)年\(first.month)月" }
            if first.year == last.year { return "\(first.year)年\(first.month)—\(last.month)月" }
            return "\(first.year)年\(first.month)月—\(last.year)年\(last.month)月"
        case .days:
            let start = "\(first.year)年\(first.month)月\(first.day)日"
            if firstDay == lastDay { return start }
            if first.year == last.year { return "\(start)—\(last.month)月\(last.day)日" }
            return "\(start)—\(last.year)年\(last.month)月\(last.day)日"
        }
    }
}
