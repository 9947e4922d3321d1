import Foundation

/// Interpolation of a smooth function on a square tile from its values at 12 × 12 Chebyshev nodes.
///
/// A tile of side 2h is taken as -1…1 in each direction. Let f(x) = ((x − a)² + b²)^(−p/2) be a
/// weight along a row of the tile, its station at a distance of 4h at least in x or in y. f is
/// analytic but at a ± ib, and with m nodes Hermite's formula bounds the error relative to f by
///
///     |f(x) − I f(x)| / |f(x)| ≤ max_z |f(z) / f(x)| · ℓ / (2π · δ · sinh(m ln ρ))
///
/// for an ellipse z through which f stays analytic: foci ±1, sum of half axes ρ, length ℓ, distance
/// δ from -1…1. For p = 2 and b = 0 the error is exactly T(x)/T(a) · (1 + (a − x) T′(a)/T(a)) with
/// T of degree m: 2·10⁻¹⁰ at a = 4, m = 12. The two directions together, the second multiplied by
/// the Lebesgue constant of 12 nodes (2.5), keep each weight within 2·10⁻⁷ for every power up to 5
/// (10⁻⁹ for 2, 3·10⁻⁸ for 4). Numerator and denominator are sums of such terms, none negative, so
/// that the estimate less the smallest value is within 4·10⁻⁷ of itself.
///
/// Source: Trefethen, Approximation Theory and Approximation Practice, 2013, chapters 8, 11 and 15;
/// the division of stations into near and far by level follows Greengard and Rokhlin 1987.
struct ChebyshevBasis: Sendable {
    /// Nodes in each direction; a whole number of lanes.
    static let count = 12
    /// Stations at this many half sides from a tile's centre, in either direction, are far.
    static let farness = 4.0
    /// The largest power for which the bound holds.
    static let largestPower = 5.0

    /// The nodes in -1…1.
    let nodes: [Double]

    init() {
        nodes = (0..<Self.count).map {
            cos(Double(2 * $0 + 1) * Double.pi / Double(2 * Self.count))
        }
    }

    /// What each node's value counts at `places`: places × nodes, row by row; each row sums to 1.
    func weights(at places: [Double]) -> [Double] {
        places.flatMap { place -> [Double] in
            if let node = nodes.firstIndex(of: place) {
                return (0..<Self.count).map { $0 == node ? 1 : 0 }
            }
            // The barycentric form, whose weights at these nodes are (−1)ᵏ sin θₖ.
            let terms = nodes.indices.map { node -> Double in
                let angle = Double(2 * node + 1) * Double.pi / Double(2 * Self.count)
                let weight = (node.isMultiple(of: 2) ? 1 : -1) * sin(angle)
                return weight / (place - nodes[node])
            }
            let sum = terms.reduce(0, +)
            return terms.map { $0 / sum }
        }
    }

    /// The weights at the nodes of the lower (0) or upper (1) half of the tile.
    func weights(ofHalf half: Int) -> [Double] {
        weights(at: nodes.map { ($0 + (half == 0 ? -1 : 1)) / 2 })
    }

    /// The weights at the centres of `count` equal cells of the tile.
    func weights(ofCells count: Int) -> [Double] {
        weights(at: (0..<count).map { Double(2 * $0 + 1 - count) / Double(count) })
    }
}
