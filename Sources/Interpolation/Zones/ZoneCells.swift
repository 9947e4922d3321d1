public import Geometry

/// The cells that stand for a zone: its mean is the weighted mean of the values at their centres.
///
/// The weights are usually the cells' shares in the zone, from an overlay.
public struct ZoneCells: Hashable, Sendable {
    /// The centres of the cells, in the CRS of the stations.
    public let centres: [Coordinate]
    /// The weight of each cell: its share in the zone, or that times its area; above 0.
    public let weights: [Double]

    /// - Precondition: one positive, finite weight for each centre.
    public init(centres: [Coordinate], weights: [Double]) {
        precondition(centres.count == weights.count, "each cell has one weight")
        precondition(
            weights.allSatisfy { $0 > 0 && $0.isFinite }, "weights of cells are positive")
        self.centres = centres
        self.weights = weights
    }
}
