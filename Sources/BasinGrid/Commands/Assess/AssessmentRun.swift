import Foundation
import Readings
import Reports

/// What every assessment does around its own figures: it reads, writes tables, and tells what was done.
struct AssessmentRun {
    let options: RunOptions
    private let start = ContinuousClock.now
    private let rejects: RejectsOutput?
    private var rejected = 0
    private var rejectsFiles: [String] = []
    private var notes: [LocalizedText] = []
    private var outcome = CommandOutcome()

    /// - Parameter path: Where the readings that were not taken go.
    init(rejects path: String?, _ options: RunOptions) {
        self.options = options
        rejects = RejectsOutput(path, language: options.language)
    }

    /// Reads what the assessment needs.
    ///
    /// - Parameters:
    ///   - table: With the parameters and days that are needed.
    ///   - form: Names the sheet.
    /// - Throws: `Faults`, all that could be seen.
    mutating func read(
        _ paths: [String], _ table: ReadingTableOptions, _ form: ReadingForm, encoding: String?
    ) throws -> ReadingSet {
        options.progress(0.05, LocalizedText("读取数据", "reading"))
        let read = try readAssessed(
            paths, table, sheet: form.sheet, encoding: encoding, options, rejects: rejects)
        notes = read.notes
        rejected = read.set.counts.rejected
        rejectsFiles = try rejects?.write(read.set, options: options).outputs ?? []
        options.progress(0.7, LocalizedText("评价", "assessing"))
        return read.set
    }

    /// Writes the main table.
    mutating func write(main table: ReportTable, to path: String?) throws {
        options.progress(0.9, LocalizedText("写出", "writing"))
        let written = try TableTarget(path).write(table, shapes: nil, crs: nil, options: options)
        outcome.standardOutput = written.standardOutput
        outcome.add(written)
    }

    /// Writes a table besides, where one is asked for.
    mutating func write(_ table: @autoclosure () -> ReportTable, to path: String?) throws {
        guard let path else { return }
        outcome.add(
            try TableTarget(path).write(table(), shapes: nil, crs: nil, options: options))
    }

    /// Takes what else was written.
    mutating func add(_ written: CommandOutcome) { outcome.add(written) }

    /// What was done.
    ///
    /// - Parameters:
    ///   - counts: Those of the assessment, before what was rejected.
    ///   - before: What is to be said before the notes of the readings.
    ///   - after: And after them.
    ///   - facts: What `--json` shows beside outputs and counts.
    mutating func finish(
        counts: [(name: String, value: Int)], notes before: [LocalizedText],
        _ after: [LocalizedText], facts: [String: Any]
    ) throws -> CommandOutcome {
        outcome.counts = counts + [("rejected", rejected)] + outcome.counts
        outcome.outputs += rejectsFiles
        outcome.warnings = before + notes + after + outcome.warnings
        var facts = facts
        facts["result"] = outcome.standardOutput
        outcome.details = try JSONSerialization.data(
            withJSONObject: facts, options: [.sortedKeys])
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }
}
