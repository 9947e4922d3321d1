/// The plain figures of neighbouring cells, each with weight 1.
///
/// Two passes over values that stay in the cache, on a fixed number of independent lanes that are
/// joined in a fixed order: the same digits on every machine. Deviations are taken from the run's
/// own mean, so that a large common offset cancels before it is squared.
struct RunSummary {
    static let lanes = 4
    typealias Lanes = SIMD4<Double>

    /// The number of values.
    private(set) var count = 0.0
    private(set) var sum = CompensatedSum()
    private(set) var mean = CompensatedSum()
    private(set) var squaredDeviations = 0.0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity

    /// - Parameter takesDeviations: Whether `mean` and `squaredDeviations` are wanted; else 0.
    @inline(__always)
    init<Value: CellValue>(_ values: UnsafeBufferPointer<Value>, takesDeviations: Bool) {
        addUp(values)
        guard count > 0, takesDeviations else { return }
        // A constant run has no deviation; the rounding of its mean must not invent one.
        if minimum == maximum {
            mean.high = minimum
        } else {
            mean.high = sum.value / count
            takeDeviations(values)
        }
    }

    @inline(__always)
    private mutating func addUp<Value: CellValue>(_ values: UnsafeBufferPointer<Value>) {
        var missing = Lanes.zero
        var high = Lanes.zero
        var low = Lanes.zero
        var smallest = Lanes(repeating: .infinity)
        var largest = Lanes(repeating: -.infinity)
        Self.forEachLanes(values) { chunk in
            let isData = chunk .== chunk
            let terms = chunk.replacing(with: 0, where: .!isData)
            missing += Lanes(repeating: 1).replacing(with: 0, where: isData)
            let total = high + terms
            let part = total - high
            low += (high - (total - part)) + (terms - part)
            high = total
            smallest.replace(with: chunk, where: chunk .< smallest)
            largest.replace(with: chunk, where: chunk .> largest)
        }
        let places = (values.count + Self.lanes - 1) / Self.lanes * Self.lanes
        count = Double(places) - missing.sum()
        for lane in 0..<Self.lanes {
            sum.add(CompensatedSum(high: high[lane], low: low[lane]))
            minimum = min(minimum, smallest[lane])
            maximum = max(maximum, largest[lane])
        }
    }

    /// Σ (x − m)² − (Σ (x − m))² ÷ n, and Σ (x − m) ÷ n as what rounding took from the mean m.
    @inline(__always)
    private mutating func takeDeviations<Value: CellValue>(_ values: UnsafeBufferPointer<Value>) {
        let centre = Lanes(repeating: mean.high)
        var first = Lanes.zero
        var second = Lanes.zero
        Self.forEachLanes(values) { chunk in
            let difference = (chunk - centre).replacing(with: 0, where: chunk .!= chunk)
            first += difference
            second += difference * difference
        }
        let sum = (first[0] + first[1]) + (first[2] + first[3])
        let squares = (second[0] + second[1]) + (second[2] + second[3])
        mean.low = sum / count
        squaredDeviations = max(squares - sum * mean.low, 0)
    }

    /// Four values after the other, NaN past the end.
    @inline(__always)
    private static func forEachLanes<Value: CellValue>(
        _ values: UnsafeBufferPointer<Value>, _ body: (Lanes) -> Void
    ) {
        guard let base = values.baseAddress else { return }
        var start = 0
        while start + lanes <= values.count {
            body(Value.load(base + start))
            start += lanes
        }
        if start < values.count {
            var chunk = Lanes(repeating: .nan)
            for index in start..<values.count { chunk[index - start] = Double(values[index]) }
            body(chunk)
        }
    }
}
