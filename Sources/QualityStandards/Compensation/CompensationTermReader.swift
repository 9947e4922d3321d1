import Readings

/// Reads the terms of a scheme's file; every reference to a parameter is checked.
struct CompensationTermReader {
    let parameters: [CompensationParameter]
    let hasFund: Bool

    private static let keys = [
        "name", "title", "titleInChinese", "kind", "every", "types", "inflow",
    ]

    func term(_ node: StandardNode) throws(StandardError) -> CompensationTerm {
        let name = try node.required("name").text()
        let inflow = try node.optional("inflow")
        return CompensationTerm(
            name: name, title: try node.optional("title")?.text() ?? name,
            titleInChinese: try node.optional("titleInChinese")?.text() ?? name,
            every: try setting(
                node.required("every"), CompensationInterval.allCases.map(\.rawValue)),
            types: try texts(node.optional("types")),
            exemptsBadInflow: try inflow.map { node throws(StandardError) in
                try word(node, ["charge", "exempt"]) == "exempt"
            } ?? false,
            rule: try rule(node))
    }

    // MARK: - Rules

    private func rule(_ node: StandardNode) throws(StandardError) -> CompensationRule {
        let kinds = ["class", "change", "concentration", "bands", "fixed"]
        switch try word(node.required("kind"), kinds) {
        case "class": return try classSteps(node)
        case "change": return try change(node)
        case "concentration": return try concentration(node)
        case "bands": return try bands(node)
        default: return try fixed(node)
        }
    }

    private func classSteps(_ node: StandardNode) throws(StandardError) -> CompensationRule {
        try node.checkKeys(Self.keys + ["base", "items", "better", "worse"])
        let base = try node.required("base")
        let isTarget = try base.text() == "target"
        return .classSteps(
            base: isTarget ? .target : .waterClass(try waterClass(base)),
            items: try items(node.optional("items")),
            better: try flow(node.optional("better")), worse: try flow(node.optional("worse")))
    }

    private func change(_ node: StandardNode) throws(StandardError) -> CompensationRule {
        try node.checkKeys(Self.keys + ["items", "of", "points", "better", "worse"])
        return .change(
            items: try items(node.required("items")),
            ofIndex: try word(node.required("of"), ["item", "index"]) == "index",
            points: try setting(
                node.required("points"), CompensationPoints.allCases.map(\.rawValue)),
            better: try flow(node.optional("better")), worse: try flow(node.optional("worse")))
    }

    private func concentration(_ node: StandardNode) throws(StandardError) -> CompensationRule {
        try node.checkKeys(Self.keys + ["items", "better", "worse"])
        var bases: [CompensationItemBase] = []
        for (key, entry) in try node.required("items").entries() {
            try entry.checkKeys(["base", "amount"])
            bases.append(
                CompensationItemBase(
                    item: try known(entry, key), base: try entry.required("base").amount(),
                    rate: try amount(entry.required("amount"))))
        }
        return .concentration(
            bases, better: try flow(node.optional("better"), hasRate: false),
            worse: try flow(node.optional("worse"), hasRate: false))
    }

    private func bands(_ node: StandardNode) throws(StandardError) -> CompensationRule {
        try node.checkKeys(
            Self.keys + ["items", "from", "bands", "targetAbove", "targetAtMost", "worse"])
        let list = try node.required("bands")
        let bands = try list.map { band throws(StandardError) in
            try band.checkKeys(["upTo", "amount"])
            return CompensationBands.Band(
                upTo: try band.optional("upTo")?.amount(),
                base: try amount(band.required("amount")))
        }
        let limits = bands.dropLast().compactMap(\.upTo)
        guard let last = bands.last, last.upTo == nil, limits.count == bands.count - 1,
            zip(limits, limits.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw list.wrong(
                "bands with rising upTo, the last without one", "upTo递增的档次,最后一档不写upTo")
        }
        let worse = try node.required("worse")
        guard let flow = try flow(worse, hasRate: false) else {
            throw node.fault(.missingKey("worse"))
        }
        return .bands(
            CompensationBands(
                from: try node.optional("from")?.amount() ?? DecimalValue(mantissa: 0),
                bands: bands, targetsAbove: try targets(node.optional("targetAbove")),
                targetsAtMost: try targets(node.optional("targetAtMost"))),
            items: try itemsWithMultiple(node.required("items")), worse: flow)
    }

    private func fixed(_ node: StandardNode) throws(StandardError) -> CompensationRule {
        try node.checkKeys(Self.keys + ["when", "items", "scope", "met", "unmet"])
        let scope = try node.optional("scope")
        let scopes = CompensationScope.allCases.map(\.rawValue)
        let named = try scope.map { node throws(StandardError) in try word(node, scopes) }
        return .fixed(
            try conditions(node.required("when")), items: try items(node.optional("items")),
            scope: named.flatMap(CompensationScope.init) ?? .section,
            met: try flow(node.optional("met")), unmet: try flow(node.optional("unmet")))
    }

    private func conditions(
        _ node: StandardNode
    ) throws(StandardError) -> [CompensationCondition] {
        let known = ["attains", "classAtMost", "classWorseThan", "attainedShareAbove"]
        try node.checkKeys(known)
        var result: [CompensationCondition] = []
        for (key, entry) in try node.entries() {
            switch key {
            case "attains": result.append(.attains(try entry.flag()))
            case "classAtMost": result.append(.classAtMost(try waterClass(entry)))
            case "classWorseThan": result.append(.classWorseThan(try waterClass(entry)))
            default: result.append(.attainedShareAbove(try entry.amount()))
            }
        }
        if result.isEmpty {
            throw node.wrong(
                "one of \(known.joined(separator: ", "))", "\(known.joined(separator: "、"))之一")
        }
        return result
    }

    // MARK: - Payments

    private func flow(
        _ node: StandardNode?, hasRate: Bool = true
    ) throws(StandardError) -> CompensationFlow? {
        guard let node else { return nil }
        try node.checkKeys(["payer", "payee", "least", "most"] + (hasRate ? ["amount"] : []))
        let flow = CompensationFlow(
            payer: try party(node.required("payer")), payee: try party(node.required("payee")),
            rate: hasRate ? try amount(node.required("amount")) : nil,
            least: try node.optional("least").map { item throws(StandardError) in
                try amount(item)
            },
            most: try node.optional("most").map { item throws(StandardError) in
                try amount(item)
            })
        if flow.payer == flow.payee {
            throw try node.required("payee").wrong(
                "another party than the payer", "与付款方不同的一方")
        }
        return flow
    }

    private func party(_ node: StandardNode) throws(StandardError) -> CompensationParty {
        let all = hasFund ? CompensationParty.allCases : [.upstream, .downstream]
        let text = try word(node, all.map(\.rawValue))
        return CompensationParty(rawValue: text) ?? .upstream
    }

    /// A number, or a parameter that is one.
    private func amount(_ node: StandardNode) throws(StandardError) -> CompensationAmount {
        guard let name = reference(node) else { return .number(try node.amount()) }
        guard case .number? = parameters.first(where: { $0.name == name })?.kind else {
            throw node.wrong(
                "a number or a parameter that is a number", "数值或数值型参数")
        }
        return .parameter(name)
    }

    /// One of `words`, or a parameter whose values are among them.
    private func setting(
        _ node: StandardNode, _ words: [String]
    ) throws(StandardError) -> CompensationSetting {
        guard let name = reference(node) else { return .word(try word(node, words)) }
        guard case .choice(let values)? = parameters.first(where: { $0.name == name })?.kind,
            values.allSatisfy(words.contains)
        else {
            let list = words.joined(separator: ", ")
            throw node.wrong(
                "one of \(list), or a parameter with such values",
                "\(words.joined(separator: "、"))之一,或取值在其中的参数")
        }
        return .parameter(name)
    }

    private func reference(_ node: StandardNode) -> String? {
        guard let text = try? node.text(), text.hasPrefix("$") else { return nil }
        return String(text.dropFirst())
    }

    // MARK: - Words

    private func word(_ node: StandardNode, _ words: [String]) throws(StandardError) -> String {
        let text = try node.text()
        if words.contains(text) { return text }
        throw node.wrong(
            "one of \(words.joined(separator: ", "))", "\(words.joined(separator: "、"))之一")
    }

    private func waterClass(_ node: StandardNode) throws(StandardError) -> WaterClass {
        guard let found = WaterClass(parsing: try node.text()) else {
            throw node.wrong("a class such as III", "水质类别,如Ⅲ")
        }
        return found
    }

    private func texts(_ node: StandardNode?) throws(StandardError) -> [String] {
        try node?.map { item throws(StandardError) in try item.text() } ?? []
    }

    private func items(_ node: StandardNode?) throws(StandardError) -> [ParameterCode] {
        try node?.map { item throws(StandardError) in try known(item, item.text()) } ?? []
    }

    private func itemsWithMultiple(
        _ node: StandardNode
    ) throws(StandardError) -> [ParameterCode] {
        let found = try items(node)
        for (index, item) in found.enumerated()
        where SurfaceWaterStandard.gb3838.evaluation.withoutMultiple.contains(item) {
            throw try node.items()[index].wrong(
                "an item that has an exceedance multiple", "可计算超标倍数的项目")
        }
        return found
    }

    /// A parameter by its code; any other text would find no readings in silence.
    private func known(
        _ node: StandardNode, _ text: String
    ) throws(StandardError) -> ParameterCode {
        let code = ParameterCode(text)
        if ParameterCode.waterItems.contains(code) { return code }
        let list = ParameterCode.waterItems.map(\.name).joined(separator: ", ")
        throw node.wrong("one of \(list)", "\(list)之一")
    }

    private func targets(
        _ node: StandardNode?
    ) throws(StandardError) -> [ParameterCode: DecimalValue] {
        var result: [ParameterCode: DecimalValue] = [:]
        for (key, entry) in try node?.entries() ?? [] {
            result[try known(entry, key)] = try entry.amount()
        }
        return result
    }
}
