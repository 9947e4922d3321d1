import Readings

/// The values that a user gives for the parameters of a scheme: for all, for a section, or for a
/// unit.
public struct CompensationChoices: Hashable, Sendable {
    /// One choice: `name=value`, or `name@place=value` for the section or the unit `place`.
    public struct Choice: Hashable, Sendable {
        public let name: String
        public let place: String?
        public let value: String

        public init(_ name: String, at place: String? = nil, _ value: String) {
            self.name = name
            self.place = place
            self.value = value
        }

        /// `nil` when `text` is not of that form.
        public init?(parsing text: String) {
            guard let equals = text.firstIndex(of: "=") else { return nil }
            let head = text[..<equals]
            let at = head.firstIndex(of: "@")
            name = String(head[..<(at ?? head.endIndex)])
            place = at.map { String(head[head.index(after: $0)...]) }
            value = String(text[text.index(after: equals)...])
            if name.isEmpty || value.isEmpty || place?.isEmpty ?? false { return nil }
        }
    }

    public let choices: [Choice]

    /// Nothing is chosen: every parameter has its default.
    public static let none = CompensationChoices([])

    public init(_ choices: [Choice]) { self.choices = choices }
}

/// The parameters of a scheme with the values that are in use.
struct CompensationValues {
    private let scheme: CompensationScheme
    private var given: [String: CompensationValue] = [:]
    private var givenAt: [String: [String: CompensationValue]] = [:]

    /// - Throws: `StandardError.compensation` for a name that the scheme does not have, or a value
    ///   that its parameter cannot have; the first one.
    init(
        _ scheme: CompensationScheme, _ choices: CompensationChoices
    ) throws(StandardError) {
        self.scheme = scheme
        for choice in choices.choices {
            guard let parameter = scheme.parameters.first(where: { $0.name == choice.name }) else {
                throw .compensation(
                    .unknownParameter(choice.name, known: scheme.parameters.map(\.name)))
            }
            guard let value = parameter.value(parsing: choice.value) else {
                throw .compensation(.malformedValue(choice.value, parameter))
            }
            if let place = choice.place {
                givenAt[choice.name, default: [:]][place] = value
            } else {
                given[choice.name] = value
            }
        }
    }

    /// The value of the parameter `name` at the first of `places` that has one of its own, else the
    /// value for all; `nil` where none is given and there is no default.
    func value(_ name: String, at places: [String]) -> CompensationValue? {
        if let own = givenAt[name], let place = places.first(where: { own[$0] != nil }) {
            return own[place]
        }
        return given[name] ?? scheme.parameters.first { $0.name == name }?.standard
    }

    /// The number of `amount`; 0 where a parameter has none, which is refused before.
    func number(_ amount: CompensationAmount, at places: [String]) -> DecimalValue {
        switch amount {
        case .number(let number): return number
        case .parameter(let name):
            if case .number(let number)? = value(name, at: places) { return number }
            return DecimalValue(mantissa: 0)
        }
    }

    /// The word of `setting`; empty where a parameter has none, which is refused before.
    func word(_ setting: CompensationSetting) -> String {
        switch setting {
        case .word(let word): return word
        case .parameter(let name):
            if case .word(let word)? = value(name, at: []) { return word }
            return ""
        }
    }

    /// Which parameters of `term` have no value at some of `places`, each a list of names that a
    /// value may be given for.
    func missing(of term: CompensationTerm, at places: [[String]]) -> [CompensationParameter] {
        let names = term.parameterNames
        return scheme.parameters.filter { parameter in
            names.contains(parameter.name)
                && places.contains { value(parameter.name, at: $0) == nil }
        }
    }

    /// The defaults that `terms` use where nothing is given.
    func defaults(of terms: [CompensationTerm]) -> [CompensationParameter] {
        let names = Set(terms.flatMap(\.parameterNames))
        return scheme.parameters.filter {
            names.contains($0.name) && $0.standard != nil && given[$0.name] == nil
        }
    }
}

extension CompensationTerm {
    /// The parameters that the term refers to.
    var parameterNames: Set<String> {
        var names: Set<String> = []
        func add(_ setting: CompensationSetting) {
            if case .parameter(let name) = setting { names.insert(name) }
        }
        func add(_ amount: CompensationAmount?) {
            if case .parameter(let name)? = amount { names.insert(name) }
        }
        add(every)
        for flow in rule.flows {
            add(flow.rate)
            add(flow.least)
            add(flow.most)
        }
        switch rule {
        case .change(_, _, let points, _, _): add(points)
        case .concentration(let bases, _, _): bases.forEach { add($0.rate) }
        case .bands(let bands, _, _): bands.bands.forEach { add($0.base) }
        case .classSteps, .fixed: break
        }
        return names
    }
}

extension CompensationRule {
    /// The payments that the rule can lead to.
    var flows: [CompensationFlow] {
        switch self {
        case .classSteps(_, _, let better, let worse), .change(_, _, _, let better, let worse),
            .concentration(_, let better, let worse):
            [better, worse].compactMap(\.self)
        case .bands(_, _, let worse): [worse]
        case .fixed(_, _, _, let met, let unmet): [met, unmet].compactMap(\.self)
        }
    }
}
