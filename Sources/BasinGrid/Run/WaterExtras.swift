import QualityStandards
import Readings
import Reports

/// What a job asks for besides the classes of its sections: lakes, trends, compensation.
struct WaterExtras: Sendable {
    /// One a period; empty where the job does not ask for lakes.
    var lakes: [WaterLakes] = []
    /// `nil` where the job does not ask for trends.
    var trends: WaterTrends?
    /// One a period; empty where the job has no scheme.
    var compensation: [CompensationResult] = []
}

extension WaterExtras {
    /// - Throws: What a settlement throws.
    init(
        _ job: Job, _ inputs: JobInputs, sections: [SectionFigure], _ groups: WaterGrouping,
        by standard: SurfaceWaterStandard
    ) throws {
        let pairs = job.periodPairs
        if job.assessesLakes {
            lakes = pairs.indices.map { Self.lakes(sections, period: $0, standard) }
        }
        if job.testsTrends {
            let sites = SectionSites(inputs.sections, readings: inputs.readings)
            trends = WaterTrends(
                zip(inputs.sections, sites.sites).map { ($0.id, $1.name) }, groups: groups.groups,
                SectionStates(readings: inputs.readings, standard: standard),
                to: pairs.map(\.now.lastDay.year).max() ?? 0)
        }
        if let settlement = inputs.compensation, let input = job.compensation {
            compensation = try pairs.map {
                var own = try settlement.settle(
                    inputs.readings, over: $0.now, comparison: input.comparedPeriod(of: $0.now))
                own.folder = job.folder.path + "/"
                return own
            }
        }
    }

    private static func lakes(
        _ sections: [SectionFigure], period: Int, _ standard: SurfaceWaterStandard
    ) -> WaterLakes {
        WaterLakes(
            standard: standard,
            points: sections.filter { WaterBody(sectionType: $0.section.type) == .lake }.map {
                WaterLakes.Point(
                    id: $0.section.id, lake: $0.section.river, means: $0.results[period].now.means)
            })
    }
}

extension JobTables {
    /// `lakes_<period>`: a row a point of a lake, then a row a lake; `nil` where not asked for.
    func lakes(period: Int) -> ReportTable? {
        guard figures.water.lakes.indices.contains(period) else { return nil }
        let now = figures.pairs[period].now
        var table = figures.water.lakes[period].table("lakes_\(now.label)", in: language)
        table.title = LocalizedText(
            "湖库营养状态（\(now.labelInChinese)）", "Trophic state of lakes, \(now.label)")
        return table
    }

    /// `trends`: a row an item of every section and group; `nil` where not asked for.
    var trends: ReportTable? { figures.water.trends?.table("trends", in: language) }

    /// `compensation_<period>`, the ledger, and `compensation_totals_<period>`, what units pay and
    /// receive; none without a scheme.
    func compensation(period: Int) -> [ReportTable] {
        guard figures.water.compensation.indices.contains(period) else { return [] }
        let now = figures.pairs[period].now
        let own = figures.water.compensation[period]
        var ledger = own.table("compensation_\(now.label)", in: language)
        ledger.title = LocalizedText(
            "生态补偿（\(now.labelInChinese)）", "Compensation, \(now.label)")
        var totals = own.totalsTable("compensation_totals_\(now.label)")
        totals.title = LocalizedText(
            "生态补偿汇总（\(now.labelInChinese)）", "Compensation by unit, \(now.label)")
        return [ledger, totals]
    }

    /// The names of these tables.
    static func extraNames(of job: Job, _ period: Period) -> [String] {
        (job.assessesLakes ? ["lakes_\(period.label)"] : [])
            + (job.compensation == nil
                ? [] : ["compensation_\(period.label)", "compensation_totals_\(period.label)"])
    }
}
