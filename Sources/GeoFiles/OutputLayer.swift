public import Geometry

/// The kind of geometry of a layer that is written; `none` for a plain table.
public enum OutputGeometry: String, Hashable, Sendable, CaseIterable {
    case none
    case points
    case lines
    case polygons
}

/// A QGIS style that travels with a layer.
public struct LayerStyle: Hashable, Sendable {
    public var name: String
    /// The style as QGIS saves it (QML).
    public var qml: String

    public init(name: String, qml: String) {
        self.name = name
        self.qml = qml
    }
}

/// A layer to write: plain values, one feature a row.
public struct OutputLayer: Hashable, Sendable {
    public var name: String
    /// `nil` for plain tables, and for data whose CRS is not known.
    public var crs: CoordinateReferenceSystem?
    /// A field's alias is the heading in a workbook and the full name elsewhere.
    public var fields: [VectorField]
    public var geometry: OutputGeometry
    /// Attributes in the order of `fields`; the features' numbers are not written.
    public var features: [Feature]
    public var style: LayerStyle?
    public var description: String

    public init(
        name: String, crs: CoordinateReferenceSystem? = nil, fields: [VectorField],
        geometry: OutputGeometry, features: [Feature], style: LayerStyle? = nil,
        description: String = ""
    ) {
        self.name = name
        self.crs = crs
        self.fields = fields
        self.geometry = geometry
        self.features = features
        self.style = style
        self.description = description
    }

    /// A layer of the same kind as one that was read.
    public init(_ layer: VectorLayer) {
        var geometry = OutputGeometry.none
        for feature in layer.features where geometry == .none {
            switch feature.shape {
            case .none: break
            case .points: geometry = .points
            case .lines: geometry = .lines
            case .polygons: geometry = .polygons
            }
        }
        self.init(
            name: layer.name, crs: layer.crs, fields: layer.fields, geometry: geometry,
            features: layer.features)
    }
}
