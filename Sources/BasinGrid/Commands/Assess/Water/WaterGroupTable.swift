import QualityStandards
import Readings
import Reports

extension WaterGroupFigures {
    /// The table of groups: a row a river, basin, zone, level, owner, and last all sections.
    ///
    /// - Parameter id: The name of the table.
    func table(
        _ id: String = "assess_water_groups", in language: ReportLanguage
    ) -> ReportTable {
        var table = ReportTable(
            id: id,
            title: LocalizedText("河流、流域与区域水质", "Rivers, basins and zones"),
            columns: [
                .text("kind", "类型", "Kind", words: Self.kindWords),
                .text("id", "编码", "Code"),
                .number("sections", "断面数", "Sections", decimals: 0),
                .decimal("i_iii_share", "Ⅰ—Ⅲ类比例(%)", "I–III (%)"),
                .decimal("inferior_v_share", "劣Ⅴ类比例(%)", "Worse than V (%)"),
                .text("status", "水质状况", "Status"),
                .text("main_pollutants", "主要污染物", "Main pollutants"),
                .decimal("cwqi", "水质指数", "CWQI"), .text("change", "变化", "Change"),
                .text("label", "名称", "Label", words: Self.labelWords),
                .text("class", "均值类别", "Class of means"),
                .decimal("target_met_share", "达标率(%)", "Targets met (%)"),
                .decimal("i_iii_before", "比较期Ⅰ—Ⅲ类比例(%)", "I–III before (%)"),
                .decimal("inferior_v_before", "比较期劣Ⅴ类比例(%)", "Worse than V before (%)"),
                .decimal("cwqi_before", "比较期水质指数", "CWQI before"),
                .decimal("cwqi_change", "水质指数变化(%)", "Change of CWQI (%)"),
                .number("rank", "排名", "Rank", decimals: 0),
                .number("change_rank", "变化排名", "Rank of change", decimals: 0),
                .number("dry", "断流断面数", "Dry sections", decimals: 0),
                .text("edition", "标准版本", "Edition"), .text("note", "说明", "Note"),
            ] + (isComparedTwice ? Self.previousColumns : []), lastRowIsTotal: true)
        for row in rows { table.append(cells(of: row, language)) }
        return table
    }

    /// What the kinds of groups read as in a report; a zone layer has its own name.
    private static let kindWords = [
        "river": LocalizedText("河流", "river"), "basin": LocalizedText("流域", "basin"),
        "level": LocalizedText("级别", "level"), "owner": LocalizedText("责任县区", "county"),
        "drinking-water": LocalizedText("饮用水水源", "drinking water"),
        "all": LocalizedText("全部", "all"),
    ]

    private static let labelWords = ["all": LocalizedText("全部", "all")]

    /// The second comparison, on sections that have a class in the period and in that one.
    private static let previousColumns: [ReportTable.Column] = [
        .number("sections_previous", "第二比较期可比断面数", "Sections compared second", decimals: 0),
        .decimal("i_iii_previous", "第二比较期Ⅰ—Ⅲ类比例(%)", "I–III in the second period (%)"),
        .decimal("inferior_v_previous", "第二比较期劣Ⅴ类比例(%)", "Worse than V in the second period (%)"),
        .decimal("cwqi_previous", "第二比较期水质指数", "CWQI in the second period"),
        .decimal("cwqi_change_previous", "较第二比较期水质指数变化(%)", "Change of CWQI since it (%)"),
        .text("change_previous", "较第二比较期变化", "Change since it", words: TableWords.waterChange),
    ]

    private func previousCells(of row: Row) -> [ReportTable.Cell] {
        let other = row.previous?.before
        return [
            other.map { .integer($0.sections) } ?? .empty,
            ReportTable.Cell(published: other?.shares.publishedGoodShare),
            ReportTable.Cell(published: other?.shares.publishedInferiorShare),
            ReportTable.Cell(published: other?.index.published),
            ReportTable.Cell(published: row.previous?.indexChange?.value),
            ReportTable.Cell(row.previous?.change?.text),
        ]
    }

    private func cells(of row: Row, _ language: ReportLanguage) -> [ReportTable.Cell] {
        let own = row.figures
        let before = row.comparison?.before
        let pollutants = own.mainPollutantsText
        let dry = row.group.members.count { sections[$0].result.now.isDry }
        let shareDecimals = standard.evaluation.shareDecimals
        return [
            .text(row.group.kind), .text(row.group.id), .integer(own.sections),
            ReportTable.Cell(published: own.shares.publishedGoodShare),
            ReportTable.Cell(published: own.shares.publishedInferiorShare),
            ReportTable.Cell(own.status?.text), pollutants.isEmpty ? .empty : .text(pollutants),
            ReportTable.Cell(published: own.index.published),
            ReportTable.Cell(row.comparison?.change?.text), .text(row.group.label),
            ReportTable.Cell(own.waterClass?.text),
            ReportTable.Cell(published: own.attainmentRate?.rounded(toDecimals: shareDecimals)),
            ReportTable.Cell(published: before?.shares.publishedGoodShare),
            ReportTable.Cell(published: before?.shares.publishedInferiorShare),
            ReportTable.Cell(published: before?.index.published),
            ReportTable.Cell(published: row.comparison?.indexChange?.value),
            row.rank.map { .integer($0) } ?? .empty,
            row.changeRank.map { .integer($0) } ?? .empty, .integer(dry),
            .text(standard.edition), ReportTable.Cell(note(of: row, language)),
        ] + (isComparedTwice ? previousCells(of: row) : [])
    }

    private func note(of row: Row, _ language: ReportLanguage) -> String? {
        var parts = row.group.remarks
        let own = row.figures
        let unassessed = row.group.members.filter {
            let state = sections[$0].result.now
            return !state.isDry && state.assessment?.waterClass == nil
        }.map { sections[$0].id }
        if !unassessed.isEmpty {
            parts.append(Self.list(unassessed, zh: "未评价断面", en: "Not assessed"))
        }
        if let comparison = row.comparison, !comparison.incomparable.isEmpty {
            parts.append(
                Self.list(
                    comparison.incomparable, zh: "不可比断面，不计入",
                    en: "With a class in one period only, left out"))
        }
        if let previous = row.previous, !previous.incomparable.isEmpty {
            parts.append(
                Self.list(
                    previous.incomparable, zh: "与第二比较期不可比的断面",
                    en: "Not comparable with the second period"))
        }
        if own.method == .means, own.sections > 1 {
            parts.append(
                LocalizedText(
                    "断面少于 \(standard.evaluation.sectionsForShares) 个，按各项目均值评价。",
                    "Fewer than \(standard.evaluation.sectionsForShares) sections: judged by the "
                        + "means of the items."))
        }
        if own.sections > 0, own.index.value == nil {
            parts.append(
                LocalizedText(
                    "有项目无法计算指数，无水质指数。", "An item has no finite index: no CWQI."))
        }
        if row.comparison?.isExemptFromChangeRanking == true {
            let limit = standard.cityIndex.exemptClass
            parts.append(
                LocalizedText(
                    "两期断面均达到\(limit.textInChinese)类及以上且达标，不参与变化排名。",
                    "All sections are \(limit) or better and meet their targets in both periods: no "
                        + "rank of change."))
        }
        if parts.isEmpty { return nil }
        return parts.map { $0.text(in: language) }.joined(separator: language == .zh ? "" : " ")
    }

    private static func list(_ ids: [String], zh: String, en: String) -> LocalizedText {
        let text = ids.prefix(10).joined(separator: ", ") + (ids.count > 10 ? ", …" : "")
        return LocalizedText("\(zh)（\(ids.count)）：\(text)。", "\(en) (\(ids.count)): \(text).")
    }
}
