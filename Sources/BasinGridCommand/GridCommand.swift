import ArgumentParser
import BasinGrid

struct GridCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grid",
        abstract: "Zones → the cells of a fishnet, with the share of each in every zone.",
        discussion: """
            Example:
              basingrid grid --zones Datasets/taiyuan/counties.shp --id-field CODE \\
                --cell 3km --crs EPSG:4547 -o cells.gpkg

              basingrid grid --zones Datasets/taiyuan/counties.shp --id-field CODE \\
                --cell 500m --crs EPSG:4547 --inside hot.csv -o fine.csv

            One row a cell and zone, from the north, by column, then zone (--dominant: one
            row a cell, that of the zone with its largest share):
              cell_id     CRS, size, row and column, such as 4547-3000-r01402-c00166
              row column  counted northwards and eastwards from the origin: the same
                          for a cell whatever zones are loaded
              zone        the zone's code
              share       the part of the cell in the zone, 0 … 1, exact
              area_km2    that part's area on the ellipsoid
              parent_id   with --inside: the larger cell
              n_NAME      with --points NAME.csv: how many points the whole cell has
            Formats with geometry hold the part of the cell in the zone; with --dominant or
            --whole-cells the square. Cells in metres need a projected CRS: an equal-area
            one where areas are compared across a country.
            """)

    @Option(help: ArgumentHelp("The zones.", valueName: "path"))
    var zones: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var idField: String

    @Option(help: ArgumentHelp("Size of the cells, such as 3km.", valueName: "size"))
    var cell: String

    @Option(
        help: ArgumentHelp(
            "CRS of the cells (default: that of the zones): an EPSG code, or a PROJ text.",
            valueName: "EPSG:n"))
    var crs: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Where rows and columns count from: X Y (default: 0 0).", valueName: "number"))
    var origin: [Double] = []

    @Flag(help: "One row a cell: the zone with its largest share.")
    var dominant = false

    @Flag(
        name: .customLong("whole-cells"),
        help: "Geometry is the square of the cell, not its part in the zone.")
    var wholeCells = false

    @Option(
        help: ArgumentHelp(
            "Only cells inside the larger cells whose cell_id a table has; those selected, where hotspots wrote it.",
            valueName: "path"))
    var inside: String?

    @Option(
        help: ArgumentHelp(
            "Points to count in every cell: stations, enterprises, outfalls (repeatable).",
            valueName: "path"))
    var points: [String] = []

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = GridRequest(zones: zones, idField: idField, cell: cell)
        request.crs = crs
        request.origin = origin
        request.isDominant = dominant
        request.keepsWholeCells = wholeCells
        request.parents = inside
        request.points = points
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
