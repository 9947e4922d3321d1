public import ArgumentParser
public import BasinGrid

struct RiversSectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sections",
        abstract: "The network cut at its sections (断面) → ranges with class and value.",
        discussion: """
            Example:
              basingrid rivers sections --rivers Datasets/taiyuan/rivers.shp \\
                --id-field code --name-field name \\
                --sections Datasets/taiyuan/sections.shp --section-id-field code \\
                --target-field target --zones Datasets/taiyuan/counties.shp \\
                --zone-field CODE -o ranges.gpkg

            Rows: reach, from_m, to_m, section, class, target, method, length_km, section_m
            (along the river to the section), with --value then value and value_method, with
            --zones then zone. Ranges end at sections, confluences and zone borders. --assign:
            upstream, a section answers for the water that comes to it; downstream, for the
            water that leaves it; between, for what is nearest along the river. method is
            measured where a section answers, else unknown. --value changes evenly along the
            river between two sections (interpolated); waters that meet are mixed by
            --weight-field (mixed).
            Lengths by class: kind (zone, river, all), id, length_km, one column a class.
            --raster: 1 to 6 for the classes I to 劣V, 0 for rivers without a class; a cell has
            the class with the most length in it.
            """)

    @OptionGroup var rivers: RiverLayerOptions

    @Option(help: ArgumentHelp("The sections: a layer or a table.", valueName: "path[:layer]"))
    var sections: String

    @Option(
        name: .customLong("section-id-field"),
        help: ArgumentHelp(
            "Field with the section's code (default: the layer's first).", valueName: "field"))
    var sectionIDField: String?

    @Option(
        help: ArgumentHelp(
            "Table with id, class and perhaps target, as assess water writes it.",
            valueName: "file"))
    var assessment: String?

    @Option(
        name: .customLong("class-field"),
        help: ArgumentHelp("Field of the sections with their class.", valueName: "field"))
    var classField: String?

    @Option(
        name: .customLong("target-field"),
        help: ArgumentHelp("Field of the sections with their target.", valueName: "field"))
    var targetField: String?

    @Option(
        help: ArgumentHelp(
            "Which water a section answers for.", valueName: "upstream|downstream|between"))
    var assign = SectionAssignment.upstream

    @Option(
        help: ArgumentHelp(
            "Field of the sections with a value to interpolate between them.", valueName: "field"))
    var value: String?

    @Option(
        name: .customLong("weight-field"),
        help: ArgumentHelp(
            "--value: field of the rivers, flow or drainage area, by which waters that meet are mixed.",
            valueName: "field"))
    var weightField: String?

    @Option(
        name: .customLong("max-distance"),
        help: ArgumentHelp("Farthest a section may lie from its river.", valueName: "distance"))
    var maxDistance = "1km"

    @Option(
        name: .customLong("match-name"),
        help: ArgumentHelp(
            "Field of the sections with the name of their river; with --name-field.",
            valueName: "field"))
    var matchName: String?

    @Option(
        help: ArgumentHelp(
            "Zones at whose borders ranges end, and for which lengths are summed.",
            valueName: "path[:layer]"))
    var zones: String?

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp("Field with the zone's code.", valueName: "field"))
    var zoneField: String?

    @Option(
        help: ArgumentHelp(
            "Table of lengths by class per zone and river (default with --zones and -o: NAME_lengths.csv beside it).",
            valueName: "file"))
    var lengths: String?

    @Option(
        help: ArgumentHelp("Raster of the classes (with --cell or --like).", valueName: "file.tif"))
    var raster: String?

    @Option(
        help: ArgumentHelp(
            "--raster: side of the cells over the whole network.", valueName: "size"))
    var cell: String?

    @Option(
        help: ArgumentHelp("--raster: cells of this raster.", valueName: "raster"))
    var like: String?

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
        if matchName != nil && rivers.lines.nameField == nil {
            throw ValidationError("--match-name needs --name-field, the rivers' own field.")
        }
    }

    func run() throws {
        var request = RiversSectionsRequest(rivers: rivers.settings(vector), sections: sections)
        request.sectionIDField = sectionIDField
        request.assessment = assessment
        request.classField = classField
        request.targetField = targetField
        request.assignment = assign
        request.valueField = value
        request.weightField = weightField
        request.maximumDistance = maxDistance
        request.nameField = matchName
        request.zones = zones
        request.zoneField = zoneField
        request.lengths = lengths
        request.raster = raster
        request.cell = cell
        request.like = like
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension SectionAssignment: ExpressibleByArgument {}
