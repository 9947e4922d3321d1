/// A day's value of one parameter at one site.
public struct DailyValue: Hashable, Sendable {
    public let day: CivilDay
    public let value: ExactNumber
    /// How many hourly means (8-hour means for ozone) stand behind it; 1 where the table gave the
    /// day itself.
    public let readings: Int

    public init(day: CivilDay, value: ExactNumber, readings: Int = 1) {
        self.day = day
        self.value = value
        self.readings = readings
    }
}

/// The daily values of a series, and the days that had readings but too few.
public struct DailySeries: Hashable, Sendable {
    public let parameter: ParameterCode
    /// What the readings stood for; `nil` when there were too few to tell, and they were taken for
    /// daily values.
    public let interval: ReadingInterval?
    /// Valid values by day, in order.
    public let values: [DailyValue]
    /// Days with readings but not enough, in order.
    public let incompleteDays: [CivilDay]

    public init(
        parameter: ParameterCode, interval: ReadingInterval?, values: [DailyValue],
        incompleteDays: [CivilDay] = []
    ) {
        self.parameter = parameter
        self.interval = interval
        self.values = values
        self.incompleteDays = incompleteDays
    }
}

/// Daily values from hourly means by the rules for valid data.
///
/// A day's hours are the labels 01:00 to 24:00, 24:00 being 00:00 of the next day.
///
/// Source: GB 3095-2012 and GB 3095-2026, table 4 (hours a day, hours in 8); the number of 8-hour
/// means and the exception above the limit are practice after HJ 663-2013, not confirmed for 2026.
public struct DailyStatistics: Hashable, Sendable {
    /// Hourly means that a daily mean needs.
    public var minimumHours = 20
    /// Hourly means that an 8-hour mean of ozone needs.
    public var minimumHoursInEight = 6
    /// 8-hour means, of those that end at 08:00 to 24:00, that their maximum needs.
    public var minimumEightHourMeans = 14
    /// A maximum above this counts with fewer 8-hour means too (µg/m³, ozone's limit for class 2);
    /// `nil` makes no exception.
    public var eightHourLimit: DecimalValue? = DecimalValue(mantissa: 160)
    /// Hourly means that a moving mean of 24 hours needs.
    public var minimumHoursInMovingDay = 20

    public init() {}

    /// The daily values of `parameter` from its readings.
    ///
    /// Hourly series give a daily mean; `O3_8h` the daily maximum of the 8-hour means given. Of
    /// ozone itself (`O3`) the mean is given: for the daily maximum of 8-hour means made from hourly
    /// ozone see `dailyEightHourMaxima(ofHourly:)`. Readings of days or months pass through, at the
    /// day of their label; other steps give the mean of the day's readings. Missing readings count
    /// as absent; below the detection limit half of it is taken.
    ///
    /// - Parameters:
    ///   - readings: One series, sorted by time, one reading a time.
    ///   - interval: What a reading stands for; `nil` to tell it from the spacing.
    /// - Complexity: O(n) in the readings.
    public func dailyValues(
        of readings: [Reading], parameter: ParameterCode, interval: ReadingInterval? = nil
    ) -> DailySeries {
        let interval = interval ?? ReadingInterval.found(in: readings)
        guard interval == .hour else {
            return DailySeries(
                parameter: parameter, interval: interval, values: Self.meansByDay(readings))
        }
        return dailyValues(of: HourlyDay.days(of: readings), parameter: parameter)
    }

    /// The daily values of `parameter` from hourly means, such as those of a zone.
    ///
    /// - Parameter hours: Sorted by day and hour, one an hour; for `O3_8h` 8-hour means that end
    ///   with the hour.
    public func dailyValues(ofHours hours: [HourlyMean], parameter: ParameterCode) -> DailySeries {
        dailyValues(of: HourlyDay.days(of: hours), parameter: parameter)
    }

    private func dailyValues(of days: [HourlyDay], parameter: ParameterCode) -> DailySeries {
        var result = DayCollector(parameter: parameter)
        for day in days {
            if parameter == .o3EightHours {
                result.add(day, maximum(ofMeans: day.means(from: 8)))
            } else {
                result.add(day, mean(of: day))
            }
        }
        return result.series
    }

    /// The daily maxima of 8-hour means of ozone, from its hourly means.
    ///
    /// A window is the eight labels that end at 08:00, 09:00 … 24:00, all of one day, and needs
    /// `minimumHoursInEight` of them.
    ///
    /// - Parameter readings: Hourly means of ozone, sorted by time.
    /// - Returns: A series of `O3_8h`.
    public func dailyEightHourMaxima(ofHourly readings: [Reading]) -> DailySeries {
        dailyEightHourMaxima(of: HourlyDay.days(of: readings))
    }

    /// The same from hourly means, such as those of a zone.
    ///
    /// - Parameter hours: Hourly means of ozone, sorted by day and hour, one an hour.
    public func dailyEightHourMaxima(ofHours hours: [HourlyMean]) -> DailySeries {
        dailyEightHourMaxima(of: HourlyDay.days(of: hours))
    }

    private func dailyEightHourMaxima(of days: [HourlyDay]) -> DailySeries {
        var result = DayCollector(parameter: .o3EightHours)
        for day in days { result.add(day, maximum(ofMeans: eightHourMeans(of: day))) }
        return result.series
    }

    /// The daily maxima of hourly means; a day needs as many as a daily mean.
    ///
    /// - Parameter hours: Sorted by day and hour, one an hour.
    public func dailyMaxima(ofHours hours: [HourlyMean], parameter: ParameterCode) -> DailySeries {
        var result = DayCollector(parameter: parameter)
        for day in HourlyDay.days(of: hours) {
            let present = day.means(from: 1)
            let largest = present.count >= minimumHours ? present.max() : nil
            result.add(day, largest.map { ($0, present.count) })
        }
        return result.series
    }

    private func mean(of day: HourlyDay) -> (ExactNumber, Int)? {
        let present = day.means(from: 1)
        guard present.count >= minimumHours else { return nil }
        var sum = ExactSum()
        for value in present { sum.add(value) }
        return sum.mean.map { ($0, present.count) }
    }

    private func eightHourMeans(of day: HourlyDay) -> [ExactNumber] {
        (8...24).compactMap { end in
            var sum = ExactSum()
            for hour in end - 7...end {
                if let value = day.hours[hour - 1] { sum.add(value) }
            }
            return sum.count >= minimumHoursInEight ? sum.mean : nil
        }
    }

    private func maximum(ofMeans means: [ExactNumber]) -> (ExactNumber, Int)? {
        guard let largest = means.max() else { return nil }
        let isEnough =
            means.count >= minimumEightHourMeans
            || eightHourLimit.map { largest > ExactNumber($0) } ?? false
        return isEnough ? (largest, means.count) : nil
    }

    /// The mean of each day's readings, at the day of their label.
    private static func meansByDay(_ readings: [Reading]) -> [DailyValue] {
        var result: [DailyValue] = []
        var sum = ExactSum()
        var current: CivilDay?
        func close() {
            if let current, let mean = sum.mean {
                result.append(DailyValue(day: current, value: mean, readings: sum.count))
            }
        }
        for reading in readings {
            guard let value = reading.value.valueForMean else { continue }
            if reading.time.day != current {
                close()
                sum = ExactSum()
                current = reading.time.day
            }
            sum.add(value)
        }
        close()
        return result
    }
}

/// Daily values and incomplete days, as they come.
private struct DayCollector {
    let parameter: ParameterCode
    var values: [DailyValue] = []
    var incomplete: [CivilDay] = []

    init(parameter: ParameterCode) { self.parameter = parameter }

    mutating func add(_ day: HourlyDay, _ result: (value: ExactNumber, readings: Int)?) {
        if let result {
            values.append(
                DailyValue(day: day.day, value: result.value, readings: result.readings))
        } else {
            incomplete.append(day.day)
        }
    }

    var series: DailySeries {
        DailySeries(
            parameter: parameter, interval: .hour, values: values, incompleteDays: incomplete)
    }
}

extension ReadingSet {
    /// The daily values of `parameter` at `site`.
    ///
    /// `O3_8h` is taken from its own readings where the site has any, else made from hourly ozone.
    ///
    /// - Parameter interval: What a reading stands for; `nil` to tell it from the spacing.
    public func dailyValues(
        site: String, parameter: ParameterCode, interval: ReadingInterval? = nil,
        by rules: DailyStatistics = DailyStatistics()
    ) -> DailySeries {
        let own = series(site: site, parameter: parameter)
        if parameter == .o3EightHours && !own.contains(where: { !$0.value.isMissing }) {
            let hourly = series(site: site, parameter: .o3)
            let step = interval ?? ReadingInterval.found(in: hourly)
            if step == .hour { return rules.dailyEightHourMaxima(ofHourly: hourly) }
        }
        return rules.dailyValues(of: own, parameter: parameter, interval: interval)
    }
}
