import CGDAL
import Foundation
import Geometry
public import Grids

/// A band of a raster file, read window by window. Belongs to one thread at a time: open one
/// reader a worker.
public final class RasterReader: RasterSource {
    public let path: String
    /// The band that is read, from 1.
    public let band: Int
    public let geometry: GridGeometry
    public let blockRows: Int
    public let blockColumns: Int
    /// The value that stands for "no data" in the file, before scale and offset.
    public let nodata: Double?
    /// The band's description and unit; empty when the file gives none.
    public let bandDescription: String
    public let unit: String
    /// GDAL's name of the type in which values are stored, such as `Float32`.
    public let storageType: String
    public let bandCount: Int
    private let dataset: Dataset
    private let handle: GDALRasterBandH
    private let scale: Double
    private let offset: Double
    private let mask: GDALRasterBandH?

    /// Opens a band.
    ///
    /// - Parameters:
    ///   - path: A file, or `PATH:band`.
    ///   - band: From 1; a band in `path` goes before.
    /// - Throws: `missing`, `unreadable`, `damaged`; `unknownLayer` for a band that is not there;
    ///   `wrongContent` for a raster without a place on the ground.
    public init(path given: String, band: Int = 1) throws(GeoFileError) {
        let place = rasterLocation(given, band: band)
        try requireReadable(place.path)
        let opened = try withGDAL { messages throws(GeoFileError) in
            try openBand(place.path, place.band, messages)
        }
        path = place.path
        self.band = place.band
        dataset = opened.dataset
        handle = opened.band
        geometry = opened.geometry
        bandCount = Int(GDALGetRasterCount(opened.dataset.handle))
        var width: Int32 = 0
        var height: Int32 = 0
        GDALGetBlockSize(handle, &width, &height)
        blockRows = Int(max(1, height))
        blockColumns = Int(max(1, width))
        bandDescription = text(GDALGetDescription(handle))
        unit = text(GDALGetRasterUnitType(handle))
        let type = GDALGetRasterDataType(handle)
        storageType = text(GDALGetDataTypeName(type))
        var isGiven: Int32 = 0
        let value = GDALGetRasterNoDataValue(handle, &isGiven)
        // A Float32 file may write its nodata with more digits than its cells can hold.
        nodata = isGiven == 0 ? nil : type == GDT_Float32 ? Double(Float(value)) : value
        scale = GDALGetRasterScale(handle, &isGiven)
        offset = GDALGetRasterOffset(handle, &isGiven)
        let flags = GDALGetMaskFlags(handle)
        let hasOwnMask = flags & (GMF_ALL_VALID | GMF_NODATA) == 0
        mask = hasOwnMask ? GDALGetMaskBand(handle) : nil
    }

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
        var values = [Double](repeating: 0, count: window.cellCount)
        try withGDAL { messages throws(GeoFileError) in
            let code = values.withUnsafeMutableBytes { bytes in
                transfer(handle, window, bytes.baseAddress, GDT_Float64)
            }
            try check(code, GeoFileError.damaged(path, cause: messages.cause))
            if let nodata, !nodata.isNaN {
                for index in values.indices where values[index] == nodata { values[index] = .nan }
            }
            try applyMask(window, &values, messages)
        }
        if scale != 1 || offset != 0 {
            for index in values.indices { values[index] = values[index] * scale + offset }
        }
        return values
    }

    private func applyMask(
        _ window: GridWindow, _ values: inout [Double], _ messages: GDALMessages
    ) throws(GeoFileError) {
        guard let mask else { return }
        var flags = [UInt8](repeating: 0, count: window.cellCount)
        let code = flags.withUnsafeMutableBytes { bytes in
            transfer(mask, window, bytes.baseAddress, GDT_Byte)
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

/// Reads a window of a band in the memory layout of `type`.
private func transfer(
    _ band: GDALRasterBandH, _ window: GridWindow, _ memory: UnsafeMutableRawPointer?,
    _ type: GDALDataType
) -> CPLErr {
    let columns = Int32(window.columns.count)
    let rows = Int32(window.rows.count)
    return GDALRasterIO(
        band, GF_Read, Int32(window.columns.lowerBound), Int32(window.rows.lowerBound), columns,
        rows, memory, columns, rows, type, 0, 0)
}

/// `PATH` or `PATH:band` taken apart; a file of the whole name goes before.
private func rasterLocation(_ given: String, band: Int) -> (path: String, band: Int) {
    if FileManager.default.fileExists(atPath: given) { return (given, band) }
    guard let colon = given.lastIndex(of: ":"),
        let number = Int(given[given.index(after: colon)...]), number > 0
    else { return (given, band) }
    return (String(given[..<colon]), number)
}

private func openBand(
    _ path: String, _ number: Int, _ messages: GDALMessages
) throws(GeoFileError) -> (dataset: Dataset, band: GDALRasterBandH, geometry: GridGeometry) {
    let dataset = try openDataset(path, kinds: GDAL_OF_RASTER, options: [], messages)
    let count = Int(GDALGetRasterCount(dataset.handle))
    guard (1...max(1, count)).contains(number),
        let band = GDALGetRasterBand(dataset.handle, Int32(number))
    else {
        throw GeoFileError(
            .unknownLayer, path: path, layer: String(number),
            english: "\"\(path)\" has no band \(number); it has \(count). "
                + "Write the band behind a colon: \"\(path):1\".",
            chinese: "“\(path)”没有第 \(number) 波段，共 \(count) 个波段。请用“\(path):1”指定波段。")
    }
    var numbers = [Double](repeating: 0, count: 6)
    guard GDALGetGeoTransform(dataset.handle, &numbers) == CE_None,
        numbers[1] * numbers[5] - numbers[2] * numbers[4] != 0
    else {
        throw GeoFileError.wrongContent(
            path,
            english: "\"\(path)\" does not say where its cells lie (no geotransform). "
                + "Give it a world file, or georeference it first.",
            chinese: "“\(path)”没有地理定位信息（缺少仿射变换参数），请补充坐标文件（如 .tfw）或先配准。")
    }
    let geometry = GridGeometry(
        geotransform: Geotransform(
            originX: numbers[0], columnStepX: numbers[1], rowStepX: numbers[2],
            originY: numbers[3], columnStepY: numbers[4], rowStepY: numbers[5]),
        rows: Int(GDALGetRasterBandYSize(band)), columns: Int(GDALGetRasterBandXSize(band)),
        crs: describe(GDALGetSpatialRef(dataset.handle)))
    return (dataset, band, geometry)
}
