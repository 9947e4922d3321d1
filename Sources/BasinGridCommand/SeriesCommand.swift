public import ArgumentParser
public import BasinGrid

struct SeriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "series",
        abstract: "Stations and readings → a value and its error for every zone and time.",
        discussion: """
            Example:
              basingrid series --stations Datasets/taiyuan/stations.csv --id-field code \\
                --assume-crs EPSG:4490 --readings 'Datasets/taiyuan/air/*.csv' \\
                --parameter PM2.5 --zones Datasets/taiyuan/counties.shp --zone-field code \\
                --every day --period 2026-03 --exceed 35 -o series.csv

            Columns: zone, time, value (the zone's mean), se (its standard error), n_stations \\
            (that reported), exceed_share (the mean over the zone of the probability that the \\
            value is above the limit). No raster is made: the zones' covariances with the \\
            stations are computed once, and each hour is a small solve with the stations that \\
            reported. One variogram serves all times, fitted to values standardised time by \\
            time; the error of each time follows its own variance. The nugget is the stations' \\
            error of measurement. -o FILE.nc writes CF NetCDF, FILE.gpkg the zones and a table.
            """)

    @Option(
        help: ArgumentHelp(
            "The stations: a point layer, or a table with lon/lat columns.", valueName: "path"))
    var stations: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp("Field with the station's code.", valueName: "field"))
    var idField: String

    @Option(
        help: ArgumentHelp(
            "Readings (archive, long or wide layout); quote a pattern; repeatable.",
            valueName: "path"))
    var readings: [String]

    @Option(help: ArgumentHelp("Parameter of the readings.", valueName: "code"))
    var parameter: String

    @Option(help: ArgumentHelp("The zones.", valueName: "path"))
    var zones: String

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var zoneField: String

    @Option(
        help: ArgumentHelp(
            "Days to report, such as 2026-03 (default: all with readings).", valueName: "period"))
    var period: String?

    @Option(
        help: ArgumentHelp(
            "What a row stands for: hour, day or month (means by the rules for valid data).",
            valueName: "hour|day|month"))
    var every = SeriesSettings.Step.hour

    @Option(help: ArgumentHelp("Method: kriging or idw.", valueName: "method"))
    var method = "kriging"

    @Option(
        help: ArgumentHelp(
            "kriging: auto, or a model such as spherical,nugget=4,psill=90,range=60000.",
            valueName: "model"))
    var variogram = "auto"

    @Option(
        name: .customLong("variogram-scale"),
        help: ArgumentHelp(
            "kriging: scale the sills to each time's variance, or not (default: hour for a fitted variogram, none for a given one).",
            valueName: "hour|none"))
    var variogramScale: String?

    @Option(help: ArgumentHelp("idw: power of the distance.", valueName: "p"))
    var power = 2.0

    @Option(
        help: ArgumentHelp(
            "idw: nearest stations to use, or all (default: 12).", valueName: "n|all"))
    var neighbors: String?

    @Option(
        help: ArgumentHelp("idw: farthest station to use, such as 50km.", valueName: "distance"))
    var radius: String?

    @Option(
        help: ArgumentHelp(
            "Cells that stand for a zone (default: about 400 a zone).", valueName: "size"))
    var cell: String?

    @Option(
        help: ArgumentHelp("kriging: the limit whose exceedance is wanted.", valueName: "limit"))
    var exceed: Double?

    @Option(
        help: ArgumentHelp(
            "CRS to compute in (default: that of the zones; the CGCS2000 zone that fits where it is geographic).",
            valueName: "EPSG:n"))
    var crs: String?

    @Option(help: ArgumentHelp("Table of readings that were not taken.", valueName: "file"))
    var rejects: String?

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = SeriesRequest(
            stations: stations, idField: idField, readings: readings, parameter: parameter,
            zones: zones, zoneField: zoneField)
        request.period = period
        request.settings.step = every
        request.settings.method = method
        request.settings.power = power
        request.settings.neighbours = neighbors
        request.settings.radius = radius
        request.settings.variogram = variogram
        request.settings.scale = variogramScale
        request.settings.cell = cell
        request.settings.limit = exceed
        request.crs = crs
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        request.rejects = rejects
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension SeriesSettings.Step: ExpressibleByArgument {}
