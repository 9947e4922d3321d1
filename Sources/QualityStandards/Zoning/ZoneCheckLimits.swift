/// From where on a fault of a zone layer is worth a line of its own. Chosen here: no document sets
/// them.
public struct ZoneCheckLimits: Hashable, Sendable, Decodable {
    /// Gaps and overlaps that are smaller are counted and summed only.
    public let leastAreaInSquareMetres: Double
    /// Narrower ones too: that is what densified borders and rounding leave.
    public let leastWidthInMetres: Double
    /// A gap or overlap that is narrower in the mean is a sliver: a border digitised twice.
    public let sliverWidthInMetres: Double
    /// The share of a unit from which on its part outside its county is listed.
    public let leastShareOutside: Double

    public static let standard = ZoningData.standard.checks
}
