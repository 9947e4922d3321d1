extension Moments {
    /// The moments of neighbouring cells that count whole, and of single ones with weights.
    ///
    /// Two passes over values that stay in the cache. Deviations are taken from the cells' own
    /// mean, so that a large common offset cancels before it is squared.
    ///
    /// - Parameters:
    ///   - takesDeviations: Whether mean and squared deviations are kept; else they stay 0.
    ///   - singles: Cells with positive weights; NaN where there is no data.
    ///   - forEachEight: Calls its argument with eight neighbouring values after the other, each
    ///     with weight 1; the same ones whenever it is called.
    @inline(__always)
    init<Value: CellValue>(
        takesDeviations: Bool, singles: WeightedCells,
        forEachEight: ((UnsafePointer<Value>) -> Void) -> Void
    ) {
        self.init()
        var whole = Value.Figures()
        forEachEight { whole.add($0) }
        addUp(whole, singles)
        guard takesDeviations, !isEmpty else { return }
        // Equal values have no deviation; the rounding of their mean must not invent one.
        if minimum == maximum {
            mean.high = minimum
            return
        }
        mean.high = sum.value / count.value
        var deviations = DeviationLanes(from: mean.high)
        forEachEight { eight in
            deviations.add(Value.load(eight))
            deviations.add(Value.load(eight + 4))
        }
        singles.forEachFour { deviations.add($0, weights: $1) }
        let rest = deviations.sum / count.value
        mean.low = rest
        squaredDeviations = max(deviations.squares - deviations.sum * rest, 0)
    }

    /// The moments of cells with weights alone.
    init(of cells: WeightedCells) {
        self.init(takesDeviations: true, singles: cells) { (_: (UnsafePointer<Double>) -> Void) in }
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

/// Σ c·(x − m) and Σ c·(x − m)², for a fixed m near the mean.
private struct DeviationLanes {
    private let centre: SIMD4<Double>
    private var first = SIMD4<Double>.zero
    private var second = SIMD4<Double>.zero

    init(from centre: Double) { self.centre = SIMD4(repeating: centre) }

    @inline(__always)
    mutating func add(_ values: SIMD4<Double>) {
        let difference = (values - centre).replacing(with: 0, where: values .!= values)
        first += difference
        second += difference * difference
    }

    @inline(__always)
    mutating func add(_ values: SIMD4<Double>, weights: SIMD4<Double>) {
        let difference = (values - centre).replacing(with: 0, where: values .!= values)
        let weighted = weights * difference
        first += weighted
        second += weighted * difference
    }

    var sum: Double { (first[0] + first[1]) + (first[2] + first[3]) }
    var squares: Double { (second[0] + second[1]) + (second[2] + second[3]) }
}
