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
/// transformed to the working CRS. `readZoneSource`, then `ZoneSource.settled`.
///
/// - Parameters:
///   - path: As for `readVectorLayer`.
///   - idField: The field of the zone's code; every feature has one of its own.
///   - labelField: The field of the name; `nil` takes the code.
///   - crs: The working CRS; `nil` keeps the file's.
///   - measuresArea: Whether `areaInSquareMetres` is wanted; else it is NaN.
///   - threads: How many threads settle; the result does not depend on it.
/// - Throws: as `readZoneSource` and `ZoneSource.settled`.
/// - Complexity: O(vertices · log vertices), for the validity check.
public func readZones(
    at path: String, options: VectorReadOptions = VectorReadOptions(), idField: String,
    labelField: String? = nil, into crs: CoordinateReferenceSystem? = nil,
    measuresArea: Bool = true, threads: Int = 1
) throws(GeoFileError) -> ZoneLayer {
    try readZoneSource(at: path, options: options, idField: idField, labelField: labelField)
        .settled(into: crs, measuresArea: measuresArea, threads: threads)
}

/// The zones of a layer as they stand in the file: nothing is checked for validity, repaired,
/// transformed or measured.
///
/// - Parameters:
///   - path: As for `readVectorLayer`.
///   - idField: The field of the zone's code; every feature has one of its own.
///   - labelField: The field of the name; `nil` takes the code.
/// - Throws: as `readVectorLayer`; `emptyLayer`; `unknownCRS` when the file names none and none
///   is assumed; `wrongContent` for codes that are missing or repeated (all listed with their
///   features) and for features that are not polygons.
/// - Complexity: O(vertices).
public func readZoneSource(
    at path: String, options: VectorReadOptions = VectorReadOptions(), idField: String,
    labelField: String? = nil
) throws(GeoFileError) -> ZoneSource {
    var layerOptions = options
    if let wanted = options.fields {
        let needed = [idField] + (labelField.map { [$0] } ?? [])
        layerOptions.fields = wanted + needed.filter { !wanted.contains($0) }
    }
    let (layer, log) = try readLayer(at: path, options: layerOptions)
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
    guard let crs = layer.crs else {
        throw GeoFileError.noCRS(path: layer.path, layer: layer.name, box: layer.boundingBox)
    }
    let notFinite = Dictionary(
        log.notFinite.map { ($0.number, $0.place) }, uniquingKeysWith: { first, _ in first })
    let zones = zip(layer.features, ids).map { feature, id in
        var polygons: [Polygon] = []
        if case .polygons(let parts) = feature.shape { polygons = parts }
        return ZoneSource.Zone(
            id: id, label: labelIndex.flatMap { feature.attributes[$0].text } ?? id,
            number: feature.number, polygons: polygons, notFinite: notFinite[feature.number])
    }
    return ZoneSource(
        path: layer.path, name: layer.name, zones: zones, crs: crs, fields: layer.fields,
        attributes: layer.features.map(\.attributes), encoding: layer.encoding,
        notes: layer.notes)
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
