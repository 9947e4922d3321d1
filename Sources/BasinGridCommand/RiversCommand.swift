public import ArgumentParser
public import BasinGrid

struct RiversCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rivers",
        abstract: "River networks: faults, places, sections, tracing, values along the water.",
        subcommands: [
            RiversCheckCommand.self, RiversLocateCommand.self, RiversSectionsCommand.self,
            RiversTraceCommand.self, RiversInterpolateCommand.self,
        ])
}

/// The river layer of a command.
struct RiverLinesOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The rivers: a line layer.", valueName: "path"))
    var rivers: String

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp(
            "Field with the reach's code (default: the feature's number).", valueName: "field"))
    var idField: String?

    @Option(
        name: .customLong("name-field"),
        help: ArgumentHelp(
            "Field with the river's name: pieces of one name are one river.", valueName: "field"))
    var nameField: String?

    @Option(
        help: ArgumentHelp(
            "Ends this near meet; every gap that is closed is listed.", valueName: "distance"))
    var tolerance = "10m"

    @Flag(
        name: .customLong("join-vertices"),
        help: "Join lines at a vertex that both share between their ends.")
    var joinVertices = false
}

/// What the rules for the flow need beside the lines.
struct FlowRuleOptions: ParsableArguments {
    @Option(
        name: .customLong("from-field"),
        help: ArgumentHelp("from-to: field with the upper node.", valueName: "field"))
    var fromField: String?

    @Option(
        name: .customLong("to-field"),
        help: ArgumentHelp("from-to: field with the lower node.", valueName: "field"))
    var toField: String?

    @Option(
        name: .customLong("next-field"),
        help: ArgumentHelp(
            "next-down: field with the code of the next reach downstream.", valueName: "field"))
    var nextField: String?

    @Option(help: ArgumentHelp("elevation: raster of elevations in metres.", valueName: "raster"))
    var elevation: String?

    @Option(
        // A western longitude begins with a minus.
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Where water leaves: a point layer, or X,Y in the rivers' CRS (repeatable); all that is connected flows there.",
            valueName: "path|x,y"))
    var mouths: [String] = []

    @Option(
        name: .customLong("mouth-distance"),
        help: ArgumentHelp("Farthest a mouth may lie from the river.", valueName: "distance"))
    var mouthDistance = "1km"

    @Option(
        name: .customLong("rank-field"),
        help: ArgumentHelp(
            "Field whose smallest number is the main stem where the water divides.",
            valueName: "field"))
    var rankField: String?
}

/// The river layer of a command, and how it becomes a network.
struct RiverLayerOptions: ParsableArguments {
    @OptionGroup var lines: RiverLinesOptions

    @Option(
        help: ArgumentHelp(
            "What says which way the water runs: most of each river as digitised, every reach as digitised, node fields, a field with the next reach, or elevations.",
            valueName: "river|digitised|from-to|next-down|elevation"))
    var direction = RiverLayerSettings.Direction.river

    @OptionGroup var rules: FlowRuleOptions

    /// The settings that a request takes.
    func settings(_ vector: VectorOptions) -> RiverLayerSettings {
        lines.settings(direction: direction, rules, vector)
    }
}

extension RiverLinesOptions {
    /// The settings that a request takes.
    func settings(
        direction: RiverLayerSettings.Direction, _ rules: FlowRuleOptions, _ vector: VectorOptions
    ) -> RiverLayerSettings {
        var settings = RiverLayerSettings(path: rivers)
        settings.idField = idField
        settings.nameField = nameField
        settings.tolerance = tolerance
        settings.joinsSharedVertices = joinVertices
        settings.direction = direction
        settings.fromField = rules.fromField
        settings.toField = rules.toField
        settings.nextField = rules.nextField
        settings.elevation = rules.elevation
        settings.mouths = rules.mouths
        settings.mouthDistance = rules.mouthDistance
        settings.rankField = rules.rankField
        settings.reading = vector.readOptions
        return settings
    }
}

extension RiverLayerSettings.Direction: ExpressibleByArgument {}
