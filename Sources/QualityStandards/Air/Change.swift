public import Readings

/// A change between two periods, rounded as it is published, with the words of reports.
public struct Change: Hashable, Sendable {
    /// What a change is expressed in.
    public enum Unit: Hashable, Sendable {
        /// Of concentrations and indices: per cent of the value before.
        case percent
        /// Of shares: percentage points (个百分点).
        case points
        /// Of counts of days.
        case days
    }

    public let unit: Unit
    /// Negative is a fall.
    public let value: DecimalValue

    /// The change of a concentration or an index in per cent; `nil` when a value is lacking or the
    /// one before is 0.
    public static func percent(
        now: ExactNumber?, before: ExactNumber?, decimals: Int
    ) -> Change? {
        guard let now, let before,
            let change = Figures.changePercentage(now: now, before: before)
        else { return nil }
        return Change(.percent, change.rounded(toDecimals: decimals))
    }

    /// The change of a share, both in per cent, in percentage points.
    public static func points(
        now: ExactNumber?, before: ExactNumber?, decimals: Int
    ) -> Change? {
        guard let now, let before else { return nil }
        return Change(
            .points,
            Figures.changeInPoints(now: now, before: before).rounded(toDecimals: decimals))
    }

    /// The change of a count of days.
    public static func days(now: Int, before: Int) -> Change {
        Change(.days, DecimalValue(mantissa: Int64(now - before)))
    }

    private init(_ unit: Unit, _ value: DecimalValue) {
        self.unit = unit
        self.value = value
    }

    /// The improvement rate (改善率): minus the change, positive when a concentration fell.
    public var improvement: DecimalValue {
        DecimalValue(mantissa: -value.mantissa, decimals: Int(value.decimals))
    }

    private var magnitude: String {
        DecimalValue(mantissa: abs(value.mantissa), decimals: Int(value.decimals)).description
    }
}

extension Change: CustomStringConvertible {
    /// `fell by 4.4 %`, `rose by 1.9 percentage points`, `3 days more`, `unchanged`.
    public var description: String {
        if value.mantissa == 0 { return "unchanged" }
        let isFall = value.mantissa < 0
        switch unit {
        case .percent: return "\(isFall ? "fell" : "rose") by \(magnitude) %"
        case .points: return "\(isFall ? "fell" : "rose") by \(magnitude) percentage points"
        case .days:
            return "\(magnitude) day\(magnitude == "1" ? "" : "s") \(isFall ? "fewer" : "more")"
        }
    }

    /// `下降4.4%`, `上升1.9个百分点`, `增加3天`, `持平`.
    public var descriptionInChinese: String {
        if value.mantissa == 0 { return "持平" }
        let isFall = value.mantissa < 0
        switch unit {
        case .percent: return "\(isFall ? "下降" : "上升")\(magnitude)%"
        case .points: return "\(isFall ? "下降" : "上升")\(magnitude)个百分点"
        case .days: return "\(isFall ? "减少" : "增加")\(magnitude)天"
        }
    }
}

/// A period beside an earlier one (同比, 环比), both judged by one edition.
public struct AirComparison: Hashable, Sendable {
    public let now: AirAssessment
    public let before: AirAssessment

    /// - Precondition: Both are judged by the same edition: limits that differ would be read as a
    ///   change of the air.
    public init(_ now: AirAssessment, before: AirAssessment) {
        precondition(
            now.standard == before.standard, "both sides of a comparison are judged by one edition")
        self.now = now
        self.before = before
    }

    private var decimals: Int { now.standard.statistics.changeDecimals }

    /// The change of the value that stands for a parameter: the mean, for CO and ozone the
    /// percentile.
    public func change(of parameter: ParameterCode) -> Change? {
        guard let own = now[parameter], let other = before[parameter] else { return nil }
        return .percent(
            now: basis(own, own.leadingValue), before: basis(other, other.leadingValue),
            decimals: decimals)
    }

    private func basis(_ item: AirItemAssessment, _ value: PeriodValue) -> ExactNumber? {
        if now.settings.changeBasis == .full { return value.value }
        return item.published(value).map { ExactNumber($0) }
    }

    /// The change of the composite index.
    public var composite: Change? {
        if now.settings.changeBasis == .full {
            return .percent(
                now: now.composite.value, before: before.composite.value, decimals: decimals)
        }
        return .percent(
            now: now.composite.published.map { ExactNumber($0) },
            before: before.composite.published.map { ExactNumber($0) }, decimals: decimals)
    }

    /// The change of the share of good days, in percentage points.
    public var goodShare: Change? {
        let rate = now.standard.statistics.rateDecimals
        func basis(_ share: ExactNumber?) -> ExactNumber? {
            if now.settings.changeBasis == .full { return share }
            return share.map { ExactNumber($0.rounded(toDecimals: rate)) }
        }
        return .points(
            now: basis(now.goodShare), before: basis(before.goodShare), decimals: decimals)
    }

    public var goodDays: Change { .days(now: now.goodDays, before: before.goodDays) }
    public var heavyDays: Change { .days(now: now.heavyDays, before: before.heavyDays) }
}
