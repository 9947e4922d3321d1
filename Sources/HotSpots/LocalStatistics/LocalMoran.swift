/// Where a site stands among its neighbours, in deviations from the mean.
public enum MoranQuadrant: String, CaseIterable, Hashable, Sendable {
    /// High among high: the heart of a hot spot.
    case highHigh = "HH"
    /// Low among high.
    case lowHigh = "LH"
    /// Low among low: a cold spot.
    case lowLow = "LL"
    /// High among low: a lone peak.
    case highLow = "HL"
}

/// Local Moran's I: whether a site is like its neighbours.
///
///     Iᵢ = (n − 1) zᵢ Σⱼ wᵢⱼ zⱼ ÷ Σⱼ zⱼ²,   z = x − x̄
///
/// Equal to `Is`, `q`, `EIc` and `VIc` of PySAL's `Moran_Local`. The sites without a value are as
/// if they were not there.
///
/// Source: Anselin, Local indicators of spatial association, 1995, equation 12; Sokal, Oden and
/// Thomson, Local spatial autocorrelation in a biological model, 1998, equations A7 and A8.
public struct LocalMoran: Hashable, Sendable {
    public var standardisation: WeightStandardisation

    public init(standardisation: WeightStandardisation = .rows) {
        self.standardisation = standardisation
    }

    /// One entry a site.
    public struct Scores: Hashable, Sendable {
        /// Iᵢ; NaN where the site has no value or all values are the same, 0 without neighbours.
        public var statistics: [Double]
        /// Iᵢ standardised by its mean and variance if the other values were shuffled; NaN where
        /// there is no statistic or no neighbour.
        public var z: [Double]
        /// `nil` where there is no statistic. A value at the mean counts as low, as in PySAL.
        public var quadrants: [MoranQuadrant?]
        /// How many neighbours have a value; 0 without a value.
        public var neighbourCounts: [Int]

        /// Two-sided probabilities; NaN where `z` is. Small for likeness (HH, LL) and for contrast
        /// (HL, LH) alike.
        public var p: [Double] { z.map(twoSidedProbability(ofZ:)) }
    }

    /// The scores of `values`.
    ///
    /// - Parameters: as `LocalG.scores(of:among:threads:)`.
    public func scores(
        of values: [Double], among links: some NeighbourLinks, threads: Int = 1
    ) -> Scores {
        precondition(values.count == links.siteCount, "one value a site")
        let moments = ValueMoments(of: values)
        let shifted = values.map { $0.isFinite ? $0 - moments.mean : .nan }
        let sums = links.sums(of: shifted, threads: threads).standardised(standardisation)
        let formula = LocalGFormula(moments, includesSelf: false)
        let scale = Double(moments.count - 1) / (Double(moments.count) * moments.variance)
        var scores = Scores(statistics: [], z: [], quadrants: [], neighbourCounts: [])
        for (site, own) in shifted.enumerated() {
            guard own.isFinite, !moments.isFlat else {
                scores.statistics.append(.nan)
                scores.z.append(.nan)
                scores.quadrants.append(nil)
                scores.neighbourCounts.append(own.isFinite ? sums.counts[site] : 0)
                continue
            }
            let lag = sums.products[site]
            // Given its own value, I is that value times the sum of the others: its z is that of
            // Gᵢ, turned round for a value below the mean.
            let z = formula.z(
                sum: lag, own: own, weight: sums.weights[site],
                squaredWeight: sums.squaredWeights[site])
            scores.statistics.append(scale * own * lag)
            scores.z.append(own == 0 ? .nan : own < 0 ? -z : z)
            scores.quadrants.append(Self.quadrant(own, lag))
            scores.neighbourCounts.append(sums.counts[site])
        }
        return scores
    }

    private static func quadrant(_ own: Double, _ lag: Double) -> MoranQuadrant {
        switch (own > 0, lag > 0) {
        case (true, true): .highHigh
        case (false, true): .lowHigh
        case (false, false): .lowLow
        case (true, false): .highLow
        }
    }
}
