extension Moments {
    /// The moments of runs of cells that count whole, and of single ones with weights.
    ///
    /// Two passes over values that stay in the cache. Deviations are taken from the cells' own
    /// mean, so that a large common offset cancels before it is squared.
    ///
    /// - Parameters:
    ///   - whole: The runs' figures.
    ///   - singles: Cells with positive weights; NaN where there is no data.
    ///   - addDeviations: Adds those of the same runs, where mean and squared deviations are
    ///     wanted; `nil` leaves both 0.
    @inline(__always)
    init(
        _ whole: some CellFigures, singles: WeightedCells,
        addDeviations: ((inout DeviationLanes) -> Void)?
    ) {
        self.init()
        addUp(whole, singles)
        guard let addDeviations, !isEmpty else { return }
        // Equal values have no deviation; the rounding of their mean must not invent one.
        if minimum == maximum {
            mean.high = minimum
            return
        }
        mean.high = sum.value / count.value
        var deviations = DeviationLanes(from: mean.high)
        addDeviations(&deviations)
        singles.forEachFour { deviations.add($0, weights: $1) }
        let rest = deviations.sum / count.value
        mean.low = rest
        squaredDeviations = max(deviations.squares - deviations.sum * rest, 0)
    }

    /// The moments of cells with weights alone.
    init(of cells: WeightedCells) {
        self.init(DoubleFigures(), singles: cells) { _ in }
    }

    private mutating func addUp(_ whole: some CellFigures, _ singles: WeightedCells) {
        var weightLanes = CompensatedLanes()
        var sums = CompensatedLanes()
        var extremes = ExtremeLanes()
        singles.forEachFour { values, weights in
            let isMissing = values .!= values
            let weights = weights.replacing(with: 0, where: isMissing)
            weightLanes.add(weights)
            sums.add(weights * values.replacing(with: 0, where: isMissing))
            extremes.add(values)
        }
        count = CompensatedSum(high: whole.count)
        count.add(weightLanes.total)
        sum = whole.sum
        sum.add(sums.total)
        minimum = min(whole.minimum, extremes.smallest.min())
        maximum = max(whole.maximum, extremes.largest.max())
    }
}
