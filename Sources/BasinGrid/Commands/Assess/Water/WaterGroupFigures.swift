import QualityStandards
import Readings

/// A section with its class over a period, as groups of sections count it.
struct JudgedSection: Sendable {
    let id: String
    let body: WaterBody
    /// `nil` without a target, and where it cannot be read as one.
    let target: WaterTarget?
    let result: SectionResult

    /// What a group takes of the section in one of the two periods.
    fileprivate func grouped(_ state: SectionState) -> GroupedSection {
        GroupedSection(
            id: id, body: body, assessment: state.assessment, means: state.means,
            isDry: state.isDry, target: target)
    }
}

/// The figures of groups of sections, ranked among the groups of their kind.
struct WaterGroupFigures: Sendable {
    /// A group with its figures, on comparable sections where a comparison is asked.
    struct Row: Sendable {
        let group: WaterGrouping.Group
        let figures: WaterGroup
        let comparison: WaterGroupComparison?
        /// With the second period, on the sections comparable with that one.
        let previous: WaterGroupComparison?
        fileprivate(set) var rank: Int?
        fileprivate(set) var changeRank: Int?
    }

    let standard: SurfaceWaterStandard
    let sections: [JudgedSection]
    /// Whether there is a second period to compare with.
    let isComparedTwice: Bool
    private(set) var rows: [Row]

    /// - Parameters:
    ///   - groups: Their members are places in `sections`.
    ///   - pair: The periods that the sections were judged over.
    init(
        _ groups: [WaterGrouping.Group], of sections: [JudgedSection], over pair: PeriodPair,
        by standard: SurfaceWaterStandard
    ) {
        self.standard = standard
        self.sections = sections
        isComparedTwice = pair.previous != nil
        rows = groups.map { group in
            let members = group.members.map { sections[$0] }
            let now = members.map { $0.grouped($0.result.now) }
            func compared(
                with period: Period?, _ side: (SectionResult) -> SectionState?
            ) -> WaterGroupComparison? {
                guard period != nil else { return nil }
                let other = members.compactMap { member in
                    side(member.result).map { member.grouped($0) }
                }
                return WaterGroupComparison(now, before: other, by: standard)
            }
            let comparison = compared(with: pair.before, \.before)
            return Row(
                group: group, figures: comparison?.now ?? WaterGroup(now, by: standard),
                comparison: comparison, previous: compared(with: pair.previous, \.previous))
        }
        rank()
    }

    /// Ranks by the published index and by its change among the groups of one kind.
    private mutating func rank() {
        let kinds = Dictionary(grouping: rows.indices) { rows[$0].group.kind }
        for indices in kinds.values where indices.count > 1 {
            let ranks = competitionRanks(of: indices.map { rows[$0].figures.index.published })
            let changes = competitionRanks(
                of: indices.map { index in
                    guard let comparison = rows[index].comparison,
                        !comparison.isExemptFromChangeRanking
                    else { return nil }
                    return comparison.indexChange?.value
                })
            for (place, index) in indices.enumerated() {
                rows[index].rank = ranks[place]
                rows[index].changeRank = changes[place]
            }
        }
    }
}
