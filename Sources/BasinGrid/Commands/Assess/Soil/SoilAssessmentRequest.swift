import Foundation
public import GeoFiles
public import QualityStandards
import Readings
import Reports

/// Readings of soil → what screening and intervention values say of points, shares in zones.
public struct SoilAssessmentRequest: Sendable {
    /// Files of readings in mg/kg; `*`, `?` and `[…]` name several.
    public var readings: [String]
    /// The period whose samples are judged; `nil` for all.
    public var period: String?
    /// A file of editions, `auto` or `nil`: land decides the edition.
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
        let start = ContinuousClock.now
        let setup = try SoilAssessmentSetup(self, options)
        options.progress(0.05, LocalizedText("读取数据", "reading"))
        let rejectsOutput = RejectsOutput(rejects, language: options.language)
        let readings = try readAssessed(
            setup.readingPaths, setup.table, sheet: form.sheet, encoding: reading.encoding,
            options, rejects: rejectsOutput)
        let result = SoilAssessmentResult(setup, readings.set, threads: options.threads)
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
        outcome.warnings += setup.places.notes + readings.notes + result.notes
        var facts: [String: Any] = ["editions": setup.editions.map(\.edition)]
        facts["period"] = setup.period?.label
        facts["result"] = outcome.standardOutput
        outcome.details = try JSONSerialization.data(
            withJSONObject: facts, options: [.sortedKeys])
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        options.progress(1, LocalizedText("完成", "done"))
        return outcome
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
        var own = table
        for edition in editions { own.aliases = own.aliases.adding(edition.headings) }
        own.parameters = Set(editions.flatMap { $0.items.map(\.parameter) } + [.ph])
        own.days = period?.days
        self.table = own
    }

    private static func editions(_ name: String?) throws -> ([SoilStandard], String?) {
        guard let name, name.lowercased() != "auto" else { return (SoilStandard.editions, nil) }
        guard let file = try standardFile(name, isNamed: name) else {
            let known = SoilStandard.editions.map(\.edition)
            throw StandardError.unknownEdition(name, known: known + ["auto"])
        }
        // The file's editions stand after the embedded ones, so that they win for their land.
        let own = try SoilStandard.editions(parsing: file.text, file: file.path)
        return (SoilStandard.editions + own, file.path)
    }
}
