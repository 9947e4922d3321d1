import GeoFiles
import QualityStandards
import Readings
import Reports

/// The fields of a table of sections that say between which units they lie; `nil` to find one by
/// its heading.
public struct CompensationFieldNames: Sendable {
    public var upstream: String?
    public var downstream: String?
    public var inflow: String?

    public init() {}
}

/// The sections between units with what their table says of them.
struct CompensationSections: Sendable {
    private(set) var sections: [CompensationSection] = []
    /// The same sections as their table has them.
    private(set) var loaded: [JobInputs.LoadedSection]
    private(set) var notes: [LocalizedText] = []

    private static let upstreamWords = ["upstream", "上游", "上游单元", "上游县区", "上游地区", "上游责任单位"]
    private static let downstreamWords = ["downstream", "下游", "下游单元", "下游县区", "下游地区", "下游责任单位"]
    private static let inflowWords = ["inflow", "入境断面", "来水断面", "上游断面"]

    /// - Throws: As `WaterSections`, and `Faults` with every section whose units or target cannot
    ///   be read.
    init(
        at path: String, fields: SectionFieldNames, sides: CompensationFieldNames,
        options: VectorReadOptions
    ) throws {
        let names = try WaterSections.fieldNames(at: path, options)
        func found(_ own: String?, _ words: [String]) -> String? {
            own ?? names.first { words.contains($0.lowercased()) }
        }
        let upstream = found(sides.upstream, Self.upstreamWords)
        let downstream = found(sides.downstream, Self.downstreamWords)
        let inflow = found(sides.inflow, Self.inflowWords)
        guard let upstream, let downstream else {
            let list = names.joined(separator: ", ")
            throw Fault(
                .data,
                zh:
                    "\(path)：找不到上游和下游单元的列。现有的列：\(list)。请用 --upstream-field 和 --downstream-field 指定。",
                en: "\(path): no fields of the upstream and downstream units were found among: "
                    + "\(list). Name them with --upstream-field and --downstream-field.")
        }
        let read = try WaterSections(
            at: path,
            fields: WaterSections.Fields(
                fields, others: [upstream, downstream] + [inflow].compactMap(\.self)),
            needsPlaces: false, options: options)
        notes = read.notes
        loaded = read.sections.map(\.loaded)
        let faults = FaultCollector()
        sections = read.sections.compactMap { section in
            func text(_ field: String?) -> String {
                field.flatMap { section.attributes[$0] } ?? ""
            }
            return faults.attempt {
                let written = section.loaded.target ?? ""
                guard let target = WaterTarget(parsing: written) else {
                    throw Self.unreadable(written, of: section.loaded.id, path)
                }
                let entry = text(inflow).filter { !$0.isWhitespace }
                return CompensationSection(
                    id: section.loaded.id,
                    name: section.loaded.label == section.loaded.id ? nil : section.loaded.label,
                    upstream: Self.units(text(upstream)), downstream: Self.units(text(downstream)),
                    type: section.loaded.type, body: WaterBody(sectionType: section.loaded.type),
                    target: target.waterClass, itemTargets: target.items,
                    isDry: section.loaded.isDry, inflow: entry.isEmpty ? nil : entry)
            }
        }
        try faults.throwIfAny()
    }

    /// Those that have a unit on either side.
    var betweenUnits: CompensationSections {
        var own = self
        let kept = sections.indices.filter {
            !sections[$0].upstream.isEmpty || !sections[$0].downstream.isEmpty
        }
        own.sections = kept.map { sections[$0] }
        own.loaded = kept.map { loaded[$0] }
        return own
    }

    private static func unreadable(_ text: String, of section: String, _ path: String) -> Fault {
        Fault(
            .data,
            zh:
                "\(path)，断面 \(section)：目标为 “\(text)”，应为一个类别（如 Ⅲ）和/或项目限值（如 COD=50;NH3N=3）。请更正。",
            en: "\(path), section \(section): the target is \"\(text)\", expected a class such as "
                + "III, limits of items such as COD=50;NH3N=3, or both. Correct it.")
    }

    /// The units of a cell: `甲县;乙县`.
    private static func units(_ text: String) -> [String] {
        text.split { ";；、,，/|".contains($0) }.map { part in
            String(part).trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
    }
}
