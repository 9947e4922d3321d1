import Geometry
import HotSpots
import QualityStandards
import Reports
import ZonalStatistics

extension JobTables {
    /// Columns of counts and sums: `points_1`, `points_1_kwh`, `points_2`, ….
    var pointColumns: [ReportTable.Column] {
        inputs.points.enumerated().flatMap { index, layer -> [ReportTable.Column] in
            let key = "points_\(index + 1)"
            let group = LocalizedText(layer.name)
            return [.number(key, "个数", "Count", decimals: 0, group: group)]
                + layer.sumFields.map {
                    .number("\(key)_\($0)", "\($0) 合计", "Sum of \($0)", decimals: 1, group: group)
                }
        }
    }

    /// The cells of `pointColumns` for a row of a zone table; the last row is the whole.
    func pointCells(layer: Int, row: Int) -> [ReportTable.Cell] {
        figures.points.tallies[layer].flatMap { cells(of: $0[row]) }
    }

    /// The same for the points of each layer that `members` gives by their place in it.
    func pointCells(of members: (_ layer: Int) -> [Int]) -> [ReportTable.Cell] {
        inputs.points.enumerated().flatMap { number, layer -> [ReportTable.Cell] in
            var tally = PointFigures.Tally(fields: layer.sumFields.count)
            for index in members(number) { tally.add(layer.points[index]) }
            return cells(of: tally)
        }
    }

    private func cells(of tally: PointFigures.Tally) -> [ReportTable.Cell] {
        [.integer(tally.count)] + tally.sums.map { ReportTable.Cell($0) }
    }

    /// `points_<n>`: a row a point with its zone in every zone layer, and a reason where it has
    /// none.
    func points(layer number: Int) -> ReportTable {
        let layer = inputs.points[number]
        var columns: [ReportTable.Column] = [
            .text("id", "编码", "Code"), .text("label", "名称", "Name"),
            .number("x", "x", "x", decimals: 1), .number("y", "y", "y", decimals: 1),
        ]
        columns += layer.sumFields.map { .number($0, $0, $0, decimals: 1) }
        columns += inputs.zoneLayers.enumerated().map { index, zones in
            .text("zone_\(index + 1)", zones.name, zones.name)
        }
        if figures.riverPoints != nil { columns += Self.riverPlaceColumns }
        columns.append(.text("note", "备注", "Note"))
        let rows = layer.points.enumerated().map { index, point -> [ReportTable.Cell] in
            let held = figures.points.zones[number][index]
            let missing = inputs.zoneLayers.indices.filter { held[$0].isEmpty }
                .map { inputs.zoneLayers[$0].name }
            let reason =
                language == .zh
                ? "不在任何区域内：\(missing.joined(separator: "、"))"
                : "in no zone of: \(missing.joined(separator: ", "))"
            var cells: [ReportTable.Cell] = [
                .text(point.id), .text(point.label), .number(point.coordinate.x),
                .number(point.coordinate.y),
            ]
            cells += point.values.map { ReportTable.Cell($0) }
            cells += inputs.zoneLayers.indices.map { zoneLayer in
                let ids = held[zoneLayer].map { inputs.zoneLayers[zoneLayer].zones[$0].id }
                return ReportTable.Cell(ids.isEmpty ? nil : ids.joined(separator: ";"))
            }
            if let places = figures.riverPoints {
                cells += riverPlaceCells(places, layer: number, point: index)
            }
            return cells + [ReportTable.Cell(missing.isEmpty ? nil : reason)]
        }
        return ReportTable(
            id: "points_\(number + 1)", title: LocalizedText(layer.name), columns: columns,
            rows: rows)
    }

    // MARK: - Classes of units

    /// `units_<name>_<period>`: a row a control unit, a row a class, and the whole; `nil` for layers
    /// of other zones.
    func units(layer: Int, period: Int) -> ReportTable? {
        let loaded = inputs.zoneLayers[layer]
        guard loaded.kind == UnitLayer.kind, let units = UnitLayer(loaded, counties: nil) else {
            return nil
        }
        let shares = shareStatistics(period: period)
        let label = figures.pairs[period].now.label
        var columns: [ReportTable.Column] = [
            .text("kind", "行", "Row", words: Self.unitRowWords), .text("id", "编码", "Code"),
            .text("label", "名称", "Name"), .text("class", "分类", "Class"),
            .number("units", "单元数", "Units", decimals: 0),
            .number("area_km2", "面积", "Area", decimals: 1, unit: "km²"),
            .number("area_share", "面积占比", "Share of area", decimals: 1, unit: "%"),
            .number("stations", "站点数", "Stations", decimals: 0),
            .number("sections", "断面数", "Sections", decimals: 0),
        ]
        columns += pointColumns
        columns += shares.map { index, statistic in
            .number(
                "\(figures.surfaces[period][index].request.name)_\(statistic.name)",
                statistic.heading.zh, statistic.heading.en, decimals: 3,
                group: LocalizedText(figures.surfaces[period][index].request.name))
        }
        let all = Array(loaded.zones.indices)
        var rows = all.map { zone in
            unitRow(
                "unit", loaded.zones[zone].id, loaded.zones[zone].label,
                units.unitClass(of: zone)?.shortName, [zone], layer, period, shares)
        }
        for unitClass in ControlUnitClass.allCases {
            let own = all.filter { units.unitClass(of: $0) == unitClass }
            let name = language == .zh ? unitClass.name : unitClass.nameInEnglish
            rows.append(
                unitRow(
                    "class", String(unitClass.rawValue), name, unitClass.shortName, own, layer,
                    period, shares))
        }
        rows.append(
            unitRow(
                "whole", "all", language == .zh ? "全部" : "whole", nil, all, layer, period, shares))
        return ReportTable(
            id: "units_\(fileNamePart(loaded.name))_\(label)",
            title: LocalizedText(
                "\(loaded.name)分类汇总（\(figures.pairs[period].now.labelInChinese)）",
                "\(loaded.name) by class, \(label)"),
            columns: columns, rows: rows, lastRowIsTotal: true)
    }

    static let unitRowWords = [
        "unit": LocalizedText("单元", "unit"), "class": LocalizedText("分类", "class"),
        "whole": LocalizedText("合计", "whole"),
    ]

    /// The shares above a limit that the job asks for: request and statistic.
    private func shareStatistics(period: Int) -> [(Int, Statistic)] {
        figures.surfaces[period].indices.flatMap { index in
            job.zonalStatistics.compactMap { statistic -> (Int, Statistic)? in
                if case .shareAbove = statistic { (index, statistic) } else { nil }
            }
        }
    }

    private func unitRow(
        _ kind: String, _ id: String, _ label: String, _ unitClass: String?, _ zones: [Int],
        _ layer: Int, _ period: Int, _ shares: [(Int, Statistic)]
    ) -> [ReportTable.Cell] {
        let loaded = inputs.zoneLayers[layer]
        func area(_ zone: Int) -> Double { loaded.zones[zone].areaInSquareMetres }
        let own = zones.reduce(0) { $0 + area($1) }
        let whole = loaded.zones.indices.reduce(0) { $0 + area($1) }
        var cells: [ReportTable.Cell] = [
            .text(kind), .text(id), .text(label), ReportTable.Cell(unitClass),
            .integer(zones.count), .number(own / 1e6),
            ReportTable.Cell(whole > 0 ? own / whole * 100 : nil),
            .integer(zones.reduce(0) { $0 + figures.points.stations[layer][$1] }),
            .integer(zones.reduce(0) { $0 + figures.points.sections[layer][$1] }),
        ]
        let chosen = Set(zones)
        // A point in two units of a class is one point of the class.
        cells += pointCells { number in
            inputs.points[number].points.indices.filter {
                figures.points.zones[number][$0][layer].contains(where: chosen.contains)
            }
        }
        cells += shares.map { index, statistic in
            let surface = figures.zones[period][layer][index]
            var (sum, weight) = (0.0, 0.0)
            for zone in zones {
                guard let share = surface.value(of: statistic, row: zone, in: surface.now) else {
                    continue
                }
                sum += share * area(zone)
                weight += area(zone)
            }
            return ReportTable.Cell(weight > 0 ? sum / weight : nil)
        }
        return cells
    }
}
