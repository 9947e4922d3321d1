/// The local statistic of Getis and Ord: whether high values, or low ones, lie together around a
/// site.
///
/// With the site itself (Gᵢ*), its weight 1:
///
///     z = (Σⱼ wᵢⱼ xⱼ − x̄ Wᵢ) ÷ (s √((n W₂ᵢ − Wᵢ²) ÷ (n − 1)))
///
/// where Wᵢ = Σⱼ wᵢⱼ, W₂ᵢ = Σⱼ wᵢⱼ², x̄ and s are mean and population standard deviation of all n
/// values. Without it (Gᵢ), mean, deviation and n are those of the other sites. The sites without a
/// value are as if they were not there.
///
/// Equal to `Zs` of PySAL's `G_Local(…, transform="B", star=True)`, and of `star=False`, for
/// weights of 1. For other weights PySAL takes W₂ᵢ = Wᵢ, which holds for weights of 1 only.
///
/// Source: Ord and Getis, Local spatial autocorrelation statistics, 1995, equations 5 and 14.
public struct LocalG: Hashable, Sendable {
    /// Whether the site counts as its own neighbour: Gᵢ* with, Gᵢ without.
    public var includesSelf: Bool

    public init(includesSelf: Bool = true) { self.includesSelf = includesSelf }

    /// z-scores, one entry a site.
    public struct Scores: Hashable, Sendable {
        /// NaN where the site has no value, has no neighbours (of Gᵢ), has all sites as neighbours,
        /// or all values are the same.
        public var z: [Double]
        /// How many neighbours have a value, the site itself counted for Gᵢ*; 0 without a value.
        public var neighbourCounts: [Int]

        public init(z: [Double], neighbourCounts: [Int]) {
            self.z = z
            self.neighbourCounts = neighbourCounts
        }

        /// Two-sided probabilities; NaN where `z` is.
        public var p: [Double] { z.map(twoSidedProbability(ofZ:)) }

        /// 0, or ±1, ±2, ±3 for hot and cold at 90 %, 95 % and 99 %; 0 where `z` is NaN.
        public func bins(
            correction: MultipleTesting, levels: SignificanceLevels = .standard
        ) -> [Int8] {
            let cutoffs = SignificanceCutoffs(of: z, correction: correction, levels: levels)
            return z.map(cutoffs.bin(ofZ:))
        }
    }

    /// The z-scores of `values`.
    ///
    /// - Parameters:
    ///   - values: One a site; NaN where there is none.
    ///   - links: Which sites are neighbours.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Precondition: one value a site.
    /// - Complexity: that of `links.sums`.
    public func scores(
        of values: [Double], among links: some NeighbourLinks, threads: Int = 1
    ) -> Scores {
        precondition(values.count == links.siteCount, "one value a site")
        let moments = ValueMoments(of: values)
        let shifted = values.map { $0.isFinite ? $0 - moments.mean : .nan }
        let sums = links.sums(of: shifted, threads: threads)
        let formula = LocalGFormula(moments, includesSelf: includesSelf)
        var scores = Scores(z: [], neighbourCounts: [])
        for (site, own) in shifted.enumerated() {
            let isSite = own.isFinite
            let itself = isSite && includesSelf ? 1.0 : 0
            scores.neighbourCounts.append(isSite ? sums.counts[site] + Int(itself) : 0)
            scores.z.append(
                isSite
                    ? formula.z(
                        sum: sums.products[site] + itself * own, own: own,
                        weight: sums.weights[site] + itself,
                        squaredWeight: sums.squaredWeights[site] + itself)
                    : .nan)
        }
        return scores
    }
}

/// The z-score of one site from what its neighbours add up to.
struct LocalGFormula: Sendable {
    private let count: Double
    private let variance: Double
    private let includesSelf: Bool
    private let isFlat: Bool

    init(_ moments: ValueMoments, includesSelf: Bool) {
        count = Double(moments.count)
        variance = moments.variance
        isFlat = moments.isFlat
        self.includesSelf = includesSelf
    }

    /// - Parameters:
    ///   - sum: Σ w x over the neighbours, itself among them for Gᵢ*; `x` less the mean of all.
    ///   - own: The site's own value less the mean of all.
    @inline(__always)
    func z(sum: Double, own: Double, weight: Double, squaredWeight: Double) -> Double {
        guard !isFlat else { return .nan }
        if includesSelf {
            let spread = (count * squaredWeight - weight * weight) / (count - 1)
            return spread > 0 ? sum / (variance * spread).squareRoot() : .nan
        }
        let others = count - 1
        let mean = -own / others
        let otherVariance = (count * variance - own * own) / others - mean * mean
        let spread = (others * squaredWeight - weight * weight) / (others - 1)
        let squared = otherVariance * spread
        return squared > 0 ? (sum - mean * weight) / squared.squareRoot() : .nan
    }

    /// 1 ÷ the standard error of the sum of `weight` neighbours with a weight of 1, for Gᵢ*; NaN
    /// where there is no score.
    func inverseError(ofNeighbours weight: Double) -> Double {
        z(sum: 1, own: 0, weight: weight, squaredWeight: weight)
    }
}
