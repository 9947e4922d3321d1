import QualityStandards
import Readings
import Reports

extension WaterAssessmentResult {
    /// The table of trends: a row an item of every section and group, over the years that the
    /// readings have up to the period's.
    ///
    /// A year enters by its mean of monthly means where it has the months that a year needs; a group
    /// by the mean over the sections that have all the years of any of them.
    func trendTable(in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: "assess_water_trends", title: LocalizedText("年际变化趋势", "Trends over years"),
            columns: [
                .text("kind", "类型", "Kind"), .text("id", "编码", "Code"),
                .text("parameter", "项目", "Parameter"),
                .number("first_year", "起始年", "First year", decimals: 0),
                .number("last_year", "终止年", "Last year", decimals: 0),
                .number("years", "年数", "Years", decimals: 0),
                .decimal("rs", "秩相关系数", "Rank correlation"),
                .decimal("critical", "临界值", "Critical value"),
                .text("significant", "显著", "Significant"), .text("trend", "趋势", "Trend"),
                .text("note", "说明", "Note"),
            ])
        let years = trendYears
        let yearly = rows.map { yearlyMeans(of: $0, years) }
        for (row, own) in zip(rows, yearly) {
            append(&table, "section", row.section.loaded.id, own, years, language)
        }
        for group in grouping.groups {
            let own = group.members.map { yearly[$0] }
            append(&table, group.kind, group.id, Self.overSections(own), years, language)
        }
        return table
    }

    /// Yearly values by parameter; `nil` in a year without.
    private typealias Yearly = [ParameterCode: [ExactNumber?]]

    private var trendYears: [Int] {
        guard let first = readings.timeSpan?.lowerBound.year else { return [] }
        let last = pair.now.lastDay.year
        return first <= last ? Array(first...last) : []
    }

    private func yearlyMeans(of row: Row, _ years: [Int]) -> Yearly {
        guard let site = row.site else { return [:] }
        let series = readings.seriesByParameter(at: site, of: standard.items.map(\.parameter))
        let dry = readings.dryTimes(at: site)
        var result: Yearly = [:]
        for (place, year) in years.enumerated() {
            guard let period = try? Period(parsing: String(year)) else { continue }
            let samples = SectionSamples(series, dryTimes: dry, in: period, by: standard)
            guard samples.isSufficient else { continue }
            for (parameter, mean) in samples.means {
                result[parameter, default: Array(repeating: nil, count: years.count)][place] = mean
            }
        }
        return result
    }

    /// The means over the sections that have a value in every year in which any has one.
    private static func overSections(_ sections: [Yearly]) -> Yearly {
        var result: Yearly = [:]
        for parameter in Set(sections.flatMap(\.keys)) {
            let series = sections.compactMap { $0[parameter] }
            guard let count = series.first?.count else { continue }
            let covered = (0..<count).filter { year in series.contains { $0[year] != nil } }
            let whole = series.filter { own in covered.allSatisfy { own[$0] != nil } }
            guard !whole.isEmpty else { continue }
            result[parameter] = (0..<count).map { year in
                PeriodStatistic.mean.value(of: whole.compactMap { $0[year] })
            }
        }
        return result
    }

    private func append(
        _ table: inout ReportTable, _ kind: String, _ id: String, _ yearly: Yearly, _ years: [Int],
        _ language: ReportLanguage
    ) {
        for item in standard.items {
            guard let values = yearly[item.parameter] else { continue }
            let present = zip(years, values).compactMap { year, value in value.map { (year, $0) } }
            guard let first = present.first, let last = present.last else { continue }
            let trend = RankTrend(present.map(\.1), by: standard.trend)
            var notes: [LocalizedText] = []
            if trend == nil {
                notes.append(
                    LocalizedText(
                        "少于 \(standard.trend.minimumYears) 年，不检验。",
                        "Fewer than \(standard.trend.minimumYears) years: not tested."))
            }
            if last.0 - first.0 + 1 > present.count {
                notes.append(
                    LocalizedText("有年份样品不足，未计入。", "Years with too few samples are left out."))
            }
            if let trend, trend.criticalYears != trend.years {
                notes.append(
                    LocalizedText(
                        "临界值取 \(trend.criticalYears) 年的值。",
                        "The critical value is that of \(trend.criticalYears) years."))
            }
            table.append([
                .text(kind), .text(id), .text(item.parameter.name), .integer(first.0),
                .integer(last.0), .integer(present.count),
                ReportTable.Cell(published: trend?.published),
                ReportTable.Cell(published: trend?.critical),
                ReportTable.Cell(trend.map { $0.isSignificant ? "yes" : "no" }),
                ReportTable.Cell(trend?.direction.text),
                notes.isEmpty
                    ? .empty
                    : .text(
                        notes.map { $0.text(in: language) }
                            .joined(separator: language == .zh ? "" : " ")),
            ])
        }
    }
}
