import QualityStandards
import Readings
import Reports

extension JobTables {
    /// Every table of air, in the order of `AirFigures.tableNames`.
    var allAir: [ReportTable] {
        guard let air = figures.air else { return [] }
        var tables: [ReportTable] = []
        for period in figures.pairs.indices {
            tables += air.layers.indices.map { self.air(layer: $0, period: period, of: air) }
            tables.append(stationsAir(period: period, of: air))
        }
        return tables + airRankings + [airTargets, excludedDays].compactMap { $0 }
    }

    /// `air_<name>_<period>`: a row a zone with the columns of `assess air`, the values before, and
    /// targets; the last row is the whole.
    ///
    /// - Parameter number: The layer's place among those with national stations.
    func air(layer number: Int, period: Int, of air: AirFigures) -> ReportTable {
        let layer = air.layers[number]
        let loaded = inputs.zoneLayers[layer]
        let now = figures.pairs[period].now
        return airTable(
            air.zones[period][number], id: "air_\(fileNamePart(loaded.name))_\(now.label)",
            title: LocalizedText(
                "环境空气质量：\(loaded.name)（\(now.labelInChinese)）",
                "Air by zone: \(loaded.name), \(now.label)"),
            names: [airNames(layer: layer)])
    }

    /// `stations_air_<period>`: a row a station but for micro-stations; the last row is the mean of
    /// all national stations.
    func stationsAir(period: Int, of air: AirFigures) -> ReportTable {
        let now = figures.pairs[period].now
        let stations = inputs.stations.filter { $0.network != .micro }
        let networks = NamedColumn(
            column: .text("network", "类型", "Network", words: TableWords.networks),
            texts: stations.map(\.network.rawValue) + [Job.Network.national.rawValue])
        return airTable(
            air.stations[period], id: "stations_air_\(now.label)",
            title: LocalizedText(
                "环境空气质量：站点（\(now.labelInChinese)）", "Air by station, \(now.label)"),
            names: [stationAirNames, networks])
    }

    /// A column of texts, one a row of a result.
    struct NamedColumn {
        let column: ReportTable.Column
        let texts: [String]
    }

    /// The names of a layer's zones and of the whole.
    func airNames(layer: Int) -> NamedColumn {
        NamedColumn(
            column: .text("label", "名称", "Name"),
            texts: inputs.zoneLayers[layer].zones.map(\.label) + [
                LocalizedText("全部", "whole").text(in: language)
            ])
    }

    /// The names of the stations and of them all together.
    var stationAirNames: NamedColumn {
        NamedColumn(
            column: .text("label", "名称", "Name"),
            texts: inputs.stations.filter { $0.network != .micro }.map(\.label) + [
                LocalizedText("全部国控站点", "all national stations").text(in: language)
            ])
    }

    private func airTable(
        _ result: AirAssessmentResult, id: String, title: LocalizedText, names: [NamedColumn]
    ) -> ReportTable {
        let labels = ReportTable(
            id: id, title: title, columns: names.map(\.column),
            rows: result.rows.indices.map { row in names.map { .text($0.texts[row]) } },
            lastRowIsTotal: true)
        let items = result.rows.first?.assessment.items ?? []
        var keys = ["id"] + names.map(\.column.key)
        keys += [
            "kind", "edition", "days", "valid_days", "good_days", "good_share",
            "good_share_before", "good_share_change",
        ]
        for item in items {
            let name = item.parameter.name
            keys += [
                "\(name)_mean", "\(name)_\(item.percentile.statistic.name)", "\(name)_before",
                "\(name)_change",
            ]
        }
        keys += [
            "composite", "composite_before", "composite_change", "rank", "best_change_rank",
            "worst_change_rank", "targets", "targets_met", "targets_missed", "note",
        ]
        if result.basis.before == nil {
            keys.removeAll { key in
                ["_before", "_change", "_change_rank"].contains { key.hasSuffix($0) }
            }
        }
        if result.basis.targets.isEmpty { keys.removeAll { $0.hasPrefix("targets") } }
        return labels.beside(result.table(in: language)).beside(result.detailTable(in: language))
            .excerpt(id: id, title: title, keys: keys)
    }

    // MARK: - Lists

    /// `targets_air`: a row a target and period of its year, or one where no period is.
    var airTargets: ReportTable? {
        guard let air = figures.air, !inputs.airTargets.isEmpty else { return nil }
        var table = ReportTable(
            id: "targets_air", title: LocalizedText("空气质量目标完成情况", "Targets of air"),
            columns: [
                .text("id", "编码", "Code"), .text("label", "名称", "Name"),
                .text("item", "项目", "Item"),
                .text("year", "年份", "Year"),
                AirAssessmentResult.number("target", "目标", "Target"),
                .text("period", "时段", "Period"),
                AirAssessmentResult.number("value", "现状", "Value"),
                .text("target_met", "达标", "Target met", words: TableWords.yesNo),
                .text("note", "备注", "Note"),
            ])
        for target in inputs.airTargets {
            let row = airRow(of: target.id, air)
            let outcomes = figures.pairs.indices.compactMap { period in
                row.flatMap { place in
                    target.outcome(in: place.results[period].rows[place.row].assessment).map {
                        (period, $0)
                    }
                }
            }
            let lack =
                row == nil
                ? LocalizedText("结果中没有此站点或区域。", "No such station or zone among the results.")
                : LocalizedText("没有该年份的时段。", "No period of that year.")
            let head: [ReportTable.Cell] = [
                .text(target.id), ReportTable.Cell(row?.label), .text(target.item.code),
                .text(String(target.year)), AirAssessmentResult.decimal(target.value),
            ]
            if outcomes.isEmpty {
                table.append(head + [.empty, .empty, .empty, .text(lack.text(in: language))])
            }
            for (period, outcome) in outcomes { table.append(head + cells(of: outcome, period)) }
        }
        return table
    }

    private func cells(of outcome: AirTargetOutcome, _ period: Int) -> [ReportTable.Cell] {
        let note: LocalizedText? =
            if outcome.figure == nil {
                LocalizedText("数据不足。", "Too few data.")
            } else if !outcome.isWholeYear {
                LocalizedText("年内进度，非全年。", "Part of the year.")
            } else {
                nil
            }
        return [
            .text(figures.pairs[period].now.label), AirAssessmentResult.decimal(outcome.figure),
            ReportTable.Cell(outcome.isMet.map { $0 ? "yes" : "no" }),
            ReportTable.Cell(note?.text(in: language)),
        ]
    }

    /// Where the figures of a station or zone stand: its row in the results of each period.
    private func airRow(
        of id: String, _ air: AirFigures
    ) -> (label: String, results: [AirAssessmentResult], row: Int)? {
        for number in air.layers.indices {
            let results = air.zones.map { $0[number] }
            if let row = results[0].rows.firstIndex(where: { $0.id == id }) {
                return (airNames(layer: air.layers[number]).texts[row], results, row)
            }
        }
        return air.stations[0].rows.firstIndex { $0.id == id }.map {
            (stationAirNames.texts[$0], air.stations, $0)
        }
    }

    /// `excluded_days`: the days that do not count, as the job's list has them.
    var excludedDays: ReportTable? {
        guard figures.air != nil, let entries = inputs.excludedDays.first?.entries,
            !entries.isEmpty
        else { return nil }
        let periods = figures.pairs.flatMap { [$0.now, $0.before].compactMap { $0 } }
        return ReportTable(
            id: "excluded_days",
            title: LocalizedText("扣除的日期（不计入均值、百分位数和综合指数）", "Days that do not count"),
            columns: [
                .text("date", "日期", "Date"), .text("items", "扣除项目", "Items"),
                .text("reason", "原因", "Reason"), .text("periods", "所在时段", "Periods"),
            ],
            rows: entries.map { entry in
                let inside = periods.filter { $0.contains(entry.day) }.map(\.label)
                return [
                    .text(entry.day.description),
                    .text(entry.parameters.map(\.name).joined(separator: ";")),
                    .text(entry.reason), .text(inside.joined(separator: ";")),
                ]
            })
    }
}

extension ReportTable {
    /// The table with the columns of `other` that it lacks, row beside row.
    ///
    /// - Precondition: Both have as many rows.
    func beside(_ other: ReportTable) -> ReportTable {
        precondition(rows.count == other.rows.count, "tables beside each other have equal rows")
        let known = Set(columns.map(\.key))
        let added = other.columns.indices.filter { !known.contains(other.columns[$0].key) }
        return ReportTable(
            id: id, title: title, columns: columns + added.map { other.columns[$0] },
            rows: zip(rows, other.rows).map { own, others in own + added.map { others[$0] } },
            lastRowIsTotal: lastRowIsTotal)
    }
}
