import Foundation
public import Geometry

/// Which columns of a table hold its places, and in what system.
public struct PlaceColumns: Hashable, Sendable {
    /// Easting or longitude.
    public var x: String
    /// Northing or latitude.
    public var y: String
    public var crs: CoordinateReferenceSystem?

    public init(x: String, y: String, crs: CoordinateReferenceSystem? = nil) {
        self.x = x
        self.y = y
        self.crs = crs
    }
}

/// A table as a layer: a feature a row, in order, with typed fields; points where `places` names
/// their columns, else no geometry.
///
/// The headings are the row, among the first ten, that has most of the place columns, else most
/// cells; rows above are titles and are noted. A column is of numbers when every cell that is not
/// empty is one that reads back to the same value: codes with leading zeros, such as `0351`, and
/// numbers of more than 15 digits stay text. A row whose place is no pair of numbers is kept
/// without geometry and noted.
///
/// - Parameter isText: Whether all columns stay text, digit for digit.
/// - Throws: as `readTableRows`; `emptyLayer` for a table without headings; `unknownField` for a
///   place column that is not there.
public func readTableLayer(
    at path: String, sheet: String? = nil, encoding: String? = nil, places: PlaceColumns? = nil,
    isText: Bool = false
) throws(GeoFileError) -> VectorLayer {
    let table = try readTableRows(at: path, sheet: sheet, encoding: encoding)
    let stem = URL(fileURLWithPath: table.path).deletingPathExtension().lastPathComponent
    let name = table.sheet.isEmpty ? stem : table.sheet
    let wanted = places.map { [$0.x, $0.y] } ?? []
    guard let heading = headingRow(of: table.rows, wanted: wanted) else {
        throw GeoFileError.emptyLayer(path: table.path, layer: name, filter: nil)
    }
    let headings = columnNames(of: table.rows[heading])
    let rows = table.rows[(heading + 1)...]
    var indices: [Int] = []
    for column in wanted {
        indices.append(try position(of: column, in: headings, path: table.path, layer: name))
    }
    var log = TableLog(path: table.path, layer: name, titles: heading)
    let kinds = headings.indices.map { column in
        isText ? .text : columnKind(rows.lazy.map { cell($0, column) })
    }
    let features = rows.map { row in
        if row.cells.count > headings.count { log.beyond.append(Int64(row.number)) }
        let shape = indices.isEmpty ? Shape.none : shape(of: row, indices)
        if !indices.isEmpty, shape == .none { log.unplaced.append(Int64(row.number)) }
        return Feature(
            number: Int64(row.number), shape: shape,
            attributes: headings.indices.map { fieldValue(cell(row, $0), kinds[$0]) })
    }
    return VectorLayer(
        path: table.path, driver: table.sheet.isEmpty ? "CSV" : "workbook", name: name,
        fields: zip(headings, kinds).map { VectorField(name: $0, kind: $1) }, crs: places?.crs,
        encoding: table.encoding, features: features, notes: table.notes + log.notes)
}

/// What was noticed while rows became features.
private struct TableLog {
    let path: String
    let layer: String
    let titles: Int
    var unplaced: [Int64] = []
    var beyond: [Int64] = []

    var notes: [GeoFileNote] {
        var result: [GeoFileNote] = []
        if titles > 0 {
            result.append(
                GeoFileNote(
                    .rowRejected, path: path, layer: layer, count: titles,
                    english: "\(titles) rows above the headings were taken for titles and left out",
                    chinese: "表头之上的 \(titles) 行按标题处理，已略去"))
        }
        if !unplaced.isEmpty {
            result.append(
                GeoFileNote(
                    .geometryEmpty, path: path, layer: layer, count: unplaced.count,
                    features: unplaced,
                    english: "\(unplaced.count) rows have no numbers as coordinates; they are kept "
                        + "without geometry",
                    chinese: "\(unplaced.count) 行的坐标不是数字，保留属性但没有几何"))
        }
        if !beyond.isEmpty {
            result.append(
                GeoFileNote(
                    .rowRejected, path: path, layer: layer, count: beyond.count, features: beyond,
                    english: "\(beyond.count) rows have cells beyond the headings, which were left "
                        + "out",
                    chinese: "\(beyond.count) 行的单元格多于表头，多出部分已略去"))
        }
        return result
    }
}

private func cell(_ row: TableRow, _ column: Int) -> String {
    column < row.cells.count ? row.cells[column].trimmed : ""
}

/// The first of the rows with most of the names, or most cells.
private func headingRow(of rows: [TableRow], wanted: [String]) -> Int? {
    func score(_ row: TableRow) -> Int {
        let cells = row.cells.map { $0.trimmed }
        let filled = cells.count { !$0.isEmpty }
        return wanted.isEmpty ? filled : wanted.count { cells.contains($0) } * 100_000 + filled
    }
    return rows.prefix(10).indices.max { (score(rows[$0]), -$0) < (score(rows[$1]), -$1) }
}

/// The headings, made unique; a column without one is called by its number.
private func columnNames(of row: TableRow) -> [String] {
    var taken: Set<String> = []
    return row.cells.enumerated().map { index, text in
        let plain = text.trimmed
        var name = plain.isEmpty ? "column_\(index + 1)" : plain
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(plain.isEmpty ? "column_\(index + 1)" : plain)_\(number)"
            number += 1
        }
        return name
    }
}

private func columnKind(_ cells: some Sequence<String>) -> VectorField.Kind {
    var kind: VectorField.Kind?
    for cell in cells where !cell.isEmpty {
        guard let found = numberKind(cell) else { return .text }
        kind = kind == .real ? .real : found
    }
    return kind ?? .text
}

/// Whether a cell is a number that a number can hold.
private func numberKind(_ text: String) -> VectorField.Kind? {
    guard isPlainNumber(text), text.first != "+" else { return nil }
    let digits = text.drop { $0 == "-" }
    if digits.count > 1, digits.first == "0", digits.dropFirst().first != "." { return nil }
    if text.count(where: \.isNumber) > 15 { return nil }
    return text.allSatisfy { $0.isNumber || $0 == "-" } ? .integer : .real
}

private func fieldValue(_ text: String, _ kind: VectorField.Kind) -> FieldValue {
    if text.isEmpty { return .null }
    switch kind {
    case .integer: return Int64(text).map { .integer($0) } ?? .text(text)
    case .real: return Double(text).map { .real($0) } ?? .text(text)
    default: return .text(text)
    }
}

private func shape(of row: TableRow, _ columns: [Int]) -> Shape {
    guard let x = Double(cell(row, columns[0])), let y = Double(cell(row, columns[1])),
        x.isFinite, y.isFinite
    else { return .none }
    return .points([Coordinate(x: x, y: y)])
}
