public import Geometry

/// How a vector layer is read.
public struct VectorReadOptions: Hashable, Sendable {
    /// The layer's name; needed only where a file holds several.
    public var layer: String?
    /// A condition in OGR SQL, such as `level = 'national' AND area > 10`.
    public var attributeFilter: String?
    /// The encoding of a shapefile's texts; `nil` finds it.
    public var encoding: String?
    /// The CRS of data that name none.
    public var assumedCRS: String?
    /// The fields to read, in this order; `nil` reads all.
    public var fields: [String]?

    public init(
        layer: String? = nil, attributeFilter: String? = nil, encoding: String? = nil,
        assumedCRS: String? = nil, fields: [String]? = nil
    ) {
        self.layer = layer
        self.attributeFilter = attributeFilter
        self.encoding = encoding
        self.assumedCRS = assumedCRS
        self.fields = fields
    }
}

/// A column of a vector layer.
public struct VectorField: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case integer
        case real
        case text
        /// ISO 8601 text: `2026-03-01`.
        case date
        /// ISO 8601 text: `2026-03-01T08:00:00`, with the offset when the file has one.
        case dateTime
    }

    public var name: String
    public var kind: Kind
    /// The name for people; `nil` when it is the same.
    public var alias: String?

    public init(name: String, kind: Kind, alias: String? = nil) {
        self.name = name
        self.kind = kind
        self.alias = alias
    }
}

/// A vector layer in memory: its features in the order of the file, and what is known of it.
public struct VectorLayer: Hashable, Sendable {
    /// The path that was opened.
    public var path: String
    /// GDAL's name of the format, such as `ESRI Shapefile`.
    public var driver: String
    public var name: String
    public var fields: [VectorField]
    /// `nil` when the file names none and none was assumed.
    public var crs: CoordinateReferenceSystem?
    public var encoding: TextEncoding
    public var features: [Feature]
    /// What was guessed, repaired or dropped.
    public var notes: [GeoFileNote]

    public init(
        path: String, driver: String, name: String, fields: [VectorField],
        crs: CoordinateReferenceSystem?, encoding: TextEncoding, features: [Feature],
        notes: [GeoFileNote] = []
    ) {
        self.path = path
        self.driver = driver
        self.name = name
        self.fields = fields
        self.crs = crs
        self.encoding = encoding
        self.features = features
        self.notes = notes
    }

    /// The position of a field in `fields` and in every feature's attributes. Letter case counts
    /// only where two names differ by it alone.
    ///
    /// - Throws: `unknownField` that lists the fields and the nearest name.
    public func index(ofField name: String) throws(GeoFileError) -> Int {
        try position(of: name, in: fields.map(\.name), path: path, layer: self.name)
    }

    /// The smallest box around all features; `nil` when there is no finite vertex.
    public var boundingBox: BoundingBox? {
        features.lazy.compactMap(\.shape.boundingBox).reduce(nil) { box, next in
            box?.union(next) ?? next
        }
    }
}

/// The position of `name` among `names`, letter case ignored where that is not ambiguous.
func position(
    of name: String, in names: [String], path: String, layer: String
) throws(GeoFileError) -> Int {
    if let exact = names.firstIndex(of: name) { return exact }
    let alike = names.indices.filter { names[$0].lowercased() == name.lowercased() }
    if alike.count == 1 { return alike[0] }
    throw GeoFileError.unknownField(name, path: path, layer: layer, has: names)
}
