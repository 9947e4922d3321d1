import Foundation
public import GeoFiles
import QualityStandards
public import Readings
import Reports

/// Readings of surface water → what the standard says of sections, and of rivers, basins, zones,
/// levels and counties, over a period.
public struct WaterAssessmentRequest: Sendable {
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The period to judge: `2026-01..2026-04`.
    public var period: String
    /// What to compare with: a period, `year`, `month`, or `nil`.
    public var comparison: String?
    /// An edition, a file of editions, `auto` or `nil`.
    public var standard: String?
    /// The sections: a point layer or a table; `nil` takes the sites of the readings.
    public var sections: String?
    public var fields = SectionFieldNames()
    /// Whether all sections are points of lakes or reservoirs.
    public var isLake = false
    public var rivers: String?
    /// The field with the rivers' names; `nil` to find it.
    public var riverNameField: String?
    public var zones: [String] = []
    /// The field with the zones' code; `nil` to find it.
    public var zoneField: String?
    /// A list of sections with their responsible counties, which wins over the sections' table.
    public var owners: String?
    /// Where the table of groups goes.
    public var groups: String?
    /// Where the table of months goes.
    public var months: String?
    /// Where the table of lakes goes.
    public var lakes: String?
    /// Where the table of trends over years goes.
    public var trends: String?
    /// Where the alerts of the newest readings go.
    public var alerts: String?
    /// A file of rules of alerts; `nil` for BasinGrid's own.
    public var alertRules: String?
    /// Where the readings that were not taken go.
    public var rejects: String?
    /// How the tables of readings are to be read.
    public var form = ReadingForm()
    /// What one reading stands for; `nil` to tell it from the spacing of the times.
    public var interval: ReadingInterval?
    public var reading = VectorReadOptions()
    public var output: String?

    public init(readings: [String], period: String) {
        self.readings = readings
        self.period = period
    }

    /// Where places are read from.
    var places: PlaceSources {
        PlaceSources(
            sections: sections, fields: WaterSections.Fields(fields), zones: zones,
            zoneField: zoneField, rivers: rivers, riverNameField: riverNameField, owners: owners,
            reading: reading)
    }

    /// The tables beside the main one.
    var otherOutputs: [String] {
        [groups, months, lakes, trends, alerts, rejects].compactMap(\.self)
    }

    /// Assesses and writes the tables.
    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let setup = try WaterAssessmentSetup(self, options)
        options.progress(0.05, LocalizedText("读取数据", "reading"))
        let rejectsOutput = RejectsOutput(rejects, language: options.language)
        let readings = try setup.readReadings(options, rejects: rejectsOutput)
        options.progress(0.7, LocalizedText("评价", "assessing"))
        let result = WaterAssessmentResult(setup, readings.set, threads: options.threads)
        options.progress(0.9, LocalizedText("写出", "writing"))
        var outcome = try write(result, options)
        if let rejectsOutput {
            outcome.outputs += try rejectsOutput.write(readings.set, options: options).outputs
        }
        outcome.counts = [
            ("sections", result.rows.count), ("assessed", result.assessedCount),
            ("groups", result.grouping.groups.count), ("rejected", readings.set.counts.rejected),
        ]
        outcome.warnings += setup.notes + readings.notes + result.notes
        if let alerts = setup.alerts {
            try outcome.add(
                alerts.write(
                    result.alerts(by: alerts.rules, interval: interval), options: options))
        }
        var facts = result.facts(in: options.language)
        facts["result"] = outcome.standardOutput
        outcome.details = try JSONSerialization.data(
            withJSONObject: facts, options: [.sortedKeys])
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    private func write(
        _ result: WaterAssessmentResult, _ options: RunOptions
    ) throws -> CommandOutcome {
        var outcome = try TableTarget(output).write(
            result.table(in: options.language), shapes: nil, crs: nil, options: options)
        let others = [
            (groups, { result.groupFigures.table(in: options.language) }),
            (months, { result.monthTable(in: options.language) }),
            (lakes, { result.lakeTable(in: options.language) }),
            (trends, { result.trendTable(in: options.language) }),
        ]
        for case (let path?, let table) in others {
            let written = try TableTarget(path).write(
                table(), shapes: nil, crs: nil, options: options)
            outcome.outputs += written.outputs
            outcome.warnings += written.warnings
        }
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try WaterAssessmentSetup(self, options)
        return assessmentPlan(
            readings: setup.readingPaths, layers: [sections, rivers] + zones,
            files: [owners, setup.standardPath, setup.alerts?.rulesPath, form.aliases],
            output: output, others: otherOutputs, warnings: setup.notes)
    }
}
