/// What is read from the sorted cells of a zone.
struct ValueFigures: Sendable, Hashable {
    /// The quantiles asked for, in their order; NaN without a cell.
    var quantiles: [Double] = []
    var mode = Double.nan
    var minority = Double.nan
    var variety = 0
    /// Each value with Σ c of its cells ÷ Σ c of all, ascending; empty unless asked for.
    var classes: [ClassShare] = []

    struct ClassShare: Sendable, Hashable {
        let value: Double
        let share: Double
    }

    /// What to look for.
    struct Wish: Sendable, Hashable {
        var quantiles: [Double] = []
        var definition = QuantileDefinition.inverseCDF
        var wantsGroups = false
        var wantsClasses = false
    }

    /// The most classes that `frac` gives columns for.
    static let mostClasses = 1000

    /// - Throws: `ZonalStatisticsError.tooManyClasses`, and what reading the runs throws.
    /// - Complexity: O(cells · log runs); memory O(runs).
    init(_ runs: [StoredRun], _ wish: Wish) throws {
        quantiles = [Double](repeating: .nan, count: wish.quantiles.count)
        let cells = try CellTotals(runs)
        guard cells.count > 0 else { return }
        var finder = QuantileFinder(wish, cells)
        var merge = try ValueMerge(runs)
        let dust = 1e-12 * cells.coverage
        var largest = -Double.infinity
        var smallest = Double.infinity
        while try merge.next() {
            let group = merge.group
            finder.pass(group, &quantiles)
            if wish.wantsGroups || wish.wantsClasses {
                let coverage = group.coverage
                variety += 1
                // Ascending values: a tie goes to the larger for the mode, stays for the minority.
                // What rounding leaves between equal sums is a tie.
                if coverage >= largest - dust { mode = group.value }
                if coverage < smallest - dust { minority = group.value }
                largest = max(largest, coverage)
                smallest = min(smallest, coverage)
                if wish.wantsClasses {
                    guard classes.count < Self.mostClasses else {
                        throw ZonalStatisticsError.tooManyClasses(limit: Self.mostClasses)
                    }
                    classes.append(
                        ClassShare(value: group.value, share: coverage / cells.coverage))
                }
            } else if finder.isDone {
                break
            }
        }
        finder.finish(merge.group.value, &quantiles)
    }
}

/// How many cells there are, and Σ c of them.
private struct CellTotals {
    let count: Int
    let coverage: Double

    init(_ runs: [StoredRun]) throws {
        let whole = runs.reduce(0) { $0 + $1.wholeCells }
        count = whole + runs.reduce(0) { $0 + $1.partCells }
        // In the order of values, so that the cut into runs cannot change the last bits.
        var sum = CompensatedSum(high: Double(whole))
        var parts = try ValueMerge(partsOf: runs)
        while try parts.next() {
            for fraction in parts.group.fractions { sum.add(fraction) }
        }
        coverage = sum.value
    }
}

/// Finds quantiles while the cells pass in ascending order.
private struct QuantileFinder {
    /// The quantiles as asked, ascending, with their places in the result.
    private let wanted: [(quantile: Double, place: Int)]
    private let definition: QuantileDefinition
    private let cells: CellTotals
    private var next = 0
    /// Σ c of the cells passed, whole ones counted exactly.
    private var whole = 0
    private var parts = CompensatedSum()
    /// Of `linear`: the number of cells passed, and where the last stands.
    private var passed = 0
    private var lastStand = 0.0
    private var lastValue = 0.0

    init(_ wish: ValueFigures.Wish, _ cells: CellTotals) {
        wanted = wish.quantiles.enumerated().map { ($1, $0) }.sorted { $0 < $1 }
        definition = wish.definition
        self.cells = cells
    }

    var isDone: Bool { next == wanted.count }

    private var coverage: Double { Double(whole) + parts.value }

    mutating func pass(_ group: ValueMerge.Group, _ result: inout [Double]) {
        guard !isDone else { return }
        switch definition {
        case .inverseCDF:
            whole += group.whole
            for fraction in group.fractions { parts.add(fraction) }
            let reached = coverage + 1e-12 * cells.coverage
            while !isDone, wanted[next].quantile * cells.coverage <= reached {
                result[wanted[next].place] = group.value
                next += 1
            }
        case .linear:
            for fraction in group.fractions { pass(group.value, fraction, count: 1, &result) }
            if group.whole > 0 { pass(group.value, 1, count: group.whole, &result) }
        }
    }

    /// Whatever rounding has left over lies at the largest value.
    func finish(_ largest: Double, _ result: inout [Double]) {
        for index in next..<wanted.count { result[wanted[index].place] = largest }
    }

    /// Passes `count` cells of one value and coverage.
    private mutating func pass(
        _ value: Double, _ fraction: Double, count: Int, _ result: inout [Double]
    ) {
        let others = Double(cells.count - 1)
        let first = Double(passed) * fraction + others * coverage
        let last =
            Double(passed + count - 1) * fraction
            + others * (coverage + Double(count - 1) * fraction)
        while !isDone {
            let target = wanted[next].quantile * others * cells.coverage
            if target > last { break }
            // At the first cell of all nothing lies to the left.
            result[wanted[next].place] =
                target >= first || passed == 0
                ? value
                : lastValue + (target - lastStand) * ((value - lastValue) / (first - lastStand))
            next += 1
        }
        if fraction == 1 { whole += count } else { parts.add(fraction) }
        passed += count
        lastStand = last
        lastValue = value
    }
}
