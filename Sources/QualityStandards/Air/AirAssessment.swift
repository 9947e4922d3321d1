public import Readings

/// What a period says about one parameter.
public struct AirItemAssessment: Hashable, Sendable {
    public let parameter: ParameterCode
    /// The mean of the daily values.
    public let mean: PeriodValue
    /// The percentile of the annual evaluation.
    public let percentile: PeriodValue
    /// The statistic that stands for the parameter in rankings and changes: the mean, for CO and
    /// ozone the percentile.
    public let leading: PeriodStatistic
    /// The limits; `nil` where the edition has none.
    public let meanLimit: DecimalValue?
    public let percentileLimit: DecimalValue?
    /// Days with a valid value, sand days and all, and those of them within the daily limit.
    public let validDays: Int
    public let attainingDays: Int
    /// Whether the statistics of the annual evaluation, as published, are all within their limits; a
    /// value on a limit is within. `nil` when one of them is lacking and none exceeds.
    public let attains: Bool?
    /// The decimals of published values.
    public let decimals: Int

    /// The statistic that stands for the parameter, before rounding.
    public var leadingValue: PeriodValue { leading == .mean ? mean : percentile }

    /// A value as it is published; `nil` when the data do not suffice.
    public func published(_ value: PeriodValue) -> DecimalValue? {
        value.value?.rounded(toDecimals: decimals)
    }

    /// By how many times a published value exceeds its limit, to be rounded to the decimals of
    /// `AirStatisticRules.exceedanceDecimals`; `nil` when it does not.
    public func exceedanceMultiple(of value: PeriodValue) -> ExactNumber? {
        let limit = value.statistic == .mean ? meanLimit : percentileLimit
        guard let limit, let published = published(value), published > limit else { return nil }
        return Figures.exceedanceMultiple(ExactNumber(published), limit: limit)
    }

    /// The share of the valid days that are within the daily limit (达标率), in per cent.
    public var attainmentRate: ExactNumber? {
        Figures.percentage(attainingDays, of: validDays)
    }
}

/// What a period says about a station or a zone.
///
/// Everything in it is judged by one edition, the indices of its days too, so that days before and
/// after a change of editions can be counted together.
public struct AirAssessment: Hashable, Sendable {
    public let standard: AirStandard
    public let period: Period
    /// The six parameters of the evaluation, in the standard's order.
    public let items: [AirItemAssessment]
    /// Days by level, the best level first.
    public let daysByLevel: [Int]
    /// Days with an index.
    public let validDays: Int
    /// Days with an index of up to 100 (优良天数).
    public let goodDays: Int
    /// Days with an index above 200 (重污染天数).
    public let heavyDays: Int
    /// On how many days with an index each item was primary; of several each counts.
    public let primaryDays: [AirIndexItem: Int]
    public let composite: CompositeIndex
    /// Days deducted, by parameter, that had a value.
    public let deductedDays: [ParameterCode: Int]
    public let settings: AirSettings

    /// The days of the period.
    public var days: Int { period.dayCount }

    /// The share of the valid days that are good (优良天数比例), in per cent, before rounding.
    public var goodShare: ExactNumber? { Figures.percentage(goodDays, of: validDays) }

    /// Whether all six items attain; `nil` when that cannot be told.
    public var attains: Bool? {
        if items.contains(where: { $0.attains == false }) { return false }
        return items.allSatisfy { $0.attains == true } ? true : nil
    }

    /// The item of `parameter`.
    public subscript(parameter: ParameterCode) -> AirItemAssessment? {
        items.first { $0.parameter == parameter }
    }

    /// Why figures are lacking, each reason once.
    public var lacks: [InsufficientData] {
        var seen: Set<InsufficientData> = []
        return items.flatMap { [$0.mean.reason, $0.percentile.reason] }.compactMap(\.self)
            .filter { seen.insert($0).inserted }
    }
}

extension AirDailyValues {
    /// What `period` says, judged whole by `standard`.
    ///
    /// - Parameters:
    ///   - standard: One edition: that in force on the last day of the current period, for both
    ///     sides of a comparison.
    ///   - excluded: Days deducted, which count neither as valid nor as needed for means,
    ///     percentiles and the composite index; indices of days stay.
    ///   - settings: `nil` for the defaults of the edition.
    /// - Complexity: O(days).
    public func assessment(
        of period: Period, by standard: AirStandard, excluding excluded: ExcludedDays = .none,
        settings: AirSettings? = nil
    ) -> AirAssessment {
        let settings = settings ?? AirSettings(standard)
        let parameters = Self.parameters.filter { standard.statistics.annual[$0] != nil }
        let items = parameters.map {
            item($0, period, standard, excluded.days(of: $0), settings)
        }
        var levels = [Int](repeating: 0, count: standard.index.levels.count)
        var (valid, good, heavy) = (0, 0, 0)
        var primary: [AirIndexItem: Int] = [:]
        for day in days where period.contains(day) {
            let index = index(on: day, by: standard.index, missing: settings.missingItems)
            guard let value = index.value, let level = index.level else { continue }
            valid += 1
            levels[(standard.index.levels.firstIndex(of: level) ?? 0)] += 1
            if value <= standard.statistics.goodIndex { good += 1 }
            if value > standard.statistics.heavyIndex { heavy += 1 }
            for item in index.primary { primary[item, default: 0] += 1 }
        }
        return AirAssessment(
            standard: standard, period: period, items: items, daysByLevel: levels,
            validDays: valid, goodDays: good, heavyDays: heavy, primaryDays: primary,
            composite: CompositeIndex(
                of: settings.composite, by: settings.compositeStandard ?? standard,
                basis: settings.compositeBasis
            ) { parameter, statistic in
                settings.periods.value(
                    statistic, of: self[parameter], in: period,
                    excluding: excluded.days(of: parameter))
            },
            deductedDays: deducted(in: period, excluded, parameters), settings: settings)
    }

    private func item(
        _ parameter: ParameterCode, _ period: Period, _ standard: AirStandard,
        _ excluded: Set<CivilDay>, _ settings: AirSettings
    ) -> AirItemAssessment {
        let series = self[parameter]
        let annual = standard.statistics.annual[parameter] ?? []
        let percentile = standard.statistics.annualPercentile(of: parameter) ?? .percentile(95)
        func value(_ statistic: PeriodStatistic) -> PeriodValue {
            settings.periods.value(statistic, of: series, in: period, excluding: excluded)
        }
        let decimals = standard.decimals(of: parameter)
        let (mean, high) = (value(.mean), value(percentile))
        let verdicts = annual.map { statistic -> Bool? in
            let own = statistic == .mean ? mean : statistic == percentile ? high : value(statistic)
            guard let limit = standard.limit(of: statistic, parameter, settings.area) else {
                return true
            }
            return own.value.map { $0.rounded(toDecimals: decimals) <= limit }
        }
        let daily = standard.dailyLimit(parameter, settings.area)
        let inside = series.values.filter { period.contains($0.day) }
        let input = standard.decimalsForIndex(of: parameter)
        return AirItemAssessment(
            parameter: parameter, mean: mean, percentile: high,
            leading: annual.contains(.mean) ? .mean : percentile,
            meanLimit: standard.limit(of: .mean, parameter, settings.area),
            percentileLimit: standard.limit(of: percentile, parameter, settings.area),
            validDays: inside.count,
            attainingDays: inside.count { value in
                daily.map { value.value.rounded(toDecimals: input) <= $0 } ?? true
            },
            attains: verdicts.contains(false)
                ? false : verdicts.allSatisfy { $0 == true } ? true : nil,
            decimals: decimals)
    }

    private func deducted(
        in period: Period, _ excluded: ExcludedDays, _ parameters: [ParameterCode]
    ) -> [ParameterCode: Int] {
        var counts: [ParameterCode: Int] = [:]
        for parameter in parameters {
            let days = excluded.days(of: parameter)
            if days.isEmpty { continue }
            let count = self[parameter].values.count {
                period.contains($0.day) && days.contains($0.day)
            }
            if count > 0 { counts[parameter] = count }
        }
        return counts
    }
}
