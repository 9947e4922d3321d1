public import Geometry

/// Something in what was asked of a network that cannot be done.
public struct RiverError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Hashable, Sendable {
        /// The share of a reach where the water divides is not a number from 0 to 1.
        case fractionOutside(reach: String, value: Double)
        /// The shares of the reaches that leave a node do not sum to 1.
        case fractionsDoNotSum(reaches: [String], sum: Double, place: Coordinate)
        /// Shares are given where the water goes round through these reaches.
        case fractionsInLoop(reaches: [String], place: Coordinate)
    }

    public var kind: Kind

    public init(_ kind: Kind) { self.kind = kind }

    /// The error in English.
    public var description: String {
        switch kind {
        case .fractionOutside(let reach, let value):
            "Reach \"\(reach)\": its share of the water is \(value), expected 0 to 1. Correct the "
                + "field."
        case .fractionsDoNotSum(let reaches, let sum, let place):
            "Where the water divides at \(text(of: place)) the shares of "
                + "\(english(reaches)) sum to \(sum), expected 1. Correct the field, or leave one "
                + "of them empty for the rest."
        case .fractionsInLoop(let reaches, let place):
            "At \(text(of: place)) shares are given to \(english(reaches)), "
                + "where the water goes round. Correct the directions, or delete the shares."
        }
    }

    /// The error in Chinese.
    public var descriptionInChinese: String {
        switch kind {
        case .fractionOutside(let reach, let value):
            "河段“\(reach)”的分流比为\(value)，应为0至1，请更正字段。"
        case .fractionsDoNotSum(let reaches, let sum, let place):
            "（\(text(of: place))）处分流，\(chinese(reaches))的分流比之和为\(sum)，"
                + "应为1；请更正字段，或将其中一条留空以取余数。"
        case .fractionsInLoop(let reaches, let place):
            "（\(text(of: place))）处水流循环，却为\(chinese(reaches))给出了分流比；"
                + "请更正流向或删除分流比。"
        }
    }

    private func english(_ reaches: [String]) -> String {
        reaches.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private func chinese(_ reaches: [String]) -> String {
        reaches.map { "“\($0)”" }.joined(separator: "、")
    }
}
