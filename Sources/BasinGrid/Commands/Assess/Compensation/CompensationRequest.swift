import Foundation
public import GeoFiles
import QualityStandards
import Readings
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
        let start = ContinuousClock.now
        let setup = try CompensationSetup(self, options)
        options.progress(0.05, LocalizedText("读取数据", "reading"))
        let rejectsOutput = RejectsOutput(rejects, language: options.language)
        let readings = try setup.readReadings(options, rejects: rejectsOutput)
        options.progress(0.7, LocalizedText("核算", "settling"))
        let result = try CompensationResult(setup, readings.set)
        options.progress(0.9, LocalizedText("写出", "writing"))
        var outcome = try TableTarget(output).write(
            result.table(in: options.language), shapes: nil, crs: nil, options: options)
        if let totals {
            let written = try TableTarget(totals).write(
                result.totalsTable, shapes: nil, crs: nil, options: options)
            outcome.outputs += written.outputs
            outcome.warnings += written.warnings
        }
        if let rejectsOutput {
            outcome.outputs += try rejectsOutput.write(readings.set, options: options).outputs
        }
        outcome.counts = result.counts + [("rejected", readings.set.counts.rejected)]
        outcome.warnings += setup.notes + readings.notes + result.notes
        var facts = result.facts(in: options.language)
        facts["result"] = outcome.standardOutput
        outcome.details = try JSONSerialization.data(
            withJSONObject: facts, options: [.sortedKeys])
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try CompensationSetup(self, options)
        let reads =
            setup.readingPaths + parts(ofDataset: sections)
            + [rules, setup.standardPath, form.aliases].compactMap(\.self)
        let bytes = setup.readingPaths.reduce(0) { $0 + fileSize($1) }
        return DryRunPlan(
            reads: reads.map { ($0, fileSize($0)) }, writes: [output ?? "-"] + otherOutputs,
            cells: 0, memoryInBytes: 60_000_000 + bytes * 3, seconds: 0.2 + Double(bytes) * 2e-7,
            warnings: setup.notes)
    }
}
