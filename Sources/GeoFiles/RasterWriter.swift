import CGDAL
import Foundation
import Geometry
public import Grids

/// What a written raster says of itself.
public struct RasterDescription: Hashable, Sendable {
    /// What the values are, such as `PM2.5 mean 2026-04`.
    public var description: String
    /// Their unit, such as `µg/m³`; empty for none.
    public var unit: String
    /// A QGIS style (QML) that goes beside the raster; `nil` for none.
    public var style: String?
    /// Further metadata.
    public var tags: [String: String]
    /// Whether the values are numbers of classes: the smaller versions of the raster then hold the
    /// most frequent one, not the average.
    public var isClassified: Bool

    public init(
        description: String = "", unit: String = "", style: String? = nil,
        tags: [String: String] = [:], isClassified: Bool = false
    ) {
        self.description = description
        self.unit = unit
        self.style = style
        self.tags = tags
        self.isClassified = isClassified
    }
}

/// The type in which a raster's values are stored.
public enum RasterValueType: String, Hashable, Sendable, CaseIterable {
    case float32
    case float64
}

/// Writes a Cloud Optimized GeoTIFF from blocks of rows, top to bottom.
///
/// The rows go to a temporary tiled GeoTIFF beside the target; `finish()` sets the statistics and
/// copies it into place: DEFLATE with predictor, tiles of 512, overviews by averages. The bytes
/// depend on the values alone, not on time, path, block heights or threads. A writer that is not
/// finished leaves nothing behind. Belongs to one thread at a time.
public final class RasterWriter {
    // Closed before its file is deleted: members go in this order.
    private let dataset: Dataset
    private let file: WholeFile
    private let draft: WholeFile
    private let band: GDALRasterBandH
    private let geometry: GridGeometry
    private let type: RasterValueType
    private let nodata: Double
    private let about: RasterDescription
    private let overwrite: Bool
    private var nextRow = 0
    private var statistics = RunningStatistics()

    /// - Parameters:
    ///   - nodata: What stands for NaN in the file.
    ///   - overwrite: Whether an existing file may be replaced.
    /// - Throws: `exists`, `cannotCreate`, `tryAgain`, or `unknownCRS`.
    public init(
        path: String, geometry: GridGeometry, type: RasterValueType = .float32,
        nodata: Double = -9999, about: RasterDescription = RasterDescription(),
        overwrite: Bool = false
    ) throws(GeoFileError) {
        file = try WholeFile(path, overwrite: overwrite)
        draft = try WholeFile(path, overwrite: true)
        if about.style != nil, !overwrite,
            FileManager.default.fileExists(atPath: stylePath(beside: path))
        {
            throw GeoFileError.exists(stylePath(beside: path))
        }
        self.geometry = geometry
        self.type = type
        self.nodata = type == .float32 ? Double(Float(nodata)) : nodata
        self.about = about
        self.overwrite = overwrite
        (dataset, band) = try createDraft(draft.temporary, path, geometry, type, self.nodata, about)
    }

    /// Takes the next rows.
    ///
    /// - Parameter values: Whole rows in row-major order; NaN where there is no data.
    /// - Throws: `tryAgain` when the disk is full.
    /// - Precondition: a whole number of rows, no more than the raster has left.
    public func write(_ values: [Double]) throws(GeoFileError) {
        let rows = values.count / geometry.columns
        precondition(
            rows * geometry.columns == values.count && nextRow + rows <= geometry.rows,
            "a raster takes whole rows, and as many as it has")
        if rows == 0 { return }
        let nodata = nodata
        switch type {
        case .float32:
            let empty = Float(nodata)
            try store(values.map { $0.isNaN ? empty : Float($0) }, rows)
        case .float64: try store(values.map { $0.isNaN ? nodata : $0 }, rows)
        }
        nextRow += rows
    }

    private func store<Value: BinaryFloatingPoint>(
        _ values: [Value], _ rows: Int
    ) throws(GeoFileError) {
        for start in stride(from: 0, to: values.count, by: geometry.columns) {
            statistics.add(values[start..<start + geometry.columns], nodata: Value(nodata))
        }
        let columns = Int32(geometry.columns)
        try withGDAL { messages throws(GeoFileError) in
            var values = values
            let code = values.withUnsafeMutableBytes { bytes in
                GDALRasterIO(
                    band, GF_Write, 0, Int32(nextRow), columns, Int32(rows), bytes.baseAddress,
                    columns, Int32(rows), Value.self == Float.self ? GDT_Float32 : GDT_Float64, 0,
                    0)
            }
            try check(code, GeoFileError.cannotCreate(file.target, cause: messages.cause))
        }
    }

    /// Completes the file and puts it, and its style, in place.
    ///
    /// - Parameter styling: Makes the style from the smallest and the largest value written, where
    ///   the description has none; `nil` for no style. Not called for a raster without values.
    /// - Throws: `cannotCreate`, `exists` for a style that may not be replaced, or `tryAgain` when
    ///   the disk is full.
    /// - Precondition: every row was written.
    public func finish(
        styling: ((ClosedRange<Double>) -> String)? = nil
    ) throws(GeoFileError) {
        precondition(nextRow == geometry.rows, "a raster is complete when every row was written")
        try withGDAL { messages throws(GeoFileError) in
            setStatistics(of: band, statistics)
            messages.clear()
            try buildOverviews(messages)
            guard basingrid_flush(dataset.handle) == CE_None, messages.firstFailure == nil else {
                throw GeoFileError.cannotCreate(file.target, cause: messages.cause)
            }
            try copyDraft(as: RasterFormat(path: file.target), messages)
        }
        if let style = about.style ?? statistics.range.flatMap({ range in styling?(range) }) {
            try writeText(style, to: stylePath(beside: file.target), overwrite: overwrite)
        }
        try file.publish()
    }

    /// Smaller versions by averages (of classes, by the most frequent) down to one tile, in the
    /// draft: the COG driver would compress its own only to read them again.
    private func buildOverviews(_ messages: GDALMessages) throws(GeoFileError) {
        guard RasterFormat(path: file.target) == .cloudOptimizedGeoTIFF else { return }
        var factors: [Int32] = []
        var factor = 1
        while max(geometry.rows, geometry.columns) > RasterFormat.tileSize * factor {
            factor *= 2
            factors.append(Int32(factor))
        }
        guard !factors.isEmpty else { return }
        let code = try withConfiguration([("GDAL_NUM_THREADS", "1")]) {
            GDALBuildOverviews(
                dataset.handle, about.isClassified ? "MODE" : "AVERAGE", Int32(factors.count),
                &factors, 0, nil, nil, nil)
        }
        try check(code, GeoFileError.cannotCreate(file.target, cause: messages.cause))
    }

    /// Copies the complete draft into its final format: only then are statistics and overviews
    /// known, and a COG's blocks in their order.
    private func copyDraft(
        as format: RasterFormat, _ messages: GDALMessages
    ) throws(GeoFileError) {
        let driver = try required(
            GDALGetDriverByName(format.driver),
            GeoFileError.cannotCreate(
                file.target, cause: "this GDAL has no driver \(format.driver)"))
        let made = try withConfiguration([("GDAL_NUM_THREADS", "1"), ("GDAL_PAM_ENABLED", "NO")]) {
            () throws(GeoFileError) in
            try withOptions(format.creationOptions) { list throws(GeoFileError) in
                basingrid_create_copy(driver, file.temporary, dataset.handle, list)
            }
        }
        let copy = Dataset(
            owning: try required(
                made, GeoFileError.cannotCreate(file.target, cause: messages.cause)),
            path: file.target)
        try copy.close(messages)
    }
}

/// The format of a raster, by the extension of its file.
enum RasterFormat {
    case cloudOptimizedGeoTIFF
    /// NetCDF 4 with CF conventions.
    case netCDF

    init(path: String) {
        self = path.lowercased().hasSuffix(".nc") ? .netCDF : .cloudOptimizedGeoTIFF
    }

    /// The rows and columns of a tile.
    static let tileSize = 512

    var driver: String {
        switch self {
        case .cloudOptimizedGeoTIFF: "COG"
        case .netCDF: "netCDF"
        }
    }

    /// One thread, and no history with the time of day: the same values give the same bytes.
    var creationOptions: [String] {
        switch self {
        case .cloudOptimizedGeoTIFF:
            [
                // Level 1 is written in half the time of level 6, and a twentieth larger.
                "COMPRESS=DEFLATE", "LEVEL=1", "PREDICTOR=YES", "BLOCKSIZE=\(Self.tileSize)",
                "OVERVIEWS=AUTO",
                "OVERVIEW_RESAMPLING=AVERAGE", "NUM_THREADS=1", "BIGTIFF=IF_SAFER",
            ]
        case .netCDF:
            ["FORMAT=NC4", "COMPRESS=DEFLATE", "WRITE_GDAL_HISTORY=NO", "WRITE_GDAL_VERSION=NO"]
        }
    }
}

private func createDraft(
    _ temporary: String, _ target: String, _ geometry: GridGeometry, _ type: RasterValueType,
    _ nodata: Double, _ about: RasterDescription
) throws(GeoFileError) -> (Dataset, GDALRasterBandH) {
    try withGDAL { messages throws(GeoFileError) in
        let failure = { GeoFileError.cannotCreate(target, cause: messages.cause) }
        let driver = try required(GDALGetDriverByName("GTiff"), failure())
        let options = [
            "TILED=YES", "BLOCKXSIZE=\(RasterFormat.tileSize)",
            "BLOCKYSIZE=\(RasterFormat.tileSize)", "BIGTIFF=IF_SAFER",
        ]
        let made = try withOptions(options) { list throws(GeoFileError) in
            basingrid_create(
                driver, temporary, Int32(geometry.columns), Int32(geometry.rows), 1,
                type == .float32 ? GDT_Float32 : GDT_Float64, list)
        }
        let dataset = Dataset(owning: try required(made, failure()), path: target)
        let band = try required(GDALGetRasterBand(dataset.handle, 1), failure())
        let g = geometry.geotransform
        var numbers = [
            g.originX, g.columnStepX, g.rowStepX, g.originY, g.columnStepY, g.rowStepY,
        ]
        try check(GDALSetGeoTransform(dataset.handle, &numbers), failure())
        if let crs = geometry.crs {
            let reference = try SpatialReference(crs.wkt)
            try check(GDALSetSpatialRef(dataset.handle, reference.handle), failure())
        }
        try check(GDALSetRasterNoDataValue(band, nodata), failure())
        GDALSetDescription(band, about.description)
        if !about.unit.isEmpty { try check(GDALSetRasterUnitType(band, about.unit), failure()) }
        if RasterFormat(path: target) == .netCDF { setVariable(of: band, about) }
        for (key, value) in about.tags.sorted(by: { $0.key < $1.key }) {
            try check(GDALSetMetadataItem(dataset.handle, key, value, nil), failure())
        }
        return (dataset, band)
    }
}

/// What a NetCDF variable is called and says of itself (CF: `long_name`, `units`).
private func setVariable(of band: GDALRasterBandH, _ about: RasterDescription) {
    let stem = about.description.split(separator: " ").first.map(String.init) ?? "value"
    let name = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    GDALSetMetadataItem(band, "NETCDF_VARNAME", String(name), nil)
    GDALSetMetadataItem(band, "long_name", about.description, nil)
    if !about.unit.isEmpty { GDALSetMetadataItem(band, "units", about.unit, nil) }
}

private func setStatistics(of band: GDALRasterBandH, _ statistics: RunningStatistics) {
    guard statistics.count > 0 else { return }
    func set(_ key: String, _ value: Double) {
        GDALSetMetadataItem(band, "STATISTICS_" + key, "\(value)", nil)
    }
    set("MINIMUM", statistics.minimum)
    set("MAXIMUM", statistics.maximum)
    set("MEAN", statistics.mean)
    set("STDDEV", statistics.standardDeviation)
    set("VALID_PERCENT", 100 * Double(statistics.count) / Double(max(1, statistics.total)))
}

/// The path of a raster's QGIS style: the same name with `.qml`.
func stylePath(beside path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().appendingPathExtension("qml").path
}

/// Extremes and moments of values taken one by one, in their order (Welford 1962).
struct RunningStatistics {
    private(set) var count = 0
    private(set) var total = 0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    private(set) var mean = 0.0
    private var squares = 0.0

    /// Adds a row. Rows are joined in their order, so that the figures depend on the raster alone.
    mutating func add<Value: BinaryFloatingPoint>(_ row: ArraySlice<Value>, nodata: Value) {
        total += row.count
        var rowCount = 0
        var sum = 0.0
        var low = Value.infinity
        var high = -Value.infinity
        for value in row where value != nodata {
            rowCount += 1
            sum += Double(value)
            low = min(low, value)
            high = max(high, value)
        }
        guard rowCount > 0 else { return }
        minimum = min(minimum, Double(low))
        maximum = max(maximum, Double(high))
        let rowMean = sum / Double(rowCount)
        var rowSquares = 0.0
        for value in row where value != nodata {
            let deviation = Double(value) - rowMean
            rowSquares += deviation * deviation
        }
        // Chan, Golub, LeVeque 1979.
        let after = Double(count + rowCount)
        let difference = rowMean - mean
        squares += rowSquares + difference * difference * Double(count) * Double(rowCount) / after
        mean += difference * Double(rowCount) / after
        count += rowCount
    }

    /// `nil` without a value.
    var range: ClosedRange<Double>? { count == 0 ? nil : minimum...maximum }

    var standardDeviation: Double { count == 0 ? 0 : (squares / Double(count)).squareRoot() }
}

/// Writes a grid as a Cloud Optimized GeoTIFF, or as NetCDF (CF) where `path` ends in `.nc`; NaN and
/// the grid's nodata become nodata.
///
/// - Parameters:
///   - grid: Its geometry's CRS goes into the file.
///   - path: The file; its folder exists.
/// - Throws: `exists`, `cannotCreate`, `unknownCRS`, or `tryAgain` when the disk is full.
public func writeRaster<Value: BinaryFloatingPoint>(
    _ grid: Grid<Value>, to path: String, about: RasterDescription = RasterDescription(),
    type: RasterValueType? = nil, overwrite: Bool = false
) throws(GeoFileError) {
    let nodata = grid.nodata.map(Double.init) ?? .nan
    let writer = try RasterWriter(
        path: path, geometry: grid.geometry,
        type: type ?? (Value.self == Float.self ? .float32 : .float64),
        nodata: nodata.isNaN ? -9999 : nodata, about: about, overwrite: overwrite)
    let columns = grid.geometry.columns
    for start in stride(from: 0, to: grid.geometry.rows, by: 512) {
        let end = min(start + 512, grid.geometry.rows)
        let values = grid.values[start * columns..<end * columns]
        try writer.write(values.map { $0 == grid.nodata ? .nan : Double($0) })
    }
    try writer.finish()
}
