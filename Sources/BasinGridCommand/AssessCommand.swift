import ArgumentParser

/// The group of commands that say what the standards make of readings.
struct AssessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess",
        abstract: "Readings → what the standards say, per site, zone and period.",
        subcommands: [
            AssessAirCommand.self, AssessWaterCommand.self, AssessSeaCommand.self,
            AssessSoilCommand.self,
            AssessQualityCommand.self, AssessCompensationCommand.self,
        ])
}
