public import Readings

/// How the index of a city's surface water is made.
///
/// Source: 城市地表水环境质量排名技术规定(试行), 2017; the data file says what is unconfirmed.
public struct CityWaterIndexRules: Hashable, Sendable {
    public var document: String
    /// The pH whose index is 0; unconfirmed.
    public var neutral: DecimalValue
    /// A city whose sections all have this class or a better one, and meet their targets, in both
    /// periods has no rank of change.
    public var exemptClass: WaterClass
    public var indexDecimals: Int
    public var changeDecimals: Int

    init(_ node: StandardNode, usual: CityWaterIndexRules?) throws(StandardError) {
        try node.checkKeys(["document", "status", "neutral", "exemptClass", "decimals"])
        let part = StandardPart(node)
        document = try part.text("document", usual?.document)
        neutral = try part.amount("neutral", usual?.neutral)
        exemptClass = try part.waterClass("exemptClass", usual?.exemptClass)
        let decimals = try StandardPart(
            node, "decimals", ["index", "change"], isNeeded: usual == nil)
        indexDecimals = try decimals.integer("index", 0...6, usual?.indexDecimals)
        changeDecimals = try decimals.integer("change", 0...6, usual?.changeDecimals)
    }
}

/// The index of a city's surface water (城市水质指数 CWQI); smaller is better.
///
/// The mean of each evaluated item over the river sections, and apart over the lake points, is
/// divided by its limit of class III (oxygen: the limit by the mean; pH: its distance from neutral by
/// that of the end of its range); the sums over the items are weighted by the numbers of river
/// sections and lake points.
///
/// Source: 城市地表水环境质量排名技术规定(试行), 2017; see `CityWaterIndexRules`.
public struct CityWaterIndex: Hashable, Sendable {
    /// Σ I over the river sections, unrounded; `nil` without any.
    public let river: ExactNumber?
    /// Σ I over the lake points, unrounded; `nil` without any.
    public let lake: ExactNumber?
    /// The index of all, unrounded; `nil` without any value, and where an item has no finite index
    /// (oxygen 0).
    public let value: ExactNumber?
    /// The items that entered, in the order of the standard.
    public let items: [ParameterCode]
    private let decimals: Int

    /// The index as it is published.
    public var published: DecimalValue? { value?.rounded(toDecimals: decimals) }

    /// The index of sections whose means are given.
    ///
    /// - Parameters:
    ///   - rivers: The means of each river section; an item's mean is over those that have it.
    ///   - lakes: The means of each lake point.
    ///   - items: The items that enter where they have a mean; `nil` for all evaluated.
    public init(
        rivers: [[ParameterCode: ExactNumber]], lakes: [[ParameterCode: ExactNumber]],
        items: Set<ParameterCode>? = nil, by standard: SurfaceWaterStandard
    ) {
        decimals = standard.cityIndex.indexDecimals
        let wanted = standard.items.filter {
            $0.isEvaluated && items?.contains($0.parameter) ?? true
        }
        let river = BodyIndex(rivers, wanted, .river, standard)
        let lake = BodyIndex(lakes, wanted, .lake, standard)
        self.river = river.value
        self.lake = lake.value
        let present = Set(river.items + lake.items)
        self.items = wanted.map(\.parameter).filter(present.contains)
        let parts = [(river, rivers.count), (lake, lakes.count)].filter { !$0.0.items.isEmpty }
        let weight = parts.reduce(0) { $0 + $1.1 }
        let sums = parts.compactMap { part, count in part.value.map { $0 * ExactNumber(count) } }
        value =
            weight > 0 && sums.count == parts.count
            ? sums.reduce(ExactNumber(0), +) / ExactNumber(weight) : nil
    }
}

/// Σ I over the sections of one kind of water.
private struct BodyIndex {
    /// `nil` without items, and where one has no finite index.
    let value: ExactNumber?
    let items: [ParameterCode]

    init(
        _ sections: [[ParameterCode: ExactNumber]], _ wanted: [WaterItem], _ body: WaterBody,
        _ standard: SurfaceWaterStandard
    ) {
        let means = meansOverSections(sections)
        let present = wanted.filter { means[$0.parameter] != nil }
        items = present.map(\.parameter)
        let parts = present.compactMap { item in
            means[item.parameter].flatMap {
                Self.part(item, $0, body, neutral: ExactNumber(standard.cityIndex.neutral))
            }
        }
        value =
            parts.count == present.count && !parts.isEmpty
            ? parts.reduce(ExactNumber(0), +) : nil
    }

    /// I of one item: C/S; for oxygen S/C; for pH the distance from neutral.
    private static func part(
        _ item: WaterItem, _ mean: ExactNumber, _ body: WaterBody, neutral: ExactNumber
    ) -> ExactNumber? {
        if let range = item.range {
            let end = ExactNumber(mean <= neutral ? range.lowerBound : range.upperBound)
            return end == neutral ? nil : (mean - neutral) / (end - neutral)
        }
        guard let limit = item.limit(.iii, body).map({ ExactNumber($0) }) else { return nil }
        let (top, bottom) = item.isMinimum ? (limit, mean) : (mean, limit)
        return bottom.numerator == 0 ? nil : top / bottom
    }
}

/// The mean of each item over the sections that have it.
func meansOverSections(
    _ sections: [[ParameterCode: ExactNumber]]
) -> [ParameterCode: ExactNumber] {
    var values: [ParameterCode: [ExactNumber]] = [:]
    for section in sections {
        for (parameter, value) in section { values[parameter, default: []].append(value) }
    }
    return values.compactMapValues { PeriodStatistic.mean.value(of: $0) }
}
