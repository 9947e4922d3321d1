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
    let riverLimits: [DecimalValue]?
    let lakeLimits: [DecimalValue]?
    /// The range that every class has: pH.
    public let range: ClosedRange<DecimalValue>?

    /// The limit of `waterClass` (I…V) in `body`; `nil` where there is none.
    public func limit(_ waterClass: WaterClass, _ body: WaterBody = .river) -> DecimalValue? {
        guard waterClass != .inferiorV, let limits = limits(body) else { return nil }
        return limits[waterClass.rawValue - 1]
    }

    func limits(_ body: WaterBody) -> [DecimalValue]? {
        body == .lake ? lakeLimits ?? riverLimits : riverLimits
    }
}

/// What a class looks like in maps and tables.
public struct WaterClassStyle: Hashable, Sendable {
    public let waterClass: WaterClass
    public let status: WaterStatus
    /// `蓝色`.
    public let colourNameInChinese: String
    /// `#00CCFF`.
    public let colour: String
}

/// The surface-water standard: limits, and classes by the worst item.
///
/// Source: GB 3838-2002, table 1; evaluation by 环办[2011]22号.
public struct SurfaceWaterStandard: Hashable, Sendable {
    /// The name in the column `edition`: `GB3838-2002`.
    public let edition: String
    public let title: String
    public let titleInChinese: String
    public let source: String
    public let validFrom: CivilDay
    /// The 24 items in the order of the table.
    public let items: [WaterItem]
    /// One for each class, I first.
    public let styles: [WaterClassStyle]
    /// Items that are named first among the main pollutants when they exceed: cyanide, heavy metals.
    let first: Set<ParameterCode>
    /// Items that have no exceedance multiple: water temperature, pH, dissolved oxygen.
    let withoutMultiple: Set<ParameterCode>

    /// GB 3838-2002; no newer edition was in force in November 2026.
    public static let gb3838 = SurfaceWaterStandard(
        embedded(WaterFile.self, PackageResources.surface_water_json, "surface_water.json"))

    /// All editions, the oldest first.
    public static let editions: [SurfaceWaterStandard] = [gb3838]

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
    /// pH from 6 to 9 is class I, outside 劣V (usual practice, not confirmed). Dissolved oxygen is
    /// judged by its concentration; the 90 % saturation of class I is not used.
    public func classify(
        _ parameter: ParameterCode, _ value: ExactNumber, body: WaterBody = .river
    ) -> WaterClass? {
        guard let item = item(parameter), body == .lake || !item.isForLakesOnly else { return nil }
        if let range = item.range {
            let isInside =
                value >= ExactNumber(range.lowerBound) && value <= ExactNumber(range.upperBound)
            return isInside ? .i : .inferiorV
        }
        guard let limits = item.limits(body) else { return nil }
        for (index, limit) in limits.enumerated() {
            let limit = ExactNumber(limit)
            if item.isMinimum ? value >= limit : value <= limit {
                return WaterClass(rawValue: index + 1)
            }
        }
        return .inferiorV
    }

    /// The class of a single result; below detection the limit itself is judged. `nil` when missing,
    /// below an unknown limit, or when the item has no limits.
    public func classify(
        _ parameter: ParameterCode, _ value: ReadingValue, body: WaterBody = .river
    ) -> WaterClass? {
        value.valueForClass.flatMap { classify(parameter, ExactNumber($0), body: body) }
    }

    /// (C − S)/S with the limit S of class III, unrounded; `nil` for water temperature, pH and
    /// dissolved oxygen. Negative when class III is met.
    public func exceedanceMultiple(
        _ parameter: ParameterCode, _ value: ExactNumber, body: WaterBody = .river
    ) -> ExactNumber? {
        guard !withoutMultiple.contains(parameter), let limit = item(parameter)?.limit(.iii, body)
        else { return nil }
        return Figures.exceedanceMultiple(value, limit: limit)
    }
}
