public import GeoFiles
import Geometry
import Reports

/// Stations → raster.
public struct InterpolationRequest: Sendable {
    // MARK: Stations

    /// A point layer, or a table with coordinates.
    public var stations: String
    /// The field with the stations' code; `nil`: their row.
    public var idField: String?
    /// The field with the value; `nil` where readings give it.
    public var valueField: String?
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: String?
    public var parameter: String?
    public var period: String?
    /// What is made of a period's readings: `mean`, `max`, `p90` …
    public var statistic = "mean"
    /// What happens to stations at one place.
    public var duplicates = "mean"
    /// The distance within which stations are at one place; `nil` for none.
    public var mergeDistance: String?

    // MARK: Grid

    public var cell: String?
    public var extent: [Double] = []
    public var size: [Int] = []
    /// Zones whose extent the grid covers.
    public var zones: String?
    /// Whether only cells that zones touch get a value.
    public var isMasked = false
    /// A raster whose grid is used.
    public var like: String?
    public var crs: String?

    // MARK: Method

    public var surface = SurfaceSettings()
    /// Whether cells outside the stations' hull get no value.
    public var staysInHull = false
    /// The distance from the nearest station beyond which cells get no value.
    public var farthest: String?

    // MARK: Results

    public var type = "float32"
    public var output: String?
    /// The raster of kriging variances.
    public var variance: String?
    /// `LIMIT=FILE.tif`: rasters of the probability that a limit is exceeded.
    public var exceedances: [String] = []
    /// The table of stations estimated from the others.
    public var crossValidation: String?
    /// How the readings are read.
    public var form = ReadingForm()
    public var reading = VectorReadOptions()

    public init(stations: String) { self.stations = stations }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        setRasterBlockCache(bytes: options.memory / 4)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let setup = try InterpolationSetup(self, options)
        options.progress(0.2, LocalizedText("选择方法", "choosing the method"))
        let chosen = try setup.chosenMethod()
        var outcome = CommandOutcome(counts: [
            ("stations", setup.stations.stations.count), ("cells", setup.grid.geometry.cellCount),
        ])
        outcome.warnings = setup.notes + chosen.notes
        if let crossValidation {
            let validation = try chosen.crossValidation(
                of: setup.stations, threads: options.threads)
            var table = CrossValidationTable()
            table.append(validation)
            outcome.warnings.append(validation.figures(of: chosen.name))
            outcome.outputs += try TableTarget(crossValidation).write(
                table.table, shapes: nil, crs: nil, options: options
            ).outputs
        }
        options.progress(0.3, LocalizedText("插值", "interpolating"))
        let surfaces = try SurfaceFiles(self, setup, options)
        outcome.warnings += try surfaces.write(chosen, setup, options)
        outcome.outputs = surfaces.paths + outcome.outputs
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try InterpolationSetup(self, options)
        let cells = setup.grid.geometry.cellCount
        let paths =
            parts(ofDataset: stations) + (zones.map(parts) ?? [])
            + (readings.map { files(matching: $0) } ?? []) + [form.aliases].compactMap(\.self)
        let costs = setup.costs(wantsVariances: variance != nil || !exceedances.isEmpty)
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) }, writes: setup.outputs, cells: cells,
            memoryInBytes: Int(
                InterpolationSetup.memory(for: setup.grid.geometry, threads: options.threads))
                + costs.memoryInBytes,
            seconds: 0.3 + Double(cells) * costs.secondsPerCell / Double(options.threads),
            warnings: setup.notes)
    }
}
