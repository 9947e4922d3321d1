import QualityStandards
import Readings
import Reports

/// The figures of every point of soil and of every group.
struct SoilAssessmentResult: Sendable {
    struct Row: Sendable {
        let point: WaterSections.Section
        /// `nil` where no kind of land is named.
        let land: SoilLand?
        let samples: Int
        /// `nil` without land or samples.
        let assessment: SoilAssessment?
    }

    let grouping: WaterGrouping
    private let editions: [SoilStandard]
    private(set) var rows: [Row] = []
    private(set) var notes: [LocalizedText]

    init(_ setup: SoilAssessmentSetup, _ readings: ReadingSet, threads: Int) {
        editions = setup.editions
        var points = setup.places.sections
        points.add(sitesOf: readings)
        let sites = SectionSites(points.sections.map(\.loaded), readings: readings)
        notes = sites.notes(stations: []).map(\.text)
        grouping = WaterGrouping(
            points.sections, layers: setup.places.layers.map(WaterGrouping.Layer.init),
            network: nil, crs: setup.places.sections.crs, threads: threads)
        notes += grouping.notes
        let intervals = SampleIntervals(
            readings, of: Array(setup.table.parameters ?? []), given: setup.interval)
        rows = zip(points.sections, sites.sites).map { point, site in
            let land = point.loaded.type.flatMap(SoilLand.init(parsing:)) ?? setup.land
            return Self.row(point, site, land, readings, intervals, setup)
        }
        notes += [intervals.note, ruleNote].compactMap(\.self)
    }

    /// A point by the latest result of each item.
    private static func row(
        _ point: WaterSections.Section, _ site: SectionSites.Site, _ land: SoilLand?,
        _ readings: ReadingSet, _ intervals: SampleIntervals, _ setup: SoilAssessmentSetup
    ) -> Row {
        var sample: [ParameterCode: ReadingValue] = [:]
        var times: Set<TimeStamp> = []
        if case .code(let name) = site {
            take(name)
        } else if case .label(let name) = site {
            take(name)
        }
        func take(_ name: String) {
            for parameter in readings.parameters(at: name) {
                let own = readings.series(site: name, parameter: parameter).filter { reading in
                    let day = intervals[name][parameter]?.day(of: reading.time)
                    return setup.period?.contains(day ?? reading.time.day) ?? true
                        && !reading.value.isMissing
                }
                times.formUnion(own.map(\.time))
                sample[parameter] = own.last?.value
            }
        }
        let standard = land.flatMap { SoilStandard.edition(for: $0, among: setup.editions) }
        let assessment =
            times.isEmpty
            ? nil
            : land.flatMap { land in standard.map { $0.assess(sample: sample, land: land) } }
        return Row(point: point, land: land, samples: times.count, assessment: assessment)
    }

    private var ruleNote: LocalizedText {
        let used = Set(rows.compactMap { $0.assessment?.edition }).sorted()
        let unconfirmed = editions.filter { !$0.isConfirmed && used.contains($0.edition) }
        let list = used.joined(separator: ", ")
        let doubt = unconfirmed.map(\.edition).joined(separator: ", ")
        return LocalizedText(
            "按 \(list) 评价，取各项目最近一次结果。" + (doubt.isEmpty ? "" : "\(doubt) 的限值未经第二来源证实。"),
            "Judged by \(list), by the latest result of each item."
                + (doubt.isEmpty ? "" : " No second source confirms the values of \(doubt)."))
    }
}

extension SoilAssessmentResult {
    /// A row a point, in the order of the points.
    func table(in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: "assess_soil", title: LocalizedText("土壤环境质量评价", "Assessment of soil"),
            columns: [
                .text("id", "点位编码", "Code"), .text("edition", "标准版本", "Edition"),
                .text("land", "用地类型", "Land"),
                .number("samples", "样品数", "Samples", decimals: 0),
                .text("items", "评价项目", "Items"), .text("level", "评价结果", "Level"),
                .text("main_pollutants", "超筛选值项目", "Above screening"),
                .text("note", "说明", "Note"),
            ])
        for row in rows {
            let own = row.assessment
            func list(_ text: String?) -> ReportTable.Cell {
                text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty
            }
            table.append([
                .text(row.point.loaded.id), ReportTable.Cell(own?.edition),
                ReportTable.Cell(row.land?.text ?? row.point.loaded.type), .integer(row.samples),
                list(own?.items.map(\.parameter.name).joined(separator: ";")),
                ReportTable.Cell(own?.level?.text), list(own?.exceedingText),
                ReportTable.Cell(note(of: row)?.text(in: language)),
            ])
        }
        return table
    }

    private func note(of row: Row) -> LocalizedText? {
        if row.land == nil {
            let written = row.point.loaded.type.map { "“\($0)” " } ?? ""
            return LocalizedText(
                zh: "\(written)不是用地类型，未评价；可用 --land 指定。",
                en:
                    "\(row.point.loaded.type.map { "\"\($0)\" is no kind of land" } ?? "No kind of land is named"): "
                    + "not assessed; --land names one.")
        }
        if let land = row.land, SoilStandard.edition(for: land, among: editions) == nil {
            let list = editions.map(\.edition).joined(separator: ", ")
            return LocalizedText(
                "\(list) 不适用于\(land.text)，未评价。", "\(list) is not for \(land.text): not assessed.")
        }
        guard let own = row.assessment else {
            return LocalizedText("没有监测数据。", "No readings.")
        }
        if own.notes.isEmpty { return nil }
        return LocalizedText(
            zh: own.notes.map(\.descriptionInChinese).joined(),
            en: own.notes.map(\.description).joined(separator: " "))
    }

    /// A row a zone and kind of land, and last all points of each kind and all together.
    func groupTable(in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: "assess_soil_groups", title: LocalizedText("土壤点位比例", "Shares of soil points"),
            columns: [
                .text("kind", "类型", "Kind"), .text("id", "编码", "Code"),
                .text("label", "名称", "Label"), .text("land", "用地类型", "Land"),
                .number("points", "点位数", "Points", decimals: 0),
                .decimal("within_share", "未超筛选值比例(%)", "Within screening (%)"),
                .decimal("screening_share", "超筛选值比例(%)", "Above screening (%)"),
                .decimal("intervention_share", "超管制值比例(%)", "Above intervention (%)"),
                .text("main_pollutants", "主要超标项目", "Main pollutants"),
                .text("note", "说明", "Note"),
            ], lastRowIsTotal: true)
        for row in groupRows {
            table.append(cells(of: row.group, row.land, row.members, language))
        }
        return table
    }

    /// The points of every group by kind of land where it has several, then all of them.
    var groupRows: [(group: WaterGrouping.Group, land: String, members: [Row])] {
        grouping.groups.flatMap { group in
            let members = group.members.map { rows[$0] }
            let lands = SoilLand.allCases.filter { land in members.contains { $0.land == land } }
            let apart = lands.count > 1 ? lands : []
            return apart.map { land in (group, land.text, members.filter { $0.land == land }) }
                + [(group, lands.count == 1 ? lands[0].text : "all", members)]
        }
    }

    private func cells(
        of group: WaterGrouping.Group, _ land: String, _ members: [Row],
        _ language: ReportLanguage
    ) -> [ReportTable.Cell] {
        let levels = members.compactMap { $0.assessment?.level }
        let decimals = editions[0].shareDecimals
        func share(_ count: Int) -> ReportTable.Cell {
            ReportTable.Cell(
                published: Figures.percentage(count, of: levels.count)?
                    .rounded(toDecimals: decimals))
        }
        var remarks = group.remarks
        let left = members.count - levels.count
        if left > 0 {
            remarks.append(LocalizedText("\(left) 个点位未评价。", "\(left) point(s) not assessed."))
        }
        return [
            .text(group.kind), .text(group.id), .text(group.label), .text(land),
            .integer(levels.count),
            share(levels.count { $0 == .withinScreening }),
            share(levels.count { $0 == .aboveScreening }),
            share(levels.count { $0 == .aboveIntervention }),
            ReportTable.Cell(exceeding(in: members, of: levels.count, decimals)),
            ReportTable.Cell(
                remarks.isEmpty
                    ? nil
                    : remarks.map { $0.text(in: language) }
                        .joined(separator: language == .zh ? "" : " ")),
        ]
    }

    private func exceeding(in rows: [Row], of total: Int, _ decimals: Int) -> String? {
        mainPollutants(
            rows.flatMap { $0.assessment?.exceeding.map(\.parameter) ?? [] }, of: total, decimals)
    }
}

/// The three parameters that occur most among `all`, with their share of `total` in per cent, equal
/// ones by code: `CD(40.0%);PB(20.0%)`; `nil` for none.
func mainPollutants(_ all: [ParameterCode], of total: Int, _ decimals: Int) -> String? {
    let counts = all.reduce(into: [ParameterCode: Int]()) { $0[$1, default: 0] += 1 }
    let ordered = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
    let texts = ordered.prefix(3).compactMap { parameter, count in
        Figures.percentage(count, of: total).map {
            "\(parameter)(\($0.rounded(toDecimals: decimals))%)"
        }
    }
    return texts.isEmpty ? nil : texts.joined(separator: ";")
}
