import ArgumentParser
import BasinGrid

struct RiversLocateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate",
        abstract: "Points → the reach that each lies on, and its measure (桩号).",
        discussion: """
            Example:
              basingrid rivers locate --rivers Datasets/taiyuan/rivers.shp \\
                --id-field code --name-field name --points Datasets/taiyuan/sections.shp \\
                --max-distance 1km -o located.csv

            Rows in the order of the points: their field, reach, measure_m, from_mouth_m,
            offset_m, distance_m, x, y, second_reach, second_distance_m. measure_m runs along
            the reach from its first vertex as digitised, from_mouth_m along the main stem to
            the mouth; offset_m is positive on the left of the digitised direction; x and y are
            the place on the river in the CRS of the rivers. A point that is farther than
            --max-distance keeps its row with the distance.
            """)

    @OptionGroup var rivers: RiverLayerOptions

    @Option(help: ArgumentHelp("The points: a layer or a table.", valueName: "path[:layer]"))
    var points: String

    @Option(
        name: .customLong("point-id-field"),
        help: ArgumentHelp(
            "Field with the point's code (default: the layer's first).", valueName: "field"))
    var pointIDField: String?

    @Option(
        name: .customLong("max-distance"),
        help: ArgumentHelp("Farthest a point may lie from its river.", valueName: "distance"))
    var maxDistance = "1km"

    @Option(
        name: .customLong("match-name"),
        help: ArgumentHelp(
            "Field of the points with the name of their river; with --name-field.",
            valueName: "field"))
    var matchName: String?

    @Option(
        name: .customLong("ambiguous-within"),
        help: ArgumentHelp(
            "Name points to which a second reach is no more than this farther than the first.",
            valueName: "distance"))
    var ambiguousWithin = "20m"

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
        if matchName != nil && rivers.lines.nameField == nil {
            throw ValidationError("--match-name needs --name-field, the rivers' own field.")
        }
    }

    func run() throws {
        var request = RiversLocateRequest(rivers: rivers.settings(vector), points: points)
        request.pointIDField = pointIDField
        request.maximumDistance = maxDistance
        request.nameField = matchName
        request.ambiguity = ambiguousWithin
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
