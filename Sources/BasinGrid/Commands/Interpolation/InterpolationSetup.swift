import Foundation
import GeoFiles
import Geometry
import Grids
import Interpolation
import Reports

/// What a request for a surface reads, checked before any work.
struct InterpolationSetup {
    let request: InterpolationRequest
    let grid: InterpolationGrid
    let stations: PreparedStations
    /// The values of the days that the stations' values are made of; `nil` without readings.
    let days: DailyFields?
    let drift: DriftRaster?
    let type: RasterValueType
    /// What the value raster says of itself.
    let description: RasterDescription
    /// Files to write: the surface first.
    let outputs: [String]
    private(set) var notes: [LocalizedText] = []

    init(_ request: InterpolationRequest, _ options: RunOptions) throws {
        self.request = request
        outputs = try Self.outputs(of: request, options)
        try request.checkOptions()
        type = try choice(request.type, of: RasterValueType.self, option: "--type")
        let policy = try choice(
            request.duplicates, of: DuplicatePolicy.self, option: "--duplicates")
        var notes: [LocalizedText] = []
        grid = try request.grid(&notes)
        let geometry = grid.geometry
        try Self.checkMemory(geometry, options)
        let values = try request.stationValues(in: grid.geometry.crs, &notes)
        stations = try PreparedStations(
            values.stations, crs: geometry.crs, duplicates: policy,
            mergeDistanceInMetres: try request.mergeDistance.map {
                try metres($0, option: "--merge-distance", in: geometry.crs)
            } ?? 0)
        notes += stations.notes.map {
            LocalizedText(zh: $0.descriptionInChinese, en: $0.description)
        }
        days = values.days
        description = RasterDescription(description: values.name, unit: values.unit)
        drift = try request.surface.driftPath.map { try DriftRaster(path: $0, geometry, options) }
        self.notes = notes
    }

    /// Bands of rows go through the threads and the writers; nothing else grows with the grid.
    private static func checkMemory(_ geometry: GridGeometry, _ options: RunOptions) throws {
        let needed = memory(for: geometry, threads: options.threads)
        guard needed <= Double(options.memory) else {
            let have = ByteCount(options.memory)
            throw Fault(
                .data,
                zh: "网格每行有 \(geometry.columns) 个单元，逐带计算所需内存超过 --memory \(have)。"
                    + "请加大 --cell，或提高 --memory。",
                en: "The grid has \(geometry.columns) cells a row, whose bands need more than "
                    + "--memory \(have). Choose a larger --cell, or raise --memory.")
        }
    }

    /// Bytes: the tool itself, and a few bands a thread.
    static func memory(for geometry: GridGeometry, threads: Int) -> Double {
        9e7 + Double(geometry.columns) * Double(SurfaceTarget.bandHeight) * 40
            * Double(threads + 1)
    }

    private static func outputs(
        of request: InterpolationRequest, _ options: RunOptions
    ) throws -> [String] {
        let extensions = [".tif", ".tiff", ".nc"]
        func isRaster(_ path: String) -> Bool {
            extensions.contains(where: path.lowercased().hasSuffix)
        }
        guard let output = request.output, isRaster(output) else {
            throw Fault(
                .usage,
                zh: "interpolate 需要用 -o 指定 .tif 或 .nc 文件"
                    + (request.output.map { "，实为 \($0)。" } ?? "。"),
                en: "interpolate writes a raster: name it with -o FILE.tif or FILE.nc"
                    + (request.output.map { ", found \($0)." } ?? "."))
        }
        var rasters = [output]
        for (option, path) in [("--variance", request.variance)]
            + (try request.limits().map { ("--exceed", $0.path) })
        {
            guard let path else { continue }
            guard isRaster(path) else {
                throw unexpected(
                    option, path, zh: ".tif 或 .nc 文件", en: "a FILE.tif or FILE.nc")
            }
            rasters.append(path)
        }
        for path in rasters {
            try checkOutputFile(URL(fileURLWithPath: path), overwrite: options.overwrite)
        }
        if let table = request.crossValidation {
            try TableTarget(table).checkWritable(overwrite: options.overwrite)
        }
        let all = rasters + [request.crossValidation].compactMap { $0 }
        if let twice = all.first(where: { path in all.count { $0 == path } > 1 }) {
            throw Fault(
                .usage, zh: "有两个输出都写到 \(twice)。请各用一个文件名。",
                en: "Two outputs go to \(twice). Give each a name of its own.")
        }
        return all
    }

    /// What a run takes for `--dry-run`, measured on one core.
    func costs(wantsVariances: Bool) -> (memoryInBytes: Int, secondsPerCell: Double) {
        let count = Double(stations.stations.count)
        let isLocal = request.surface.neighbours != nil && request.surface.neighbours != "all"
        switch request.surface.method {
        case "kriging" where isLocal:
            return (Int(count * 200), wantsVariances ? 1.5e-6 : 1e-6)
        case "kriging", "auto":
            // A triangular solve a cell and the station matrix.
            let variance = wantsVariances ? count * count * 4e-11 : 0
            return (Int(count * count * 24), count * 1.5e-9 + variance + 1e-7)
        default:
            return (0, 2e-7)
        }
    }
}

extension InterpolationSetup {
    func chosenMethod() throws -> ChosenMethod {
        try MethodChooser(
            settings: request.surface, stations: stations, geometry: grid.geometry, days: days,
            drift: drift
        ).chosen()
    }

    /// The cells that get a value.
    func target(_ options: RunOptions) throws -> SurfaceTarget {
        let target = try grid.target(threads: options.threads)
        guard request.staysInHull || request.farthest != nil else { return target }
        let limits = try SurfaceLimits(
            isWithinHull: request.staysInHull,
            maxDistanceInMetres: try request.farthest.map {
                try metres($0, option: "--max-distance", in: grid.geometry.crs)
            })
        return try target.limited(to: limits, of: stations)
    }
}

extension InterpolationRequest {
    /// Options that are out of range or do not go together.
    func checkOptions() throws {
        try surface.check()
        if let option = variance != nil ? "variance" : exceedances.isEmpty ? nil : "exceed",
            !surface.kriges
        {
            throw surface.goesWith(option, "kriging")
        }
    }

    /// The limits of `--exceed` and their files.
    func limits() throws -> [(limit: Double, path: String)] {
        try exceedances.map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let limit = Double(parts[0]), limit.isFinite else {
                throw unexpected(
                    "--exceed", text, zh: "限值=文件，如 75=p75.tif",
                    en: "LIMIT=FILE, such as 75=p75.tif")
            }
            return (limit, parts[1])
        }
    }
}
