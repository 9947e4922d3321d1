public import Readings

/// How sections, rivers and their changes are judged.
///
/// Source: 环办[2011]22号; the data file says which of its rules no second source confirms.
public struct WaterEvaluationRules: Hashable, Sendable {
    public var document: String
    /// The class of a value outside of the range that all classes have (pH); unconfirmed.
    public var outsideRange: WaterClass
    /// Whether dissolved oxygen of this saturation is class I as well; unconfirmed and off.
    public var usesOxygenSaturation: Bool
    /// The saturation of class I in per cent, and the saturation concentration a/(b + T) in mg/L.
    public var oxygenSaturation: DecimalValue
    public var saturationNumerator: DecimalValue
    public var saturationOffset: DecimalValue
    /// What stands in means for a result below detection: this share of its limit; unconfirmed.
    public var shareOfDetectionLimit: DecimalValue
    /// The samples that a quarter needs; unconfirmed.
    public var samplesInQuarter: Int
    /// The months that a year should have, and those it needs where ice stops sampling; unconfirmed.
    public var monthsInYear: Int
    public var monthsWithIce: Int
    /// At most so many main pollutants are named.
    public var pollutantCount: Int
    /// Items that are named first among the main pollutants when they exceed: cyanide, heavy metals.
    public var firstPollutants: Set<ParameterCode>
    /// Items that have no exceedance multiple: water temperature, pH, dissolved oxygen.
    public var withoutMultiple: Set<ParameterCode>
    /// The fewest sections that are judged by shares; fewer are judged by the means of their items.
    public var sectionsForShares: Int
    /// Shares of class I–III in per cent from which a river is excellent and good.
    public var excellentShare: DecimalValue
    public var goodShare: DecimalValue
    /// Shares of 劣V in per cent from which pollution is moderate and heavy.
    public var moderateShare: DecimalValue
    public var heavyShare: DecimalValue
    /// Points above which the change of a river is slight (有所) and clear (明显); unconfirmed.
    public var slightChange: DecimalValue
    public var clearChange: DecimalValue
    /// Decimals of multiples (unconfirmed), of shares in per cent and of changes.
    public var multipleDecimals: Int
    public var shareDecimals: Int
    public var changeDecimals: Int
}

extension WaterEvaluationRules {
    /// The rules of a file; what it leaves out stays as in `usual`.
    init(_ node: StandardNode, usual: WaterEvaluationRules?) throws(StandardError) {
        try node.checkKeys([
            "document", "status", "outsideRange", "oxygenSaturation", "belowDetection", "samples",
            "mainPollutants", "shares", "change", "decimals",
        ])
        func part(
            _ key: String, _ keys: [String]
        ) throws(StandardError) -> StandardPart {
            try StandardPart(node, key, keys, isNeeded: usual == nil)
        }
        document = try StandardPart(node).text("document", usual?.document)
        outsideRange = try StandardPart(node).waterClass("outsideRange", usual?.outsideRange)

        let oxygen = try part("oxygenSaturation", ["isUsed", "share", "numerator", "offset"])
        usesOxygenSaturation = try oxygen.flag("isUsed", usual?.usesOxygenSaturation)
        oxygenSaturation = try oxygen.amount("share", usual?.oxygenSaturation)
        saturationNumerator = try oxygen.amount("numerator", usual?.saturationNumerator)
        saturationOffset = try oxygen.amount("offset", usual?.saturationOffset)

        let below = try part("belowDetection", ["means"])
        shareOfDetectionLimit = try below.share("means", usual?.shareOfDetectionLimit)

        let samples = try part("samples", ["quarter", "monthsInYear", "monthsWithIce"])
        samplesInQuarter = try samples.integer("quarter", 1...1000, usual?.samplesInQuarter)
        monthsInYear = try samples.integer("monthsInYear", 1...12, usual?.monthsInYear)
        monthsWithIce = try samples.integer("monthsWithIce", 1...12, usual?.monthsWithIce)

        let main = try part("mainPollutants", ["count", "first", "withoutMultiple"])
        pollutantCount = try main.integer("count", 1...100, usual?.pollutantCount)
        firstPollutants = try main.parameters("first", usual?.firstPollutants)
        withoutMultiple = try main.parameters("withoutMultiple", usual?.withoutMultiple)

        let shares = try part("shares", ["sections", "excellent", "good", "moderate", "heavy"])
        sectionsForShares = try shares.integer("sections", 1...1000, usual?.sectionsForShares)
        excellentShare = try shares.amount("excellent", usual?.excellentShare)
        goodShare = try shares.amount("good", usual?.goodShare)
        moderateShare = try shares.amount("moderate", usual?.moderateShare)
        heavyShare = try shares.amount("heavy", usual?.heavyShare)

        let change = try part("change", ["slight", "clear"])
        slightChange = try change.amount("slight", usual?.slightChange)
        clearChange = try change.amount("clear", usual?.clearChange)

        let decimals = try part("decimals", ["multiple", "share", "change"])
        multipleDecimals = try decimals.integer("multiple", 0...6, usual?.multipleDecimals)
        shareDecimals = try decimals.integer("share", 0...6, usual?.shareDecimals)
        changeDecimals = try decimals.integer("change", 0...6, usual?.changeDecimals)
    }
}
