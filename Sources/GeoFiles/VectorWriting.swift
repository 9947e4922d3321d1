import CGDAL
import Foundation
import Geometry

/// How a layer is written.
public struct VectorWriteOptions: Hashable, Sendable {
    /// Whether an existing output may be replaced.
    public var overwrite: Bool
    /// Whether a CSV file begins with the mark that Excel needs to see UTF-8.
    public var byteOrderMark: Bool

    public init(overwrite: Bool = false, byteOrderMark: Bool = false) {
        self.overwrite = overwrite
        self.byteOrderMark = byteOrderMark
    }
}

/// Writes a layer in the format of the path's extension: `.gpkg`, `.geojson`, `.shp` (UTF-8, with
/// `.cpg` and the full field names in `.fields.csv`), `.fgb` (rows in order, no spatial index),
/// `.csv`, `.json`, `.xlsx`.
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
    case "fgb":
        try writeSingleFile(
            layer, driver: "FlatGeobuf", to: path, options: ["SPATIAL_INDEX=NO"],
            options.overwrite)
    case "shp": return try writeShapefile(layer, to: path, overwrite: options.overwrite)
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
                + ".shp, .fgb, .csv, .json or .xlsx.",
            chinese: "“\(path)”：不支持的格式“\(other)”，请使用 .gpkg、.geojson、.shp、.fgb、.csv、.json 或 .xlsx。")
    }
    return []
}

private func writeSingleFile(
    _ layer: OutputLayer, driver: String, to path: String, options: [String], _ overwrite: Bool
) throws(GeoFileError) {
    let file = try WholeFile(path, overwrite: overwrite)
    try withGDAL { messages throws(GeoFileError) in
        let dataset = try createVectorDataset(driver, at: file.temporary, target: path, messages)
        _ = try fill(
            dataset, with: layer, plan: FieldPlan(layer.fields), options: options, messages)
        try dataset.close(messages)
        try requireComplete(file, count: layer.features.count, messages)
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
