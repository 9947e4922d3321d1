import CGDAL
public import Grids

/// A band of a raster file, read window by window through GDAL's block cache. Belongs to one
/// thread at a time: open one reader a worker.
///
/// For windows that come in any order and overlap. To stream a raster once, or several bands at
/// once, use `RasterFile`.
public final class RasterReader: RasterSource {
    /// What is read.
    public let file: RasterFile
    private let dataset: Dataset
    private let handle: GDALRasterBandH

    /// Opens a band.
    ///
    /// - Parameters:
    ///   - path: A file, or `PATH:band`.
    ///   - band: From 1; a band in `path` goes before.
    /// - Throws: `missing`, `unreadable`, `damaged`; `unknownLayer` for a band that is not there;
    ///   `wrongContent` for a raster without a place on the ground.
    public init(path given: String, band: Int = 1) throws(GeoFileError) {
        let place = rasterLocation(given, band: band)
        file = try RasterFile(path: place.path, bands: [place.band])
        (dataset, handle) = try withGDAL { messages throws(GeoFileError) in
            let dataset = try openDataset(
                place.path, kinds: GDAL_OF_RASTER, options: [], messages)
            return (dataset, try dataset.band(place.band))
        }
    }

    public var path: String { file.path }
    public var geometry: GridGeometry { file.geometry }
    public var blockRows: Int { file.blockRows }
    public var blockColumns: Int { file.blockColumns }
    /// The band that is read, from 1.
    public var band: Int { file.bands[0].number }
    /// The value that stands for "no data" in the file, before scale and offset.
    public var nodata: Double? { file.bands[0].nodata }
    /// The band's description and unit; empty when the file gives none.
    public var bandDescription: String { file.bands[0].description }
    public var unit: String { file.bands[0].unit }
    /// GDAL's name of the type in which values are stored, such as `Float32`.
    public var storageType: String { file.bands[0].storageType }
    /// The number of bands in the file.
    public var bandCount: Int { file.fileBandCount }

    /// The values of `window`, row by row, scale and offset applied; NaN for nodata and masked
    /// cells.
    ///
    /// - Throws: `damaged` when a block cannot be decoded.
    /// - Precondition: the window lies inside the grid.
    public func read(_ window: GridWindow) throws(GeoFileError) -> [Double] {
        precondition(
            window.rows.lowerBound >= 0 && window.rows.upperBound <= geometry.rows
                && window.columns.lowerBound >= 0 && window.columns.upperBound <= geometry.columns,
            "a window lies inside its grid")
        if window.cellCount == 0 { return [] }
        let band = file.bands[0]
        let stored = UnsafeMutableRawBufferPointer.allocate(
            byteCount: window.cellCount * band.type.byteCount, alignment: 16)
        defer { stored.deallocate() }
        var values = [Double](repeating: 0, count: window.cellCount)
        try withGDAL { messages throws(GeoFileError) in
            let type = band.type == .other ? GDT_Float64 : GDALGetRasterDataType(handle)
            let code = transfer(handle, window, stored.baseAddress, type, lineBytes: 0)
            try check(code, GeoFileError.damaged(path, cause: messages.cause))
            values.withUnsafeMutableBufferPointer { target in
                guard let source = stored.baseAddress, let target = target.baseAddress else {
                    return
                }
                let columns = window.columns.count
                band.type.copy(
                    source, to: target,
                    CellRectangle(
                        rows: window.rows.count, columns: columns, sourceStride: columns,
                        targetStride: columns),
                    nodata: band.heldNodata, scaling: band.scaling)
            }
            try applyMask(window, &values, messages)
        }
        return values
    }

    private func applyMask(
        _ window: GridWindow, _ values: inout [Double], _ messages: GDALMessages
    ) throws(GeoFileError) {
        guard file.bands[0].hasMask, let mask = GDALGetMaskBand(handle) else { return }
        var flags = [UInt8](repeating: 0, count: window.cellCount)
        let code = flags.withUnsafeMutableBytes { bytes in
            transfer(mask, window, bytes.baseAddress, GDT_Byte, lineBytes: 0)
        }
        try check(code, GeoFileError.damaged(path, cause: messages.cause))
        for index in values.indices where flags[index] == 0 { values[index] = .nan }
    }

    /// The whole band in memory, NaN where there is no data.
    ///
    /// - Throws: as `read`.
    public func readGrid() throws(GeoFileError) -> Grid<Double> {
        Grid(geometry: geometry, values: try read(geometry.fullWindow), nodata: .nan)
    }
}
