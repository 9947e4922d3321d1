import CGDAL
import Foundation

/// Settings under which every cell of a workbook comes as text and no row is taken for headings.
private let plainCells = [
    ("OGR_XLS_HEADERS", "DISABLE"), ("OGR_XLS_FIELD_TYPES", "STRING"),
    ("OGR_ODS_HEADERS", "DISABLE"), ("OGR_ODS_FIELD_TYPES", "STRING"),
]

/// A kind of file that goes by the name of a workbook.
private enum WorkbookKind {
    /// XLSX: a zip archive, whatever the file's extension.
    case archive
    /// XLS and ODS, read through GDAL.
    case dataset
    /// Text with delimiters under the extension of a workbook, as many platforms export it.
    case text

    init(_ path: String) throws(GeoFileError) {
        let opening = try firstBytes(of: path)
        let isODS = path.lowercased().hasSuffix(".ods")
        if opening.starts(with: [0x50, 0x4B]) {
            self = isODS ? .dataset : .archive
        } else if opening.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            guard path.lowercased().hasSuffix(".xls") else { throw encrypted(path) }
            self = .dataset
        } else if opening.starts(with: [0x09]) && opening.count > 3 && opening[2] <= 8
            && opening[3] == 0
        {
            self = .dataset  // BIFF of before 1995, without a container.
        } else {
            let text = opening.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 >= 0x80 }
            if text.first == UInt8(ascii: "<") { throw markup(path) }
            if opening.isEmpty || opening.contains(0) && !opening.starts(with: [0xFF, 0xFE]) {
                throw GeoFileError.damaged(path, cause: nil)
            }
            self = .text
        }
    }
}

private func firstBytes(of path: String) throws(GeoFileError) -> [UInt8] {
    let stream = try ByteStream(path)
    var bytes = [UInt8](repeating: 0, count: 512)
    var count = 0
    var failure: GeoFileError?
    bytes.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        do throws(GeoFileError) { count = try stream.read(into: start, count: 512) } catch {
            failure = error
        }
    }
    if let failure { throw failure }
    return Array(bytes.prefix(count))
}

/// The names of a workbook's sheets; empty for text that goes by the name of one.
func workbookSheetNames(_ path: String) throws(GeoFileError) -> [String] {
    switch try WorkbookKind(path) {
    case .archive: try WorkbookArchive(path).sheets.map(\.name)
    case .dataset: try datasetSheets(path).map(\.name)
    case .text: []
    }
}

func forEachSheetRow(
    _ path: String, sheet: String?, _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    switch try WorkbookKind(path) {
    case .archive: return try forEachArchiveRow(path, sheet: sheet, body)
    case .dataset: return try forEachDatasetRow(path, sheet: sheet, body)
    case .text:
        var table = try forEachDelimitedRow(path, encoding: nil, body)
        table.notes.append(
            GeoFileNote(
                .formatGuessed, path: path,
                english: "is no workbook but text with delimiters; read as such",
                chinese: "不是工作簿，而是分隔文本，已按文本读取"))
        return table
    }
}

private func forEachArchiveRow(
    _ path: String, sheet: String?, _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    let book = try WorkbookArchive(path)
    var filled: [String] = []
    if sheet == nil {
        for sheet in book.sheets {
            var hasRows = false
            try book.forEachRow(of: sheet) { _ throws(GeoFileError) in hasRows = true }
            if hasRows { filled.append(sheet.name) }
        }
    }
    let name = try chosenSheet(sheet, of: book.sheets.map(\.name), filled: filled, path)
    var table = Table(
        path: path, sheet: name, rows: [], encoding: TextEncoding(name: "UTF-8", source: .format))
    table.countsDaysFrom1904 = book.countsDaysFrom1904
    guard let chosen = book.sheets.first(where: { $0.name == name }) else { return table }
    try book.forEachRow(of: chosen, body)
    if chosen.isHidden {
        table.notes.append(
            GeoFileNote(
                .hiddenSheet, path: path, layer: name, english: "is hidden, and was read",
                chinese: "为隐藏工作表，已读取"))
    }
    return table
}

/// The sheet that was asked for, or the only one with rows.
private func chosenSheet(
    _ sheet: String?, of names: [String], filled: [String], _ path: String
) throws(GeoFileError) -> String {
    guard let name = sheet ?? (filled.count == 1 ? filled[0] : nil) else {
        if filled.isEmpty {
            throw GeoFileError.emptyLayer(path: path, layer: names.first ?? "", filter: nil)
        }
        throw unknownSheet(nil, path, filled)
    }
    guard names.contains(name) else { throw unknownSheet(name, path, names) }
    return name
}

// MARK: - XLS and ODS

/// The sheets of a workbook that GDAL reads, and how many rows each has.
private func datasetSheets(_ path: String) throws(GeoFileError) -> [(name: String, rows: Int)] {
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

private func forEachDatasetRow(
    _ path: String, sheet: String?, _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    let sheets = try datasetSheets(path)
    let name = try chosenSheet(
        sheet, of: sheets.map(\.name), filled: sheets.filter { $0.rows > 0 }.map(\.name), path)
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

/// A cell's text: dates in ISO form, numbers in the shortest form that reads back the same.
private func cellText(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if bytes.count >= 10, bytes[4] == 0x2F, bytes[7] == 0x2F,
        text.wholeMatch(of: /\d{4}\/\d\d\/\d\d( \d\d:\d\d:\d\d(\.\d+)?)?/) != nil
    {
        return text.replacing("/", with: "-")
    }
    return shortestNumber(text)
}

/// A number with more digits than it needs in the shortest form that reads back the same
/// (0.29999999999999999 is 0.3); other text as it is.
func shortestNumber(_ text: String) -> String {
    guard text.utf8.count > 16, text.contains("."),
        text.wholeMatch(of: /-?\d+\.\d+([eE][-+]?\d+)?/) != nil, let number = Double(text)
    else { return text }
    return String(number)
}

private func encrypted(_ path: String) -> GeoFileError {
    GeoFileError.wrongContent(
        path,
        english: "\"\(path)\" is protected by a password, or an old workbook (.xls) under a new "
            + "extension. Save it as a workbook without a password.",
        chinese: "“\(path)”带有密码，或是改了扩展名的旧格式工作簿（.xls）。请另存为不带密码的工作簿。")
}

private func markup(_ path: String) -> GeoFileError {
    GeoFileError.wrongContent(
        path,
        english: "\"\(path)\" is a web page or XML text under the extension of a workbook. Open it "
            + "in a spreadsheet program and save it as .xlsx.",
        chinese: "“\(path)”实际为网页或 XML 文本，而不是工作簿。请用电子表格软件打开后另存为 .xlsx。")
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
