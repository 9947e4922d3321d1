/// What is done about testing many cells at once.
public enum MultipleTesting: String, CaseIterable, Hashable, Sendable {
    /// The false discovery rate is held at each level (Benjamini and Hochberg, 1995).
    case benjaminiHochberg = "bh"
    /// Every cell is judged as if it were the only one.
    case none
}

/// The levels at which a cell is significant: bin ±1, ±2 and ±3.
public struct SignificanceLevels: Hashable, Sendable {
    /// Descending probabilities, one a bin.
    public let levels: [Double]

    /// 0.10, 0.05 and 0.01: confidence of 90 %, 95 % and 99 %.
    public static let standard = SignificanceLevels([0.10, 0.05, 0.01])

    /// - Precondition: at least one level; all are in 0…1 and descend.
    public init(_ levels: [Double]) {
        precondition(
            !levels.isEmpty && levels.allSatisfy { $0 > 0 && $0 < 1 }
                && zip(levels, levels.dropFirst()).allSatisfy { $0 > $1 },
            "levels of significance descend between 1 and 0")
        self.levels = levels
    }
}

/// From which |z| on a cell is significant at each level.
public struct SignificanceCutoffs: Hashable, Sendable {
    /// The smallest |z| of each bin 1, 2, 3, ascending; infinity where no cell reaches it.
    public let smallestZ: [Double]

    public init(smallestZ: [Double]) { self.smallestZ = smallestZ }

    /// The bin of a z-score: 0 for not significant, else ±1, ±2, ±3 with the sign of `z`; 0 for
    /// NaN.
    @inlinable
    public func bin(ofZ z: Double) -> Int8 {
        let size = abs(z)
        var bin: Int8 = 0
        for cutoff in smallestZ where size >= cutoff { bin += 1 }
        return z < 0 ? -bin : bin
    }

    /// The cutoffs for `z`, one value a test; NaN are no tests.
    ///
    /// - Complexity: O(n).
    public init(
        of z: [Double], correction: MultipleTesting, levels: SignificanceLevels = .standard
    ) {
        guard correction == .benjaminiHochberg else {
            self.init(uncorrected: levels)
            return
        }
        var search = FalseDiscoverySearch(levels: levels)
        search.count(z)
        if search.needsValues { search.collect(z) }
        self = search.cutoffs()
    }

    /// The cutoffs of single tests: where the two-sided probability equals the level.
    public init(uncorrected levels: SignificanceLevels = .standard) {
        self.init(smallestZ: levels.levels.map(Self.smallestZ))
    }

    /// The smallest |z| with a probability of at most `level`, by bisection to the last bit.
    private static func smallestZ(at level: Double) -> Double {
        var (low, high) = (0.0, 64.0)
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return high }
            if twoSidedProbability(ofZ: middle) <= level { high = middle } else { low = middle }
        }
    }
}

/// The bins of tests by their probabilities, for probabilities that come from permutations.
///
/// - Parameters:
///   - p: One probability a test; NaN for none.
///   - signs: Which way the test points, one a test; only the sign counts.
/// - Returns: 0, or ±1, ±2, ±3 with the sign; 0 for NaN.
/// - Complexity: O(n log n).
///
/// Source: Benjamini and Hochberg, Controlling the false discovery rate, 1995: the largest k with
/// p₍ₖ₎ ≤ α·k ÷ n, and all tests with a probability up to that.
public func significanceBins(
    ofProbabilities p: [Double], signs: [Double], correction: MultipleTesting,
    levels: SignificanceLevels = .standard
) -> [Int8] {
    precondition(p.count == signs.count, "a sign a probability")
    let sorted = p.filter { !$0.isNaN }.sorted()
    let limits = levels.levels.map { level -> Double in
        guard correction == .benjaminiHochberg else { return level }
        let count = Double(sorted.count)
        let last = sorted.indices.last { sorted[$0] <= level * Double($0 + 1) / count }
        return last.map { sorted[$0] } ?? -1
    }
    return zip(p, signs).map { p, sign in
        let bin = Int8(limits.count { p <= $0 })
        return sign < 0 ? -bin : bin
    }
}
