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

/// Writes layers as the sheets of an XLSX workbook: headings are the fields' aliases, texts are
/// string cells whatever they begin with.
///
/// - Throws: `exists`, `cannotCreate`, or `tryAgain` when the disk is full.
public func writeWorkbook(
    _ layers: [OutputLayer], to path: String, overwrite: Bool = false
) throws(GeoFileError) {
    let file = try WholeFile(path, overwrite: overwrite)
    let names = sheetNames(for: layers.map(\.name))
    try withGDAL { messages throws(GeoFileError) in
        let dataset = try createVectorDataset("XLSX", at: file.temporary, target: path, messages)
        for (layer, name) in zip(layers, names) {
            var sheet = layer
            sheet.name = name
            sheet.geometry = .none
            sheet.crs = nil
            var plan = FieldPlan(layer.fields)
            plan.names = layer.fields.map { $0.alias ?? $0.name }
            plan.aliases = layer.fields.map { _ in nil }
            _ = try fill(dataset, with: sheet, plan: plan, options: [], messages)
        }
        try dataset.close(messages)
    }
    try file.publish()
}

/// Names that Excel accepts for sheets: no more than 31 characters, none of `[]:*?/\`, unique.
private func sheetNames(for names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
        let plain = String(name.map { "[]:*?/\\'".contains($0) ? "_" : $0 })
        var result = String(plain.prefix(31))
        var number = 2
        while taken.contains(result.lowercased()) || result.isEmpty {
            result = String(plain.prefix(27)) + "_\(number)"
            number += 1
        }
        taken.insert(result.lowercased())
        return result
    }
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
