public import Readings

/// A target that a year's figure is to meet.
public struct AirTarget: Hashable, Sendable {
    /// What the target is for.
    public enum Item: Hashable, Sendable {
        /// The value that stands for the parameter, in its own unit: at most the target.
        case concentration(ParameterCode)
        /// The composite index: at most the target.
        case composite
        /// The share of good days in per cent: at least the target.
        case goodShare
        /// Good days: at least the target.
        case goodDays
        /// Heavily polluted days: at most the target.
        case heavyDays
    }

    /// The station or the zone.
    public let id: String
    public let item: Item
    public let value: DecimalValue
    public let year: Int

    public init(id: String, item: Item, value: DecimalValue, year: Int) {
        self.id = id
        self.item = item
        self.value = value
        self.year = year
    }

    /// What a period says about the target: the published figure beside it.
    ///
    /// - Returns: `nil` when the period does not end in the target's year.
    public func outcome(in assessment: AirAssessment) -> AirTargetOutcome? {
        guard assessment.period.lastDay.year == year else { return nil }
        return AirTargetOutcome(
            target: self, figure: figure(in: assessment),
            isWholeYear: assessment.period.isWholeYear)
    }

    private func figure(in assessment: AirAssessment) -> DecimalValue? {
        switch item {
        case .concentration(let parameter):
            assessment[parameter].flatMap { $0.published($0.leadingValue) }
        case .composite: assessment.composite.published
        case .goodShare:
            assessment.goodShare?.rounded(
                toDecimals: assessment.standard.statistics.rateDecimals)
        case .goodDays: DecimalValue(mantissa: Int64(assessment.goodDays))
        case .heavyDays: DecimalValue(mantissa: Int64(assessment.heavyDays))
        }
    }
}

extension AirTarget.Item {
    /// The item that a list names: `PM2.5` and its other spellings, `composite`, `good_share`,
    /// `good_days`, `heavy_days`, or their Chinese names; `nil` for anything else.
    public init?(_ text: String) {
        let name = text.lowercased().filter { !$0.isWhitespace }
        switch name {
        case "composite", "综合指数", "环境空气质量综合指数": self = .composite
        case "good_share", "优良率", "优良天数比例", "优良天数比率": self = .goodShare
        case "good_days", "优良天数": self = .goodDays
        case "heavy_days", "重污染天数", "重度及以上污染天数": self = .heavyDays
        default:
            guard let code = ParameterAliases.standard.code(for: text) else { return nil }
            self = .concentration(code == .o3 ? .o3EightHours : code)
        }
    }

    /// The code: `PM2.5`, `good_share`.
    public var code: String {
        switch self {
        case .concentration(let parameter): parameter.name
        case .composite: "composite"
        case .goodShare: "good_share"
        case .goodDays: "good_days"
        case .heavyDays: "heavy_days"
        }
    }

    /// Whether more is better.
    var isFloor: Bool {
        switch self {
        case .goodShare, .goodDays: true
        case .concentration, .composite, .heavyDays: false
        }
    }
}

/// A target beside the figure of a period.
public struct AirTargetOutcome: Hashable, Sendable {
    public let target: AirTarget
    /// The published figure; `nil` when the data do not suffice.
    public let figure: DecimalValue?
    /// Whether the period is the whole year of the target; else the figure is on the way to it.
    public let isWholeYear: Bool

    /// Whether the figure meets the target; equal is met; `nil` without a figure.
    public var isMet: Bool? {
        figure.map { target.item.isFloor ? $0 >= target.value : $0 <= target.value }
    }
}

extension AirTargetOutcome: CustomStringConvertible {
    /// `target PM2.5 ≤ 30: 28, met`.
    public var description: String {
        let head = "target \(target.item.code) \(target.item.isFloor ? "≥" : "≤") \(target.value): "
        guard let figure, let isMet else { return head + "no value" }
        return head + "\(figure), \(isMet ? "met" : "not met")" + (isWholeYear ? "" : " so far")
    }

    public var descriptionInChinese: String {
        let head = "目标\(target.item.code)\(target.item.isFloor ? "≥" : "≤")\(target.value):"
        guard let figure, let isMet else { return head + "无数据" }
        return head + "\(figure),\(isWholeYear ? "" : "目前")\(isMet ? "达标" : "未达标")"
    }
}
