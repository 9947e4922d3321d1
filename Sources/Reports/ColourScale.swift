/// Classes of numbers with a colour each.
///
/// `breaks` b₁ < b₂ < … cut the line into classes (−∞, b₁], (b₁, b₂] … (bₙ, ∞): a value on a break
/// belongs to the class below, as a limit value meets its limit.
public struct ColourScale: Hashable, Sendable {
    /// How breaks are chosen from values; all are rounded numbers.
    public enum BreakRule: Hashable, Sendable {
        /// Equal steps; outliers fall into the open classes at both ends.
        case equal
        /// About as many values in each class.
        case quantile
    }

    /// Ascending, without repeats.
    public let breaks: [Double]
    /// One colour a class: one more than breaks.
    public let colours: [Colour]
    /// The colour of NaN and of no value.
    public var nodata: Colour
    /// The smallest and largest value the scale was made for; `nil` when there was none.
    public let dataRange: ClosedRange<Double>?

    /// - Precondition: `breaks` ascend and are finite; `colours` holds one more.
    public init(
        breaks: [Double], colours: [Colour], dataRange: ClosedRange<Double>? = nil,
        nodata: Colour = .nodata
    ) {
        precondition(colours.count == breaks.count + 1, "a scale needs one more colour than breaks")
        precondition(breaks.allSatisfy(\.isFinite), "breaks are finite")
        precondition(zip(breaks, breaks.dropFirst()).allSatisfy(<), "breaks ascend")
        self.breaks = breaks
        self.colours = colours
        self.nodata = nodata
        self.dataRange = dataRange
    }

    /// Classes from low to high for `values`.
    ///
    /// Values that are not finite are left out. With few different values there are fewer classes;
    /// with one or none there is one.
    ///
    /// - Parameter classes: The most classes wanted, 2 or more.
    public static func sequential(
        _ values: some Sequence<Double>, classes: Int = 6, rule: BreakRule = .equal,
        ramp: ColourRamp = .yellowOrangeRed
    ) -> ColourScale {
        precondition(classes >= 2, "a scale needs two or more classes")
        let sorted = values.filter(\.isFinite).sorted()
        let breaks =
            switch rule {
            case .equal: ClassBreaks.equal(sorted, classes: classes)
            case .quantile: ClassBreaks.quantile(sorted, classes: classes)
            }
        return ColourScale(
            breaks: breaks, colours: ramp.colours(breaks.count + 1), dataRange: range(of: sorted))
    }

    /// Classes for changes, the same on both sides of 0, the middle class around 0.
    ///
    /// Changes that all lie well on one side of 0 (the smallest above a quarter of the largest)
    /// get classes over their own range in that side's colours: around 0 they would all share the
    /// last class.
    ///
    /// - Parameter classes: An odd number from 3.
    public static func diverging(
        _ values: some Sequence<Double>, classes: Int = 7, ramp: ColourRamp = .blueWhiteRed
    ) -> ColourScale {
        precondition(classes >= 3 && !classes.isMultiple(of: 2), "classes around 0 are odd")
        let sorted = values.filter(\.isFinite).sorted()
        if let oneSided = oneSided(sorted, classes: classes, ramp: ramp) { return oneSided }
        let breaks = ClassBreaks.centred(sorted, classes: classes)
        return ColourScale(
            breaks: breaks, colours: ramp.colours(breaks.count + 1), dataRange: range(of: sorted))
    }

    /// `nil` when the values lie on both sides of 0, or reach near it.
    private static func oneSided(
        _ sorted: [Double], classes: Int, ramp: ColourRamp
    ) -> ColourScale? {
        guard let first = sorted.first, let last = sorted.last, first * last > 0,
            min(abs(first), abs(last)) > 0.25 * max(abs(first), abs(last))
        else { return nil }
        let breaks = ClassBreaks.equal(sorted, classes: classes - 1)
        // The ramp's strong end for the largest change, its pale part for the smallest.
        let (strong, pale) = first < 0 ? (0.0, 0.42) : (1.0, 0.58)
        let step = (pale - strong) / Double(max(breaks.count, 1))
        let fromStrong = (0...breaks.count).map { ramp.colour(at: strong + Double($0) * step) }
        let colours = first < 0 ? fromStrong : fromStrong.reversed()
        return ColourScale(breaks: breaks, colours: colours, dataRange: range(of: sorted))
    }

    private static func range(of sorted: [Double]) -> ClosedRange<Double>? {
        guard let first = sorted.first, let last = sorted.last else { return nil }
        return first...last
    }

    /// The number of the class that holds `value`; `nil` for NaN.
    public func classIndex(of value: Double) -> Int? {
        if value.isNaN { return nil }
        return breaks.firstIndex { value <= $0 } ?? breaks.count
    }

    /// The colour of `value`; `nodata` for NaN and `nil`.
    public func colour(of value: Double?) -> Colour {
        value.flatMap(classIndex).map { colours[$0] } ?? nodata
    }

    /// `≤ 20`, `20–30`, `> 60`; with negative breaks `-10 ~ -5`.
    ///
    /// A scale of one class says the range of its data.
    public func label(ofClass index: Int) -> String {
        let decimals = breaks.map(NumberText.decimals).max() ?? 0
        func text(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }
        guard let first = breaks.first, let last = breaks.last else {
            guard let range = dataRange else { return "–" }
            let ends = [range.lowerBound, range.upperBound].map {
                NumberText.significant($0, digits: 4)
            }
            return ends[0] == ends[1] ? ends[0] : "\(ends[0]) ~ \(ends[1])"
        }
        if index == 0 { return "≤ \(text(first))" }
        if index == breaks.count { return "> \(text(last))" }
        let mark = first < 0 ? " ~ " : "–"
        return text(breaks[index - 1]) + mark + text(breaks[index])
    }

    /// The legend's part for this scale: from the highest class to the lowest, then "no data".
    public func legend(
        title: LocalizedText, unit: LocalizedText? = nil, showsNodata: Bool = true
    ) -> LegendGroup {
        var entries = colours.indices.reversed().map {
            LegendEntry(symbol: .fill(colours[$0]), label: LocalizedText(label(ofClass: $0)))
        }
        if showsNodata { entries.append(LegendEntry(symbol: .fill(nodata), label: Phrase.nodata)) }
        return LegendGroup(title: title, unit: unit, entries: entries)
    }
}

/// Named classes with a colour each: water classes, kinds of control units, hot and cold spots.
public struct CategoryScale: Hashable, Sendable {
    /// One class.
    public struct Category: Hashable, Sendable {
        /// The value in tables and files: `III`.
        public var value: String
        public var label: LocalizedText
        public var colour: Colour

        public init(value: String, label: LocalizedText, colour: Colour) {
            self.value = value
            self.label = label
            self.colour = colour
        }
    }

    /// In the order of the legend.
    public var categories: [Category]
    /// The colour of values that are not among the categories.
    public var nodata: Colour

    public init(_ categories: [Category], nodata: Colour = .nodata) {
        self.categories = categories
        self.nodata = nodata
    }

    /// The colour of `value`; `nodata` when it is `nil` or not among the categories.
    public func colour(of value: String?) -> Colour {
        categories.first { $0.value == value }?.colour ?? nodata
    }

    /// How `value` reads to people: the label of its category, or the value itself.
    public func label(of value: String) -> LocalizedText {
        categories.first { $0.value == value }?.label ?? LocalizedText(value)
    }

    /// The colours by value, for the swatches of a table's column; the first of equal values counts.
    public var swatches: [String: Colour] {
        Dictionary(
            categories.map { ($0.value, $0.colour) }, uniquingKeysWith: { first, _ in first })
    }

    /// The legend's part for filled areas (`asLines` false) or lines.
    public func legend(
        title: LocalizedText, asLines: Bool = false, showsNodata: Bool = true
    ) -> LegendGroup {
        func entry(_ colour: Colour, _ label: LocalizedText) -> LegendEntry {
            LegendEntry(symbol: asLines ? .line(colour, width: 3) : .fill(colour), label: label)
        }
        var entries = categories.map { entry($0.colour, $0.label) }
        if showsNodata { entries.append(entry(nodata, Phrase.nodata)) }
        return LegendGroup(title: title, entries: entries)
    }
}
