/// A minute of China's civil time, as monitoring tables label their readings; no time zone.
///
/// Whether the label is the end of an hour, or a whole day, is said by the interval of its series:
/// a time stamp alone does not know.
public struct TimeStamp: Hashable, Sendable {
    /// Minutes since 1970-01-01 00:00.
    public let minutes: Int32

    public init(minutes: Int32) { self.minutes = minutes }

    /// The minute `hour`:`minute` of `day`; hour 24 is 00:00 of the next day.
    ///
    /// `nil` when the clock has no such minute, or the day is beyond the years 1...5900.
    public init?(_ day: CivilDay, hour: Int = 0, minute: Int = 0) {
        guard (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0,
            let minutes = Int32(exactly: day.number * 1440 + hour * 60 + minute)
        else { return nil }
        self.minutes = minutes
    }

    /// `nil` when there is no such date or minute.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0) {
        guard let date = CivilDay(year: year, month: month, day: day) else { return nil }
        self.init(date, hour: hour, minute: minute)
    }

    /// The day that the time falls in; 00:00 is the day's own beginning.
    public var day: CivilDay { CivilDay(number: (Int(minutes) - minuteOfDay) / 1440) }

    /// 0...1439.
    public var minuteOfDay: Int {
        let rest = Int(minutes) % 1440
        return rest < 0 ? rest + 1440 : rest
    }

    public var year: Int { day.year }
    public var month: Int { day.month }
    /// 0...23.
    public var hour: Int { minuteOfDay / 60 }
    /// 0...59.
    public var minute: Int { minuteOfDay % 60 }

    /// The time `hours` later, or earlier when negative; the ends of the scale are not passed.
    public func adding(hours: Int) -> TimeStamp {
        TimeStamp(minutes: Int32(clamping: Int(minutes) + hours * 60))
    }

    /// Where an hourly mean belongs when its label is the end of its hour: hours 1...24 of a day,
    /// 00:00 being hour 24 of the day before.
    public var hourEndingHere: (day: CivilDay, hour: Int) {
        let label = (minuteOfDay + 59) / 60
        return label == 0 ? (day.advanced(by: -1), 24) : (day, label)
    }
}

extension TimeStamp: Comparable {
    public static func < (a: TimeStamp, b: TimeStamp) -> Bool { a.minutes < b.minutes }
}

extension TimeStamp: CustomStringConvertible {
    /// ISO 8601 without seconds: `2026-03-13T16:00`.
    public var description: String { "\(day)T\(padded(hour, 2)):\(padded(minute, 2))" }
}
