import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers

extension JobReport {
    func hotSpots(of surface: Surface, period: Int) -> HotSpotFigures? {
        guard figures.hotSpots.indices.contains(period) else { return nil }
        let hotSpots = figures.hotSpots[period]
        let isSame =
            hotSpots.request.parameter == surface.request.parameter
            && hotSpots.request.statistic == surface.request.statistic
        return isSame ? hotSpots : nil
    }

    func hotSpotAreas(_ hotSpots: HotSpotFigures, isFilled: Bool) -> [MapArea] {
        hotSpots.ranking.selected.map { cell in
            MapArea(
                polygons: [Polygon(box: cell.cell.box)],
                fill: isFilled ? Colour(0xC0392B) : nil,
                label: isFilled ? cell.rank.map(String.init) : nil,
                tooltip: "\(cell.cell.id)\n\(NumberText.fixed(cell.value, decimals: 1))")
        }
    }

    func hotSpotSection(period: Int) -> ReportSection? {
        guard figures.hotSpots.indices.contains(period),
            let table = tables.hotSpots(period: period, order: .rank)
        else { return nil }
        let hotSpots = figures.hotSpots[period]
        let selected = hotSpots.ranking.selected
        let request = hotSpots.request
        let sizeText = "\(NumberText.shortest(hotSpots.fishnet.cellSizeInMetres / 1000)) km"
        return ReportSection(
            title: heading(period, "热点网格", "hotspot cells"),
            paragraphs: [
                LocalizedText(
                    "\(sizeText) 网格 \(hotSpots.ranking.cells.count) 个，按 \(request.parameter.name) "
                        + "\(request.statistic.nameInChinese)在网格内的面积加权平均值排序，取前 \(request.top) 名；"
                        + "并列者全部列入，入选 \(selected.count) 个。网格结果用于筛查，不作为达标评价。",
                    "\(hotSpots.ranking.cells.count) cells of \(sizeText), ranked by the area-weighted mean of "
                        + "\(request.parameter.name) \(request.statistic.name); the first "
                        + "\(request.top) with all ties, \(selected.count) in all. For screening, "
                        + "not for judging attainment.")
            ],
            tables: [selectedRows(of: table)])
    }

    /// The rows of the hotspot table that are selected, in rank order.
    func selectedRows(of table: ReportTable) -> ReportTable {
        guard let index = table.columns.firstIndex(where: { $0.key == "selected" }) else {
            return table
        }
        return ReportTable(
            id: table.id, title: table.title, columns: table.columns,
            rows: table.rows.filter { $0[index] == .text("yes") })
    }
}
