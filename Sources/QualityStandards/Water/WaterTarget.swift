public import Readings

/// What a section is to meet: a class, limits of single items, which go before those of the class, or
/// both.
public struct WaterTarget: Hashable, Sendable {
    public var waterClass: WaterClass?
    /// In the unit of the standard's limits; for dissolved oxygen the least that is allowed.
    public var items: [ParameterCode: DecimalValue]

    public init(_ waterClass: WaterClass?, items: [ParameterCode: DecimalValue] = [:]) {
        self.waterClass = waterClass
        self.items = items
    }

    /// Whether nothing is to be met.
    public var isEmpty: Bool { waterClass == nil && items.isEmpty }

    /// The target that a table writes: `Ⅲ`, `Ⅴ类;COD≤50;氨氮=3`; empty for an empty text and for dashes.
    ///
    /// `nil` for anything else, and for a second class or a second limit of an item. Which sign stands
    /// before a limit does not matter: the standard knows which items have a least value.
    public init?(parsing text: String) {
        self.init(nil)
        for part in text.split(whereSeparator: { ";；,，、".contains($0) }) {
            let word = part.filter { !$0.isWhitespace }
            if word.isEmpty || ["-", "—", "/"].contains(word) { continue }
            if let own = WaterClass(parsing: word), waterClass == nil {
                waterClass = own
            } else if let (item, limit) = Self.item(word), items[item] == nil {
                items[item] = limit
            } else {
                return nil
            }
        }
    }

    /// `COD=50`, `氨氮≤3.0`.
    private static func item(_ word: String) -> (ParameterCode, DecimalValue)? {
        guard let sign = word.firstIndex(where: { "=≤<≥>:：".contains($0) }) else { return nil }
        let number = word[sign...].drop { "=≤<≥>:：".contains($0) }
        guard let item = ParameterAliases.standard.code(for: String(word[..<sign])),
            let limit = try? DecimalValue(parsing: String(number)), limit.mantissa > 0
        else { return nil }
        return (item, limit)
    }

    /// The target as tables write it: `III`, `V;COD=50;NH3N=3`; items by code.
    public var text: String {
        let limits = items.sorted { $0.key < $1.key }.map { "\($0.key.name)=\($0.value)" }
        return ([waterClass?.text].compactMap(\.self) + limits).joined(separator: ";")
    }
}

extension SectionAssessment {
    /// Whether every item that was judged is within its limit in `target` or, without one, not worse
    /// than its class; a value on a limit is within.
    ///
    /// `nil` where no item with a target was judged.
    public func meets(_ target: WaterTarget) -> Bool? {
        if target.items.isEmpty { return target.waterClass.flatMap { meets($0) } }
        let reference = referenceItems.filter { target.items[$0.parameter] != nil }
        let judged = (items + reference).compactMap { item -> Bool? in
            if let limit = target.items[item.parameter] {
                let bound = ExactNumber(limit)
                return item.isMinimum ? item.value >= bound : item.value <= bound
            }
            return target.waterClass.map { item.waterClass <= $0 }
        }
        return judged.isEmpty ? nil : judged.allSatisfy(\.self)
    }
}
