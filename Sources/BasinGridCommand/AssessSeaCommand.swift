import ArgumentParser
import BasinGrid

struct AssessSeaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sea",
        abstract: "Readings of sea water → classes of points, shares of good water.",
        discussion: """
            Example:
              basingrid assess sea --readings sea.csv --points points.shp --zones sea_areas.shp \\
                --period 2026-05 --compare year --groups groups.csv -o sea.csv

            Rows: every point. Columns: id edition samples items class (一类 … 四类, 劣四类) \
            limiting main_pollutants (worse than class 2, with multiples) target target_met \
            class_before note. Inorganic nitrogen (DIN) that was not measured is the sum of nitrate, \
            nitrite and ammonia.

            --groups: zones and other groups, and last all points: the share of good water \
            (一类 and 二类) and of 劣四类 by points and, with --area-field, by area.
            """)

    @Option(
        help: ArgumentHelp(
            "Readings (long or wide layout); quote a pattern (repeatable).", valueName: "path"))
    var readings: [String]

    @Option(
        help: ArgumentHelp(
            "The points: a point layer or a table (default: the sites of the readings).",
            valueName: "path"))
    var points: String?

    @OptionGroup(title: "Fields of the points (default: found by their headings)")
    var fields: SectionFieldOptions

    @Option(
        name: .customLong("area-field"),
        help: ArgumentHelp(
            "Field with the area that a point stands for: shares by area too.", valueName: "field"))
    var areaField: String?

    @Option(help: ArgumentHelp("Zones to group the points by (repeatable).", valueName: "path"))
    var zones: [String] = []

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp(
            "Field with the zones' code (default: found by its heading).", valueName: "field"))
    var zoneField: String?

    @Option(
        help: ArgumentHelp(
            "The period: 2026-05, 2026-05..2026-08, 2026, 2026Q2, 2026-05-10.",
            valueName: "period"))
    var period: String

    @Option(
        help: ArgumentHelp(
            "What to compare with: a period, or year, month, none.", valueName: "period"))
    var compare: String?

    @Option(help: ArgumentHelp("GB3097-1997, a file, or auto.", valueName: "edition"))
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
        var request = SeaAssessmentRequest(readings: readings, period: period)
        request.comparison = compare
        request.standard = standard
        request.points = points
        request.fields = fields.fields
        request.areaField = areaField
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
