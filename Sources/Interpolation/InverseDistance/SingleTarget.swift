import Foundation

/// The estimate at one target, straight from the definition: all distances, the k-th smallest, the
/// sum. It serves scattered points and rotated grids, and the rare cells on which the faster
/// kernels' sums of weights overflow or underflow.
struct SingleTarget {
    private let plan: SearchPlan
    private var distances: [Double]
    private var scratch: [Double]
    private var values: [Double]
    private var indices: [Int]

    init(_ plan: SearchPlan) {
        self.plan = plan
        distances = Array(repeating: 0, count: plan.columns.count)
        scratch = distances
        values = distances
        indices = Array(repeating: 0, count: plan.columns.count)
    }

    /// The estimate; `nil` when too few stations lie within the radius.
    mutating func value(at target: Position) -> Double? {
        let stations = plan.columns
        for index in 0..<stations.count {
            let dx = target.x - stations.x[index]
            let dy = target.y - stations.y[index]
            let dz = target.z - stations.z[index]
            distances[index] = dx * dx + dy * dy + dz * dz
        }
        return valueFromDistances()
    }

    /// The estimate at a station from all others.
    mutating func value(atStation station: Int) -> Double? {
        let stations = plan.columns
        for index in 0..<stations.count {
            let dx = stations.x[station] - stations.x[index]
            let dy = stations.y[station] - stations.y[index]
            let dz = stations.z[station] - stations.z[index]
            distances[index] = dx * dx + dy * dy + dz * dz
        }
        distances[station] = .infinity
        return valueFromDistances()
    }

    /// The estimate from squared distances; infinite ones never count.
    private mutating func valueFromDistances() -> Double? {
        let stations = plan.columns
        var limit = min(plan.squaredRadius, Double.greatestFiniteMagnitude)
        if plan.count < stations.count {
            scratch = distances
            limit = min(limit, scratch.withUnsafeMutableBufferPointer { smallest($0, plan.count) })
        }
        // The neighbours are moved to the front, in their order.
        var count = 0
        for index in 0..<stations.count where distances[index] <= limit {
            distances[count] = distances[index]
            values[count] = stations.values[index]
            indices[count] = index
            count += 1
        }
        guard count >= plan.minimum else { return nil }
        let sums = plan.weighting.sums(distances, values, count: count)
        if InverseDistanceWeighting.isSafe(sums.weights) {
            return stations.reference + sums.values / sums.weights
        }
        return relativeMean(count: count)
    }

    /// The weighted mean with distances relative to the nearest station, whose weight is 1; its
    /// value when the target lies on it.
    private func relativeMean(count: Int) -> Double {
        var nearest = 0
        for index in 1..<max(count, 1) where distances[index] < distances[nearest] {
            nearest = index
        }
        guard distances[nearest] > 0 else { return plan.originals[indices[nearest]] }
        var sumOfValues = 0.0
        var sumOfWeights = 0.0
        for index in 0..<count {
            let weight = pow(distances[nearest] / distances[index], plan.weighting.power / 2)
            sumOfWeights += weight
            sumOfValues += weight * values[index]
        }
        return plan.columns.reference + sumOfValues / sumOfWeights
    }
}

/// The `rank`-th smallest of `values` (1 is the smallest); the buffer is left in another order.
///
/// - Precondition: `1 <= rank <= values.count`; no NaN.
/// - Complexity: O(n) on average (Hoare's selection).
func smallest(_ values: UnsafeMutableBufferPointer<Double>, _ rank: Int) -> Double {
    precondition(rank >= 1 && rank <= values.count, "a rank lies in 1...count")
    let wanted = rank - 1
    var low = 0
    var high = values.count - 1
    while low < high {
        let pivot = values[low + (high - low) / 2]
        var left = low
        var right = high
        while left <= right {
            while values[left] < pivot { left += 1 }
            while values[right] > pivot { right -= 1 }
            if left <= right {
                values.swapAt(left, right)
                left += 1
                right -= 1
            }
        }
        if wanted <= right { high = right } else if wanted >= left { low = left } else { break }
    }
    return values[wanted]
}
