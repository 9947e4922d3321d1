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
    /// What to compare with: none, one or two, each a period, `year` or `month`.
    public var comparisons: [String] = []
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
        var run = AssessmentRun(rejects: rejects, options)
        let setup = try WaterAssessmentSetup(self, options)
        let readings = try run.read(
            setup.readingPaths, setup.table, form, encoding: reading.encoding)
        let result = WaterAssessmentResult(setup, readings, threads: options.threads)
        try write(result, &run)
        if let alerts = setup.alerts {
            run.add(
                try alerts.write(
                    result.alerts(by: alerts.rules, interval: interval), options: options))
        }
        return try run.finish(
            counts: [
                ("sections", result.rows.count), ("assessed", result.assessedCount),
                ("groups", result.grouping.groups.count),
            ], notes: setup.notes, WaterAssessmentSetup.emptyNote(readings) + result.notes,
            facts: result.facts(in: options.language))
    }

    private func write(_ result: WaterAssessmentResult, _ run: inout AssessmentRun) throws {
        let language = run.options.language
        try run.write(main: result.table(in: language), to: output)
        if let groups {
            run.add(
                try result.grouping.write(
                    result.groupFigures.table(in: language), to: groups,
                    groups: result.groupFigures.rows.map(\.group), run.options))
        }
        try run.write(result.monthTable(in: language), to: months)
        try run.write(result.lakes.table(in: language), to: lakes)
        try run.write(result.trends.table(in: language), to: trends)
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
