public import Readings

/// A section as groups of sections see it in one period.
public struct GroupedSection: Hashable, Sendable {
    public let id: String
    public let body: WaterBody
    /// `nil` without samples.
    public let assessment: SectionAssessment?
    /// The means of its items, for the mean rule and the index of cities.
    public let means: [ParameterCode: ExactNumber]
    /// Whether it was dry (断流) all the period: such sections are left out of shares and counted.
    public let isDry: Bool
    /// Whether the target is met; `nil` without target or class.
    public let meetsTarget: Bool?

    public init(
        id: String, body: WaterBody, assessment: SectionAssessment?,
        means: [ParameterCode: ExactNumber], isDry: Bool = false, target: WaterTarget? = nil
    ) {
        self.id = id
        self.body = body
        self.assessment = assessment
        self.means = means
        self.isDry = isDry
        meetsTarget = target.flatMap { assessment?.meets($0) }
    }

    /// The class; `nil` when dry or not assessed.
    public var waterClass: WaterClass? { isDry ? nil : assessment?.waterClass }
}
