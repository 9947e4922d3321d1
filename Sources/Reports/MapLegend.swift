/// What a symbol on a map means.
public struct LegendEntry: Hashable, Sendable {
    /// How the symbol is drawn.
    public enum Symbol: Hashable, Sendable {
        case fill(Colour)
        case outline(Colour, width: Double)
        case line(Colour, width: Double)
        case point(MapPoint.Symbol, Colour)
    }

    public var symbol: Symbol
    public var label: LocalizedText

    public init(symbol: Symbol, label: LocalizedText) {
        self.symbol = symbol
        self.label = label
    }
}

/// Entries under one heading.
public struct LegendGroup: Hashable, Sendable {
    public var title: LocalizedText
    /// Shown behind the title.
    public var unit: LocalizedText?
    public var entries: [LegendEntry]

    public init(title: LocalizedText, unit: LocalizedText? = nil, entries: [LegendEntry]) {
        self.title = title
        self.unit = unit
        self.entries = entries
    }
}
