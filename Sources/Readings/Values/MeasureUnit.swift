/// A unit of measurement as tables write it: a kind that can be converted within, and a power of
/// ten.
public struct MeasureUnit: Hashable, Sendable {
    /// Units of one kind differ by a power of ten only.
    enum Kind: Hashable, Sendable {
        case massPerVolume, massPerMass, degreesCelsius, none, conductivity, turbidity,
            countPerVolume, length
        case percent
    }

    let kind: Kind
    /// The unit is 10^`power` of the kind's basic unit.
    let power: Int
    /// The unit in its usual spelling: `mg/L`, `µg/m³`.
    public let text: String

    public static let milligramsPerLitre = MeasureUnit(.massPerVolume, -3, "mg/L")
    public static let microgramsPerLitre = MeasureUnit(.massPerVolume, -6, "µg/L")
    public static let milligramsPerCubicMetre = MeasureUnit(.massPerVolume, -6, "mg/m³")
    public static let microgramsPerCubicMetre = MeasureUnit(.massPerVolume, -9, "µg/m³")
    /// Of solids: soil, sediment.
    public static let milligramsPerKilogram = MeasureUnit(.massPerMass, -6, "mg/kg")
    public static let degreesCelsius = MeasureUnit(.degreesCelsius, 0, "℃")
    public static let dimensionless = MeasureUnit(.none, 0, "")
    public static let microsiemensPerCentimetre = MeasureUnit(.conductivity, 0, "µS/cm")
    public static let nephelometric = MeasureUnit(.turbidity, 0, "NTU")
    public static let countPerLitre = MeasureUnit(.countPerVolume, 0, "个/L")
    public static let metres = MeasureUnit(.length, 0, "m")
    public static let percent = MeasureUnit(.percent, 0, "%")

    private init(_ kind: Kind, _ power: Int, _ text: String) {
        self.kind = kind
        self.power = power
        self.text = text
    }

    /// The unit that `text` writes, in any usual spelling (`㎎/L`, `ug/m3`, `无量纲`); `nil` for
    /// anything else.
    public init?(parsing text: String) {
        let key = normalisedText(text).lowercased().filter { $0 != " " }
        guard let unit = Self.spellings[key] else { return nil }
        self = unit
    }

    /// Whether `text` is written like a unit, known or not: `ppb`, `mol/kg`.
    static func looksLikeUnit(_ text: String) -> Bool {
        let key = normalisedText(text).lowercased().filter { $0 != " " }
        if spellings[key] != nil || unconvertible.contains(key) { return true }
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { (1...8).contains($0.count) }
            && parts[0].contains { $0.isLetter } && key.allSatisfy { !$0.isWhitespace }
    }

    /// Units that readings come in and that no power of ten turns into the usual ones.
    private static let unconvertible: Set<String> = [
        "ppm", "ppb", "ppt", "ppmv", "ppbv", "ppmm", "mmol", "mol", "umol", "fnu", "ftu", "jtu",
        "psu",
    ]

    /// The power of ten by which a value in this unit is multiplied to be one in `other`; `nil`
    /// when the two measure different things.
    public func exponent(to other: MeasureUnit) -> Int? {
        kind == other.kind ? power - other.power : nil
    }

    private static let spellings: [String: MeasureUnit] = [
        "mg/l": milligramsPerLitre, "毫克/升": milligramsPerLitre, "g/m3": milligramsPerLitre,
        "ug/l": microgramsPerLitre, "微克/升": microgramsPerLitre,
        "mg/m3": milligramsPerCubicMetre, "毫克/立方米": milligramsPerCubicMetre,
        "mg/m^3": milligramsPerCubicMetre,
        "ug/m3": microgramsPerCubicMetre, "微克/立方米": microgramsPerCubicMetre,
        "ug/m^3": microgramsPerCubicMetre,
        "mg/kg": milligramsPerKilogram, "毫克/千克": milligramsPerKilogram,
        "毫克/公斤": milligramsPerKilogram, "ug/g": milligramsPerKilogram,
        "ug/kg": MeasureUnit(.massPerMass, -9, "µg/kg"),
        "微克/千克": MeasureUnit(.massPerMass, -9, "µg/kg"),
        "ng/g": MeasureUnit(.massPerMass, -9, "µg/kg"),
        "g/kg": MeasureUnit(.massPerMass, -3, "g/kg"),
        "mg/g": MeasureUnit(.massPerMass, -3, "g/kg"),
        "℃": degreesCelsius, "°c": degreesCelsius, "摄氏度": degreesCelsius,
        "无量纲": dimensionless, "无": dimensionless, "-": dimensionless,
        "g/l": MeasureUnit(.massPerVolume, 0, "g/L"),
        "ng/l": MeasureUnit(.massPerVolume, -9, "ng/L"),
        "纳克/升": MeasureUnit(.massPerVolume, -9, "ng/L"),
        "mg/ml": MeasureUnit(.massPerVolume, 0, "mg/mL"),
        "ug/ml": MeasureUnit(.massPerVolume, -3, "µg/mL"), "mg/dm3": milligramsPerLitre,
        "ng/m3": MeasureUnit(.massPerVolume, -12, "ng/m³"),
        "us/cm": microsiemensPerCentimetre, "微西门子/厘米": microsiemensPerCentimetre,
        "s/m": MeasureUnit(.conductivity, 4, "S/m"), "ms/m": MeasureUnit(.conductivity, 1, "mS/m"),
        "ms/cm": MeasureUnit(.conductivity, 3, "mS/cm"),
        "ntu": nephelometric, "度": nephelometric,
        "cells/l": MeasureUnit(.countPerVolume, 0, "cells/L"), "个/l": countPerLitre,
        "mpn/l": MeasureUnit(.countPerVolume, 0, "MPN/L"),
        "cfu/l": MeasureUnit(.countPerVolume, 0, "CFU/L"),
        "个/升": countPerLitre, "细胞/升": countPerLitre, "cell/l": countPerLitre,
        "万个/l": MeasureUnit(.countPerVolume, 4, "万个/L"),
        "万个/升": MeasureUnit(.countPerVolume, 4, "万个/L"),
        "万cells/l": MeasureUnit(.countPerVolume, 4, "万个/L"),
        "10^4个/l": MeasureUnit(.countPerVolume, 4, "万个/L"),
        "10^4cells/l": MeasureUnit(.countPerVolume, 4, "万个/L"),
        "10^6个/l": MeasureUnit(.countPerVolume, 6, "10^6个/L"),
        "10^6cells/l": MeasureUnit(.countPerVolume, 6, "10^6个/L"),
        "亿个/l": MeasureUnit(.countPerVolume, 8, "亿个/L"),
        "个/ml": MeasureUnit(.countPerVolume, 3, "个/mL"),
        "cells/ml": MeasureUnit(.countPerVolume, 3, "cells/mL"),
        "个/100ml": MeasureUnit(.countPerVolume, 1, "个/100mL"),
        "mpn/100ml": MeasureUnit(.countPerVolume, 1, "MPN/100mL"),
        "cfu/100ml": MeasureUnit(.countPerVolume, 1, "CFU/100mL"),
        "m": metres, "米": metres, "cm": MeasureUnit(.length, -2, "cm"),
        "%": percent,
    ]
}
