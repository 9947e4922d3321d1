import Foundation
public import GeoFiles
import QualityStandards
public import Readings
import Reports

/// Readings of sea water → classes of points, shares of good water in zones, over a period.
public struct SeaAssessmentRequest: Sendable {
    /// Files of readings; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The period to judge.
    public var period: String
    /// What to compare with: none, or one of a period, `year`, `month`.
    public var comparisons: [String] = []
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
    /// What one reading stands for; `nil` to tell it from the spacing of the times.
    public var interval: ReadingInterval?
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
        var run = AssessmentRun(rejects: rejects, options)
        let setup = try SeaAssessmentSetup(self, options)
        let readings = try run.read(
            setup.readingPaths, setup.table, form, encoding: reading.encoding)
        let result = try SeaAssessmentResult(
            setup, readings, areaField: areaField, threads: options.threads)
        try run.write(main: result.table(in: options.language), to: output)
        if let groups {
            run.add(
                try result.grouping.write(
                    result.groupTable(in: options.language), to: groups,
                    groups: result.grouping.groups, options))
        }
        var facts = ["edition": setup.standard.edition, "period": setup.pair.now.label]
        facts["compare"] = setup.pair.before?.label
        return try run.finish(
            counts: [("points", result.rows.count), ("groups", result.grouping.groups.count)],
            notes: setup.notes, result.notes, facts: facts)
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
    let interval: ReadingInterval?
    let table: ReadingTableOptions

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: SeaAssessmentRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(request.output, request.otherOutputs, options, faults)
        let pair = faults.attempt {
            try PeriodPair(parsing: request.period, comparedWith: request.comparisons, most: 1)
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
        interval = request.interval
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
}
