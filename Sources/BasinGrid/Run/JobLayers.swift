import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Reports
import Rivers

/// The layers of `results.gpkg`: one feature an object, the figures of every period side by side in
/// fields that end in the period, styled by the first.
struct JobLayers {
    let inputs: JobInputs
    let figures: JobFigures
    let tables: JobTables
    let language: ReportLanguage

    func all() -> [OutputLayer] {
        inputs.zoneLayers.indices.map(zones)
            + [hotSpotCells(), riverRanges(), sections(), stations()].compactMap { $0 }
    }

    private func zones(layer index: Int) -> OutputLayer {
        let loaded = inputs.zoneLayers[index]
        let perPeriod = figures.pairs.indices.map { tables.zones(layer: index, period: $0) }
        var style: LayerStyle?
        if let surface = figures.surfaces.first?.first {
            let column = "\(surface.request.name)_mean"
            let values = perPeriod[0].numbers(of: column).dropLast()
            style = LayerStyle(
                name: surface.request.name,
                qml: QMLStyle.graduated(
                    field: column + suffix(0), scale: .sequential(values),
                    symbol: .area(outline: .zone, opacity: 0.85)))
        }
        return layer(
            "zones_\(index + 1)", .polygons, keys: ["id", "label", "area_km2", "note"], perPeriod,
            shapes: loaded.zones.map { .polygons($0.polygons) }, style, loaded.name)
    }

    private func hotSpotCells() -> OutputLayer? {
        guard let first = figures.hotSpots.first else { return nil }
        let perPeriod = figures.pairs.indices.compactMap {
            tables.hotSpots(period: $0, order: .place)
        }
        let isSelected = CategoryScale([
            .init(
                value: "yes", label: LocalizedText("热点网格", "Hotspot cell"),
                colour: Colour(0xC0392B))
        ])
        return layer(
            "hotspot_cells", .polygons,
            keys: [
                "cell_id", "row", "column", "x", "y", "zone", "zone_label", "share", "area_km2",
            ],
            perPeriod,
            shapes: first.cellsInPlace.map { .polygons([Polygon(box: $0.cell.box)]) },
            LayerStyle(
                name: "selected",
                qml: QMLStyle.categorized(
                    field: "selected" + suffix(0), scale: isSelected,
                    symbol: .area(outline: .zone, opacity: 0.6), language: language)),
            "hotspots")
    }

    private func riverRanges() -> OutputLayer? {
        guard let rivers = figures.rivers else { return nil }
        let keys: [ReportTable.Column] = [
            .init(key: "reach", heading: "reach", kind: .text),
            .init(key: "river", heading: "river", kind: .text),
            .init(key: "from_m", heading: "from_m", kind: .number(decimals: 1)),
            .init(key: "to_m", heading: "to_m", kind: .number(decimals: 1)),
            .init(key: "section", heading: "section", kind: .text),
            .init(key: "method", heading: "method", kind: .text),
            .init(key: "length_km", heading: "length_km", kind: .number(decimals: 3)),
        ]
        let perPeriod = figures.pairs.indices.map { period -> ReportTable in
            let classes = rivers.rangeClasses(period: period, sections: figures.sections)
            let rows = zip(rivers.ranges, classes).map { range, rangeClass -> [ReportTable.Cell] in
                let reach = rivers.network.reaches[range.reach]
                return [
                    .text(reach.id), .text(reach.label), .number(range.fromMeasure),
                    .number(range.toMeasure), ReportTable.Cell(range.section),
                    .text(range.method.rawValue), .number(range.lengthInMetres / 1000),
                    .text(rangeClass),
                ]
            }
            return ReportTable(
                id: "river_ranges", title: "river_ranges",
                columns: keys + [.init(key: "class", heading: "class", kind: .text)], rows: rows)
        }
        return layer(
            "river_ranges", .lines, keys: keys.map(\.key), perPeriod,
            shapes: rivers.ranges.map { .lines([$0.line]) },
            LayerStyle(
                name: "class",
                qml: QMLStyle.categorized(
                    field: "class" + suffix(0), scale: waterClassScale, symbol: .line(width: 3),
                    language: language)),
            "river class")
    }

    private func sections() -> OutputLayer? {
        let perPeriod = figures.pairs.indices.compactMap { tables.sections(period: $0) }
        guard !perPeriod.isEmpty else { return nil }
        return layer(
            "sections", .points,
            keys: [
                "id", "label", "level", "owner", "river", "reach", "measure_m", "from_mouth_m",
                "distance_m", "target", "edition",
            ], perPeriod,
            shapes: figures.sections.map { .points([$0.section.coordinate]) },
            LayerStyle(
                name: "class",
                qml: QMLStyle.categorized(
                    field: "class" + suffix(0), scale: waterClassScale,
                    symbol: .point(.triangle, size: 11), language: language)),
            "sections")
    }

    private func stations() -> OutputLayer? {
        let perPeriod = figures.pairs.indices.compactMap { tables.stations(period: $0) }
        guard !perPeriod.isEmpty else { return nil }
        return layer(
            "stations", .points, keys: ["id", "label", "network", "x", "y"], perPeriod,
            shapes: inputs.stations.map { .points([$0.coordinate]) },
            LayerStyle(
                name: "stations",
                qml: QMLStyle.single(Colour(0x1F4E79), symbol: .point(.circle, size: 8))),
            "stations")
    }

    private func suffix(_ period: Int) -> String { "_\(figures.pairs[period].now.label)" }

    /// One layer from the tables of all periods: `keys` once, every other column a period.
    private func layer(
        _ name: String, _ geometry: OutputGeometry, keys: [String], _ perPeriod: [ReportTable],
        shapes: [Shape], _ style: LayerStyle?, _ description: String
    ) -> OutputLayer {
        let first = perPeriod[0]
        let shared = first.columns.indices.filter { keys.contains(first.columns[$0].key) }
        var fields = shared.map { first.columns[$0].field(suffix: "") }
        for (period, table) in perPeriod.enumerated() {
            fields += table.columns.filter { !keys.contains($0.key) }.map {
                $0.field(suffix: suffix(period))
            }
        }
        let features = shapes.enumerated().map { row, shape -> Feature in
            var attributes = shared.map { first.rows[row][$0].fieldValue }
            for table in perPeriod {
                for (index, column) in table.columns.enumerated() where !keys.contains(column.key) {
                    attributes.append(table.rows[row][index].fieldValue)
                }
            }
            return Feature(number: Int64(row), shape: shape, attributes: attributes)
        }
        return OutputLayer(
            name: name, crs: inputs.crs, fields: fields, geometry: geometry, features: features,
            style: style, description: description)
    }
}

/// The classes of GB 3838 in their colours, with dry and not assessed.
let waterClassScale = CategoryScale(
    WaterClass.allCases.map {
        .init(
            value: $0.text, label: LocalizedText("\($0.text)类", "class \($0.text)"),
            colour: $0.colour)
    } + [
        .init(value: "dry", label: LocalizedText("断流", "dry"), colour: Colour(0x8C6D46)),
        .init(
            value: "unknown", label: LocalizedText("未评价", "not assessed"),
            colour: Colour(0x9AA5AD)),
    ])

extension WaterClass {
    /// The colour of the class in 环办[2011]22号.
    var colour: Colour {
        Colour(hex: SurfaceWaterStandard.gb3838.style(of: self).colour) ?? .nodata
    }
}

extension ReportTable.Column {
    func field(suffix: String) -> VectorField {
        let kind: VectorField.Kind =
            switch self.kind {
            case .text: .text
            case .number(decimals: 0): .integer
            case .number: .real
            }
        return VectorField(name: key + suffix, kind: kind, alias: heading.zh + suffix)
    }
}

extension ReportTable.Cell {
    var fieldValue: FieldValue {
        switch self {
        case .empty: .null
        case .text(let text): .text(text)
        case .number(let value): value.isFinite ? .real(value) : .null
        case .integer(let value): .integer(Int64(value))
        }
    }
}

extension ReportTable {
    /// The numbers of a column, NaN where a cell has none.
    func numbers(of key: String) -> [Double] {
        guard let index = columns.firstIndex(where: { $0.key == key }) else { return [] }
        return rows.map { row in
            switch row[index] {
            case .number(let value): value
            case .integer(let value): Double(value)
            case .empty, .text: .nan
            }
        }
    }
}

extension Polygon {
    /// The rectangle of `box`, counter-clockwise.
    init(box: BoundingBox) {
        self.init(
            shell: Ring([
                Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.minY),
                Coordinate(x: box.maxX, y: box.maxY), Coordinate(x: box.minX, y: box.maxY),
            ]))
    }
}
