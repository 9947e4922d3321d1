/// A coordinate reference system as plain text: what a dataset says of itself.
///
/// Two systems are equal when their WKT is equal; whether two different texts mean the same system
/// is a question for `GeoFiles`, which asks PROJ.
public struct CoordinateReferenceSystem: Hashable, Sendable {
    /// `EPSG:4547`, or `nil` when the definition carries no code.
    public var code: String?
    /// The name in the definition, such as `CGCS2000 / 3-degree Gauss-Kruger CM 114E`.
    public var name: String
    /// The definition, WKT 2 (ISO 19162).
    public var wkt: String
    /// Whether coordinates are longitude and latitude in degrees.
    public var isGeographic: Bool
    /// Metres in one unit of a projected system; 1 for geographic systems.
    public var metresPerUnit: Double

    public init(
        code: String?, name: String, wkt: String, isGeographic: Bool, metresPerUnit: Double
    ) {
        self.code = code
        self.name = name
        self.wkt = wkt
        self.isGeographic = isGeographic
        self.metresPerUnit = metresPerUnit
    }
}
