public import ArgumentParser
public import BasinGrid

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Between formats, encodings and CRS, with GCJ-02 and BD-09.",
        discussion: """
            Example:
              basingrid convert Datasets/taiyuan/counties.shp -o counties.gpkg --crs EPSG:4547
              basingrid convert Datasets/taiyuan/stations.csv -o stations_gcj02.csv --to gcj02

            In: shapefile, GeoPackage, File Geodatabase, GeoJSON, FlatGeobuf, KML and what
            else GDAL reads; CSV and workbooks; rasters. Out, by extension: .gpkg .shp
            .geojson .fgb .kml, .csv .xlsx .json, .tif (COG) .nc. A GeoPackage or workbook
            takes all layers of the input, other formats one (--layer).

            Coordinates are shifted only when --from or --to asks for it. The result says what it is:
            in the layer's name (roads_gcj02), in its CRS where the format holds one, or in
            the names of its columns (lon_gcj02). Web maps: 高德 and 腾讯 are gcj02, 百度 is
            bd09; CGCS2000 is wgs84 here.

            A table's places are its columns --x and --y, or those headed lon and lat,
            经度 and 纬度; --assume-crs says what they are. What a format cannot hold
            (long names, other kinds of geometry) is said.
            """)

    @Argument(help: ArgumentHelp("What to convert.", valueName: "path"))
    var input: String

    @Option(
        help: ArgumentHelp("CRS of the output (default: as the input).", valueName: "EPSG:n"))
    var crs: String?

    @Option(
        help: ArgumentHelp(
            "What the coordinates are (default: as the file says, else wgs84).",
            valueName: "wgs84|gcj02|bd09"))
    var from: WebMapDatum?

    @Option(
        help: ArgumentHelp(
            "What they are to be (default with --from: wgs84).", valueName: "wgs84|gcj02|bd09"))
    var to: WebMapDatum?

    @Option(
        name: .customLong("x"), help: ArgumentHelp("A table's column of x.", valueName: "column"))
    var xColumn: String?

    @Option(
        name: .customLong("y"), help: ArgumentHelp("A table's column of y.", valueName: "column"))
    var yColumn: String?

    @Option(
        name: .customLong("to-encoding"),
        help: ArgumentHelp(
            "Text encoding of shapefiles and CSV.", valueName: "utf-8|gbk|gb18030"))
    var toEncoding = OutputEncoding.utf8

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        guard let output = common.output, output != "-" else {
            throw ValidationError("A conversion needs a file: -o FILE.")
        }
        var request = ConvertRequest(input: input, output: output)
        request.crs = crs
        request.source = from
        request.target = to
        request.xColumn = xColumn
        request.yColumn = yColumn
        request.encoding = toEncoding
        request.reading = vector.readOptions
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension WebMapDatum: ExpressibleByArgument {}
extension OutputEncoding: ExpressibleByArgument {}
