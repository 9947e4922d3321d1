public import Readings

/// A kind of land that soil is judged for.
public enum SoilLand: String, Hashable, Sendable, CaseIterable {
    /// 第一类用地: housing, schools, hospitals, community parks.
    case class1
    /// 第二类用地: industry, storage, commerce, roads, public facilities, green space.
    case class2
    /// 水田.
    case paddy
    /// 果园.
    case orchard
    /// 其他农用地.
    case other

    /// The land in output of any language: `第一类用地`, `第二类用地`, `水田`, `果园`, `其他农用地`.
    public var text: String {
        switch self {
        case .class1: "第一类用地"
        case .class2: "第二类用地"
        case .paddy: "水田"
        case .orchard: "果园"
        case .other: "其他农用地"
        }
    }

    /// The land that `text` names: its code, its Chinese name, or a word of it; `nil` for anything
    /// else.
    public init?(parsing text: String) {
        let word = text.lowercased().filter { !$0.isWhitespace }
        if let own = SoilLand(rawValue: word) {
            self = own
            return
        }
        let words: [(SoilLand, [String])] = [
            (.class1, ["第一类用地", "一类用地", "第一类建设用地", "1"]),
            (.class2, ["第二类用地", "二类用地", "第二类建设用地", "2"]),
            (.paddy, ["水田", "paddyfield"]), (.orchard, ["果园"]),
            (.other, ["其他农用地", "其他", "旱地", "农用地", "耕地", "水浇地", "farmland"]),
        ]
        guard let own = words.first(where: { $0.1.contains(word) })?.0 else { return nil }
        self = own
    }
}

/// What a value says of the risk.
public enum SoilLevel: Int, Hashable, Sendable, CaseIterable, Comparable {
    case withinScreening, aboveScreening, aboveIntervention

    /// `未超筛选值`, `超筛选值`, `超管制值`: the same in output of any language.
    public var text: String {
        switch self {
        case .withinScreening: "未超筛选值"
        case .aboveScreening: "超筛选值"
        case .aboveIntervention: "超管制值"
        }
    }

    public static func < (a: SoilLevel, b: SoilLevel) -> Bool { a.rawValue < b.rawValue }
}

/// One item of a soil standard, its values in mg/kg.
public struct SoilItem: Hashable, Sendable {
    public let parameter: ParameterCode
    public let name: String
    public let nameInChinese: String
    let headings: [String]
    /// By kind of land one value for each range of pH.
    let screening: [SoilLand: [DecimalValue]]
    let intervention: [SoilLand: [DecimalValue]]
}

/// One edition of a soil standard: screening values (筛选值) and intervention values (管制值) of the
/// kinds of land that it is for.
///
/// Source: GB 36600-2018, table 1; GB 15618-2018, tables 1 and 3.
public struct SoilStandard: Hashable, Sendable {
    public let edition: String
    public let document: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    public let validFrom: CivilDay
    public let validTo: CivilDay?
    /// Whether a second source confirms the values.
    public let isConfirmed: Bool
    public let lands: [SoilLand]
    /// The upper ends of the ranges of pH but the last, each belonging to its range; empty where pH
    /// does not matter.
    public let upperPH: [DecimalValue]
    public let items: [SoilItem]
    public let multipleDecimals: Int
    public let shareDecimals: Int

    /// Screening and intervention value of `parameter`; `nil` where there is none, and where a pH is
    /// needed and lacking.
    public func limits(
        _ parameter: ParameterCode, land: SoilLand, ph: ExactNumber?
    ) -> (screening: DecimalValue, intervention: DecimalValue?)? {
        guard lands.contains(land), let range = range(ofPH: ph),
            let item = items.first(where: { $0.parameter == parameter }),
            let screening = item.screening[land] ?? item.screening[.other]
        else { return nil }
        let intervention = item.intervention[land] ?? item.intervention[.other]
        return (screening[range], intervention.map { $0[range] })
    }

    /// The range that `ph` falls in; a pH on an end belongs to the lower range.
    private func range(ofPH ph: ExactNumber?) -> Int? {
        if upperPH.isEmpty { return 0 }
        guard let ph else { return nil }
        return upperPH.firstIndex { ph <= ExactNumber($0) } ?? upperPH.count
    }

    /// Headings of columns by parameter; values are in mg/kg, with the unit written or not.
    public var headings: [String: ParameterCode] {
        var table: [String: ParameterCode] = [:]
        for item in items {
            for heading in item.headings + [item.nameInChinese, item.parameter.name, item.name] {
                table[heading] = item.parameter
                table["\(heading)(mg/kg)"] = item.parameter
            }
        }
        return table
    }
}

extension SoilStandard {
    /// The embedded editions, development land and farmland.
    public static let editions: [SoilStandard] = embeddedEditions(
        PackageResources.soil_json, "soil.json"
    ) { text, file throws(StandardError) in try editions(parsing: text, file: file) }

    /// The edition for a kind of land; `nil` where none of `editions` is for it.
    public static func edition(
        for land: SoilLand, among editions: [SoilStandard] = Self.editions
    ) -> SoilStandard? {
        editions.last { $0.lands.contains(land) }
    }

    /// The embedded edition that is named: `GB36600-2018`. Case, spaces and dashes do not matter.
    ///
    /// - Throws: `StandardError.unknownEdition`, which lists those there are.
    public static func edition(named name: String) throws(StandardError) -> SoilStandard {
        try QualityStandards.edition(named: name, among: editions, \.edition)
    }

    /// The editions that the text of a user's file defines, in the form of the embedded file, the
    /// oldest first.
    ///
    /// - Throws: `StandardError` with line and key, what was found, what was expected.
    public static func editions(
        parsing text: String, file: String
    ) throws(StandardError) -> [SoilStandard] {
        try StandardNode(try StandardTree(parsing: text, file: file), file: file).editions {
            node throws(StandardError) in try SoilStandard(node)
        }.sorted { ($0.validFrom, $0.edition) < ($1.validFrom, $1.edition) }
    }

    private init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys(
            StandardHeading.keys + ["isConfirmed", "lands", "upperPH", "decimals", "items"])
        let heading = try StandardHeading(node)
        (edition, document, source) = (heading.edition, heading.document, heading.source)
        (title, titleInChinese) = (heading.title, heading.titleInChinese)
        (validFrom, validTo) = (heading.from, heading.to)
        isConfirmed = try node.optional("isConfirmed")?.flag() ?? true
        lands = try node.required("lands").map { cell throws(StandardError) in
            try Self.land(try cell.text(), cell)
        }
        let upper = try node.required("upperPH").map { cell throws(StandardError) in
            try cell.amount()
        }
        upperPH = upper
        items = try node.required("items").map { item throws(StandardError) in
            try SoilItem(item, ranges: upper.count + 1)
        }
        let decimals = try StandardPart(node, "decimals", ["multiple", "share"], isNeeded: true)
        multipleDecimals = try decimals.integer("multiple", 0...6, nil)
        shareDecimals = try decimals.integer("share", 0...6, nil)
    }

    fileprivate static func land(
        _ text: String, _ node: StandardNode
    ) throws(StandardError) -> SoilLand {
        guard let own = SoilLand(rawValue: text) else {
            let list = SoilLand.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.wrong("one of \(list)", "\(list)之一")
        }
        return own
    }
}

extension SoilItem {
    fileprivate init(_ node: StandardNode, ranges: Int) throws(StandardError) {
        try node.checkKeys([
            "code", "name", "nameInChinese", "headings", "screening", "intervention",
        ])
        parameter = try node.required("code").parameter()
        name = try node.optional("name")?.text() ?? parameter.name
        nameInChinese = try node.optional("nameInChinese")?.text() ?? parameter.name
        headings =
            try node.optional("headings")?.map { item throws(StandardError) in try item.text() }
            ?? []
        screening = try Self.values(try node.required("screening"), ranges)
        intervention =
            try node.optional("intervention").map {
                node throws(StandardError) in try Self.values(node, ranges)
            } ?? [:]
    }

    private static func values(
        _ node: StandardNode, _ ranges: Int
    ) throws(StandardError) -> [SoilLand: [DecimalValue]] {
        var result: [SoilLand: [DecimalValue]] = [:]
        for (key, list) in try node.entries() {
            let values = try list.map { cell throws(StandardError) in try cell.amount() }
            guard values.count == ranges, values.allSatisfy({ $0.mantissa > 0 }) else {
                throw list.wrong(
                    "\(ranges) number(s) above 0, one a range of pH", "每个pH范围一个大于0的数,共\(ranges)个")
            }
            result[try SoilStandard.land(key, list)] = values
        }
        return result
    }
}
