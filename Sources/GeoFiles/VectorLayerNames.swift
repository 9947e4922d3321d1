import CGDAL

/// The names of the vector layers of a dataset, in its order; tables of styles do not count.
///
/// - Throws: `missing`, `unreadable`, `damaged`, `unreachableService`.
public func vectorLayerNames(of path: String) throws(GeoFileError) -> [String] {
    let location = try VectorLocation(path, layer: nil)
    if let only = location.layer { return [only] }
    return try withGDAL { messages throws(GeoFileError) in
        let dataset = try openDataset(
            location.path, kinds: GDAL_OF_VECTOR, options: [], messages)
        return dataset.layerNames.filter { $0 != "layer_styles" }
    }
}
