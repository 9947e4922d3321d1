import ArgumentParser
import BasinGrid

struct AssessWaterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "water",
        abstract: "Readings of surface water → classes, targets, changes; rivers, zones, lakes.",
        discussion: """
            Example:
              basingrid assess water --readings Datasets/taiyuan/water.xlsx \\
                --sections Datasets/taiyuan/sections.shp --rivers Datasets/taiyuan/rivers.shp \\
                --zones Datasets/taiyuan/counties.shp --zone-field CODE \\
                --period 2026-01..2026-04 --compare year --groups groups.csv -o water.csv

            Rows: every section, assessed or not. Columns:
              id edition samples    the section, the standard's edition, sampling times
              items                 the items that were judged
              class status          the worst class of the items: I II III IV V 劣V; its status
              limiting              the items that have this class
              main_pollutants       up to three worse than III, with multiples: TP(0.30);COD(0.20)
              target target_met     the class to be met; yes or no
              class_before change   by steps of status: 无明显变化, 有所好转, 明显变差, …
              note                  dry (断流), too few samples, detection limits
              class_previous change_previous  with two of --compare: since the second

            --groups: rivers, basins, zones, levels, owners, sources of drinking water, and last \
            all: kind id sections i_iii_share inferior_v_share status main_pollutants cwqi change \
            label, then the figures before, ranks and notes; with --compare on comparable \
            sections. In .gpkg, .shp and .geojson zones have their shapes. \
            --months: every month and the share of months that met the target so far. --lakes: the \
            trophic state (TLI). --trends: rank correlation over the years of the readings.
            --alerts: newest readings that exceed limits, changed suddenly or stand out: id name \
            owner rule item time value limit multiple since readings edition note.

            Which rules were used that no second source confirms is said every time; --standard \
            FILE (JSON, the form of the embedded edition) replaces limits and rules.
            """)

    @OptionGroup var samples: SampleOptions

    @Option(
        help: ArgumentHelp(
            "The sections: a point layer or a table (default: the sites of the readings).",
            valueName: "path"))
    var sections: String?

    @OptionGroup(title: "Fields of the sections (default: found by their headings)")
    var fields: SectionFieldOptions

    @Flag(help: "All sections are points of lakes or reservoirs.")
    var lake = false

    @Option(
        help: ArgumentHelp(
            "The rivers: sections that name none belong to the nearest within 1 km.",
            valueName: "path"))
    var rivers: String?

    @Option(
        name: .customLong("river-name-field"),
        help: ArgumentHelp(
            "Field with the rivers' names (default: found by its heading).", valueName: "field"))
    var riverNameField: String?

    @OptionGroup var zoning: ZoneGroupOptions

    @Option(
        help: ArgumentHelp(
            "Responsible counties: section, owner; they win over the sections' own.",
            valueName: "path"))
    var owners: String?

    @OptionGroup var time: PeriodOptions

    @Option(
        help: ArgumentHelp("GB3838-2002, a file, or auto.", valueName: "edition"))
    var standard: String?

    @Option(
        help: ArgumentHelp("Write every month of the period to a table.", valueName: "file"))
    var months: String?

    @Option(
        help: ArgumentHelp("Write the trophic state of lakes to a table.", valueName: "file"))
    var lakes: String?

    @Option(
        help: ArgumentHelp(
            "Write trends over the years up to the period to a table.", valueName: "file"))
    var trends: String?

    @OptionGroup(title: "Alerts") var alerting: AlertOptions
    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = WaterAssessmentRequest(readings: samples.readings, period: time.period)
        request.comparisons = time.compare
        request.standard = standard
        request.sections = sections
        request.fields = fields.fields
        request.isLake = lake
        request.rivers = rivers
        request.riverNameField = riverNameField
        request.zones = zoning.zones
        request.zoneField = zoning.zoneField
        request.owners = owners
        request.groups = zoning.groups
        request.months = months
        request.lakes = lakes
        request.trends = trends
        request.alerts = alerting.alerts
        request.alertRules = alerting.rules
        request.rejects = samples.rejects
        request.interval = samples.interval.interval
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

/// The fields of a table of sections, for every command that takes `--sections`.
struct SectionFieldOptions: ParsableArguments {
    @Option(
        name: .customLong("id-field"), help: ArgumentHelp("Code.", valueName: "field"))
    var id: String?

    @Option(
        name: .customLong("name-field"),
        help: ArgumentHelp("Name, by which readings may know the section.", valueName: "field"))
    var name: String?

    @Option(
        name: .customLong("level-field"),
        help: ArgumentHelp("Level: 国控, 省控, 市控.", valueName: "field"))
    var level: String?

    @Option(
        name: .customLong("target-field"),
        help: ArgumentHelp(
            "Class to be met, limits of items, or both: V;COD=50.", valueName: "field"))
    var target: String?

    @Option(
        name: .customLong("type-field"),
        help: ArgumentHelp(
            "Type: lakes and reservoirs (湖, 库) have their own limits, sources of drinking water (饮用水水源) a group of their own.",
            valueName: "field"))
    var type: String?

    @Option(
        name: .customLong("owner-field"),
        help: ArgumentHelp("Responsible county.", valueName: "field"))
    var owner: String?

    @Option(
        name: .customLong("river-field"),
        help: ArgumentHelp("River or lake.", valueName: "field"))
    var river: String?

    @Option(
        name: .customLong("basin-field"), help: ArgumentHelp("Basin.", valueName: "field"))
    var basin: String?

    @Option(
        name: .customLong("dry-field"),
        help: ArgumentHelp("Whether the section is dry (断流).", valueName: "field"))
    var dry: String?

    var fields: SectionFieldNames {
        var fields = SectionFieldNames()
        fields.id = id
        fields.name = name
        fields.level = level
        fields.target = target
        fields.type = type
        fields.owner = owner
        fields.river = river
        fields.basin = basin
        fields.dry = dry
        return fields
    }
}
