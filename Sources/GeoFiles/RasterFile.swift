import CGDAL
import Foundation
public import Grids

/// One or several bands of a raster file: where its cells lie, how they are stored, and readers
/// for as many threads as are wanted.
///
/// A description only: no file stays open but in the readers.
public struct RasterFile: RasterStack {
    public let path: String
    /// The bands that are read, in the order asked for.
    public let bands: [RasterBand]
    public let geometry: GridGeometry
    /// The number of bands in the file.
    public let fileBandCount: Int

    /// The band of a file.
    ///
    /// - Parameter path: A file, for its first band, or `PATH:band`.
    /// - Throws: `missing`, `unreadable`, `damaged`; `unknownLayer` for a band that is not there;
    ///   `wrongContent` for a raster without a place on the ground.
    public init(path given: String) throws(GeoFileError) {
        let place = rasterLocation(given, band: 1)
        try self.init(path: place.path, bands: [place.band])
    }

    /// Several bands of a file, which come in this order.
    ///
    /// - Parameters:
    ///   - path: A file.
    ///   - bands: Numbers from 1; a number may repeat.
    /// - Throws: as `init(path:)`.
    /// - Precondition: `bands` is not empty.
    public init(path: String, bands numbers: [Int]) throws(GeoFileError) {
        precondition(!numbers.isEmpty, "a stack has at least one band")
        try requireReadable(path)
        let opened = try withGDAL { messages throws(GeoFileError) in
            let dataset = try openDataset(
                path, kinds: GDAL_OF_RASTER, options: [], messages)
            var bands: [RasterBand] = []
            for number in numbers {
                bands.append(RasterBand(try dataset.band(number), number: number))
            }
            return (
                bands, try gridGeometry(of: dataset), Int(GDALGetRasterCount(dataset.handle))
            )
        }
        self.path = path
        (bands, geometry, fileBandCount) = opened
    }

    public var bandCount: Int { bands.count }
    public var blockRows: Int { bands[0].blockRows }
    public var blockColumns: Int { bands[0].blockColumns }
    public var isExactInFloat: Bool { bands.allSatisfy(\.isExactInFloat) }

    /// A reader with a handle of its own.
    ///
    /// - Throws: `damaged` when the file cannot be opened, or has changed since it was described.
    public func makeReader() throws -> any RasterStackReader { try RasterFileReader(self) }

    /// Throws `wrongContent` when rows or columns are not parallel to the axes: zones are laid over
    /// rasters that are not rotated.
    public func requireAxisParallel() throws(GeoFileError) {
        let transform = geometry.geotransform
        guard transform.isRotated else { return }
        throw GeoFileError.wrongContent(
            path,
            english: "\"\(path)\" is rotated (row step in x \(transform.rowStepX), column step in "
                + "y \(transform.columnStepY)); rows and columns must be parallel to the axes. "
                + "Warp it first, for example with gdalwarp.",
            chinese: "“\(path)”的行列带旋转（行方向 x 步长 \(transform.rowStepX)，列方向 y 步长 "
                + "\(transform.columnStepY)），要求行列与坐标轴平行。请先重采样，例如用 gdalwarp。")
    }
}

extension Dataset {
    /// A band by its number from 1.
    func band(_ number: Int) throws(GeoFileError) -> GDALRasterBandH {
        let count = Int(GDALGetRasterCount(handle))
        guard count > 0, (1...count).contains(number),
            let band = GDALGetRasterBand(handle, Int32(number))
        else {
            throw GeoFileError(
                .unknownLayer, path: path, layer: String(number),
                english: "\"\(path)\" has no band \(number); it has \(count). "
                    + "Write the band behind a colon: \"\(path):1\".",
                chinese: "“\(path)”没有第 \(number) 波段，共 \(count) 个波段。请用“\(path):1”指定波段。")
        }
        return band
    }
}

/// `PATH` or `PATH:band` taken apart; a file of the whole name goes before.
func rasterLocation(_ given: String, band: Int) -> (path: String, band: Int) {
    if FileManager.default.fileExists(atPath: given) { return (given, band) }
    guard let colon = given.lastIndex(of: ":"),
        let number = Int(given[given.index(after: colon)...]), number > 0
    else { return (given, band) }
    return (String(given[..<colon]), number)
}

/// Where the cells of a dataset lie.
private func gridGeometry(of dataset: Dataset) throws(GeoFileError) -> GridGeometry {
    var numbers = [Double](repeating: 0, count: 6)
    guard GDALGetGeoTransform(dataset.handle, &numbers) == CE_None,
        numbers[1] * numbers[5] - numbers[2] * numbers[4] != 0
    else {
        throw GeoFileError.wrongContent(
            dataset.path,
            english: "\"\(dataset.path)\" does not say where its cells lie (no geotransform). "
                + "Give it a world file, or georeference it first.",
            chinese: "“\(dataset.path)”没有地理定位信息（缺少仿射变换参数），请补充坐标文件（如 .tfw）或先配准。")
    }
    return GridGeometry(
        geotransform: Geotransform(
            originX: numbers[0], columnStepX: numbers[1], rowStepX: numbers[2],
            originY: numbers[3], columnStepY: numbers[4], rowStepY: numbers[5]),
        rows: Int(GDALGetRasterYSize(dataset.handle)),
        columns: Int(GDALGetRasterXSize(dataset.handle)),
        crs: describe(GDALGetSpatialRef(dataset.handle)))
}
