/// What is measured, by the code that tables, scripts and file names use: `PM2.5`, `NH3N`.
public struct ParameterCode: Hashable, Sendable {
    /// The code as output writes it.
    public let name: String

    /// The parameter of a code; spellings of data files (`PM2_5`, `O3_8H`, any case) become the
    /// one that output uses. Any other text stands for itself, in the case it has.
    public init(_ text: String) {
        name = Self.canonicalNames[text.uppercased()] ?? text
    }

    private init(canonical name: String) { self.name = name }

    public static let so2 = ParameterCode(canonical: "SO2")
    public static let no2 = ParameterCode(canonical: "NO2")
    public static let co = ParameterCode(canonical: "CO")
    public static let o3 = ParameterCode(canonical: "O3")
    /// Ozone as 8-hour moving means, or as their daily maximum.
    public static let o3EightHours = ParameterCode(canonical: "O3_8h")
    public static let pm10 = ParameterCode(canonical: "PM10")
    public static let pm25 = ParameterCode(canonical: "PM2.5")
    public static let aqi = ParameterCode(canonical: "AQI")

    public static let temperature = ParameterCode(canonical: "TEMP")
    public static let ph = ParameterCode(canonical: "PH")
    public static let dissolvedOxygen = ParameterCode(canonical: "DO")
    public static let permanganateIndex = ParameterCode(canonical: "CODMN")
    public static let chemicalOxygenDemand = ParameterCode(canonical: "COD")
    public static let biochemicalOxygenDemand = ParameterCode(canonical: "BOD5")
    public static let ammonia = ParameterCode(canonical: "NH3N")
    public static let totalPhosphorus = ParameterCode(canonical: "TP")
    public static let totalNitrogen = ParameterCode(canonical: "TN")
    public static let copper = ParameterCode(canonical: "CU")
    public static let zinc = ParameterCode(canonical: "ZN")
    public static let fluoride = ParameterCode(canonical: "F")
    public static let selenium = ParameterCode(canonical: "SE")
    public static let arsenic = ParameterCode(canonical: "AS")
    public static let mercury = ParameterCode(canonical: "HG")
    public static let cadmium = ParameterCode(canonical: "CD")
    public static let hexavalentChromium = ParameterCode(canonical: "CR6")
    public static let lead = ParameterCode(canonical: "PB")
    public static let cyanide = ParameterCode(canonical: "CN")
    public static let volatilePhenols = ParameterCode(canonical: "VPHEN")
    public static let petroleum = ParameterCode(canonical: "OIL")
    public static let surfactants = ParameterCode(canonical: "LAS")
    public static let sulphide = ParameterCode(canonical: "S")
    public static let faecalColiforms = ParameterCode(canonical: "FC")
    public static let conductivity = ParameterCode(canonical: "EC")
    public static let turbidity = ParameterCode(canonical: "TURB")
    public static let chlorophyllA = ParameterCode(canonical: "CHLA")
    public static let algae = ParameterCode(canonical: "ALGAE")
    /// Secchi depth.
    public static let transparency = ParameterCode(canonical: "SD")

    /// The six items of the air standard, in its order; ozone as hourly means and as 8-hour means.
    public static let airItems: [ParameterCode] = [
        .so2, .no2, .co, .o3, .o3EightHours, .pm10, .pm25,
    ]

    /// The 24 items of the surface-water standard, in the order of its table 1.
    public static let waterItems: [ParameterCode] = [
        .temperature, .ph, .dissolvedOxygen, .permanganateIndex, .chemicalOxygenDemand,
        .biochemicalOxygenDemand, .ammonia, .totalPhosphorus, .totalNitrogen, .copper, .zinc,
        .fluoride, .selenium, .arsenic, .mercury, .cadmium, .hexavalentChromium, .lead, .cyanide,
        .volatilePhenols, .petroleum, .surfactants, .sulphide, .faecalColiforms,
    ]

    /// Every parameter that BasinGrid knows by name.
    public static let known: [ParameterCode] =
        airItems + [.aqi] + waterItems
        + [.conductivity, .turbidity, .chlorophyllA, .algae, .transparency]

    private static let canonicalNames: [String: String] = {
        let names = [
            "SO2", "NO2", "CO", "O3", "O3_8h", "PM10", "PM2.5", "AQI", "TEMP", "PH", "DO", "CODMN",
            "COD", "BOD5", "NH3N", "TP", "TN", "CU", "ZN", "F", "SE", "AS", "HG", "CD", "CR6", "PB",
            "CN", "VPHEN", "OIL", "LAS", "S", "FC", "EC", "TURB", "CHLA", "ALGAE", "SD",
        ]
        var table = Dictionary(uniqueKeysWithValues: names.map { ($0.uppercased(), $0) })
        table["PM2_5"] = "PM2.5"
        table["PM25"] = "PM2.5"
        table["O3-8H"] = "O3_8h"
        return table
    }()

    /// The unit that readings of the parameter are kept in; `nil` for unknown parameters.
    ///
    /// Gases and particles µg/m³, carbon monoxide mg/m³, water mg/L (chlorophyll too, as the
    /// national release has it).
    public var unit: MeasureUnit? { Self.units[self] }

    private static let units: [ParameterCode: MeasureUnit] = {
        var table: [ParameterCode: MeasureUnit] = [:]
        for code in airItems { table[code] = .microgramsPerCubicMetre }
        for code in waterItems { table[code] = .milligramsPerLitre }
        table[.co] = .milligramsPerCubicMetre
        table[.aqi] = MeasureUnit.dimensionless
        table[.ph] = MeasureUnit.dimensionless
        table[.temperature] = .degreesCelsius
        table[.faecalColiforms] = .countPerLitre
        table[.conductivity] = .microsiemensPerCentimetre
        table[.turbidity] = .nephelometric
        table[.chlorophyllA] = .milligramsPerLitre
        table[.algae] = .countPerLitre
        table[.transparency] = .metres
        return table
    }()

    /// Whether a value below 0 can be true.
    public var canBeNegative: Bool { self == .temperature || unit == nil }
}

extension ParameterCode: Comparable, CustomStringConvertible {
    /// By the text of the code.
    public static func < (a: ParameterCode, b: ParameterCode) -> Bool { a.name < b.name }
    public var description: String { name }
}
