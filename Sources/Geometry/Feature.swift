/// The geometry of a feature, by kind; multi-part geometries are the rule, not the exception.
public enum Shape: Hashable, Sendable {
    case none
    case points([Coordinate])
    case lines([LineString])
    case polygons([Polygon])

    /// Every vertex, in order.
    public var coordinates: [Coordinate] {
        switch self {
        case .none: []
        case .points(let points): points
        case .lines(let lines): lines.flatMap(\.coordinates)
        case .polygons(let polygons): polygons.flatMap { $0.rings.flatMap(\.coordinates) }
        }
    }

    /// The smallest box around all vertices; `nil` for an empty shape.
    public var boundingBox: BoundingBox? { BoundingBox(around: coordinates) }
}

/// The value of an attribute as its file holds it.
public enum FieldValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    /// The value as text, a number in its shortest form that reads back to the same number; `nil`
    /// for null. Codes written as numbers (`140105`, `140105.0`) come out alike.
    public var text: String? {
        switch self {
        case .null: nil
        case .integer(let value): String(value)
        case .real(let value):
            value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
        case .text(let value): value
        }
    }

    /// The value as a number; `nil` for null and for text that is not a number.
    public var number: Double? {
        switch self {
        case .null: nil
        case .integer(let value): Double(value)
        case .real(let value): value
        case .text(let value): Double(value)
        }
    }
}

/// One row of a vector layer: a shape and its attributes in the order of the layer's fields.
public struct Feature: Hashable, Sendable {
    /// The feature's number in its file (the FID), for messages.
    public var number: Int64
    public var shape: Shape
    public var attributes: [FieldValue]

    public init(number: Int64, shape: Shape, attributes: [FieldValue]) {
        self.number = number
        self.shape = shape
        self.attributes = attributes
    }
}
