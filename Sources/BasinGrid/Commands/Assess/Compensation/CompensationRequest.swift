import Foundation
public import GeoFiles
import QualityStandards
public import Readings
import Reports

/// Readings of sections between units → who compensates whom by a scheme.
public struct CompensationRequest: Sendable {
    /// The file of the scheme.
    public var rules: String
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The sections with the units above and below: a layer or a table.
    public var sections: String
    /// The whole months to settle: `2026-01..2026-06`.
    public var period: String
    /// What terms of change compare with: a period as long, `year` or `nil` for the year before.
    public var comparison: String?
    /// Values of the scheme's parameters: `name=value`, `name@place=value`.
    public var choices: [String] = []
    /// An edition of the water standard, a file of editions, `auto` or `nil`.
    public var standard: String?
    public var fields = SectionFieldNames()
    public var sides = CompensationFieldNames()
    /// Where the table of units goes.
    public var totals: String?
    /// Where the readings that were not taken go.
    public var rejects: String?
    /// How the tables of readings are to be read.
    public var form = ReadingForm()
    /// What one reading stands for; `nil` to tell it from the spacing of the times.
    public var interval: ReadingInterval?
    public var reading = VectorReadOptions()
    public var output: String?

    public init(rules: String, readings: [String], sections: String, period: String) {
        self.rules = rules
        self.readings = readings
        self.sections = sections
        self.period = period
    }

    /// The tables beside the ledger.
    var otherOutputs: [String] { [totals, rejects].compactMap(\.self) }

    /// Settles and writes the tables.
    public func run(options: RunOptions) throws -> CommandOutcome {
        var run = AssessmentRun(rejects: rejects, options)
        let setup = try CompensationSetup(self, options)
        let readings = try run.read(
            setup.readingPaths, setup.table, form, encoding: reading.encoding)
        let settlement = setup.settlement
        let result = try settlement.settle(
            readings, over: setup.period, comparison: setup.comparison)
        let samples = SampleIntervals(
            readings, of: settlement.standard.items.map(\.parameter), given: interval)
        try run.write(main: result.table(in: options.language), to: output)
        try run.write(result.totalsTable(), to: totals)
        return try run.finish(
            counts: result.counts, notes: setup.notes,
            CompensationSetup.emptyNote(readings) + result.notes
                + [samples.note].compactMap(\.self), facts: result.facts(in: options.language))
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try CompensationSetup(self, options)
        return assessmentPlan(
            readings: setup.readingPaths, layers: [sections],
            files: [rules, setup.standardPath, form.aliases], output: output,
            others: otherOutputs, warnings: setup.notes)
    }
}
