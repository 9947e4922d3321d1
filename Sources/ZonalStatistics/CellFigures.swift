/// Count, sum and extremes of cells that count whole, taken eight neighbours at a time.
///
/// One type for floats and one for doubles, over vectors of a concrete type: with vectors of a
/// generic one the compiler goes through the lanes one by one, 20 times slower. The lanes are a
/// fixed number and joined in a fixed order: the same digits on every machine.
protocol CellFigures {
    associatedtype Value

    init()
    /// Takes eight values; NaN is passed over.
    mutating func add(_ values: UnsafePointer<Value>)
    var count: Double { get }
    var sum: CompensatedSum { get }
    /// Infinity without a value.
    var minimum: Double { get }
    /// Minus infinity without a value.
    var maximum: Double { get }
}

struct FloatFigures: CellFigures {
    private var present = SIMD4<Int32>.zero
    private var sums = CompensatedLanes()
    private var smallest = SIMD4<Float>(repeating: .infinity)
    private var largest = SIMD4<Float>(repeating: -.infinity)

    /// Two floats are first added to each other: their 24 digits lose nothing in the 53 of a
    /// double, unless one is 2^28 times the other.
    @inline(__always)
    mutating func add(_ values: UnsafePointer<Float>) {
        let first = UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Float>.self)
        let second = UnsafeRawPointer(values + 4).loadUnaligned(as: SIMD4<Float>.self)
        let hasFirst = first .== first
        let hasSecond = second .== second
        present &+= SIMD4<Int32>.zero.replacing(with: 1, where: hasFirst)
        present &+= SIMD4<Int32>.zero.replacing(with: 1, where: hasSecond)
        sums.add(
            SIMD4<Double>(first.replacing(with: 0, where: .!hasFirst))
                + SIMD4<Double>(second.replacing(with: 0, where: .!hasSecond)))
        smallest.replace(with: first, where: first .< smallest)
        smallest.replace(with: second, where: second .< smallest)
        largest.replace(with: first, where: first .> largest)
        largest.replace(with: second, where: second .> largest)
    }

    var count: Double { (0..<4).reduce(0) { $0 + Double(present[$1]) } }
    var sum: CompensatedSum { sums.total }
    var minimum: Double { Double(smallest.min()) }
    var maximum: Double { Double(largest.max()) }
}

struct DoubleFigures: CellFigures {
    private var present = SIMD4<Int64>.zero
    private var sums = CompensatedLanes()
    private var extremes = ExtremeLanes()

    @inline(__always)
    mutating func add(_ values: UnsafePointer<Double>) {
        addFour(Double.load(values))
        addFour(Double.load(values + 4))
    }

    @inline(__always)
    private mutating func addFour(_ four: SIMD4<Double>) {
        let isData = four .== four
        present &+= SIMD4<Int64>.zero.replacing(with: 1, where: isData)
        sums.add(four.replacing(with: 0, where: .!isData))
        extremes.add(four)
    }

    var count: Double { Double(present.wrappedSum()) }
    var sum: CompensatedSum { sums.total }
    var minimum: Double { extremes.smallest.min() }
    var maximum: Double { extremes.largest.max() }
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
