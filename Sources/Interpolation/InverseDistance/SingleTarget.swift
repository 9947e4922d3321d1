import Foundation
import Geometry

/// The estimate at one target, straight from the definition: all distances, the k-th smallest, the
/// sum. It serves scattered points and rotated grids, and the rare cells on which the faster
/// kernels' sums of weights overflow or underflow.
struct SingleTarget {
    private let plan: SearchPlan
    private var distances: [Double]
    private var scratch: [Double]
    private var values: [Double]
    private var indices: [Int]
    private var sectors: [Int]

    init(_ plan: SearchPlan) {
        self.plan = plan
        distances = Array(repeating: 0, count: plan.columns.count)
        scratch = distances
        values = distances
        indices = Array(repeating: 0, count: plan.columns.count)
        sectors = plan.directions == nil ? [] : indices
    }

    /// The estimate at a coordinate; `nil` when too few stations lie within the radius.
    mutating func value(at target: Coordinate) -> Double? {
        guard let directions = plan.directions else {
            return value(at: plan.measure.position(of: target))
        }
        directions.sectors(around: target, into: &sectors)
        measure(from: plan.measure.position(of: target))
        return valueFromSectors()
    }

    /// The estimate from distances in metres that something else measured, by station; NaN and
    /// infinity where there is none. Sectors play no part.
    mutating func value(distancesInMetres: [Double]) -> Double? {
        for (index, metres) in distancesInMetres.enumerated() {
            let distance = plan.measure.length(ofMetres: metres)
            distances[index] = distance.isFinite ? distance * distance : .infinity
        }
        return valueFromDistances()
    }

    /// The estimate without regard to sectors; `nil` when too few stations lie within the radius.
    mutating func value(at target: Position) -> Double? {
        measure(from: target)
        return valueFromDistances()
    }

    /// The estimate at a station from all others.
    mutating func value(atStation station: Int, _ coordinate: Coordinate) -> Double? {
        let stations = plan.columns
        measure(
            from: Position(x: stations.x[station], y: stations.y[station], z: stations.z[station]))
        distances[station] = .infinity
        guard let directions = plan.directions else { return valueFromDistances() }
        directions.sectors(around: coordinate, into: &sectors)
        return valueFromSectors()
    }

    private mutating func measure(from target: Position) {
        let stations = plan.columns
        for index in 0..<stations.count {
            let dx = target.x - stations.x[index]
            let dy = target.y - stations.y[index]
            let dz = target.z - stations.z[index]
            distances[index] = dx * dx + dy * dy + dz * dz
        }
    }

    /// The estimate from the nearest of each sector.
    private mutating func valueFromSectors() -> Double? {
        var limits = [Double](
            repeating: min(plan.squaredRadius, Double.greatestFiniteMagnitude), count: 8)
        for sector in limits.indices {
            var count = 0
            for index in distances.indices where sectors[index] == sector {
                scratch[count] = distances[index]
                count += 1
            }
            guard count > plan.count else { continue }
            let kth = scratch.withUnsafeMutableBufferPointer {
                smallest(UnsafeMutableBufferPointer(rebasing: $0[..<count]), plan.count)
            }
            limits[sector] = min(limits[sector], kth)
        }
        return valueWithin { limits[$0] }
    }

    /// The estimate from squared distances; infinite ones never count.
    private mutating func valueFromDistances() -> Double? {
        var limit = min(plan.squaredRadius, Double.greatestFiniteMagnitude)
        if plan.count < plan.columns.count {
            scratch = distances
            limit = min(limit, scratch.withUnsafeMutableBufferPointer { smallest($0, plan.count) })
        }
        return valueWithin { _ in limit }
    }

    /// The estimate from the stations within the limit of their sector.
    @inline(__always)
    private mutating func valueWithin(_ limit: (_ sector: Int) -> Double) -> Double? {
        let stations = plan.columns
        // The neighbours are moved to the front, in their order.
        var count = 0
        for index in 0..<stations.count {
            guard distances[index] <= limit(sectors.isEmpty ? 0 : sectors[index]) else { continue }
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
