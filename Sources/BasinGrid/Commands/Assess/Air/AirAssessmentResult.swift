import Geometry
import QualityStandards
import Readings
import Reports

/// The figures of every station, every zone and the whole.
struct AirAssessmentResult: Sendable {
    /// A row of the tables.
    struct Row: Sendable {
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
    let basis: AirBasis
    let sites: AirSites

    /// - Parameters:
    ///   - maker: Made by the daily rules of the basis.
    ///   - listsStations: Whether stations have rows of their own before those of the zones.
    init(
        _ basis: AirBasis, sites: AirSites, _ maker: AirDailyMaker, listsStations: Bool = true
    ) {
        self.basis = basis
        self.sites = sites
        let pooling = basis.settings.pooling
        let share = basis.settings.stationShare
        for station in listsStations ? sites.stations : [] {
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
                of: period, by: basis.standard, excluding: basis.excluded,
                settings: basis.settings)
        }
        let now = assessment(basis.period)
        rows.append(
            Row(
                id: id, kind: kind, values: values, assessment: now,
                comparison: basis.before.map { AirComparison(now, before: assessment($0)) },
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
        var notes: [LocalizedText] = []
        if let stray = AirBasis.strayTargets(basis.targets, known: Set(rows.map(\.id))) {
            notes.append(stray)
        }
        let statements = basis.settings.statements(for: basis.standard)
        notes.append(
            LocalizedText(
                "所用的未经第二来源证实的规则：" + statements.map(\.descriptionInChinese).joined(),
                "Rules used that no second source confirms: "
                    + statements.map(\.description).joined(separator: " ")))
        return notes
    }

    /// What `--json` shows beside outputs and counts.
    func facts(in language: ReportLanguage) -> [String: Any] {
        let statements = basis.settings.statements(for: basis.standard).map { statement in
            [
                "text": language == .zh
                    ? statement.descriptionInChinese : statement.description,
                "default": statement.isDefault,
            ] as [String: Any]
        }
        var facts: [String: Any] = [
            "edition": basis.standard.edition, "index_edition": basis.standard.index.edition,
            "statistics_edition": basis.standard.statistics.edition,
            "period": basis.period.label, "settings": statements,
        ]
        facts["compare"] = basis.before?.label
        return facts
    }
}

extension AirAssessment {
    /// The share of good days as it is published, in per cent.
    var publishedGoodShare: DecimalValue? {
        goodShare?.rounded(toDecimals: standard.statistics.rateDecimals)
    }
}
