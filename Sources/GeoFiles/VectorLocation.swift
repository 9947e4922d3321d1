import CGDAL
import Foundation

/// Where a layer is: a dataset that GDAL can open, and the layer's name if one was given.
struct VectorLocation {
    var path: String
    var layer: String?

    /// Takes `PATH`, `PATH:layer` (when no layer is named and `PATH:layer` is no file) or `PG:…`.
    ///
    /// - Throws: `missing` or `unreadable`, also for the parts of a shapefile.
    init(_ given: String, layer: String?) throws(GeoFileError) {
        path = given
        self.layer = layer
        if isConnection(given) || given.hasPrefix("/vsi") { return }
        let files = FileManager.default
        if !files.fileExists(atPath: given), layer == nil, let colon = given.lastIndex(of: ":") {
            let front = String(given[..<colon])
            if files.fileExists(atPath: front) {
                path = front
                self.layer = String(given[given.index(after: colon)...])
            }
        }
        try requireReadable(path)
        try requireShapefileParts(path)
    }
}

/// Whether `path` is a connection string of PostgreSQL and not a file.
func isConnection(_ path: String) -> Bool {
    path.hasPrefix("PG:") || path.hasPrefix("postgresql://") || path.hasPrefix("postgres://")
}

/// Throws `missing` when nothing is at `path`, and `unreadable` when it may not be read.
func requireReadable(_ path: String) throws(GeoFileError) {
    if path.hasPrefix("/vsi") { return }
    guard FileManager.default.fileExists(atPath: path) else { throw GeoFileError.missing(path) }
    guard access(path, R_OK) == 0 else {
        throw GeoFileError.unreadable(path, cause: String(cString: strerror(errno)))
    }
}

/// Throws `missing` when a `.shp` lacks its `.shx` or `.dbf`.
private func requireShapefileParts(_ path: String) throws(GeoFileError) {
    let url = URL(fileURLWithPath: path)
    guard url.pathExtension.lowercased() == "shp" else { return }
    let stem = url.deletingPathExtension()
    for part in ["shx", "dbf"] {
        let found = [part, part.uppercased()].contains {
            FileManager.default.fileExists(atPath: stem.appendingPathExtension($0).path)
        }
        if !found {
            throw GeoFileError.missing(
                path, part: stem.appendingPathExtension(part).lastPathComponent)
        }
    }
}

/// Opens a dataset for reading; `kinds` are GDAL's open flags.
func openDataset(
    _ path: String, kinds: Int32, options: [String], _ messages: GDALMessages
) throws(GeoFileError) -> Dataset {
    let flags = UInt32(kinds | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR)
    let handle = try withOptions(options) { list throws(GeoFileError) in
        basingrid_open(path, flags, nil, list)
    }
    guard let handle else {
        if isConnection(path) { throw GeoFileError.unreachable(path, cause: messages.cause) }
        throw GeoFileError.damaged(path, cause: messages.cause)
    }
    return Dataset(owning: handle, path: path)
}

extension Dataset {
    /// The layer called `name`, or the only one; tables of styles do not count.
    func layer(named name: String?) throws(GeoFileError) -> OGRLayerH {
        let names = layerNames
        let candidates = names.filter { $0 != "layer_styles" }
        if let name {
            guard names.contains(name), let layer = GDALDatasetGetLayerByName(handle, name) else {
                throw GeoFileError.unknownLayer(name, in: path, has: candidates)
            }
            return layer
        }
        guard candidates.count == 1, let only = candidates.first,
            let layer = GDALDatasetGetLayerByName(handle, only)
        else {
            if candidates.isEmpty { throw GeoFileError.damaged(path, cause: "no vector layer") }
            throw GeoFileError.unknownLayer(nil, in: path, has: candidates)
        }
        return layer
    }
}
