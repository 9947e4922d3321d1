import Foundation
public import Readings

/// How the trophic state of a lake or reservoir is graded.
///
/// Source: 总站生字[2001]090号.
public struct TrophicStateRules: Hashable, Sendable {
    /// One of the parameters: TLI(j) = 10·(constant + factor·ln x).
    public struct Component: Hashable, Sendable {
        public let parameter: ParameterCode
        public let name: String
        public let nameInChinese: String
        /// The unit of x: mg/m³, mg/L or m.
        public let unit: MeasureUnit
        public let constant: DecimalValue
        public let factor: DecimalValue
        /// r_j, the correlation with chlorophyll; the weight is r_j²/Σr².
        public let correlation: DecimalValue
    }

    /// A grade with the largest index that it has.
    public struct Grade: Hashable, Sendable {
        public let name: String
        /// The grade in output of any language: `中营养`.
        public let nameInChinese: String
        /// `nil` for the last grade.
        public let limit: DecimalValue?
        /// Whether the limit itself belongs to the grade.
        public let includesLimit: Bool
    }

    public var document: String
    public let components: [Component]
    /// The grades from the poorest in nutrients.
    public let grades: [Grade]
    /// The decimals of printed indices.
    public var decimals: Int
}

/// The trophic state of a lake (综合营养状态指数 TLI).
public struct TrophicState: Hashable, Sendable {
    /// TLI(j) of one component.
    public struct Part: Hashable, Sendable {
        public let parameter: ParameterCode
        public let value: Double
        /// W_j, 0...1.
        public let weight: Double
    }

    /// The components with a value above 0, in the order of the rules.
    public let parts: [Part]
    /// The components without a value, or with one that has no logarithm.
    public let missing: [ParameterCode]
    /// TLI(Σ) = Σ W_j·TLI(j), unrounded; `nil` where a component is missing.
    public let value: Double?
    /// `nil` without an index. The unrounded index is graded.
    public let grade: TrophicStateRules.Grade?
    private let decimals: Int

    /// The state by the means of a point, or of a lake's points.
    ///
    /// - Parameter means: In the units in which readings are kept: chlorophyll in mg/L.
    public init(
        _ means: [ParameterCode: ExactNumber],
        by rules: TrophicStateRules = SurfaceWaterStandard.gb3838.trophicState
    ) {
        let squares = rules.components.map { $0.correlation.double * $0.correlation.double }
        let total = squares.reduce(0, +)
        var parts: [Part] = []
        var missing: [ParameterCode] = []
        for (component, square) in zip(rules.components, squares) {
            guard let mean = means[component.parameter], mean > ExactNumber(0) else {
                missing.append(component.parameter)
                continue
            }
            parts.append(
                Part(
                    parameter: component.parameter, value: component.index(of: mean),
                    weight: square / total))
        }
        self.parts = parts
        self.missing = missing
        let sum = parts.reduce(0) { $0 + $1.weight * $1.value }
        let value = missing.isEmpty && !parts.isEmpty ? sum : nil
        self.value = value
        grade = value.flatMap(rules.grade(of:))
        decimals = rules.decimals
    }

    /// The state of a lake by the mean of each component over its points.
    public init(
        _ points: [[ParameterCode: ExactNumber]],
        by rules: TrophicStateRules = SurfaceWaterStandard.gb3838.trophicState
    ) {
        self.init(meansOverSections(points), by: rules)
    }

    /// An index as printed.
    public func published(_ index: Double) -> DecimalValue? {
        ExactNumber(index)?.rounded(toDecimals: decimals)
    }
}

extension TrophicStateRules {
    /// The grade of an index, unrounded.
    public func grade(of index: Double) -> Grade? { grades.first { $0.contains(index) } }
}

extension TrophicStateRules.Component {
    /// TLI(j) of a mean in the unit in which readings are kept.
    fileprivate func index(of mean: ExactNumber) -> Double {
        let exponent = parameter.unit.flatMap { $0.exponent(to: unit) } ?? 0
        let x = mean.double * pow(10, Double(exponent))
        return 10 * (constant.double + factor.double * log(x))
    }
}

extension TrophicStateRules.Grade {
    fileprivate func contains(_ index: Double) -> Bool {
        guard let limit = limit?.double else { return true }
        return includesLimit ? index <= limit : index < limit
    }
}

extension TrophicStateRules {
    init(_ node: StandardNode, usual: TrophicStateRules?) throws(StandardError) {
        try node.checkKeys(["document", "status", "components", "grades", "decimals"])
        let part = StandardPart(node)
        document = try part.text("document", usual?.document)
        components = try part.value("components", usual?.components) {
            node throws(StandardError) in
            try node.map { row throws(StandardError) in try Component(row) }
        }
        grades = try part.value("grades", usual?.grades) { node throws(StandardError) in
            try node.map { row throws(StandardError) in try Grade(row) }
        }
        decimals = try part.integer("decimals", 0...6, usual?.decimals)
    }
}

extension TrophicStateRules.Component {
    fileprivate init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys([
            "code", "name", "nameInChinese", "unit", "constant", "factor", "correlation",
        ])
        parameter = try node.required("code").parameter()
        name = try node.optional("name")?.text() ?? parameter.name
        nameInChinese = try node.optional("nameInChinese")?.text() ?? parameter.name
        let unit = try node.required("unit")
        guard let known = MeasureUnit(parsing: try unit.text()) else {
            throw unit.wrong("a unit such as mg/L", "单位,如mg/L")
        }
        self.unit = known
        constant = try node.required("constant").decimal()
        factor = try node.required("factor").decimal()
        correlation = try node.required("correlation").decimal()
    }
}

extension TrophicStateRules.Grade {
    fileprivate init(_ node: StandardNode) throws(StandardError) {
        try node.checkKeys(["name", "nameInChinese", "below", "upTo"])
        name = try node.required("name").text()
        nameInChinese = try node.required("nameInChinese").text()
        let below = try node.optional("below")?.decimal()
        let upTo = try node.optional("upTo")?.decimal()
        limit = below ?? upTo
        includesLimit = below == nil
    }
}
