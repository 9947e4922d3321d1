import Foundation
import GeoFiles
import Geometry
import Reports

/// Where the table of a command goes: a file by its extension, or CSV on standard output.
struct TableTarget {
    /// `nil` for standard output.
    let path: String?

    static let extensions = ["csv", "json", "geojson", "gpkg", "shp", "fgb", "xlsx"]

    init(_ output: String?) { path = output == "-" ? nil : output }

    /// Whether the format has a shape for every row.
    var holdsShapes: Bool {
        guard let path else { return false }
        return !["csv", "json", "xlsx"].contains(
            URL(fileURLWithPath: path).pathExtension.lowercased())
    }

    /// Whether the table could be written, known before any work is done.
    func checkWritable(overwrite: Bool) throws {
        guard let path else { return }
        let url = URL(fileURLWithPath: path)
        guard Self.extensions.contains(url.pathExtension.lowercased()) else {
            let list = Self.extensions.map { ".\($0)" }.joined(separator: ", ")
            throw Fault(
                .usage, zh: "输出 \(path) 的扩展名不可识别，应为 \(list) 之一。",
                en: "The output \(path) has no known extension, expected one of \(list).")
        }
        try checkOutputFile(url, overwrite: overwrite)
    }

    /// Writes `table`; with `shapes`, formats that hold geometry get one a row.
    func write(
        _ table: ReportTable, shapes: [Shape]?, geometry: OutputGeometry = .polygons,
        crs: CoordinateReferenceSystem?, options: RunOptions
    ) throws -> CommandOutcome {
        guard let path else {
            return CommandOutcome(standardOutput: table.csv(bom: options.byteOrderMark))
        }
        if URL(fileURLWithPath: path).pathExtension.lowercased() == "csv" {
            // The same bytes as on standard output: published figures keep their zeros.
            try writeText(
                bytes: table.csvBytes(bom: options.byteOrderMark), to: path,
                overwrite: options.overwrite)
            return CommandOutcome(outputs: [path])
        }
        let shapes = holdsShapes ? shapes : nil
        let layer = OutputLayer(
            name: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
            crs: shapes == nil ? nil : crs,
            fields: table.columns.indices.map { table.field(at: $0, suffix: "") },
            geometry: shapes == nil ? .none : geometry,
            features: table.rows.enumerated().map { index, row in
                Feature(
                    number: Int64(index), shape: shapes?[index] ?? .none,
                    attributes: row.map(\.fieldValue))
            })
        let notes = try writeVector(
            layer, to: path,
            options: VectorWriteOptions(
                overwrite: options.overwrite, byteOrderMark: options.byteOrderMark))
        return CommandOutcome(outputs: [path], warnings: notes.map(\.text))
    }
}

/// Refuses an output file that exists, or whose folder does not.
func checkOutputFile(_ url: URL, overwrite: Bool) throws {
    if FileManager.default.fileExists(atPath: url.path), !overwrite {
        throw Fault(
            .output, zh: "输出 \(url.relativeName) 已存在。请加 --overwrite 覆盖，或用 -o 指定另一个。",
            en: "The output \(url.relativeName) exists. Pass --overwrite to replace it, or name "
                + "another with -o.")
    }
    let folder = url.deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: folder.path) else {
        throw Fault(
            .output, zh: "输出文件夹 \(folder.path) 不存在。请先创建。",
            en: "The output's folder \(folder.path) does not exist. Make it first.")
    }
}
