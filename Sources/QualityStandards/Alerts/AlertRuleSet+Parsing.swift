import Readings

extension AlertRuleSet {
    /// BasinGrid's own rules.
    public static let standard: AlertRuleSet = {
        let text = String(decoding: PackageResources.alert_rules_json, as: UTF8.self)
        do {
            return try AlertRuleSet(parsing: text, file: "alert_rules.json")
        } catch {
            // The file is part of the module and read by its tests.
            preconditionFailure("the embedded file alert_rules.json cannot be read: \(error)")
        }
    }()

    /// The rules that the text of a file defines, in the form of the embedded `alert_rules.json`.
    ///
    /// - Parameter file: The name for messages.
    /// - Throws: `StandardError.file` with line and key, what was found, what was expected.
    public init(parsing text: String, file: String) throws(StandardError) {
        let node = StandardNode(try StandardTree(parsing: text, file: file), file: file)
        try node.checkKeys(
            ["edition", "title", "titleInChinese", "status", "statusInChinese", "rules"])
        edition = try node.required("edition").text()
        title = try node.optional("title")?.text() ?? edition
        titleInChinese = try node.optional("titleInChinese")?.text() ?? title
        status = try node.optional("status")?.text() ?? ""
        statusInChinese = try node.optional("statusInChinese")?.text() ?? status
        let list = try node.required("rules")
        rules = try list.map { item throws(StandardError) in try AlertRule(item) }
        if rules.isEmpty { throw list.wrong("one rule or more", "至少一条规则") }
        for (index, rule) in rules.enumerated()
        where rules[..<index].contains(where: { $0.name == rule.name }) {
            let name = try list.items()[index].required("name")
            throw name.wrong("a name that no other rule has", "与其他规则不同的名称")
        }
    }
}

extension AlertRule {
    private static let keys = [
        "name", "title", "titleInChinese", "medium", "items", "every", "kind", "readings", "gap",
        "within", "days",
    ]
    private static let most = 100_000

    init(_ node: StandardNode) throws(StandardError) {
        let name = try node.required("name").text()
        self.name = name
        title = try node.optional("title")?.text() ?? name
        titleInChinese = try node.optional("titleInChinese")?.text() ?? name
        let medium: AlertMedium = try node.required("medium").choice()
        self.medium = medium
        let known = medium == .air ? ParameterCode.airItems : ParameterCode.known
        items = try node.required("items").map { item throws(StandardError) in
            let text = try item.text()
            return try Self.known(item, text, known)
        }
        interval = try node.optional("every").map { item throws(StandardError) in
            try item.choice()
        }
        readings = try node.optional("readings")?.integer(1...Self.most) ?? 1
        longestGapInHours = try node.optional("gap")?.integer(1...Self.most)
        oldestInHours = try node.optional("within")?.integer(0...Self.most)
        days = try node.optional("days")?.integer(1...Self.most)
        test = try Self.test(node, known)
    }

    private static func test(
        _ node: StandardNode, _ known: [ParameterCode]
    ) throws(StandardError) -> AlertTest {
        let kind: Kind = try node.required("kind").choice()
        switch kind {
        case .exceeds:
            try node.checkKeys(keys + ["limit"])
            return .exceeds(try limit(node.required("limit"), known))
        case .changes:
            try node.checkKeys(keys + ["factor", "window", "least"])
            return .changes(
                factor: try factor(node), window: try node.required("window").integer(1...most),
                least: try numbers(node.optional("least"), known))
        case .differs:
            try node.checkKeys(keys + ["factor", "stations", "least"])
            return .differs(
                factor: try factor(node),
                stations: try node.required("stations").integer(1...most),
                least: try numbers(node.optional("least"), known))
        }
    }

    private enum Kind: String, CaseIterable {
        case exceeds, changes, differs
    }

    private static func factor(_ node: StandardNode) throws(StandardError) -> DecimalValue {
        let factor = try node.required("factor").amount()
        if factor <= DecimalValue(mantissa: 1) {
            throw try node.required("factor").wrong("a number above 1", "大于1的数值")
        }
        return factor
    }

    private static func limit(
        _ node: StandardNode, _ known: [ParameterCode]
    ) throws(StandardError) -> AlertLimit {
        try node.checkKeys(["values", "air", "class", "target"])
        if let values = try node.optional("values") {
            return .values(try numbers(values, known))
        }
        if let averaging = try node.optional("air") { return .air(try averaging.choice()) }
        let text = try node.required("class")
        guard let waterClass = WaterClass(parsing: try text.text()), waterClass < .inferiorV else {
            throw text.wrong("a class from I to V", "Ⅰ至Ⅴ类之一")
        }
        return .water(waterClass, usesTarget: try node.optional("target")?.flag() ?? false)
    }

    private static func numbers(
        _ node: StandardNode?, _ known: [ParameterCode]
    ) throws(StandardError) -> [ParameterCode: DecimalValue] {
        var result: [ParameterCode: DecimalValue] = [:]
        for (key, entry) in try node?.entries() ?? [] {
            result[try Self.known(entry, key, known)] = try entry.amount()
        }
        return result
    }

    private static func known(
        _ node: StandardNode, _ text: String, _ codes: [ParameterCode]
    ) throws(StandardError) -> ParameterCode {
        let code = ParameterCode(text)
        if codes.contains(code) { return code }
        let list = codes.map(\.name).joined(separator: ", ")
        throw node.wrong("one of \(list)", "\(list)之一")
    }
}

extension StandardNode {
    /// One of the words of `Choice`.
    fileprivate func choice<Choice>() throws(StandardError) -> Choice
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        if let found = Choice(rawValue: try text()) { return found }
        let words = Choice.allCases.map(\.rawValue)
        throw wrong(
            "one of \(words.joined(separator: ", "))", "\(words.joined(separator: "、"))之一")
    }
}
