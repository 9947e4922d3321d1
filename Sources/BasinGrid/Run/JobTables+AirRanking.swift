import QualityStandards
import Readings
import Reports

/// The tables that set the periods of a job beside each other, the best first.
extension JobTables {
    /// `ranking_air_<name>` for each layer with national stations and `ranking_stations_air`: zones
    /// with national stations (and national stations) by their rank in the first period, those
    /// without a rank last, then the whole.
    ///
    /// Columns: `id, label`, then for each period `rank, composite, composite_words, good_days,
    /// good_share, good_share_words, best_change_rank` and for each parameter its leading value and
    /// the words of its change, each with the period behind: `rank_2026-04`.
    var airRankings: [ReportTable] {
        guard let air = figures.air else { return [] }
        var tables: [ReportTable] = []
        for (number, layer) in air.layers.enumerated() {
            let name = inputs.zoneLayers[layer].name
            let results = air.zones.map { $0[number] }
            tables.append(
                ranking(
                    results, names: airNames(layer: layer),
                    showing: results[0].sites.zones.map { !$0.stations.isEmpty },
                    id: "ranking_air_\(fileNamePart(name))",
                    title: LocalizedText(zh: "空气质量排名：\(name)", en: "Air, ranked: \(name)")))
        }
        tables.append(
            ranking(
                air.stations, names: stationAirNames,
                showing: air.stations[0].sites.stations.map(\.isNational),
                id: "ranking_stations_air",
                title: LocalizedText("空气质量排名：国控站点", "Air, ranked: national stations")))
        return tables
    }

    private func ranking(
        _ results: [AirAssessmentResult], names: NamedColumn, showing isShown: [Bool], id: String,
        title: LocalizedText
    ) -> ReportTable {
        let first = results[0].rows
        let order = isShown.indices.filter { isShown[$0] }.sorted {
            (first[$0].rank ?? Int.max, $0) < (first[$1].rank ?? Int.max, $1)
        }
        var columns: [ReportTable.Column] = [.text("id", "编码", "Code"), names.column]
        for result in results { columns += rankingColumns(result) }
        let rows = (order + [first.count - 1]).map { row -> [ReportTable.Cell] in
            var cells: [ReportTable.Cell] = [.text(first[row].id), .text(names.texts[row])]
            for result in results { cells += rankingCells(of: result.rows[row], in: result) }
            return cells
        }
        return ReportTable(
            id: id, title: title, columns: columns, rows: rows, lastRowIsTotal: true)
    }

    /// The word for the change that the job asks for.
    private var changeWord: LocalizedText {
        switch job.comparison {
        case .year: LocalizedText("同比", "on the year")
        case .month: LocalizedText("环比", "on the period before")
        case .none, .explicit: LocalizedText("变化", "change")
        }
    }

    private func rankingColumns(_ result: AirAssessmentResult) -> [ReportTable.Column] {
        let period = result.basis.period
        let label = period.label
        let group = LocalizedText(zh: period.labelInChinese, en: label)
        func column(_ key: String, _ zh: String, _ en: String, isText: Bool = false)
            -> ReportTable.Column
        {
            ReportTable.Column(
                key: "\(key)_\(label)", heading: LocalizedText(zh: zh, en: en),
                kind: isText ? .text : .number(decimals: nil), group: group)
        }
        let isCompared = result.basis.before != nil
        func words(_ key: String) -> [ReportTable.Column] {
            isCompared
                ? [column("\(key)_words", changeWord.zh, changeWord.en, isText: true)] : []
        }
        var columns =
            [
                column("rank", "排名", "Rank"), column("composite", "综合指数", "Composite"),
            ] + words("composite")
        if isCompared { columns.append(column("best_change_rank", "改善排名", "Improvement")) }
        columns += [
            column("good_days", "优良天数", "Good days"),
            column("good_share", "优良率(%)", "Good days (%)"),
        ]
        columns += words("good_share")
        for item in result.rows.first?.assessment.items ?? [] {
            columns += itemColumns(item, period, isCompared)
        }
        return columns
    }

    /// An item's columns stand under its name, so that the periods can stand beside each other.
    private func itemColumns(
        _ item: AirItemAssessment, _ period: Period, _ isCompared: Bool
    ) -> [ReportTable.Column] {
        let name = item.parameter.name
        let unit = item.parameter.unit.map { "（\($0.text)）" } ?? ""
        let statistic = item.leading
        let group = LocalizedText(
            zh: "\(name) \(statistic.nameInChinese)\(unit)",
            en: "\(name) \(statistic.name)" + (item.parameter.unit.map { " (\($0.text))" } ?? ""))
        let value = ReportTable.Column(
            key: "\(name)_\(period.label)",
            heading: LocalizedText(zh: period.labelInChinese, en: period.label),
            kind: .number(decimals: nil), group: group)
        let words = ReportTable.Column(
            key: "\(name)_words_\(period.label)", heading: changeWord, kind: .text, group: group)
        return isCompared ? [value, words] : [value]
    }

    private func rankingCells(
        of row: AirAssessmentResult.Row, in result: AirAssessmentResult
    ) -> [ReportTable.Cell] {
        let own = row.assessment
        let isCompared = result.basis.before != nil
        func words(_ change: Change?) -> [ReportTable.Cell] {
            isCompared ? [ReportTable.Cell(change?.words.text(in: language))] : []
        }
        func rank(_ rank: Int?) -> ReportTable.Cell { rank.map { .integer($0) } ?? .empty }
        var cells =
            [rank(row.rank), AirAssessmentResult.decimal(own.composite.published)]
            + words(row.comparison?.composite)
        if isCompared { cells.append(rank(row.bestChangeRank)) }
        cells += [.integer(own.goodDays), AirAssessmentResult.decimal(own.publishedGoodShare)]
        cells += words(row.comparison?.goodShare)
        for item in own.items {
            cells.append(AirAssessmentResult.decimal(item.published(item.leadingValue)))
            cells += words(row.comparison?.change(of: item.parameter))
        }
        return cells
    }
}

extension Change {
    /// `下降4.4%`, `fell by 4.4 %`.
    var words: LocalizedText { LocalizedText(zh: descriptionInChinese, en: description) }
}
