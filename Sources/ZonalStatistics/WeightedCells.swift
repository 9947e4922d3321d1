/// Cells with a weight each, one after the other: those that a zone covers in part, and short runs.
///
/// Memory is kept from one use to the next.
final class WeightedCells {
    private var values = UnsafeMutableBufferPointer<Double>.allocate(capacity: 64)
    private var weights = UnsafeMutableBufferPointer<Double>.allocate(capacity: 64)
    private(set) var count = 0

    deinit {
        values.deallocate()
        weights.deallocate()
    }

    func removeAll() { count = 0 }

    /// Adds a cell; without data its value is NaN.
    @inline(__always)
    func append(_ value: Double, weight: Double) {
        if count == values.count { grow() }
        values[count] = value
        weights[count] = weight
        count &+= 1
    }

    private func grow() {
        values = Self.twice(values)
        weights = Self.twice(weights)
    }

    private static func twice(
        _ old: UnsafeMutableBufferPointer<Double>
    ) -> UnsafeMutableBufferPointer<Double> {
        let new = UnsafeMutableBufferPointer<Double>.allocate(capacity: 2 * old.count)
        _ = new.update(fromContentsOf: old)
        old.deallocate()
        return new
    }

    /// Four values and their weights after the other; behind the last, NaN with weight 0.
    @inline(__always)
    func forEachFour(_ body: (_ values: SIMD4<Double>, _ weights: SIMD4<Double>) -> Void) {
        guard count > 0, let values = values.baseAddress, let weights = weights.baseAddress else {
            return
        }
        var index = 0
        while index &+ 4 <= count {
            body(Self.four(at: values + index), Self.four(at: weights + index))
            index &+= 4
        }
        if index < count {
            var rest = SIMD4<Double>(repeating: .nan)
            var restWeights = SIMD4<Double>.zero
            for lane in 0..<(count - index) {
                rest[lane] = values[index + lane]
                restWeights[lane] = weights[index + lane]
            }
            body(rest, restWeights)
        }
    }

    @inline(__always)
    private static func four(at place: UnsafePointer<Double>) -> SIMD4<Double> {
        UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Double>.self)
    }
}
