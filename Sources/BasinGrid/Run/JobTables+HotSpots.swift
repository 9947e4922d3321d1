import HotSpots
import Readings
import Reports

extension JobTables {
    enum CellOrder {
        /// By rank, the hottest first.
        case rank
        /// By row and column.
        case place
    }

    /// The tables of hotspots of a period, in the order of their files.
    func allHotSpots(period: Int) -> [ReportTable] {
        figures.hotSpots[period].indices.flatMap { request in
            [
                hotSpots(period: period, request: request, order: .rank),
                hotSpotWarnings(period: period, request: request),
            ].compactMap { $0 } + hotSpotMonths(period: period, request: request)
        }
    }

    /// The figures of a request, `nil` without such a request.
    func hotSpotFigures(period: Int, request: Int) -> HotSpotFigures? {
        guard figures.hotSpots.indices.contains(period),
            figures.hotSpots[period].indices.contains(request)
        else { return nil }
        return figures.hotSpots[period][request]
    }

    /// `hotspots_<period>`: a row a cell of the fishnet.
    func hotSpots(period: Int, request: Int = 0, order: CellOrder) -> ReportTable? {
        guard let found = hotSpotFigures(period: period, request: request) else { return nil }
        let label = figures.pairs[period].now.label
        let columns = hotSpotColumns(of: found)
        let points = inputs.points.map { layer in
            CellPoints(layer.points.map(\.coordinate), in: found.cells, of: found.fishnet)
        }
        let cells =
            order == .rank
            ? Array(zip(found.places, found.ranked))
            : zip(found.places, found.ranked).sorted { $0.0 < $1.0 }
        return ReportTable(
            id: "\(job.hotSpotFile("hotspots", found.request))_\(label)",
            title: LocalizedText(
                "热点网格\(hotSpotTitle(found.request))（\(figures.pairs[period].now.labelInChinese)）",
                "Hotspot cells\(hotSpotTitle(found.request)), \(label)"),
            columns: columns, rows: cells.map { hotSpotCells($1, at: $0, of: found, points) })
    }

    /// What titles add where there are several requests.
    func hotSpotTitle(_ request: Job.HotSpotRequest) -> String {
        job.hotSpots.count == 1 ? "" : " \(request.name)"
    }

    private func hotSpotColumns(of found: HotSpotFigures) -> [ReportTable.Column] {
        let unit = found.request.parameter.unit.map { LocalizedText($0.text) }
        var columns: [ReportTable.Column] = [
            .number("rank", "排名", "Rank", decimals: 0), .text("cell_id", "网格编号", "Cell"),
            .number("row", "行", "Row", decimals: 0), .number("column", "列", "Column", decimals: 0),
            .number("x", "x", "x", decimals: 1), .number("y", "y", "y", decimals: 1),
            .number("value", "数值", "Value", decimals: 1, unit: unit),
        ]
        if found.before != nil {
            columns += [
                .number("before", "比较期", "Before", decimals: 1, unit: unit),
                .number("change_percent", "变化率", "Change", decimals: 1, unit: "%"),
            ]
        }
        columns += [
            .text("selected", "热点", "Selected", words: TableWords.yesNo),
            .number("valid_share", "有效比例", "Valid share", decimals: 3),
            .text("zone", "主要区域编码", "Main zone"), .text("zone_label", "主要区域", "Name"),
            .number("share", "占网格比例", "Share of cell", decimals: 3),
        ]
        columns += pointColumns
        if found.errors != nil {
            columns.append(.number("se", "标准误差", "Std error", decimals: 2, unit: unit))
        }
        if found.significance != nil {
            columns += [
                .number("z", "z 值", "z", decimals: 2), .number("p", "p 值", "p", decimals: 4),
                .number("bin", "显著性等级", "Bin", decimals: 0),
            ]
        }
        if found.histories != nil {
            columns += [
                .text("category", "时间变化", "Change in time", words: TableWords.emerging),
                .number("hot_steps", "热点月数", "Hot months", decimals: 0),
                .number("steps", "有值月数", "Months", decimals: 0),
                .number("trend_z", "趋势 z 值", "Trend z", decimals: 2),
                .number("trend_p", "趋势 p 值", "Trend p", decimals: 4),
            ]
        }
        return columns + inputs.zoneLayers.indices.flatMap { layerColumns($0, of: found) }
    }

    /// The zones of a layer in a cell; the main one of the request's own layer stands before.
    private func layerColumns(_ layer: Int, of found: HotSpotFigures) -> [ReportTable.Column] {
        let name = inputs.zoneLayers[layer].name
        let group = LocalizedText(name)
        var columns: [ReportTable.Column] = []
        if layer != found.layer {
            columns += [
                .text("zone_\(layer + 1)", "\(name)编码", "\(name), code"),
                .text("zone_\(layer + 1)_label", name, name),
                .number("share_\(layer + 1)", "占网格比例", "Share of cell", decimals: 3, group: group),
            ]
        }
        columns.append(.text("zones_\(layer + 1)", "涉及的\(name)", "All of \(name)"))
        return columns
    }

    private func hotSpotCells(
        _ hotspot: HotspotCell, at place: Int, of found: HotSpotFigures, _ points: [CellPoints]
    ) -> [ReportTable.Cell] {
        let cell = hotspot.cell
        let own = inputs.zoneLayers[found.layer].zones
        let zone = cell.responsibleZone
        let share = cell.shares.first { $0.zone == zone }?.share
        var cells: [ReportTable.Cell] = [
            hotspot.rank.map { .integer($0) } ?? .empty, .text(cell.id),
            .integer(cell.latticeRow), .integer(cell.latticeColumn), .number(cell.box.centre.x),
            .number(cell.box.centre.y), ReportTable.Cell(hotspot.value),
        ]
        if found.before != nil {
            cells += [ReportTable.Cell(hotspot.before), ReportTable.Cell(hotspot.change)]
        }
        cells += [
            .text(hotspot.isSelected ? "yes" : "no"), .number(hotspot.validShare),
            ReportTable.Cell(zone.map { own[$0].id }),
            ReportTable.Cell(zone.map { own[$0].label }), ReportTable.Cell(share),
        ]
        cells += pointCells { points[$0].points[place] }
        if let errors = found.errors { cells.append(ReportTable.Cell(errors[place])) }
        if let significance = found.significance {
            let z = significance.scores.z[place]
            cells += [
                ReportTable.Cell(z), ReportTable.Cell(significance.p[place]),
                z.isNaN ? .empty : .integer(Int(significance.bins[place])),
            ]
        }
        if let histories = found.histories { cells += Self.cells(of: histories[place]) }
        return cells
            + inputs.zoneLayers.indices.flatMap { layerCells($0, found.shares[$0][place], found) }
    }

    private static func cells(of history: EmergingHotSpots.Site) -> [ReportTable.Cell] {
        let known = history.bins.compactMap { $0 }
        return [
            ReportTable.Cell(history.category?.name), .integer(known.count { $0 > 0 }),
            .integer(known.count), ReportTable.Cell(history.trend.z),
            ReportTable.Cell(history.trend.p),
        ]
    }

    private func layerCells(
        _ layer: Int, _ shares: [FishnetCell.ZoneShare], _ found: HotSpotFigures
    ) -> [ReportTable.Cell] {
        let zones = inputs.zoneLayers[layer].zones
        // The largest first; of equal ones the first of the layer.
        let sorted = shares.sorted { ($1.share, $0.zone) < ($0.share, $1.zone) }
        var cells: [ReportTable.Cell] = []
        if layer != found.layer {
            let main = sorted.first
            cells += [
                ReportTable.Cell(main.map { zones[$0.zone].id }),
                ReportTable.Cell(main.map { zones[$0.zone].label }),
                ReportTable.Cell(main?.share),
            ]
        }
        let list = sorted.map {
            "\(zones[$0.zone].label)(\(NumberText.fixed($0.share, decimals: 3)))"
        }
        cells.append(ReportTable.Cell(list.isEmpty ? nil : list.joined(separator: ";")))
        return cells
    }

    // MARK: - Warnings

    /// `hotspot_warnings_<period>`: a row a cell that a zone is warned of; `nil` when not asked for.
    func hotSpotWarnings(period: Int, request: Int = 0) -> ReportTable? {
        guard let found = hotSpotFigures(period: period, request: request),
            let warnings = found.warnings
        else { return nil }
        let label = figures.pairs[period].now.label
        let zones = inputs.zoneLayers[found.layer].zones
        return ReportTable(
            id: "\(job.hotSpotFile("hotspot_warnings", found.request))_\(label)",
            title: LocalizedText(
                "热点网格预警\(hotSpotTitle(found.request))（\(figures.pairs[period].now.labelInChinese)）",
                "Warnings of cells\(hotSpotTitle(found.request)), \(label)"),
            columns: [
                .text("zone", "区域编码", "Zone"),
                .text("kind", "预警类型", "Kind", words: TableWords.warnings),
                .number("rank", "排名", "Rank", decimals: 0), .text("cell_id", "网格编号", "Cell"),
                .number("row", "行", "Row", decimals: 0),
                .number("column", "列", "Column", decimals: 0),
                .number("value", "数值或变化率", "Value or change", decimals: 1),
                .text("unit", "单位", "Unit"), .text("zone_label", "区域", "Name"),
            ],
            rows: warnings.warnings.map { warning in
                let cell = found.cells[warning.cell]
                let unit =
                    warning.kind == .highestMean ? found.request.parameter.unit?.text : "%"
                return [
                    .text(zones[warning.zone].id), .text(warning.kind.rawValue),
                    .integer(warning.rank), .text(cell.id), .integer(cell.latticeRow),
                    .integer(cell.latticeColumn), .number(warning.value), ReportTable.Cell(unit),
                    .text(zones[warning.zone].label),
                ]
            })
    }
}

extension TableWords {
    static let emerging = EmergingCategory.allCases.reduce(into: [String: LocalizedText]()) {
        $0[$1.name] = LocalizedText($1.nameInChinese, $1.name)
    }
    static let warnings = [
        MonthlyWarnings.Kind.highestMean.rawValue: LocalizedText("浓度最高", "highest mean"),
        MonthlyWarnings.Kind.worstOnYear.rawValue: LocalizedText("同比恶化最大", "worst on the year"),
        MonthlyWarnings.Kind.worstOnMonth.rawValue: LocalizedText(
            "环比恶化最大", "worst on the period before"),
    ]
}
