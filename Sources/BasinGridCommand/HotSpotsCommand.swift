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
                --readings 'Datasets/taiyuan/air/*.csv' --parameter PM2.5 \\
                --period 2026-03 \\
                --zones Datasets/taiyuan/counties.shp --id-field CODE --crs EPSG:4547 \\
                --cell 3km --warnings -o warnings.csv

            What is found:
              --top, --share, --threshold   cells by rank: cell_id, row, column, zone,
                    value, se, valid_share, before, change, rank, selected. Cells that tie
                    with the last are all selected.
                    Of several periods (rasters, or --months): periods_selected,
                    periods_in_a_row, and with --release-after whether a cell that was
                    selected may be released: its rank fell so many times in a row.
              --gistar RADIUS   Getis and Ord's Gi*: row, column, value, z, p, bin. p is
                    two-sided; bin is ±1, ±2, ±3 for hot and cold at 0.10, 0.05, 0.01 after
                    Benjamini and Hochberg. One raster without --cell is worked through in
                    bands of rows: -o FILE.tif holds the bins.
              --moran RADIUS    local Moran's I: moran_i, moran_z, moran_p, moran_bin
                    (above 0: like the neighbours, below: standing out), quadrant HH,
                    LL, HL or LH, and cluster: the quadrant where it is significant.
              --global RADIUS   Moran's I and general G of all cells, a row a period.
              --alert-rules FILE   alert hours of each cell by a table of rules: hours,
                    alert_NAME, alert_hours, alerts. Columns rule, value, hours (in a row),
                    neighbours, name; rules are zone-mean-factor, limit,
                    neighbour-factor and hour-before-factor. Nothing has a default:
                    there is no national rule.
              --emerging        rasters in the order of time, or the months of --period:
                    category (the 17 names of ArcGIS), trend of the z-scores.
              --warnings        the three monthly warnings of each zone: highest mean,
                    worst change on the year, worst change on the month.

            Neighbours (RADIUS):
              9km               all up to this distance from centre to centre
              square:3          cells up to 3 rows and columns away
              nearest:8         the 8 nearest
              contiguity        cells or zones that touch (up to 1 m apart)
              contiguity:rook   those that share a stretch of border
              river:20km        stations up to 20 km along the --rivers

            Zones or stations instead of cells (--sites):
              basingrid hotspots --sites zones --zones counties.gpkg --id-field code \\
                --value pm25 --gistar contiguity --moran contiguity -o zones.gpkg
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

    @Option(
        help: ArgumentHelp(
            "Field of the stations, or of the zones as sites, with the value.", valueName: "field"))
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

    @Flag(help: "Take the months of --period one by one, and rank the last.")
    var months = false

    @Option(
        name: .customLong("release-after"),
        help: ArgumentHelp(
            "Release selected cells whose rank fell so many times in a row.", valueName: "n"))
    var releaseAfter: Int?

    @Option(
        name: .customLong("alert-rules"),
        help: ArgumentHelp("Table of alert rules for hourly values.", valueName: "path"))
    var alertRules: String?

    @Option(
        help: ArgumentHelp(
            "Points to count in every cell: stations, enterprises, outfalls (repeatable).",
            valueName: "path"))
    var points: [String] = []

    @Option(
        help: ArgumentHelp(
            "Among what: cells, zones (with --value or --raster) or stations.",
            valueName: "cells|zones|stations"))
    var sites = HotSpotSiteKind.cells

    @Option(
        help: ArgumentHelp("Rivers along which stations are neighbours.", valueName: "path"))
    var rivers: String?

    @Option(
        name: .customLong("max-distance"),
        help: ArgumentHelp("How far a station may be from its river.", valueName: "distance"))
    var maxDistance = "1km"

    @Option(
        help: ArgumentHelp("Gi* among these neighbours.", valueName: "radius"))
    var gistar: String?

    @Option(
        help: ArgumentHelp("Local Moran's I among these neighbours.", valueName: "radius"))
    var moran: String?

    @Option(
        name: .customLong("global"),
        help: ArgumentHelp(
            "Moran's I and general G of the whole among these neighbours.", valueName: "radius"))
    var whole: String?

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
        if let releaseAfter, releaseAfter < 1 {
            throw ValidationError("--release-after is \(releaseAfter), expected at least 1.")
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
        request.sites = sites
        request.zoneValueField = sites == .zones ? value : nil
        request.takesMonths = months
        request.releasedAfter = releaseAfter
        request.alertRules = alertRules
        request.points = points
        request.rivers = rivers.map { path in
            var settings = RiverLayerSettings(path: path)
            settings.reading = VectorReadOptions(
                encoding: vector.encoding, assumedCRS: vector.assumeCRS)
            return settings
        }
        request.riverDistance = maxDistance
        request.moran = moran
        request.global = whole
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
extension HotSpotSiteKind: ExpressibleByArgument {}
