import Parallel

/// Hot and cold spots in space and time: Gᵢ* at every step of a series of values, the trend of its
/// z-scores, and the category of every site.
///
/// The neighbours of a site at a step are its neighbours at this step and the `steps` before it, the
/// site itself at all of them. Every score is set against the mean and deviation of all values of
/// all steps, as ArcGIS does with "entire cube". Sites without a value at a step, and whole steps
/// without any, are as if they were not there.
public struct EmergingHotSpots: Hashable, Sendable {
    /// How many earlier steps count as neighbours; 1 in ArcGIS.
    public var steps: Int
    public var correction: MultipleTesting
    /// The probability below which z-scores have a trend.
    public var trendLevel: Double
    public var levels: SignificanceLevels

    /// - Precondition: `steps` is not negative.
    public init(
        steps: Int = 1, correction: MultipleTesting = .benjaminiHochberg,
        trendLevel: Double = 0.1, levels: SignificanceLevels = .standard
    ) {
        precondition(steps >= 0, "steps before a step are not negative")
        self.steps = steps
        self.correction = correction
        self.trendLevel = trendLevel
        self.levels = levels
    }

    /// What became of one site.
    public struct Site: Hashable, Sendable {
        /// z-scores step by step; NaN where there is none.
        public var z: [Double]
        /// Bins step by step; `nil` where there is no score.
        public var bins: [Int8?]
        /// The test of the z-scores.
        public var trend: MannKendall
        /// `nil` when there is no score at the last step.
        public var category: EmergingCategory?
    }

    /// The history of every site.
    ///
    /// - Parameters:
    ///   - values: Step by step, in order and at even distances, one value a site; NaN where there
    ///     is none. All NaN for a step that is missing.
    ///   - links: Which sites are neighbours.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Throws: `HotSpotError.tooFewSteps` below two.
    /// - Precondition: one value a site at every step.
    /// - Complexity: O(steps × that of `links.sums`); memory a few numbers a site and step.
    ///
    /// Source: the definitions of ArcGIS's Create Space Time Cube and Emerging Hot Spot Analysis.
    public func sites(
        of values: [[Double]], among links: some NeighbourLinks, threads: Int = 1
    ) throws(HotSpotError) -> [Site] {
        guard values.count >= 2 else { throw .tooFewSteps(values.count) }
        precondition(
            values.allSatisfy { $0.count == links.siteCount }, "one value a site at every step")
        let z = scores(of: values, among: links, threads: threads)
        // One family of tests: all sites at all steps.
        let cutoffs = SignificanceCutoffs(
            of: z.flatMap { $0 }, correction: correction, levels: levels)
        let trendLevel = trendLevel
        return mapChunks(chunks(of: links.siteCount, size: 256), threads: threads) { range in
            range.map { site in
                let scores = z.map { $0[site] }
                let bins = scores.map { $0.isNaN ? nil : cutoffs.bin(ofZ: $0) }
                let trend = MannKendall(scores)
                let direction = trend.p < trendLevel ? trend.s.signum() : 0
                return Site(
                    z: scores, bins: bins, trend: trend,
                    category: EmergingCategory(bins: bins, trend: direction))
            }
        }.flatMap { $0 }
    }

    /// z-scores, step by step.
    private func scores(
        of values: [[Double]], among links: some NeighbourLinks, threads: Int
    ) -> [[Double]] {
        let moments = ValueMoments(of: values.joined())
        let formula = LocalGFormula(moments, includesSelf: true)
        let shifted = values.map { $0.map { $0.isFinite ? $0 - moments.mean : .nan } }
        let sums = shifted.map { links.sums(of: $0, threads: threads) }
        return shifted.indices.map { step in
            let cube = max(0, step - steps)...step
            return shifted[step].indices.map { site in
                guard shifted[step][site].isFinite else { return .nan }
                var (sum, weight, squared) = (0.0, 0.0, 0.0)
                for other in cube {
                    let own = shifted[other][site]
                    sum += sums[other].products[site] + (own.isFinite ? own : 0)
                    weight += sums[other].weights[site] + (own.isFinite ? 1 : 0)
                    squared += sums[other].squaredWeights[site] + (own.isFinite ? 1 : 0)
                }
                return formula.z(
                    sum: sum, own: shifted[step][site], weight: weight, squaredWeight: squared)
            }
        }
    }
}
