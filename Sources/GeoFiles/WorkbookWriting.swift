import Foundation
import Geometry

/// Writes layers as the sheets of an XLSX workbook: headings (the fields' aliases) in bold above
/// every table, also an empty one.
///
/// Texts are string cells whatever they begin with; numbers keep every digit; dates are text in
/// ISO form. The same layers give the same bytes.
///
/// - Throws: `exists`, `cannotCreate` (also beyond 1 048 576 rows or 16 384 columns, which is what
///   a sheet holds), or `tryAgain` when the disk is full.
public func writeWorkbook(
    _ layers: [OutputLayer], to path: String, overwrite: Bool = false
) throws(GeoFileError) {
    let file = try WholeFile(path, overwrite: overwrite)
    for layer in layers where layer.features.count >= 1_048_576 || layer.fields.count > 16_384 {
        throw tooLarge(path, layer.name)
    }
    let names = sheetNames(for: layers.map(\.name))
    var archive = ZipArchive()
    var fits = true
    for (name, content) in workbookParts(names) {
        fits = archive.add(name, Array(content.utf8)) && fits
    }
    for (index, layer) in layers.enumerated() {
        let content = Array(sheetXML(layer).utf8)
        fits = archive.add("xl/worksheets/sheet\(index + 1).xml", content) && fits
    }
    guard fits else { throw tooLarge(path, layers.first?.name ?? "") }
    try writeBytes(archive.bytes, to: file.temporary, target: path)
    try file.publish()
}

private func tooLarge(_ path: String, _ layer: String) -> GeoFileError {
    GeoFileError(
        .cannotCreate, path: path, layer: layer,
        english: "The table \"\(layer)\" is too large for a sheet of \"\(path)\" (1048576 rows, "
            + "16384 columns). Write it as CSV.",
        chinese: "表“\(layer)”超出工作表“\(path)”的容量（1048576 行、16384 列），请改用 CSV。")
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

private let xmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
private let mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
private let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
private let package = "http://schemas.openxmlformats.org/package/2006"
private let mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml"

/// The parts of a workbook other than its sheets (ECMA-376, part 1, section 18).
private func workbookParts(_ sheets: [String]) -> [(String, String)] {
    let numbers = sheets.indices.map { $0 + 1 }
    let types = numbers.map {
        "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" "
            + "ContentType=\"\(mediaType).worksheet+xml\"/>"
    }
    let entries = zip(numbers, sheets).map {
        "<sheet name=\"\(xmlEscaped($1))\" sheetId=\"\($0)\" r:id=\"rId\($0)\"/>"
    }
    let links = numbers.map {
        "<Relationship Id=\"rId\($0)\" Type=\"\(relations)/worksheet\" "
            + "Target=\"worksheets/sheet\($0).xml\"/>"
    }
    return [
        (
            "[Content_Types].xml",
            xmlHead + "<Types xmlns=\"\(package)/content-types\">"
                + "<Default Extension=\"rels\" "
                + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" "
                + "ContentType=\"\(mediaType).sheet.main+xml\"/>"
                + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(mediaType).styles+xml\"/>"
                + types.joined() + "</Types>"
        ),
        (
            "_rels/.rels",
            xmlHead + "<Relationships xmlns=\"\(package)/relationships\">"
                + "<Relationship Id=\"rId1\" Type=\"\(relations)/officeDocument\" "
                + "Target=\"xl/workbook.xml\"/></Relationships>"
        ),
        (
            "xl/workbook.xml",
            xmlHead + "<workbook xmlns=\"\(mainNamespace)\" xmlns:r=\"\(relations)\"><sheets>"
                + entries.joined() + "</sheets></workbook>"
        ),
        (
            "xl/_rels/workbook.xml.rels",
            xmlHead + "<Relationships xmlns=\"\(package)/relationships\">" + links.joined()
                + "<Relationship Id=\"rId\(sheets.count + 1)\" Type=\"\(relations)/styles\" "
                + "Target=\"styles.xml\"/></Relationships>"
        ),
        ("xl/styles.xml", xmlHead + stylesXML),
    ]
}

/// Two cell formats: plain, and bold for headings.
private let stylesXML =
    "<styleSheet xmlns=\"\(mainNamespace)\"><fonts count=\"2\"><font><sz val=\"11\"/>"
    + "<name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    + "</fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    + "<fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border>"
    + "<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\">"
    + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    + "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
    + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
    + "</cellStyles></styleSheet>"

private func sheetXML(_ layer: OutputLayer) -> String {
    let columns = layer.fields.indices.map(columnLetters)
    var text = xmlHead + "<worksheet xmlns=\"\(mainNamespace)\"><sheetViews>"
    text += "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
    text += "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>"
    text += "<row r=\"1\">"
    for (column, field) in zip(columns, layer.fields) {
        text += stringCell(field.alias ?? field.name, at: "\(column)1", style: " s=\"1\"")
    }
    text += "</row>"
    for (index, feature) in layer.features.enumerated() {
        let row = index + 2
        text += "<row r=\"\(row)\">"
        for (column, value) in zip(columns, feature.attributes) {
            text += cell(value, at: "\(column)\(row)")
        }
        text += "</row>"
    }
    return text + "</sheetData></worksheet>"
}

private func cell(_ value: FieldValue, at place: String) -> String {
    switch value {
    case .null: return ""
    case .text(let text): return stringCell(text, at: place, style: "")
    case .integer(let number) where abs(Double(number)) > 9_007_199_254_740_992:
        // Beyond 2^53 a spreadsheet would change the digits.
        return stringCell(String(number), at: place, style: "")
    case .integer, .real:
        let text = cellText(value)
        return text.isEmpty ? "" : "<c r=\"\(place)\"><v>\(text)</v></c>"
    }
}

private func stringCell(_ text: String, at place: String, style: String) -> String {
    if text.isEmpty { return "" }
    return "<c r=\"\(place)\" t=\"inlineStr\"\(style)><is><t xml:space=\"preserve\">"
        + xmlEscaped(text) + "</t></is></c>"
}

/// The letters of a column counted from 0: A…Z, AA….
private func columnLetters(_ index: Int) -> String {
    var result = ""
    var rest = index + 1
    while rest > 0 {
        rest -= 1
        result = String(UnicodeScalar(UInt8(65 + rest % 26))) + result
        rest /= 26
    }
    return result
}

/// `text` as content or attribute of XML; control characters that XML cannot hold become U+FFFD.
func xmlEscaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\t", "\n", "\r": result += "&#\(scalar.value);"
        case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
            result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
