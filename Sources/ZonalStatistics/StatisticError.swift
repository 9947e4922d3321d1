/// Why a statistic cannot be given.
public enum StatisticError: Error, Hashable, Sendable {
    /// The name is defined for zonal statistics, but this version does not compute it.
    case notServedYet(String)
    /// The name is not defined; the nearest that is, if one is near.
    case unknown(String, nearest: String?)
}

extension StatisticError: CustomStringConvertible {
    private static var served: String {
        Statistic.allCases.map(\.name).joined(separator: " ")
    }

    public var description: String {
        switch self {
        case .notServedYet(let name):
            "Statistic \"\(name)\" is not served yet. Served now: \(Self.served)."
        case .unknown(let name, let nearest?):
            """
            Statistic "\(name)" is unknown. Did you mean "\(nearest)"? Served now: \(Self.served).
            """
        case .unknown(let name, nil):
            "Statistic \"\(name)\" is unknown. Served now: \(Self.served)."
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .notServedYet(let name):
            "统计量“\(name)”暂不支持。目前支持：\(Self.served)。"
        case .unknown(let name, let nearest?):
            "未知的统计量“\(name)”，是否指“\(nearest)”？目前支持：\(Self.served)。"
        case .unknown(let name, nil):
            "未知的统计量“\(name)”。目前支持：\(Self.served)。"
        }
    }
}
