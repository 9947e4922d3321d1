import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers

extension JobReport {
    func surfaceSection(period: Int, index: Int) throws -> ReportSection {
        let surface = figures.surfaces[period][index]
        let request = surface.request
        let name = LocalizedText(
            "\(request.parameter.name) \(request.statistic.nameInChinese)",
            "\(request.parameter.name) \(request.statistic.name)")
        let unit = request.parameter.unit.map { LocalizedText($0.text) }
        var maps = [try zoneMap(period: period, index: index, name: name, unit: unit)]
        if let now = surface.now {
            maps.append(
                try rasterMap(
                    now, id: "\(request.name)_\(surface.period.label)_raster",
                    title: heading(period, "\(name.zh) 栅格", "\(name.en), raster"), unit: unit,
                    scale: .sequential(cells(of: now))))
        }
        if let change = surface.change {
            maps.append(
                try rasterMap(
                    change, id: "\(request.name)_\(surface.period.label)_change",
                    title: heading(period, "\(name.zh) 变化", "\(name.en), change"), unit: unit,
                    scale: .diverging(cells(of: change))))
        }
        let method = SurfaceSettings.words(for: surface.method ?? request.surface.method)
        let used = surface.stations.filter { $0.now.value != nil }.count
        return ReportSection(
            title: heading(period, name.zh, name.en),
            paragraphs: [
                LocalizedText(
                    "由 \(used) 个站点（共 \(surface.stations.count) 个）的有效值按\(method.zh)插值到 \(cellText(surface.geometry)) 网格，"
                        + "分区统计按网格与区域的精确重叠面积加权。标准：\(editionText(period).zh)。",
                    "From the valid values of \(used) of \(surface.stations.count) stations, by "
                        + "\(method.en) on cells of \(cellText(surface.geometry)); zone "
                        + "statistics weight every cell by its exact share. Edition: "
                        + "\(editionText(period).en).")
            ],
            maps: maps, keyTable: keyTable(period: period, index: index),
            notes: surface.notes)
    }

    func cells(of grid: Grid<Float>) -> [Double] {
        grid.values.lazy.filter { $0 != grid.nodata }.map(Double.init)
    }

    func cellText(_ geometry: GridGeometry) -> String {
        let size = geometry.cellSize.width
        return inputs.crs.isGeographic
            ? "\(NumberText.shortest(size))°"
            : "\(NumberText.shortest(size * inputs.crs.metresPerUnit)) m"
    }

    /// Zones filled by their mean, with the hotspot cells, the river in its classes and stations.
    func zoneMap(
        period: Int, index: Int, name: LocalizedText, unit: LocalizedText?
    ) throws -> MapDocument {
        let surface = figures.surfaces[period][index]
        let layer = inputs.zoneLayers[0]
        let zones = figures.zones[period][0][index]
        let means = layer.zones.indices.map { zones.value(of: .mean, row: $0, in: zones.now) }
        let scale = ColourScale.sequential(means.map { $0 ?? .nan })
        let areas = zip(layer.zones, means).map { zone, mean in
            MapArea(
                polygons: zone.polygons, fill: scale.colour(of: mean),
                tooltip: "\(zone.label)\n" + (mean.map { NumberText.fixed($0, decimals: 1) } ?? "–")
            )
        }
        var layers: [MapLayer] = [.areas(areas, outline: .zone)]
        var legend = [scale.legend(title: name, unit: unit, showsNodata: means.contains(nil))]
        let stations = surface.stations.map { figure in
            let station = inputs.stations[figure.station]
            let isNational = station.network == .national
            return MapPoint(
                coordinate: station.coordinate, colour: Colour(isNational ? 0x1F4E79 : 0x7F8C8D),
                size: isNational ? 7 : 4, label: isNational ? station.label : nil,
                tooltip: "\(station.label) "
                    + (figure.now.double.map { NumberText.fixed($0, decimals: 1) } ?? "–"))
        }
        if let hotSpots = hotSpots(of: surface, period: period) {
            let outline = MapStroke(Colour(0xC0392B), width: 1.6)
            layers.append(.areas(hotSpotOutlines(hotSpots), outline: outline))
            legend.append(hotSpotLegend(hotSpots, outline))
        }
        layers += riverLayer(period: period, legend: &legend)
        layers.append(.points(stations))
        legend.append(stationLegend(surface))
        return MapDocument(
            id: "\(surface.request.name)_\(surface.period.label)_zones",
            title: heading(
                period, "\(name.zh)：\(layer.name)平均", "\(name.en), mean by \(layer.name)"),
            box: try mapBox(), unit: mapUnit, layers: layers, legend: legend)
    }

    func stationLegend(_ surface: Surface) -> LegendGroup {
        let networks = Set(surface.stations.map { inputs.stations[$0.station].network })
        var entries: [LegendEntry] = []
        if networks.contains(.national) {
            entries.append(
                LegendEntry(
                    symbol: .point(.circle, Colour(0x1F4E79)),
                    label: LocalizedText("国控站", "national station")))
        }
        if !networks.subtracting([.national]).isEmpty {
            entries.append(
                LegendEntry(
                    symbol: .point(.circle, Colour(0x7F8C8D)),
                    label: LocalizedText("其他站点", "other station")))
        }
        return LegendGroup(title: LocalizedText("站点", "Stations"), entries: entries)
    }

    func rasterMap(
        _ grid: Grid<Float>, id: String, title: LocalizedText, unit: LocalizedText?,
        scale: ColourScale
    ) throws -> MapDocument {
        let outlines = inputs.zoneLayers[0].zones.map { MapArea(polygons: $0.polygons, fill: nil) }
        return MapDocument(
            id: id, title: title, box: try mapBox(), unit: mapUnit,
            layers: [
                .raster(try MapRaster(of: grid, scale: scale)),
                .areas(outlines, outline: MapStroke(Colour(0x5B6770), width: 0.4)),
            ],
            legend: [
                scale.legend(
                    title: LocalizedText("数值", "Value"), unit: unit, showsNodata: false)
            ], width: 460)
    }

    func mapBox() throws -> BoundingBox {
        let boxes = inputs.zoneLayers.compactMap(\.boundingBox)
        guard let first = boxes.first else {
            throw Fault(.data, zh: "没有可用的区域多边形。", en: "No zone has a usable polygon.")
        }
        return boxes.dropFirst().reduce(first) { $0.union($1) }
    }

    var mapUnit: MapDocument.Unit {
        inputs.crs.isGeographic ? .degrees : .metres(perUnit: inputs.crs.metresPerUnit)
    }

    /// The zones with the highest means, beside the map.
    func keyTable(period: Int, index: Int) -> ReportTable? {
        let stem = "\(figures.surfaces[period][index].request.name)_mean"
        let table = tables.zones(layer: 0, period: period)
        let values = table.numbers(of: stem)
        guard !values.isEmpty else { return nil }
        let order = values.indices.dropLast().filter { !values[$0].isNaN }
            .sorted { (-values[$0], $0) < (-values[$1], $1) }
        var sorted = ReportTable(
            id: table.id, title: table.title, columns: table.columns,
            rows: order.map { table.rows[$0] }, lastRowIsTotal: true)
        if let last = table.rows.last { sorted.append(last) }
        return sorted.excerpt(
            id: table.id,
            title: LocalizedText(
                "\(inputs.zoneLayers[0].name)：均值最高的 \(min(12, order.count)) 个",
                "\(inputs.zoneLayers[0].name): the \(min(12, order.count)) highest means"),
            keys: ["label", stem, stem + "_before", stem + "_change_percent"], rowLimit: 12)
    }
}
