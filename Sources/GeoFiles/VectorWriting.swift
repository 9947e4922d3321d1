import CGDAL
import Foundation
import Geometry

/// How a layer is written.
public struct VectorWriteOptions: Hashable, Sendable {
    /// Whether an existing output may be replaced.
    public var overwrite: Bool
    /// Whether a CSV file begins with the mark that Excel needs to see UTF-8.
    public var byteOrderMark: Bool
    /// The encoding of shapefiles and CSV; other formats have their own.
    public var encoding: OutputEncoding

    public init(
        overwrite: Bool = false, byteOrderMark: Bool = false, encoding: OutputEncoding = .utf8
    ) {
        self.overwrite = overwrite
        self.byteOrderMark = byteOrderMark
        self.encoding = encoding
    }
}

/// Writes a layer in the format of the path's extension: `.gpkg`, `.geojson`, `.shp` (UTF-8 with
/// `.cpg`, or GBK; the full field names in `.fields.csv`), `.fgb` (rows in order, no spatial
/// index), `.kml` (longitude and latitude of WGS 84), `.csv`, `.json`, `.xlsx`.
///
/// CSV, JSON and workbooks take the attributes only. The same layer gives the same bytes.
///
/// - Returns: What was renamed or cut to fit the format.
/// - Throws: `exists`, `cannotCreate` (also for an unknown extension), `unknownCRS`, or `tryAgain`
///   when the disk is full.
@discardableResult
public func writeVector(
    _ layer: OutputLayer, to path: String, options: VectorWriteOptions = VectorWriteOptions()
) throws(GeoFileError) -> [GeoFileNote] {
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "gpkg": try writeGeoPackage([layer], to: path, overwrite: options.overwrite)
    case "geojson": return try writeGeoJSON(layer, to: path, overwrite: options.overwrite)
    case "fgb": try writeFlatGeobuf(layer, to: path, overwrite: options.overwrite)
    case "kml": return try writeKML(layer, to: path, overwrite: options.overwrite)
    case "shp": return try writeShapefile(layer, to: path, options)
    case "csv" where options.encoding != .utf8:
        return try writeEncodedCSV(layer, to: path, options)
    case "csv":
        try writeCSV(
            header: layer.fields.map(\.name),
            rows: layer.features.map { $0.attributes.map { cellText($0) } }, to: path,
            byteOrderMark: options.byteOrderMark, overwrite: options.overwrite)
    case "json": try writeText(jsonText(layer), to: path, overwrite: options.overwrite)
    case "xlsx": try writeWorkbook([layer], to: path, overwrite: options.overwrite)
    case let other:
        throw GeoFileError(
            .cannotCreate, path: path,
            english: "\"\(path)\": the format \"\(other)\" is not known. Use .gpkg, .geojson, "
                + ".shp, .fgb, .kml, .csv, .json or .xlsx.",
            chinese: "“\(path)”：不支持的格式“\(other)”，请使用 .gpkg、.geojson、.shp、.fgb、.kml、.csv、.json "
                + "或 .xlsx。")
    }
    return []
}

/// Writes CSV in an encoding other than UTF-8.
private func writeEncodedCSV(
    _ layer: OutputLayer, to path: String, _ options: VectorWriteOptions
) throws(GeoFileError) -> [GeoFileNote] {
    let file = try WholeFile(path, overwrite: options.overwrite)
    let encoder = TextEncoder(options.encoding)
    let header = csvText(header: layer.fields.map(\.name), rows: [])
    var bytes = encoder.encode(header)
    for feature in layer.features {
        let row = csvText(header: [], rows: [feature.attributes.map { cellText($0) }])
        bytes += encoder.encode(row)
    }
    try writeBytes(bytes, to: file.temporary, target: path)
    try file.publish()
    return unencodableNote(encoder.incomplete, options.encoding, path, layer.name)
}

/// Says how many rows or texts have characters that an encoding lacks.
func unencodableNote(
    _ count: Int, _ encoding: OutputEncoding, _ path: String, _ layer: String
) -> [GeoFileNote] {
    if count == 0 { return [] }
    let name = encoding.rawValue.uppercased()
    return [
        GeoFileNote(
            .valueChanged, path: path, layer: layer, count: count,
            english: "\(count) texts have characters that \(name) lacks; they became ?",
            chinese: "\(count) 处文本含 \(name) 没有的字符，已写为 ?")
    ]
}

/// Writes KML, which knows longitude and latitude of WGS 84 only.
private func writeKML(
    _ layer: OutputLayer, to path: String, overwrite: Bool
) throws(GeoFileError) -> [GeoFileNote] {
    try writeSingleFile(layer, driver: "LIBKML", to: path, options: [], overwrite)
    let untyped = layer.fields.filter { $0.kind == .date || $0.kind == .dateTime }.map(\.name)
    if untyped.isEmpty { return [] }
    let list = untyped.joined(separator: ", ")
    return [
        GeoFileNote(
            .valueChanged, path: path, layer: layer.name, count: untyped.count,
            english: "KML has no dates: \(list) became text",
            chinese: "KML 没有日期类型：\(list) 已写为文本")
    ]
}

/// - Parameter stream: The features; `nil` for those of the layer.
func writeFlatGeobuf(
    _ layer: OutputLayer, to path: String, overwrite: Bool, stream: FeatureStream? = nil
) throws(GeoFileError) {
    try writeSingleFile(
        layer, driver: "FlatGeobuf", to: path, options: ["SPATIAL_INDEX=NO"], overwrite,
        stream: stream)
}

private func writeSingleFile(
    _ layer: OutputLayer, driver: String, to path: String, options: [String], _ overwrite: Bool,
    stream: FeatureStream? = nil
) throws(GeoFileError) {
    let file = try WholeFile(path, overwrite: overwrite)
    try withGDAL { messages throws(GeoFileError) in
        let dataset = try createVectorDataset(driver, at: file.temporary, target: path, messages)
        let written = try fill(
            dataset, with: layer, plan: FieldPlan(layer.fields), options: options, stream: stream,
            messages)
        try dataset.close(messages)
        try requireComplete(file, count: written.features, messages)
    }
    try file.publish()
}

/// Reads a written file once through: GDAL's FlatGeobuf writer passes over writes that a full
/// disk refused.
private func requireComplete(
    _ file: WholeFile, count: Int, _ messages: GDALMessages
) throws(GeoFileError) {
    messages.clear()
    var found = 0
    let flags = UInt32(GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR)
    if let handle = basingrid_open(file.temporary, flags, nil, nil) {
        let dataset = Dataset(owning: handle, path: file.target)
        if let layer = GDALDatasetGetLayer(dataset.handle, 0) {
            while OwnedFeature(owning: OGR_L_GetNextFeature(layer)) != nil { found += 1 }
        }
    }
    if found == count, messages.firstFailure == nil { return }
    let isFull = freeBytes(besides: file.temporary) < 65_536
    throw GeoFileError.cannotCreate(
        file.target, cause: messages.cause ?? "\(found) of \(count) features were written",
        errno: isFull ? noSpaceLeft : 0)
}

/// The bytes left on the disk that holds `path`.
private func freeBytes(besides path: String) -> UInt64 {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return .max }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
}
