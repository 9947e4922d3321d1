import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers

extension JobReport {
    func riverLayer(period: Int, legend: inout [LegendGroup]) -> [MapLayer] {
        guard let rivers = figures.rivers else { return [] }
        let classes = rivers.rangeClasses(period: period, sections: figures.sections)
        let lines = zip(rivers.ranges, classes).flatMap { range, rangeClass -> [MapLine] in
            let colour = waterClassScale.colour(of: rangeClass)
            let tooltip =
                rivers.network.reaches[range.reach].label + " "
                + waterClassScale.label(of: rangeClass)(language)
            if rangeClass == "unknown" {
                return [
                    MapLine(
                        lines: [range.line], stroke: MapStroke(colour, width: 1.2), tooltip: tooltip
                    )
                ]
            }
            // A dark casing lets the pale class colours stand out on any fill.
            return [
                MapLine(lines: [range.line], stroke: MapStroke(Colour(0x2C3E50), width: 4.6)),
                MapLine(lines: [range.line], stroke: MapStroke(colour, width: 3), tooltip: tooltip),
            ]
        }
        let present = Set(classes)
        let scale = CategoryScale(waterClassScale.categories.filter { present.contains($0.value) })
        legend.append(
            scale.legend(
                title: LocalizedText("河流水质", "River class"), asLines: true, showsNodata: false))
        return [.lines(lines)]
    }

    /// The surface-water standard in words.
    var waterStandardText: LocalizedText {
        let standard = SurfaceWaterStandard.gb3838
        guard standard.edition == figures.waterEdition else {
            return LocalizedText(figures.waterEdition)
        }
        return LocalizedText(standard.titleInChinese, standard.title)
    }

    /// The groups that have a section, with what people compare; the file has all.
    private func groupTable(period: Int) -> ReportTable? {
        guard let table = tables.waterGroups(period: period),
            let count = table.columns.firstIndex(where: { $0.key == "sections" })
        else { return nil }
        let filled = ReportTable(
            id: table.id, title: table.title, columns: table.columns,
            rows: table.rows.filter { $0[count] != .integer(0) }, lastRowIsTotal: true)
        return filled.excerpt(
            id: table.id, title: table.title,
            keys: [
                "kind", "label", "sections", "i_iii_share", "inferior_v_share", "status",
                "main_pollutants", "cwqi", "cwqi_change", "change", "change_previous", "rank",
                "note",
            ])
    }

    /// The points above sections that miss their target; `nil` without any.
    private func upstreamTable(period: Int) -> ReportTable? {
        tables.pointsAboveFailing(period: period).flatMap { $0.rows.isEmpty ? nil : $0 }
    }

    func waterSection(period: Int) -> ReportSection? {
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
                    label: figure.section.label,
                    tooltip: figure.section.label + " "
                        + waterClassScale.label(of: lengthClass)(language))
            }
            legend.append(
                LegendGroup(
                    title: LocalizedText("断面", "Sections"),
                    entries: [
                        LegendEntry(
                            symbol: .point(.triangle, Colour(0x5B6770)),
                            label: LocalizedText("颜色为水质类别", "colour: class"))
                    ]))
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
                    "按\(waterStandardText.zh)单因子评价，评价项目为各断面实际监测的项目；多个样品取算术平均，"
                        + "未检出按检出限的一半参与平均。河段归其下游最近的断面。断流断面列出而不参与评价。",
                    "Single-factor class by \(waterStandardText.en) on the items measured; several "
                        + "samples are averaged, half the limit standing for results below "
                        + "detection. A reach belongs to the next section downstream. Dry sections "
                        + "are listed and not assessed.")
            ],
            maps: maps,
            keyTable: table.excerpt(
                id: table.id, title: table.title,
                keys: ["label", "class", "class_before", "target", "target_met"]),
            tables: [
                // What people ask for first; the file has its own order.
                table.excerpt(
                    id: table.id, title: table.title,
                    keys: [
                        "id", "label", "level", "owner", "class", "status", "target", "target_met",
                        "class_before", "change", "class_previous", "change_previous",
                        "main_pollutants",
                        "limiting", "samples", "note",
                        "items", "river", "reach", "measure_m", "from_mouth_m", "distance_m",
                    ]),
                groupTable(period: period), tables.rivers(period: period),
                upstreamTable(period: period),
            ].compactMap { $0 })
    }
}
