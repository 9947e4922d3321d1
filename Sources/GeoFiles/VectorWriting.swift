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
    case "geojson":
        try writeSingleFile(
            layer, driver: "GeoJSON", to: path, options: ["WRITE_BBOX=NO"], options.overwrite)
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
    }
    try file.publish()
}
