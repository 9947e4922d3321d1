public import Readings

/// From which values a figure is computed.
public enum FigureBasis: String, Hashable, Sendable, CaseIterable {
    /// From the values before any rounding.
    case full
    /// From the values as they are published, as when a bulletin is checked.
    case published
}

/// The choices that the standards leave open or that no second source confirms. Each has the default
/// of the edition's data; `statements` says which were used.
public struct AirSettings: Hashable, Sendable {
    /// What a day needs.
    public var daily: DailyStatistics
    /// What a month and a year need.
    public var periods: PeriodStatistics
    /// How the values of a zone are made.
    public var pooling: AirPooling = .day
    /// The share of a zone's stations, 0...1, that its value needs; one in any case.
    public var stationShare: DecimalValue
    /// What to do about days without all items; `nil` for the edition's own rule.
    public var missingItems: MissingItemRule?
    /// The kind of area whose limits apply; the composite index always takes class 2.
    public var area: AreaClass = .second
    /// The terms of the composite index with their weights.
    public var composite: [AirStatisticRules.CompositeItem]
    /// The edition whose limits the composite index takes; `nil` for the one that judges.
    public var compositeStandard: AirStandard?
    public var compositeBasis: FigureBasis = .full
    public var changeBasis: FigureBasis = .full

    /// The defaults of an edition.
    public init(_ standard: AirStandard) {
        daily = standard.dailyStatistics
        periods = standard.statistics.periods
        stationShare = standard.statistics.stationShare
        composite = standard.statistics.composite
    }
}

extension AirSettings {
    /// Every choice as used, in a fixed order.
    ///
    /// - Parameter standard: The edition that the period is judged by.
    public func statements(for standard: AirStandard) -> [SettingStatement] {
        let usual = AirSettings(standard)
        func say(_ isDefault: Bool, _ en: String, _ zh: String) -> SettingStatement {
            SettingStatement(isDefault: isDefault, description: en, descriptionInChinese: zh)
        }
        let exception = daily.eightHourLimit.map(\.description)
        let limits = (compositeStandard ?? standard).edition
        let weights = Set(composite.map(\.weight))
        let isEven = weights == [DecimalValue(mantissa: 1)]
        let listed = composite.map { "\($0.parameter) \($0.weight)" }.joined(separator: ", ")
        let share = (ExactNumber(stationShare) * ExactNumber(100)).description
        return [
            say(
                daily == usual.daily,
                "Ozone's daily maximum needs \(daily.minimumEightHourMeans) 8-hour means"
                    + (exception.map { ", or a maximum above \($0)." } ?? "."),
                "臭氧日最大8小时平均需\(daily.minimumEightHourMeans)个有效8小时平均值"
                    + (exception.map { ",或最大值超过\($0)。" } ?? "。")),
            say(
                periods == usual.periods,
                "Means and percentiles need \(periods.minimumDaysInMonth) valid days in a month ("
                    + "\(periods.minimumDaysInFebruary) in February) and "
                    + "\(periods.minimumDaysInYear) in a year.",
                "均值和百分位数每月需\(periods.minimumDaysInMonth)个有效日(2月"
                    + "\(periods.minimumDaysInFebruary)个),全年需\(periods.minimumDaysInYear)个。"),
            say(
                pooling == usual.pooling && stationShare == usual.stationShare,
                "Zones are means over stations \(pooling == .day ? "day by day" : "hour by hour"), "
                    + "with at least one station and \(share) % of them.",
                "分区为站点\(pooling == .day ? "逐日" : "逐时")算术平均,至少1个站点且不少于\(share)%。"),
            say(
                missingItems == nil,
                Self.words(missingItems ?? standard.index.missingItems),
                Self.wordsInChinese(missingItems ?? standard.index.missingItems)),
            say(
                composite == usual.composite && compositeStandard == nil
                    && compositeBasis == usual.compositeBasis,
                "The composite index takes the class 2 limits of \(limits), "
                    + (isEven ? "all weights 1" : "weights \(listed)")
                    + ", from \(compositeBasis == .full ? "unrounded" : "published") values.",
                "综合指数采用\(limits)二级限值,\(isEven ? "权重均为1" : "权重\(listed)"),"
                    + "由\(compositeBasis == .full ? "未修约值" : "公布值")计算。"),
            say(
                changeBasis == usual.changeBasis,
                "Changes are computed from \(changeBasis == .full ? "unrounded" : "published") values.",
                "变化幅度由\(changeBasis == .full ? "未修约值" : "公布值")计算。"),
        ]
    }

    private static func words(_ rule: MissingItemRule) -> String {
        switch rule {
        case .indexOfTheOthers: "A day without all items has the index of the others."
        case .indexOfTheOthersAbove(let limit):
            "A day without all items has an index only when that of the others is above \(limit)."
        case .noIndex: "A day without all items has no index."
        }
    }

    private static func wordsInChinese(_ rule: MissingItemRule) -> String {
        switch rule {
        case .indexOfTheOthers: "项目不全的日期,指数取其余项目的最大值。"
        case .indexOfTheOthersAbove(let limit): "项目不全的日期,仅当其余项目的指数超过\(limit)时有指数。"
        case .noIndex: "项目不全的日期没有指数。"
        }
    }
}
