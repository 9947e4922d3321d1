extension Moments {
    /// The moments of cells with weights alone.
    ///
    /// Two passes: deviations are taken from the cells' own mean.
    init(of cells: WeightedCells, takesDeviations: Bool = true) {
        self.init()
        addUp(cells)
        guard takesDeviations, !isEmpty else { return }
        addDeviations(Deviations(of: cells, from: sum.value / count.value))
    }

    /// The moments of runs of cells that count whole, and of single ones with weights.
    ///
    /// - Parameters:
    ///   - whole: The runs' figures, with or without squared deviations; without, mean and
    ///     deviations stay 0.
    ///   - singles: Cells with positive weights; NaN where there is no data.
    init(_ whole: some CellFigures, singles: WeightedCells) {
        self.init()
        addUp(singles)
        var total = CompensatedSum(high: whole.count)
        total.add(count)
        count = total
        total = whole.sum
        total.add(sum)
        sum = total
        minimum = min(whole.minimum, minimum)
        maximum = max(whole.maximum, maximum)
        guard whole.takesSquares, !isEmpty else { return }
        var deviations = Deviations(of: singles, from: whole.centre)
        deviations.add(whole)
        addDeviations(deviations)
    }

    /// Whether `centre` is too far from the mean for deviations that were taken from it: of the
    /// digits of Σ c·(x − centre)² the move to the mean cancels more than four binary ones.
    func isTooFar(from centre: Double) -> Bool {
        guard minimum < maximum, minimum.isFinite, maximum.isFinite else { return false }
        let distance = (mean.high - centre) + mean.low
        // The negation takes a NaN, left by an overflow, for too far.
        return !(distance * distance * count.value <= 16 * squaredDeviations)
    }

    private mutating func addUp(_ cells: WeightedCells) {
        var weightLanes = CompensatedLanes()
        var sums = CompensatedLanes()
        var extremes = ExtremeLanes()
        cells.forEachFour { values, weights in
            let isMissing = values .!= values
            let weights = weights.replacing(with: 0, where: isMissing)
            weightLanes.add(weights)
            sums.add(weights * values.replacing(with: 0, where: isMissing))
            extremes.add(values)
        }
        count = weightLanes.total
        sum = sums.total
        minimum = extremes.smallest.min()
        maximum = extremes.largest.max()
    }

    /// Sets the mean with what its division rounds away, and the squared deviations from it:
    ///
    ///     μ = m + Σ c·(x − m) ÷ Σ c
    ///     Σ c·(x − μ)² = Σ c·(x − m)² − (Σ c·(x − m))² ÷ Σ c
    private mutating func addDeviations(_ deviations: Deviations) {
        // Equal values are their own mean, and the rounding of it must not invent a deviation.
        guard minimum < maximum else {
            mean = CompensatedSum(high: minimum)
            return
        }
        let rest = deviations.sum / count.value
        mean.high = sum.value / count.value
        mean.low = (deviations.centre - mean.high) + rest
        squaredDeviations = max(deviations.squares - deviations.sum * rest, 0)
    }
}

/// Σ c·(x − m) and Σ c·(x − m)² around a centre m.
private struct Deviations {
    let centre: Double
    /// Added up from deviations, not from the sum of the values: that has lost what the products
    /// of large values and weights round away.
    private(set) var sum: Double
    private(set) var squares: Double

    init(of cells: WeightedCells, from centre: Double) {
        var lanes = DeviationLanes(from: centre)
        cells.forEachFour { lanes.add($0, weights: $1) }
        self.centre = centre
        sum = lanes.sum
        squares = lanes.squares
    }

    /// Adds whole cells, whose sum is exact but for what the compensation could not hold.
    mutating func add(_ whole: some CellFigures) {
        let total = whole.sum
        sum += total.high.addingProduct(-centre, whole.count) + total.low
        squares += whole.squares
    }
}
