/// A period's value of one parameter at one site, or why there is none.
public struct PeriodValue: Hashable, Sendable {
    public let parameter: ParameterCode
    public let statistic: PeriodStatistic
    public let period: Period
    /// The value before any rounding; `nil` when the data do not suffice.
    public let value: ExactNumber?
    /// Days (samples, for water) that count.
    public let validDays: Int
    /// The days of the period.
    public let days: Int
    /// Why there is no value; `nil` when there is one.
    public let reason: InsufficientData?

    public init(
        parameter: ParameterCode, statistic: PeriodStatistic, period: Period,
        value: ExactNumber?, validDays: Int, reason: InsufficientData?
    ) {
        self.parameter = parameter
        self.statistic = statistic
        self.period = period
        self.value = value
        self.validDays = validDays
        days = period.dayCount
        self.reason = reason
    }

    /// The value for kernels; `nil` as `value`.
    public var double: Double? { value?.double }
}

/// Why a period has no value.
public enum InsufficientData: Hashable, Sendable {
    /// There are no readings at all.
    case noReadings(ParameterCode, Period)
    /// A part of the period, or the whole, has fewer valid days than it needs.
    case tooFewDays(ParameterCode, Period, valid: Int, needed: Int)
    /// All results were below detection limits that are not written.
    case noKnownLimit(ParameterCode, Period, samples: Int)
}

extension InsufficientData: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noReadings(let parameter, let period):
            "\(parameter): no readings in \(period)."
        case .tooFewDays(let parameter, let period, let valid, let needed):
            "\(parameter): \(valid) valid day(s) in \(period), \(needed) needed."
        case .noKnownLimit(let parameter, let period, let samples):
            "\(parameter): all \(samples) result(s) in \(period) are below a detection limit that "
                + "is not written."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .noReadings(let parameter, let period):
            "\(parameter):\(period.labelInChinese)无数据。"
        case .tooFewDays(let parameter, let period, let valid, let needed):
            "\(parameter):\(period.labelInChinese)有效天数\(valid)天,少于要求的\(needed)天。"
        case .noKnownLimit(let parameter, let period, let samples):
            "\(parameter):\(period.labelInChinese)\(samples)个结果均未检出且未注明检出限。"
        }
    }
}

/// Values of periods from daily values, by the rules for valid data.
///
/// Means and percentiles need, in every calendar month, `minimumDaysInMonth` valid days (February
/// `minimumDaysInFebruary`), and a whole year `minimumDaysInYear` besides. Of a month that the
/// period holds in part, the same share of its days is needed, rounded up. Minimum and maximum
/// need one valid day.
///
/// Source: GB 3095-2012 and GB 3095-2026, table 4, for annual means; that the monthly numbers apply
/// to monthly means, percentiles and parts of a year too is usual practice and not confirmed, hence
/// the settings.
public struct PeriodStatistics: Hashable, Sendable {
    public var minimumDaysInMonth = 27
    public var minimumDaysInFebruary = 25
    public var minimumDaysInYear = 324

    public init() {}

    /// No minima: any valid day gives a value.
    public static let withoutMinima: PeriodStatistics = {
        var rules = PeriodStatistics()
        rules.minimumDaysInMonth = 1
        rules.minimumDaysInFebruary = 1
        rules.minimumDaysInYear = 1
        return rules
    }()

    /// The `statistic` of the daily values in `period`.
    ///
    /// - Parameters:
    ///   - daily: Valid daily values.
    ///   - excluded: Days to leave out, such as days of sand and dust; they count neither as valid
    ///     nor as needed.
    public func value(
        _ statistic: PeriodStatistic, of daily: DailySeries, in period: Period,
        excluding excluded: Set<CivilDay> = []
    ) -> PeriodValue {
        let used = daily.values.filter { period.contains($0.day) && !excluded.contains($0.day) }
        let reason = shortage(
            of: daily.parameter, statistic, days: used.map(\.day), in: period,
            excluding: excluded, interval: daily.interval)
        return PeriodValue(
            parameter: daily.parameter, statistic: statistic, period: period,
            value: reason == nil ? statistic.value(of: used.map(\.value)) : nil,
            validDays: used.count, reason: reason)
    }

    /// What is missing for a value, the first lack in time; `nil` when nothing is.
    private func shortage(
        of parameter: ParameterCode, _ statistic: PeriodStatistic, days: [CivilDay],
        in period: Period, excluding excluded: Set<CivilDay>, interval: ReadingInterval?
    ) -> InsufficientData? {
        if days.isEmpty { return .noReadings(parameter, period) }
        if statistic == .minimum || statistic == .maximum { return nil }
        let months = period.months
        for month in months {
            let valid = days.count { month.contains($0) }
            // A monthly value is its month's only one.
            let needed =
                interval == .month
                ? 1 : neededDays(inPartOfMonth: month, excluding: excluded)
            if valid < needed {
                return .tooFewDays(parameter, month, valid: valid, needed: needed)
            }
        }
        if period.isWholeYear && interval != .month {
            let needed = minimumDaysInYear - excluded.count { period.contains($0) }
            if days.count < needed {
                return .tooFewDays(parameter, period, valid: days.count, needed: needed)
            }
        }
        return nil
    }

    private func neededDays(inPartOfMonth part: Period, excluding excluded: Set<CivilDay>) -> Int {
        let date = part.firstDay.date
        let length = CivilDay.days(inMonth: date.month, of: date.year)
        let minimum = date.month == 2 ? minimumDaysInFebruary : minimumDaysInMonth
        let share = (part.dayCount * minimum + length - 1) / length
        return max(share - excluded.count { part.contains($0) }, 0)
    }

    // MARK: - Samples

    /// The mean of a water parameter's samples in `period`: half of the detection limit stands for
    /// a result below it; missing results and results below an unknown limit do not enter.
    ///
    /// One sample is enough.
    ///
    /// - Parameters:
    ///   - readings: One series, in any order.
    ///   - interval: What a sample stands for, which decides the day it belongs to; `nil` for the day of its
    ///     label.
    /// - Returns: The mean before any rounding; `validDays` is the number of samples.
    ///
    /// Source: 环办[2011]22号 (means of samples); half the limit is usual practice, not confirmed.
    public static func sampleMean(
        of readings: [Reading], parameter: ParameterCode, in period: Period,
        interval: ReadingInterval? = nil
    ) -> PeriodValue {
        var sum = ExactSum()
        var unknown = 0
        for reading in readings
        where period.contains(interval?.day(of: reading.time) ?? reading.time.day) {
            if let value = reading.value.valueForMean {
                sum.add(value)
            } else if reading.value.isBelowDetection {
                unknown += 1
            }
        }
        var reason: InsufficientData?
        if sum.count == 0 {
            reason =
                unknown > 0
                ? .noKnownLimit(parameter, period, samples: unknown)
                : .noReadings(parameter, period)
        }
        return PeriodValue(
            parameter: parameter, statistic: .mean, period: period, value: sum.mean,
            validDays: sum.count, reason: reason)
    }
}
