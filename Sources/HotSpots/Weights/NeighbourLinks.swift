/// Which sites are whose neighbours, and with what weight: cells of a grid, or zones and points.
///
/// A site is not its own neighbour here; statistics that count it (Gi*) say so themselves.
public protocol NeighbourLinks: Sendable {
    /// How many sites there are.
    var siteCount: Int { get }

    /// What the neighbours of every site add up to. Neighbours without a value (NaN) count for
    /// nothing.
    ///
    /// - Precondition: one value a site.
    func sums(of values: [Double], threads: Int) -> NeighbourSums

    /// The weights of one site's neighbours that are `valid`, in a fixed order.
    func weights(at site: Int, valid: [Bool]) -> [Double]

    /// The totals of all weights between valid sites, as global statistics need them.
    func totals(valid: [Bool], standardisation: WeightStandardisation, threads: Int)
        -> WeightTotals
}

/// What becomes of weights before a statistic uses them.
public enum WeightStandardisation: String, CaseIterable, Hashable, Sendable {
    /// Nothing: PySAL's `B` for weights of 1, `O` for others.
    case none
    /// Every site's weights are divided by their sum (PySAL's `R`); a site without neighbours
    /// keeps none.
    case rows
}

/// What the neighbours of every site add up to, one entry a site.
public struct NeighbourSums: Hashable, Sendable {
    /// Σⱼ wᵢⱼ xⱼ.
    public var products: [Double]
    /// Σⱼ wᵢⱼ.
    public var weights: [Double]
    /// Σⱼ wᵢⱼ².
    public var squaredWeights: [Double]
    /// How many neighbours have a value.
    public var counts: [Int]

    public init(
        products: [Double], weights: [Double], squaredWeights: [Double], counts: [Int]
    ) {
        self.products = products
        self.weights = weights
        self.squaredWeights = squaredWeights
        self.counts = counts
    }

    /// The sums of weights that were brought to a total of 1.
    func standardised(_ standardisation: WeightStandardisation) -> NeighbourSums {
        guard standardisation == .rows else { return self }
        var result = self
        for site in weights.indices where weights[site] != 0 {
            let weight = weights[site]
            result.products[site] /= weight
            result.squaredWeights[site] /= weight * weight
            result.weights[site] = 1
        }
        return result
    }
}

/// Totals over all pairs of sites.
///
/// Source: Cliff and Ord, Spatial Processes, 1981, section 1.5.
public struct WeightTotals: Hashable, Sendable {
    /// S₀ = Σᵢⱼ wᵢⱼ.
    public var s0: Double
    /// S₁ = ½ Σᵢⱼ (wᵢⱼ + wⱼᵢ)².
    public var s1: Double
    /// S₂ = Σᵢ (Σⱼ wᵢⱼ + Σⱼ wⱼᵢ)².
    public var s2: Double

    public init(s0: Double, s1: Double, s2: Double) {
        self.s0 = s0
        self.s1 = s1
        self.s2 = s2
    }
}
