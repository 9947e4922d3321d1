import GeoFiles
import Geometry
import Reports
import Rivers

/// The lines of a layer as a network in `crs`, measured on the ellipsoid.
///
/// Every part of a multi-line feature is a reach of its own.
///
/// - Throws: `GeoFileError` as `readVectorLayer`; an empty layer, a feature that is not a line, or
///   a layer without CRS.
func readRivers(
    at path: String, options: VectorReadOptions, idField: String, labelField: String?,
    into crs: CoordinateReferenceSystem?
) throws -> (network: RiverNetwork, notes: [ReportNote]) {
    var settings = RiverLayerSettings(path: path)
    settings.idField = idField
    settings.nameField = labelField
    settings.reading = options
    // Lengths are measured on the ellipsoid, whatever the working CRS does to distances.
    let layer = try RiverLayer(
        settings, into: crs, measuring: .ellipsoidal, memory: 1 << 30)
    return (layer.network, layer.notes)
}

/// The CRS of a layer; a layer without one is a fault that says what its coordinates look like.
func requireCRS(of layer: VectorLayer) throws -> CoordinateReferenceSystem {
    guard let crs = layer.crs else {
        throw GeoFileError.noCRS(path: layer.path, layer: layer.name, box: layer.boundingBox)
    }
    return crs
}

func emptyLayer(_ layer: VectorLayer) -> Fault {
    Fault(
        .data, zh: "\(layer.path)：图层 \(layer.name) 中没有要素。请检查文件与筛选条件。",
        en: "\(layer.path): layer \(layer.name) has no features. Check the file and the filter.")
}
