public import ArgumentParser
public import BasinGrid

struct AssessAirCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "air",
        abstract: "Readings of air → means, good days, composite index, ranks, changes.",
        discussion: """
            Example:
              basingrid assess air --readings 'Datasets/taiyuan/air/*.csv' \\
                --stations Datasets/taiyuan/stations.csv --id-field code \\
                --zones Datasets/taiyuan/counties.shp --zone-field CODE \\
                --period 2026-01..2026-04 --compare year -o air.csv

            Rows: every station, every zone, and last the whole. A zone is the mean of its \
            national stations, day by day; never a mean of zones. Columns:
              id kind edition     kind: station, the zone layer's name, or all
              days valid_days     days of the period; those with an index (AQI)
              good_days good_share  days with an index up to 100; per cent of the valid
              <P>_mean <P>_pNN    mean; percentile of the annual evaluation
              <P>_change          per cent: of the mean, for CO and O3_8h of the percentile
              composite rank      composite index, rank among stations or zones (1, 1, 3)
              note                why a figure is empty, days deducted, targets

            The period and what it is compared with are judged whole by the edition in force on \
            the period's last day, or by --standard; so are its days by level. The tables of \
            --daily and --hourly judge each day by its own. Which rules were used that no second source \
            confirms is said every time; --standard FILE (JSON, the form of the embedded \
            editions) replaces limits, weights, minima and decimals.

            --alerts: newest readings that exceed limits, changed suddenly or stand out: id name \
            owner rule item time value limit multiple since readings edition note.
            """)

    @OptionGroup var samples: SampleOptions

    @Option(
        help: ArgumentHelp(
            "The stations: a point layer, or a table with lon/lat columns.", valueName: "path"))
    var stations: String?

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp(
            "Field with the stations' code (default: found by its heading).", valueName: "field"))
    var idField: String?

    @Option(
        name: .customLong("network-field"),
        help: ArgumentHelp(
            "Field with the stations' network; only 'national' and 国控 enter zones (default: 'network' where there is one).",
            valueName: "field"))
    var networkField: String?

    @Option(help: ArgumentHelp("The zones.", valueName: "path"))
    var zones: String?

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp(
            "Field with the zones' code (default: found by its heading).", valueName: "field"))
    var zoneField: String?

    @OptionGroup var time: PeriodOptions

    @Option(
        help: ArgumentHelp(
            "GB3095-2012, GB3095-2026, GB3095-2026-transition, GB3095-2026-final, a file, or auto.",
            valueName: "edition"))
    var standard: String?

    @Option(
        help: ArgumentHelp("Targets: zone or station, item, value, year.", valueName: "path"))
    var targets: String?

    @Option(
        name: .customLong("exclude-days"),
        help: ArgumentHelp(
            "Days deducted from concentrations and the index: date, item, reason.",
            valueName: "path"))
    var excludeDays: String?

    @Option(
        help: ArgumentHelp("Write the index of every day to a table.", valueName: "file"))
    var daily: String?

    @Option(
        help: ArgumentHelp(
            "Write the index of every hour to a table: id, time (the hour's end), as --daily.",
            valueName: "file"))
    var hourly: String?

    @Option(
        help: ArgumentHelp(
            "Write days by level, parts of the index, attainment and changes to a table.",
            valueName: "file"))
    var details: String?

    @Option(
        name: .customLong("zone-mean"),
        help: ArgumentHelp(
            "Whether stations are averaged day by day or hour by hour.", valueName: "day|hour"))
    var zoneMean = AirPooling.day

    @Option(
        name: .customLong("change-from"),
        help: ArgumentHelp(
            "Whether changes are computed from full or from published values.",
            valueName: "full|published"))
    var changeFrom = FigureBasis.full

    @Option(
        name: .customLong("area-class"),
        help: ArgumentHelp("The class of the area whose limits apply: 1 or 2.", valueName: "1|2"))
    var areaClass = AreaClass.second

    @OptionGroup(title: "Alerts") var alerting: AlertOptions
    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = AirAssessmentRequest(readings: samples.readings, period: time.period)
        request.comparisons = time.compare
        request.standard = standard
        request.stations = stations
        request.idField = idField
        request.networkField = networkField
        request.zones = zones
        request.zoneField = zoneField
        request.targets = targets
        request.excludedDays = excludeDays
        request.daily = daily
        request.hourly = hourly
        request.details = details
        request.alerts = alerting.alerts
        request.alertRules = alerting.rules
        request.rejects = samples.rejects
        request.interval = samples.interval.interval
        request.pooling = zoneMean
        request.changeBasis = changeFrom
        request.area = areaClass
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

extension AirPooling: ExpressibleByArgument {}
extension FigureBasis: ExpressibleByArgument {}
extension AreaClass: ExpressibleByArgument {}
