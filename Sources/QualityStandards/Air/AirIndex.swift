public import Readings

/// The index of one item.
public struct AirItemIndex: Hashable, Sendable {
    public let item: AirIndexItem
    /// The concentration after rounding by GB/T 8170 to the edition's decimals.
    public let concentration: DecimalValue
    /// The index, rounded up; `nil` when the edition gives none for so high a concentration.
    public let value: Int?
    /// The item whose index is used instead; `nil` when there is a `value`.
    public let used: AirIndexItem?
}

/// Why there is no index.
public enum MissingIndex: Hashable, Sendable {
    /// No item has an index.
    case noItems
    /// Items are missing and the index of the others is not above the number that the edition asks.
    case notAbove(Int, others: Int, missing: [AirIndexItem])
    /// Items are missing, and the rule asks for all.
    case incomplete(missing: [AirIndexItem])
}

/// The air quality index (AQI) of a day or an hour, with all that is published beside it.
public struct AirIndex: Hashable, Sendable {
    /// The edition of HJ 633.
    public let edition: String
    /// The items that have a concentration, in the order of the edition.
    public let items: [AirItemIndex]
    /// The items that should be there and are not.
    public let missing: [AirIndexItem]
    /// The largest index; `nil` where NA is to be written.
    public let value: Int?
    public let level: AirLevel?
    /// The items with the largest index when it is above 50, all of them when several are equal.
    public let primary: [AirIndexItem]
    /// The items with an index above 100 (超标污染物); `nil` in editions that don't name them.
    public let exceeding: [AirIndexItem]?
    /// Why there is no `value`; `nil` when there is one.
    public let reason: MissingIndex?
}

extension AirIndexStandard {
    /// The index of one item (IAQI) at a concentration in the parameter's own unit.
    ///
    /// IAQI = (IAQI_hi − IAQI_lo)/(BP_hi − BP_lo) × (C − BP_lo) + IAQI_lo, rounded up, with C
    /// rounded by GB/T 8170 before. A concentration on a node has the node's index. Above the last
    /// node the index is the highest one, except for items where the edition says otherwise.
    ///
    /// - Parameter concentration: Before any rounding; below 0 counts as 0.
    /// - Returns: `nil` for an item that the edition gives no index at all.
    ///
    /// Source: HJ 633-2012, 4.3; HJ 633-2026, 4.2.
    public func index(of item: AirIndexItem, at concentration: ExactNumber) -> AirItemIndex? {
        let nodes = nodes(of: item)
        guard let first = nodes.first, let last = nodes.last else { return nil }
        let rounded = max(
            concentration.rounded(toDecimals: inputDecimals(of: item.parameter)),
            first.concentration)
        if rounded > last.concentration {
            switch aboveLastNode[item] {
            case .use(let other):
                return AirItemIndex(item: item, concentration: rounded, value: nil, used: other)
            case .index(let index):
                return AirItemIndex(item: item, concentration: rounded, value: index, used: nil)
            case nil:
                return AirItemIndex(
                    item: item, concentration: rounded, value: last.index, used: nil)
            }
        }
        let upper = max(nodes.firstIndex { rounded <= $0.concentration } ?? 1, 1)
        let (low, high) = (nodes[upper - 1], nodes[upper])
        let base = ExactNumber(low.concentration)
        let share = (ExactNumber(rounded) - base) / (ExactNumber(high.concentration) - base)
        let exact = ExactNumber(low.index) + share * ExactNumber(high.index - low.index)
        return AirItemIndex(
            item: item, concentration: rounded, value: exact.roundedUp, used: nil)
    }

    /// The index of a day, from its daily values.
    ///
    /// - Parameters:
    ///   - concentrations: Daily means, `O3_8h` the largest 8-hour mean, in 2012 also `O3_1h` the
    ///     largest hourly mean; absent items are missing.
    ///   - rule: What to do when items are missing; `nil` for the edition's own.
    ///   - notMonitored: Items that are not monitored by plan and never were primary: their absence
    ///     is no lack (HJ 633-2026).
    public func dailyIndex(
        _ concentrations: [AirIndexItem: ExactNumber], missing rule: MissingItemRule? = nil,
        notMonitored: Set<AirIndexItem> = []
    ) -> AirIndex {
        index(of: dailyItems, concentrations, rule ?? missingItems, notMonitored)
    }

    /// The index of an hour.
    ///
    /// - Parameter concentrations: Hourly means; in 2012 `O3_8h` and the particles as moving means
    ///   that end with the hour, and `SO2_24h`, which stands in for sulphur dioxide above the last
    ///   node of the hour.
    public func hourlyIndex(
        _ concentrations: [AirIndexItem: ExactNumber], missing rule: MissingItemRule? = nil,
        notMonitored: Set<AirIndexItem> = []
    ) -> AirIndex {
        index(of: hourlyItems, concentrations, rule ?? missingItems, notMonitored)
    }

    private func index(
        of expected: [AirIndexItem], _ concentrations: [AirIndexItem: ExactNumber],
        _ rule: MissingItemRule, _ notMonitored: Set<AirIndexItem>
    ) -> AirIndex {
        var parts: [AirItemIndex] = []
        var missing: [AirIndexItem] = []
        for item in expected {
            if let value = concentrations[item], let part = index(of: item, at: value) {
                parts.append(part)
            } else if !notMonitored.contains(item) {
                missing.append(item)
            }
        }
        // An item above its last node is answered for by another one, which an hour's list may
        // not hold.
        for other in parts.compactMap(\.used) where !parts.contains(where: { $0.item == other }) {
            if let value = concentrations[other], let part = index(of: other, at: value) {
                parts.append(part)
            } else if !missing.contains(other) {
                missing.append(other)
            }
        }
        return combine(parts, missing: missing, rule)
    }

    private func combine(
        _ parts: [AirItemIndex], missing: [AirIndexItem], _ rule: MissingItemRule
    ) -> AirIndex {
        let largest = parts.compactMap(\.value).max()
        let reason = reason(for: largest, missing: missing, rule)
        let value = reason == nil ? largest : nil
        let exceeding = exceedingAbove.map { limit in
            parts.filter { $0.value.map { $0 > limit } ?? false }.map(\.item)
        }
        return AirIndex(
            edition: edition, items: parts, missing: missing, value: value,
            level: value.map(level),
            primary: value.map { top in
                top > primaryAbove ? parts.filter { $0.value == top }.map(\.item) : []
            } ?? [],
            exceeding: exceeding, reason: reason)
    }

    private func reason(
        for largest: Int?, missing: [AirIndexItem], _ rule: MissingItemRule
    ) -> MissingIndex? {
        guard let largest else { return .noItems }
        if missing.isEmpty { return nil }
        switch rule {
        case .indexOfTheOthers: return nil
        case .indexOfTheOthersAbove(let limit):
            return largest > limit ? nil : .notAbove(limit, others: largest, missing: missing)
        case .noIndex: return .incomplete(missing: missing)
        }
    }
}

extension MissingIndex: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noItems: "No item has an index."
        case .notAbove(let limit, let others, let missing):
            "\(listed(missing)) missing, and the index of the others, \(others), is not above "
                + "\(limit)."
        case .incomplete(let missing): "\(listed(missing)) missing."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .noItems: "没有项目可计算指数。"
        case .notAbove(let limit, let others, let missing):
            "缺少\(listed(missing)),其余项目的指数\(others)未超过\(limit)。"
        case .incomplete(let missing): "缺少\(listed(missing))。"
        }
    }
}

private func listed(_ items: [AirIndexItem]) -> String {
    items.map(\.code).joined(separator: ", ")
}

extension ExactNumber {
    /// The smallest integer that is not below the number.
    fileprivate var roundedUp: Int {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return Int(remainder > 0 ? quotient + 1 : quotient)
    }
}
