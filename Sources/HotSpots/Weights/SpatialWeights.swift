import Parallel

/// Weights between any sites: for each its neighbours, in ascending order, with a weight each.
public struct SpatialWeights: NeighbourLinks, Hashable {
    /// Where the neighbours of each site begin in `neighbours`; one more for the end.
    public let starts: [Int]
    /// The neighbours of all sites, one site after another.
    public let neighbours: [Int32]
    /// The weight of each of `neighbours`.
    public let weights: [Double]

    /// - Parameter lists: For each site its neighbours and their weights, in any order.
    /// - Precondition: no site is its own neighbour, or one of another twice; weights are finite.
    public init(_ lists: [[(neighbour: Int, weight: Double)]]) {
        var starts = [0]
        var neighbours: [Int32] = []
        var weights: [Double] = []
        for (site, list) in lists.enumerated() {
            var previous = -1
            for (neighbour, weight) in list.sorted(by: { $0.neighbour < $1.neighbour }) {
                precondition(
                    neighbour != site && neighbour != previous && lists.indices ~= neighbour
                        && weight.isFinite, "a neighbour is another site, named once")
                neighbours.append(Int32(neighbour))
                weights.append(weight)
                previous = neighbour
            }
            starts.append(neighbours.count)
        }
        self.starts = starts
        self.neighbours = neighbours
        self.weights = weights
    }

    /// Weights of 1.
    ///
    /// - Precondition: as for lists with weights.
    public init(binary lists: [[Int]]) {
        self.init(lists.map { $0.map { ($0, 1) } })
    }

    public var siteCount: Int { starts.count - 1 }

    /// How many neighbours a site has.
    public func neighbourCount(of site: Int) -> Int { starts[site + 1] - starts[site] }

    /// The neighbours of a site.
    public func neighbours(of site: Int) -> ArraySlice<Int32> {
        neighbours[starts[site]..<starts[site + 1]]
    }

    /// The sites without any neighbour.
    public var islands: [Int] { (0..<siteCount).filter { neighbourCount(of: $0) == 0 } }

    private static let sitesPerChunk = 4096

    /// - Complexity: O(pairs).
    public func sums(of values: [Double], threads: Int) -> NeighbourSums {
        precondition(values.count == siteCount, "one value a site")
        let mean = mean(of: values)
        let plan = chunks(of: siteCount, size: Self.sitesPerChunk)
        let parts = mapChunks(plan, threads: threads) { range in
            range.map { sum(around: $0, of: values, mean: mean) }
        }
        var result = NeighbourSums(products: [], weights: [], squaredWeights: [], counts: [])
        for site in parts.joined() {
            result.products.append(site.product)
            result.weights.append(site.weight)
            result.squaredWeights.append(site.squared)
            result.counts.append(site.count)
        }
        return result
    }

    private func sum(
        around site: Int, of values: [Double], mean: Double
    ) -> (product: Double, weight: Double, squared: Double, count: Int) {
        var result = (product: 0.0, weight: 0.0, squared: 0.0, count: 0)
        for place in starts[site]..<starts[site + 1] {
            let value = values[Int(neighbours[place])]
            guard value.isFinite else { continue }
            let weight = weights[place]
            result.product += weight * (value - mean)
            result.weight += weight
            result.squared += weight * weight
            result.count += 1
        }
        result.product += result.weight * mean
        return result
    }

    public func weights(at site: Int, valid: [Bool]) -> [Double] {
        (starts[site]..<starts[site + 1]).filter { valid[Int(neighbours[$0])] }
            .map { weights[$0] }
    }

    public func totals(
        valid: [Bool], standardisation: WeightStandardisation, threads: Int
    ) -> WeightTotals {
        var totals = WeightTotals(s0: 0, s1: 0, s2: 0)
        let divisors = (0..<siteCount).map { site in
            standardisation == .rows ? weights(at: site, valid: valid).reduce(0, +) : 1
        }
        var rowSums = [Double](repeating: 0, count: siteCount)
        var columnSums = rowSums
        for site in 0..<siteCount where valid[site] && divisors[site] != 0 {
            for place in starts[site]..<starts[site + 1] {
                let other = Int(neighbours[place])
                guard valid[other] else { continue }
                let weight = weights[place] / divisors[site]
                let back = divisors[other] == 0 ? 0 : self.weight(other, site) / divisors[other]
                totals.s0 += weight
                totals.s1 += weight * weight + weight * back
                rowSums[site] += weight
                columnSums[other] += weight
            }
        }
        totals.s2 = zip(rowSums, columnSums).reduce(0) { $0 + ($1.0 + $1.1) * ($1.0 + $1.1) }
        return totals
    }

    /// The weight of `neighbour` for `site`; 0 for a stranger.
    public func weight(_ site: Int, _ neighbour: Int) -> Double {
        var (low, high) = (starts[site], starts[site + 1])
        while low < high {
            let middle = (low + high) / 2
            if neighbours[middle] < neighbour { low = middle + 1 } else { high = middle }
        }
        return low < starts[site + 1] && neighbours[low] == neighbour ? weights[low] : 0
    }
}
