/// A length with its unit as a person writes it: `3km`, `500m`, `0.01deg`, or a bare number in the
/// units of the CRS.
public struct Distance: Hashable, Sendable {
    public enum Unit: Hashable, Sendable {
        case metres, degrees, crsUnits
    }

    public var value: Double
    public var unit: Unit

    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// `nil` when `text` is not a positive number with `km`, `m`, `deg` or nothing behind it.
    public init?(parsing text: String) {
        let text = text.trimmingCharacters(in: .whitespaces).lowercased()
        let units: [(String, Double, Unit)] = [
            ("deg", 1, .degrees), ("km", 1000, .metres), ("m", 1, .metres), ("", 1, .crsUnits),
        ]
        for (suffix, factor, unit) in units where text.hasSuffix(suffix) {
            let number = text.dropLast(suffix.count).trimmingCharacters(in: .whitespaces)
            guard let value = Double(number), value > 0, (value * factor).isFinite else {
                return nil
            }
            self.init(value * factor, unit)
            return
        }
        return nil
    }
}
