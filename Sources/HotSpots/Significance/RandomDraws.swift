import Parallel

/// Sites drawn at random, without putting back, once a permutation; and what the first of them add
/// up to.
struct RandomDraws: Sendable {
    /// How many are drawn in each.
    private let length: Int
    private let count: Int
    /// The values drawn, permutation by permutation.
    private let values: [Double]
    /// For every number k of 0...length the sums of the first k values, ascending over the
    /// permutations.
    private let sortedSums: [[Double]]
    /// Where each site was drawn: permutation and place, sorted by site.
    private let appearances: [Appearance]
    /// The sums of the first k values, permutation by permutation, `length` + 1 each.
    private let sums: [Double]
    /// Sums this near count as equal.
    private let dust: Double

    private struct Appearance {
        let site: Int32
        let permutation: Int32
        let place: Int32
    }

    /// - Parameters:
    ///   - sites: Those that are drawn from.
    ///   - values: One a site, with a mean of 0.
    ///   - length: How many are drawn, no more than there are sites.
    init(
        _ permutations: Permutations, of sites: [Int], values: [Double], length: Int, threads: Int
    ) {
        let drawn = mapChunks(chunks(of: permutations.count, size: 16), threads: threads) { range in
            Self.draw(range, permutations, sites, length: length)
        }.flatMap { $0 }
        self.length = length
        count = permutations.count
        self.values = drawn.map { values[Int($0)] }
        var sums: [Double] = []
        sums.reserveCapacity(count * (length + 1))
        var largest = 0.0
        for permutation in 0..<count {
            var sum = 0.0
            sums.append(sum)
            for place in 0..<length {
                sum += self.values[permutation * length + place]
                sums.append(sum)
                largest = max(largest, abs(sum))
            }
        }
        self.sums = sums
        dust = 1e-12 * largest
        sortedSums = mapChunks(chunks(of: length + 1, size: 8), threads: threads) {
            [sums, count] range in
            range.map { k in
                (0..<count).map { sums[$0 * (length + 1) + k] }.sorted()
            }
        }.flatMap { $0 }
        appearances = drawn.enumerated().map { index, site in
            Appearance(
                site: site, permutation: Int32(index / length), place: Int32(index % length))
        }.sorted { ($0.site, $0.permutation) < ($1.site, $1.permutation) }
    }

    /// The first `length` sites of a shuffle, for each permutation of `range`.
    private static func draw(
        _ range: Range<Int>, _ permutations: Permutations, _ sites: [Int], length: Int
    ) -> [Int32] {
        var deck = sites.map { Int32($0) }
        var drawn: [Int32] = []
        drawn.reserveCapacity(range.count * length)
        for permutation in range {
            var random = PermutationRandom(seed: permutations.seed, permutation: permutation)
            var swaps: [Int] = []
            for place in 0..<length {
                let other = place + random.number(below: deck.count - place)
                deck.swapAt(place, other)
                swaps.append(other)
                drawn.append(deck[place])
            }
            // The deck goes back as it was: no permutation depends on another.
            for (place, other) in swaps.enumerated().reversed() { deck.swapAt(place, other) }
        }
        return drawn
    }

    /// In how many permutations the first `neighbours` sites other than `site` add up to as much as
    /// `sum` or more, and to as little or less.
    func tally(_ sum: Double, neighbours: Int, of site: Int, value: Double) -> PermutationTally {
        let (low, high) = (sum - dust, sum + dust)
        let sorted = sortedSums[neighbours]
        var tally = PermutationTally()
        tally.atLeast = sorted.count - firstIndex(in: sorted.indices) { sorted[$0] >= low }
        tally.atMost = firstIndex(in: sorted.indices) { sorted[$0] > high }
        // Where the site itself is among them, the next one drawn takes its place.
        for appearance in ownAppearances(site) where appearance.place < neighbours {
            let start = Int(appearance.permutation) * (length + 1)
            tally.remove(sums[start + neighbours], low: low, high: high)
            tally.add(sums[start + neighbours + 1] - value, low: low, high: high)
        }
        return tally
    }

    /// The same for neighbours of different weights, each drawn value in the place of one.
    func tally(_ sum: Double, weights: [Double], of site: Int) -> PermutationTally {
        var own = ownAppearances(site)[...]
        let slack = dust * weights.reduce(0) { max($0, abs($1)) }
        var tally = PermutationTally()
        for permutation in 0..<count {
            var skipped = Int.max
            if let next = own.first, Int(next.permutation) == permutation {
                skipped = Int(next.place)
                own.removeFirst()
            }
            var total = 0.0
            for (place, weight) in weights.enumerated() {
                let drawn = place < skipped ? place : place + 1
                total += weight * values[permutation * length + drawn]
            }
            tally.add(total, low: sum - slack, high: sum + slack)
        }
        return tally
    }

    private func ownAppearances(_ site: Int) -> ArraySlice<Appearance> {
        let first = firstIndex(in: appearances.indices) { appearances[$0].site >= site }
        let end = firstIndex(in: appearances.indices) { appearances[$0].site > site }
        return appearances[first..<end]
    }

    /// The first of `range` for which `isBehind` holds, which holds for all after it as well.
    private func firstIndex(in range: Range<Int>, where isBehind: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// How many permutations gave as much as was found or more, and as little or less; those that gave
/// the same count for both.
struct PermutationTally: Hashable, Sendable {
    var atLeast = 0
    var atMost = 0

    /// Counts a permutation; what lies from `low` to `high` is the same as what was found.
    mutating func add(_ sum: Double, low: Double, high: Double) {
        if sum >= low { atLeast += 1 }
        if sum <= high { atMost += 1 }
    }

    mutating func remove(_ sum: Double, low: Double, high: Double) {
        if sum >= low { atLeast -= 1 }
        if sum <= high { atMost -= 1 }
    }
}
