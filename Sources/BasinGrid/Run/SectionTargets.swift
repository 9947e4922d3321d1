import QualityStandards

extension JobInputs.LoadedSection {
    /// What it is to meet; `nil` without a target, and where the text cannot be read as one.
    var waterTarget: WaterTarget? {
        target.flatMap(WaterTarget.init(parsing:)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether something is written that cannot be read as a target.
    var hasUnreadTarget: Bool { target.map { WaterTarget(parsing: $0) == nil } ?? false }
}
