import ArgumentParser
import BasinGrid

struct RiversCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Rivers → what is wrong with the network; on request the layer mended.",
        discussion: """
            Example:
              basingrid rivers check --rivers Datasets/taiyuan/rivers.shp --id-field code \\
                --name-field name -o faults.gpkg
              basingrid rivers check --rivers Datasets/taiyuan/rivers.shp --id-field code \\
                --name-field name --fix-direction --mouths 630000,4150000 \\
                --mouth-distance 500km -o fixed.gpkg --faults faults.csv

            Rows: kind, state, reach, name, measure_m, x, y, other, length_m, note. First the
            faults (state fault): gap, overhang, duplicate, fold, overlap, self-crossing,
            crossing, all-in, all-out, loop, dead-end, against-flow. Then what was done while
            the network was built: gaps closed, ends joined, what was unclear or left out.
            Measures are metres from a reach's first vertex as digitised, in the plane of a
            projected CRS, on the ellipsoid for degrees.
            """)

    @OptionGroup var rivers: RiverLayerOptions

    @Option(
        help: ArgumentHelp(
            "A free end this near another reach is a gap; a piece this short beyond a junction hangs over.",
            valueName: "distance"))
    var gap = "50m"

    @Flag(
        name: .customLong("fix-direction"),
        help: "-o is the river layer with every line drawn with the flow.")
    var fixDirection = false

    @Flag(help: "-o is the river layer cut at every node, drawn with the flow.")
    var split = false

    @Flag(
        help:
            "-o is the river layer with the pieces of a river joined where nothing else meets them, drawn with the flow."
    )
    var merge = false

    @Option(
        help: ArgumentHelp(
            "Where the faults go when -o is the river layer (default: standard output).",
            valueName: "file"))
    var faults: String?

    @Option(
        help: ArgumentHelp(
            "Table of the reaches: nodes, next reach, Strahler and Shreve order, river above, distance to the mouth.",
            valueName: "file"))
    var reaches: String?

    @Option(
        help: ArgumentHelp(
            "--reaches: a field that is summed with the flow (repeatable), as FIELD_total.",
            valueName: "field"))
    var accumulate: [String] = []

    @Option(
        name: .customLong("fraction-field"),
        help: ArgumentHelp(
            "--accumulate: field with a reach's share, 0 to 1, where the water divides (default: the main stem carries all).",
            valueName: "field"))
    var fractionField: String?

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
        if split && merge { throw ValidationError("--split and --merge exclude each other.") }
    }

    func run() throws {
        var request = RiversCheckRequest(rivers: rivers.settings(vector))
        request.gap = gap
        request.fixesDirection = fixDirection
        request.pieces = split ? .split : merge ? .merged : .whole
        request.faults = faults
        request.reaches = reaches
        request.accumulatedFields = accumulate
        request.fractionField = fractionField
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
