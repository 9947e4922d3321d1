import Foundation

extension QualityRules {
    /// The rules that a file in the form of BasinGrid's own writes.
    ///
    /// Decimals are texts (`"0.6"`), so that they stay exactly as written; bounds are converted
    /// from the parameter's `unit`. Texts called `meaning` and `status` are for people.
    ///
    /// - Parameters:
    ///   - bytes: JSON in UTF-8.
    ///   - file: The name for messages.
    /// - Throws: `ReadingError.wrongRules` with the first key that is missing, unknown, of another
    ///   type or out of its bounds.
    public init(parsing bytes: [UInt8], file: String) throws(ReadingError) {
        let root: RuleNode
        do {
            let value = try JSONDecoder().decode(RuleNode.Value.self, from: Data(bytes))
            root = RuleNode(value, file: file, path: "")
        } catch {
            throw .wrongRules(
                file: file, key: "", found: .notJSON, expected: .object)
        }
        try self.init(root)
    }

    private init(_ root: RuleNode) throws(ReadingError) {
        try root.requireKeys(
            among: [
                "edition", "date", "status", "zero", "range", "constantRun", "spike",
                "neighbours", "order", "reference", "parameters",
            ])
        edition = try root.child("edition").text()
        date = try root.child("date").day()
        status = try root.optional("status")?.text() ?? ""
        meanings = [:]
        for section in [
            "zero", "range", "constantRun", "spike", "neighbours", "order", "reference",
        ] {
            meanings[section] = try root.optional(section)?.optional("meaning")?.text()
        }
        try root.optional("zero")?.requireKeys(among: ["meaning"])
        try root.optional("range")?.requireKeys(among: ["meaning"])
        let runs = try root.child("constantRun")
        try runs.requireKeys(among: ["meaning", "length"])
        constantRun = try runs.child("length").counts(atLeast: 2)
        let spikes = try root.child("spike")
        try spikes.requireKeys(among: ["meaning", "factor", "minimumPairs"])
        spike = try Deviation(spikes)
        neighbours = try Neighbours(root.child("neighbours"))
        order = try Self.order(root.child("order"))
        reference = try Reference(root.child("reference"))
        parameters = [:]
        for (name, node) in try root.child("parameters").members() {
            let code = ParameterCode(name)
            parameters[code] = try Parameter(node, of: code)
        }
    }

    private static func order(_ node: RuleNode) throws(ReadingError) -> [Order] {
        try node.requireKeys(among: ["meaning", "pairs"])
        var result: [Order] = []
        for pair in try node.child("pairs").list() {
            let names = try pair.list()
            guard names.count == 2 else { throw pair.wrong(.pair) }
            result.append(
                Order(
                    part: ParameterCode(try names[0].text()),
                    whole: ParameterCode(try names[1].text())))
        }
        return result
    }
}

extension QualityRules.Deviation {
    fileprivate init(_ node: RuleNode) throws(ReadingError) {
        factor = try node.child("factor").positiveDecimal()
        minimumPairs = try node.child("minimumPairs").whole(atLeast: 1)
    }
}

extension QualityRules.Neighbours {
    fileprivate init(_ node: RuleNode) throws(ReadingError) {
        try node.requireKeys(
            among: [
                "meaning", "count", "minimumCount", "withinMetres", "factor", "minimumPairs",
            ])
        count = try node.child("count").whole(atLeast: 1)
        minimumCount = try node.child("minimumCount").whole(atLeast: 1)
        withinMetres = Double(try node.child("withinMetres").whole(atLeast: 1))
        deviation = try QualityRules.Deviation(node)
    }
}

extension QualityRules.Reference {
    fileprivate init(_ node: RuleNode) throws(ReadingError) {
        try node.requireKeys(among: ["meaning", "relativeTolerance", "minimumPairsADay"])
        relativeTolerance = try node.child("relativeTolerance").positiveDecimal()
        minimumPairsADay = try node.child("minimumPairsADay").counts(atLeast: 1)
    }
}

extension QualityRules.Parameter {
    fileprivate init(_ node: RuleNode, of code: ParameterCode) throws(ReadingError) {
        try node.requireKeys(
            among: [
                "unit", "minimum", "maximum", "zeroIsSuspect", "detectionLimit", "smallestJump",
                "tolerance", "constantRun",
            ])
        var exponent = 0
        if let written = try node.optional("unit"), let own = code.unit {
            guard let unit = MeasureUnit(parsing: try written.text()),
                let found = unit.exponent(to: own)
            else { throw written.wrong(.unit(own.text)) }
            exponent = found
        }
        func value(_ key: String) throws(ReadingError) -> DecimalValue? {
            guard let child = try node.optional(key) else { return nil }
            guard let scaled = try child.decimal().scaled(byPowerOfTen: exponent) else {
                throw child.wrong(.decimal)
            }
            return scaled
        }
        minimum = try value("minimum")
        maximum = try value("maximum")
        if let minimum, let maximum, minimum > maximum {
            throw try node.child("maximum").wrong(.atLeast(minimum.description))
        }
        zeroIsSuspect = try node.optional("zeroIsSuspect")?.truth() ?? false
        detectionLimit = try value("detectionLimit")
        smallestJump = try value("smallestJump")
        tolerance = try value("tolerance")
        constantRun = try node.optional("constantRun")?.counts(atLeast: 2) ?? [:]
    }
}
