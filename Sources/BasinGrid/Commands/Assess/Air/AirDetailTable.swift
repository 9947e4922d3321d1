import QualityStandards
import Readings
import Reports

extension AirAssessmentResult {
    /// The further figures: days by level, parts of the composite index, attainment, exceedance and
    /// changes, with their words.
    func detailTable(in language: ReportLanguage) -> ReportTable {
        let first = rows.first?.assessment
        var columns = [
            Self.text("id", "编码", "Code"), Self.text("kind", "类型", "Kind"),
            Self.text("edition", "标准版本", "Edition"),
        ]
        for level in basis.standard.index.levels {
            columns.append(
                Self.count(
                    "level_\(level.number)_days", "\(level.categoryInChinese)天数",
                    "Days of \(level.category)"))
        }
        columns += [
            Self.count("heavy_days", "重污染天数", "Heavily polluted days"),
            Self.text("attains", "达标", "Attains"),
        ]
        for item in first?.items ?? [] { columns += Self.columns(of: item.parameter.name) }
        columns += [
            Self.number("composite_change", "综合指数变化(%)", "Change of the index (%)"),
            Self.number("improvement", "综合指数改善率(%)", "Improvement (%)"),
            Self.count("best_change_rank", "改善排名", "Rank of improvement"),
            Self.count("worst_change_rank", "恶化排名", "Rank of worsening"),
            Self.number("good_share_change", "优良天数比例变化(百分点)", "Change of good days (points)"),
            Self.number("good_days_change", "优良天数变化", "Change of good days"),
            Self.number("heavy_days_change", "重污染天数变化", "Change of heavily polluted days"),
            Self.number("good_share_before", "上期优良天数比例(%)", "Good days before (%)"),
            Self.number("composite_before", "上期综合指数", "Composite index before"),
            Self.count("targets", "目标数", "Targets"),
            Self.count("targets_met", "达标目标数", "Targets met"),
            Self.text("targets_missed", "未达标项目", "Targets missed"),
            Self.text("changes", "变化", "Changes"),
        ]
        var table = ReportTable(
            id: "assess_air_details", title: LocalizedText("评价明细", "Assessment in detail"),
            columns: columns, lastRowIsTotal: true)
        for row in rows { table.append(cells(inDetail: row, language)) }
        return table
    }

    private static func columns(of name: String) -> [ReportTable.Column] {
        [
            count("\(name)_valid_days", "\(name)有效天数", "\(name) valid days"),
            number("\(name)_rate", "\(name)达标率(%)", "\(name) days within the limit (%)"),
            text("\(name)_attains", "\(name)达标", "\(name) attains"),
            number("\(name)_mean_multiple", "\(name)均值超标倍数", "\(name) mean, times above"),
            number(
                "\(name)_percentile_multiple", "\(name)百分位数超标倍数", "\(name) percentile, times above"),
            number("\(name)_index", "\(name)单项指数", "\(name) part of the index"),
            number("\(name)_before", "\(name)上期", "\(name) before"),
        ]
    }

    private func cells(inDetail row: Row, _ language: ReportLanguage) -> [ReportTable.Cell] {
        let own = row.assessment
        var cells: [ReportTable.Cell] = [
            .text(row.id), .text(row.kind), .text(own.standard.edition),
        ]
        cells += own.daysByLevel.map { .integer($0) }
        cells += [.integer(own.heavyDays), Self.verdict(own.attains)]
        for item in own.items { cells += self.cells(of: item, row) }
        let comparison = row.comparison
        cells += [
            Self.decimal(comparison?.composite?.value),
            Self.decimal(comparison?.composite?.improvement),
            row.bestChangeRank.map { .integer($0) } ?? .empty,
            row.worstChangeRank.map { .integer($0) } ?? .empty,
            Self.decimal(comparison?.goodShare?.value),
            Self.decimal(comparison?.goodDays.value), Self.decimal(comparison?.heavyDays.value),
            Self.decimal(comparison?.before.publishedGoodShare),
            Self.decimal(comparison?.before.composite.published),
        ]
        cells += targetCells(of: row)
        cells += [
            ReportTable.Cell(comparison.map { words(of: $0, language) })
        ]
        return cells
    }

    /// How many targets the row has, how many of them are met, and the items of those missed.
    private func targetCells(of row: Row) -> [ReportTable.Cell] {
        let outcomes = self.outcomes(of: row)
        if outcomes.isEmpty { return [.empty, .empty, .empty] }
        let missed = outcomes.filter { $0.isMet == false }.map(\.target.item.code)
        return [
            .integer(outcomes.count), .integer(outcomes.count { $0.isMet == true }),
            missed.isEmpty ? .empty : .text(missed.joined(separator: ";")),
        ]
    }

    private func cells(of item: AirItemAssessment, _ row: Row) -> [ReportTable.Cell] {
        let rules = row.assessment.standard.statistics
        func multiple(_ value: PeriodValue) -> ReportTable.Cell {
            Self.decimal(
                item.exceedanceMultiple(of: value)?.rounded(toDecimals: rules.exceedanceDecimals))
        }
        let part = row.assessment.composite.parts.first { $0.parameter == item.parameter }
        let before = row.comparison?.before[item.parameter]
        return [
            .integer(item.validDays),
            Self.decimal(item.attainmentRate?.rounded(toDecimals: rules.rateDecimals)),
            Self.verdict(item.attains), multiple(item.mean), multiple(item.percentile),
            Self.decimal(part?.value?.rounded(toDecimals: rules.compositeDecimals)),
            Self.decimal(before.flatMap { $0.published($0.leadingValue) }),
        ]
    }

    private static func verdict(_ attains: Bool?) -> ReportTable.Cell {
        attains.map { .text($0 ? "yes" : "no") } ?? .empty
    }

    /// `PM2.5下降4.4%；优良天数比例上升1.9个百分点；…`
    private func words(of comparison: AirComparison, _ language: ReportLanguage) -> String {
        var parts = comparison.now.items.compactMap { item in
            comparison.change(of: item.parameter).map {
                (LocalizedText(item.parameter.name, item.parameter.name), $0)
            }
        }
        if let change = comparison.composite {
            parts.append((LocalizedText("综合指数", "composite index"), change))
        }
        if let change = comparison.goodShare {
            parts.append((LocalizedText("优良天数比例", "share of good days"), change))
        }
        parts.append((LocalizedText("优良天数", "good days"), comparison.goodDays))
        parts.append((LocalizedText("重污染天数", "heavily polluted days"), comparison.heavyDays))
        return parts.map { name, change in
            language == .zh
                ? name.zh + change.descriptionInChinese : "\(name.en) \(change.description)"
        }.joined(separator: language == .zh ? "；" : "; ")
    }
}
