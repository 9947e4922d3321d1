/// How long cells have been hot spots.
public struct Persistence: Hashable, Sendable {
    /// In how many of the periods each cell was selected.
    public let counts: [Int]
    /// In how many periods up to the last, without a break; 0 for a cell that is none now.
    public let runs: [Int]

    /// - Parameter selections: Period by period, in order, whether each cell was selected.
    /// - Precondition: as many cells in every period.
    public init(_ selections: [[Bool]]) {
        let cellCount = selections.first?.count ?? 0
        precondition(
            selections.allSatisfy { $0.count == cellCount }, "the same cells in every period")
        counts = (0..<cellCount).map { cell in selections.count { $0[cell] } }
        runs = (0..<cellCount).map { cell in
            selections.reversed().prefix { $0[cell] }.count
        }
    }

    /// The hot spots that may be released: whose rank has fallen (a larger number) in each of the
    /// last `steps` changes from period to period.
    ///
    /// - Parameters:
    ///   - ranks: Period by period, in order, the rank of each cell; `nil` where it has none, which
    ///     counts as no fall.
    ///   - steps: How many falls in a row, at least 1.
    /// - Returns: For each cell whether it may be released; none while there are too few periods.
    public static func released(ranks: [[Int?]], afterFalls steps: Int) -> [Bool] {
        precondition(steps > 0, "a release needs at least one fall")
        let cellCount = ranks.first?.count ?? 0
        let last = ranks.suffix(steps + 1)
        guard last.count == steps + 1 else { return [Bool](repeating: false, count: cellCount) }
        return (0..<cellCount).map { cell in
            zip(last, last.dropFirst()).allSatisfy { before, after in
                guard let before = before[cell], let after = after[cell] else { return false }
                return after > before
            }
        }
    }
}
