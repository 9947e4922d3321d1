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
            for layer in layers {
                let options = [
                    "SPATIAL_INDEX=\(layer.geometry == .none ? "NO" : "YES")",
                    "GEOMETRY_NAME=geom", "IDENTIFIER=\(layer.name)",
                    "DESCRIPTION=\(layer.description)",
                ]
                _ = try fill(
                    dataset, with: layer, plan: FieldPlan(layer.fields, rules: .geoPackage),
                    options: options, messages)
            }
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
