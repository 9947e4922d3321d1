import CGDAL
import Foundation
import Geometry

/// Writes a shapefile: all parts beside the target under a hidden name, then swapped in, the
/// `.shp` last.
func writeShapefile(
    _ layer: OutputLayer, to path: String, _ options: VectorWriteOptions,
    stream: FeatureStream? = nil
) throws(GeoFileError) -> [GeoFileNote] {
    let file = try WholeFile(path, overwrite: options.overwrite)
    let encoding = options.encoding == .utf8 ? OutputEncoding.utf8 : .gbk
    var plan = FieldPlan(layer.fields, rules: .shapefile(encoding))
    var widths = ColumnWidths(layer.fields, encoding)
    if let stream {
        try stream.forEach { feature in widths.add(feature.attributes) }
    } else {
        for feature in layer.features { widths.add(feature.attributes) }
    }
    plan.sizes = widths.sizes
    plan.longestText = 254
    plan.encoding = encoding
    plan.writesTimesAsText = true
    let cut = try withGDAL { messages throws(GeoFileError) in
        let dataset = try createVectorDataset(
            "ESRI Shapefile", at: file.temporary, target: path, messages)
        let cut = try fill(
            dataset, with: layer, plan: plan,
            options: [
                "ENCODING=\(encoding == .utf8 ? "UTF-8" : "CP936")",
                "DBF_DATE_LAST_UPDATE=2000-01-01",
            ], stream: stream, messages
        ).cut
        try dataset.close(messages)
        return cut
    }
    try writeFieldNames(layer.fields, plan.names, beside: file.temporary, target: path)
    try swapParts(of: file)
    return notes(layer, plan, cut, path)
        + unencodableNote(widths.incompleteTexts, encoding, path, layer.name)
}

/// How wide the columns of a DBF have to be.
private struct ColumnWidths {
    private let fields: [VectorField]
    private let encoding: OutputEncoding
    private let encoder: TextEncoder
    private var largest: [Double]
    private var longest: [Int]

    init(_ fields: [VectorField], _ encoding: OutputEncoding) {
        self.fields = fields
        self.encoding = encoding
        encoder = TextEncoder(encoding)
        largest = fields.map { _ in 0 }
        longest = fields.map { _ in 0 }
    }

    mutating func add(_ values: [FieldValue]) {
        for (column, value) in values.enumerated() {
            switch fields[column].kind {
            case .real:
                if let number = value.number, number.isFinite {
                    largest[column] = max(largest[column], abs(number))
                }
            case .text, .dateTime:
                longest[column] = max(
                    longest[column], encoding.byteCount(of: value.text ?? ""))
            case .integer, .date: break
            }
            if encoding != .utf8, case .text(let text) = value { _ = encoder.encode(text) }
        }
    }

    /// How many texts have characters that the encoding lacks.
    var incompleteTexts: Int { encoder.incomplete }

    /// The width of every column that holds each value, with as many decimals as then fit.
    var sizes: [(width: Int32, decimals: Int32)?] {
        fields.indices.map { column in
            switch fields[column].kind {
            case .integer: return (18, 0)
            case .real:
                let digits = largest[column] < 1 ? 1 : Int(log10(largest[column])) + 1
                return (24, Int32(max(0, min(15, 24 - 3 - digits))))
            case .text, .dateTime: return (Int32(max(1, min(254, longest[column]))), 0)
            case .date: return nil
            }
        }
    }
}

private func writeFieldNames(
    _ fields: [VectorField], _ names: [String], beside temporary: String, target: String
) throws(GeoFileError) {
    let rows = zip(fields, names).map { [$1, $0.name, $0.alias ?? ""] }
    let text = csvText(header: ["field", "name", "alias"], rows: rows)
    let stem = URL(fileURLWithPath: temporary).deletingPathExtension()
    try writeBytes(
        Array(text.utf8), to: stem.appendingPathExtension("fields.csv").path, target: target)
}

/// Puts all parts in place; parts of an older shapefile that the new one lacks are deleted.
private func swapParts(of file: WholeFile) throws(GeoFileError) {
    let from = URL(fileURLWithPath: file.temporary).deletingPathExtension()
    let to = URL(fileURLWithPath: file.target).deletingPathExtension()
    for part in ["dbf", "shx", "prj", "cpg", "fields.csv"] {
        let source = from.appendingPathExtension(part).path
        let target = to.appendingPathExtension(part).path
        guard FileManager.default.fileExists(atPath: source) else {
            unlink(target)
            continue
        }
        try flushToDisk(source, target: target)
        guard rename(source, target) == 0 else {
            let code = errno
            throw GeoFileError.cannotCreate(
                target, cause: String(cString: strerror(code)), errno: code)
        }
    }
    for stale in ["qix", "sbn", "sbx", "qpj", "shp.xml"] {
        unlink(to.appendingPathExtension(stale).path)
    }
    // A table without geometry has no .shp.
    if FileManager.default.fileExists(atPath: file.temporary) { try file.publish() }
}

private func notes(
    _ layer: OutputLayer, _ plan: FieldPlan, _ cut: Int, _ path: String
) -> [GeoFileNote] {
    var notes: [GeoFileNote] = []
    let renamed = zip(layer.fields, plan.names).filter { $0.name != $1 }
    if !renamed.isEmpty {
        let list = renamed.map { "\($0.name) → \($1)" }.joined(separator: ", ")
        notes.append(
            GeoFileNote(
                .fieldRenamed, path: path, layer: layer.name, count: renamed.count,
                english: "\(renamed.count) field names do not fit a shapefile: \(list); the full "
                    + "names are in .fields.csv",
                chinese: "\(renamed.count) 个字段名超出 Shapefile 限制：\(list)；完整名称见 .fields.csv"))
    }
    if cut > 0 {
        notes.append(
            GeoFileNote(
                .valueChanged, path: path, layer: layer.name, count: cut,
                english: "\(cut) texts were longer than 254 bytes and were cut",
                chinese: "\(cut) 个文本超过 254 字节，已截断"))
    }
    return notes
}
