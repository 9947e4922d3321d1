import Reports
import Rivers

extension JobTables {
    /// `reaches`: a row a reach with its points; `nil` without rivers or points.
    var reaches: ReportTable? {
        guard let rivers = figures.rivers, let places = figures.riverPoints else { return nil }
        let network = rivers.network
        let columns: [ReportTable.Column] = [
            .text("reach", "河段", "Reach"), .text("river", "河流", "River"),
            .number("length_km", "河长", "Length", decimals: 2, unit: "km"),
        ]
        let pointsOfReach = places.locations.map { locations in
            Dictionary(grouping: locations.indices.filter { locations[$0].reach != nil }) {
                locations[$0].reach ?? -1
            }
        }
        return ReportTable(
            id: "reaches", title: LocalizedText("河段与点位", "Reaches and points"),
            columns: columns + pointColumns,
            rows: network.reaches.indices.map { reach in
                let cells: [ReportTable.Cell] = [
                    .text(network.reaches[reach].id), .text(network.reaches[reach].label),
                    .number(network.reaches[reach].lengthInMetres / 1000),
                ]
                return cells + pointCells { pointsOfReach[$0][reach] ?? [] }
            })
    }

    /// Where a point lies on the rivers, and the first section that its water comes to.
    static var riverPlaceColumns: [ReportTable.Column] {
        [
            .text("reach", "河段", "Reach"),
            .number("measure_m", "桩号", "Measure", decimals: 0, unit: "m"),
            .number("distance_m", "离河距离", "Off the river", decimals: 0, unit: "m"),
            .text("section", "下游断面", "Section below"),
            .number("section_m", "距下游断面", "Way to it", decimals: 0, unit: "m"),
        ]
    }

    func riverPlaceCells(
        _ places: RiverPointFigures, layer: Int, point: Int
    ) -> [ReportTable.Cell] {
        let location = places.locations[layer][point]
        let next = places.nextSection(layer: layer, point: point)
        return [
            ReportTable.Cell(location.reach.flatMap { figures.rivers?.network.reaches[$0].id }),
            ReportTable.Cell(location.measureInMetres), ReportTable.Cell(location.distanceInMetres),
            ReportTable.Cell(next.map { figures.sections[$0.section].section.id }),
            ReportTable.Cell(next?.distanceInMetres),
        ]
    }

    /// `upstream_<period>`: for each section that misses its target the points up the river, the
    /// nearest first; `nil` without rivers or points.
    func pointsAboveFailing(period: Int) -> ReportTable? {
        guard let places = figures.riverPoints else { return nil }
        let label = figures.pairs[period].now.label
        let sums = unique(inputs.points.flatMap(\.sumFields))
        var table = ReportTable(
            id: "upstream_\(label)",
            title: LocalizedText(
                "未达标断面上游 20 km 内的点位（\(figures.pairs[period].now.labelInChinese)）",
                "Points up to 20 km above sections that miss their target, \(label)"),
            columns: [
                .text("section", "断面编码", "Section"), .text("section_label", "断面", "Name"),
                .text("class", "水质类别", "Class"), .text("target", "目标", "Target"),
                .text("layer", "图层", "Layer"), .text("id", "点位编码", "Point"),
                .text("label", "点位", "Name"),
                .number("distance_m", "沿河距离", "Along the river", decimals: 0, unit: "m"),
                .text("is_next", "其间无其他断面", "No section between", words: TableWords.yesNo),
                .text("reach", "河段", "Reach"),
            ] + sums.map { .number($0, $0, $0, decimals: 1) })
        for (index, figure) in figures.sections.enumerated()
        where figure.missesTarget(period: period) == true {
            for above in places.points(above: index) {
                table.append(cells(of: above, figure, period: period, sums: sums))
            }
        }
        return table
    }

    private func cells(
        of above: RiverPointFigures.PointAbove, _ figure: SectionFigure, period: Int,
        sums: [String]
    ) -> [ReportTable.Cell] {
        let layer = inputs.points[above.layer]
        let point = layer.points[above.point]
        let reach = figures.riverPoints?.locations[above.layer][above.point].reach
        let cells: [ReportTable.Cell] = [
            .text(figure.section.id), .text(figure.section.label),
            ReportTable.Cell(figure.results[period].now.assessment?.waterClass?.text),
            ReportTable.Cell(figure.section.target), .text(layer.name), .text(point.id),
            .text(point.label), .number(above.distanceInMetres),
            .text(above.isNext ? "yes" : "no"),
            ReportTable.Cell(reach.flatMap { figures.rivers?.network.reaches[$0].id }),
        ]
        return cells
            + sums.map { field in
                let value = layer.sumFields.firstIndex(of: field).flatMap { point.values[$0] }
                return ReportTable.Cell(value)
            }
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
