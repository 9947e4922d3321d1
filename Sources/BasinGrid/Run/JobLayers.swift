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
    let job: Job
    let inputs: JobInputs
    let figures: JobFigures
    let tables: JobTables
    let language: ReportLanguage

    func all() -> [OutputLayer] {
        inputs.zoneLayers.indices.map(zones)
            + job.hotSpots.indices.compactMap(hotSpotCells)
            + [riverRanges(), sections(), stations()].compactMap { $0 }
            + inputs.points.indices.map(points)
    }

    private func points(layer number: Int) -> OutputLayer {
        let table = tables.points(layer: number)
        return OutputLayer(
            name: table.id, crs: inputs.crs,
            fields: table.columns.indices.map { table.field(at: $0, suffix: "") },
            geometry: .points,
            features: zip(table.rows, inputs.points[number].points).enumerated().map { index, row in
                Feature(
                    number: Int64(index), shape: .points([row.1.coordinate]),
                    attributes: row.0.map(\.fieldValue))
            },
            style: LayerStyle(
                name: "points",
                qml: QMLStyle.single(Colour(0x8E5A2B), symbol: .point(.circle, size: 6))),
            description: inputs.points[number].name)
    }

    private func zones(layer index: Int) -> OutputLayer {
        let loaded = inputs.zoneLayers[index]
        let perPeriod = figures.pairs.indices.map { period in
            let table = tables.zones(layer: index, period: period)
            return tables.airColumns(zoneLayer: index, period: period).map(table.beside) ?? table
        }
        return layer(
            "zones_\(index + 1)", .polygons, keys: ["id", "label", "area_km2", "note"], perPeriod,
            shapes: loaded.zones.map { .polygons($0.polygons) }, loaded.name
        ) { field in
            guard let surface = figures.surfaces.first?.first else { return nil }
            let column = "\(surface.request.name)_mean"
            return LayerStyle(
                name: surface.request.name,
                qml: QMLStyle.graduated(
                    field: field(column + suffix(0)),
                    scale: .sequential(perPeriod[0].numbers(of: column).dropLast()),
                    symbol: .area(outline: .zone, opacity: 0.85)))
        }
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
            "river class"
        ) { field in
            LayerStyle(
                name: "class",
                qml: QMLStyle.categorized(
                    field: field("class" + suffix(0)), scale: waterClassScale,
                    symbol: .line(width: 3), language: language))
        }
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
            "sections"
        ) { field in
            LayerStyle(
                name: "class",
                qml: QMLStyle.categorized(
                    field: field("class" + suffix(0)), scale: waterClassScale,
                    symbol: .point(.triangle, size: 11), language: language))
        }
    }

    private func stations() -> OutputLayer? {
        let perPeriod = figures.pairs.indices.compactMap { period in
            tables.stations(period: period).map { table in
                tables.airColumnsOfStations(period: period).map(table.beside) ?? table
            }
        }
        guard !perPeriod.isEmpty else { return nil }
        return layer(
            "stations", .points, keys: ["id", "label", "network", "x", "y"], perPeriod,
            shapes: inputs.stations.map { .points([$0.coordinate]) },
            "stations"
        ) { _ in
            LayerStyle(
                name: "stations",
                qml: QMLStyle.single(Colour(0x1F4E79), symbol: .point(.circle, size: 8)))
        }
    }

    func suffix(_ period: Int) -> String { "_\(figures.pairs[period].now.label)" }

    /// One layer from the tables of all periods: `keys` once, every other column a period.
    ///
    /// - Parameter style: The layer's style; it is given what turns a field's full name into the
    ///   one in the file, by which QGIS looks the field up.
    func layer(
        _ name: String, _ geometry: OutputGeometry, keys: [String], _ perPeriod: [ReportTable],
        shapes: [Shape], _ description: String, style: ((String) -> String) -> LayerStyle?
    ) -> OutputLayer {
        let first = perPeriod[0]
        let shared = first.columns.indices.filter { keys.contains(first.columns[$0].key) }
        var fields = shared.map { first.field(at: $0, suffix: "") }
        for (period, table) in perPeriod.enumerated() {
            fields += table.columns.indices.filter { !keys.contains(table.columns[$0].key) }.map {
                table.field(at: $0, suffix: suffix(period))
            }
        }
        let names = Dictionary(
            zip(fields.map(\.name), geoPackageFieldNames(for: fields.map(\.name))),
            uniquingKeysWith: { first, _ in first })
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
            style: style { names[$0] ?? $0 }, description: description)
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

extension ReportTable.Cell {
    var fieldValue: FieldValue {
        switch self {
        case .empty: .null
        case .text(let text): .text(text)
        case .number(let value): value.isFinite ? .real(value) : .null
        case .integer(let value): .integer(Int64(value))
        case .decimal(let digits): Double(digits).map { .real($0) } ?? .text(digits)
        }
    }
}

extension ReportTable {
    /// A column as a field of a file. A column shown without decimals may still hold fractions, as
    /// metres do: it is a field of integers only when all its cells are.
    func field(at index: Int, suffix: String) -> VectorField {
        let hasFractions = rows.contains { row in
            if case .number = row[index] { true } else { false }
        }
        let kind: VectorField.Kind =
            switch columns[index].kind {
            case .text: .text
            case .number(decimals: 0) where !hasFractions: .integer
            case .number: .real
            }
        return VectorField(name: columns[index].key + suffix, kind: kind)
    }

    /// The numbers of a column, NaN where a cell has none.
    func numbers(of key: String) -> [Double] {
        guard let index = columns.firstIndex(where: { $0.key == key }) else { return [] }
        return rows.map { $0[index].value ?? .nan }
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
