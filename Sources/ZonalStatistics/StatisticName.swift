/// Names of statistics beyond those that are computed.
enum StatisticName {
    /// Names that are defined for zonal statistics, without parameters.
    private static let reserved = [
        "median", "mode", "minority", "variety", "min_x", "min_y", "max_x", "max_y", "frac",
        "weighted_mean", "weighted_sum", "weighted_stdev", "weighted_variance", "circular_mean",
    ]

    /// Whether `name` is defined but not computed: one of the fixed names, a percentile `pNN` of
    /// 0 to 100, or `share>LIMIT`.
    static func isReserved(_ name: String) -> Bool {
        reserved.contains(name) || isPercentile(name) || isShare(name)
    }

    private static func isPercentile(_ name: String) -> Bool {
        guard name.first == "p", let digit = name.dropFirst().first, digit.isWholeNumber,
            let percent = Double(name.dropFirst())
        else { return false }
        return (0...100).contains(percent)
    }

    private static func isShare(_ name: String) -> Bool {
        name.hasPrefix("share>") && Double(name.dropFirst(6))?.isFinite == true
    }

    /// The name that differs from `name` in the fewest letters; `nil` when more than a third of
    /// them differ.
    static func nearest(to name: String) -> String? {
        let wanted = Array(name.lowercased().utf8)
        let candidates = Statistic.allCases.map(\.name) + reserved + ["p90", "share>30"]
        let ranked = candidates.map { ($0, editDistance(wanted, Array($0.utf8))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 * 3 <= max(wanted.count, 3)
        else { return nil }
        return best.0
    }

    /// The number of letters to insert, delete or replace (Levenshtein).
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
