public import Geometry

/// The zones of a layer in the working CRS, and the layer's other attributes.
public struct ZoneLayer: Hashable, Sendable {
    public var path: String
    public var name: String
    /// In the order of the file; every feature has one, also those without a usable geometry.
    public var zones: [Zone]
    /// The CRS of the zones.
    public var crs: CoordinateReferenceSystem
    /// The fields of `attributes`.
    public var fields: [VectorField]
    /// For each zone the values of `fields`.
    public var attributes: [[FieldValue]]
    public var encoding: TextEncoding
    public var notes: [GeoFileNote]

    /// The values of one field, zone by zone.
    ///
    /// - Throws: `unknownField` that lists the fields and the nearest name.
    public func values(ofField field: String) throws(GeoFileError) -> [FieldValue] {
        let index = try position(of: field, in: fields.map(\.name), path: path, layer: name)
        return attributes.map { $0[index] }
    }
}

/// The polygons of a layer as zones: repaired where invalid, measured on the ellipsoid, and
/// transformed to the working CRS.
///
/// The area is that of the polygon with straight edges in its own CRS, on the ellipsoid of its
/// datum. A feature without a usable polygon gives a zone without parts, with a note.
///
/// - Parameters:
///   - path: As for `readVectorLayer`.
///   - idField: The field of the zone's code; every feature has one of its own.
///   - labelField: The field of the name; `nil` takes the code.
///   - crs: The working CRS; `nil` keeps the file's.
/// - Throws: as `readVectorLayer`; `emptyLayer`; `unknownCRS` when the file names none and none
///   is assumed; `wrongContent` for codes that are missing or repeated (all listed with their
///   features), for features that are not polygons, and for coordinates without a place in `crs`.
/// - Complexity: O(vertices · log vertices), for the validity check.
public func readZones(
    at path: String, options: VectorReadOptions = VectorReadOptions(), idField: String,
    labelField: String? = nil, into crs: CoordinateReferenceSystem? = nil
) throws(GeoFileError) -> ZoneLayer {
    var layerOptions = options
    if let wanted = options.fields {
        let needed = [idField] + (labelField.map { [$0] } ?? [])
        layerOptions.fields = wanted + needed.filter { !wanted.contains($0) }
    }
    let layer = try readLayer(at: path, options: layerOptions, repairsPolygons: true)
    guard !layer.features.isEmpty else {
        throw GeoFileError.emptyLayer(
            path: layer.path, layer: layer.name, filter: options.attributeFilter)
    }
    let idIndex = try layer.index(ofField: idField)
    let labelIndex = try labelField.map { name throws(GeoFileError) in
        try layer.index(ofField: name)
    }
    let ids = try identifiers(of: layer, field: idField, at: idIndex)
    try requirePolygons(layer)
    guard let source = layer.crs else {
        throw GeoFileError.noCRS(path: layer.path, layer: layer.name, box: layer.boundingBox)
    }
    let target = crs ?? source
    let transformer = try ShapeTransformer(from: source, to: target)
    let meter = try AreaMeter(crs: source)
    var zones: [Zone] = []
    zones.reserveCapacity(layer.features.count)
    for (feature, id) in zip(layer.features, ids) {
        let label = labelIndex.flatMap { feature.attributes[$0].text } ?? id
        do throws(GeoFileError) {
            zones.append(try zone(of: feature, id: id, label: label, meter, transformer))
        } catch {
            throw error.at(path: layer.path, layer: layer.name, feature: feature.number)
        }
    }
    return ZoneLayer(
        path: layer.path, name: layer.name, zones: zones, crs: target, fields: layer.fields,
        attributes: layer.features.map(\.attributes), encoding: layer.encoding,
        notes: layer.notes
            + transformer.notes(path: layer.path, layer: layer.name, to: target))
}

private func zone(
    of feature: Feature, id: String, label: String, _ meter: AreaMeter,
    _ transformer: ShapeTransformer
) throws(GeoFileError) -> Zone {
    guard case .polygons(let polygons) = feature.shape else {
        return Zone(
            id: id, label: label, polygons: [], areaInSquareMetres: 0, note: "no usable geometry",
            noteInChinese: "没有可用的几何")
    }
    return Zone(
        id: id, label: label, polygons: try transformer.transform(polygons),
        areaInSquareMetres: try meter.area(of: polygons))
}

/// The code of every feature; each present and used once.
private func identifiers(
    of layer: VectorLayer, field: String, at index: Int
) throws(GeoFileError) -> [String] {
    var ids: [String] = []
    var missing: [Int64] = []
    var features: [String: [Int64]] = [:]
    for feature in layer.features {
        let id = feature.attributes[index].text ?? ""
        if id.allSatisfy(\.isWhitespace) { missing.append(feature.number) }
        features[id, default: []].append(feature.number)
        ids.append(id)
    }
    if !missing.isEmpty {
        let list = listed(missing.map(String.init))
        throw GeoFileError.wrongContent(
            layer.path, layer: layer.name, feature: missing[0], field: field,
            english: "\(missing.count) features of layer \"\(layer.name)\" in \"\(layer.path)\" "
                + "have no value in \"\(field)\": feature \(list). Every zone needs its own code.",
            chinese: "“\(layer.path)”图层“\(layer.name)”中有 \(missing.count) 个要素的“\(field)”为空："
                + "要素 \(list)。每个区域都需要唯一编码。")
    }
    var seen: Set<String> = []
    let repeated = ids.filter { (features[$0]?.count ?? 0) > 1 && seen.insert($0).inserted }
    if let first = repeated.first {
        let list = listed(
            repeated.map { id in
                "\"\(id)\" (feature \((features[id] ?? []).map(String.init).joined(separator: ", ")))"
            })
        throw GeoFileError.wrongContent(
            layer.path, layer: layer.name, feature: features[first]?.first, field: field,
            english: "\(repeated.count) codes in \"\(field)\" of layer \"\(layer.name)\" in "
                + "\"\(layer.path)\" occur more than once: \(list). Give each zone its own code, "
                + "or dissolve the features first.",
            chinese: "“\(layer.path)”图层“\(layer.name)”的“\(field)”中有 \(repeated.count) 个编码重复："
                + "\(list)。请使每个区域编码唯一，或先融合要素。")
    }
    return ids
}

/// The first few of `items`, and how many more there are.
func listed(_ items: [String], limit: Int = 10) -> String {
    let first = items.prefix(limit).joined(separator: ", ")
    return items.count > limit ? "\(first) … (+\(items.count - limit))" : first
}

private func requirePolygons(_ layer: VectorLayer) throws(GeoFileError) {
    let others = layer.features.filter {
        switch $0.shape {
        case .none, .polygons: false
        case .points, .lines: true
        }
    }
    guard let first = others.first else { return }
    let list = listed(others.map { String($0.number) })
    throw GeoFileError.wrongContent(
        layer.path, layer: layer.name, feature: first.number,
        english: "Zones are polygons, but \(others.count) features of layer \"\(layer.name)\" in "
            + "\"\(layer.path)\" are points or lines: feature \(list). Choose a polygon layer.",
        chinese: "区域应为面，但“\(layer.path)”图层“\(layer.name)”中有 \(others.count) 个要素是点或线："
            + "要素 \(list)。请选择面图层。")
}
