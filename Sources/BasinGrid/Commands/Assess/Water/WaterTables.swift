import QualityStandards
import Readings
import Reports

extension WaterAssessmentResult {
    /// The main table: a row a section, in the order of the sections.
    func table(in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: "assess_water", title: LocalizedText("地表水断面评价", "Assessment of sections"),
            columns: [
                .text("id", "断面编码", "Code"), .text("edition", "标准版本", "Edition"),
                .number("samples", "样品数", "Samples", decimals: 0),
                .text("items", "评价项目", "Items"), .text("class", "水质类别", "Class"),
                .text("status", "水质状况", "Status"), .text("limiting", "定类项目", "Limiting"),
                .text("main_pollutants", "主要污染物", "Main pollutants"),
                .text("target", "目标", "Target"), .text("target_met", "达标", "Target met"),
                .text("class_before", "比较期类别", "Class before"),
                .text("change", "变化", "Change"), .text("note", "说明", "Note"),
            ] + (pair.previous == nil ? [] : SectionResult.previousColumns()))
        for row in rows { table.append(cells(of: row, language)) }
        return table
    }

    private func cells(of row: Row, _ language: ReportLanguage) -> [ReportTable.Cell] {
        let own = row.result.now
        return [.text(row.section.loaded.id), .text(standard.edition)]
            + Self.stateCells(own, row.target, written: row.section.loaded.target) + [
                ReportTable.Cell(row.result.before?.assessment?.waterClass?.text),
                ReportTable.Cell(row.result.change?.text),
                ReportTable.Cell(note(of: row, language)),
            ] + (pair.previous == nil ? [] : row.result.previousCells)
    }

    /// From `samples` to `target_met`.
    private static func stateCells(
        _ state: SectionState, _ target: WaterTarget?, written: String?
    ) -> [ReportTable.Cell] {
        let own = state.assessment
        func list(_ text: String?) -> ReportTable.Cell {
            text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty
        }
        return [
            .integer(state.samples),
            list(own?.items.map(\.parameter.name).joined(separator: ";")),
            ReportTable.Cell(own?.waterClass?.text), ReportTable.Cell(own?.status?.text),
            list(own?.limitingText), list(own?.mainPollutantsText),
            ReportTable.Cell(target?.text ?? written),
            ReportTable.Cell(target.flatMap { own?.meets($0) }.map { $0 ? "yes" : "no" }),
        ]
    }

    private func note(of row: Row, _ language: ReportLanguage) -> String? {
        var parts = [row.result.now.note].compactMap(\.self)
        if row.body == .lake, let own = row.result.now.assessment {
            parts += own.referenceItems.filter { $0.parameter == .totalNitrogen }.map {
                LocalizedText(
                    "总氮单独评价为\($0.waterClass.textInChinese)类",
                    "total nitrogen, judged apart, is \($0.waterClass)")
            }
        }
        parts += row.result.notesOfOthers
        if row.section.loaded.hasUnreadTarget, let text = row.section.loaded.target {
            parts.append(
                LocalizedText("目标 “\(text)” 不是水质类别", "the target \"\(text)\" is no class"))
        }
        return LocalizedText.joined(parts)?.text(in: language)
    }

    /// The table of months: a row a month of the period for every section, with the share of months
    /// that met the target so far.
    func monthTable(in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: "assess_water_months",
            title: LocalizedText("断面逐月达标情况", "Sections month by month"),
            columns: [
                .text("id", "断面编码", "Code"), .text("month", "月份", "Month"),
                .number("samples", "样品数", "Samples", decimals: 0),
                .text("items", "评价项目", "Items"), .text("class", "水质类别", "Class"),
                .text("status", "水质状况", "Status"), .text("limiting", "定类项目", "Limiting"),
                .text("main_pollutants", "主要污染物", "Main pollutants"),
                .text("target", "目标", "Target"), .text("target_met", "达标", "Target met"),
                .decimal("met_share", "累计达标率(%)", "Months met so far (%)"),
                .text("note", "说明", "Note"),
            ])
        for row in rows {
            var met = 0
            var judged = 0
            for month in pair.now.months {
                let state = state(of: row, over: month)
                if let isMet = row.target.flatMap({ state.assessment?.meets($0) }) {
                    judged += 1
                    met += isMet ? 1 : 0
                }
                let share = Figures.percentage(met, of: judged)
                table.append(
                    [.text(row.section.loaded.id), .text(month.label)]
                        + Self.stateCells(state, row.target, written: row.section.loaded.target)
                        + [
                            ReportTable.Cell(
                                published: share?.rounded(
                                    toDecimals: standard.evaluation.shareDecimals)),
                            ReportTable.Cell(state.note?.text(in: language)),
                        ])
            }
        }
        return table
    }
}

extension ReportTable.Cell {
    /// A published figure with the decimals it is published with.
    init(published value: DecimalValue?) {
        self = value.map { .decimal($0.description) } ?? .empty
    }
}
