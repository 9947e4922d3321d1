import CGDAL
import Foundation
public import Geometry

/// Writes the raster at `path` in the format of the target's extension: `.tif` (Cloud Optimized
/// GeoTIFF) or `.nc` (netCDF, CF). All bands, their types, nodata, units and metadata are kept.
///
/// - Parameters:
///   - crs: A system to warp into, for GeoTIFF: real numbers by bilinear resampling, whole numbers
///     (classes) by the nearest cell; `nil` keeps the cells as they are.
///   - assumedCRS: The system of a raster that names none.
/// - Returns: What was resampled.
/// - Throws: `missing`, `unreadable`, `damaged`; `unknownCRS`; `exists`, `cannotCreate`, `tryAgain`.
public func convertRaster(
    at path: String, to target: String, crs: CoordinateReferenceSystem? = nil,
    assumedCRS: CoordinateReferenceSystem? = nil, overwrite: Bool = false
) throws(GeoFileError) -> [GeoFileNote] {
    try requireReadable(path)
    let isNetCDF = target.lowercased().hasSuffix(".nc")
    let file = try WholeFile(target, overwrite: overwrite)
    return try withGDAL { messages throws(GeoFileError) in
        let source = try openDataset(path, kinds: GDAL_OF_RASTER, options: [], messages)
        var notes: [GeoFileNote] = []
        var options = isNetCDF ? ["FORMAT=NC4C", "COMPRESS=DEFLATE", "WRITE_GDAL_HISTORY=NO"] : []
        let copy = try described(source, assumedCRS, messages)
        if !isNetCDF {
            options = cogOptions(isReal: isReal(source))
            if let crs, let own = describe(GDALGetSpatialRef(copy.handle)), !isSame(own, crs) {
                let method = isReal(source) ? "BILINEAR" : "NEAREST"
                options += ["TARGET_SRS=\(crs.wkt)", "WARP_RESAMPLING=\(method)"]
                notes.append(warpNote(path, own, crs, isReal: isReal(source)))
            }
        }
        let name = isNetCDF ? "netCDF" : "COG"
        let driver = try required(
            GDALGetDriverByName(name),
            GeoFileError.cannotCreate(target, cause: "this GDAL has no driver \(name)"))
        messages.clear()
        let made = try withOptions(options) { list throws(GeoFileError) in
            basingrid_create_copy(driver, file.temporary, copy.handle, list)
        }
        let written = Dataset(
            owning: try required(made, GeoFileError.cannotCreate(target, cause: messages.cause)),
            path: target)
        try written.close(messages)
        try file.publish()
        return notes
    }
}

private func cogOptions(isReal: Bool) -> [String] {
    [
        "COMPRESS=DEFLATE", "PREDICTOR=YES", "BLOCKSIZE=512", "BIGTIFF=IF_SAFER",
        "OVERVIEW_RESAMPLING=\(isReal ? "AVERAGE" : "NEAREST")",
    ]
}

/// Whether the first band holds real numbers.
private func isReal(_ dataset: Dataset) -> Bool {
    guard let band = GDALGetRasterBand(dataset.handle, 1) else { return true }
    return GDALDataTypeIsFloating(GDALGetRasterDataType(band)) != 0
}

/// The dataset itself, or where it names no CRS a virtual one that does.
private func described(
    _ source: Dataset, _ assumed: CoordinateReferenceSystem?, _ messages: GDALMessages
) throws(GeoFileError) -> Dataset {
    guard let assumed, GDALGetSpatialRef(source.handle) == nil else { return source }
    let driver = try required(
        GDALGetDriverByName("VRT"), GeoFileError.cannotCreate(source.path, cause: "no driver VRT"))
    let made = try withOptions([]) { list throws(GeoFileError) in
        basingrid_create_copy(driver, "", source.handle, list)
    }
    let copy = Dataset(
        owning: try required(made, GeoFileError.damaged(source.path, cause: messages.cause)),
        path: source.path)
    let reference = try SpatialReference(assumed.wkt)
    try check(
        GDALSetSpatialRef(copy.handle, reference.handle),
        GeoFileError.unknownCRS(assumed.name, cause: messages.cause))
    return copy
}

private func warpNote(
    _ path: String, _ own: CoordinateReferenceSystem, _ crs: CoordinateReferenceSystem, isReal: Bool
) -> GeoFileNote {
    GeoFileNote(
        .crsTransformed, path: path,
        english: "cells were resampled from \(own.name) to \(crs.name), "
            + (isReal ? "bilinear" : "by the nearest cell"),
        chinese: "栅格由 \(own.name) 重采样到 \(crs.name)（\(isReal ? "双线性" : "最邻近")）")
}
