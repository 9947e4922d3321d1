import ArgumentParser
import BasinGrid

struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Stations → raster: inverse distance, kriging, natural neighbours.",
        discussion: """
            Example:
              basingrid interpolate --stations Datasets/taiyuan/stations.csv \\
                --id-field code --assume-crs EPSG:4490 \\
                --readings 'Datasets/taiyuan/air/*.csv' \\
                --parameter PM2.5 --period 2026-03 --statistic mean --cell 500m \\
                --zones Datasets/taiyuan/counties.shp --mask --crs EPSG:4547 -o pm25.tif

              basingrid interpolate --stations Datasets/taiyuan/stations.csv \\
                --id-field code --assume-crs EPSG:4490 \\
                --readings 'Datasets/taiyuan/air/*.csv' \\
                --parameter PM2.5 --period 2026-03 --method kriging --cell 1km \\
                --zones Datasets/taiyuan/counties.shp --crs EPSG:4547 \\
                --variance pm25_var.tif --exceed 35=pm25_p35.tif \\
                --cross-validate pm25_cv.csv -o pm25_kriged.tif

            Values are at cell centres (with --block: of whole cells); a cell whose centre is a \
            station has its value. A variogram is fitted by weighted least squares as gstat fits \
            it, or given: spherical,nugget=4,psill=90,range=60000, nested with +; the models are \
            spherical, exponential, gaussian, matern (kappa=), linear and nugget, ranges in \
            metres, anisotropy=ANGLE:RATIO with the angle clockwise from north. The file \
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

    @Option(
        help: ArgumentHelp(
            "Method: idw, kriging, natural (Sibson), linear (Delaunay), nearest, or auto: the best in cross-validation by blocks.",
            valueName: "method"))
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

    @Option(help: ArgumentHelp("idw: power of the distance.", valueName: "p"))
    var power = 2.0

    @Option(
        help: ArgumentHelp(
            "Nearest stations to use, or all (default: 12 for idw, all for kriging of up to 1000 stations).",
            valueName: "n|all"))
    var neighbors: String?

    @Option(help: ArgumentHelp("Farthest station to use, such as 50km.", valueName: "distance"))
    var radius: String?

    @Option(help: ArgumentHelp("Fewest stations that give a value.", valueName: "n"))
    var minimum = 1

    @Option(
        help: ArgumentHelp(
            "idw: sectors around a cell, --neighbors from each: 1, 4 or 8.", valueName: "n"))
    var sectors = 1

    @Option(help: ArgumentHelp("kriging: auto, or a model.", valueName: "model"))
    var variogram = "auto"

    @Option(
        help: ArgumentHelp(
            "kriging: the mean's trend: none, linear, or a raster it follows.",
            valueName: "none|linear|raster"))
    var drift = "none"

    @Option(help: ArgumentHelp("Simple kriging with this known mean.", valueName: "value"))
    var mean: Double?

    @Option(
        help: ArgumentHelp(
            "kriging: the nugget is variation that stations show exactly, or their error, which is filtered.",
            valueName: "exact|filtered"))
    var nugget = "exact"

    @Flag(help: "kriging: the mean of each cell instead of its centre's value.")
    var block = false

    @Option(help: ArgumentHelp("kriging: raster of the variances.", valueName: "file.tif"))
    var variance: String?

    @Option(
        help: ArgumentHelp(
            "kriging: raster of the probability that a limit is exceeded; repeatable.",
            valueName: "limit=file.tif"))
    var exceed: [String] = []

    @Option(
        name: .customLong("cross-validate"),
        help: ArgumentHelp(
            "Table of each station estimated from the others, with ME, RMSE and MSDR on standard error.",
            valueName: "file"))
    var crossValidate: String?

    @Option(
        help: ArgumentHelp(
            "natural, linear: outside the stations' hull nothing, or the nearest station's value.",
            valueName: "nodata|nearest"))
    var outside = "nodata"

    @Flag(
        name: .customLong("within-hull"),
        help: "No value outside the hull of the stations.")
    var withinHull = false

    @Option(
        name: .customLong("max-distance"),
        help: ArgumentHelp(
            "No value farther than this from the nearest station.", valueName: "distance"))
    var maxDistance: String?

    @Option(
        help: ArgumentHelp("Stations at one place: mean, first, max or error.", valueName: "policy")
    )
    var duplicates = "mean"

    @Option(
        name: .customLong("merge-distance"),
        help: ArgumentHelp(
            "Stations nearer than this to each other are at one place.", valueName: "distance"))
    var mergeDistance: String?

    @Option(help: ArgumentHelp("Type of the raster: float32 or float64.", valueName: "type"))
    var type = "float32"

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = InterpolationRequest(stations: stations)
        request.idField = idField
        request.valueField = value
        request.readings = readings
        request.parameter = parameter
        request.period = period
        request.statistic = statistic
        request.duplicates = duplicates
        request.mergeDistance = mergeDistance
        request.cell = cell
        request.extent = extent
        request.size = size
        request.zones = zones
        request.isMasked = mask
        request.like = like
        request.crs = crs
        request.surface.method = method
        request.surface.power = power
        request.surface.neighbours = neighbors
        request.surface.radius = radius
        request.surface.minimum = minimum
        request.surface.sectors = sectors
        request.surface.variogram = variogram
        request.surface.drift = drift
        request.surface.mean = mean
        request.surface.nugget = nugget
        request.surface.estimatesCells = block
        request.surface.outside = outside
        request.staysInHull = withinHull
        request.farthest = maxDistance
        request.type = type
        request.output = common.output
        request.variance = variance
        request.exceedances = exceed
        request.crossValidation = crossValidate
        request.form = form.form
        request.reading = vector.readOptions
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
