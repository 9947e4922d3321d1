import Foundation
import Geometry

/// Writes a plain table as CSV in UTF-8.
///
/// Cells are written as `csvField` does, but decimal numbers such as `-1.5` keep their sign. Lines
/// end with a line feed.
///
/// - Parameters:
///   - header: The headings; empty for none.
///   - byteOrderMark: Whether to begin with the mark that Excel needs to see UTF-8.
/// - Throws: `exists`, `cannotCreate`, or `tryAgain` when the disk is full.
public func writeCSV(
    header: [String], rows: [[String]], to path: String, byteOrderMark: Bool = false,
    overwrite: Bool = false
) throws(GeoFileError) {
    let file = try WholeFile(path, overwrite: overwrite)
    let text = csvText(header: header, rows: rows, byteOrderMark: byteOrderMark)
    try writeBytes(Array(text.utf8), to: file.temporary, target: path)
    try file.publish()
}

/// The text of a CSV table, as `writeCSV` writes it.
public func csvText(header: [String], rows: [[String]], byteOrderMark: Bool = false) -> String {
    var text = byteOrderMark ? "\u{FEFF}" : ""
    for row in (header.isEmpty ? [] : [header]) + rows { text += csvLine(row.map(csvCell)) }
    return text
}

/// One cell of CSV that may be a number: numbers stay as they are.
func csvCell(_ text: String) -> String {
    startsFormula(text) && isPlainNumber(text) ? text : csvField(text: text)
}

/// Whether `text` is a decimal number, such as `-1.5e3`.
func isPlainNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/) != nil
}

/// The text of a value in a table: the shortest form of a number, empty for null and NaN.
func cellText(_ value: FieldValue) -> String {
    if case .real(let number) = value, !number.isFinite { return "" }
    return value.text ?? ""
}

/// A layer's attributes as JSON: an array with one object a feature, fields in their order.
func jsonText(_ layer: OutputLayer) -> String {
    let names = layer.fields.map { jsonString($0.name) }
    let objects = layer.features.map { feature in
        let members = zip(names, feature.attributes).map { name, value in
            "\(name): \(jsonValue(value))"
        }
        return "{\(members.joined(separator: ", "))}"
    }
    return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
}

/// A value as JSON; null for numbers that are not finite.
func jsonValue(_ value: FieldValue) -> String {
    switch value {
    case .null: "null"
    case .integer(let number): String(number)
    case .real(let number): number.isFinite ? value.text ?? "null" : "null"
    case .text(let text): jsonString(text)
    }
}

/// A string of JSON with its quotes.
func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case _ where scalar.value < 0x20:
            let code = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
