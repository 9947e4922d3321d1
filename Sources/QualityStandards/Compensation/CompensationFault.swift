public import Readings

/// Why a scheme cannot be settled.
public enum CompensationFault: Hashable, Sendable {
    /// Parameters without a default that were not given.
    case missingParameters([CompensationParameter], edition: String)
    case unknownParameter(String, known: [String])
    case malformedValue(String, CompensationParameter)
    /// A period that is not made of whole calendar months.
    case notWholeMonths(Period)
    /// A comparison that is not as long as the period.
    case otherLength(Period, comparison: Period)
    /// Two sections have one code.
    case repeatedSection(String)
    /// A unit stands on both sides of a section.
    case onBothSides(section: String, unit: String)
    /// The section that should be a section's inflow is not among the sections.
    case unknownInflow(section: String, inflow: String)
}

extension CompensationFault {
    /// Whether the fault lies in what was asked for, and not in a file.
    public var isOfRequest: Bool {
        switch self {
        case .missingParameters, .unknownParameter, .malformedValue, .notWholeMonths, .otherLength:
            true
        case .repeatedSection, .onBothSides, .unknownInflow: false
        }
    }
}

extension CompensationFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingParameters(let parameters, let edition):
            let list = parameters.map {
                "\($0.name) (\($0.title): \($0.expectation.en))"
            }.joined(separator: "; ")
            return "The scheme \(edition) leaves open what the agreement says of: \(list). "
                + "Give each of them, such as --set \(parameters.first?.name ?? "")=VALUE, or "
                + "NAME@PLACE=VALUE for a section or a unit."
        case .unknownParameter(let name, let known):
            return "The scheme has no parameter \"\(name)\". It has: "
                + "\(known.isEmpty ? "none" : known.joined(separator: ", ")). Correct the name."
        case .malformedValue(let text, let parameter):
            return "The parameter \(parameter.name) (\(parameter.title)) is \"\(text)\", expected "
                + "\(parameter.expectation.en). Correct it."
        case .notWholeMonths(let period):
            return
                "The period \(period) is not made of whole months, which compensation is settled "
                + "by. Give months, quarters or years, such as 2026-01..2026-06."
        case .otherLength(let period, let comparison):
            return "The comparison \(comparison) has \(comparison.monthCount) month(s), the period "
                + "\(period) \(period.monthCount). Give as many months, or year."
        case .repeatedSection(let id):
            return "The section \"\(id)\" stands twice among the sections. Keep one of them."
        case .onBothSides(let section, let unit):
            return
                "The section \"\(section)\" has \"\(unit)\" upstream and downstream, which would "
                + "pay itself. Name each unit on one side."
        case .unknownInflow(let section, let inflow):
            return "The inflow \"\(inflow)\" of the section \"\(section)\" is not among the "
                + "sections. Add it or correct the code."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .missingParameters(let parameters, let edition):
            let list = parameters.map {
                "\($0.name)(\($0.titleInChinese):\($0.expectation.zh))"
            }.joined(separator: ";")
            return "方案\(edition)中下列约定未公开:\(list)。请用--set \(parameters.first?.name ?? "")=数值"
                + "逐一给出,或用NAME@断面或单元=数值分别给出。"
        case .unknownParameter(let name, let known):
            return "方案没有参数“\(name)”。已有:\(known.isEmpty ? "无" : known.joined(separator: "、"))。"
                + "请更正名称。"
        case .malformedValue(let text, let parameter):
            return "参数\(parameter.name)(\(parameter.titleInChinese))为“\(text)”,应为"
                + "\(parameter.expectation.zh)。请更正。"
        case .notWholeMonths(let period):
            return "时段\(period)不是整月,补偿按整月核算。请给出月、季度或年,如2026-01..2026-06。"
        case .otherLength(let period, let comparison):
            return "对比时段\(comparison)有\(comparison.monthCount)个月,评价时段\(period)有"
                + "\(period.monthCount)个月。请给出同样长的时段,或写year。"
        case .repeatedSection(let id): return "断面“\(id)”出现两次。请只保留一个。"
        case .onBothSides(let section, let unit):
            return "断面“\(section)”的上游和下游都有“\(unit)”,将向自身付款。每个单元请只写在一侧。"
        case .unknownInflow(let section, let inflow):
            return "断面“\(section)”的入境断面“\(inflow)”不在断面表中。请补充或更正编码。"
        }
    }
}
