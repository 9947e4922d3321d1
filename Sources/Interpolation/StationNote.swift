public import Geometry

/// Something that preparing stations changed, to be said in logs and reports.
public enum StationNote: Hashable, Sendable {
    /// Stations left out because their value is no finite number, or is the mark -9999.
    case withoutValue(ids: [String])
    /// Stations left out because a coordinate is no finite number.
    case withoutPlace(ids: [String])
    /// Stations on one place that became one, and the value it has.
    case merged(ids: [String], coordinate: Coordinate, value: Double, policy: DuplicatePolicy)
    /// Stations so near one another that they were moved to one place, and where that is.
    case movedTogether(ids: [String], coordinate: Coordinate, withinMetres: Double)
}

extension StationNote: CustomStringConvertible {
    /// The note in English.
    public var description: String {
        switch self {
        case .withoutValue(let ids):
            "\(ids.count) station(s) without a value were left out: \(ids.joined(separator: ", "))."
        case .withoutPlace(let ids):
            "\(ids.count) station(s) without coordinates were left out: "
                + "\(ids.joined(separator: ", "))."
        case .merged(let ids, let coordinate, let value, let policy):
            "Stations \(ids.joined(separator: ", ")) stand on the same place (\(coordinate.x), "
                + "\(coordinate.y)) and count as one with value \(value) (\(policy.rawValue))."
        case .movedTogether(let ids, let coordinate, let distance):
            "Stations \(ids.joined(separator: ", ")) stand within \(distance) m of one another and "
                + "were moved to (\(coordinate.x), \(coordinate.y))."
        }
    }

    /// The note in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .withoutValue(let ids):
            "剔除没有数值的站点 \(ids.count) 个：\(ids.joined(separator: "、"))。"
        case .withoutPlace(let ids):
            "剔除没有坐标的站点 \(ids.count) 个：\(ids.joined(separator: "、"))。"
        case .merged(let ids, let coordinate, let value, let policy):
            "站点 \(ids.joined(separator: "、")) 位于同一位置（\(coordinate.x), \(coordinate.y)），"
                + "合并为一个，取值 \(value)（\(policy.rawValue)）。"
        case .movedTogether(let ids, let coordinate, let distance):
            "站点 \(ids.joined(separator: "、")) 相距不超过 \(distance) 米，"
                + "视为位于（\(coordinate.x), \(coordinate.y)）。"
        }
    }
}
