import Geometry
import QualityStandards
import Readings
import Reports

/// The figures of every station, every zone and the whole.
struct AirAssessmentResult {
    /// A row of the tables.
    struct Row {
        let id: String
        let kind: String
        let values: AirDailyValues
        let assessment: AirAssessment
        let comparison: AirComparison?
        /// Rows are ranked among those of one group; `nil` is not ranked.
        let group: String?
        /// What is to be said beside the figures.
        let remarks: [LocalizedText]
        let shape: Shape
        fileprivate(set) var rank: Int?
        fileprivate(set) var bestChangeRank: Int?
        fileprivate(set) var worstChangeRank: Int?
    }

    private(set) var rows: [Row] = []
    let setup: AirAssessmentSetup
    private(set) var sites: AirSites

    init(_ setup: AirAssessmentSetup, _ readings: ReadingSet, pooling: AirPooling) {
        self.setup = setup
        sites = setup.sites
        sites.add(sitesOf: readings)
        let maker = AirDailyMaker(
            of: readings, by: setup.settings.daily, interval: setup.interval)
        let share = setup.settings.stationShare
        for station in sites.stations {
            append(
                station.id, kind: "station", maker.values(ofStation: station.id),
                group: station.isNational ? "station" : "other station",
                station.isNational
                    ? []
                    : [LocalizedText("非国控站点，不计入区域。", "Not a national station: not in zones.")])
        }
        for zone in sites.zones {
            append(
                zone.id, kind: sites.layer,
                maker.values(ofZone: zone.stations, pooling: pooling, share: share),
                group: "zone", zone.reason.map { [$0] } ?? [], shape: zone.shape)
        }
        append(
            "all", kind: "all",
            maker.values(ofZone: sites.whole, pooling: pooling, share: share), group: nil, [])
        rank()
    }

    private mutating func append(
        _ id: String, kind: String, _ values: AirDailyValues, group: String?,
        _ remarks: [LocalizedText], shape: Shape = .none
    ) {
        func assessment(_ period: Period) -> AirAssessment {
            values.assessment(
                of: period, by: setup.standard, excluding: setup.excluded,
                settings: setup.settings)
        }
        let now = assessment(setup.period)
        rows.append(
            Row(
                id: id, kind: kind, values: values, assessment: now,
                comparison: setup.before.map { AirComparison(now, before: assessment($0)) },
                group: group, remarks: remarks, shape: shape, rank: nil))
    }

    /// Ranks by the published composite index, and by its change, within every group.
    private mutating func rank() {
        let groups = Dictionary(grouping: rows.indices.filter { rows[$0].group != nil }) {
            rows[$0].group
        }
        for indices in groups.values {
            let ranks = competitionRanks(
                of: indices.map { rows[$0].assessment.composite.published })
            for (index, rank) in zip(indices, ranks) { rows[index].rank = rank }
            let entries = indices.map { index in
                ChangeRanking.Entry(
                    id: String(index), change: rows[index].comparison?.composite?.value,
                    attains: rows[index].assessment.attains)
            }
            let ranking = ChangeRanking(entries)
            for place in ranking.best {
                if let index = Int(place.entry.id) { rows[index].bestChangeRank = place.rank }
            }
            for place in ranking.worst {
                if let index = Int(place.entry.id) { rows[index].worstChangeRank = place.rank }
            }
        }
    }

    /// One shape a row; stations and the whole have none.
    var shapes: [Shape] { rows.map(\.shape) }

    /// Targets of nobody, and the rules that no second source confirms.
    var notes: [LocalizedText] {
        let known = Set(rows.map(\.id))
        let lost = Set(setup.targets.map(\.id)).subtracting(known).sorted()
        var notes: [LocalizedText] = []
        if let first = lost.first {
            notes.append(
                LocalizedText(
                    "目标中有 \(lost.count) 个站点或区域不在结果中，首个：\(first)。",
                    "\(lost.count) station(s) or zone(s) of the targets are not among the results, "
                        + "the first: \(first)."))
        }
        let statements = setup.settings.statements(for: setup.standard)
        notes.append(
            LocalizedText(
                "所用的未经第二来源证实的规则：" + statements.map(\.descriptionInChinese).joined(),
                "Rules used that no second source confirms: "
                    + statements.map(\.description).joined(separator: " ")))
        return notes
    }

    /// What `--json` shows beside outputs and counts.
    func facts(in language: ReportLanguage) -> [String: Any] {
        let statements = setup.settings.statements(for: setup.standard).map { statement in
            [
                "text": language == .zh
                    ? statement.descriptionInChinese : statement.description,
                "default": statement.isDefault,
            ] as [String: Any]
        }
        var facts: [String: Any] = [
            "edition": setup.standard.edition, "index_edition": setup.standard.index.edition,
            "statistics_edition": setup.standard.statistics.edition,
            "period": setup.period.label, "settings": statements,
        ]
        facts["compare"] = setup.before?.label
        return facts
    }
}
