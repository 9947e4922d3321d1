public import ArgumentParser
public import BasinGrid

struct AssessSoilCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soil",
        abstract: "Readings of soil → screening and intervention values at points, shares.",
        discussion: """
            Example:
              basingrid assess soil --readings soil.csv --points points.shp --type-field LAND \\
                --zones counties.shp --groups groups.csv -o soil.csv

            Values in mg/kg. The kind of land decides the standard and its values: class1, class2 \
            (第一类用地, 第二类用地: GB 36600-2018), paddy, orchard, other (水田, 果园, 其他农用地: \
            GB 15618-2018, by pH); from --type-field, else --land. Rows: every point. Columns: id \
            edition land samples items level (未超筛选值, 超筛选值, 超管制值) main_pollutants (above \
            screening, with multiples) note.

            --groups: zones and other groups by kind of land, and last all points: the shares of \
            the three levels.
            """)

    @Option(
        help: ArgumentHelp(
            "Readings in mg/kg (long or wide layout); quote a pattern (repeatable).",
            valueName: "path"))
    var readings: [String]

    @Option(
        help: ArgumentHelp(
            "The points: a point layer or a table (default: the sites of the readings).",
            valueName: "path"))
    var points: String?

    @OptionGroup(title: "Fields of the points (default: found by their headings)")
    var fields: SectionFieldOptions

    @Option(
        help: ArgumentHelp(
            "Land of points that name none: class1, class2, paddy, orchard or other.",
            valueName: "land"))
    var land: SoilLand?

    @Option(help: ArgumentHelp("Zones to group the points by (repeatable).", valueName: "path"))
    var zones: [String] = []

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp(
            "Field with the zones' code (default: found by its heading).", valueName: "field"))
    var zoneField: String?

    @Option(
        help: ArgumentHelp(
            "The period whose samples are judged (default: all): 2026, 2026-05.",
            valueName: "period"))
    var period: String?

    @Option(help: ArgumentHelp("A file of values, or auto.", valueName: "file"))
    var standard: String?

    @Option(help: ArgumentHelp("Write zones and other groups to a table.", valueName: "file"))
    var groups: String?

    @Option(
        help: ArgumentHelp("Write the readings that were not taken to a table.", valueName: "file"))
    var rejects: String?

    @Option(
        help: ArgumentHelp(
            "What one reading stands for; each counts as a sample.",
            valueName: "auto|hour|4h|day|month"))
    var interval = IntervalChoice.auto

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = SoilAssessmentRequest(readings: readings)
        request.period = period
        request.standard = standard
        request.points = points
        request.fields = fields.fields
        request.land = land
        request.zones = zones
        request.zoneField = zoneField
        request.groups = groups
        request.rejects = rejects
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension SoilLand: ExpressibleByArgument {
    public init?(argument: String) { self.init(parsing: argument) }
}
