import GeoFiles
import QualityStandards
import Readings
import Reports

/// A scheme with the sections that it settles and the values of its parameters.
struct CompensationCase: Sendable {
    let scheme: CompensationScheme
    let sections: CompensationSections
    let choices: CompensationChoices
    let standard: SurfaceWaterStandard
    /// What one reading stands for; `nil` to tell it from the spacing of the times.
    var interval: ReadingInterval?

    /// Tells what scheme, sections and periods contradict before any reading is read.
    ///
    /// - Parameter path: Of the sections, for messages.
    func checkAgreement(over period: Period, comparison: Period?, at path: String) throws {
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

    /// Who pays whom over `period`.
    func settle(
        _ readings: ReadingSet, over period: Period, comparison: Period?
    ) throws -> CompensationResult {
        let known = SectionSites(sections.loaded, readings: readings)
        let ledger = try scheme.settle(
            zip(sections.sections, known.sites).map { section, site in
                var section = section
                if case .label(let label) = site { section.site = label }
                return section
            }, readings: readings, period: period, comparison: comparison, choices: choices,
            interval: interval, standard: standard)
        return CompensationResult(
            ledger,
            names: Dictionary(
                sections.sections.compactMap { section in section.name.map { (section.id, $0) } },
                uniquingKeysWith: { first, _ in first }),
            strangers: known.notes(stations: []).map(\.text))
    }
}

extension CompensationScheme {
    /// The scheme in the file at `path`, JSON or YAML.
    init(at path: String) throws {
        self = try CompensationScheme(parsing: schemeText(at: path), file: path)
    }
}

extension CompensationChoices {
    /// The values that `texts` write: `name=value`, `name@place=value`.
    ///
    /// - Parameter key: What the texts are given by, for messages: `--set`.
    init(parsing texts: [String], key: String) throws {
        self.init(
            try texts.map { text in
                guard let choice = Choice(parsing: text) else {
                    throw Fault(
                        .usage, zh: "\(key) 为 “\(text)”，应为 名称=值 或 名称@断面或单元=值。",
                        en: "\(key) is \"\(text)\", expected NAME=VALUE, or NAME@PLACE=VALUE for a "
                            + "section or a unit.")
                }
                return choice
            })
    }
}
