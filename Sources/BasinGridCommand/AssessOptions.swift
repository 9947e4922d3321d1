import ArgumentParser
import BasinGrid

// What the commands that assess readings have alike. The groups have no titles, so that their options
// stand among the command's own in the help.

/// The readings and what one of them stands for.
struct SampleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Readings (archive, long or wide layout); quote a pattern (repeatable).",
            valueName: "path"))
    var readings: [String]

    @Option(
        help: ArgumentHelp(
            "What one reading stands for: an hour belongs to the day in which it ends (default: auto, from the spacing of the times).",
            valueName: "auto|hour|4h|day|month"))
    var interval = IntervalChoice.auto

    @Option(
        help: ArgumentHelp("Write the readings that were not taken to a table.", valueName: "file"))
    var rejects: String?
}

/// What one reading stands for, or `auto`.
enum IntervalChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, hour, day, month
    case fourHours = "4h"

    var interval: ReadingInterval? { ReadingInterval(rawValue: rawValue) }
}

/// The period, and what it is compared with.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The period: 2026-04, 2026-01..2026-04, 2026, 2026Q1, 2026-03-05.",
            valueName: "period"))
    var period: String

    @Option(
        help: ArgumentHelp(
            "What to compare with: a period, or year, month, none; for water two (repeatable).",
            valueName: "period"))
    var compare: [String] = []
}

/// The zones that sections or points are grouped by.
struct ZoneGroupOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Zones to group sections or points by (repeatable).", valueName: "path"))
    var zones: [String] = []

    @Option(
        name: .customLong("zone-field"),
        help: ArgumentHelp(
            "Field with the zones' code (default: found by its heading).", valueName: "field"))
    var zoneField: String?

    @Option(
        help: ArgumentHelp(
            "Write zones and other groups to a table; zones have shapes in .gpkg, .shp, .geojson.",
            valueName: "file"))
    var groups: String?
}

/// The points of the sea or of soil.
struct PointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The points: a point layer or a table (default: the sites of the readings).",
            valueName: "path"))
    var points: String?

    @OptionGroup(title: "Fields of the points (default: found by their headings)")
    var fields: SectionFieldOptions
}
