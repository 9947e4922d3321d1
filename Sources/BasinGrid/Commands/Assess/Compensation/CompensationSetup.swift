import Foundation
import GeoFiles
import QualityStandards
import Readings
import Reports

/// Everything that a settlement knows before the readings are read.
struct CompensationSetup: Sendable {
    let settlement: CompensationCase
    let period: Period
    /// `nil` for the year before each settled period.
    let comparison: Period?
    /// The file that the standard was read from.
    let standardPath: String?
    let readingPaths: [String]
    private let form: ReadingTableOptions

    var notes: [LocalizedText] { settlement.sections.notes }

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: CompensationRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(request.output, request.otherOutputs, options, faults)
        let scheme = faults.attempt { try CompensationScheme(at: request.rules) }
        let period = faults.attempt { try Period(parsing: request.period) }
        let comparison = faults.attempt { try Self.comparison(request.comparison) }
        let choices = faults.attempt {
            try CompensationChoices(parsing: request.choices, key: "--set")
        }
        let paths = BasinGrid.readingPaths(of: request.readings, faults)
        let table = faults.attempt { try request.form.options() }
        let choice = period.flatMap { period in
            faults.attempt {
                try WaterAssessmentSetup.standard(request.standard, on: period.lastDay)
            }
        }
        let sections = faults.attempt {
            try CompensationSections(
                at: request.sections, fields: request.fields, sides: request.sides,
                options: request.reading)
        }
        try faults.throwIfAny()
        guard let scheme, let period, let comparison, let choices, let table, let choice,
            let sections
        else {
            throw Fault(.software, zh: "核算的输入不完整。", en: "The settlement's inputs are incomplete.")
        }
        settlement = CompensationCase(
            scheme: scheme, sections: sections, choices: choices, standard: choice.standard,
            interval: request.interval)
        self.period = period
        self.comparison = comparison
        standardPath = choice.path
        readingPaths = paths
        form = table
        try settlement.checkAgreement(
            over: period, comparison: comparison, at: request.sections)
    }

    /// `nil` inside for the year before.
    private static func comparison(_ text: String?) throws -> Period? {
        guard let text, text.lowercased() != "year" else { return nil }
        return try Period(parsing: text)
    }

    /// What is to be said of readings that hold nothing.
    static func emptyNote(_ readings: ReadingSet) -> [LocalizedText] {
        if !readings.parameters.isEmpty { return [] }
        return [
            LocalizedText(
                "所核算的时段内没有地表水监测数据。",
                "There are no readings of surface water in the periods.")
        ]
    }

    /// How tables of readings are read: for what the periods need.
    var table: ReadingTableOptions {
        var own = form
        own.parameters = Set(settlement.standard.items.map(\.parameter))
        own.days = days
        return own
    }

    private var days: ClosedRange<CivilDay> {
        let before = settlement.scheme.needsComparison ? comparison ?? period.yearBefore : period
        return min(period.firstDay, before.firstDay)...max(period.lastDay, before.lastDay)
    }
}
