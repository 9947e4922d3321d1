import Foundation
import GeoFiles
import QualityStandards
import Readings
import Reports

/// Everything that a settlement knows before the readings are read.
struct CompensationSetup: Sendable {
    let scheme: CompensationScheme
    let period: Period
    /// `nil` for the year before each settled period.
    let comparison: Period?
    let choices: CompensationChoices
    let standard: SurfaceWaterStandard
    /// The file that the standard was read from.
    let standardPath: String?
    let sections: CompensationSections
    let readingPaths: [String]
    private let table: ReadingTableOptions
    private let sheet: String?
    private let encoding: String?

    var notes: [LocalizedText] { sections.notes }

    /// Validates everything and reads all but the readings; all faults are told together.
    init(_ request: CompensationRequest, _ options: RunOptions) throws {
        let faults = FaultCollector()
        checkAssessmentOutputs(request.output, request.otherOutputs, options, faults)
        let scheme = faults.attempt { try Self.scheme(request.rules) }
        let period = faults.attempt { try Period(parsing: request.period) }
        let comparison = faults.attempt { try Self.comparison(request.comparison) }
        let choices = faults.attempt { try Self.choices(request.choices) }
        let paths = BasinGrid.readingPaths(of: request.readings, faults)
        let table = faults.attempt { try request.form.options() }
        let choice = period.flatMap { period in
            faults.attempt {
                try WaterAssessmentSetup.standard(request.standard, on: period.lastDay)
            }
        }
        let sections = faults.attempt { try CompensationSections(request) }
        try faults.throwIfAny()
        guard let scheme, let period, let comparison, let choices, let table, let choice,
            let sections
        else {
            throw Fault(.software, zh: "核算的输入不完整。", en: "The settlement's inputs are incomplete.")
        }
        self.scheme = scheme
        self.period = period
        self.comparison = comparison
        self.choices = choices
        standard = choice.standard
        standardPath = choice.path
        self.sections = sections
        readingPaths = paths
        self.table = table
        sheet = request.form.sheet
        encoding = request.reading.encoding
        try checkAgreement(of: request.sections)
    }

    /// Tells what scheme, sections and periods contradict before any reading is read.
    private func checkAgreement(of path: String) throws {
        do throws(StandardError) {
            _ = try scheme.settle(
                sections.sections, readings: ReadingSetBuilder().finish(), period: period,
                comparison: comparison, choices: choices, standard: standard)
        } catch {
            guard case .compensation(let fault) = error, !fault.isOfRequest else { throw error }
            throw Fault(
                .data, zh: "\(path)：\(fault.descriptionInChinese)",
                en: "\(path): \(fault.description)")
        }
    }

    private static func scheme(_ path: String) throws -> CompensationScheme {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(
                .input, zh: "补偿方案文件 \(path) 不存在或不可读。请检查 --rules 的路径。",
                en: "The scheme's file \(path) is missing or unreadable. Check the path of --rules."
            )
        }
        return try CompensationScheme(
            parsing: String(decoding: data, as: UTF8.self), file: path)
    }

    /// `nil` inside for the year before.
    private static func comparison(_ text: String?) throws -> Period? {
        guard let text, text.lowercased() != "year" else { return nil }
        return try Period(parsing: text)
    }

    private static func choices(_ texts: [String]) throws -> CompensationChoices {
        CompensationChoices(
            try texts.map { text in
                guard let choice = CompensationChoices.Choice(parsing: text) else {
                    throw Fault(
                        .usage, zh: "--set 为 “\(text)”，应为 名称=值 或 名称@断面或单元=值。",
                        en: "--set is \"\(text)\", expected NAME=VALUE, or NAME@PLACE=VALUE for a "
                            + "section or a unit.")
                }
                return choice
            })
    }

    /// Reads what the periods need.
    func readReadings(
        _ options: RunOptions, rejects: RejectsOutput?
    ) throws -> (set: ReadingSet, notes: [LocalizedText]) {
        var table = table
        table.parameters = Set(standard.items.map(\.parameter))
        table.days = days
        let read = try readAssessed(
            readingPaths, table, sheet: sheet, encoding: encoding, options, rejects: rejects)
        guard read.set.parameters.isEmpty else { return read }
        return (
            read.set,
            read.notes + [
                LocalizedText(
                    "所核算的时段内没有地表水监测数据。",
                    "There are no readings of surface water in the periods.")
            ]
        )
    }

    private var days: ClosedRange<CivilDay> {
        let before = scheme.needsComparison ? comparison ?? period.yearBefore : period
        return min(period.firstDay, before.firstDay)...max(period.lastDay, before.lastDay)
    }
}
