/// Why a statistic cannot be given.
public enum StatisticError: Error, Hashable, Sendable {
    /// The name is not defined; the nearest that is, if one is near.
    case unknown(String, nearest: String?)
    /// A statistic with weights was asked for without any.
    case needsWeights(String)
}

extension StatisticError: CustomStringConvertible {
    private static var served: String {
        (Statistic.plain.map(\.name) + ["pNN", "share>LIMIT"]).joined(separator: " ")
    }

    public var description: String {
        switch self {
        case .unknown(let name, let nearest?):
            "Statistic \"\(name)\" is unknown. Did you mean \"\(nearest)\"? There are: \(Self.served)."
        case .unknown(let name, nil):
            "Statistic \"\(name)\" is unknown. There are: \(Self.served)."
        case .needsWeights(let name):
            "Statistic \"\(name)\" needs weights. Name a raster of weights, or \"area\"."
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .unknown(let name, let nearest?):
            "未知的统计量“\(name)”，是否指“\(nearest)”？可用：\(Self.served)。"
        case .unknown(let name, nil):
            "未知的统计量“\(name)”。可用：\(Self.served)。"
        case .needsWeights(let name):
            "统计量“\(name)”需要权重。请指定权重栅格，或用“area”按面积加权。"
        }
    }
}
