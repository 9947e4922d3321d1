public import Readings

/// One item of the surface-water standard.
public struct WaterItem: Hashable, Sendable {
    public let parameter: ParameterCode
    public let name: String
    public let nameInChinese: String
    public let unit: String
    /// Whether the item enters the class of a section.
    public let isEvaluated: Bool
    /// Whether limits are minima: dissolved oxygen.
    public let isMinimum: Bool
    /// Whether the item is judged in lakes and reservoirs only: total nitrogen.
    public let isForLakesOnly: Bool
    /// The limits of class I…V; `nil` for items that have none.
    let riverLimits: ClassLimits?
    let lakeLimits: ClassLimits?
    /// The range that every class has: pH.
    public let range: ClosedRange<DecimalValue>?

    /// The limit of `waterClass` (I…V) in `body`; `nil` where there is none.
    public func limit(_ waterClass: WaterClass, _ body: WaterBody = .river) -> DecimalValue? {
        guard waterClass != .inferiorV, let limits = limits(body) else { return nil }
        return limits.values[waterClass.rawValue - 1]
    }

    func limits(_ body: WaterBody) -> ClassLimits? {
        body == .lake ? lakeLimits ?? riverLimits : riverLimits
    }
}

/// What a class looks like in maps and tables.
public struct WaterClassStyle: Hashable, Sendable {
    public let waterClass: WaterClass
    /// `蓝色`.
    public let colourNameInChinese: String
    /// `#00CCFF`.
    public let colour: String

    public var status: WaterStatus { WaterStatus(waterClass) }
}

/// One edition of the surface-water standard: limits, classes by the worst item, and the rules by
/// which rivers, cities, lakes and years are judged.
///
/// Source: GB 3838-2002, table 1; evaluation by 环办[2011]22号.
public struct SurfaceWaterStandard: Hashable, Sendable {
    /// The name in the column `edition`: `GB3838-2002`.
    public let edition: String
    public let document: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    public let validFrom: CivilDay
    /// The last day in force; `nil` for the latest edition.
    public let validTo: CivilDay?
    /// The items in the order of the table.
    public let items: [WaterItem]
    /// One for each class, I first.
    public let styles: [WaterClassStyle]
    /// How classes, shares and changes are judged.
    public var evaluation: WaterEvaluationRules
    /// How the index of cities is made.
    public var cityIndex: CityWaterIndexRules
    /// How the trophic state of lakes is graded.
    public var trophicState: TrophicStateRules
    /// How the trend over years is tested.
    public var trend: TrendRules

    /// Items that have no exceedance multiple: water temperature, pH, dissolved oxygen.
    public var withoutMultiple: Set<ParameterCode> { evaluation.withoutMultiple }

    /// The item of `parameter`; `nil` when the standard has none.
    public func item(_ parameter: ParameterCode) -> WaterItem? {
        items.first { $0.parameter == parameter }
    }

    /// Colour and status of `waterClass`.
    public func style(of waterClass: WaterClass) -> WaterClassStyle {
        styles[waterClass.rawValue - 1]
    }

    /// The best class whose limit `value` meets; a value on a limit meets it. `nil` for items that
    /// have no limits, and for total nitrogen in rivers.
    ///
    /// The value is judged as it is: a mean is not rounded before, so that 1.004 is above 1.0.
    /// pH inside its range is class I, outside the class of `evaluation.outsideRange`. Dissolved
    /// oxygen is judged by its concentration; for its saturation see `assess`.
    public func classify(
        _ parameter: ParameterCode, _ value: ExactNumber, body: WaterBody = .river
    ) -> WaterClass? {
        item(parameter).flatMap { classify($0, value, body: body) }
    }

    func classify(_ item: WaterItem, _ value: ExactNumber, body: WaterBody) -> WaterClass? {
        guard body == .lake || !item.isForLakesOnly else { return nil }
        if let range = item.range {
            let isInside =
                value >= ExactNumber(range.lowerBound) && value <= ExactNumber(range.upperBound)
            return isInside ? .i : evaluation.outsideRange
        }
        guard let limits = item.limits(body) else { return nil }
        return WaterClass(rawValue: limits.rank(of: value) + 1)
    }

    func classify(_ item: WaterItem, _ value: DecimalValue, body: WaterBody) -> WaterClass? {
        guard body == .lake || !item.isForLakesOnly else { return nil }
        if let range = item.range { return range.contains(value) ? .i : evaluation.outsideRange }
        guard let limits = item.limits(body) else { return nil }
        return WaterClass(rawValue: limits.rank(of: value) + 1)
    }

    /// The class of a single result; below detection the limit itself is judged. `nil` when missing,
    /// below an unknown limit, or when the item has no limits.
    public func classify(
        _ parameter: ParameterCode, _ value: ReadingValue, body: WaterBody = .river
    ) -> WaterClass? {
        guard let item = item(parameter), let own = value.valueForClass else { return nil }
        return classify(item, own, body: body)
    }

    /// (C − S)/S with the limit S of class III, unrounded; `nil` for water temperature, pH and
    /// dissolved oxygen. Negative when class III is met.
    public func exceedanceMultiple(
        _ parameter: ParameterCode, _ value: ExactNumber, body: WaterBody = .river
    ) -> ExactNumber? {
        guard !withoutMultiple.contains(parameter),
            let limit = item(parameter)?.limit(.iii, body)
        else { return nil }
        return Figures.exceedanceMultiple(value, limit: limit)
    }
}
