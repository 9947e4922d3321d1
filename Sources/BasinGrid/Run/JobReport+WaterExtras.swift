import QualityStandards
import Readings
import Reports

extension JobReport {
    /// The trophic state of the job's lakes; `nil` where the job does not ask for it.
    func lakeSection(period: Int) -> ReportSection? {
        guard let table = tables.lakes(period: period) else { return nil }
        let edition = figures.waterEdition
        return ReportSection(
            title: heading(period, "湖库营养状态", "trophic state of lakes"),
            paragraphs: [
                LocalizedText(
                    "综合营养状态指数 TLI(Σ) 由叶绿素 a、总磷、总氮、透明度和高锰酸盐指数五项加权，规则见 \(edition)；缺一项则不计算。"
                        + "同一湖库有多个点位时另按各点均值计算。",
                    "The index TLI(Σ) weighs chlorophyll a, total phosphorus, total nitrogen, "
                        + "transparency and permanganate index by the rules of \(edition); all five are "
                        + "needed. A lake with several points is also judged by their means.")
            ], tables: [table])
    }

    /// Who compensates whom; `nil` without a scheme.
    func compensationSection(period: Int) -> ReportSection? {
        let tables = tables.compensation(period: period)
        guard let ledger = tables.first, let totals = tables.last else { return nil }
        let own = figures.water.compensation[period]
        let scheme = own.ledger.scheme
        let amount = ledger.columns.firstIndex { $0.key == "amount" } ?? 0
        let zero = DecimalValue(mantissa: 0, decimals: scheme.decimals).description
        let due = ReportTable(
            id: ledger.id, title: ledger.title, columns: ledger.columns,
            rows: ledger.rows.filter { $0[amount] != .decimal(zero) })
        return ReportSection(
            title: heading(period, "流域生态补偿", "compensation"),
            paragraphs: [
                LocalizedText(
                    "按《\(scheme.titleInChinese)》核算，金额单位为\(scheme.currency)；合计 \(own.ledger.total)。"
                        + "逐项台账（金额不为零或未能核算的行）如下，全部见 tables/\(ledger.id).csv。",
                    "Settled by \(scheme.title), in \(scheme.currency); \(own.ledger.total) in all. The "
                        + "lines with an amount, and those that could not be settled, follow; all stand "
                        + "in tables/\(ledger.id).csv.")
            ],
            tables: [
                totals,
                due.excerpt(
                    id: due.id, title: due.title,
                    keys: [
                        "id", "name", "period", "term", "item", "samples", "measured", "before",
                        "target", "units", "rate", "amount", "payer", "payee", "note",
                    ]),
            ], notes: own.notes.map { ReportNote(.remark, $0) })
    }

    /// The significant trends; the file has all. `nil` where the job does not ask for trends.
    func trendSection() -> ReportSection? {
        guard let table = tables.trends, let trends = figures.water.trends else { return nil }
        let significant = table.columns.firstIndex { $0.key == "significant" } ?? 0
        let shown = ReportTable(
            id: table.id, title: table.title, columns: table.columns,
            rows: table.rows.filter { $0[significant] == .text("yes") })
        let years = trends.standard.trend.minimumYears
        let tested = trends.rows.count { $0.trend != nil }
        return ReportSection(
            title: LocalizedText("水质年际变化趋势", "Trends of water over years"),
            paragraphs: [
                LocalizedText(
                    "Spearman 秩相关检验：每项至少 \(years) 年，共检验 \(tested) 项，其中 \(shown.rows.count) 项显著，列于下表；"
                        + "全部见 tables/\(table.id).csv。",
                    "Spearman's rank correlation, at least \(years) years an item: \(tested) were tested, "
                        + "and the \(shown.rows.count) that are significant follow; all stand in "
                        + "tables/\(table.id).csv.")
            ], tables: shown.rows.isEmpty ? [] : [shown])
    }
}
