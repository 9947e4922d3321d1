import Parallel

/// Probabilities from shuffling: how often chance alone gives what was found.
///
/// The same seed gives the same probabilities, on one thread or many, today or tomorrow.
public struct Permutations: Hashable, Sendable {
    /// How often values are shuffled; the smallest probability is 2 ÷ (count + 1).
    public var count: Int
    public var seed: UInt64

    /// - Precondition: `count` is positive.
    public init(count: Int = 999, seed: UInt64 = 1) {
        precondition(count > 0, "at least one permutation")
        self.count = count
        self.seed = seed
    }

    /// The two-sided probability of what was found: 2 (m + 1) ÷ (count + 1), at most 1, where m is
    /// the smaller of how many permutations gave as much or more and as little or less. PySAL's
    /// `p_sim` is one-sided and half as large.
    func probability(_ tally: PermutationTally) -> Double {
        min(1, 2 * Double(min(tally.atLeast, tally.atMost) + 1) / Double(count + 1))
    }

    // MARK: - One site at a time

    /// For every site the two-sided probability that neighbours drawn at random from all other
    /// sites add up to as much, or as little, as its own: the probability of Gᵢ, Gᵢ* and local
    /// Moran's I alike, which differ from that sum by what stays fixed.
    ///
    /// One series of draws serves all sites, as in PySAL: the probabilities of two sites are not
    /// independent of each other, each is right by itself. Sites whose neighbours all weigh the
    /// same are then found in sorted lists.
    ///
    /// - Parameters:
    ///   - values: One a site; NaN where there is none.
    ///   - links: Which sites are neighbours.
    /// - Returns: NaN where the site has no value or no neighbour, or where there are no others
    ///   to draw.
    /// - Complexity: O(count × largest number of neighbours + sites × log count) for equal weights;
    ///   O(count × pairs) otherwise. Memory O(count × largest number of neighbours).
    public func localProbabilities(
        of values: [Double], among links: some NeighbourLinks, threads: Int = 1
    ) -> [Double] {
        precondition(values.count == links.siteCount, "one value a site")
        let moments = ValueMoments(of: values)
        let valid = values.map(\.isFinite)
        let shifted = values.map { $0.isFinite ? $0 - moments.mean : .nan }
        let sums = links.sums(of: shifted, threads: threads)
        let sites = values.indices.filter { valid[$0] }
        let mostNeighbours = sites.map { sums.counts[$0] }.max() ?? 0
        // A site that was drawn itself is passed over, so one more is needed.
        guard mostNeighbours > 0, mostNeighbours < sites.count else {
            return values.map { _ in .nan }
        }
        let draws = RandomDraws(
            self, of: sites, values: shifted, length: mostNeighbours + 1, threads: threads)
        let plan = chunks(of: values.count, size: 1024)
        return mapChunks(plan, threads: threads) { range in
            range.map { site -> Double in
                guard valid[site], sums.counts[site] > 0 else { return .nan }
                let weights = links.weights(at: site, valid: valid)
                let first = weights[0]
                let tally =
                    first > 0 && weights.allSatisfy { $0 == first }
                    ? draws.tally(
                        sums.products[site] / first, neighbours: weights.count, of: site,
                        value: shifted[site])
                    : draws.tally(sums.products[site], weights: weights, of: site)
                return probability(tally)
            }
        }.flatMap { $0 }
    }

    // MARK: - All sites at once

    /// The two-sided probability of Moran's I when all values change places.
    ///
    /// - Returns: NaN where `moranI` is.
    /// - Complexity: `count` times that of `links.sums`.
    public func moranProbability(
        of values: [Double], among links: some NeighbourLinks,
        standardisation: WeightStandardisation = .rows, threads: Int = 1
    ) -> Double {
        let setting = GlobalSetting(values, links, standardisation, threads)
        guard !setting.isEmpty else { return .nan }
        return globalProbability(of: setting.shifted, threads: threads) {
            setting.crossProduct(of: $0, links, standardisation, 1)
        }
    }

    /// The two-sided probability of general G when all values change places.
    ///
    /// - Returns: NaN where `generalG` is.
    public func generalGProbability(
        of values: [Double], among links: some NeighbourLinks, threads: Int = 1
    ) -> Double {
        let setting = GlobalSetting(values, links, .none, threads)
        guard !setting.isEmpty else { return .nan }
        return globalProbability(of: values, threads: threads) {
            setting.crossProduct(of: $0, links, .none, 1)
        }
    }

    private func globalProbability(
        of values: [Double], threads: Int, _ statistic: @Sendable ([Double]) -> Double
    ) -> Double {
        let found = statistic(values)
        let places = values.indices.filter { values[$0].isFinite }
        // Sums in another order differ in their last digits: equal ones must count as equal.
        let dust = 1e-12 * values.reduce(0) { $0 + ($1.isFinite ? $1 * $1 : 0) }
        let tallies = mapChunks(chunks(of: count, size: 1), threads: threads) { range in
            var random = PermutationRandom(seed: seed, permutation: range.lowerBound)
            var shuffled = values
            for last in stride(from: places.count - 1, to: 0, by: -1) {
                shuffled.swapAt(places[last], places[random.number(below: last + 1)])
            }
            var tally = PermutationTally()
            tally.add(statistic(shuffled), low: found - dust, high: found + dust)
            return tally
        }
        return probability(
            tallies.reduce(into: PermutationTally()) {
                $0.atLeast += $1.atLeast
                $0.atMost += $1.atMost
            })
    }
}
