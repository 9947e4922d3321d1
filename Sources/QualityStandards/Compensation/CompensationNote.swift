public import Readings

/// Something about a ledger or one of its lines that the reader should know.
public enum CompensationNote: Hashable, Sendable {
    /// The section was dry at so many visits and has no samples.
    case dry(visits: Int)
    case lacking(InsufficientData)
    /// No item of the class has a sample.
    case noSamples(Period)
    case nothingBefore(InsufficientData)
    case zeroBefore(ParameterCode)
    case noTarget(ParameterCode?)
    /// A party that the term names is not written for the section.
    case noUnit(CompensationParty)
    case noTerm
    case notWhole(CompensationInterval, Period)
    case capped(full: ExactNumber, most: DecimalValue)
    case raised(full: ExactNumber, least: DecimalValue)
    case shared(total: DecimalValue, payers: Int, payees: Int)
    case exempted(inflow: String, figure: CompensationFigure)
    case inflowUnknown(String)
    case assessment(AssessmentNote)
    /// The scheme is not in force over the whole period.
    case outsideValidity(edition: String, from: CivilDay?, to: CivilDay?)
    /// A default that the agreement does not confirm.
    case defaultUsed(CompensationParameter)
    /// What the scheme's file says of itself.
    case status(String, inChinese: String)
}

extension CompensationNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .dry(let visits):
            visits > 0 ? "Dry at \(visits) visit(s), not settled." : "Dry, not settled."
        case .lacking(let reason): reason.description
        case .noSamples(let period): "No samples in \(period)."
        case .nothingBefore(let reason): "Nothing to compare with: \(reason)"
        case .zeroBefore(let item): "\(item) was 0 before, a change in per cent has no value."
        case .noTarget(let item?): "The section has no target of \(item)."
        case .noTarget(nil): "The section has no target."
        case .noUnit(.upstream): "The section names no upstream unit, which the term needs."
        case .noUnit(.downstream): "The section names no downstream unit, which the term needs."
        case .noUnit(.fund): "The scheme names no fund, which the term needs."
        case .noTerm: "No term of the scheme is for a section of this type."
        case .notWhole(let interval, let period):
            "The term is settled by the \(interval.rawValue), and \(period) holds no whole one."
        case .capped(let full, let most): "Capped: \(full) is above the most, \(most)."
        case .raised(let full, let least): "Raised: \(full) is below the least, \(least)."
        case .shared(let total, let payers, let payees):
            "An equal share of \(total): \(payers) payer(s), \(payees) payee(s)."
        case .exempted(let inflow, let figure):
            "Not charged: the inflow \(inflow) is no better (\(figure))."
        case .inflowUnknown(let inflow):
            "The inflow \(inflow) has no samples, so that nothing is exempted."
        case .assessment(let note): note.description
        case .outsideValidity(let edition, let from, let to):
            "The scheme \(edition) is in force only" + (from.map { " from \($0)" } ?? "")
                + (to.map { " to \($0)" } ?? "") + "."
        case .defaultUsed(let parameter):
            "\(parameter.name) (\(parameter.title)) is not confirmed: "
                + "\(parameter.standard?.description ?? "") was used; --set \(parameter.name)=… "
                + "names another."
        case .status(let text, _): text
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .dry(let visits): visits > 0 ? "断流\(visits)次,未核算。" : "断流,未核算。"
        case .lacking(let reason): reason.descriptionInChinese
        case .noSamples(let period): "\(period.labelInChinese)无样品。"
        case .nothingBefore(let reason): "无可对比数据:\(reason.descriptionInChinese)"
        case .zeroBefore(let item): "\(item)上期为0,无法计算变化百分比。"
        case .noTarget(let item?): "断面没有\(item)的目标值。"
        case .noTarget(nil): "断面没有水质目标。"
        case .noUnit(.upstream): "断面未写上游单元,该条款需要。"
        case .noUnit(.downstream): "断面未写下游单元,该条款需要。"
        case .noUnit(.fund): "方案未写资金方,该条款需要。"
        case .noTerm: "方案没有适用于该类型断面的条款。"
        case .notWhole(let interval, let period):
            "该条款按\(interval.nameInChinese)核算,\(period.labelInChinese)不含完整的\(interval.nameInChinese)。"
        case .capped(let full, let most): "封顶:\(full)超过上限\(most)。"
        case .raised(let full, let least): "保底:\(full)低于下限\(least)。"
        case .shared(let total, let payers, let payees):
            "\(total)的均摊份额:付款方\(payers)个,收款方\(payees)个。"
        case .exempted(let inflow, let figure): "不扣缴:入境断面\(inflow)水质不优于本断面(\(figure))。"
        case .inflowUnknown(let inflow): "入境断面\(inflow)无数据,未予免扣。"
        case .assessment(let note): note.descriptionInChinese
        case .outsideValidity(let edition, let from, let to):
            "方案\(edition)仅在" + (from.map { "\($0)起" } ?? "")
                + (to.map { "至\($0)止" } ?? "") + "有效。"
        case .defaultUsed(let parameter):
            "\(parameter.name)(\(parameter.titleInChinese))未经证实:按\(parameter.standard?.description ?? "")"
                + "计算,可用--set \(parameter.name)=…指定。"
        case .status(_, let text): text
        }
    }
}

extension CompensationInterval {
    var nameInChinese: String {
        switch self {
        case .month: "月"
        case .quarter: "季度"
        case .year: "年"
        case .period: "时段"
        }
    }
}
