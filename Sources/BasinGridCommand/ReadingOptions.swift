public import ArgumentParser
public import BasinGrid

/// How tables of readings are read, for every command that takes `--readings`.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Headings of your tables, which win over the known ones (JSON, the form of Sources/Readings/Data/headings.json).",
            valueName: "file"))
    var aliases: String?

    @Option(
        help: ArgumentHelp(
            "Layout of the readings (default: told from the header).",
            valueName: "auto|archive|long|wide|sites"))
    var layout = ReadingLayout.automatic

    @Option(help: ArgumentHelp("Sheet of workbooks of readings (default: all).", valueName: "name"))
    var sheet: String?

    @Option(
        name: .customLong("header-row"),
        help: ArgumentHelp(
            "Line of the header's first row, from 1 (default: found).", valueName: "n"))
    var headerRow: Int?

    @Option(
        name: .customLong("time-column"),
        help: ArgumentHelp("Heading of the time (default: found).", valueName: "heading"))
    var timeColumn: String?

    @Option(
        name: .customLong("site-column"),
        help: ArgumentHelp("Heading of the site (default: found).", valueName: "heading"))
    var siteColumn: String?

    @Option(
        name: .customLong("column-parameter"),
        help: ArgumentHelp(
            "Parameter of tables whose columns are sites (default: found in sheet, title or file name).",
            valueName: "code"))
    var columnParameter: String?

    @Option(
        name: .customLong("unit"),
        help: ArgumentHelp(
            "Unit of a heading that writes none, such as TP=ug/L (repeatable).",
            valueName: "code=unit"))
    var units: [String] = []

    @Option(
        name: .customLong("hour-label"),
        help: ArgumentHelp(
            "Which end of an hour its label names: 16:00 is 15:00–16:00 (end) or 16:00–17:00 (start).",
            valueName: "end|start"))
    var hourLabel = HourLabel.end

    @Option(
        help: ArgumentHelp("Year of times that write none (default: found).", valueName: "year"))
    var year: Int?

    @Option(
        help: ArgumentHelp(
            "When the tables were collected; times without a year are not later than half a year after it (default: the file's name or time).",
            valueName: "date"))
    var collected: String?

    func validate() throws {
        if let headerRow, headerRow < 1 {
            throw ValidationError("--header-row is \(headerRow), expected a line of at least 1.")
        }
        for text in units where !text.contains("=") {
            throw ValidationError(
                "--unit is \"\(text)\", expected a parameter and its unit such as TP=ug/L.")
        }
    }

    var form: ReadingForm {
        var form = ReadingForm()
        form.layout = layout
        form.sheet = sheet
        form.headerRow = headerRow
        form.timeColumn = timeColumn
        form.siteColumn = siteColumn
        form.parameter = columnParameter
        form.year = year
        form.collected = collected
        form.hourLabel = hourLabel
        form.units = units.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        form.aliases = aliases
        return form
    }
}

extension ReadingLayout: ExpressibleByArgument {}
extension HourLabel: ExpressibleByArgument {}
