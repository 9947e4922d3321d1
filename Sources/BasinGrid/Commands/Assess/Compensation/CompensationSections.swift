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
    let loaded: [JobInputs.LoadedSection]
    private(set) var notes: [LocalizedText] = []

    private static let upstreamWords = ["upstream", "上游", "上游单元", "上游县区", "上游地区", "上游责任单位"]
    private static let downstreamWords = ["downstream", "下游", "下游单元", "下游县区", "下游地区", "下游责任单位"]
    private static let inflowWords = ["inflow", "入境断面", "来水断面", "上游断面"]

    /// - Throws: As `WaterSections`, and `Faults` with every section whose units or target cannot
    ///   be read.
    init(_ request: CompensationRequest) throws {
        let path = request.sections
        var options = request.reading
        (options.layer, options.attributeFilter) = (nil, nil)
        let names = try WaterSections.fieldNames(at: path, options)
        func found(_ own: String?, _ words: [String]) -> String? {
            own ?? names.first { words.contains($0.lowercased()) }
        }
        let upstream = found(request.sides.upstream, Self.upstreamWords)
        let downstream = found(request.sides.downstream, Self.downstreamWords)
        let inflow = found(request.sides.inflow, Self.inflowWords)
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
                request.fields, others: [upstream, downstream] + [inflow].compactMap(\.self)),
            needsPlaces: false, options: request.reading)
        notes = read.notes
        loaded = read.sections.map(\.loaded)
        let faults = FaultCollector()
        sections = read.sections.compactMap { section in
            func text(_ field: String?) -> String {
                field.flatMap { section.attributes[$0] } ?? ""
            }
            return faults.attempt {
                let target = try SectionTarget(section.loaded.target, of: section.loaded.id, path)
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

    /// The units of a cell: `甲县;乙县`.
    private static func units(_ text: String) -> [String] {
        text.split { ";；、,，/|".contains($0) }.map { part in
            String(part).trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
    }
}

/// The target of a section as its table writes it: a class, limits of items, or both, such as
/// `Ⅴ类;COD≤50;氨氮=3`.
struct SectionTarget {
    private(set) var waterClass: WaterClass?
    private(set) var items: [ParameterCode: DecimalValue] = [:]

    init(_ text: String?, of section: String, _ path: String) throws {
        for part in (text ?? "").split(whereSeparator: { ";；,，、".contains($0) }) {
            let word = part.filter { !$0.isWhitespace }
            if word.isEmpty || ["-", "—", "/"].contains(word) { continue }
            if let own = WaterClass(parsing: word), waterClass == nil {
                waterClass = own
                continue
            }
            guard let (item, limit) = Self.item(word), items[item] == nil else {
                throw Fault(
                    .data,
                    zh:
                        "\(path)，断面 \(section)：目标为 “\(text ?? "")”，应为一个类别（如 Ⅲ）和/或项目限值（如 COD=50;NH3N=3）。请更正。",
                    en: "\(path), section \(section): the target is \"\(text ?? "")\", expected a "
                        + "class such as III, limits of items such as COD=50;NH3N=3, or both. "
                        + "Correct it.")
            }
            items[item] = limit
        }
    }

    /// `COD=50`, `氨氮≤3.0`.
    private static func item(_ word: String) -> (ParameterCode, DecimalValue)? {
        guard let sign = word.firstIndex(where: { "=≤<≥>:：".contains($0) }) else { return nil }
        let number = word[sign...].drop { "=≤<≥>:：".contains($0) }
        guard let item = ParameterAliases.standard.code(for: String(word[..<sign])),
            let limit = try? DecimalValue(parsing: String(number)), limit.mantissa > 0
        else { return nil }
        return (item, limit)
    }
}
