import Foundation
import GeoFiles
import Geometry
import Readings
import Reports
import Suggestions

/// Points with their attributes as text.
struct PointSet {
    struct Row {
        /// The feature or line, for messages.
        var number: Int
        var coordinate: Coordinate
        var attributes: [String: String]
    }

    var rows: [Row]
    var notes: [GeoFileNote]
    /// The CRS of the coordinates.
    var crs: CoordinateReferenceSystem
}

/// The points of a layer, or of a table with coordinate columns, in `crs`.
///
/// - Parameters:
///   - x: The column of easting or longitude in a table; `nil` with `y` for a layer with points, or
///     to find the columns of a table by their headings.
///   - fields: The columns that are needed; a missing one is an error that names the nearest.
///   - isFirstNeeded: Whether rows of a table without the first field are left out.
///   - crs: The CRS of the result; `nil` keeps the input's.
func readPoints(
    at path: String, options: VectorReadOptions, x: String?, y: String?, fields: [String],
    isFirstNeeded: Bool = true, into crs: CoordinateReferenceSystem?
) throws -> PointSet {
    if x != nil || isTable(path) {
        return try readTablePoints(
            at: path, options, x: x, y: y, fields: fields, isFirstNeeded, into: crs)
    }
    let layer = try readVectorLayer(at: path, options: options)
    let indices = try fields.map { try layer.index(ofField: $0) }
    let source = try requireCRS(of: layer)
    guard !layer.features.isEmpty else { throw emptyLayer(layer) }
    var rows: [PointSet.Row] = []
    var notPoints: [Int64] = []
    for feature in layer.features {
        guard case .points(let points) = feature.shape, let point = points.first else {
            notPoints.append(feature.number)
            continue
        }
        let values = zip(fields, indices).map { ($0, feature.attributes[$1].text ?? "") }
        rows.append(
            PointSet.Row(
                number: Int(feature.number), coordinate: point,
                attributes: Dictionary(values, uniquingKeysWith: { first, _ in first })))
    }
    guard notPoints.isEmpty else {
        let list = notPoints.prefix(10).map(String.init).joined(separator: ", ")
        throw Fault(
            .data,
            zh: "\(path)：图层 \(layer.name) 有 \(notPoints.count) 个要素不是点：\(list)。请更正或删除这些要素。",
            en: "\(path): layer \(layer.name) has \(notPoints.count) features that are not points: "
                + "\(list). Correct or delete them.")
    }
    return try PointSet(rows: rows, notes: layer.notes, crs: source).transformed(to: crs)
}

private func readTablePoints(
    at path: String, _ options: VectorReadOptions, x: String?, y: String?, fields: [String],
    _ isFirstNeeded: Bool, into crs: CoordinateReferenceSystem?
) throws -> PointSet {
    guard let name = options.assumedCRS else {
        throw Fault(
            .data,
            zh: "\(path)：表格中的坐标没有坐标系。请在任务中写明 crs，或使用 --assume-crs，例如 EPSG:4490。",
            en: "\(path): the coordinates of a table name no CRS. Give crs in the job, or "
                + "--assume-crs, such as EPSG:4490.")
    }
    let source = try coordinateReferenceSystem(named: name)
    let (xColumn, yColumn) =
        try x.flatMap { x in y.map { (x, $0) } }
        ?? coordinateColumns(of: path, options)
    let id = (isFirstNeeded ? fields.first : nil) ?? xColumn
    let table = try readPointTable(
        at: path, sheet: options.layer, encoding: options.encoding, idColumn: id,
        xColumn: xColumn, yColumn: yColumn, crs: source)
    for field in fields where !table.columns.contains(field) {
        let near = nearest(to: field, in: table.columns)
        let list = table.columns.joined(separator: ", ")
        throw Fault(
            .data,
            zh: "\(path)：没有名为 “\(field)” 的列。" + (near.map { "是否应为 “\($0)”？" } ?? "")
                + "现有的列：\(list)。",
            en: "\(path): there is no column \"\(field)\"."
                + (near.map { " Did you mean \"\($0)\"?" } ?? "") + " It has: \(list).")
    }
    let rows = table.points.map {
        PointSet.Row(number: $0.number, coordinate: $0.coordinate, attributes: $0.attributes)
    }
    return try PointSet(rows: rows, notes: table.notes, crs: source).transformed(to: crs)
}

/// The columns that hold longitude and latitude (or x and y), by their headings.
func coordinateColumns(
    of path: String, _ options: VectorReadOptions
) throws -> (x: String, y: String) {
    let table = try readTableRows(at: path, sheet: options.layer, encoding: options.encoding)
    for row in table.rows.prefix(10) {
        let cells = row.cells.map { $0.trimmingCharacters(in: .whitespaces) }
        func column(_ place: PlaceColumn) -> String? {
            cells.first { ParameterAliases.standard.meaning(of: $0) == .place(place) }
        }
        if let x = column(.longitude), let y = column(.latitude) { return (x, y) }
    }
    let headings = table.rows.first?.cells.joined(separator: ", ") ?? ""
    throw Fault(
        .data, zh: "\(path)：找不到经度、纬度列。现有的列：\(headings)。请把列名改为 lon、lat。",
        en:
            "\(path): no columns of longitude and latitude were found among: \(headings). Call them "
            + "lon and lat.")
}

extension PointSet {
    fileprivate func transformed(to crs: CoordinateReferenceSystem?) throws -> PointSet {
        guard let crs, !isSame(self.crs, crs) else { return self }
        let transformer = try CoordinateTransformer(from: self.crs, to: crs)
        var result = self
        for (index, place) in try transformer.transform(rows.map(\.coordinate)).enumerated() {
            result.rows[index].coordinate = place
        }
        result.crs = crs
        return result
    }
}

/// Whether `path` is a table of texts or a workbook by its name.
func isTable(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".csv", ".txt", ".csv.gz", ".txt.gz", ".xlsx", ".xls"].contains { name.hasSuffix($0) }
}
