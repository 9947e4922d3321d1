import Readings

extension CompensationScheme {
    /// The scheme that the text of a file defines (JSON; `Datasets/compensation` has examples).
    ///
    /// Numbers may stand in quotes or bare and are taken exactly as written; `"$name"` stands for
    /// the parameter `name`.
    ///
    /// - Parameter file: The name for messages.
    /// - Throws: `StandardError.file` with line and key, what was found, what was expected.
    public init(parsing text: String, file: String) throws(StandardError) {
        let node = StandardNode(try StandardTree(parsing: text, file: file), file: file)
        try node.checkKeys(Self.keys)
        edition = try node.required("edition").text()
        if edition.isEmpty { throw try node.required("edition").wrong("a name", "名称") }
        title = try node.optional("title")?.text() ?? edition
        titleInChinese = try node.optional("titleInChinese")?.text() ?? edition
        source = try node.optional("source")?.text() ?? ""
        validFrom = try node.optional("from")?.day()
        validTo = try node.optional("to")?.day()
        status = try node.optional("status")?.text() ?? ""
        statusInChinese = try node.optional("statusInChinese")?.text() ?? status
        currency = try node.optional("currency")?.text() ?? "万元"
        decimals = try node.required("decimals").integer(0...6)
        fund = try node.optional("fund")?.text()
        let declared = try Self.parameters(node.optional("parameters"))
        parameters = declared
        let reader = CompensationTermReader(parameters: declared, hasFund: fund != nil)
        let list = try node.required("terms")
        terms = try list.map { item throws(StandardError) in try reader.term(item) }
        if terms.isEmpty { throw list.wrong("one term or more", "至少一个条款") }
        for (index, term) in terms.enumerated()
        where terms[..<index].contains(where: { $0.name == term.name }) {
            let name = try list.items()[index].required("name")
            throw name.wrong("a name that no other term has", "与其他条款不同的名称")
        }
    }

    private static let keys = [
        "edition", "title", "titleInChinese", "source", "from", "to", "status", "statusInChinese",
        "currency", "decimals", "fund", "parameters", "terms",
    ]

    // MARK: - Parameters

    private static func parameters(
        _ node: StandardNode?
    ) throws(StandardError) -> [CompensationParameter] {
        guard let node else { return [] }
        var result: [CompensationParameter] = []
        for (name, entry) in try node.entries() { result.append(try parameter(name, entry)) }
        return result
    }

    private static func parameter(
        _ name: String, _ node: StandardNode
    ) throws(StandardError) -> CompensationParameter {
        try node.checkKeys(["title", "titleInChinese", "least", "most", "values", "default"])
        let kind: CompensationParameter.Kind
        if let values = try node.optional("values") {
            kind = .choice(try values.map { value throws(StandardError) in try value.text() })
        } else {
            kind = .number(
                least: try node.optional("least")?.amount(),
                most: try node.optional("most")?.amount())
        }
        var parameter = CompensationParameter(
            name: name, title: try node.optional("title")?.text() ?? name,
            titleInChinese: try node.optional("titleInChinese")?.text() ?? name, kind: kind,
            standard: nil)
        guard let standard = try node.optional("default") else { return parameter }
        let written =
            if case .choice = kind { try standard.text() } else {
                try standard.decimal().description
            }
        guard let value = parameter.value(parsing: written) else {
            throw standard.wrong(parameter.expectation.en, parameter.expectation.zh)
        }
        parameter = CompensationParameter(
            name: name, title: parameter.title, titleInChinese: parameter.titleInChinese,
            kind: kind, standard: value)
        return parameter
    }
}

extension CompensationParameter {
    /// The value that `text` writes; `nil` when the parameter cannot have it.
    func value(parsing text: String) -> CompensationValue? {
        switch kind {
        case .choice(let words):
            return words.contains(text) ? .word(text) : nil
        case .number(let least, let most):
            guard let number = try? DecimalValue(parsing: text), number.mantissa >= 0,
                least.map({ number >= $0 }) ?? true, most.map({ number <= $0 }) ?? true
            else { return nil }
            return .number(number)
        }
    }

    /// What a value must be, in words.
    var expectation: (en: String, zh: String) {
        switch kind {
        case .choice(let words):
            ("one of \(words.joined(separator: ", "))", "\(words.joined(separator: "、"))之一")
        case .number(let least?, let most?):
            ("a number from \(least) to \(most)", "\(least)至\(most)之间的数值")
        case .number(let least?, nil): ("a number of at least \(least)", "不小于\(least)的数值")
        case .number(nil, let most?): ("a number from 0 to \(most)", "0至\(most)之间的数值")
        case .number(nil, nil): ("a number of at least 0", "不小于0的数值")
        }
    }
}
