extension Moments {
    /// The moments of cells with weights alone.
    ///
    /// Two passes: deviations are taken from the cells' own mean.
    init(of cells: WeightedCells, takesDeviations: Bool = true) {
        self.init()
        addUp(cells)
        guard takesDeviations, !isEmpty else { return }
        setMean()
        addDeviations(squares: 0, of: cells, from: mean.high)
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
        setMean()
        addDeviations(squares: whole.squares, of: singles, from: whole.centre)
    }

    /// Whether `centre` is too far from the mean for deviations that were taken from it: of the
    /// digits of Σ c·(x − centre)² the move to the mean cancels more than four binary ones.
    func isTooFar(from centre: Double) -> Bool {
        guard minimum < maximum, minimum.isFinite, maximum.isFinite else { return false }
        let deviation = deviation(from: centre)
        // The negation takes a NaN, left by an overflow, for too far.
        return !(deviation * (deviation / count.value) <= 16 * squaredDeviations)
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

    /// Sets the mean and what its division rounds away. Equal values are their own mean.
    private mutating func setMean() {
        if minimum == maximum {
            mean = CompensatedSum(high: minimum)
        } else {
            mean.high = sum.value / count.value
            mean.low = deviation(from: mean.high) / count.value
        }
    }

    /// Sets the squared deviations from the mean, given those of the whole cells from `centre`:
    /// Σ c·(x − m)² = Σ c·(x − centre)² − (Σ c·(x − centre))² ÷ Σ c.
    private mutating func addDeviations(
        squares: Double, of singles: WeightedCells, from centre: Double
    ) {
        // The rounding of the mean of equal values must not invent a deviation.
        guard minimum < maximum else { return }
        var deviations = DeviationLanes(from: centre)
        singles.forEachFour { deviations.add($0, weights: $1) }
        let deviation = deviation(from: centre)
        squaredDeviations = max(
            squares + deviations.squares - deviation * (deviation / count.value), 0)
    }

    /// Σ c·(x − centre), from the sums: a product and its rounding error lose nothing.
    private func deviation(from centre: Double) -> Double {
        sum.high.addingProduct(-centre, count.high) + (sum.low - centre * count.low)
    }
}
