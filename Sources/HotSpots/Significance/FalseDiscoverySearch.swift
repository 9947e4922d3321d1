/// Finds the Benjamini–Hochberg cutoffs of any number of z-scores in two looks at them, without
/// keeping or sorting them.
///
/// The first look counts |z| in narrow bins. That settles all bins but the few in which the line
/// α·k ÷ n crosses the probabilities; the second look keeps the values of those bins only and
/// sorts them. The cutoffs are exact, the same as from sorting everything.
///
///     var search = FalseDiscoverySearch()
///     for band in bands { search.count(band.z) }
///     if search.needsValues { for band in bands { search.collect(band.z) } }
///     let cutoffs = search.cutoffs()
///
/// - Complexity: O(n); memory 0.7 MB and the values of the open bins.
///
/// Source: Benjamini and Hochberg, Controlling the false discovery rate, 1995.
public struct FalseDiscoverySearch: Sendable {
    private static let binsPerUnit = 4096.0
    /// Beyond |z| = 40 the probability is 0 in double precision.
    private static let binCount = 40 * 4096 + 1

    private let levels: SignificanceLevels
    private var counts = [Int](repeating: 0, count: binCount)
    /// What the first look left open, worked out when it is asked for.
    private var open: [Int: [Double]] = [:]
    /// Whether a bin is one of `open`: most values are in none, and need no search.
    private var isOpen: [Bool] = []
    private var isSettled = false
    private var findings: [Finding] = []

    /// What the first look says of one level.
    private struct Finding {
        /// All values from here on are significant for sure.
        var certainFrom = Double.infinity
        /// The bins below it that may hold smaller ones, and how many values lie above each.
        var openBins: [(bin: Int, above: Int)] = []
    }

    public init(levels: SignificanceLevels = .standard) { self.levels = levels }

    /// How many tests were counted.
    public private(set) var testCount = 0

    /// The first look.
    ///
    /// - Precondition: `needsValues` has not been asked yet.
    public mutating func count(_ z: [Double]) {
        precondition(!isSettled, "counting comes before settling")
        var tests = 0
        counts.withUnsafeMutableBufferPointer { counts in
            for value in z where !value.isNaN {
                counts[Self.bin(of: abs(value))] += 1
                tests += 1
            }
        }
        testCount += tests
    }

    /// Whether a second look is needed.
    public var needsValues: Bool {
        mutating get {
            settle()
            return !open.isEmpty
        }
    }

    /// The second look: the same values again, in any order.
    public mutating func collect(_ z: [Double]) {
        settle()
        guard !open.isEmpty else { return }
        isOpen.withUnsafeBufferPointer { isOpen in
            for value in z where !value.isNaN {
                let bin = Self.bin(of: abs(value))
                if isOpen[bin] { open[bin]?.append(abs(value)) }
            }
        }
    }

    /// The smallest significant |z| of every level; infinity where nothing is significant.
    ///
    /// - Precondition: a second look was taken where one was needed.
    public mutating func cutoffs() -> SignificanceCutoffs {
        settle()
        precondition(
            open.allSatisfy { $0.value.count == counts[$0.key] }, "the second look is missing")
        let smallest = zip(levels.levels, findings).map { level, finding in
            var cutoff = finding.certainFrom
            for (bin, above) in finding.openBins {
                let values = (open[bin] ?? []).sorted(by: >)
                for (place, value) in values.enumerated()
                where isSignificant(value, rank: above + place + 1, at: level) {
                    cutoff = min(cutoff, value)
                }
            }
            return cutoff
        }
        return SignificanceCutoffs(smallestZ: smallest)
    }

    private static func bin(of size: Double) -> Int {
        Int(min(size * binsPerUnit, Double(binCount - 1)))
    }

    private func isSignificant(_ size: Double, rank: Int, at level: Double) -> Bool {
        twoSidedProbability(ofZ: size) <= level * Double(rank) / Double(testCount)
    }

    /// Settles every bin that counts alone can settle.
    private mutating func settle() {
        guard !isSettled else { return }
        isSettled = true
        findings = levels.levels.map(finding)
        for finding in findings {
            for (bin, _) in finding.openBins { open[bin] = [] }
        }
        isOpen = (0..<Self.binCount).map { open[$0] != nil }
    }

    private func finding(at level: Double) -> Finding {
        var finding = Finding()
        var above = 0
        for bin in stride(from: Self.binCount - 1, through: 0, by: -1) where counts[bin] > 0 {
            let low = Double(bin) / Self.binsPerUnit
            let high = bin == Self.binCount - 1 ? .infinity : Double(bin + 1) / Self.binsPerUnit
            if isSignificant(low, rank: above + 1, at: level) {
                // Everything above is significant too, open or not.
                finding = Finding(certainFrom: low)
            } else if isSignificant(high, rank: above + counts[bin], at: level) {
                finding.openBins.append((bin, above))
            }
            above += counts[bin]
        }
        return finding
    }
}
