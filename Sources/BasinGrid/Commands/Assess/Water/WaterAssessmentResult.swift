import QualityStandards
import Readings
import Reports

/// The figures of every section and of every group.
struct WaterAssessmentResult: Sendable {
    /// A section.
    struct Row: Sendable {
        let section: WaterSections.Section
        let body: WaterBody
        /// `nil` without a target, and where it cannot be read as one.
        let target: WaterTarget?
        /// The name under which the readings know it; `nil` where that is not clear.
        let site: String?
        let result: SectionResult

        /// The row as groups count it.
        var judged: JudgedSection {
            JudgedSection(id: section.loaded.id, body: body, target: target, result: result)
        }
    }

    let standard: SurfaceWaterStandard
    let pair: PeriodPair
    let readings: ReadingSet
    let grouping: WaterGrouping
    private(set) var rows: [Row] = []
    let groupFigures: WaterGroupFigures
    private(set) var notes: [LocalizedText]
    let states: SectionStates

    /// - Complexity: O(readings + sections × items).
    init(_ setup: WaterAssessmentSetup, _ readings: ReadingSet, threads: Int) {
        standard = setup.standard
        pair = setup.pair
        self.readings = readings
        var sections = setup.sections
        sections.add(sitesOf: readings)
        let given = setup.sections.hasFile ? [] : sections.notes
        let sites = SectionSites(sections.sections.map(\.loaded), readings: readings)
        notes = given + sites.notes(stations: []).map(\.text)
        grouping = WaterGrouping(
            sections.sections, layers: setup.layers.map(WaterGrouping.Layer.init),
            network: setup.network, crs: setup.sections.crs, threads: threads)
        notes += grouping.notes
        if setup.isLake {
            for index in sections.sections.indices {
                sections.sections[index].loaded.type = WaterBody.lake.rawValue
            }
        }
        let states = SectionStates(
            readings: readings, standard: setup.standard, interval: setup.interval)
        self.states = states
        let pair = setup.pair
        rows = zip(sections.sections, sites.sites).map {
            Self.row(of: $0, at: $1, states, over: pair)
        }
        groupFigures = WaterGroupFigures(
            grouping.groups, of: rows.map(\.judged), over: pair, by: standard)
        notes += [states.intervals.note, ruleNote].compactMap(\.self)
    }

    private static func row(
        of section: WaterSections.Section, at site: SectionSites.Site, _ states: SectionStates,
        over pair: PeriodPair
    ) -> Row {
        let loaded = section.loaded
        return Row(
            section: section, body: WaterBody(sectionType: loaded.type),
            target: loaded.waterTarget, site: site.name,
            result: states.result(of: loaded, at: site, over: pair))
    }

    /// The state of a section in a month.
    func state(of row: Row, over period: Period) -> SectionState {
        let site = row.site.map { SectionSites.Site.code($0) } ?? .ambiguousLabel(2)
        return states.state(of: row.section.loaded, at: site, over: period)
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
        facts["compare_previous"] = pair.previous?.label
        return facts
    }
}
