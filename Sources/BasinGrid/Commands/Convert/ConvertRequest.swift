import Foundation
public import GeoFiles
public import Geometry
import Reports

/// One dataset → another format, encoding or CRS, with the shift of Chinese web maps on request.
public struct ConvertRequest: Sendable {
    public var input: String
    public var output: String
    /// The CRS of the output; `nil` keeps the input's.
    public var crs: String?
    /// What the coordinates are. `nil`: as the file says, else true ones.
    public var source: WebMapDatum?
    /// What they are to be; `nil` with a `source` is true ones, without it no shift.
    public var target: WebMapDatum?
    /// The columns of a table that hold places; `nil` finds them by their headings where needed.
    public var xColumn: String?
    public var yColumn: String?
    /// The encoding of shapefiles and CSV.
    public var encoding = OutputEncoding.utf8
    public var reading = VectorReadOptions()

    public init(input: String, output: String) {
        self.input = input
        self.output = output
    }

    static let rasterExtensions: Set = ["tif", "tiff", "nc"]
    static let tableExtensions: Set = ["csv", "json", "xlsx"]
    static let vectorExtensions: Set = ["gpkg", "geojson", "shp", "fgb", "kml"]

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        try checkUsage(options)
        options.progress(0, LocalizedText("读取数据", "reading"))
        var outcome = try isRaster ? convertRaster(options) : convertLayers(options)
        options.progress(1, LocalizedText("完成", "done"))
        outcome.outputs = [output]
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try checkUsage(options)
        let reads = parts(ofDataset: input).map { ($0, fileSize($0)) }
        let bytes = reads.reduce(0) { $0 + $1.1 }
        var cells = 0
        var warnings: [LocalizedText] = []
        if isRaster {
            let geometry = try RasterFile(path: input).geometry
            cells = geometry.rows * geometry.columns
        } else {
            warnings = try layers().flatMap(\.notes).map(\.text)
        }
        return DryRunPlan(
            reads: reads, writes: [output], cells: cells, memoryInBytes: 80_000_000 + bytes * 5,
            seconds: 0.1 + Double(bytes) * 5e-8, warnings: warnings)
    }

    // MARK: - What is asked for

    var outputExtension: String {
        URL(fileURLWithPath: output).pathExtension.lowercased()
    }

    var isRaster: Bool { Self.rasterExtensions.contains(outputExtension) }

    private func checkUsage(_ options: RunOptions) throws {
        let known = Self.vectorExtensions.union(Self.tableExtensions).union(Self.rasterExtensions)
        guard known.contains(outputExtension) else {
            let list = known.sorted().map { ".\($0)" }.joined(separator: ", ")
            throw Fault(
                .usage, zh: "输出 \(output) 的扩展名不可识别，应为 \(list) 之一。",
                en: "The output \(output) has no known extension, expected one of \(list).")
        }
        try checkOutputFile(URL(fileURLWithPath: output), overwrite: options.overwrite)
        if let target = shiftTarget, target != .wgs84, crs != nil {
            throw Fault(
                .usage,
                zh: "\(target.name) 没有投影坐标系：--to \(target.rawValue) 的结果总是经纬度，不能再加 --crs。",
                en: "\(target.name) has no projected systems: the result of --to "
                    + "\(target.rawValue) is longitude and latitude. Leave out --crs.")
        }
        if (xColumn == nil) != (yColumn == nil) {
            throw Fault(.usage, zh: "--x 与 --y 须同时给出。", en: "--x and --y go together.")
        }
        if isRaster, shiftTarget != nil {
            throw Fault(
                .usage, zh: "栅格不能作 GCJ-02、BD-09 偏移（偏移后不再是规则网格）。请转换其来源的矢量数据。",
                en: "Rasters cannot be shifted to or from GCJ-02 and BD-09: the cells would no "
                    + "longer be a grid. Convert the vector data that they come from.")
        }
    }

    /// What the coordinates are shifted to; `nil` for no shift.
    var shiftTarget: WebMapDatum? { target ?? source.map { _ in .wgs84 } }

    // MARK: - Rasters

    private func convertRaster(_ options: RunOptions) throws -> CommandOutcome {
        if crs != nil, outputExtension == "nc" {
            throw Fault(
                .usage, zh: "netCDF 输出不支持 --crs。请先转换为 .tif，再转换为 .nc。",
                en: "netCDF outputs take no --crs. Convert to .tif first, then to .nc.")
        }
        let notes = try GeoFiles.convertRaster(
            at: input, to: output, crs: try crs.map { try coordinateReferenceSystem(named: $0) },
            assumedCRS: try reading.assumedCRS.map { try coordinateReferenceSystem(named: $0) },
            overwrite: options.overwrite)
        let bands = try RasterFile(path: output).fileBandCount
        return CommandOutcome(counts: [("bands", bands)], warnings: notes.map(\.text))
    }
}
