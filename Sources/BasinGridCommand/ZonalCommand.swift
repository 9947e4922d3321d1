public import ArgumentParser
public import BasinGrid

struct ZonalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zonal",
        abstract: "Rasters × zones → statistics, with the exact share of every cell.",
        discussion: """
            Example:
              basingrid zonal --raster out/rasters/PM2.5_mean_2026-04.tif \\
                --zones Datasets/taiyuan/counties.shp --id-field CODE \\
                --include-field NAME --stats mean,p90,valid_share -o zones.csv

            Statistics, over the values x of valid cells, their coverage c and weight w:
              count               Σc, in cells
              sum mean            Σcx; sum ÷ count
              min max range       of cells that are covered at all; max − min
              variance stdev cv   Σc(x − mean)² ÷ count; √variance; stdev ÷ mean
              median pNN          the smallest x with NN % of count at or below it;
                                  pNN is any percentile (p90, p99.5)
              mode minority       the value with the most and the least coverage
              variety             how many different values
              min_x … max_y       centre of the first cell with the min or max
              frac                for every class a column frac_VALUE: its share
              share>LIMIT         share of the cells above a limit
              circular_mean       mean direction of degrees, 0 … 360
              weighted_mean       Σcwx ÷ Σcw; also weighted_sum, weighted_variance,
                                  weighted_stdev: with --weights
              area_km2            area of the zone on the ellipsoid
              valid_share         count ÷ the zone's area in cells
            A zone without valid cells has count 0 and empty statistics. All of it
            with formulas and examples: "Zonal statistics", linked from README.md.
            """)

    @Option(help: ArgumentHelp("A raster (repeatable).", valueName: "path[:band]"))
    var raster: [String] = []

    @Option(help: ArgumentHelp("The zones.", valueName: "path"))
    var zones: String?

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var idField: String?

    @Option(
        name: .customLong("include-field"),
        help: ArgumentHelp("A field to carry over (repeatable).", valueName: "field"))
    var includeField: [String] = []

    @Option(help: ArgumentHelp("Statistics, separated by commas.", valueName: "list"))
    var stats = "count,mean,min,max"

    @Option(
        help: ArgumentHelp(
            "What a zone has of a cell: its exact fraction; the whole cell if it has the centre; the whole cell if it touches it (default: fraction).",
            valueName: "fraction|center|touched"))
    var coverage: CoverageMethod?

    @Option(
        help: ArgumentHelp(
            "Weights of weighted statistics: a raster, or 'area' for the area of every cell (km²).",
            valueName: "raster|area"))
    var weights: String?

    @Option(
        name: .customLong("quantile-definition"),
        help: ArgumentHelp(
            "How median and percentiles are defined.", valueName: "inverse-cdf|linear"))
    var quantileDefinition = QuantileDefinition.inverseCDF

    @Option(
        help: ArgumentHelp(
            "A saved overlay of the zones, from overlay build; --zones may be left out.",
            valueName: "file"))
    var overlay: String?

    @Flag(help: "One row a zone, raster and statistic.")
    var long = false

    @Option(
        help: ArgumentHelp(
            "Write a partial result for zonal merge, instead of a table.", valueName: "file"))
    var partial: String?

    @Option(help: ArgumentHelp("Compute part I of N only, with --partial.", valueName: "i/n"))
    var part: PartNumber?

    @Option(
        name: .customLong("part-by"),
        help: ArgumentHelp("What --part shares out.", valueName: "zones|rows"))
    var partBy = ZonalPart.Cut.zones

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        try Terminal(options: common).perform(
            writing: partial, plan: request.plan, run: request.run)
    }

    private var request: ZonalRequest {
        var request = ZonalRequest(rasters: raster, statistics: stats)
        request.zones = zones
        request.idField = idField
        request.includedFields = includeField
        request.quantileDefinition = quantileDefinition
        request.coverage = coverage
        request.weights = weights
        request.overlay = overlay
        request.isLong = long
        request.reading = vector.readOptions
        request.output = common.output
        request.partial = partial
        request.part = ZonalPart(part?.number ?? 1, of: part?.count ?? 1, by: partBy)
        return request
    }
}

struct ZonalMergeCommand: ParsableCommand {
    static let name = "zonal merge"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Partial results of zonal → the table of one run, byte for byte.",
        discussion: """
            Example:
              for i in 1 2; do basingrid zonal --part $i/2 --partial $i.part \\
                --raster out/rasters/PM2.5_mean_2026-04.tif --stats mean,median \\
                --zones Datasets/taiyuan/counties.shp --id-field CODE; done
              basingrid zonal merge 1.part 2.part -o zones.csv

            All parts are named, in any order. Missing, doubled and damaged parts, and
            parts of another job, are refused with a list.
            """)

    @Argument(help: ArgumentHelp("The parts.", valueName: "file"))
    var parts: [String]

    @Option(
        help: ArgumentHelp(
            "The zones, for outputs that hold their shapes.", valueName: "path"))
    var zones: String?

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var idField: String?

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = ZonalMergeRequest(parts: parts)
        request.zones = zones
        request.idField = idField
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

/// `2/8`: a part and how many there are.
struct PartNumber: ExpressibleByArgument {
    let number: Int
    let count: Int

    init?(argument: String) {
        let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard numbers.count == 2, let number = numbers[0], let count = numbers[1], number >= 1,
            number <= count, count <= ZonalPart.mostParts
        else { return nil }
        self.number = number
        self.count = count
    }
}

extension CoverageMethod: ExpressibleByArgument {}
extension QuantileDefinition: ExpressibleByArgument {}
extension ZonalPart.Cut: ExpressibleByArgument {}
