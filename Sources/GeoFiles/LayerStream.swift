import CGDAL
import Foundation
public import Geometry

/// Writes a layer whose features are made while it is written, in any format of `writeVector`.
///
/// GeoPackages, FlatGeobuf and shapefiles hold no feature longer than it takes to write it; other
/// formats gather all of them first. The same features give the same bytes as `writeVector`.
///
/// - Parameters:
///   - layer: Without features. Points are single points.
///   - features: Hands every feature on, in order; what it throws ends the writing, and nothing is
///     left of the file. Called twice for a shapefile, whose columns have to be as wide as their
///     widest text: it must give the same features again.
/// - Returns: What was renamed or cut to fit the format.
/// - Throws: As `writeVector`, and what `features` throws.
/// - Precondition: `layer` has no features.
@discardableResult
public func writeVector(
    _ layer: OutputLayer, to path: String, options: VectorWriteOptions = VectorWriteOptions(),
    features: @escaping (_ add: (Feature) throws -> Void) throws -> Void
) throws -> [GeoFileNote] {
    precondition(layer.features.isEmpty, "the features of a stream are made while it is written")
    let stream = FeatureStream(forEach: features)
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "gpkg":
        try stream.ending { () throws(GeoFileError) in
            try writeGeoPackage([layer], to: path, overwrite: options.overwrite, stream: stream)
        }
        return []
    case "fgb":
        try stream.ending { () throws(GeoFileError) in
            try writeFlatGeobuf(layer, to: path, overwrite: options.overwrite, stream: stream)
        }
        return []
    case "shp":
        return try stream.ending { () throws(GeoFileError) in
            try writeShapefile(layer, to: path, options, stream: stream)
        }
    default:
        var whole = layer
        try features { whole.features.append($0) }
        return try writeVector(whole, to: path, options: options)
    }
}

/// Features that come one after another, from a layer or from whoever makes them.
final class FeatureStream {
    private let each: ((Feature) throws -> Void) throws -> Void
    /// What the maker of the features threw; stands behind a writer's own errors.
    private var failure: (any Error)?

    init(forEach each: @escaping ((Feature) throws -> Void) throws -> Void) { self.each = each }

    /// Calls `body` with every feature; an error of the maker ends it with a passing error.
    func forEach(
        _ body: (Feature) throws(GeoFileError) -> Void
    ) throws(GeoFileError) {
        do {
            try each { feature in try body(feature) }
        } catch let error as GeoFileError {
            throw error
        } catch {
            failure = error
            throw GeoFileError.cannotCreate("", cause: "\(error)")
        }
    }

    /// What `write` gives back or throws, or what the maker of the features threw.
    func ending<Result>(_ write: () throws(GeoFileError) -> Result) throws -> Result {
        do {
            return try write()
        } catch {
            throw failure ?? error
        }
    }
}
