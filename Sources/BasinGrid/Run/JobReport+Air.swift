import QualityStandards
import Readings
import Reports

extension JobReport {
    /// Air by the standard: all periods beside each other, ranked; targets, days excluded, and the
    /// rules that were used.
    func airSection() -> ReportSection? {
        guard let air = figures.air else { return nil }
        return ReportSection(
            title: LocalizedText("环境空气质量：评价与排名", "Air: assessment and ranking"),
            paragraphs: air.stations.map(airWords) + [airScopeWords],
            tables: tables.airRankings.flatMap(shownRankings)
                + [tables.airTargets, tables.excludedDays].compactMap { $0 },
            notes: airNotes(air))
    }

    /// The share of good days of the first period.
    func airFacts() -> [ReportFact] {
        guard let row = figures.air?.stations.first?.rows.last,
            let share = row.assessment.publishedGoodShare, !row.assessment.countsBadDaysOnly
        else { return [] }
        let measured = row.assessment.items.map(\.parameter)
            .filter { !row.assessment.unmeasured.contains($0) }.map(\.name)
        let change = row.comparison?.goodShare.map(comparedWords)
        let scope =
            row.assessment.unmeasured.isEmpty
            ? nil
            : LocalizedText(
                "只由 \(measured.joined(separator: "、")) 得出，不作为正式评价",
                "from \(measured.joined(separator: ", ")) alone, no official figure")
        let details = [scope, change].compactMap { $0 }
        return [
            ReportFact(
                label: LocalizedText("优良天数比例", "Good days"),
                value: LocalizedText(share.description), unit: "%",
                detail: details.isEmpty
                    ? nil
                    : LocalizedText(
                        zh: details.map(\.zh).joined(separator: "；"),
                        en: details.map(\.en).joined(separator: "; ")))
        ]
    }

    private func comparedWords(_ change: Change) -> LocalizedText {
        switch job.comparison {
        case .year:
            LocalizedText(
                zh: "较上年同期" + change.descriptionInChinese, en: "\(change) on the year before")
        case .month:
            LocalizedText(
                zh: "较上一时段" + change.descriptionInChinese, en: "\(change) on the period before")
        case .none, .explicit:
            LocalizedText(
                zh: "较比较期" + change.descriptionInChinese, en: "\(change) on the period compared")
        }
    }

    // MARK: - Words

    /// All national stations together in one sentence.
    private func airWords(_ result: AirAssessmentResult) -> LocalizedText {
        guard let row = result.rows.last else { return LocalizedText("", "") }
        let own = row.assessment
        var parts = [
            LocalizedText(
                "有效 \(own.validDays) 天，优良 \(own.goodDays) 天",
                "\(own.validDays) valid days, \(own.goodDays) good")
        ]
        parts.append(
            figureWords(
                LocalizedText("优良天数比例", "share of good days"), own.publishedGoodShare, "%",
                row.comparison?.goodShare))
        for item in own.items where !own.unmeasured.contains(item.parameter) {
            let statistic = item.leading == .mean ? "" : item.leading.nameInChinese
            let english = item.leading == .mean ? "" : " \(item.leading.name)"
            parts.append(
                figureWords(
                    LocalizedText(
                        zh: item.parameter.name + statistic, en: item.parameter.name + english),
                    item.published(item.leadingValue),
                    item.parameter.unit.map { " \($0.text)" } ?? "",
                    row.comparison?.change(of: item.parameter)))
        }
        parts.append(
            figureWords(
                LocalizedText("综合指数", "composite index"), own.composite.published, "",
                row.comparison?.composite))
        if !own.unmeasured.isEmpty {
            let names = own.unmeasured.map(\.name)
            parts.append(
                LocalizedText(
                    "\(names.joined(separator: "、"))无数据",
                    "no data of \(names.joined(separator: ", "))"))
        }
        let period = result.basis.period
        let scope = own.indexScope ?? LocalizedText("", "")
        return LocalizedText(
            zh: "\(period.labelInChinese)，全部国控站点：" + parts.map(\.zh).joined(separator: "；") + "。"
                + scope.zh,
            en: "\(period.label), all national stations: " + parts.map(\.en).joined(separator: "; ")
                + "." + (scope.en.isEmpty ? "" : " " + scope.en))
    }

    private func figureWords(
        _ name: LocalizedText, _ value: DecimalValue?, _ unit: String, _ change: Change?
    ) -> LocalizedText {
        guard let value else {
            return LocalizedText(zh: "\(name.zh)数据不足", en: "\(name.en): too few data")
        }
        return LocalizedText(
            zh: "\(name.zh) \(value)\(unit)" + (change.map { "，\($0.descriptionInChinese)" } ?? ""),
            en: "\(name.en) \(value)\(unit)" + (change.map { ", \($0)" } ?? ""))
    }

    private var airScopeWords: LocalizedText {
        LocalizedText(
            "分区为区内国控站点逐日平均后的统计，不是分区或栅格的平均；微站不参与。按综合指数由小到大排名，相同者名次相同，其后名次空缺；"
                + "改善排名按综合指数变化幅度，降幅最大者第一。下列排名表只列有国控站点的区域，各区域全部指标见 tables 文件夹中 air_ 与 stations_air_ 开头的文件。",
            "Zones are the statistics of the daily means of their national stations, never means of "
                + "zones or rasters; micro-stations have no part. Ranked by the composite index, "
                + "smallest first; equal ones share a rank and the next is left out. Improvement "
                + "ranks the change of the index, largest fall first. The rankings show zones with "
                + "national stations; all figures of all zones are in the files that begin with "
                + "air_ and stations_air_ in tables.")
    }

    // MARK: - Tables and notes

    /// Two or three narrower tables of one file: indices by period, items with the periods beside
    /// each other.
    private func shownRankings(_ table: ReportTable) -> [ReportTable] {
        let labels = figures.pairs.map(\.now.label)
        let heads = [
            "rank", "composite", "composite_words", "best_change_rank", "good_share",
            "good_share_words",
        ]
        let indices = labels.flatMap { label in heads.map { "\($0)_\(label)" } }
        func items(_ names: [String]) -> [String] {
            ["label"]
                + names.flatMap { name in
                    labels.flatMap { ["\(name)_\($0)", "\(name)_words_\($0)"] }
                }
        }
        let parts: [(zh: String, en: String, keys: [String])] = [
            ("", "", ["id", "label"] + indices),
            ("：颗粒物和臭氧", ": particles and ozone", items(["PM2.5", "PM10", "O3_8h"])),
            ("：其他气体", ": other gases", items(["NO2", "SO2", "CO"])),
        ]
        return parts.enumerated().compactMap { index, part in
            let shown = table.excerpt(
                id: table.id, title: table.title.appending(part.zh, part.en), keys: part.keys)
            // Items that nobody measures are no table.
            let hasFigures = shown.rows.contains { $0.dropFirst().contains { $0.value != nil } }
            return index == 0 || hasFigures ? shown : nil
        }
    }

    /// Editions and settings, each once.
    private func airNotes(_ air: AirFigures) -> [ReportNote] {
        var seen: Set<ReportNote> = []
        return air.stations.flatMap { result in
            result.basis.editionNotes
                + result.basis.settings.statements(for: result.basis.standard).map {
                    LocalizedText(zh: $0.descriptionInChinese, en: $0.description)
                }
        }.map { ReportNote(.method, $0) }.filter { seen.insert($0).inserted }
    }
}
