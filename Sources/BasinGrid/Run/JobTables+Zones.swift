import Geometry
import Grids
import QualityStandards
import Readings
import Reports
import Rivers
import ZonalStatistics

extension JobTables {
    /// `zones_<name>_<period>`: a row a zone and, last, one for the whole.
    func zones(layer: Int, period: Int) -> ReportTable {
        let loaded = inputs.zoneLayers[layer]
        let label = figures.pairs[period].now.label
        let requests = job.rasters.indices
        var columns = [
            ReportTable.Column(key: "id", heading: LocalizedText("编码", "Code"), kind: .text),
            ReportTable.Column(key: "label", heading: LocalizedText("名称", "Name"), kind: .text),
        ]
        let showsArea = job.zonalStatistics.contains(.areaKm2)
        if showsArea {
            columns.append(
                ReportTable.Column(
                    key: "area_km2", heading: LocalizedText("面积", "Area"), unit: "km²",
                    kind: .number(decimals: 1)))
        }
        for index in requests {
            columns += surfaceColumns(figures.surfaces[period][index])
        }
        columns += pointColumns + hotSpotAreaColumns()
        let riverClasses = presentLengthClasses(period: period)
        columns += riverClasses.map(riverColumn)
        columns.append(
            ReportTable.Column(key: "note", heading: LocalizedText("备注", "Note"), kind: .text))

        let rangeClasses = figures.rivers?.rangeClasses(period: period, sections: figures.sections)
        let rows = (0...loaded.zones.count).map { row -> [ReportTable.Cell] in
            let isWhole = row == loaded.zones.count
            let zone = isWhole ? figures.wholes[layer] : loaded.zones[row]
            let name = isWhole && language == .en ? "whole" : zone.label
            var cells: [ReportTable.Cell] = [.text(zone.id), .text(name)]
            if showsArea { cells.append(.number(zone.areaInSquareMetres / 1e6)) }
            for index in requests {
                cells += surfaceCells(
                    figures.zones[period][layer][index], row: row,
                    isCompared: figures.pairs[period].before != nil)
            }
            cells += pointCells(layer: layer, row: row)
            cells += hotSpotAreaCells(layer: layer, row: row, period: period)
            if let rivers = figures.rivers, let rangeClasses {
                let lengths = rivers.kilometres(
                    layer: layer, row: row, rangeClasses: rangeClasses)
                cells += riverClasses.map { .number(lengths[$0] ?? 0) }
            }
            cells.append(
                ReportTable.Cell(language == .zh ? zone.noteInChinese ?? zone.note : zone.note))
            return cells
        }
        return ReportTable(
            id: "zones_\(fileNamePart(loaded.name))_\(label)",
            title: LocalizedText(
                "\(loaded.name)（\(figures.pairs[period].now.labelInChinese)）",
                "\(loaded.name), \(label)"),
            columns: columns, rows: rows, lastRowIsTotal: true)
    }

    /// The columns of one surface: each statistic, its value before and the change.
    private func surfaceColumns(_ surface: Surface) -> [ReportTable.Column] {
        let request = surface.request
        let unit = request.parameter.unit.map { LocalizedText($0.text) }
        let group = LocalizedText(
            "\(request.parameter.name) \(request.statistic.nameInChinese)",
            "\(request.parameter.name) \(request.statistic.name)")
        var columns: [ReportTable.Column] = []
        for statistic in surfaceStatistics {
            let stem = "\(request.name)_\(statistic.name)"
            let shown = statistic.hasUnitOfValues ? unit : nil
            columns.append(
                ReportTable.Column(
                    key: stem, heading: statistic.heading, unit: shown,
                    kind: .number(decimals: statistic.decimals), group: group))
            guard surface.before != nil else { continue }
            columns.append(
                ReportTable.Column(
                    key: stem + "_before", heading: statistic.heading.appending("（比较期）", " before"),
                    unit: shown, kind: .number(decimals: statistic.decimals), group: group))
            columns.append(
                ReportTable.Column(
                    key: stem + "_change", heading: statistic.heading.appending("变化", " change"),
                    unit: shown, kind: .number(decimals: statistic.decimals), group: group))
            if statistic == .mean {
                columns.append(
                    ReportTable.Column(
                        key: stem + "_change_percent",
                        heading: LocalizedText("变化率", "Change"), unit: "%",
                        kind: .number(decimals: 1), group: group))
            }
        }
        return columns
    }

    private func surfaceCells(
        _ zone: ZoneFigures, row: Int, isCompared: Bool
    ) -> [ReportTable.Cell] {
        surfaceStatistics.flatMap { statistic -> [ReportTable.Cell] in
            let now = zone.value(of: statistic, row: row, in: zone.now)
            guard isCompared else { return [ReportTable.Cell(now)] }
            let past = zone.value(of: statistic, row: row, in: zone.past)
            let change = now.flatMap { now in past.map { now - $0 } }
            var cells = [
                ReportTable.Cell(now), ReportTable.Cell(past), ReportTable.Cell(change),
            ]
            if statistic == .mean {
                cells.append(ReportTable.Cell(percentChange(now: now, before: past)))
            }
            return cells
        }
    }

    /// The statistics that depend on the surface; the area is a column of its own.
    private var surfaceStatistics: [Statistic] {
        job.zonalStatistics.filter { $0 != .areaKm2 }
    }
}
