import ArgumentParser
import BasinGrid

struct ZonalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zonal",
        abstract: "Rasters × zones → statistics, with the exact share of every cell.",
        discussion: """
            Example:
              basingrid zonal --raster out/rasters/PM2.5_mean_2026-04.tif \\
                --zones Datasets/taiyuan/counties.shp --id-field CODE \\
                --include-field NAME --stats mean,max,valid_share -o zones.csv

            Statistics, over the values x of valid cells and their coverage c:
              count = Σc, sum = Σcx, mean = sum/count, min, max, range = max − min,
              variance = Σc(x − mean)²/count, stdev = √variance, cv = stdev/mean,
              valid_share = count ÷ the zone's area in cells, area_km2 (on the ellipsoid).
            A zone without valid cells has empty statistics and count 0.
            """)

    @Option(help: ArgumentHelp("A raster (repeatable).", valueName: "path[:band]"))
    var raster: [String]

    @Option(help: ArgumentHelp("The zones.", valueName: "path"))
    var zones: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var idField: String

    @Option(
        name: .customLong("include-field"),
        help: ArgumentHelp("A field to carry over (repeatable).", valueName: "field"))
    var includeField: [String] = []

    @Option(help: ArgumentHelp("Statistics, separated by commas.", valueName: "list"))
    var stats = "count,mean,min,max"

    @Flag(help: "One row a zone, raster and statistic.")
    var long = false

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        let terminal = Terminal(options: common)
        try terminal.perform { options in
            let request = ZonalRequest(
                rasters: raster, zones: zones, idField: idField, includedFields: includeField,
                statistics: stats, isLong: long, reading: vector.readOptions,
                output: common.output)
            if common.dryRun {
                try terminal.show(request.plan(options: options))
                return nil
            }
            return try request.run(options: options)
        }
    }
}
