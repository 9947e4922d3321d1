/// Why a check of a series was left out.
public enum QualityNote: Hashable, Sendable {
    case noReadings(ParameterCode, Period)
    /// The rules have no bounds for the parameter.
    case noRange(ParameterCode)
    /// Too few steps or differences for a scale.
    case tooFewPairs(QualityFlags, found: Int, needed: Int)
    /// Too few stations near enough.
    case tooFewNeighbours(found: Int, needed: Int)
}

extension QualityNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noReadings(let parameter, let period): "\(parameter): no readings in \(period)."
        case .noRange(let parameter): "The rules have no range for \(parameter)."
        case .tooFewPairs(let check, let found, let needed):
            "No check of \(check): \(found) pair(s) of values, \(needed) needed."
        case .tooFewNeighbours(let found, let needed):
            "No check of neighbour: \(found) station(s) near enough, \(needed) needed."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .noReadings(let parameter, let period):
            "\(parameter):\(period.labelInChinese)无数据。"
        case .noRange(let parameter): "规则中没有\(parameter)的取值范围。"
        case .tooFewPairs(let check, let found, let needed):
            "未作\(check == .spike ? "突变" : "邻站")检查:数据对\(found)个,少于要求的\(needed)个。"
        case .tooFewNeighbours(let found, let needed):
            "未作邻站检查:距离足够近的站点\(found)个,少于要求的\(needed)个。"
        }
    }
}
