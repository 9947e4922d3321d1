import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers

/// The report of a job: maps, tables and words for each period.
struct JobReport {
    let job: Job
    let inputs: JobInputs
    let figures: JobFigures
    let tables: JobTables
    let language: ReportLanguage
    let files: [FileDigest]

    func document() throws -> ReportDocument {
        var sections: [ReportSection] = []
        for period in figures.pairs.indices {
            for index in figures.surfaces[period].indices {
                sections.append(try surfaceSection(period: period, index: index))
            }
            if let section = hotSpotSection(period: period) { sections.append(section) }
            if let section = waterSection(period: period) { sections.append(section) }
            sections.append(zoneTableSection(period: period))
        }
        sections.append(qualitySection())
        let periods = figures.pairs.map(\.now)
        return ReportDocument(
            language: language, title: LocalizedText(job.name),
            subtitle: LocalizedText(
                periods.map(\.labelInChinese).joined(separator: "、") + comparisonWords.zh,
                periods.map(\.label).joined(separator: ", ") + comparisonWords.en),
            facts: facts(), sections: sections, provenance: provenance())
    }

    private var comparisonWords: LocalizedText {
        switch job.comparison {
        case .none: LocalizedText("", "")
        case .year: LocalizedText("，与上年同期比较", ", compared with the year before")
        case .month: LocalizedText("，与上一时段比较", ", compared with the period before")
        case .explicit: LocalizedText("，与指定时段比较", ", compared with the periods named")
        }
    }

    private func heading(_ period: Int, _ zh: String, _ en: String) -> LocalizedText {
        let now = figures.pairs[period].now
        return LocalizedText("\(now.labelInChinese) \(zh)", "\(now.label): \(en)")
    }

    // MARK: - Key figures

    private func facts() -> [ReportFact] {
        guard !figures.pairs.isEmpty else { return [] }
        var facts: [ReportFact] = []
        for (index, surface) in figures.surfaces[0].enumerated() {
            let zones = figures.zones[0][0][index]
            let row = inputs.zoneLayers[0].zones.count
            guard let now = zones.value(of: .mean, row: row, in: zones.now) else { continue }
            let past = zones.value(of: .mean, row: row, in: zones.past)
            facts.append(
                ReportFact(
                    label: LocalizedText(
                        "\(surface.request.parameter.name) \(surface.request.statistic.nameInChinese)（区域平均）",
                        "\(surface.request.parameter.name) \(surface.request.statistic.name), zone mean"
                    ),
                    value: LocalizedText(NumberText.fixed(now, decimals: 1)),
                    unit: surface.request.parameter.unit.map { LocalizedText($0.text) },
                    detail: changeWords(percentChange(now: now, before: past))))
        }
        facts += sectionFacts()
        if let hotSpots = figures.hotSpots.first {
            let selected = hotSpots.ranking.selected.count
            facts.append(
                ReportFact(
                    label: LocalizedText("热点网格", "Hotspot cells"),
                    value: LocalizedText(String(selected)),
                    unit: LocalizedText("个", ""),
                    detail: LocalizedText(
                        "共 \(hotSpots.ranking.cells.count) 个网格",
                        "of \(hotSpots.ranking.cells.count) cells")))
        }
        return facts
    }

    private func sectionFacts() -> [ReportFact] {
        let assessed = figures.sections.compactMap { figure in
            figure.results[0].now.assessment?.waterClass.map { (figure, $0) }
        }
        guard !assessed.isEmpty else { return [] }
        let good = assessed.filter { $0.1 <= .iii }.count
        let targets = assessed.compactMap { figure, waterClass in
            figure.section.target.flatMap(WaterClass.init(parsing:)).map { waterClass <= $0 }
        }
        var facts = [
            ReportFact(
                label: LocalizedText("Ⅰ—Ⅲ类断面", "Sections of class I–III"),
                value: LocalizedText("\(good)/\(assessed.count)"),
                detail: LocalizedText(
                    "占 \(NumberText.fixed(Double(good) / Double(assessed.count) * 100, decimals: 1))%",
                    "\(NumberText.fixed(Double(good) / Double(assessed.count) * 100, decimals: 1)) %"
                ))
        ]
        if !targets.isEmpty {
            facts.append(
                ReportFact(
                    label: LocalizedText("达标断面", "Sections on target"),
                    value: LocalizedText("\(targets.filter { $0 }.count)/\(targets.count)")))
        }
        return facts
    }

    private func changeWords(_ percent: Double?) -> LocalizedText? {
        guard let percent else { return nil }
        let against =
            switch job.comparison {
            case .year: LocalizedText("较上年同期", "on the year before")
            case .month: LocalizedText("较上一时段", "on the period before")
            case .none, .explicit: LocalizedText("较比较期", "on the period compared")
            }
        let size = NumberText.fixed(abs(percent), decimals: 1)
        if size == "0.0" { return LocalizedText("\(against.zh)持平", "unchanged \(against.en)") }
        return percent > 0
            ? LocalizedText("\(against.zh)上升 \(size)%", "up \(size) % \(against.en)")
            : LocalizedText("\(against.zh)下降 \(size)%", "down \(size) % \(against.en)")
    }

    // MARK: - Surfaces

    private func surfaceSection(period: Int, index: Int) throws -> ReportSection {
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
        let used = surface.stations.filter { $0.now.value != nil }.count
        return ReportSection(
            title: heading(period, name.zh, name.en),
            paragraphs: [
                LocalizedText(
                    "由 \(used) 个站点（共 \(surface.stations.count) 个）的有效值按反距离法插值到 \(cellText(surface.geometry)) 网格，"
                        + "分区统计按网格与区域的精确重叠面积加权。评价标准：\(figures.editions[period])。",
                    "From the valid values of \(used) of \(surface.stations.count) stations, by "
                        + "inverse distance on cells of \(cellText(surface.geometry)); zone "
                        + "statistics weight every cell by its exact share. Edition: "
                        + "\(figures.editions[period]).")
            ],
            maps: maps, keyTable: keyTable(period: period, index: index),
            notes: surface.notes)
    }

    private func cells(of grid: Grid<Float>) -> [Double] {
        grid.values.lazy.filter { $0 != grid.nodata }.map(Double.init)
    }

    private func cellText(_ geometry: GridGeometry) -> String {
        let size = geometry.cellSize.width
        return inputs.crs.isGeographic
            ? "\(NumberText.shortest(size))°"
            : "\(NumberText.shortest(size * inputs.crs.metresPerUnit)) m"
    }

    /// Zones filled by their mean, with the hotspot cells, the river in its classes and stations.
    private func zoneMap(
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
        var legend = [scale.legend(title: name, unit: unit)]
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
            layers.append(.areas(hotSpotAreas(hotSpots, isFilled: false), outline: outline))
            legend.append(
                LegendGroup(
                    title: LocalizedText("热点网格", "Hotspot cells"),
                    entries: [
                        LegendEntry(
                            symbol: .outline(outline.colour, width: outline.width),
                            label: LocalizedText(
                                "前 \(hotSpots.request.top) 名", "top \(hotSpots.request.top)"))
                    ]))
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

    private func stationLegend(_ surface: Surface) -> LegendGroup {
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

    private func rasterMap(
        _ grid: Grid<Float>, id: String, title: LocalizedText, unit: LocalizedText?,
        scale: ColourScale
    ) throws -> MapDocument {
        let outlines = inputs.zoneLayers[0].zones.map { MapArea(polygons: $0.polygons, fill: nil) }
        return MapDocument(
            id: id, title: title, box: try mapBox(), unit: mapUnit,
            layers: [
                .raster(try MapRaster(of: grid, scale: scale)),
                .areas(outlines, outline: MapStroke(Colour(0x5B6770), width: 0.4)),
            ], legend: [scale.legend(title: LocalizedText("数值", "Value"), unit: unit)])
    }

    private func mapBox() throws -> BoundingBox {
        let boxes = inputs.zoneLayers.compactMap(\.boundingBox)
        guard let first = boxes.first else {
            throw Fault(.data, zh: "没有可用的区域多边形。", en: "No zone has a usable polygon.")
        }
        return boxes.dropFirst().reduce(first) { $0.union($1) }
    }

    private var mapUnit: MapDocument.Unit {
        inputs.crs.isGeographic ? .degrees : .metres(perUnit: inputs.crs.metresPerUnit)
    }

    /// The zones with the highest means, beside the map.
    private func keyTable(period: Int, index: Int) -> ReportTable? {
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

    // MARK: - Hotspots

    private func hotSpots(of surface: Surface, period: Int) -> HotSpotFigures? {
        guard figures.hotSpots.indices.contains(period) else { return nil }
        let hotSpots = figures.hotSpots[period]
        let isSame =
            hotSpots.request.parameter == surface.request.parameter
            && hotSpots.request.statistic == surface.request.statistic
        return isSame ? hotSpots : nil
    }

    private func hotSpotAreas(_ hotSpots: HotSpotFigures, isFilled: Bool) -> [MapArea] {
        hotSpots.ranking.selected.map { cell in
            MapArea(
                polygons: [Polygon(box: cell.cell.box)],
                fill: isFilled ? Colour(0xC0392B) : nil,
                label: isFilled ? cell.rank.map(String.init) : nil,
                tooltip: "\(cell.cell.id)\n\(NumberText.fixed(cell.value, decimals: 1))")
        }
    }

    private func hotSpotSection(period: Int) -> ReportSection? {
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
    private func selectedRows(of table: ReportTable) -> ReportTable {
        guard let index = table.columns.firstIndex(where: { $0.key == "selected" }) else {
            return table
        }
        return ReportTable(
            id: table.id, title: table.title, columns: table.columns,
            rows: table.rows.filter { $0[index] == .text("yes") })
    }

    // MARK: - Water

    private func riverLayer(period: Int, legend: inout [LegendGroup]) -> [MapLayer] {
        guard let rivers = figures.rivers else { return [] }
        let classes = rivers.rangeClasses(period: period, sections: figures.sections)
        let lines = zip(rivers.ranges, classes).flatMap { range, rangeClass -> [MapLine] in
            // A dark casing lets the pale class colours stand out on any fill.
            [
                MapLine(lines: [range.line], stroke: MapStroke(Colour(0x2C3E50), width: 4.6)),
                MapLine(
                    lines: [range.line],
                    stroke: MapStroke(waterClassScale.colour(of: rangeClass), width: 3),
                    tooltip: "\(rivers.network.reaches[range.reach].label) \(rangeClass)"),
            ]
        }
        let present = Set(classes)
        let scale = CategoryScale(waterClassScale.categories.filter { present.contains($0.value) })
        legend.append(
            scale.legend(
                title: LocalizedText("河流水质", "River class"), asLines: true, showsNodata: false))
        return [.lines(lines)]
    }

    private func waterSection(period: Int) -> ReportSection? {
        guard let table = tables.sections(period: period) else { return nil }
        var maps: [MapDocument] = []
        if figures.rivers != nil, let box = try? mapBox() {
            let outlines = inputs.zoneLayers[0].zones.map {
                MapArea(polygons: $0.polygons, fill: Colour(0xF6F4EE))
            }
            var legend: [LegendGroup] = []
            let lines = riverLayer(period: period, legend: &legend)
            let points = figures.sections.map { figure in
                let lengthClass = figure.results[period].now.lengthClass
                return MapPoint(
                    coordinate: figure.section.coordinate, symbol: .triangle,
                    colour: waterClassScale.colour(of: lengthClass), size: 11,
                    label: figure.section.label, tooltip: "\(figure.section.label) \(lengthClass)")
            }
            maps.append(
                MapDocument(
                    id: "rivers_\(figures.pairs[period].now.label)",
                    title: heading(period, "断面与河流水质", "sections and river classes"), box: box,
                    unit: mapUnit,
                    layers: [
                        .areas(outlines, outline: MapStroke(Colour(0xB8B2A7), width: 0.5))
                    ] + lines + [.points(points)], legend: legend))
        }
        return ReportSection(
            title: heading(period, "地表水断面", "surface water"),
            paragraphs: [
                LocalizedText(
                    "按 \(figures.waterEdition) 单因子评价，评价项目为各断面实际监测的项目；多个样品取算术平均，"
                        + "未检出按检出限的一半参与平均。河段归其下游最近的断面。断流断面列出而不参与评价。",
                    "Single-factor class by \(figures.waterEdition) on the items measured; several "
                        + "samples are averaged, half the limit standing for results below "
                        + "detection. A reach belongs to the next section downstream. Dry sections "
                        + "are listed and not assessed.")
            ],
            maps: maps,
            keyTable: table.excerpt(
                id: table.id, title: table.title,
                keys: ["label", "class", "class_before", "target", "target_met"]),
            tables: [table, tables.rivers(period: period)].compactMap { $0 })
    }

    // MARK: - Tables and data quality

    private func zoneTableSection(period: Int) -> ReportSection {
        ReportSection(
            title: heading(period, "分区与站点统计表", "zone and station tables"),
            tables: inputs.zoneLayers.indices.map { shownZoneTable(layer: $0, period: period) }
                + [tables.stations(period: period)].compactMap { $0 })
    }

    /// The columns of a zone table that people compare; the file has all.
    private func shownZoneTable(layer: Int, period: Int) -> ReportTable {
        let table = tables.zones(layer: layer, period: period)
        let surfaces = figures.surfaces[period].flatMap { surface in
            let stem = surface.request.name
            return [
                "\(stem)_mean", "\(stem)_mean_before", "\(stem)_mean_change_percent",
                "\(stem)_max", "\(stem)_valid_share",
            ]
        }
        let rivers = table.columns.map(\.key).filter { $0.hasPrefix("river_km_") }
        return table.excerpt(
            id: table.id, title: table.title,
            keys: ["id", "label", "area_km2"] + surfaces + rivers + ["note"])
    }

    private func qualitySection() -> ReportSection {
        ReportSection(
            title: LocalizedText("数据质量：修复、推定与剔除", "Data quality: repaired, guessed, dropped"),
            paragraphs: figures.notes.isEmpty
                ? [LocalizedText("没有修复、推定或剔除任何数据。", "Nothing was repaired, guessed or dropped.")]
                : [],
            notes: figures.notes)
    }

    private func provenance() -> ReportProvenance {
        ReportProvenance(
            statements: [
                .init(
                    label: LocalizedText("软件", "Software"),
                    value: LocalizedText("BasinGrid \(basinGridVersion)")),
                .init(
                    label: LocalizedText("坐标系", "CRS"),
                    value: LocalizedText("\(inputs.crs.code ?? "") \(inputs.crs.name)")),
                .init(
                    label: LocalizedText("空气质量标准", "Air standard"),
                    value: LocalizedText(
                        zip(figures.pairs, figures.editions).map { "\($0.now.label): \($1)" }
                            .joined(separator: "; "))),
                .init(
                    label: LocalizedText("地表水标准", "Surface water standard"),
                    value: LocalizedText(figures.waterEdition)),
            ],
            inputs: provenanceInputs())
    }

    /// Input files with their checksums; many files of one folder and role are one line, as
    /// `run.json` lists each.
    private func provenanceInputs() -> [ReportProvenance.Input] {
        struct Group: Hashable {
            var folder: String
            var role: LocalizedText
        }
        var order: [Group] = []
        var groups: [Group: [FileDigest]] = [:]
        for (digest, file) in zip(files, inputs.files) {
            let folder = digest.path.lastIndex(of: "/").map { String(digest.path[...$0]) } ?? ""
            let group = Group(folder: folder, role: file.role)
            if groups[group] == nil { order.append(group) }
            groups[group, default: []].append(digest)
        }
        return order.flatMap { group -> [ReportProvenance.Input] in
            let digests = groups[group] ?? []
            guard digests.count > 12 else {
                return digests.map {
                    .init(path: $0.path, role: group.role, bytes: $0.bytes, sha256: $0.sha256)
                }
            }
            let count = language == .zh ? "\(digests.count) 个文件" : "\(digests.count) files"
            return [
                .init(
                    path: "\(group.folder)（\(count)）", role: group.role,
                    bytes: digests.reduce(0) { $0 + $1.bytes },
                    sha256: language == .zh ? "见 run.json" : "see run.json")
            ]
        }
    }
}
