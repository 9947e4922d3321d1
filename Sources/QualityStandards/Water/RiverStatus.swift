public import Readings

/// The shares of classes among a river's, basin's or zone's sections.
public struct WaterClassShares: Hashable, Sendable {
    /// The number of sections that have a class.
    public let sections: Int
    /// Sections of class I to III.
    public let good: Int
    /// Sections of 劣V.
    public let inferior: Int

    /// The fewest sections that are judged by shares; fewer are judged by the means of their items.
    public static let minimumSections = 5

    /// The shares among `classes`; sections without class, dry ones among them, are left out before.
    public init(_ classes: [WaterClass]) {
        sections = classes.count
        good = classes.count { $0 <= .iii }
        inferior = classes.count { $0 == .inferiorV }
    }

    /// The share of class I to III in per cent; `nil` without sections.
    public var goodShare: ExactNumber? { Figures.percentage(good, of: sections) }
    /// The share of 劣V in per cent; `nil` without sections.
    public var inferiorShare: ExactNumber? { Figures.percentage(inferior, of: sections) }

    /// The status by shares, meant for five sections or more; `nil` without sections.
    ///
    /// Source: 环办[2011]22号, table 2. At exactly 60 % I–III and 40 % 劣V the status is heavy
    /// pollution.
    public var status: WaterStatus? {
        guard let good = goodShare, let inferior = inferiorShare else { return nil }
        if good >= ExactNumber(90) { return .excellent }
        if good >= ExactNumber(75) { return .good }
        if inferior < ExactNumber(20) { return .lightPollution }
        return inferior < ExactNumber(40) ? .moderatePollution : .heavyPollution
    }
}
