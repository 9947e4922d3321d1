import HotSpots
import Readings
import Reports

extension JobTables {
    /// How much of each zone is hot, for the rows of a zone table: three columns a request.
    func hotSpotAreaColumns() -> [ReportTable.Column] {
        job.hotSpots.flatMap { request -> [ReportTable.Column] in
            let prefix = job.hotSpots.count == 1 ? "" : "\(request.name)_"
            let group = LocalizedText(
                "热点网格\(hotSpotTitle(request))", "Hotspot cells\(hotSpotTitle(request))")
            return Self.areaColumns(prefix, group: group)
        }
    }

    private static func areaColumns(
        _ prefix: String = "", group: LocalizedText? = nil
    ) -> [ReportTable.Column] {
        [
            .number("\(prefix)hotspot_cells", "网格数", "Cells", decimals: 0, group: group),
            .number(
                "\(prefix)hotspot_area_km2", "热点面积", "Hot area", decimals: 2, unit: "km²",
                group: group),
            .number("\(prefix)hotspot_share", "热点占比", "Hot share", decimals: 3, group: group),
        ]
    }

    /// The cells of `hotSpotAreaColumns` for a row of a zone table; the last row is the whole.
    func hotSpotAreaCells(layer: Int, row: Int, period: Int) -> [ReportTable.Cell] {
        figures.hotSpots[period].flatMap { Self.cells(of: $0.areas[layer][row]) }
    }

    private static func cells(of area: HotSpotArea) -> [ReportTable.Cell] {
        [
            .integer(area.cells), .number(area.squareMetres / 1e6), ReportTable.Cell(area.share),
        ]
    }

    // MARK: - Months

    /// `hotspot_months_<layer>_<period>`: a row a zone, the whole last, with the months of a period
    /// of several beside each other.
    func hotSpotMonths(period: Int, request: Int) -> [ReportTable] {
        guard let found = hotSpotFigures(period: period, request: request), !found.months.isEmpty
        else { return [] }
        return inputs.zoneLayers.indices.map { layer in
            let zones = zoneRows(of: layer)
            let (name, now) = (inputs.zoneLayers[layer].name, figures.pairs[period].now)
            let title = hotSpotTitle(found.request)
            let stem = job.hotSpotFile("hotspot_months", found.request)
            return ReportTable(
                id: "\(stem)_\(fileNamePart(name))_\(now.label)",
                title: LocalizedText(
                    "\(name)逐月热点\(title)（\(now.labelInChinese)）",
                    "\(name): what is hot\(title), by month, \(now.label)"),
                columns: [.text("id", "编码", "Code"), .text("label", "名称", "Name")]
                    + Self.monthColumns(of: found),
                rows: zones.enumerated().map { row, zone in
                    [.text(zone.id), .text(zone.label)]
                        + Self.monthCells(of: found, layer: layer, row: row)
                }, lastRowIsTotal: true)
        }
    }

    /// Shares, then areas, then numbers of cells, each of all months.
    private static func monthColumns(of found: HotSpotFigures) -> [ReportTable.Column] {
        let isOneYear = found.period.firstDay.year == found.period.lastDay.year
        let parts = areaColumns().reversed()
        return parts.flatMap { part in
            found.months.map { month in
                let day = month.period.firstDay
                var column = part
                column.group = part.heading
                column.key = "\(part.key)_\(month.period.label)"
                column.heading =
                    isOneYear
                    ? LocalizedText("\(day.month)月", "\(day.month)")
                    : LocalizedText(month.period.label)
                return column
            }
        }
    }

    private static func monthCells(
        of found: HotSpotFigures, layer: Int, row: Int
    ) -> [ReportTable.Cell] {
        let months = found.months.map { Array(cells(of: $0.areas[layer][row]).reversed()) }
        return (0..<3).flatMap { part in months.map { $0[part] } }
    }

    /// The shares of the months for people: zones that were hot in one of them, the whole last.
    func shownHotSpotMonths(period: Int, request: Int) -> [ReportTable] {
        guard let found = hotSpotFigures(period: period, request: request) else { return [] }
        return zip(inputs.zoneLayers.indices, hotSpotMonths(period: period, request: request)).map {
            layer, table in
            let isHot = table.rows.indices.map { row in
                found.months.contains { $0.areas[layer][row].cells > 0 }
            }
            return table.excerpt(
                ofRows: isHot,
                keys: ["id", "label"] + found.months.map { "hotspot_share_\($0.period.label)" })
        }
    }

    // MARK: - Period

    /// The zones that are hot, for people, the whole last; `nil` without any.
    func shownHotSpotAreas(layer: Int, period: Int, request: Int) -> ReportTable? {
        guard let found = hotSpotFigures(period: period, request: request) else { return nil }
        let isHot = found.areas[layer].map { $0.cells > 0 }
        guard isHot.contains(true) else { return nil }
        let prefix = job.hotSpots.count == 1 ? "" : "\(found.request.name)_"
        let name = inputs.zoneLayers[layer].name
        var table = zones(layer: layer, period: period).excerpt(
            ofRows: isHot,
            keys: ["id", "label"] + Self.areaColumns(prefix).map(\.key))
        table.title = LocalizedText("\(name)的热点面积与占比", "\(name): area and share that are hot")
        return table
    }

    /// Code and name of the rows of a zone table.
    private func zoneRows(of layer: Int) -> [(id: String, label: String)] {
        let whole = figures.wholes[layer]
        return inputs.zoneLayers[layer].zones.map { ($0.id, $0.label) }
            + [(whole.id, language == .en ? "whole" : whole.label)]
    }
}

extension ReportTable {
    /// The columns called `keys` of the rows that are wanted, and of the last.
    fileprivate func excerpt(ofRows isWanted: [Bool], keys: [String]) -> ReportTable {
        let kept = rows.indices.filter { $0 == rows.count - 1 || isWanted[$0] }
        return ReportTable(
            id: id, title: title, columns: columns, rows: kept.map { rows[$0] },
            lastRowIsTotal: true
        ).excerpt(id: id, title: title, keys: keys)
    }
}
