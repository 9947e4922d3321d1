import ArgumentParser

/// Where alerts go and by which rules, for the commands that find them.
struct AlertOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write which newest readings exceed limits, changed suddenly or stand out, since when, to a table.",
            valueName: "file"))
    var alerts: String?

    @Option(
        name: .customLong("alert-rules"),
        help: ArgumentHelp(
            "Rules of alerts (JSON, the form of Sources/QualityStandards/Data/alert_rules.json).",
            valueName: "file"))
    var rules: String?
}
