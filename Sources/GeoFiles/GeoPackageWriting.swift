import CGDAL
import Geometry

/// The moment that is written wherever a GeoPackage wants one: the same layers give the same
/// bytes, today or tomorrow.
private let fixedMoment = "2000-01-01T00:00:00.000Z"

/// Writes a GeoPackage with `layers`, spatial indexes, and their styles in `layer_styles`, where
/// QGIS finds them. The same layers give the same bytes.
///
/// Field names that readers cannot hold (`share>30`) become safe (`share_gt_30`), the full name
/// their alias.
///
/// - Throws: `exists`, `cannotCreate`, `unknownCRS`, or `tryAgain` when the disk is full.
/// - Precondition: the layers have different names.
public func writeGeoPackage(
    _ layers: [OutputLayer], to path: String, overwrite: Bool = false
) throws(GeoFileError) {
    try writeGeoPackage(layers, to: path, overwrite: overwrite, stream: nil)
}

/// - Parameter stream: The features of the first layer; `nil` for those that it holds.
func writeGeoPackage(
    _ layers: [OutputLayer], to path: String, overwrite: Bool, stream: FeatureStream?
) throws(GeoFileError) {
    precondition(
        Set(layers.map { $0.name.lowercased() }).count == layers.count,
        "the layers of a GeoPackage have different names")
    let file = try WholeFile(path, overwrite: overwrite)
    let settings = [
        ("OGR_CURRENT_DATE", fixedMoment), ("OGR_SQLITE_SYNCHRONOUS", "OFF"),
        ("OGR_GPKG_NUM_THREADS", "1"),
    ]
    try withGDAL { messages throws(GeoFileError) in
        try withConfiguration(settings) { () throws(GeoFileError) in
            let dataset = try createVectorDataset(
                "GPKG", at: file.temporary, target: path, messages)
            var aliases: [ColumnAlias] = []
            for (number, layer) in layers.enumerated() {
                let options = [
                    "SPATIAL_INDEX=\(layer.geometry == .none ? "NO" : "YES")",
                    "GEOMETRY_NAME=geom", "IDENTIFIER=\(layer.name)",
                    "DESCRIPTION=\(layer.description)",
                ]
                var plan = FieldPlan(layer.fields, rules: .geoPackage)
                aliases += zip(plan.names, plan.aliases).compactMap { name, alias in
                    alias.map { ColumnAlias(table: layer.name, column: name, alias: $0) }
                }
                // GDAL writes them from 3.7 on only: here they are always written below.
                plan.aliases = layer.fields.map { _ in nil }
                _ = try fill(
                    dataset, with: layer, plan: plan, options: options,
                    stream: number == 0 ? stream : nil, messages)
            }
            try write(aliases, to: dataset, messages)
            if let styles = styleTable(of: layers) {
                _ = try fill(
                    dataset, with: styles, plan: FieldPlan(styles.fields),
                    options: ["FID=id", "SPATIAL_INDEX=NO"], messages)
            }
            try dataset.close(messages)
        }
    }
    try file.publish()
}

/// The table in which QGIS looks for styles, with its columns; `nil` when no layer has one.
private func styleTable(of layers: [OutputLayer]) -> OutputLayer? {
    let styled = layers.filter { $0.style != nil }
    if styled.isEmpty { return nil }
    let columns: [(String, VectorField.Kind)] = [
        ("f_table_catalog", .text), ("f_table_schema", .text), ("f_table_name", .text),
        ("f_geometry_column", .text), ("styleName", .text), ("styleQML", .text),
        ("styleSLD", .text), ("useAsDefault", .integer), ("description", .text),
        ("owner", .text), ("ui", .text), ("update_time", .dateTime),
    ]
    let rows = styled.enumerated().map { index, layer in
        let geometryColumn = layer.geometry == .none ? "" : "geom"
        let values: [FieldValue] = [
            .text(""), .text(""), .text(layer.name), .text(geometryColumn),
            .text(layer.style?.name ?? ""), .text(layer.style?.qml ?? ""), .text(""), .integer(1),
            .text(layer.description), .text(""), .null, .text(fixedMoment),
        ]
        return Feature(number: Int64(index + 1), shape: .none, attributes: values)
    }
    return OutputLayer(
        name: "layer_styles", fields: columns.map { VectorField(name: $0.0, kind: $0.1) },
        geometry: .none, features: rows)
}

/// The full name of a column.
private struct ColumnAlias {
    var table: String
    var column: String
    var alias: String
}

/// Writes full names where the standard keeps them: `gpkg_data_columns` (OGC 12-128r18, annex
/// F.9, schema).
private func write(
    _ aliases: [ColumnAlias], to dataset: Dataset, _ messages: GDALMessages
) throws(GeoFileError) {
    if aliases.isEmpty { return }
    var statements = [
        "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
            + "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
            + "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
        "INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', "
            + "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')",
        "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
            + "name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, "
            + "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
            + "CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    ]
    // A name occurs once in a table; where two columns share an alias, only the title has it.
    var taken: Set<[String]> = []
    for item in aliases {
        let isFree = taken.insert([item.table, item.alias]).inserted
        let values = [item.table, item.column, item.alias, item.alias].map(sqlText)
        let name = isFree ? values[2] : "NULL"
        statements.append(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES "
                + "(\(values[0]), \(values[1]), \(name), \(values[3]))")
    }
    for statement in statements {
        messages.clear()
        let result = GDALDatasetExecuteSQL(dataset.handle, statement, nil, nil)
        if let result { GDALDatasetReleaseResultSet(dataset.handle, result) }
        if let failure = messages.firstFailure {
            throw GeoFileError.cannotCreate(dataset.path, cause: failure)
        }
    }
}

/// A text as a literal of SQL.
private func sqlText(_ text: String) -> String {
    "'" + text.replacing("'", with: "''").replacing("\0", with: "") + "'"
}
