public import Readings

/// What a limit of the air standard is compared with.
public enum AveragingTime: String, Hashable, Sendable, CaseIterable {
    case annual
    case quarter
    case day = "24h"
    /// The largest 8-hour mean of a day: ozone.
    case dailyMaximumEightHours = "daily max 8h"
    case hour = "1h"

    static var listed: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The kind of area that a limit protects.
public enum AreaClass: Int, Hashable, Sendable, CaseIterable {
    /// 一类区: national parks, nature reserves and other areas under special protection.
    case first = 1
    /// 二类区: everything else.
    case second = 2
}

/// One edition of the air standard: its limits, the days on which it is in force, and the rules for
/// index and statistics that go with it.
///
/// Source: GB 3095-2012 with the amendment of 2018, GB 3095-2026; tables 1 and 2 of each.
public struct AirStandard: Hashable, Sendable {
    /// The name in the column `edition`: `GB3095-2026-transition`.
    public let edition: String
    /// `GB 3095-2026`.
    public let document: String
    public let title: String
    public let titleInChinese: String
    /// The tables that the limits are from.
    public let source: String
    public let validFrom: CivilDay
    /// The last day in force; `nil` for the latest edition.
    public let validTo: CivilDay?
    /// The rules of the air quality index that go with the limits.
    public let index: AirIndexStandard
    /// The rules of statistics that go with the limits.
    public let statistics: AirStatisticRules
    let limits: [ParameterCode: [AveragingTime: [DecimalValue]]]

    /// The limit in the parameter's own unit (µg/m³, CO mg/m³); `nil` where there is none. A value
    /// complies when it is at most the limit. Ozone's 8-hour limit stands under `O3_8h`.
    public func limit(
        _ parameter: ParameterCode, _ averaging: AveragingTime, _ area: AreaClass = .second
    ) -> DecimalValue? {
        limits[parameter]?[averaging].map { $0[area.rawValue - 1] }
    }

    /// The limit that a daily value, and the annual percentile of daily values, is judged by.
    public func dailyLimit(
        _ parameter: ParameterCode, _ area: AreaClass = .second
    ) -> DecimalValue? {
        limit(parameter, .day, area) ?? limit(parameter, .dailyMaximumEightHours, area)
    }

    /// The limit that a statistic of a period is judged by: the annual one for means, the daily one
    /// for percentiles; `nil` where there is none.
    public func limit(
        of statistic: PeriodStatistic, _ parameter: ParameterCode, _ area: AreaClass = .second
    ) -> DecimalValue? {
        switch statistic {
        case .mean: limit(parameter, .annual, area)
        case .percentile: dailyLimit(parameter, area)
        case .minimum, .maximum: nil
        }
    }

    /// The percentile of the annual evaluation by parameter, whole per cent: 95 for PM2.5.
    public var annualPercentiles: [ParameterCode: Int] {
        statistics.annual.compactMapValues { statistics in
            for case .percentile(let percent) in statistics {
                return Int(percent.rounded(toDecimals: 0).mantissa)
            }
            return nil
        }
    }

    /// The rules that make daily values of hourly ones.
    public var dailyStatistics: DailyStatistics {
        var rules = DailyStatistics()
        rules.minimumHours = statistics.minimumHoursInDay
        rules.minimumHoursInEight = statistics.minimumHoursInEight
        rules.minimumEightHourMeans = statistics.minimumEightHourMeans
        rules.eightHourLimit =
            statistics.countsAboveEightHourLimit ? dailyLimit(.o3EightHours) : nil
        rules.minimumHoursInMovingDay = statistics.minimumHoursInMovingDay
        return rules
    }

    /// The decimals that reports show: 1 for CO, 0 for the others; not confirmed for HJ 663-2026.
    public func decimals(of parameter: ParameterCode) -> Int { statistics.decimals(of: parameter) }

    /// The decimals to which a concentration is rounded before its index is computed.
    public func decimalsForIndex(of parameter: ParameterCode) -> Int {
        index.inputDecimals(of: parameter)
    }

    /// Whether the edition is in force on `day`.
    public func isInForce(on day: CivilDay) -> Bool {
        day >= validFrom && validTo.map { day <= $0 } ?? true
    }
}
