import QualityStandards
import Readings
import Reports

extension AirAssessmentResult {
    /// The main table: a row a station, zone and the whole.
    func table(in language: ReportLanguage) -> ReportTable {
        let items = rows.first?.assessment.items ?? []
        var columns = [
            Self.text("id", "编码", "Code"), Self.text("kind", "类型", "Kind"),
            Self.text("edition", "标准版本", "Edition"), Self.count("days", "天数", "Days"),
            Self.count("valid_days", "有效天数", "Valid days"),
            Self.count("good_days", "优良天数", "Good days"),
            Self.number("good_share", "优良天数比例(%)", "Good days (%)"),
        ]
        for item in items {
            let name = item.parameter.name
            columns += [
                Self.number("\(name)_mean", "\(name)均值", "\(name) mean"),
                Self.number(
                    "\(name)_\(item.percentile.statistic)",
                    "\(name)第\(item.percentile.statistic.name.dropFirst())百分位数",
                    "\(name) \(item.percentile.statistic)"),
                Self.number("\(name)_change", "\(name)变化(%)", "\(name) change (%)"),
            ]
        }
        columns += [
            Self.number("composite", "综合指数", "Composite index"),
            Self.count("rank", "排名", "Rank"), Self.text("note", "说明", "Note"),
        ]
        var table = ReportTable(
            id: "assess_air", title: LocalizedText("环境空气质量评价", "Assessment of air"),
            columns: columns, lastRowIsTotal: true)
        for row in rows { table.append(cells(of: row, language)) }
        return table
    }

    private func cells(of row: Row, _ language: ReportLanguage) -> [ReportTable.Cell] {
        let own = row.assessment
        var cells: [ReportTable.Cell] = [
            .text(row.id), .text(row.kind), .text(own.standard.edition), .integer(own.days),
            .integer(own.validDays), .integer(own.goodDays),
            Self.decimal(own.publishedGoodShare),
        ]
        for item in own.items {
            cells += [
                Self.decimal(item.published(item.mean)),
                Self.decimal(item.published(item.percentile)),
                Self.decimal(row.comparison?.change(of: item.parameter)?.value),
            ]
        }
        let note = note(of: row, in: language)
        cells += [
            Self.decimal(own.composite.published), row.rank.map { .integer($0) } ?? .empty,
            note.isEmpty ? .empty : .text(note),
        ]
        return cells
    }

    /// The table of days: a row a day for every station, zone and the whole, each day judged by
    /// its own edition.
    func dailyTable() -> ReportTable {
        var columns = [
            Self.text("id", "编码", "Code"), Self.text("date", "日期", "Date"),
            Self.text("edition", "标准版本", "Edition"), Self.count("aqi", "AQI", "AQI"),
            Self.count("level", "级别", "Level"), Self.text("primary", "首要污染物", "Primary"),
        ]
        columns += Self.indexColumns
        var table = ReportTable(
            id: "daily_air", title: LocalizedText("环境空气质量日报", "Air day by day"),
            columns: columns)
        for row in rows {
            for number in basis.period.firstDay.number...basis.period.lastDay.number {
                table.append(dailyCells(of: row, on: CivilDay(number: number)))
            }
        }
        return table
    }

    private func dailyCells(
        of row: Row, on day: CivilDay
    ) -> [ReportTable.Cell] {
        let standard = AirStandard.edition(inForceOn: day, among: basis.dailyEditions)
        let index = row.values.index(
            on: day, by: standard.index, missing: basis.settings.missingItems)
        return [.text(row.id), .text(day.description), .text(standard.edition)]
            + Self.cells(of: index)
    }

    /// A column of the index of each parameter, `<P>_iaqi`.
    static var indexColumns: [ReportTable.Column] {
        AirDailyValues.parameters.map {
            count("\($0.name)_iaqi", "\($0.name)分指数", "IAQI of \($0.name)")
        }
    }

    /// An index with its level, primary pollutants and those of the parameters, whatever they are
    /// averaged over.
    static func cells(of index: AirIndex) -> [ReportTable.Cell] {
        let primary = index.primary.map(\.parameter.name).joined(separator: ";")
        let parts = AirDailyValues.parameters.map { parameter -> ReportTable.Cell in
            let values = index.items.filter { $0.item.parameter == parameter }.compactMap(\.value)
            return values.first.map { .integer($0) } ?? .empty
        }
        return [
            index.value.map { .integer($0) } ?? .empty,
            index.level.map { .integer($0.number) } ?? .empty,
            primary.isEmpty ? .empty : .text(primary),
        ] + parts
    }

    // MARK: - Columns

    static func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(zh: zh, en: en), kind: .text)
    }

    /// A column of published figures.
    static func number(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh: zh, en: en), kind: .number(decimals: nil))
    }

    /// A column of counts, indices or ranks.
    static func count(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh: zh, en: en), kind: .number(decimals: 0))
    }

    /// A published figure with the decimals it is published with.
    static func decimal(_ value: DecimalValue?) -> ReportTable.Cell {
        value.map { .decimal($0.description) } ?? .empty
    }
}
