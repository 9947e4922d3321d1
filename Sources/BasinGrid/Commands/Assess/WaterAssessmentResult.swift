import QualityStandards
import Readings
import Reports

/// The figures of every section and of every group.
struct WaterAssessmentResult: Sendable {
    /// A section.
    struct Row: Sendable {
        let section: WaterSections.Section
        let body: WaterBody
        /// `nil` without a target, and where it is no class.
        let target: WaterClass?
        /// The name under which the readings know it; `nil` where that is not clear.
        let site: String?
        let result: SectionResult
    }

    /// A group with its figures, on comparable sections where a comparison is asked.
    struct GroupRow: Sendable {
        let group: WaterGrouping.Group
        let figures: WaterGroup
        let comparison: WaterGroupComparison?
        fileprivate(set) var rank: Int?
        fileprivate(set) var changeRank: Int?
    }

    let standard: SurfaceWaterStandard
    let pair: PeriodPair
    let readings: ReadingSet
    let grouping: WaterGrouping
    private(set) var rows: [Row] = []
    private(set) var groupRows: [GroupRow] = []
    private(set) var notes: [LocalizedText]
    private let states: SectionStates

    /// - Complexity: O(readings + sections × items).
    init(_ setup: WaterAssessmentSetup, _ readings: ReadingSet, threads: Int) {
        standard = setup.standard
        pair = setup.pair
        self.readings = readings
        states = SectionStates(readings: readings, standard: setup.standard)
        var sections = setup.sections
        sections.add(sitesOf: readings)
        let given = setup.sections.hasFile ? [] : sections.notes
        let sites = SectionSites(sections.sections.map(\.loaded), readings: readings)
        notes = given + sites.notes(stations: []).map(\.text)
        grouping = WaterGrouping(
            sections.sections, layers: setup.layers, network: setup.network, threads: threads)
        notes += grouping.notes
        if setup.isLake {
            for index in sections.sections.indices {
                sections.sections[index].loaded.type = WaterBody.lake.rawValue
            }
        }
        rows = zip(sections.sections, sites.sites).map { row(of: $0, at: $1) }
        groupRows = grouping.groups.map(groupRow)
        rank()
        notes.append(ruleNote)
    }

    private func row(of section: WaterSections.Section, at site: SectionSites.Site) -> Row {
        let loaded = section.loaded
        let name: String? =
            switch site {
            case .code(let name), .label(let name): name
            case .ambiguousLabel: nil
            }
        return Row(
            section: section, body: WaterBody(sectionType: loaded.type),
            target: loaded.target.flatMap(WaterClass.init(parsing:)), site: name,
            result: SectionResult(
                now: states.state(of: loaded, at: site, over: pair.now),
                before: pair.before.map { states.state(of: loaded, at: site, over: $0) }))
    }

    /// The state of a section in a month.
    func state(of row: Row, over period: Period) -> SectionState {
        let site = row.site.map { SectionSites.Site.code($0) } ?? .ambiguousLabel(2)
        return states.state(of: row.section.loaded, at: site, over: period)
    }

    // MARK: - Groups

    private func grouped(_ row: Row, _ state: SectionState) -> GroupedSection {
        GroupedSection(
            id: row.section.loaded.id, body: row.body, assessment: state.assessment,
            means: state.means, isDry: state.isDry, target: row.target)
    }

    private func groupRow(_ group: WaterGrouping.Group) -> GroupRow {
        let members = group.members.map { rows[$0] }
        let now = members.map { grouped($0, $0.result.now) }
        guard pair.before != nil else {
            return GroupRow(
                group: group, figures: WaterGroup(now, by: standard), comparison: nil)
        }
        let before = members.compactMap { row in row.result.before.map { grouped(row, $0) } }
        let comparison = WaterGroupComparison(now, before: before, by: standard)
        return GroupRow(
            group: group, figures: comparison.now, comparison: comparison)
    }

    /// Ranks by the published index and by its change among the groups of one kind.
    private mutating func rank() {
        let kinds = Dictionary(grouping: groupRows.indices) { groupRows[$0].group.kind }
        for indices in kinds.values where indices.count > 1 {
            let ranks = competitionRanks(
                of: indices.map { groupRows[$0].figures.index.published })
            let changes = competitionRanks(
                of: indices.map { index in
                    guard let comparison = groupRows[index].comparison,
                        !comparison.isExemptFromChangeRanking
                    else { return nil }
                    return comparison.indexChange?.value
                })
            for (place, index) in indices.enumerated() {
                groupRows[index].rank = ranks[place]
                groupRows[index].changeRank = changes[place]
            }
        }
    }

    // MARK: - Facts

    /// Sections with a class.
    var assessedCount: Int { rows.count { $0.result.now.assessment?.waterClass != nil } }

    /// The rules that no second source confirms, as a note.
    private var ruleNote: LocalizedText {
        LocalizedText(
            "按 \(standard.edition) 评价。所用的未经第二来源证实的规则："
                + standard.statements.map(\.descriptionInChinese).joined(),
            "Judged by \(standard.edition). Rules used that no second source confirms: "
                + standard.statements.map(\.description).joined(separator: " "))
    }

    /// What `--json` shows beside outputs and counts.
    func facts(in language: ReportLanguage) -> [String: Any] {
        let statements = standard.statements.map { statement in
            [
                "text": language == .zh
                    ? statement.descriptionInChinese : statement.description,
                "default": statement.isDefault,
            ] as [String: Any]
        }
        var facts: [String: Any] = [
            "edition": standard.edition, "period": pair.now.label, "settings": statements,
        ]
        facts["compare"] = pair.before?.label
        return facts
    }
}
