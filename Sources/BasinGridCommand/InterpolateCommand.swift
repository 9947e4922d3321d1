import ArgumentParser
import BasinGrid

struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Stations → raster, by inverse distance.",
        discussion: """
            Example:
              basingrid interpolate --stations Datasets/taiyuan/stations.csv \\
                --id-field code --assume-crs EPSG:4490 \\
                --readings 'Datasets/taiyuan/air/*.csv' \\
                --parameter PM2.5 --period 2026-03 --statistic mean --cell 500m \\
                --zones Datasets/taiyuan/counties.shp --mask --crs EPSG:4547 -o pm25.tif

            Values are at cell centres; a cell whose centre is a station has its value. The file \
            is a Cloud Optimized GeoTIFF (or NetCDF with CF names, by .nc), Float32, nodata −9999, \
            with a .qml style for QGIS.
            """)

    @Option(
        help: ArgumentHelp(
            "The stations: a point layer, or a table with lon/lat columns.", valueName: "path"))
    var stations: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the station's code.", valueName: "field"))
    var idField: String?

    @Option(help: ArgumentHelp("Field with the value.", valueName: "field"))
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
        help: ArgumentHelp("Statistic over the period: mean, max, min, p90 …", valueName: "name"))
    var statistic = "mean"

    @Option(help: ArgumentHelp("Method: idw.", valueName: "method"))
    var method = "idw"

    @Option(help: ArgumentHelp("Cell size, such as 500m.", valueName: "size"))
    var cell: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Extent of the grid: XMIN YMIN XMAX YMAX.", valueName: "number"))
    var extent: [Double] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("COLUMNS ROWS, with --extent.", valueName: "number"))
    var size: [Int] = []

    @Option(help: ArgumentHelp("Zones whose extent the grid covers.", valueName: "path"))
    var zones: String?

    @Flag(help: "Only cells that the zones touch.")
    var mask = false

    @Option(help: ArgumentHelp("A raster whose grid is used.", valueName: "raster"))
    var like: String?

    @Option(
        help: ArgumentHelp(
            "CRS of the grid (default: that of --like or --zones).", valueName: "EPSG:n"))
    var crs: String?

    @Option(help: ArgumentHelp("Power of the distance.", valueName: "p"))
    var power = 2.0

    @Option(help: ArgumentHelp("Nearest stations to use, or all.", valueName: "n|all"))
    var neighbors = "12"

    @Option(help: ArgumentHelp("Farthest station to use, such as 50km.", valueName: "distance"))
    var radius: String?

    @Option(
        help: ArgumentHelp("Stations at one place: mean, first, max or error.", valueName: "policy")
    )
    var duplicates = "mean"

    @Option(help: ArgumentHelp("Type of the raster: float32 or float64.", valueName: "type"))
    var type = "float32"

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        let request = InterpolationRequest(
            stations: stations, idField: idField, valueField: value, readings: readings,
            parameter: parameter, period: period, statistic: statistic, method: method,
            cell: cell, extent: extent, size: size, zones: zones, isMasked: mask, like: like,
            crs: crs, power: power, neighbours: neighbors, radius: radius,
            duplicates: duplicates, type: type, form: form.form, reading: vector.readOptions,
            output: common.output)
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
