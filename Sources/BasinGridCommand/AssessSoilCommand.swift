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

            Values in mg/kg, other units (µg/kg, g/kg) as headings, rows and titles write them \
            (单位：mg/kg). The kind of land decides the standard and its values: class1, class2 \
            (第一类用地, 第二类用地: GB 36600-2018), paddy, orchard, other (水田, 果园, 其他农用地: \
            GB 15618-2018, by pH); from --type-field, else --land. Rows: every point. Columns: id \
            edition land samples items level (未超筛选值, 超筛选值, 超管制值) main_pollutants (above \
            screening, with multiples) note.

            --groups: zones and other groups by kind of land, and last all points: the shares of \
            the three levels.
            """)

    @OptionGroup var samples: SampleOptions
    @OptionGroup var place: PointOptions
    @OptionGroup var zoning: ZoneGroupOptions

    @Option(
        help: ArgumentHelp(
            "Land of points that name none: class1, class2, paddy, orchard or other.",
            valueName: "land"))
    var land: SoilLand?

    @Option(
        help: ArgumentHelp(
            "The period whose samples are judged (default: all): 2026, 2026-05.",
            valueName: "period"))
    var period: String?

    @Option(
        help: ArgumentHelp(
            "GB36600-2018 or GB15618-2018 alone, a file, or auto: by the land of each point.",
            valueName: "edition"))
    var standard: String?

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = SoilAssessmentRequest(readings: samples.readings)
        request.period = period
        request.standard = standard
        request.points = place.points
        request.fields = place.fields.fields
        request.land = land
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

extension SoilLand: ExpressibleByArgument {
    public init?(argument: String) { self.init(parsing: argument) }
}
