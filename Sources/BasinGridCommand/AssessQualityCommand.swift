import ArgumentParser
import BasinGrid

struct AssessQualityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality",
        abstract: "Readings → flags and rates, per station and parameter.",
        discussion: """
            Example:
              basingrid assess quality --readings 'Datasets/taiyuan/air/*.csv' \\
                --stations Datasets/taiyuan/stations.csv --assume-crs EPSG:4490 \\
                --period 2025-01 --flags flags.csv --rejects rejects.csv -o quality.csv

            Flags, never deletions; --rules replaces every number of them:
              negative      below 0 where that cannot be; statistics leave it out
              zero          a measured 0 of a gas or particle
              range         outside of what the parameter can be
              constant      too many equal values in a row, above detection
              spike         far from both neighbours in time
              neighbour     far from the median of the nearest stations
              inconsistent  PM2.5 above PM10
              duplicate_equal, duplicate_conflicting
                            dropped for the first reading of the same time
            Rates: expected intervals of the period, readings with a value, valid ones
            (not negative), completeness (intervals with a valid reading ÷ expected),
            missing intervals, gaps and the longest of them (in intervals), rejected
            cells, flagged_share (flagged ÷ readings). Shares are 0…1.
            Micro-stations are compared with the nearest other station that reads the
            parameter: pairs, r2, slope and intercept (micro on reference), bias
            (micro − reference), rmse, and days whose means agree.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Readings (archive, long or wide layout; repeatable); patterns may be quoted.",
            valueName: "path"))
    var readings: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Stations: point layers, or tables with lon/lat columns (repeatable).",
            valueName: "path"))
    var stations: [String] = []

    @Option(
        name: .customLong("micro-stations"), parsing: .upToNextOption,
        help: ArgumentHelp("Stations of the micro network (repeatable).", valueName: "path"))
    var microStations: [String] = []

    @Option(
        name: .customLong("id-field"),
        help: ArgumentHelp(
            "Field with the station's code (default: found).", valueName: "field"))
    var idField: String?

    @Option(
        name: .customLong("name-field"),
        help: ArgumentHelp("Field with the station's name (default: found).", valueName: "field"))
    var nameField: String?

    @Option(
        name: .customLong("network-field"),
        help: ArgumentHelp(
            "Field with national, provincial, city or micro (default: network).",
            valueName: "field"))
    var networkField: String?

    @Option(
        help: ArgumentHelp(
            "Period, such as 2026-03 or 2026-01..2026-04 (default: the days of the readings).",
            valueName: "period"))
    var period: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Parameters to check (default: all; repeatable).", valueName: "code"))
    var parameter: [String] = []

    @Option(
        help: ArgumentHelp(
            "What one reading stands for (auto: from the spacing of the times).",
            valueName: "auto|hour|4h|day|month"))
    var interval = "auto"

    @Option(
        help: ArgumentHelp("A file of rules instead of BasinGrid's own.", valueName: "file"))
    var rules: String?

    @Option(
        help: ArgumentHelp(
            "Write every flagged reading: id, time, parameter, value, flags, file, line.",
            valueName: "file"))
    var flags: String?

    @Option(
        help: ArgumentHelp(
            "Write every cell that could not be read, with the reason.", valueName: "file"))
    var rejects: String?

    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = QualityRequest(readings: readings)
        request.stations = stations
        request.microStations = microStations
        request.idField = idField
        request.nameField = nameField
        request.networkField = networkField
        request.period = period
        request.parameters = parameter
        request.interval = interval
        request.rules = rules
        request.flags = flags
        request.rejects = rejects
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}
