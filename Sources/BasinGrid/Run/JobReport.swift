import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers

/// The report of a job: maps, tables and words for each period.
struct JobReport {
    let job: Job
    let inputs: JobInputs
    let figures: JobFigures
    let tables: JobTables
    let language: ReportLanguage
    let files: [FileDigest]

    func document() throws -> ReportDocument {
        var sections = [airSection()].compactMap { $0 }
        for period in figures.pairs.indices {
            for index in figures.surfaces[period].indices {
                sections.append(try surfaceSection(period: period, index: index))
            }
            sections += seriesSections(period: period)
            sections += try hotSpotSections(period: period)
            sections += [
                waterSection(period: period), lakeSection(period: period),
                compensationSection(period: period),
            ].compactMap(\.self)
            sections.append(zoneTableSection(period: period))
        }
        if let section = trendSection() { sections.append(section) }
        sections.append(qualitySection())
        let periods = figures.pairs.map(\.now)
        return ReportDocument(
            language: language, title: LocalizedText(job.name),
            subtitle: LocalizedText(
                periods.map(\.labelInChinese).joined(separator: "、") + comparisonWords.zh,
                periods.map(\.label).joined(separator: ", ") + comparisonWords.en),
            facts: facts(), sections: sections, provenance: provenance())
    }

    var comparisonWords: LocalizedText {
        func words(_ comparison: Job.Comparison) -> LocalizedText? {
            switch comparison {
            case .none: nil
            case .year: LocalizedText("与上年同期比较", "compared with the year before")
            case .month: LocalizedText("与上一时段比较", "compared with the period before")
            case .explicit: LocalizedText("与指定时段比较", "compared with the periods named")
            }
        }
        var text = LocalizedText("", "")
        if let own = words(job.comparison) { text = text.appending("，\(own.zh)", ", \(own.en)") }
        if let other = words(job.secondComparison) {
            text = text.appending("，断面另\(other.zh)", ", its sections also \(other.en)")
        }
        return text
    }

    /// The edition that a period is judged by, with its code: a table names the code.
    func editionText(_ period: Int) -> LocalizedText {
        let code = figures.editions[period]
        guard let edition = AirStandard.editions.first(where: { $0.edition == code }) else {
            return LocalizedText(code)
        }
        return LocalizedText(
            "\(edition.titleInChinese)（\(code)）", "\(edition.title) (\(code))")
    }

    func heading(_ period: Int, _ zh: String, _ en: String) -> LocalizedText {
        let now = figures.pairs[period].now
        return LocalizedText("\(now.labelInChinese) \(zh)", "\(now.label): \(en)")
    }

    // MARK: - Key figures

    func facts() -> [ReportFact] {
        guard !figures.pairs.isEmpty else { return [] }
        var facts: [ReportFact] = []
        for (index, surface) in figures.surfaces[0].enumerated() {
            let zones = figures.zones[0][0][index]
            let row = inputs.zoneLayers[0].zones.count
            guard let now = zones.value(of: .mean, row: row, in: zones.now) else { continue }
            let past = zones.value(of: .mean, row: row, in: zones.past)
            facts.append(
                ReportFact(
                    label: LocalizedText(
                        "\(surface.request.parameter.name) \(surface.request.statistic.nameInChinese)（区域平均）",
                        "\(surface.request.parameter.name) \(surface.request.statistic.name), zone mean"
                    ),
                    value: LocalizedText(NumberText.fixed(now, decimals: 1)),
                    unit: surface.request.parameter.unit.map { LocalizedText($0.text) },
                    detail: changeWords(percentChange(now: now, before: past))))
        }
        return facts + airFacts() + sectionFacts() + hotSpotFacts()
    }

    func sectionFacts() -> [ReportFact] {
        let assessed = figures.sections.compactMap { figure in
            figure.results[0].now.assessment?.waterClass.map { (figure, $0) }
        }
        guard !assessed.isEmpty else { return [] }
        let good = assessed.filter { $0.1 <= .iii }.count
        let targets = assessed.compactMap { figure, _ in
            figure.section.waterTarget.flatMap { figure.results[0].now.assessment?.meets($0) }
        }
        var facts = [
            ReportFact(
                label: LocalizedText("Ⅰ—Ⅲ类断面", "Sections of class I–III"),
                value: LocalizedText("\(good)/\(assessed.count)"),
                detail: LocalizedText(
                    "占 \(NumberText.fixed(Double(good) / Double(assessed.count) * 100, decimals: 1))%",
                    "\(NumberText.fixed(Double(good) / Double(assessed.count) * 100, decimals: 1)) %"
                ))
        ]
        if !targets.isEmpty {
            facts.append(
                ReportFact(
                    label: LocalizedText("达标断面", "Sections on target"),
                    value: LocalizedText("\(targets.filter { $0 }.count)/\(targets.count)")))
        }
        return facts
    }

    func changeWords(_ percent: Double?) -> LocalizedText? {
        guard let percent else { return nil }
        let against =
            switch job.comparison {
            case .year: LocalizedText("较上年同期", "on the year before")
            case .month: LocalizedText("较上一时段", "on the period before")
            case .none, .explicit: LocalizedText("较比较期", "on the period compared")
            }
        let size = NumberText.fixed(abs(percent), decimals: 1)
        if size == "0.0" { return LocalizedText("\(against.zh)持平", "unchanged \(against.en)") }
        return percent > 0
            ? LocalizedText("\(against.zh)上升 \(size)%", "up \(size) % \(against.en)")
            : LocalizedText("\(against.zh)下降 \(size)%", "down \(size) % \(against.en)")
    }
}
