/// Count, sum and extremes of runs of cells that count whole.
///
/// One type for floats and one for doubles, over vectors of a concrete type: with vectors of a
/// generic one the compiler goes through the lanes one by one, 20 times slower. The lanes are a
/// fixed number and joined in a fixed order: the same digits on every machine.
protocol CellFigures {
    associatedtype Value

    init()
    /// Takes eight values without the first `skipped`; NaN is passed over.
    mutating func add(_ values: UnsafePointer<Value>, skipping skipped: Int32)
    /// Takes the deviations of eight values without the first `skipped` from the centre of `lanes`.
    static func add(
        _ values: UnsafePointer<Value>, skipping skipped: Int32, to lanes: inout DeviationLanes)
    var count: Double { get }
    var sum: CompensatedSum { get }
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
        Self.forEachEight(values) { add($0, skipping: $1) }
    }

    /// Takes the deviations of neighbouring values from the centre of `lanes`.
    @inline(__always)
    static func add(_ values: UnsafeBufferPointer<Value>, to lanes: inout DeviationLanes) {
        forEachEight(values) { add($0, skipping: $1, to: &lanes) }
    }

    /// Eight values after the other; the last eight without those that were taken before.
    @inline(__always)
    private static func forEachEight(
        _ values: UnsafeBufferPointer<Value>, _ body: (UnsafePointer<Value>, Int32) -> Void
    ) {
        guard let base = values.baseAddress else { return }
        let end = values.count & ~7
        var index = 0
        while index < end {
            body(base + index, 0)
            index &+= 8
        }
        let rest = values.count & 7
        if rest > 0 { body(base + (values.count - 8), Int32(truncatingIfNeeded: 8 - rest)) }
    }
}

struct FloatFigures: CellFigures {
    private var present = SIMD4<Int32>.zero
    private var sums = CompensatedLanes()
    private var smallest = SIMD4<Float>(repeating: .infinity)
    private var largest = SIMD4<Float>(repeating: -.infinity)

    /// Two floats are first added to each other: their 24 digits lose nothing in the 53 of a
    /// double, unless one is 2^28 times the other.
    @inline(__always)
    mutating func add(_ values: UnsafePointer<Float>, skipping skipped: Int32) {
        let (first, second) = Self.load(values, skipped)
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

    @inline(__always)
    static func add(
        _ values: UnsafePointer<Float>, skipping skipped: Int32, to lanes: inout DeviationLanes
    ) {
        let (first, second) = load(values, skipped)
        lanes.add(
            SIMD4<Double>(first), isData: SIMD4<Int64>(truncatingIfNeeded: bits(first .== first)))
        lanes.add(
            SIMD4<Double>(second),
            isData: SIMD4<Int64>(truncatingIfNeeded: bits(second .== second)))
    }

    @inline(__always)
    private static func load(
        _ values: UnsafePointer<Float>, _ skipped: Int32
    ) -> (SIMD4<Float>, SIMD4<Float>) {
        var first = UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Float>.self)
        var second = UnsafeRawPointer(values + 4).loadUnaligned(as: SIMD4<Float>.self)
        if skipped > 0 {
            let skipped = SIMD4<Int32>(repeating: skipped)
            first.replace(with: .nan, where: SIMD4<Int32>(0, 1, 2, 3) .< skipped)
            second.replace(with: .nan, where: SIMD4<Int32>(4, 5, 6, 7) .< skipped)
        }
        return (first, second)
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
    mutating func add(_ values: UnsafePointer<Double>, skipping skipped: Int32) {
        let (first, second) = Self.load(values, skipped)
        add(first)
        add(second)
    }

    @inline(__always)
    private mutating func add(_ four: SIMD4<Double>) {
        let isData = four .== four
        present &+= SIMD4<Int64>.zero.replacing(with: 1, where: isData)
        sums.add(four.replacing(with: 0, where: .!isData))
        extremes.add(four)
    }

    @inline(__always)
    static func add(
        _ values: UnsafePointer<Double>, skipping skipped: Int32, to lanes: inout DeviationLanes
    ) {
        let (first, second) = load(values, skipped)
        lanes.add(first, isData: bits(first .== first))
        lanes.add(second, isData: bits(second .== second))
    }

    @inline(__always)
    private static func load(
        _ values: UnsafePointer<Double>, _ skipped: Int32
    ) -> (SIMD4<Double>, SIMD4<Double>) {
        var first = UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Double>.self)
        var second = UnsafeRawPointer(values + 4).loadUnaligned(as: SIMD4<Double>.self)
        if skipped > 0 {
            let skipped = SIMD4<Int64>(repeating: Int64(skipped))
            first.replace(with: .nan, where: SIMD4<Int64>(0, 1, 2, 3) .< skipped)
            second.replace(with: .nan, where: SIMD4<Int64>(4, 5, 6, 7) .< skipped)
        }
        return (first, second)
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

/// Σ c·(x − m) and Σ c·(x − m)², for a fixed m near the mean.
struct DeviationLanes {
    private let centre: SIMD4<Double>
    private var first = SIMD4<Double>.zero
    private var second = SIMD4<Double>.zero

    init(from centre: Double) { self.centre = SIMD4(repeating: centre) }

    /// - Parameter isData: All bits set where there is a value, none where not.
    @inline(__always)
    mutating func add(_ values: SIMD4<Double>, isData: SIMD4<Int64>) {
        let difference = masked(values - centre, isData)
        first += difference
        second += difference * difference
    }

    @inline(__always)
    mutating func add(_ values: SIMD4<Double>, weights: SIMD4<Double>) {
        let difference = masked(values - centre, bits(values .== values))
        let weighted = weights * difference
        first += weighted
        second += weighted * difference
    }

    var sum: Double { (first[0] + first[1]) + (first[2] + first[3]) }
    var squares: Double { (second[0] + second[1]) + (second[2] + second[3]) }
}

/// The bits of a mask, all set or none in a lane.
@inline(__always)
private func bits<Lanes>(_ mask: SIMDMask<Lanes>) -> Lanes {
    unsafeBitCast(mask, to: Lanes.self)
}

/// The values where all bits of `mask` are set, 0 where none is.
@inline(__always)
private func masked(_ values: SIMD4<Double>, _ mask: SIMD4<Int64>) -> SIMD4<Double> {
    unsafeBitCast(unsafeBitCast(values, to: SIMD4<Int64>.self) & mask, to: SIMD4<Double>.self)
}
