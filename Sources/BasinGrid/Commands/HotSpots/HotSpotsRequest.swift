import Foundation
public import GeoFiles
import Geometry
public import HotSpots
import Reports

/// Hotspot cells: ranked, significant or emerging, from rasters or from stations.
public struct HotSpotsRequest: Sendable {
    // MARK: Values

    /// Rasters as `PATH` or `PATH:band`, in the order of time; the last is the period.
    public var rasters: [String] = []
    /// The raster of the same period of the year before.
    public var lastYear: String?
    /// The raster of the period before.
    public var lastMonth: String?
    /// Stations with readings; `nil` for rasters.
    public var stations: StationSource?
    /// The zones that cells are laid over; `nil` for the extent of the raster.
    public var zones: String?
    /// The field with the zones' code.
    public var zoneField: String?
    /// The size of the cells; `nil` for those of the raster.
    public var cell: String?
    /// The CRS of cells over stations; `nil` for that of the zones.
    public var crs: String?

    /// What hot spots are looked for among.
    public var sites = HotSpotSiteKind.cells
    /// The field of the zones with their value, where they are the sites.
    public var zoneValueField: String?
    /// Whether the months of the stations' period are taken one by one, the last being ranked.
    public var takesMonths = false
    /// Point layers and tables whose points are counted in every cell.
    public var points: [String] = []
    /// The rivers along which stations are neighbours.
    public var rivers: RiverLayerSettings?
    /// The farthest that a station may be from its river, as typed.
    public var riverDistance = "1km"

    // MARK: Question

    /// `value`, `change-year` or `change-month`.
    public var rank = HotSpotRank.value
    public var selection: HotspotRanking.Selection?
    public var isPerZone = false
    /// The neighbours of Gᵢ*: a distance such as `9km`, `square:3`, `nearest:8` …
    public var gistar: String?
    /// Whether a cell counts as its own neighbour: Gᵢ* with, Gᵢ without.
    public var includesSelf = true
    public var correction = MultipleTesting.benjaminiHochberg
    /// How often values are shuffled for probabilities; `nil` for those of the normal distribution.
    public var permutations: Permutations?
    public var isEmerging = false
    /// The neighbours of local Moran's I, in the same words.
    public var moran: String?
    /// The neighbours of Moran's I and general G of all sites together.
    public var global: String?
    /// A table of alert rules for hourly values.
    public var alertRules: String?
    /// How many falls of its rank in a row release a cell.
    public var releasedAfter: Int?
    /// Whether the three monthly warnings are asked for.
    public var warns = false

    // MARK: Results

    public var output: String?
    /// Rasters of the z-scores and the probabilities.
    public var zRaster: String?
    public var pRaster: String?
    public var reading = VectorReadOptions()

    /// Where stations' values come from, and how cells get theirs.
    public struct StationSource: Sendable {
        public var path: String
        public var idField: String?
        public var valueField: String?
        public var readings: String?
        public var parameter: String?
        public var period: String?
        /// `mean`, `p95`, `max` …
        public var statistic = "mean"
        /// `kriging` for the mean of the kriged surface, `mean` for that of the stations inside.
        public var method = "kriging"
        /// `auto`, or a model.
        public var variogram = "auto"
        public var form = ReadingForm()

        public init(path: String) { self.path = path }
    }

    public init() {}

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        setRasterBlockCache(bytes: options.memory / 4)
        try check(options)
        options.progress(0, LocalizedText("读取数据", "reading"))
        var outcome: CommandOutcome
        if isRasterOnly {
            outcome = try GistarRasters(self, options).run(options)
        } else if sites != .cells {
            outcome = try SiteFindings(self, options).write(to: TableTarget(output), options)
        } else {
            let cells = try HotSpotCells(self, options)
            options.progress(0.6, LocalizedText("分析热点", "finding hot spots"))
            outcome = try findings(cells, options)
            outcome.warnings = cells.notes + outcome.warnings
        }
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    private func findings(
        _ cells: HotSpotCells, _ options: RunOptions
    ) throws -> CommandOutcome {
        guard let global else { return try HotSpotFindings(self, cells, options).write(options) }
        return try GlobalFindings(
            of: cells.periods, labels: cells.labels,
            among: CellNeighbours(
                global, option: "--global", of: cells.cells, in: cells.fishnet,
                threads: options.threads),
            permutations: permutations
        ).write(to: TableTarget(output), options)
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try check(options)
        let given = rasters + [lastYear, lastMonth].compactMap(\.self)
        let opened = try given.map { try RasterFile(path: $0) }
        var paths = opened.map(\.path)
        if let zones { paths += parts(ofDataset: zones) }
        paths += points.flatMap { parts(ofDataset: $0) } + (alertRules.map { [$0] } ?? [])
        paths += rivers?.inputs ?? []
        if let stations {
            paths += parts(ofDataset: stations.path)
            if let readings = stations.readings { paths += files(matching: readings) }
        }
        let cells = opened.reduce(0) { $0 + $1.geometry.cellCount }
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) },
            writes: [output ?? "-", zRaster, pRaster].compactMap(\.self), cells: cells,
            memoryInBytes: min(
                options.memory,
                80_000_000 + (isRasterOnly ? options.threads * 40_000_000 : cells * 40)),
            seconds: 0.2 + Double(cells) * (isRasterOnly ? 4e-7 : 2e-7), warnings: [])
    }

    /// Whether one raster becomes rasters of the same cells, band by band.
    var isRasterOnly: Bool {
        gistar != nil && !isEmerging && cell == nil && zones == nil && stations == nil
            && rasters.count == 1 && selection == nil && permutations == nil && !warns
            && moran == nil && global == nil && points.isEmpty && !hasFreeNeighbours
    }

    /// Whether the neighbours of Gᵢ* are not the same for every cell.
    private var hasFreeNeighbours: Bool {
        gistar?.hasPrefix("nearest") ?? false || gistar?.hasPrefix("river") ?? false
    }

    /// Refuses what does not go together, before any work.
    private func check(_ options: RunOptions) throws {
        let faults = FaultCollector()
        let isFieldOfZones = sites == .zones && zoneValueField != nil
        if rasters.isEmpty == (stations == nil), !(isFieldOfZones && rasters.isEmpty) {
            faults.add(
                .usage, zh: "请用 --raster 或 --stations 之一给出数值。",
                en: "Name the values by --raster or by --stations, one of both.")
        }
        if !warns, gistar == nil, selection == nil, moran == nil, global == nil,
            alertRules == nil
        {
            faults.add(
                .usage,
                zh:
                    "没有要找的内容。请给出 --top、--share、--threshold、--gistar RADIUS、--moran RADIUS、--global RADIUS、--alert-rules FILE 或 --warnings 之一。",
                en:
                    "There is nothing to find. Pass --top, --share, --threshold, --gistar RADIUS, "
                    + "--moran RADIUS, --global RADIUS, --alert-rules FILE or --warnings.")
        }
        checkSites(faults)
        checkCombinations(faults)
        if isEmerging, gistar == nil {
            faults.add(
                .usage, zh: "--emerging 需要 --gistar RADIUS。",
                en: "--emerging needs --gistar RADIUS.")
        }
        if stations != nil, sites == .cells, cell == nil || zones == nil {
            faults.add(
                .usage, zh: "--stations 需要 --cell 与 --zones。",
                en: "--stations needs --cell and --zones.")
        }
        if zones != nil, zoneField == nil {
            faults.add(.usage, zh: "--zones 需要 --id-field。", en: "--zones needs --id-field.")
        }
        if zones == nil, isPerZone || warns {
            faults.add(
                .usage, zh: "--per-zone 与 --warnings 需要 --zones。",
                en: "--per-zone and --warnings need --zones.")
        }
        if stations == nil, rank == .changeOnYear, lastYear == nil {
            faults.add(
                .usage, zh: "--rank change-year 需要 --last-year RASTER。",
                en: "--rank change-year needs --last-year RASTER.")
        }
        if stations == nil, rank == .changeOnMonth, lastMonth == nil {
            faults.add(
                .usage, zh: "--rank change-month 需要 --last-month RASTER。",
                en: "--rank change-month needs --last-month RASTER.")
        }
        faults.attempt { try checkOutputs(options) }
        try faults.throwIfAny()
    }

    /// What goes with zones or stations as sites, and what with cells alone.
    private func checkSites(_ faults: FaultCollector) {
        for (option, text) in [("--gistar", gistar), ("--moran", moran), ("--global", global)] {
            if let text {
                faults.attempt { _ = try NeighbourChoice(parsing: text, option: option) }
            }
        }
        guard sites != .cells else { return }
        let isOfCells =
            selection != nil || warns || cell != nil || alertRules != nil || !points.isEmpty
            || releasedAfter != nil || isPerZone || zRaster != nil || pRaster != nil
        if isOfCells || gistar == nil && moran == nil && global == nil {
            let name = sites.rawValue
            faults.add(
                .usage,
                zh: "--sites \(name) 只与 --gistar、--moran 或 --global 同用；排名、预警、点数与 --cell 用于网格。",
                en:
                    "--sites \(name) goes with --gistar, --moran or --global; ranks, alerts, points and "
                    + "--cell are of cells.")
        }
        if sites == .zones, zones == nil || stations != nil {
            faults.add(
                .usage, zh: "--sites zones 需要 --zones，以及 --value FIELD 或 --raster。",
                en: "--sites zones needs --zones, and --value FIELD or --raster.")
        }
        if sites == .stations, stations == nil {
            faults.add(
                .usage, zh: "--sites stations 需要 --stations。",
                en: "--sites stations needs --stations.")
        }
    }

    private func checkCombinations(_ faults: FaultCollector) {
        if global != nil, gistar != nil || moran != nil || selection != nil || warns {
            faults.add(
                .usage, zh: "--global 的结果是单独的表，不与 --gistar、--moran、--top 等同用。",
                en:
                    "--global gives a table of its own: it does not go with --gistar, --moran, --top "
                    + "and the like.")
        }
        if releasedAfter != nil || takesMonths, rank != .value {
            faults.add(
                .usage, zh: "--release-after 与 --months 按数值排名，不与 --rank change-… 同用。",
                en:
                    "--release-after and --months go by the rank of values, not with --rank change-…."
            )
        }
        if releasedAfter != nil, selection == nil {
            faults.add(
                .usage, zh: "--release-after 需要 --top、--share 或 --threshold。",
                en: "--release-after needs --top, --share or --threshold.")
        }
        if let falls = releasedAfter, stations == nil, rasters.count <= falls {
            faults.add(
                .usage, zh: "--release-after \(falls) 需要至少 \(falls + 1) 个栅格，实际 \(rasters.count) 个。",
                en:
                    "--release-after \(falls) needs at least \(falls + 1) rasters in the order of time, "
                    + "found \(rasters.count).")
        }
        if alertRules != nil, stations?.readings == nil {
            faults.add(
                .usage, zh: "--alert-rules 需要 --stations 与 --readings。",
                en: "--alert-rules needs --stations and --readings.")
        }
        if warns || isEmerging, alertRules != nil || moran != nil || !points.isEmpty {
            faults.add(
                .usage, zh: "--warnings 与 --emerging 不与 --alert-rules、--moran、--points 同用。",
                en: "--warnings and --emerging do not go with --alert-rules, --moran and --points.")
        }
    }

    private func checkOutputs(_ options: RunOptions) throws {
        for path in [zRaster, pRaster].compactMap(\.self) {
            guard isRasterOnly else {
                throw Fault(
                    .usage, zh: "--z 与 --p 只用于单个栅格的 --gistar，不能与 --cell、--zones 等同用。",
                    en: "--z and --p go with --gistar of one raster, without --cell and --zones.")
            }
            try checkOutputFile(URL(fileURLWithPath: path), overwrite: options.overwrite)
        }
        if let output, output.lowercased().hasSuffix(".tif") {
            guard isRasterOnly else {
                throw Fault(
                    .usage, zh: "网格结果不能写成 \(output)：请用 .gpkg、.csv 等格式。",
                    en: "Cells cannot be written as \(output): use .gpkg, .csv or another table.")
            }
            try checkOutputFile(URL(fileURLWithPath: output), overwrite: options.overwrite)
        } else {
            try TableTarget(output).checkWritable(overwrite: options.overwrite)
        }
    }
}

/// What cells are ranked by.
public enum HotSpotRank: String, CaseIterable, Sendable {
    case value
    case changeOnYear = "change-year"
    case changeOnMonth = "change-month"
}
