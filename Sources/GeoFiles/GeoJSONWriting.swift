import Foundation
import Geometry

/// Writes a layer as GeoJSON: features in order, every digit of the coordinates, shells
/// counter-clockwise and holes clockwise.
///
/// Coordinates stay in the layer's CRS, which is named as GeoJSON 2008 does; RFC 7946 knows
/// longitude and latitude of WGS 84 only. Transform the layer first where a reader needs those.
func writeGeoJSON(
    _ layer: OutputLayer, to path: String, overwrite: Bool
) throws(GeoFileError) -> [GeoFileNote] {
    let file = try WholeFile(path, overwrite: overwrite)
    let sink = try FileSink(file.temporary, target: path)
    try sink.append("{\n\"type\": \"FeatureCollection\",\n\"name\": \(jsonString(layer.name)),\n")
    let system = layer.crs.flatMap(urn)
    if let system {
        try sink.append(
            "\"crs\": {\"type\": \"name\", \"properties\": {\"name\": \(jsonString(system))}},\n")
    }
    try sink.append("\"features\": [\n")
    let names = layer.fields.map { jsonString($0.name) }
    for (index, feature) in layer.features.enumerated() {
        try requireFinite(feature, path, layer.name)
        let members = zip(names, feature.attributes).map { "\($0): \(jsonValue($1))" }
        try sink.append(
            "\(index == 0 ? "" : ",\n"){\"type\": \"Feature\", \"properties\": {"
                + members.joined(separator: ", ") + "}, \"geometry\": ")
        try sink.append(layer.geometry == .none ? "null" : jsonGeometry(feature.shape))
        try sink.append("}")
    }
    try sink.append("\n]\n}\n")
    try sink.finish()
    try file.publish()
    guard let crs = layer.crs, system == nil else { return [] }
    return [
        GeoFileNote(
            .crsDropped, path: path, layer: layer.name,
            english: "GeoJSON cannot name the CRS \(crs.name), which has no code",
            chinese: "坐标系 \(crs.name) 没有编码，GeoJSON 无法记录")
    ]
}

private func urn(_ crs: CoordinateReferenceSystem) -> String? {
    guard let parts = crs.code?.split(separator: ":"), parts.count == 2 else { return nil }
    if parts == ["EPSG", "4326"] || parts == ["OGC", "CRS84"] {
        return "urn:ogc:def:crs:OGC:1.3:CRS84"
    }
    return "urn:ogc:def:crs:\(parts[0])::\(parts[1])"
}

private func requireFinite(
    _ feature: Feature, _ path: String, _ layer: String
) throws(GeoFileError) {
    guard let bad = feature.shape.coordinates.first(where: { !$0.isFinite }) else { return }
    throw GeoFileError.wrongContent(
        path, layer: layer, feature: feature.number,
        english: "Feature \(feature.number) of layer \"\(layer)\" has the coordinate "
            + "(\(bad.x), \(bad.y)), which is not finite and cannot be written to \"\(path)\".",
        chinese: "图层“\(layer)”要素 \(feature.number) 的坐标（\(bad.x), \(bad.y)）不是有限数值，"
            + "无法写入“\(path)”。")
}

private func jsonGeometry(_ shape: Shape) -> String {
    switch shape {
    case .none: return "null"
    case .points(let points):
        return multi("Point", points.map(jsonPosition))
    case .lines(let lines):
        return multi("LineString", lines.map { jsonPositions($0.coordinates) })
    case .polygons(let polygons):
        return multi("Polygon", polygons.map(jsonPolygon))
    }
}

/// One part as `kind`, several as `Multi…`.
private func multi(_ kind: String, _ parts: [String]) -> String {
    if parts.isEmpty { return "null" }
    return parts.count == 1
        ? "{\"type\": \"\(kind)\", \"coordinates\": \(parts[0])}"
        : "{\"type\": \"Multi\(kind)\", \"coordinates\": [\(parts.joined(separator: ", "))]}"
}

private func jsonPolygon(_ polygon: Polygon) -> String {
    let rings = polygon.rings.enumerated().map { index, ring in
        let isRight = (ring.signedArea >= 0) == (index == 0)
        return jsonPositions(isRight ? ring.coordinates : ring.coordinates.reversed())
    }
    return "[" + rings.joined(separator: ", ") + "]"
}

private func jsonPositions(_ coordinates: [Coordinate]) -> String {
    var text = "["
    for (index, coordinate) in coordinates.enumerated() {
        if index > 0 { text += ", " }
        text += jsonPosition(coordinate)
    }
    return text + "]"
}

private func jsonPosition(_ coordinate: Coordinate) -> String {
    "[" + coordinate.x.description + ", " + coordinate.y.description + "]"
}
