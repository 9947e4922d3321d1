public import ArgumentParser
public import BasinGrid

struct RiversInterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Values at stations → values along the network.",
        discussion: """
            Example:
              basingrid rivers interpolate --rivers Datasets/taiyuan/rivers.shp \\
                --id-field code --name-field name --points Datasets/taiyuan/outfalls.shp \\
                --value t_d --step 500m -o values.gpkg

            Rows: reach, from_m, to_m, value, stations, nearest, distance_m, one for every
            piece no longer than --step. The value is that of the piece's middle: the mean of
            the nearest stations along the river, weighted by 1 ÷ distance^power. --connected
            flow takes only stations whose water comes to the piece, or the piece's to them.
            --method kriging uses all stations that are connected and adds se, the standard
            error. It takes exponential variograms of the river distance on rivers without
            braids, where they are positive definite, and refuses others.
            Nothing is said of decay or travel time.
            """)

    @OptionGroup var rivers: RiverLayerOptions

    @Option(help: ArgumentHelp("The stations: a layer or a table.", valueName: "path[:layer]"))
    var points: String

    @Option(help: ArgumentHelp("Field of the stations with the value.", valueName: "field"))
    var value: String

    @Option(
        name: .customLong("point-id-field"),
        help: ArgumentHelp(
            "Field with the station's code (default: the layer's first).", valueName: "field"))
    var pointIDField: String?

    @Option(
        name: .customLong("max-distance"),
        help: ArgumentHelp("Farthest a station may lie from its river.", valueName: "distance"))
    var maxDistance = "1km"

    @Option(
        name: .customLong("match-name"),
        help: ArgumentHelp(
            "Field of the stations with the name of their river; with --name-field.",
            valueName: "field"))
    var matchName: String?

    @Option(help: ArgumentHelp("Longest piece with one value.", valueName: "distance"))
    var step = "1km"

    @Option(help: ArgumentHelp("How values are carried along.", valueName: "idw|kriging"))
    var method = RiversInterpolateRequest.Method.idw

    @Option(
        help: ArgumentHelp(
            "kriging: auto, or an exponential model, such as exponential,nugget=0.1,psill=2,range=20000.",
            valueName: "model"))
    var variogram = "auto"

    @Option(help: ArgumentHelp("idw: power of the distance.", valueName: "p"))
    var power = 2.0

    @Option(help: ArgumentHelp("idw: nearest stations to use, or all.", valueName: "n|all"))
    var neighbors = "12"

    @Option(
        help: ArgumentHelp(
            "idw: farthest station along the river (default: any).", valueName: "distance"))
    var radius: String?

    @Option(
        help: ArgumentHelp(
            "Which stations count: any along the river, or only those up- or downstream.",
            valueName: "any|flow"))
    var connected = RiverConnection.any

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
        if matchName != nil && rivers.lines.nameField == nil {
            throw ValidationError("--match-name needs --name-field, the rivers' own field.")
        }
    }

    func run() throws {
        var request = RiversInterpolateRequest(
            rivers: rivers.settings(vector), points: points, valueField: value)
        request.pointIDField = pointIDField
        request.maximumDistance = maxDistance
        request.nameField = matchName
        request.step = step
        request.power = power
        request.neighbours = neighbors
        request.radius = radius
        request.connection = connected
        request.method = method
        request.variogram = variogram
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension RiverConnection: ExpressibleByArgument {}
extension RiversInterpolateRequest.Method: ExpressibleByArgument {}
