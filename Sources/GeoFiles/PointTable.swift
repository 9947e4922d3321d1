import Foundation
public import Geometry

/// A place in a table: a station or a meter with its attributes.
public struct PointRow: Hashable, Sendable {
    /// The line or row of the file, for messages.
    public var number: Int
    public var id: String
    public var coordinate: Coordinate
    /// Every column by its heading, as text.
    public var attributes: [String: String]

    public init(number: Int, id: String, coordinate: Coordinate, attributes: [String: String]) {
        self.number = number
        self.id = id
        self.coordinate = coordinate
        self.attributes = attributes
    }
}

/// The places of a table.
public struct PointTable: Hashable, Sendable {
    public var path: String
    /// The headings, in order.
    public var columns: [String]
    /// In the order of the file.
    public var points: [PointRow]
    public var crs: CoordinateReferenceSystem
    public var encoding: TextEncoding
    /// Also the rows that could not be used, each with its text.
    public var notes: [GeoFileNote]
}

/// The points of a table with coordinate columns.
///
/// The headings are the row, among the first ten, that has most of the three columns. Rows whose
/// coordinates are no numbers, or that have no code, are left out and noted.
///
/// - Parameters:
///   - path: CSV, text or workbook, as for `readTableRows`.
///   - xColumn: Easting or longitude.
///   - yColumn: Northing or latitude.
///   - crs: The CRS of the coordinates.
/// - Throws: as `readTableRows`; `unknownField` with the headings and the nearest name;
///   `emptyLayer` when no row is left.
public func readPointTable(
    at path: String, sheet: String? = nil, encoding: String? = nil, idColumn: String,
    xColumn: String, yColumn: String, crs: CoordinateReferenceSystem
) throws(GeoFileError) -> PointTable {
    let table = try readTableRows(at: path, sheet: sheet, encoding: encoding)
    let wanted = [idColumn, xColumn, yColumn]
    let heading = table.rows.prefix(10).indices.max { a, b in
        // The first of equals: a later row wins only with more of the names.
        (matches(table.rows[a], wanted), -a) < (matches(table.rows[b], wanted), -b)
    }
    let columns = heading.map { trimmed(table.rows[$0]) }
    guard let columns else {
        throw GeoFileError.emptyLayer(path: table.path, layer: table.sheet, filter: nil)
    }
    var indices: [Int] = []
    for name in wanted {
        indices.append(
            try position(of: name, in: columns, path: table.path, layer: table.sheet))
    }
    var result = PointTable(
        path: table.path, columns: columns, points: [], crs: crs, encoding: table.encoding,
        notes: table.notes)
    for row in table.rows[((heading ?? 0) + 1)...] {
        if let point = point(from: row, columns, indices) {
            result.points.append(point)
        } else {
            result.notes.append(rejected(row, path: table.path))
        }
    }
    if result.points.isEmpty {
        throw GeoFileError.emptyLayer(path: table.path, layer: table.sheet, filter: nil)
    }
    return result
}

private func trimmed(_ row: TableRow) -> [String] {
    row.cells.map { $0.trimmed }
}

private func matches(_ row: TableRow, _ wanted: [String]) -> Int {
    let names = trimmed(row)
    return wanted.filter(names.contains).count
}

private func point(from row: TableRow, _ columns: [String], _ indices: [Int]) -> PointRow? {
    func cell(_ index: Int) -> String {
        index < row.cells.count ? row.cells[index].trimmed : ""
    }
    let id = cell(indices[0])
    guard !id.isEmpty, let x = Double(cell(indices[1])), let y = Double(cell(indices[2])),
        x.isFinite, y.isFinite
    else { return nil }
    let attributes = columns.indices.map { (columns[$0], cell($0)) }
    return PointRow(
        number: row.number, id: id, coordinate: Coordinate(x: x, y: y),
        attributes: Dictionary(attributes, uniquingKeysWith: { first, _ in first }))
}

private func rejected(_ row: TableRow, path: String) -> GeoFileNote {
    let content = row.cells.joined(separator: ", ").prefix(120)
    return GeoFileNote(
        .rowRejected, path: path, count: 1, features: [Int64(row.number)],
        english: "row \(row.number) has no code or no coordinates and was left out: \(content)",
        chinese: "第 \(row.number) 行缺少编码或坐标，已跳过：\(content)")
}
