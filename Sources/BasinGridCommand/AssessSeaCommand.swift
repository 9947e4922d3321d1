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

    @OptionGroup var samples: SampleOptions
    @OptionGroup var place: PointOptions

    @Option(
        name: .customLong("area-field"),
        help: ArgumentHelp(
            "Field with the area that a point stands for: shares by area too.", valueName: "field"))
    var areaField: String?

    @OptionGroup var zoning: ZoneGroupOptions
    @OptionGroup var time: PeriodOptions

    @Option(help: ArgumentHelp("GB3097-1997, a file, or auto.", valueName: "edition"))
    var standard: String?

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = SeaAssessmentRequest(readings: samples.readings, period: time.period)
        request.comparisons = time.compare
        request.standard = standard
        request.points = place.points
        request.fields = place.fields.fields
        request.areaField = areaField
        request.zones = zoning.zones
        request.zoneField = zoning.zoneField
        request.groups = zoning.groups
        request.rejects = samples.rejects
        request.interval = samples.interval.interval
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
