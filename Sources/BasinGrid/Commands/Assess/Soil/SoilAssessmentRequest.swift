import Foundation
public import GeoFiles
public import QualityStandards
public import Readings
import Reports

/// Readings of soil → what screening and intervention values say of points, shares in zones.
public struct SoilAssessmentRequest: Sendable {
    /// Files of readings in mg/kg; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The period whose samples are judged; `nil` for all.
    public var period: String?
    /// An edition, which alone judges, a file of editions, `auto` or `nil`: land decides the edition.
    public var standard: String?
    /// The points: a layer or a table; `nil` takes the sites of the readings.
    public var points: String?
    public var fields = SectionFieldNames()
    /// The kind of land of points whose row names none.
    public var land: SoilLand?
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

    public init(readings: [String]) { self.readings = readings }

    var otherOutputs: [String] { [groups, rejects].compactMap(\.self) }

    var places: PlaceSources {
        PlaceSources(
            sections: points, fields: WaterSections.Fields(fields), zones: zones,
            zoneField: zoneField, reading: reading, option: "--points")
    }

    /// Assesses and writes the tables.
    public func run(options: RunOptions) throws -> CommandOutcome {
        var run = AssessmentRun(rejects: rejects, options)
        let setup = try SoilAssessmentSetup(self, options)
        let readings = try run.read(
            setup.readingPaths, setup.table, form, encoding: reading.encoding)
        let result = SoilAssessmentResult(setup, readings, threads: options.threads)
        try run.write(main: result.table(in: options.language), to: output)
        if let groups {
            run.add(
                try result.grouping.write(
                    result.groupTable(in: options.language), to: groups,
                    groups: result.groupRows.map(\.group), options))
        }
        var facts: [String: Any] = ["editions": setup.editions.map(\.edition)]
        facts["period"] = setup.period?.label
        return try run.finish(
            counts: [("points", result.rows.count), ("groups", result.grouping.groups.count)],
            notes: setup.places.notes, result.notes, facts: facts)
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try SoilAssessmentSetup(self, options)
        return assessmentPlan(
            readings: setup.readingPaths, layers: [points] + zones,
            files: [setup.standardPath, form.aliases], output: output, others: otherOutputs,
            warnings: setup.places.notes)
    }
}

/// Everything that is known before the readings are read.
struct SoilAssessmentSetup: Sendable {
    /// `nil` for all samples.
    let period: Period?
    let editions: [SoilStandard]
    let standardPath: String?
    let places: AssessedPlaces
    let land: SoilLand?
    let readingPaths: [String]
    let interval: ReadingInterval?
    let table: ReadingTableOptions

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: SoilAssessmentRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(request.output, request.otherOutputs, options, faults)
        let period = faults.attempt { try request.period.map { try Period(parsing: $0) } }
        let paths = BasinGrid.readingPaths(of: request.readings, faults)
        let table = faults.attempt { try request.form.options() }
        let choice = faults.attempt { try Self.editions(request.standard) }
        let places = faults.attempt { try AssessedPlaces(request.places) }
        try faults.throwIfAny()
        guard let period, let table, let choice, let places else {
            throw Fault(.software, zh: "评价的输入不完整。", en: "The assessment's inputs are incomplete.")
        }
        (self.period, self.places, readingPaths, land) = (period, places, paths, request.land)
        (editions, standardPath) = choice
        interval = request.interval
        var own = table
        for edition in editions { own.aliases = own.aliases.adding(edition.headings) }
        own.parameters = Set(editions.flatMap { $0.items.map(\.parameter) } + [.ph])
        own.days = period?.days
        own.areSolids = true
        self.table = own
    }

    private static func editions(_ name: String?) throws -> ([SoilStandard], String?) {
        guard let name, name.lowercased() != "auto" else { return (SoilStandard.editions, nil) }
        guard let file = try standardFile(name, isNamed: name) else {
            return ([try .edition(named: name)], nil)
        }
        // The file's editions stand after the embedded ones, so that they win for their land.
        let own = try SoilStandard.editions(parsing: file.text, file: file.path)
        return (SoilStandard.editions + own, file.path)
    }
}
