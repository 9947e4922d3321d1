import ArgumentParser
import BasinGrid

struct OverlayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlay",
        abstract: "Zones × grid → a saved overlay; two zone layers → km² crosswise.",
        subcommands: [OverlayBuildCommand.self, OverlayZonesCommand.self])
}

struct OverlayBuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Zones × the grid of a raster → a file for zonal --overlay.",
        discussion: """
            Example:
              basingrid overlay build --zones Datasets/taiyuan/counties.shp --id-field CODE \\
                --include-field NAME --like out/rasters/PM2.5_mean_2026-04.tif -o counties.bgo
              basingrid zonal --raster out/rasters/PM2.5_mean_2026-04.tif \\
                --overlay counties.bgo --stats mean,max

            The file keeps the share of every cell in every zone, with the zones' codes,
            fields and areas: rasters on the same grid are then measured without the
            zones' shapes. A raster on another grid is refused.
            """)

    @Option(help: ArgumentHelp("The zones.", valueName: "path"))
    var zones: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var idField: String

    @Option(
        name: .customLong("include-field"),
        help: ArgumentHelp("A field to keep (repeatable).", valueName: "field"))
    var includeField: [String] = []

    @Option(help: ArgumentHelp("A raster on the grid.", valueName: "raster"))
    var like: String

    @Option(
        help: ArgumentHelp(
            "What a zone has of a cell: its exact fraction; the whole cell if it has the centre; the whole cell if it touches it.",
            valueName: "fraction|center|touched"))
    var coverage = CoverageMethod.fraction

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        guard let output = common.output, output != "-" else {
            throw ValidationError("An overlay needs a file: -o FILE.")
        }
        var request = OverlayBuildRequest(
            zones: zones, idField: idField, like: like, output: output)
        request.includedFields = includeField
        request.coverage = coverage
        request.reading = vector.readOptions
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

struct OverlayZonesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zones",
        abstract: "Two zone layers → km² crosswise, with gaps and overlaps.",
        discussion: """
            Example:
              basingrid overlay zones Datasets/taiyuan/control_units.shp \\
                Datasets/taiyuan/counties.shp --id-field HJGKDYBM --second-id-field CODE

            Rows: kind, first, second, area_km2, first_share, second_share. Kinds:
              shared          what a zone of the first has in one of the second
              first_only      what a zone of the first has in none of the second
              second_only     what a zone of the second has in none of the first
              first_overlap   what two zones of the first layer both claim
              second_overlap  what two zones of the second layer both claim
            Areas are on the ellipsoid; shares are of the zone's area, 0…1.
            """)

    @Argument(help: ArgumentHelp("The first zone layer.", valueName: "first"))
    var first: String

    @Argument(help: ArgumentHelp("The second zone layer.", valueName: "second"))
    var second: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the code of the first layer's zones.", valueName: "field"))
    var idField: String

    @Option(
        name: .customLong("second-id-field"),
        help: ArgumentHelp(
            "Field with the code of the second layer's zones (default: as the first).",
            valueName: "field"))
    var secondIDField: String?

    @Option(
        name: .customLong("minimum-area"),
        help: ArgumentHelp(
            "Intersections below this many m², and below a thousandth of the smaller zone, are counted but not listed.",
            valueName: "m²"))
    var minimumArea = 1.0

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
        guard minimumArea >= 0, minimumArea.isFinite else {
            throw ValidationError("--minimum-area is \(minimumArea), expected 0 or more.")
        }
    }

    func run() throws {
        var request = OverlayZonesRequest(
            first: first, second: second, idField: idField,
            secondIDField: secondIDField ?? idField)
        request.minimumAreaInSquareMetres = minimumArea
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
