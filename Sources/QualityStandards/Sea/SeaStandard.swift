public import Readings

/// One item of the sea-water standard.
public struct SeaItem: Hashable, Sendable {
    public let parameter: ParameterCode
    public let name: String
    public let nameInChinese: String
    public let unit: String
    /// Whether a second source confirms the limits.
    public let isConfirmed: Bool
    /// Further headings that columns of the item have.
    public let headings: [String]
    let limits: ClassLimits

    /// The limit of `seaClass`; `nil` for items with ranges, and where the class has none.
    public func limit(_ seaClass: SeaClass) -> DecimalValue? {
        let place = seaClass.rawValue - 1
        return place < limits.values.count ? limits.values[place] : nil
    }
}

/// One edition of the sea-water standard: limits, and classes by the worst item.
///
/// Source: GB 3097-1997, table 1.
public struct SeaStandard: Hashable, Sendable {
    /// The name in the column `edition`: `GB3097-1997`.
    public let edition: String
    public let document: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    public let validFrom: CivilDay
    public let validTo: CivilDay?
    public let items: [SeaItem]
    /// Items that have no exceedance multiple: pH, dissolved oxygen.
    public let withoutMultiple: Set<ParameterCode>
    /// The item that is the sum of others where it was not measured itself: inorganic nitrogen of
    /// nitrate, nitrite and ammonia.
    public let sum: ParameterCode
    public let parts: [ParameterCode]
    let partHeadings: [ParameterCode: [String]]
    public var multipleDecimals: Int
    public var shareDecimals: Int

    public func item(_ parameter: ParameterCode) -> SeaItem? {
        items.first { $0.parameter == parameter }
    }

    /// The best class that `value` meets; a value on a limit meets it, except that dissolved oxygen
    /// must be above. `nil` for items that the standard does not have.
    public func classify(_ parameter: ParameterCode, _ value: ExactNumber) -> SeaClass? {
        item(parameter).flatMap { SeaClass(rawValue: $0.limits.rank(of: value) + 1) }
    }

    /// Headings of columns by parameter, beside those that all tables know.
    public var headings: [String: ParameterCode] {
        var table: [String: ParameterCode] = [:]
        for item in items {
            for heading in item.headings + [item.nameInChinese, item.parameter.name] {
                table[heading] = item.parameter
            }
        }
        for (code, list) in partHeadings {
            for heading in list + [code.name] { table[heading] = code }
        }
        return table
    }
}

extension SeaStandard {
    /// All editions, the oldest first.
    public static let editions: [SeaStandard] = embeddedEditions(
        PackageResources.sea_water_json, "sea_water.json"
    ) { text, file throws(StandardError) in try editions(parsing: text, file: file, usual: nil) }

    /// GB 3097-1997.
    public static var gb3097: SeaStandard { editions[0] }

    /// The edition that is named; case, spaces and dashes do not matter.
    ///
    /// - Throws: `StandardError.unknownEdition`.
    public static func edition(named name: String) throws(StandardError) -> SeaStandard {
        try QualityStandards.edition(named: name, among: editions, \.edition)
    }

    /// The editions that the text of a user's file defines, the oldest first; what they leave out
    /// stays as in GB 3097-1997.
    ///
    /// - Throws: `StandardError` with line and key, what was found, what was expected.
    public static func editions(
        parsing text: String, file: String
    ) throws(StandardError) -> [SeaStandard] {
        try editions(parsing: text, file: file, usual: gb3097)
    }

    private static func editions(
        parsing text: String, file: String, usual: SeaStandard?
    ) throws(StandardError) -> [SeaStandard] {
        try StandardNode(try StandardTree(parsing: text, file: file), file: file).editions {
            node throws(StandardError) in try SeaStandard(node, usual: usual)
        }.sorted { $0.validFrom < $1.validFrom }
    }

    private init(_ node: StandardNode, usual: SeaStandard?) throws(StandardError) {
        try node.checkKeys(
            StandardHeading.keys + ["decimals", "withoutMultiple", "nitrogen", "items"])
        let heading = try StandardHeading(node)
        (edition, document, source) = (heading.edition, heading.document, heading.source)
        (title, titleInChinese) = (heading.title, heading.titleInChinese)
        (validFrom, validTo) = (heading.from, heading.to)
        let isFirst = usual == nil
        let decimals = try StandardPart(node, "decimals", ["multiple", "share"], isNeeded: isFirst)
        multipleDecimals = try decimals.integer("multiple", 0...6, usual?.multipleDecimals)
        shareDecimals = try decimals.integer("share", 0...6, usual?.shareDecimals)
        withoutMultiple = try StandardPart(node).parameters(
            "withoutMultiple", usual?.withoutMultiple)
        let nitrogen = try StandardPart(node, "nitrogen", ["sum", "parts"], isNeeded: isFirst)
        sum = try nitrogen.value("sum", usual?.sum) { node throws(StandardError) in
            try node.parameter()
        }
        partHeadings = try nitrogen.value("parts", usual?.partHeadings) {
            node throws(StandardError) in
            try node.byParameter { list throws(StandardError) in
                try list.map { item throws(StandardError) in try item.text() }
            }
        }
        parts = partHeadings.keys.sorted()
        let own = try StandardPart(node).value("items", usual.map { _ in [] }) {
            node throws(StandardError) in
            try node.map { item throws(StandardError) in try SeaItem(item) }
        }
        let usualItems = usual?.items ?? []
        items =
            usualItems.map { item in own.first { $0.parameter == item.parameter } ?? item }
            + own.filter { item in !usualItems.contains { $0.parameter == item.parameter } }
    }
}

extension SeaItem {
    fileprivate init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys([
            "code", "name", "nameInChinese", "unit", "direction", "limits", "ranges",
            "isConfirmed", "headings",
        ])
        parameter = try node.required("code").parameter()
        name = try node.optional("name")?.text() ?? parameter.name
        nameInChinese = try node.optional("nameInChinese")?.text() ?? parameter.name
        unit = try node.optional("unit")?.text() ?? "mg/L"
        isConfirmed = try node.optional("isConfirmed")?.flag() ?? true
        headings =
            try node.optional("headings")?.map { item throws(StandardError) in try item.text() }
            ?? []
        let classes = SeaClass.allCases.count - 1
        if let ranges = try node.optional("ranges") {
            let list = try ranges.map { cell throws(StandardError) in
                try ClassLimits.range(cell)
            }
            guard list.count == classes else {
                throw ranges.wrong("\(classes) ranges, one a class", "每类一个,共\(classes)个范围")
            }
            limits = ClassLimits(ranges: list)
            return
        }
        var direction = ClassLimits.Direction.atMost
        if let word = try node.optional("direction") {
            guard let own = ClassLimits.Direction(rawValue: try word.text()) else {
                let known = ClassLimits.Direction.allCases.map(\.rawValue).joined(separator: ", ")
                throw word.wrong("one of \(known)", "\(known)之一")
            }
            direction = own
        }
        let list = try node.required("limits")
        let count = try list.items().count
        // The class after the last limit has none of its own: anything meets it.
        limits = try ClassLimits(list, count: min(max(count, 1), classes), direction)
    }
}
