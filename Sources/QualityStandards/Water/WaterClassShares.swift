public import Readings

/// The shares of classes among a river's, basin's or zone's sections.
public struct WaterClassShares: Hashable, Sendable {
    /// The number of sections that have a class.
    public let sections: Int
    /// Sections of class I to III.
    public let good: Int
    /// Sections of 劣V.
    public let inferior: Int
    private let rules: WaterEvaluationRules

    /// The shares among `classes`; sections without class, dry ones among them, are left out before.
    public init(
        _ classes: [WaterClass],
        by rules: WaterEvaluationRules = SurfaceWaterStandard.gb3838.evaluation
    ) {
        sections = classes.count
        good = classes.count { $0 <= .iii }
        inferior = classes.count { $0 == .inferiorV }
        self.rules = rules
    }

    /// The share of class I to III in per cent; `nil` without sections.
    public var goodShare: ExactNumber? { Figures.percentage(good, of: sections) }
    /// The share of 劣V in per cent; `nil` without sections.
    public var inferiorShare: ExactNumber? { Figures.percentage(inferior, of: sections) }

    /// Both shares as they are published.
    public var publishedGoodShare: DecimalValue? {
        goodShare?.rounded(toDecimals: rules.shareDecimals)
    }
    public var publishedInferiorShare: DecimalValue? {
        inferiorShare?.rounded(toDecimals: rules.shareDecimals)
    }

    /// The status by shares, meant for five sections or more; `nil` without sections.
    ///
    /// Source: 环办[2011]22号, table 2. At exactly 60 % I–III and 40 % 劣V the status is heavy
    /// pollution.
    public var status: WaterStatus? {
        guard let good = goodShare, let inferior = inferiorShare else { return nil }
        if good >= ExactNumber(rules.excellentShare) { return .excellent }
        if good >= ExactNumber(rules.goodShare) { return .good }
        if inferior < ExactNumber(rules.moderateShare) { return .lightPollution }
        return inferior < ExactNumber(rules.heavyShare) ? .moderatePollution : .heavyPollution
    }

    /// X = ΔG − ΔD in percentage points: the change of the share of class I–III less that of 劣V,
    /// unrounded; `nil` where either side has no sections.
    public func balance(since before: WaterClassShares) -> ExactNumber? {
        guard let good = goodShare, let inferior = inferiorShare,
            let goodBefore = before.goodShare, let inferiorBefore = before.inferiorShare
        else { return nil }
        return (good - goodBefore) - (inferior - inferiorBefore)
    }
}
