public import Readings

/// What an edition says about a day or an hour that lacks an item.
public enum MissingItemRule: Hashable, Sendable {
    /// The index is that of the items that are there.
    case indexOfTheOthers
    /// The same, but it is published only when it is above the number; else NA stands for it.
    case indexOfTheOthersAbove(Int)
    /// There is no index without all items.
    case noIndex
}

/// What stands for the index of an item above the last concentration that the edition lists.
public enum AboveLastNode: Hashable, Sendable {
    /// This index.
    case index(Int)
    /// None; the index of another item of the same pollutant is used.
    case use(AirIndexItem)
}

/// One edition of the rules for the air quality index.
///
/// Source: HJ 633-2012, tables 1 and 2; HJ 633-2026, tables 1 and 3; appendix A of both.
public struct AirIndexStandard: Hashable, Sendable {
    /// `HJ633-2026`.
    public let edition: String
    public let document: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    public let validFrom: CivilDay
    /// The last day in force; `nil` for the latest edition.
    public let validTo: CivilDay?
    /// The items of a day's index, in the order of the edition.
    public let dailyItems: [AirIndexItem]
    /// The items of an hour's index. In 2012 particles enter with the moving mean of 24 hours.
    public let hourlyItems: [AirIndexItem]
    public let missingItems: MissingItemRule
    /// The index above which the edition names a pollutant as exceeding (超标污染物): 100; `nil` in
    /// editions that name none.
    public let exceedingAbove: Int?
    /// A primary pollutant is named above this index.
    public let primaryAbove: Int
    /// The six levels, the best first.
    public let levels: [AirLevel]
    let inputDecimals: [ParameterCode: Int]
    let indexNodes: [Int]
    /// The concentrations at the index nodes, as many as the edition lists.
    let concentrations: [AirIndexItem: [DecimalValue]]
    /// Items that use the row of another.
    let rows: [AirIndexItem: AirIndexItem]
    let aboveLastNode: [AirIndexItem: AboveLastNode]

    /// The level of an index.
    public func level(of index: Int) -> AirLevel {
        levels.first { index <= $0.indices.upperBound } ?? levels[levels.count - 1]
    }

    /// The decimals to which a concentration is rounded before its index is computed: 1 for CO, 0
    /// for the others.
    public func inputDecimals(of parameter: ParameterCode) -> Int { inputDecimals[parameter] ?? 0 }

    /// The concentrations and indices between which `item` is interpolated, lowest first; empty for
    /// an item without index.
    public func nodes(of item: AirIndexItem) -> [(concentration: DecimalValue, index: Int)] {
        let values = concentrations[rows[item] ?? item] ?? []
        return zip(values, indexNodes).map { ($0, $1) }
    }
}

extension AirIndexStandard {
    /// Every edition, the oldest first.
    public static var editions: [AirIndexStandard] { AirStandardFile.embedded.index }

    /// The edition in force on `day`; for days before the oldest, the oldest.
    public static func edition(inForceOn day: CivilDay) -> AirIndexStandard {
        editions.last { day >= $0.validFrom } ?? editions[0]
    }
}

// MARK: - From a file

extension AirIndexStandard {
    init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys(
            StandardHeading.keys + [
                "indexNodes", "concentrations", "aboveLastNode", "dailyItems", "hourlyItems",
                "indexRows", "missingItems", "exceedingAbove", "primaryAbove", "inputDecimals",
                "levels",
            ])
        let heading = try StandardHeading(node)
        (edition, document, source) = (heading.edition, heading.document, heading.source)
        (title, titleInChinese) = (heading.title, heading.titleInChinese)
        (validFrom, validTo) = (heading.from, heading.to)
        let nodes = try node.required("indexNodes")
        indexNodes = try nodes.map { item throws(StandardError) in try item.integer(0...9999) }
        guard indexNodes.count >= 2, zip(indexNodes, indexNodes.dropFirst()).allSatisfy(<) else {
            throw nodes.wrong("two or more rising indices", "两个以上递增的指数")
        }
        concentrations = try Self.concentrations(node.required("concentrations"), indexNodes.count)
        var rows: [AirIndexItem: AirIndexItem] = [:]
        for (key, entry) in try node.optional("indexRows")?.entries() ?? [] {
            rows[try Self.item(entry, key)] = try Self.item(entry)
        }
        self.rows = rows
        aboveLastNode = try Self.aboveLastNode(node.optional("aboveLastNode"))
        dailyItems = try Self.items(node.required("dailyItems"), concentrations, rows)
        hourlyItems = try Self.items(node.required("hourlyItems"), concentrations, rows)
        missingItems = try Self.missingItems(node.required("missingItems"))
        exceedingAbove = try node.optional("exceedingAbove")?.integer(0...9999)
        primaryAbove = try node.required("primaryAbove").integer(0...9999)
        inputDecimals = try node.required("inputDecimals").byParameter {
            node throws(StandardError) in try node.integer(0...6)
        }
        levels = try Self.levels(node.required("levels"))
    }

    private static func item(
        _ node: StandardNode, _ code: String? = nil
    ) throws(StandardError) -> AirIndexItem {
        let text: String
        if let code { text = code } else { text = try node.text() }
        guard let item = AirIndexItem(text) else {
            throw node.wrong("an item such as PM2.5_24h", "项目代码,如PM2.5_24h")
        }
        return item
    }

    private static func concentrations(
        _ node: StandardNode, _ count: Int
    ) throws(StandardError) -> [AirIndexItem: [DecimalValue]] {
        var table: [AirIndexItem: [DecimalValue]] = [:]
        for (key, entry) in try node.entries() {
            let item = try item(entry, key)
            let cells = try entry.items()
            let listed = cells.prefix { !$0.isNothing }
            var values: [DecimalValue] = []
            for cell in listed { values.append(try cell.amount()) }
            guard cells.count == count, cells.dropFirst(listed.count).allSatisfy(\.isNothing),
                values.count >= 2, zip(values, values.dropFirst()).allSatisfy(<)
            else {
                throw entry.wrong(
                    "\(count) rising concentrations, null where there are none at the end",
                    "\(count)个递增的浓度值,末尾没有的写null")
            }
            table[item] = values
        }
        return table
    }

    private static func aboveLastNode(
        _ node: StandardNode?
    ) throws(StandardError) -> [AirIndexItem: AboveLastNode] {
        var table: [AirIndexItem: AboveLastNode] = [:]
        for (key, entry) in try node?.entries() ?? [] {
            try entry.checkKeys(["index", "use"])
            let item = try item(entry, key)
            if let other = try entry.optional("use") {
                table[item] = .use(try Self.item(other))
            } else {
                table[item] = .index(try entry.required("index").integer(0...9999))
            }
        }
        return table
    }

    private static func items(
        _ node: StandardNode, _ concentrations: [AirIndexItem: [DecimalValue]],
        _ rows: [AirIndexItem: AirIndexItem]
    ) throws(StandardError) -> [AirIndexItem] {
        let items = try node.map { entry throws(StandardError) in
            let item = try item(entry)
            guard concentrations[rows[item] ?? item] != nil else {
                throw entry.wrong("an item that has concentrations", "列有浓度值的项目")
            }
            return item
        }
        if items.isEmpty { throw node.wrong("one item or more", "至少一个项目") }
        return items
    }

    private static func missingItems(
        _ node: StandardNode
    ) throws(StandardError) -> MissingItemRule {
        if case .text(let text) = node.tree.content {
            switch text {
            case "index of the others": return .indexOfTheOthers
            case "no index": return .noIndex
            default:
                throw node.wrong(
                    "\"index of the others\", \"no index\" or {\"publishAbove\": 100}",
                    "“index of the others”、“no index”或{“publishAbove”: 100}")
            }
        }
        try node.checkKeys(["publishAbove"])
        return .indexOfTheOthersAbove(try node.required("publishAbove").integer(0...9999))
    }

    private static func levels(_ node: StandardNode) throws(StandardError) -> [AirLevel] {
        let levels = try node.map { entry throws(StandardError) in try AirLevel(entry) }
        let isSeamless = zip(levels, levels.dropFirst()).allSatisfy {
            $0.indices.upperBound + 1 == $1.indices.lowerBound
        }
        guard !levels.isEmpty, isSeamless else {
            throw node.wrong("levels that follow each other without gap", "首尾相接的级别")
        }
        return levels
    }
}
