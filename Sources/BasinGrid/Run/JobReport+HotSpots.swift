import Geometry
import HotSpots
import Reports

extension JobReport {
    // MARK: - On other maps

    /// The hotspots that rank a surface.
    func hotSpots(of surface: Surface, period: Int) -> HotSpotFigures? {
        figures.hotSpots[period].first {
            $0.request.parameter == surface.request.parameter
                && $0.request.statistic == surface.request.statistic
        }
    }

    /// The selected cells as outlines.
    func hotSpotOutlines(_ found: HotSpotFigures) -> [MapArea] {
        found.selected.map { spot in
            MapArea(
                polygons: [Polygon(box: spot.cell.box)], fill: nil,
                tooltip: "\(spot.cell.id)\n\(NumberText.fixed(spot.value, decimals: 1))")
        }
    }

    func hotSpotLegend(_ found: HotSpotFigures, _ outline: MapStroke) -> LegendGroup {
        LegendGroup(
            title: LocalizedText("热点网格", "Hotspot cells"),
            entries: [
                LegendEntry(
                    symbol: .outline(outline.colour, width: outline.width),
                    label: selectionWords(found.request, isShort: true))
            ])
    }

    /// How many cells each request selects.
    func hotSpotFacts() -> [ReportFact] {
        figures.hotSpots[0].map { found in
            let title = tables.hotSpotTitle(found.request)
            return ReportFact(
                label: LocalizedText("热点网格\(title)", "Hotspot cells\(title)"),
                value: LocalizedText(String(found.selected.count)), unit: LocalizedText("个", ""),
                detail: LocalizedText(
                    "共 \(found.cells.count) 个网格", "of \(found.cells.count) cells"))
        }
    }

    // MARK: - Sections

    func hotSpotSections(period: Int) throws -> [ReportSection] {
        try figures.hotSpots[period].indices.map { request in
            let found = figures.hotSpots[period][request]
            let title = tables.hotSpotTitle(found.request)
            return ReportSection(
                title: heading(period, "热点网格\(title)", "hotspot cells\(title)"),
                paragraphs: [hotSpotWords(found)]
                    + [significanceWords(found), changeWords(found)].compactMap { $0 },
                maps: [try hotSpotMap(found, period: period)],
                tables: hotSpotTables(found, period: period, request: request), notes: found.notes)
        }
    }

    private func hotSpotTables(
        _ found: HotSpotFigures, period: Int, request: Int
    ) -> [ReportTable] {
        var shown: [ReportTable] = []
        if let table = tables.hotSpots(period: period, request: request, order: .rank) {
            shown.append(selectedRows(of: table, found))
        }
        if let warnings = tables.hotSpotWarnings(period: period, request: request) {
            shown.append(
                warnings.excerpt(
                    id: warnings.id, title: warnings.title,
                    keys: ["zone_label", "kind", "rank", "cell_id", "value", "unit"]))
        }
        return shown
            + inputs.zoneLayers.indices.compactMap {
                tables.shownHotSpotAreas(layer: $0, period: period, request: request)
            } + tables.shownHotSpotMonths(period: period, request: request)
    }

    /// The selected cells in rank order, with the columns that people read.
    private func selectedRows(of table: ReportTable, _ found: HotSpotFigures) -> ReportTable {
        let selected = table.columns.firstIndex { $0.key == "selected" }
        let rows = table.rows.filter { row in selected.map { row[$0] == .text("yes") } ?? true }
        var hot = ReportTable(
            id: table.id,
            title: LocalizedText(
                zh: "入选网格" + tables.hotSpotTitle(found.request),
                en: "Selected cells" + tables.hotSpotTitle(found.request)),
            columns: table.columns, rows: rows)
        hot.showSmallProbabilities()
        let own = LocalizedText(inputs.zoneLayers[found.layer].name)
        if let index = hot.columns.firstIndex(where: { $0.key == "zone_label" }) {
            hot.columns[index].heading = own
        }
        let others = inputs.zoneLayers.indices.filter { $0 != found.layer }
            .map { "zone_\($0 + 1)_label" }
        return hot.excerpt(
            id: hot.id, title: hot.title,
            keys: ["rank", "cell_id", "value", "se", "before", "change_percent", "z", "p", "bin"]
                + ["category", "zone_label"] + others + tables.pointColumns.map(\.key))
    }

    // MARK: - Words

    private func hotSpotWords(_ found: HotSpotFigures) -> LocalizedText {
        let request = found.request
        let size = NumberText.shortest(found.fishnet.cellSizeInMetres / 1000)
        let (used, all) = found.stationCounts
        let name = LocalizedText(
            "\(request.parameter.name) \(request.statistic.nameInChinese)",
            "\(request.parameter.name) \(request.statistic.name)")
        let values =
            switch request.method {
            case .raster:
                LocalizedText(
                    "网格值为 \(name.zh)栅格在网格内的面积加权平均",
                    "the value of a cell is the area-weighted mean of the raster of \(name.en)")
            case .kriging:
                LocalizedText(
                    "网格值为 \(name.zh)由 \(used) 个站点（共 \(all) 个）块克里金估计的网格平均，并给出标准误差",
                    "the value of a cell is the block-kriged mean of \(name.en) from \(used) of "
                        + "\(all) stations, with its standard error")
            case .mean:
                LocalizedText(
                    "网格值为网格内站点 \(name.zh)的平均（\(used) 个站点，共 \(all) 个），没有站点的网格无值",
                    "the value of a cell is the mean of \(name.en) of the stations inside "
                        + "(\(used) of \(all)); cells without stations have none")
            }
        let scope =
            request.isPerZone
            ? LocalizedText("在各区域内分别", " within each zone") : LocalizedText("", "")
        let (choice, rank) = (selectionWords(request), rankWords(request))
        return LocalizedText(
            "\(size) km 网格 \(found.cells.count) 个；\(values.zh)。\(scope.zh)按\(rank.zh)排序，"
                + "取\(choice.zh)，入选 \(found.selected.count) 个。网格结果用于筛查，不作为达标评价。",
            "\(found.cells.count) cells of \(size) km; \(values.en). Ranked\(scope.en) by "
                + "\(rank.en); \(choice.en) are selected, \(found.selected.count) in all. For "
                + "screening, not for judging attainment.")
    }

    private func rankWords(_ request: Job.HotSpotRequest) -> LocalizedText {
        switch request.rank {
        case .value: LocalizedText("网格值由大到小", "value, the largest first")
        case .changeOnYear: LocalizedText("同比变化率", "the change on the year before")
        case .changeOnMonth: LocalizedText("环比变化率", "the change on the period before")
        }
    }

    /// - Parameter isShort: Whether ties are left out, for legends.
    func selectionWords(
        _ request: Job.HotSpotRequest, isShort: Bool = false
    ) -> LocalizedText {
        let ties = isShort ? ("", "") : ("（并列者全部列入）", " with all ties")
        return switch request.selection {
        case .top(let count):
            LocalizedText("前 \(count) 名\(ties.0)", "the first \(count)\(ties.1)")
        case .share(let share):
            LocalizedText(
                "前 \(NumberText.shortest(share * 100))%\(ties.0)",
                "the first \(NumberText.shortest(share * 100)) %\(ties.1)")
        case .threshold(let limit):
            LocalizedText(
                "不低于 \(NumberText.shortest(limit)) 者",
                "those at or above \(NumberText.shortest(limit))")
        case nil:
            LocalizedText("Gi* 显著的高值网格", "those that Gi* finds hot")
        }
    }

    private func significanceWords(_ found: HotSpotFigures) -> LocalizedText? {
        guard let significance = found.significance, let radius = found.request.gistar else {
            return nil
        }
        let hot = significance.bins.count { $0 > 0 }
        let cold = significance.bins.count { $0 < 0 }
        let isCorrected = found.request.correction == .benjaminiHochberg
        return LocalizedText(
            "Gi* 统计（邻域 \(radius)，双侧检验"
                + (isCorrected ? "，经 Benjamini–Hochberg 错误发现率校正" : "，未作多重检验校正")
                + "）：显著高值网格 \(hot) 个，显著低值网格 \(cold) 个。显著性等级 ±1、±2、±3 对应 "
                + "90%、95%、99% 置信度；p 值为校正前。",
            "Gi* (neighbours: \(radius), two-sided"
                + (isCorrected
                    ? ", false discovery rate after Benjamini and Hochberg" : ", uncorrected")
                + "): \(hot) cells are hot, \(cold) cold. Bins ±1, ±2, ±3 stand for 90 %, 95 % "
                + "and 99 % confidence; p is before the correction.")
    }

    private func changeWords(_ found: HotSpotFigures) -> LocalizedText? {
        guard let histories = found.histories else { return nil }
        let counts = EmergingCategory.allCases.compactMap { category -> LocalizedText? in
            let count = histories.count { $0.category == category }
            return count == 0
                ? nil
                : LocalizedText(
                    "\(category.nameInChinese) \(count) 个", "\(count) of \"\(category.name)\"")
        }
        return LocalizedText(
            "时间变化按 \(found.months.count) 个月的逐月网格值判断，名称同 ArcGIS 新兴时空热点分析；各月均与全时段全部网格的"
                + "平均值比较，因此季节变化明显的污染物会使各网格同为振荡热点或冷点，宜用于去除季节变化后或同季各月的数据。"
                + (counts.isEmpty ? "" : "其中" + counts.map(\.zh).joined(separator: "、") + "。"),
            "Change in time is judged over the values of \(found.months.count) months, with the names "
                + "of ArcGIS's Emerging Hot Spot Analysis. Every month is set against the mean of all "
                + "cells and months: a strong season makes all cells oscillate alike."
                + (counts.isEmpty ? "" : " " + counts.map(\.en).joined(separator: ", ") + "."))
    }
}

extension ReportTable {
    /// Makes `p` a column of texts, in which the smallest read as below 0.0001.
    fileprivate mutating func showSmallProbabilities() {
        guard let index = columns.firstIndex(where: { $0.key == "p" }) else { return }
        columns[index].kind = .text
        self = ReportTable(
            id: id, title: title, columns: columns,
            rows: rows.map { row in
                var row = row
                if let p = row[index].value {
                    row[index] = .text(p < 0.0001 ? "<0.0001" : NumberText.fixed(p, decimals: 4))
                }
                return row
            }, lastRowIsTotal: lastRowIsTotal)
    }
}
