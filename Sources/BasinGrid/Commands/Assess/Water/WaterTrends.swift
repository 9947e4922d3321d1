import QualityStandards
import Readings
import Reports

/// Trends of every item of sections and groups over the years that the readings have.
///
/// A year enters by its mean of monthly means where it has the months that a year needs; a group by
/// the mean over the sections that have all the years of any of them.
struct WaterTrends: Sendable {
    /// An item of a section or group.
    struct Row: Sendable {
        let kind: String
        let id: String
        let item: ParameterCode
        /// The years that have a value; at least one.
        let years: [Int]
        /// `nil` for too few years.
        let trend: RankTrend?
    }

    let standard: SurfaceWaterStandard
    private(set) var rows: [Row] = []

    /// - Parameters:
    ///   - sections: Codes, and the names under which the readings know them; `nil` where that is
    ///     not clear.
    ///   - groups: Their members are places in `sections`.
    ///   - last: The last year.
    init(
        _ sections: [(id: String, site: String?)], groups: [WaterGrouping.Group],
        _ states: SectionStates, to last: Int
    ) {
        standard = states.standard
        guard let first = states.readings.timeSpan?.lowerBound.year, first <= last else { return }
        let years = Array(first...last)
        let yearly = sections.map { Self.yearlyMeans(at: $0.site, years, states) }
        for (section, own) in zip(sections, yearly) { append("section", section.id, own, years) }
        for group in groups {
            append(group.kind, group.id, Self.overSections(group.members.map { yearly[$0] }), years)
        }
    }

    /// Yearly values by parameter; `nil` in a year without.
    private typealias Yearly = [ParameterCode: [ExactNumber?]]

    private static func yearlyMeans(
        at site: String?, _ years: [Int], _ states: SectionStates
    ) -> Yearly {
        guard let site else { return [:] }
        var result: Yearly = [:]
        for (place, year) in years.enumerated() {
            guard let period = try? Period(parsing: String(year)) else { continue }
            let samples = states.samples(at: site, in: period)
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

    private mutating func append(_ kind: String, _ id: String, _ yearly: Yearly, _ years: [Int]) {
        for item in standard.items {
            guard let values = yearly[item.parameter] else { continue }
            let present = zip(years, values).compactMap { year, value in value.map { (year, $0) } }
            if present.isEmpty { continue }
            rows.append(
                Row(
                    kind: kind, id: id, item: item.parameter, years: present.map(\.0),
                    trend: RankTrend(present.map(\.1), by: standard.trend)))
        }
    }
}

extension WaterTrends {
    /// A row an item of every section and group.
    func table(_ id: String = "assess_water_trends", in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: id, title: LocalizedText("年际变化趋势", "Trends over years"),
            columns: [
                .text("kind", "类型", "Kind"), .text("id", "编码", "Code"),
                .text("parameter", "项目", "Parameter"),
                .number("first_year", "起始年", "First year", decimals: 0),
                .number("last_year", "终止年", "Last year", decimals: 0),
                .number("years", "年数", "Years", decimals: 0),
                .decimal("rs", "秩相关系数", "Rank correlation"),
                .decimal("critical", "临界值", "Critical value"),
                .text("significant", "显著", "Significant", words: TableWords.yesNo),
                .text("trend", "趋势", "Trend"), .text("note", "说明", "Note"),
            ])
        for row in rows {
            guard let first = row.years.first, let last = row.years.last else { continue }
            table.append([
                .text(row.kind), .text(row.id), .text(row.item.name), .integer(first),
                .integer(last), .integer(row.years.count),
                ReportTable.Cell(published: row.trend?.published),
                ReportTable.Cell(published: row.trend?.critical),
                ReportTable.Cell(row.trend.map { $0.isSignificant ? "yes" : "no" }),
                ReportTable.Cell(row.trend?.direction.text),
                ReportTable.Cell(note(of: row, language)),
            ])
        }
        return table
    }

    private func note(of row: Row, _ language: ReportLanguage) -> String? {
        var notes: [LocalizedText] = []
        if row.trend == nil {
            notes.append(
                LocalizedText(
                    "少于 \(standard.trend.minimumYears) 年，不检验。",
                    "Fewer than \(standard.trend.minimumYears) years: not tested."))
        }
        if let first = row.years.first, let last = row.years.last,
            last - first + 1 > row.years.count
        {
            notes.append(
                LocalizedText("有年份样品不足，未计入。", "Years with too few samples are left out."))
        }
        if let trend = row.trend, trend.criticalYears != trend.years {
            notes.append(
                LocalizedText(
                    "临界值取 \(trend.criticalYears) 年的值。",
                    "The critical value is that of \(trend.criticalYears) years."))
        }
        if notes.isEmpty { return nil }
        return notes.map { $0.text(in: language) }.joined(separator: language == .zh ? "" : " ")
    }
}

extension WaterAssessmentResult {
    var trends: WaterTrends {
        WaterTrends(
            rows.map { ($0.section.loaded.id, $0.site) }, groups: grouping.groups, states,
            to: pair.now.lastDay.year)
    }
}
