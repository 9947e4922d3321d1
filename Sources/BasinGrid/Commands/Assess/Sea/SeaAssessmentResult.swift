import QualityStandards
import Readings
import Reports

/// The figures of every point of the sea and of every group.
struct SeaAssessmentResult: Sendable {
    /// A point over a period.
    struct State: Sendable {
        var samples = 0
        /// `nil` without samples.
        var assessment: SeaAssessment?
    }

    struct Row: Sendable {
        let point: WaterSections.Section
        let target: SeaClass?
        let now: State
        let before: State?
        /// The area it stands for; `nil` where it is not known.
        let area: ExactNumber?
    }

    let standard: SeaStandard
    let pair: PeriodPair
    let grouping: WaterGrouping
    let hasAreas: Bool
    private(set) var rows: [Row] = []
    private(set) var notes: [LocalizedText]

    /// - Throws: A data fault for an area that is no number of at least 0.
    init(
        _ setup: SeaAssessmentSetup, _ readings: ReadingSet, areaField: String?, threads: Int
    ) throws {
        (standard, pair) = (setup.standard, setup.pair)
        hasAreas = areaField != nil
        var points = setup.places.sections
        points.add(sitesOf: readings)
        let sites = SectionSites(points.sections.map(\.loaded), readings: readings)
        notes = setup.places.sections.hasFile ? [] : points.notes
        notes += sites.notes(stations: []).map(\.text)
        grouping = WaterGrouping(
            points.sections, layers: setup.places.layers.map(WaterGrouping.Layer.init),
            network: nil, crs: setup.places.sections.crs, threads: threads)
        notes += grouping.notes
        let intervals = SampleIntervals(
            readings, of: standard.sampledParameters, given: setup.interval)
        let areas = try areaField.map { try Self.areas(of: points.sections, $0) }
        rows = points.sections.indices.map { index in
            let own = points.sections[index]
            func state(_ period: Period) -> State {
                Self.state(sites.sites[index], readings, intervals, period, setup.standard)
            }
            return Row(
                point: own, target: own.loaded.target.flatMap(SeaClass.init(parsing:)),
                now: state(setup.pair.now), before: setup.pair.before.map(state),
                area: areas?[index])
        }
        notes += [intervals.note, ruleNote].compactMap(\.self)
    }

    private static func state(
        _ site: SectionSites.Site, _ readings: ReadingSet, _ intervals: SampleIntervals,
        _ period: Period, _ standard: SeaStandard
    ) -> State {
        let name: String
        switch site {
        case .code(let own), .label(let own): name = own
        case .ambiguousLabel: return State()
        }
        let series = readings.seriesByParameter(at: name, of: standard.sampledParameters)
        let result = standard.assess(series, in: period, intervals: intervals[name])
        if result.samples == 0 { return State() }
        return State(samples: result.samples, assessment: result.assessment)
    }

    private static func areas(
        of points: [WaterSections.Section], _ field: String
    ) throws -> [ExactNumber] {
        let faults = FaultCollector()
        let areas = points.map { point in
            let text = point.attributes[field] ?? ""
            guard let area = try? DecimalValue(parsing: text), area.mantissa >= 0 else {
                faults.add(
                    .data, zh: "点位 \(point.loaded.id)：“\(field)” 为 “\(text)”，应为不小于 0 的面积。请更正。",
                    en:
                        "Point \(point.loaded.id): \"\(field)\" is \"\(text)\", expected an area of "
                        + "at least 0. Correct it.")
                return ExactNumber(0)
            }
            return ExactNumber(area)
        }
        try faults.throwIfAny()
        return areas
    }

    private var ruleNote: LocalizedText {
        let unconfirmed = Set(rows.flatMap { $0.now.assessment?.items.map(\.parameter) ?? [] })
            .filter { standard.item($0)?.isConfirmed == false }.sorted()
        let list = unconfirmed.map(\.name).joined(separator: ", ")
        let limits =
            unconfirmed.isEmpty
            ? LocalizedText("", "")
            : LocalizedText("\(list) 的限值。", " the limits of \(list);")
        return LocalizedText(
            "按 \(standard.edition) 评价。未经第二来源证实：\(limits.zh)超标倍数以二类为准，保留"
                + "\(standard.multipleDecimals)位小数；未检出以检出限的一半参与平均。",
            "Judged by \(standard.edition). No second source confirms\(limits.en) multiples over "
                + "class 2 with \(standard.multipleDecimals) decimals; half the detection limit in "
                + "means.")
    }
}

extension SeaAssessmentResult {
    /// A row a point, in the order of the points.
    func table(in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: "assess_sea", title: LocalizedText("近岸海域水质评价", "Assessment of sea water"),
            columns: [
                .text("id", "点位编码", "Code"), .text("edition", "标准版本", "Edition"),
                .number("samples", "样品数", "Samples", decimals: 0),
                .text("items", "评价项目", "Items"), .text("class", "水质类别", "Class"),
                .text("limiting", "定类项目", "Limiting"),
                .text("main_pollutants", "主要超标项目", "Main pollutants"),
                .text("target", "目标", "Target"), .text("target_met", "达标", "Target met"),
                .text("class_before", "比较期类别", "Class before"), .text("note", "说明", "Note"),
            ])
        for row in rows {
            let own = row.now.assessment
            func list(_ text: String?) -> ReportTable.Cell {
                text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty
            }
            let isMet = row.target.flatMap { target in own?.seaClass.map { $0 <= target } }
            table.append([
                .text(row.point.loaded.id), .text(standard.edition), .integer(row.now.samples),
                list(own?.items.map(\.parameter.name).joined(separator: ";")),
                ReportTable.Cell(own?.seaClass?.text), list(own?.limitingText),
                list(own?.exceedingText),
                ReportTable.Cell(row.target?.text ?? row.point.loaded.target),
                ReportTable.Cell(isMet.map { $0 ? "yes" : "no" }),
                ReportTable.Cell(row.before?.assessment?.seaClass?.text),
                ReportTable.Cell(note(of: row)?.text(in: language)),
            ])
        }
        return table
    }

    private func note(of row: Row) -> LocalizedText? {
        guard let own = row.now.assessment else {
            return LocalizedText("本期没有监测数据。", "No readings in this period.")
        }
        var parts = own.notes.map {
            LocalizedText(zh: $0.descriptionInChinese, en: $0.description)
        }
        if let text = row.point.loaded.target, row.target == nil {
            parts.append(
                LocalizedText(
                    "目标 “\(text)” 不是海水水质类别。", "The target \"\(text)\" is no class of sea water."))
        }
        if parts.isEmpty { return nil }
        return LocalizedText(
            zh: parts.map(\.zh).joined(), en: parts.map(\.en).joined(separator: " "))
    }

    /// A row a zone and other group, and last all points.
    func groupTable(in language: ReportLanguage) -> ReportTable {
        let areaColumns: [ReportTable.Column] =
            hasAreas
            ? [
                .decimal("good_area_share", "优良面积比例(%)", "Good by area (%)"),
                .decimal("inferior_area_share", "劣四类面积比例(%)", "Worse than class 4 by area (%)"),
            ] : []
        var table = ReportTable(
            id: "assess_sea_groups", title: LocalizedText("海域水质比例", "Shares of sea water"),
            columns: [
                .text("kind", "类型", "Kind"), .text("id", "编码", "Code"),
                .text("label", "名称", "Label"),
                .number("points", "点位数", "Points", decimals: 0),
                .decimal("good_share", "优良点位比例(%)", "Good (%)"),
                .decimal("inferior_share", "劣四类点位比例(%)", "Worse than class 4 (%)"),
            ] + areaColumns + [
                .text("main_pollutants", "主要超标项目", "Main pollutants"),
                .decimal("good_before", "比较期优良点位比例(%)", "Good before (%)"),
                .decimal("good_change", "优良点位比例变化(百分点)", "Change (points)"),
                .text("edition", "标准版本", "Edition"), .text("note", "说明", "Note"),
            ], lastRowIsTotal: true)
        for group in grouping.groups { table.append(cells(of: group, language)) }
        return table
    }

    private func cells(
        of group: WaterGrouping.Group, _ language: ReportLanguage
    ) -> [ReportTable.Cell] {
        let members = group.members.map { rows[$0] }
        // Both sides on the same points where a comparison is asked.
        let compared = members.filter { row in
            row.now.assessment?.seaClass != nil
                && (pair.before == nil || row.before?.assessment?.seaClass != nil)
        }
        func shares(
            _ side: (Row) -> SeaClass?, _ weight: (Row) -> ExactNumber = { _ in ExactNumber(1) }
        ) -> SeaClassShares {
            SeaClassShares(
                compared.compactMap { row in side(row).map { ($0, weight(row)) } }, by: standard)
        }
        let now = shares { $0.now.assessment?.seaClass }
        let before = shares { $0.before?.assessment?.seaClass }
        let areas = shares({ $0.now.assessment?.seaClass }) { $0.area ?? ExactNumber(0) }
        let change = Change.points(
            now: now.share(where: \.isGood), before: before.share(where: \.isGood),
            decimals: standard.shareDecimals)
        let left = members.count - compared.count
        let note =
            left == 0
            ? nil
            : LocalizedText("\(left) 个点位未评价或不可比，不计入。", "\(left) point(s) without class left out.")
        let areaCells: [ReportTable.Cell] =
            hasAreas
            ? [
                ReportTable.Cell(published: areas.goodShare),
                ReportTable.Cell(published: areas.inferiorShare),
            ] : []
        let remarks = group.remarks + [note].compactMap(\.self)
        return [
            .text(group.kind), .text(group.id), .text(group.label), .integer(now.points),
            ReportTable.Cell(published: now.goodShare),
            ReportTable.Cell(published: now.inferiorShare),
        ] + areaCells + [
            ReportTable.Cell(
                mainPollutants(
                    compared.flatMap { $0.now.assessment?.exceeding.map(\.parameter) ?? [] },
                    of: compared.count, standard.shareDecimals)),
            ReportTable.Cell(published: before.goodShare),
            ReportTable.Cell(published: change?.value), .text(standard.edition),
            remarks.isEmpty
                ? .empty
                : .text(
                    remarks.map { $0.text(in: language) }
                        .joined(separator: language == .zh ? "" : " ")),
        ]
    }
}
