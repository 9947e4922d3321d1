public import ArgumentParser
public import BasinGrid

struct RiversTraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "The rivers up- or downstream of a place, or the points along them.",
        discussion: """
            Example:
              basingrid rivers trace --rivers Datasets/taiyuan/rivers.shp \\
                --id-field code --name-field name --from 112.51,37.80 --direction up \\
                --distance 20km --max-distance 5km \\
                --points Datasets/taiyuan/outfalls.shp

            Rows: reach, from_m, to_m, distance_m: the pieces of river reached, by their river
            distance from the start. With --points instead the points met: their field, reach,
            measure_m, distance_m, nearest first; with several layers or --zones, kind and
            layer come first, and a border's code is "from → to". The way is the shortest;
            nothing is said of travel time.
            """)

    @OptionGroup var lines: RiverLinesOptions

    @Option(
        // A western longitude begins with a minus.
        parsing: .unconditional,
        help: ArgumentHelp(
            "The start: X,Y in the CRS of the rivers, or a reach and a measure in metres.",
            valueName: "x,y|reach:measure"))
    var from: String

    @Option(help: ArgumentHelp("Against the flow, or with it.", valueName: "up|down"))
    var direction: TraceDirection

    @Option(
        help: ArgumentHelp("How far along the river (default: to the end).", valueName: "distance"))
    var distance: String?

    @Option(
        help: ArgumentHelp(
            "Points that are listed where they are met (repeatable).", valueName: "path[:layer]"))
    var points: [String] = []

    @Option(
        name: .customLong("point-id-field"),
        help: ArgumentHelp(
            "Field with the points' code (default: each layer's first).", valueName: "field"))
    var pointIDField: String?

    @Option(
        name: .customLong("max-distance"),
        help: ArgumentHelp(
            "Farthest the start and the points may lie from their river.", valueName: "distance"))
    var maxDistance = "1km"

    @Option(
        help: ArgumentHelp("Zones whose borders are listed too.", valueName: "path[:layer]"))
    var zones: String?

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var zoneField: String?

    @Option(
        help: ArgumentHelp(
            "What says which way the water runs, as --direction of the other commands on rivers.",
            valueName: "river|digitised|from-to|next-down|elevation"))
    var flow = RiverLayerSettings.Direction.river

    @OptionGroup var rules: FlowRuleOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = RiversTraceRequest(
            rivers: lines.settings(direction: flow, rules, vector), start: from,
            direction: direction)
        request.distance = distance
        request.points = points
        request.pointIDField = pointIDField
        request.maximumDistance = maxDistance
        request.zones = zones
        request.zoneField = zoneField
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension TraceDirection: ExpressibleByArgument {}
