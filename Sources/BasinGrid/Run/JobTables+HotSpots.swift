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

    /// `hotspots_<period>`: a row a cell of the fishnet.
    func hotSpots(period: Int, order: CellOrder) -> ReportTable? {
        guard figures.hotSpots.indices.contains(period) else { return nil }
        let hotSpots = figures.hotSpots[period]
        let label = figures.pairs[period].now.label
        let unit = hotSpots.request.parameter.unit.map { LocalizedText($0.text) }
        var columns: [ReportTable.Column] = [
            .number("rank", "排名", "Rank", decimals: 0), .text("cell_id", "网格编号", "Cell"),
            .number("row", "行", "Row", decimals: 0), .number("column", "列", "Column", decimals: 0),
            .number("x", "x", "x", decimals: 1), .number("y", "y", "y", decimals: 1),
            .number("value", "数值", "Value", decimals: 1, unit: unit),
        ]
        if hotSpots.isCompared {
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
        let cells = order == .rank ? hotSpots.ranking.cells : hotSpots.cellsInPlace
        return ReportTable(
            id: "hotspots_\(label)",
            title: LocalizedText(
                "热点网格（\(figures.pairs[period].now.labelInChinese)）", "Hotspot cells, \(label)"),
            columns: columns,
            rows: cells.map { hotSpotCells($0, isCompared: hotSpots.isCompared) })
    }

    private func hotSpotCells(_ hotspot: HotspotCell, isCompared: Bool) -> [ReportTable.Cell] {
        let cell = hotspot.cell
        let zone = cell.responsibleZone
        let share = cell.shares.first { $0.zone == zone }?.share
        var cells: [ReportTable.Cell] = [
            hotspot.rank.map { .integer($0) } ?? .empty, .text(cell.id),
            .integer(cell.latticeRow), .integer(cell.latticeColumn), .number(cell.box.centre.x),
            .number(cell.box.centre.y), ReportTable.Cell(hotspot.value),
        ]
        if isCompared {
            cells += [ReportTable.Cell(hotspot.before), ReportTable.Cell(hotspot.change)]
        }
        return cells + [
            .text(hotspot.isSelected ? "yes" : "no"), .number(hotspot.validShare),
            ReportTable.Cell(zone.map { inputs.zoneLayers[0].zones[$0].id }),
            ReportTable.Cell(zone.map { inputs.zoneLayers[0].zones[$0].label }),
            ReportTable.Cell(share),
        ] + pointCells(in: cell.box)
    }
}
