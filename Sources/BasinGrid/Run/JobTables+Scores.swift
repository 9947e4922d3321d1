import Reports
import Suggestions
import ZonalStatistics

extension JobTables {
    /// `scores_<zones>_<period>`: a row a zone with the points of each indicator, their sum and its
    /// rank; `nil` when the job has no rules.
    func scores(period: Int) -> ReportTable? {
        guard let rules = inputs.scores, let layer = Self.scoredLayer(rules, inputs) else {
            return nil
        }
        let loaded = inputs.zoneLayers[layer]
        let table = zones(layer: layer, period: period)
        let count = loaded.zones.count
        let points = rules.indicators.map { indicator -> [Double?] in
            let figures = figures(indicator, in: table, count: count)
            let ranked = figures.count { $0 != nil }
            return figures.map { $0.map { indicator.points(for: $0, among: ranked) } }
        }
        let scores = (0..<count).map { zone -> Double? in
            let own = points.compactMap { $0[zone] }
            // Sums that differ by rounding alone are equal.
            let sum = (own.reduce(rules.base, +) * 1e6).rounded() / 1e6
            return own.count == points.count ? sum : nil
        }
        let ranks = places(of: scores, isLowBest: false)
        let label = figures.pairs[period].now.label
        var columns: [ReportTable.Column] = [
            .number("score_rank", "名次", "Rank", decimals: 0), .text("id", "编码", "Code"),
            .text("label", "名称", "Name"), .number("score", "得分", "Score", decimals: 2),
        ]
        columns += rules.indicators.map {
            .number($0.key, $0.name, $0.name, decimals: 2)
        }
        columns.append(.text("note", "备注", "Note"))
        let rows = (0..<count).map { zone -> [ReportTable.Cell] in
            let missing = rules.indicators.indices.filter { points[$0][zone] == nil }
                .map { rules.indicators[$0].name }
            let reason =
                language == .zh
                ? "缺少指标值，不参与排名：\(missing.joined(separator: "、"))"
                : "not ranked, no figure for: \(missing.joined(separator: ", "))"
            return [
                ranks[zone].map { .integer($0) } ?? .empty, .text(loaded.zones[zone].id),
                .text(loaded.zones[zone].label), ReportTable.Cell(scores[zone]),
            ] + points.map { ReportTable.Cell($0[zone]) }
                + [ReportTable.Cell(missing.isEmpty ? nil : reason)]
        }
        return ReportTable(
            id: "scores_\(fileNamePart(loaded.name))_\(label)",
            title: LocalizedText(
                "\(loaded.name)评分（\(figures.pairs[period].now.labelInChinese)）",
                "Scores of \(loaded.name), \(label)"),
            columns: columns, rows: rows)
    }

    /// The layer that rules name, or the first.
    static func scoredLayer(_ rules: ScoreRules, _ inputs: JobInputs) -> Int? {
        guard let name = rules.zones else { return inputs.zoneLayers.indices.first }
        return inputs.zoneLayers.firstIndex { $0.name == name }
    }

    /// What of a column counts, zone by zone.
    private func figures(
        _ indicator: ScoreRules.Indicator, in table: ReportTable, count: Int
    ) -> [Double?] {
        var values: [Double?]?
        for key in Self.columns(of: indicator) where values == nil {
            guard let column = table.columns.firstIndex(where: { $0.key == key }) else { continue }
            values = table.rows.prefix(count).map { $0[column].value }
        }
        let known = values ?? [Double?](repeating: nil, count: count)
        guard indicator.measure == .rank else { return known }
        return places(of: known, isLowBest: indicator.direction == .lower).map {
            $0.map(Double.init)
        }
    }

    /// The columns of the zone table that may hold an indicator's figure, the first one goes.
    static func columns(of indicator: ScoreRules.Indicator) -> [String] {
        indicator.measure == .change
            ? ["\(indicator.column)_change_percent", "\(indicator.column)_change"]
            : [indicator.column]
    }
}

extension JobRules {
    /// Rules name a layer of the job and columns that its tables will have.
    func checkScores() {
        guard let inputs, let rules = inputs.scores, let source = job.scores else { return }
        if JobTables.scoredLayer(rules, inputs) == nil {
            let names = inputs.zoneLayers.map(\.name)
            faults.add(
                zh:
                    "\(source.path)：没有名为 “\(rules.zones ?? "")” 的区域图层。现有：\(names.joined(separator: "、"))。",
                en:
                    "\(source.path): no zone layer is called \"\(rules.zones ?? "")\". The job has: "
                    + "\(names.joined(separator: ", ")).")
        }
        let known = zoneColumns()
        for indicator in rules.indicators {
            let wanted = JobTables.columns(of: indicator)
            if wanted.contains(where: { known.contains($0) || $0.hasPrefix("river_km_") }) {
                continue
            }
            let near = nearest(to: wanted[0], in: known)
            faults.add(
                zh: "\(source.path)：区域表没有列 “\(wanted[0])”"
                    + (near.map { "，是否应为 “\($0)”？" } ?? "。")
                    + "请核对 rasters、zonal.stats、compare 与 points。",
                en: "\(source.path): zone tables have no column \"\(wanted[0])\"."
                    + (near.map { " Did you mean \"\($0)\"?" } ?? "")
                    + " See rasters, zonal.stats, compare and points of the job.")
        }
    }

    /// The columns of numbers in the job's zone tables, but lengths of rivers.
    private func zoneColumns() -> [String] {
        var keys: [String] = []
        let isCompared = job.comparison != .none
        for statistic in job.zonalStatistics {
            if statistic == .areaKm2 {
                keys.append("area_km2")
                continue
            }
            for request in job.rasters {
                let stem = "\(request.name)_\(statistic.name)"
                keys.append(stem)
                if isCompared { keys += ["\(stem)_before", "\(stem)_change"] }
                if isCompared, statistic == .mean { keys.append("\(stem)_change_percent") }
            }
        }
        for (index, layer) in job.points.enumerated() {
            keys.append("points_\(index + 1)")
            keys += layer.sumFields.map { "points_\(index + 1)_\($0)" }
        }
        return keys
    }
}
