public import ArgumentParser
public import BasinGrid

struct HotSpotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hotspots",
        abstract: "Hotspot cells from a raster or stations: ranked, significant, emerging.",
        discussion: """
            Example:
              basingrid hotspots --raster pm25.tif --zones Datasets/taiyuan/counties.shp \\
                --id-field CODE --cell 3km --share 0.098 -o hot.gpkg

              basingrid hotspots --raster pm25.tif --gistar 5km -o bins.tif --z z.tif

              basingrid hotspots --stations Datasets/taiyuan/stations.csv \\
                --station-field code --assume-crs EPSG:4490 \\
                --readings 'Datasets/taiyuan/air/*.csv' --parameter PM2.5 --period 2026-03 \\
                --zones Datasets/taiyuan/counties.shp --id-field CODE --crs EPSG:4547 \\
                --cell 3km --warnings -o warnings.csv

            What is found:
              --top, --share, --threshold   cells by rank: cell_id, row, column, zone,
                    value, se, valid_share, before, change, rank, selected. Cells that tie
                    with the last are all selected.
              --gistar RADIUS   Getis and Ord's Gi*: row, column, value, z, p, bin. p is
                    two-sided; bin is ±1, ±2, ±3 for hot and cold at 0.10, 0.05, 0.01 after
                    Benjamini and Hochberg. One raster without --cell is worked through in
                    bands of rows: -o FILE.tif holds the bins.
              --emerging        rasters in the order of time, or the months of --period:
                    category (the 17 names of ArcGIS), trend of the z-scores.
              --warnings        the three monthly warnings of each zone: highest mean, worst
                    change on the year, worst change on the month.
            """)

    @Option(
        help: ArgumentHelp("A raster (repeatable, in the order of time).", valueName: "path[:band]")
    )
    var raster: [String] = []

    @Option(
        name: .customLong("last-year"),
        help: ArgumentHelp("The raster of the year before.", valueName: "path[:band]"))
    var lastYear: String?

    @Option(
        name: .customLong("last-month"),
        help: ArgumentHelp("The raster of the month before.", valueName: "path[:band]"))
    var lastMonth: String?

    @Option(
        help: ArgumentHelp(
            "The stations: a point layer, or a table with lon/lat columns.", valueName: "path"))
    var stations: String?

    @Option(
        name: .customLong("station-field"),
        help: ArgumentHelp("Field with the station's code.", valueName: "field"))
    var stationField: String?

    @Option(help: ArgumentHelp("Field of the stations with the value.", valueName: "field"))
    var value: String?

    @Option(
        help: ArgumentHelp(
            "Readings (archive, long or wide layout); quote a pattern.", valueName: "path"))
    var readings: String?

    @Option(help: ArgumentHelp("Parameter of the readings.", valueName: "code"))
    var parameter: String?

    @Option(help: ArgumentHelp("Period, such as 2026-03 or 2026-01..2026-04.", valueName: "period"))
    var period: String?

    @Option(
        help: ArgumentHelp("Statistic over the period: mean, max, min, p95 …", valueName: "name"))
    var statistic = "mean"

    @Option(
        help: ArgumentHelp(
            "Value of a cell: mean of the kriged surface with its error, or plain mean of the stations inside.",
            valueName: "kriging|mean"))
    var method = "kriging"

    @Option(help: ArgumentHelp("kriging: auto, or a model.", valueName: "model"))
    var variogram = "auto"

    @Option(help: ArgumentHelp("Zones that cells are laid over.", valueName: "path"))
    var zones: String?

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var idField: String?

    @Option(
        help: ArgumentHelp("Size of the cells (default: those of the raster).", valueName: "size"))
    var cell: String?

    @Option(
        help: ArgumentHelp(
            "CRS of cells over stations (default: that of the zones).", valueName: "EPSG:n"))
    var crs: String?

    @Option(
        help: ArgumentHelp(
            "What is ranked: mean, pNN or max (the value as --statistic has it), or the change in percent.",
            valueName: "mean|pNN|change-year|change-month"))
    var rank = "mean"

    @Option(help: ArgumentHelp("Select cells up to this rank.", valueName: "n"))
    var top: Int?

    @Option(help: ArgumentHelp("Select this share of the cells, 0 … 1.", valueName: "share"))
    var share: Double?

    @Option(help: ArgumentHelp("Select cells at or above this.", valueName: "value"))
    var threshold: Double?

    @Flag(name: .customLong("per-zone"), help: "Rank and select within each zone.")
    var perZone = false

    @Option(
        help: ArgumentHelp("Gi* with all cells up to this distance.", valueName: "radius"))
    var gistar: String?

    @Flag(name: .customLong("without-self"), help: "Gi: a cell is no neighbour of itself.")
    var withoutSelf = false

    @Option(
        help: ArgumentHelp(
            "Correction for testing many cells: bh (false discovery rate) or none.",
            valueName: "bh|none"))
    var fdr = MultipleTesting.benjaminiHochberg

    @Option(
        help: ArgumentHelp(
            "Probabilities from shuffling the values so often, such as 999.", valueName: "n"))
    var permutations: Int?

    @Option(help: ArgumentHelp("Seed of the permutations.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(help: "Categories of change in time.")
    var emerging = false

    @Flag(help: "The three monthly warnings of each zone; --top N cells of each kind.")
    var warnings = false

    @Option(help: ArgumentHelp("Raster of the z-scores.", valueName: "file.tif"))
    var z: String?

    @Option(help: ArgumentHelp("Raster of the probabilities.", valueName: "file.tif"))
    var p: String?

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
        if [top != nil, share != nil, threshold != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--top, --share and --threshold exclude each other.")
        }
        if let top, top < 1 {
            throw ValidationError("--top is \(top), expected a number of at least 1.")
        }
        if let share, !(share > 0 && share <= 1) {
            throw ValidationError("--share is \(share), expected a number above 0 and up to 1.")
        }
        if stations == nil, rank != "mean", HotSpotRank(rawValue: rank) == nil {
            throw ValidationError(
                "--rank is \"\(rank)\"; of rasters it is mean, change-year or change-month.")
        }
        if let permutations, permutations < 1 {
            throw ValidationError("--permutations is \(permutations), expected at least 1.")
        }
    }

    func run() throws {
        var request = HotSpotsRequest()
        request.rasters = raster
        request.lastYear = lastYear
        request.lastMonth = lastMonth
        request.stations = source
        request.zones = zones
        request.zoneField = idField
        request.cell = cell
        request.crs = crs
        request.rank = HotSpotRank(rawValue: rank) ?? .value
        request.selection =
            top.map { .top($0) } ?? share.map { .share($0) } ?? threshold.map { .threshold($0) }
        request.isPerZone = perZone
        request.gistar = gistar
        request.includesSelf = !withoutSelf
        request.correction = fdr
        request.permutations = permutations.map { Permutations(count: $0, seed: seed) }
        request.isEmerging = emerging
        request.warns = warnings
        request.output = common.output
        request.zRaster = z
        request.pRaster = p
        request.reading = vector.readOptions
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }

    private var source: HotSpotsRequest.StationSource? {
        guard let stations else { return nil }
        var source = HotSpotsRequest.StationSource(path: stations)
        source.idField = stationField
        source.valueField = value
        source.readings = readings
        source.parameter = parameter
        source.period = period
        // `--rank p95` says the statistic as well.
        source.statistic =
            HotSpotRank(rawValue: rank) == nil && rank != "mean" ? rank : statistic
        source.method = method
        source.variogram = variogram
        source.form = form.form
        return source
    }
}

extension MultipleTesting: ExpressibleByArgument {}
