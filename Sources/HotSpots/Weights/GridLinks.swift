import Parallel

/// The cells of a grid, row-major, as neighbours of each other: all in the same neighbourhood,
/// with a weight of 1.
public struct GridLinks: NeighbourLinks, Hashable {
    public let rows: Int
    public let columns: Int
    public let neighbourhood: GridNeighbourhood

    /// - Precondition: at least one row and column.
    public init(rows: Int, columns: Int, neighbourhood: GridNeighbourhood) {
        precondition(rows > 0 && columns > 0, "a grid has cells")
        self.rows = rows
        self.columns = columns
        self.neighbourhood = neighbourhood
    }

    public var siteCount: Int { rows * columns }

    /// - Complexity: O(cells × rows of the neighbourhood).
    /// - Accuracy: the rounding of a sum over a row of the grid.
    public func sums(of values: [Double], threads: Int) -> NeighbourSums {
        precondition(values.count == siteCount, "one value a cell")
        let mean = mean(of: values)
        let shifted = values.map { $0 - mean }
        let height = max(1, (1 << 18) / columns)
        let parts = mapChunks(chunks(of: rows, size: height), threads: threads) { target in
            bandSums(of: target, shifted, mean: mean)
        }
        var result = NeighbourSums(products: [], weights: [], squaredWeights: [], counts: [])
        for part in parts {
            result.products += part.products
            result.weights += part.weights
            result.counts += part.counts
        }
        result.squaredWeights = result.weights
        return result
    }

    private func bandSums(
        of target: Range<Int>, _ shifted: [Double], mean: Double
    ) -> NeighbourSums {
        var window = WindowSums(neighbourhood, rows: rows, columns: columns)
        var sums = [Double](repeating: 0, count: target.count * columns)
        var counts = [Float](repeating: 0, count: target.count * columns)
        let sources = window.sources(of: target)
        shifted.withUnsafeBufferPointer {
            window.compute(
                target,
                from: UnsafeBufferPointer(
                    rebasing: $0[sources.lowerBound * columns..<sources.upperBound * columns]),
                sums: &sums, counts: &counts)
        }
        var result = NeighbourSums(products: [], weights: [], squaredWeights: [], counts: [])
        for place in sums.indices {
            let own = shifted[target.lowerBound * columns + place]
            let isOwn = own.isFinite
            let count = Double(counts[place]) - (isOwn ? 1 : 0)
            // What is left of a cell alone is the dust of running sums.
            let sum = count == 0 ? 0 : sums[place] - (isOwn ? own : 0)
            result.products.append(sum + count * mean)
            result.weights.append(count)
            result.counts.append(Int(count))
        }
        return result
    }

    public func weights(at site: Int, valid: [Bool]) -> [Double] {
        let (row, column) = site.quotientAndRemainder(dividingBy: columns)
        let reach = neighbourhood.rowReach
        var count = 0
        for other in max(0, row - reach)...min(rows - 1, row + reach) {
            let half = neighbourhood.halfWidths[abs(other - row)]
            for place in max(0, column - half)...min(columns - 1, column + half)
            where valid[other * columns + place] && other * columns + place != site {
                count += 1
            }
        }
        return [Double](repeating: 1, count: count)
    }

    /// Neighbours are mutual, so that the sums over columns are those over rows.
    public func totals(
        valid: [Bool], standardisation: WeightStandardisation, threads: Int
    ) -> WeightTotals {
        let ones = valid.map { $0 ? 1.0 : .nan }
        let counts = sums(of: ones, threads: threads).counts
        let own = zip(counts, valid).map { $1 ? Double($0) : 0 }
        guard standardisation == .rows else {
            let s0 = own.reduce(0, +)
            return WeightTotals(s0: s0, s1: 2 * s0, s2: own.reduce(0) { $0 + 4 * $1 * $1 })
        }
        // wᵢⱼ = 1 ÷ kᵢ: the sum of a column is that of its neighbours' 1 ÷ k.
        let inverse = zip(own, valid).map { !$1 ? .nan : $0 == 0 ? 0 : 1 / $0 }
        let columnSums = sums(of: inverse, threads: threads).products
        var totals = WeightTotals(s0: 0, s1: 0, s2: 0)
        for site in own.indices where valid[site] && own[site] > 0 {
            totals.s0 += 1
            totals.s1 += inverse[site] + inverse[site] * columnSums[site]
            totals.s2 += (1 + columnSums[site]) * (1 + columnSums[site])
        }
        return totals
    }
}

/// The mean of the values that are numbers; 0 without any.
func mean(of values: [Double]) -> Double {
    var sum = 0.0
    var count = 0
    for value in values where value.isFinite {
        sum += value
        count += 1
    }
    return count == 0 ? 0 : sum / Double(count)
}
