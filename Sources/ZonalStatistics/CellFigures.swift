/// Count, sum, extremes and squared deviations of runs of cells that count whole, in one pass.
///
/// Deviations are taken from a centre near the cells' mean, so that a large common offset cancels
/// before it is squared. A cell without data is replaced by the centre, which deviates by nothing
/// and is no new extreme, and is taken off the count and the sum again at the end.
///
/// One type for floats and one for doubles, over vectors of a concrete type: with vectors of a
/// generic one the compiler goes through the lanes one by one, 20 times slower. The lanes are a
/// fixed number and joined in a fixed order: the same digits on every machine.
protocol CellFigures {
    associatedtype Value

    /// - Parameters:
    ///   - centre: A finite value between the smallest and the largest of all cells of the unit.
    ///   - takesSquares: Whether squared deviations are wanted.
    init(around centre: Value, takesSquares: Bool)
    var takesSquares: Bool { get }
    /// Takes eight values without the first `skipped`; NaN is passed over.
    mutating func add(
        _ values: UnsafePointer<Value>, skipping skipped: Int, takesSquares: Bool)
    var centre: Double { get }
    var count: Double { get }
    var sum: CompensatedSum { get }
    /// Σ (x − centre)²; 0 where not wanted.
    var squares: Double { get }
    /// Infinity without a value.
    var minimum: Double { get }
    /// Minus infinity without a value.
    var maximum: Double { get }
}

extension CellFigures {
    /// The fewest neighbouring values that are taken together.
    static var shortestRun: Int { 8 }

    /// Takes neighbouring values; NaN is passed over.
    ///
    /// - Precondition: There are `shortestRun` at least.
    @inline(__always)
    mutating func add(_ values: UnsafeBufferPointer<Value>) {
        // One loop for each case, none with a question in it.
        if takesSquares {
            addByEights(values, takesSquares: true)
        } else {
            addByEights(values, takesSquares: false)
        }
    }

    /// Eight values after the other; the last eight without those that were taken before.
    @inline(__always)
    private mutating func addByEights(
        _ values: UnsafeBufferPointer<Value>, takesSquares: Bool
    ) {
        guard let base = values.baseAddress else { return }
        // A copy of its own stays in registers; nothing that the pointer may reach is in it.
        var figures = self
        let end = values.count & ~7
        var index = 0
        while index < end {
            figures.add(base + index, skipping: 0, takesSquares: takesSquares)
            index &+= 8
        }
        let rest = values.count & 7
        if rest > 0 {
            figures.add(
                base + (values.count - 8), skipping: 8 - rest,
                takesSquares: takesSquares)
        }
        self = figures
    }
}

struct FloatFigures: CellFigures {
    let takesSquares: Bool
    private let centres: SIMD4<Float>
    private var present = 0
    private var missing = 0
    private var sums = CompensatedLanes()
    private var squareLanes = SIMD4<Double>.zero
    private var smallest = SIMD4<Float>(repeating: .infinity)
    private var largest = SIMD4<Float>(repeating: -.infinity)

    init(around centre: Float, takesSquares: Bool) {
        self.takesSquares = takesSquares
        centres = SIMD4(repeating: centre)
    }

    /// Two floats are first added to each other: their 24 digits lose nothing in the 53 of a
    /// double, unless one is 2^28 times the other.
    @inline(__always)
    mutating func add(
        _ values: UnsafePointer<Float>, skipping skipped: Int, takesSquares: Bool
    ) {
        var first = UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Float>.self)
        var second = UnsafeRawPointer(values + 4).loadUnaligned(as: SIMD4<Float>.self)
        let isMissing = unsafeBitCast(
            (first .!= first) .| (second .!= second), to: SIMD2<Int64>.self)
        if isMissing[0] | isMissing[1] != 0 || skipped > 0 {
            let filled = filledUp(first, second, with: centres, skipping: skipped)
            (first, second) = (filled.first, filled.second)
            missing &+= filled.count
        }
        present &+= 8
        smallest.replace(with: first, where: first .< smallest)
        smallest.replace(with: second, where: second .< smallest)
        largest.replace(with: first, where: first .> largest)
        largest.replace(with: second, where: second .> largest)
        let (wideFirst, wideSecond) = (SIMD4<Double>(first), SIMD4<Double>(second))
        sums.add(wideFirst + wideSecond)
        if takesSquares {
            let centres = SIMD4<Double>(centres)
            let (a, b) = (wideFirst - centres, wideSecond - centres)
            squareLanes += a * a + b * b
        }
    }

    var centre: Double { Double(centres[0]) }
    var count: Double { Double(present - missing) }
    var sum: CompensatedSum { sums.total(without: missing, of: centre) }
    var squares: Double { squareLanes.sumByPairs }
    var minimum: Double { Double(smallest.min()) }
    var maximum: Double { Double(largest.max()) }
}

/// Eight values with `centres` in place of NaN and of the first `skipped`, and how many these are.
///
/// On its own, because a selection that stands before the widening to doubles is compiled lane by
/// lane, and costs all vectors five times their time for the sake of the few with missing cells.
@inline(never)
private func filledUp(
    _ first: SIMD4<Float>, _ second: SIMD4<Float>, with centres: SIMD4<Float>,
    skipping skipped: Int
) -> (first: SIMD4<Float>, second: SIMD4<Float>, count: Int) {
    let skipped = SIMD4<Int32>(repeating: Int32(truncatingIfNeeded: skipped))
    let isFirst = (first .!= first) .| (SIMD4<Int32>(0, 1, 2, 3) .< skipped)
    let isSecond = (second .!= second) .| (SIMD4<Int32>(4, 5, 6, 7) .< skipped)
    // The bits of a mask are those of −1.
    let count = 0 &- (bits(isFirst) &+ bits(isSecond)).wrappedSum()
    return (
        first.replacing(with: centres, where: isFirst),
        second.replacing(with: centres, where: isSecond), Int(count)
    )
}

struct DoubleFigures: CellFigures {
    let takesSquares: Bool
    private let centres: SIMD4<Double>
    private var present = 0
    private var missing = SIMD4<Int64>.zero
    private var sums = CompensatedLanes()
    private var squareLanes = SIMD4<Double>.zero
    private var extremes = ExtremeLanes()

    init(around centre: Double, takesSquares: Bool) {
        self.takesSquares = takesSquares
        centres = SIMD4(repeating: centre)
    }

    @inline(__always)
    mutating func add(
        _ values: UnsafePointer<Double>, skipping skipped: Int, takesSquares: Bool
    ) {
        let skipped = SIMD4<Int64>(repeating: Int64(skipped))
        add(values, SIMD4<Int64>(0, 1, 2, 3) .< skipped, takesSquares)
        add(values + 4, SIMD4<Int64>(4, 5, 6, 7) .< skipped, takesSquares)
        present &+= 8
    }

    @inline(__always)
    private mutating func add(
        _ values: UnsafePointer<Double>, _ isSkipped: SIMDMask<SIMD4<Int64>>,
        _ takesSquares: Bool
    ) {
        var four = UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Double>.self)
        let isMissing = (four .!= four) .| isSkipped
        missing &-= bits(isMissing)
        four.replace(with: centres, where: isMissing)
        extremes.add(four)
        sums.add(four)
        if takesSquares {
            let deviations = four - centres
            squareLanes += deviations * deviations
        }
    }

    var centre: Double { centres[0] }
    var count: Double { Double(present - missingCount) }
    var sum: CompensatedSum { sums.total(without: missingCount, of: centre) }
    var squares: Double { squareLanes.sumByPairs }
    var minimum: Double { extremes.smallest.min() }
    var maximum: Double { extremes.largest.max() }

    private var missingCount: Int { Int(missing.wrappedSum()) }
}

/// Four sums side by side, each with what rounding took from it (Knuth's two-sum).
struct CompensatedLanes {
    private var high = SIMD4<Double>.zero
    private var low = SIMD4<Double>.zero

    @inline(__always)
    mutating func add(_ terms: SIMD4<Double>) {
        let total = high + terms
        let part = total - high
        low += (high - (total - part)) + (terms - part)
        high = total
    }

    var total: CompensatedSum {
        var total = CompensatedSum()
        for lane in 0..<4 { total.add(CompensatedSum(high: high[lane], low: low[lane])) }
        return total
    }

    /// The total less `count` terms of one size.
    func total(without count: Int, of term: Double) -> CompensatedSum {
        var total = total
        if count > 0 {
            let product = term * Double(count)
            total.add(-product)
            total.low -= (-product).addingProduct(term, Double(count))
        }
        return total
    }
}

/// Four smallest and four largest values side by side; NaN is passed over.
struct ExtremeLanes {
    private(set) var smallest = SIMD4<Double>(repeating: .infinity)
    private(set) var largest = SIMD4<Double>(repeating: -.infinity)

    @inline(__always)
    mutating func add(_ four: SIMD4<Double>) {
        smallest.replace(with: four, where: four .< smallest)
        largest.replace(with: four, where: four .> largest)
    }
}

/// Σ c·(x − m) and Σ c·(x − m)², for a fixed m near the mean.
struct DeviationLanes {
    private let centre: SIMD4<Double>
    private var sumLanes = SIMD4<Double>.zero
    private var squareLanes = SIMD4<Double>.zero

    init(from centre: Double) { self.centre = SIMD4(repeating: centre) }

    @inline(__always)
    mutating func add(_ values: SIMD4<Double>, weights: SIMD4<Double>) {
        let deviations = (values - centre).replacing(with: 0, where: values .!= values)
        let weighted = weights * deviations
        sumLanes += weighted
        squareLanes += weighted * deviations
    }

    var sum: Double { sumLanes.sumByPairs }
    var squares: Double { squareLanes.sumByPairs }
}

extension SIMD4<Double> {
    /// The sum of the lanes in one fixed order.
    fileprivate var sumByPairs: Double { (self[0] + self[1]) + (self[2] + self[3]) }
}

/// The bits of a mask, all set or none in a lane.
@inline(__always)
private func bits<Lanes>(_ mask: SIMDMask<Lanes>) -> Lanes {
    unsafeBitCast(mask, to: Lanes.self)
}
