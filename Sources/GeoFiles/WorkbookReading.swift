import CGDAL
import Foundation

/// Settings under which every cell of a workbook comes as text and no row is taken for headings.
private let plainCells = [
    ("OGR_XLSX_HEADERS", "DISABLE"), ("OGR_XLSX_FIELD_TYPES", "STRING"),
    ("OGR_XLS_HEADERS", "DISABLE"), ("OGR_XLS_FIELD_TYPES", "STRING"),
    ("OGR_ODS_HEADERS", "DISABLE"), ("OGR_ODS_FIELD_TYPES", "STRING"),
]

/// The sheets of a workbook and how many rows each has.
func workbookSheets(_ path: String) throws(GeoFileError) -> [(name: String, rows: Int)] {
    try withGDAL { messages throws(GeoFileError) in
        try withConfiguration(plainCells) { () throws(GeoFileError) in
            let dataset = try openDataset(path, kinds: GDAL_OF_VECTOR, options: [], messages)
            return (0..<GDALDatasetGetLayerCount(dataset.handle)).compactMap { index in
                GDALDatasetGetLayer(dataset.handle, index).map { layer in
                    (text(OGR_L_GetName(layer)), Int(OGR_L_GetFeatureCount(layer, 1)))
                }
            }
        }
    }
}

func forEachSheetRow(
    _ path: String, sheet: String?, _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    let sheets = try workbookSheets(path)
    let filled = sheets.filter { $0.rows > 0 }
    guard let name = sheet ?? (filled.count == 1 ? filled[0].name : nil) else {
        if filled.isEmpty {
            throw GeoFileError.emptyLayer(
                path: path, layer: sheets.first?.name ?? "", filter: nil)
        }
        throw unknownSheet(nil, path, filled.map(\.name))
    }
    guard sheets.contains(where: { $0.name == name }) else {
        throw unknownSheet(name, path, sheets.map(\.name))
    }
    try withGDAL { messages throws(GeoFileError) in
        try withConfiguration(plainCells) { () throws(GeoFileError) in
            let dataset = try openDataset(path, kinds: GDAL_OF_VECTOR, options: [], messages)
            guard let layer = GDALDatasetGetLayerByName(dataset.handle, name) else {
                throw unknownSheet(name, path, sheets.map(\.name))
            }
            messages.clear()
            let count = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer))
            while let row = OwnedFeature(owning: OGR_L_GetNextFeature(layer)) {
                let cells = (0..<count).map { index in
                    OGR_F_IsFieldSetAndNotNull(row.handle, index) == 0
                        ? "" : cellText(text(OGR_F_GetFieldAsString(row.handle, index)))
                }
                if cells.allSatisfy(\.isEmpty) { continue }
                try body(TableRow(number: Int(OGR_F_GetFID(row.handle)), cells: cells))
            }
            if let failure = messages.firstFailure {
                throw GeoFileError.damaged(path, layer: name, cause: failure)
            }
        }
    }
    return Table(
        path: path, sheet: name, rows: [], encoding: TextEncoding(name: "UTF-8", source: .format))
}

/// A cell's text: dates in ISO form, numbers with more digits than they need in the shortest form
/// that reads back the same (0.29999999999999999 is 0.3).
private func cellText(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if bytes.count >= 10, bytes[4] == 0x2F, bytes[7] == 0x2F,
        text.wholeMatch(of: /\d{4}\/\d\d\/\d\d( \d\d:\d\d:\d\d(\.\d+)?)?/) != nil
    {
        return text.replacing("/", with: "-")
    }
    if bytes.count > 16, text.contains("."),
        text.wholeMatch(of: /-?\d+\.\d+([eE][-+]?\d+)?/) != nil,
        let number = Double(text)
    {
        return String(number)
    }
    return text
}

private func unknownSheet(_ name: String?, _ path: String, _ sheets: [String]) -> GeoFileError {
    let list = sheets.map { "\"\($0)\"" }.joined(separator: ", ")
    let listInChinese = sheets.map { "“\($0)”" }.joined(separator: "、")
    guard let name else {
        return GeoFileError(
            .unknownLayer, path: path,
            english: "\"\(path)\" has \(sheets.count) sheets with rows: \(list). Name one.",
            chinese: "“\(path)”有 \(sheets.count) 个含数据的工作表：\(listInChinese)，请指定一个。")
    }
    return GeoFileError(
        .unknownLayer, path: path, layer: name,
        english: "Sheet \"\(name)\" not found in \"\(path)\". It has: \(list).",
        chinese: "“\(path)”中没有工作表“\(name)”。现有工作表：\(listInChinese)。")
}
