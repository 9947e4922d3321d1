public import Geometry

/// How a line or an outline is drawn.
public struct MapStroke: Hashable, Sendable {
    public var colour: Colour
    /// In map pixels (1/96 inch).
    public var width: Double
    /// Lengths of dash and gap in map pixels; empty for a whole line.
    public var dashes: [Double]

    public init(_ colour: Colour, width: Double, dashes: [Double] = []) {
        self.colour = colour
        self.width = width
        self.dashes = dashes
    }

    /// The thin dark outline of zones.
    public static let zone = MapStroke(Colour(0x5B6770), width: 0.6)
}

/// An area on a map: a zone or a hotspot cell.
public struct MapArea: Hashable, Sendable {
    /// The parts, in the CRS of the map. None: nothing is drawn.
    public var polygons: [Polygon]
    /// `nil`: only the layer's outline is drawn.
    public var fill: Colour?
    /// Drawn when there is room.
    public var label: String?
    /// Shown under the pointer.
    public var tooltip: String?

    public init(
        polygons: [Polygon], fill: Colour?, label: String? = nil, tooltip: String? = nil
    ) {
        self.polygons = polygons
        self.fill = fill
        self.label = label
        self.tooltip = tooltip
    }
}

/// A line on a map: a reach or a range of one.
public struct MapLine: Hashable, Sendable {
    /// The parts, in the CRS of the map.
    public var lines: [LineString]
    public var stroke: MapStroke
    /// Drawn at the middle of the longest part, when there is room.
    public var label: String?
    /// Shown under the pointer.
    public var tooltip: String?

    public init(
        lines: [LineString], stroke: MapStroke, label: String? = nil, tooltip: String? = nil
    ) {
        self.lines = lines
        self.stroke = stroke
        self.label = label
        self.tooltip = tooltip
    }
}

/// A point on a map: a station, a section, an outfall.
public struct MapPoint: Hashable, Sendable {
    public enum Symbol: String, Hashable, Sendable {
        case circle
        case square
        case triangle
        case diamond
    }

    /// In the CRS of the map.
    public var coordinate: Coordinate
    public var symbol: Symbol
    public var colour: Colour
    /// Width and height in map pixels.
    public var size: Double
    /// Drawn beside the symbol, when there is room.
    public var label: String?
    /// Shown under the pointer.
    public var tooltip: String?

    public init(
        coordinate: Coordinate, symbol: Symbol = .circle, colour: Colour, size: Double = 8,
        label: String? = nil, tooltip: String? = nil
    ) {
        self.coordinate = coordinate
        self.symbol = symbol
        self.colour = colour
        self.size = size
        self.label = label
        self.tooltip = tooltip
    }
}

/// One layer of a map; later layers lie on top of earlier ones.
public enum MapLayer: Hashable, Sendable {
    /// Areas under one outline; `opacity` is that of the fills.
    case areas([MapArea], outline: MapStroke?, opacity: Double = 1)
    case lines([MapLine])
    case points([MapPoint])
    case raster(MapRaster)
}
