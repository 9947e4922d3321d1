import GeoFiles
import Geometry
import Reports
import Rivers

/// The points of a request beside rivers, in the CRS of the network.
struct RiverPointLayer {
    let path: String
    /// The field of the codes, or `point` for numbers.
    let idName: String
    let ids: [String]
    let places: [Coordinate]
    let notes: [LocalizedText]
    /// The texts of the further fields, row by row; empty where a feature has none.
    private let values: [String: [String]]

    /// Reads a point layer, or a table with columns of coordinates.
    ///
    /// - Parameters:
    ///   - idField: The field of the codes; `nil` takes the layer's first, of a table the row.
    ///   - fields: Further fields that are needed.
    ///   - rivers: What `--encoding` and `--assume-crs` were given for; layer and filter are the
    ///     rivers' own, that of points is `PATH:layer`.
    /// - Throws: As `readPoints`.
    init(
        _ path: String, idField: String?, fields: [String] = [], beside rivers: RiverLayerSettings,
        into crs: CoordinateReferenceSystem
    ) throws {
        self.path = path
        let options = VectorReadOptions(
            encoding: rivers.reading.encoding, assumedCRS: rivers.reading.assumedCRS)
        if isTable(path) {
            let wanted = [idField].compactMap(\.self) + fields
            let points = try readPoints(
                at: path, options: options, x: nil, y: nil, fields: wanted, into: crs)
            idName = idField ?? "point"
            ids = points.rows.map { row in
                idField.map { row.attributes[$0] ?? "" } ?? String(row.number)
            }
            places = points.rows.map(\.coordinate)
            values = Dictionary(
                fields.map { field in (field, points.rows.map { $0.attributes[field] ?? "" }) },
                uniquingKeysWith: { first, _ in first })
            notes = points.notes.map(\.text)
            return
        }
        let layer = try readVectorLayer(at: path, options: options)
        guard !layer.features.isEmpty else { throw emptyLayer(layer) }
        let idIndex =
            try idField.map { try layer.index(ofField: $0) }
            ?? (layer.fields.isEmpty ? nil : 0)
        idName = idIndex.map { layer.fields[$0].name } ?? "point"
        ids = layer.features.map { feature in
            idIndex.map { feature.attributes[$0].text ?? "" } ?? String(feature.number)
        }
        places = try Self.places(of: layer, into: crs)
        values = try Dictionary(
            fields.map { field in
                let index = try layer.index(ofField: field)
                return (field, layer.features.map { $0.attributes[index].text ?? "" })
            }, uniquingKeysWith: { first, _ in first })
        notes = layer.notes.map(\.text)
    }

    private static func places(
        of layer: VectorLayer, into crs: CoordinateReferenceSystem
    ) throws -> [Coordinate] {
        var notPoints: [Int64] = []
        let nowhere = Coordinate(x: .nan, y: .nan)
        let own = layer.features.map { feature -> Coordinate in
            switch feature.shape {
            case .points(let points): return points.first ?? nowhere
            case .none: return nowhere
            case .lines, .polygons:
                notPoints.append(feature.number)
                return nowhere
            }
        }
        guard notPoints.isEmpty else {
            let list = notPoints.prefix(10).map(String.init).joined(separator: ", ")
            throw Fault(
                .data,
                zh: "\(layer.path)：图层 \(layer.name) 有 \(notPoints.count) 个要素不是点：\(list)。"
                    + "请更正或删除这些要素。",
                en: "\(layer.path): layer \(layer.name) has \(notPoints.count) features that are "
                    + "not points: \(list). Correct or delete them.")
        }
        let source = try requireCRS(of: layer)
        guard !isSame(source, crs) else { return own }
        let transformer = try CoordinateTransformer(from: source, to: crs)
        // Only finite places can be transformed; the others stay nowhere.
        let finite = own.indices.filter { own[$0].isFinite }
        var places = own
        for (index, place) in zip(finite, try transformer.transform(finite.map { own[$0] })) {
            places[index] = place
        }
        return places
    }

    /// The texts of a field that was asked for.
    func texts(_ field: String) -> [String] { values[field] ?? [] }

    /// The numbers of a field that was asked for; `nil` where it is empty.
    ///
    /// - Throws: A fault that lists the rows whose text is no number.
    func numbers(_ field: String) throws -> [Double?] {
        var wrong: [String] = []
        let numbers = zip(ids, texts(field)).map { id, text -> Double? in
            let text = text.filter { !$0.isWhitespace }
            if text.isEmpty { return nil }
            if let number = Double(text), number.isFinite { return number }
            wrong.append("\(id) (\"\(text)\")")
            return nil
        }
        guard wrong.isEmpty else {
            let list = wrong.prefix(10).joined(separator: ", ")
            throw Fault(
                .data, zh: "\(path)：字段 \(field) 有 \(wrong.count) 个值不是数字：\(list)。请更正。",
                en: "\(path): \(wrong.count) values of field \"\(field)\" are not numbers: "
                    + "\(list). Correct them.")
        }
        return numbers
    }

    /// The points with the rivers that they name.
    func riverPoints(named nameField: String?) -> [RiverPoint] {
        let names = nameField.map { texts($0) }
        return places.enumerated().map { number, place in
            let name = names?[number]
            return RiverPoint(
                coordinate: place, river: name.flatMap { $0.isEmpty ? nil : $0 })
        }
    }
}

/// A distance option in metres: with `m` or `km`, or in units of a CRS in metres or feet.
func metres(
    _ text: String, _ option: String, of crs: CoordinateReferenceSystem
) throws -> Double {
    try units(text, option, of: crs) * metresPerUnit(of: crs)
}

/// Whether a list in a warning is cut short: up to five names, then how many there are.
func listed(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? shown + " … (\(names.count))" : shown
}
