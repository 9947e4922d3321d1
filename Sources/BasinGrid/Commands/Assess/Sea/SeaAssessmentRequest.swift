import Foundation
public import GeoFiles
import QualityStandards
import Readings
import Reports

/// Readings of sea water → classes of points, shares of good water in zones, over a period.
public struct SeaAssessmentRequest: Sendable {
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The period to judge.
    public var period: String
    /// What to compare with: a period, `year`, `month`, or `nil`.
    public var comparison: String?
    /// An edition, a file of editions, `auto` or `nil`.
    public var standard: String?
    /// The points: a layer or a table; `nil` takes the sites of the readings.
    public var points: String?
    public var fields = SectionFieldNames()
    /// The field with the area that each point stands for, for shares by area; `nil` for none.
    public var areaField: String?
    public var zones: [String] = []
    /// The field with the zones' code; `nil` to find it.
    public var zoneField: String?
    /// Where the table of groups goes.
    public var groups: String?
    /// Where the readings that were not taken go.
    public var rejects: String?
    public var form = ReadingForm()
    public var reading = VectorReadOptions()
    public var output: String?

    public init(readings: [String], period: String) {
        self.readings = readings
        self.period = period
    }

    var otherOutputs: [String] { [groups, rejects].compactMap(\.self) }

    var places: PlaceSources {
        PlaceSources(
            sections: points,
            fields: WaterSections.Fields(fields, others: [areaField].compactMap(\.self)),
            zones: zones, zoneField: zoneField, reading: reading, option: "--points")
    }

    /// Assesses and writes the tables.
    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let setup = try SeaAssessmentSetup(self, options)
        options.progress(0.05, LocalizedText("读取数据", "reading"))
        let rejectsOutput = RejectsOutput(rejects, language: options.language)
        let readings = try setup.readReadings(self, options, rejects: rejectsOutput)
        let result = try SeaAssessmentResult(
            setup, readings.set, areaField: areaField, threads: options.threads)
        options.progress(0.9, LocalizedText("写出", "writing"))
        var outcome = try TableTarget(output).write(
            result.table(in: options.language), shapes: nil, crs: nil, options: options)
        if let groups {
            let written = try TableTarget(groups).write(
                result.groupTable(in: options.language), shapes: nil, crs: nil, options: options)
            outcome.outputs += written.outputs
            outcome.warnings += written.warnings
        }
        if let rejectsOutput {
            outcome.outputs += try rejectsOutput.write(readings.set, options: options).outputs
        }
        outcome.counts = [
            ("points", result.rows.count), ("groups", result.grouping.groups.count),
            ("rejected", readings.set.counts.rejected),
        ]
        outcome.warnings += setup.notes + readings.notes + result.notes
        var facts: [String: Any] = [
            "edition": setup.standard.edition, "period": setup.pair.now.label,
        ]
        facts["compare"] = setup.pair.before?.label
        facts["result"] = outcome.standardOutput
        outcome.details = try JSONSerialization.data(
            withJSONObject: facts, options: [.sortedKeys])
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try SeaAssessmentSetup(self, options)
        return assessmentPlan(
            readings: setup.readingPaths, layers: [points] + zones,
            files: [setup.standardPath, form.aliases], output: output, others: otherOutputs,
            warnings: setup.notes)
    }
}

/// Everything that is known before the readings are read.
struct SeaAssessmentSetup: Sendable {
    let pair: PeriodPair
    let standard: SeaStandard
    let standardPath: String?
    let places: AssessedPlaces
    let readingPaths: [String]
    let table: ReadingTableOptions

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: SeaAssessmentRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(request.output, request.otherOutputs, options, faults)
        let pair = faults.attempt {
            try PeriodPair(parsing: request.period, comparedWith: request.comparison)
        }
        let paths = BasinGrid.readingPaths(of: request.readings, faults)
        let table = faults.attempt { try request.form.options() }
        let choice = faults.attempt { try Self.standard(request.standard, on: pair?.now.lastDay) }
        let places = faults.attempt { try AssessedPlaces(request.places) }
        try faults.throwIfAny()
        guard let pair, let table, let choice, let places else {
            throw Fault(.software, zh: "评价的输入不完整。", en: "The assessment's inputs are incomplete.")
        }
        (self.pair, self.places, readingPaths) = (pair, places, paths)
        (standard, standardPath) = choice
        var own = table
        own.aliases = table.aliases.adding(standard.headings)
        own.parameters = Set(standard.sampledParameters)
        own.days = pair.days
        self.table = own
    }

    var notes: [LocalizedText] { places.notes }

    private static func standard(
        _ name: String?, on day: CivilDay?
    ) throws -> (SeaStandard, String?) {
        guard let name, name.lowercased() != "auto" else { return (.gb3097, nil) }
        guard let file = try standardFile(name, isNamed: name) else {
            return (try .edition(named: name), nil)
        }
        let own = try SeaStandard.editions(parsing: file.text, file: file.path)
        let inForce = own.last { edition in day.map { $0 >= edition.validFrom } ?? true }
        return (inForce ?? own[0], file.path)
    }

    func readReadings(
        _ request: SeaAssessmentRequest, _ options: RunOptions, rejects: RejectsOutput?
    ) throws -> (set: ReadingSet, notes: [LocalizedText]) {
        try readAssessed(
            readingPaths, table, sheet: request.form.sheet, encoding: request.reading.encoding,
            options, rejects: rejects)
    }
}
