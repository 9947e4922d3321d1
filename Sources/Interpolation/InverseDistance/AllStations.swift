import Grids

/// The kernel for estimates from every station: cells of a row side by side in vector lanes, so
/// that each cell's sum runs in the order of the stations.
struct AllStations {
    private typealias Lanes = SIMD8<Double>

    private let plan: SearchPlan
    private let cells: CellPositions

    init(_ plan: SearchPlan, _ cells: CellPositions) {
        self.plan = plan
        self.cells = cells
    }

    /// Writes the values of a window, one row after another, where `mask` allows.
    func fill(
        _ output: UnsafeMutableBufferPointer<Double>, _ window: GridWindow,
        mask: UnsafeBufferPointer<Bool>?
    ) {
        // The part of the squared distance that a row's cells share: dy² + dz² in the plane,
        // dz² in space.
        var shared = [Double](repeating: 0, count: plan.columns.count)
        var target: SingleTarget?
        for row in window.rows {
            let r = cells.rows[row]
            for index in 0..<plan.columns.count {
                let d = cells.isFlat ? r.x - plan.columns.y[index] : r.y - plan.columns.z[index]
                shared[index] = d * d
            }
            for first in stride(
                from: window.columns.lowerBound, to: window.columns.upperBound,
                by: Lanes.scalarCount)
            {
                let width = min(Lanes.scalarCount, window.columns.upperBound - first)
                let start = window.index(row, first)
                if let mask, !(start..<start + width).contains(where: { mask[$0] }) { continue }
                let sums = sums(row: row, first: first, shared: shared)
                for lane in 0..<width where mask?[start + lane] ?? true {
                    let weights = sums.weights[lane]
                    if InverseDistanceWeighting.isSafe(weights) {
                        output[start + lane] =
                            plan.columns.reference + sums.values[lane] / weights
                    } else {
                        var exact = target ?? SingleTarget(plan)
                        let position = cells.position(row: row, column: first + lane)
                        output[start + lane] =
                            exact.value(at: position) ?? InverseDistance.nodata
                        target = exact
                    }
                }
            }
        }
    }

    private func sums(
        row: Int, first: Int, shared: [Double]
    ) -> (values: Lanes, weights: Lanes) {
        var x = Lanes.zero
        var y = Lanes.zero
        for lane in 0..<Lanes.scalarCount {
            let column = min(first + lane, cells.columns.count - 1)
            let position = cells.position(row: row, column: column)
            x[lane] = position.x
            y[lane] = position.y
        }
        return switch (plan.weighting.formula, cells.isFlat) {
        case (.two, true): sums(x, y, shared, isFlat: true, .two)
        case (.two, false): sums(x, y, shared, isFlat: false, .two)
        case (.one, _): sums(x, y, shared, isFlat: cells.isFlat, .one)
        case (.three, _): sums(x, y, shared, isFlat: cells.isFlat, .three)
        case (.four, _): sums(x, y, shared, isFlat: cells.isFlat, .four)
        case (.other, _): sums(x, y, shared, isFlat: cells.isFlat, .other)
        }
    }

    @inline(__always)
    private func sums(
        _ x: Lanes, _ y: Lanes, _ shared: [Double], isFlat: Bool,
        _ formula: InverseDistanceWeighting.Formula
    ) -> (values: Lanes, weights: Lanes) {
        var sumOfValues = Lanes.zero
        var sumOfWeights = Lanes.zero
        plan.columns.x.withUnsafeBufferPointer { stationX in
            plan.columns.y.withUnsafeBufferPointer { stationY in
                plan.columns.values.withUnsafeBufferPointer { values in
                    shared.withUnsafeBufferPointer { shared in
                        for index in 0..<stationX.count {
                            let dx = x - stationX[index]
                            var squared = dx * dx
                            if !isFlat {
                                let dy = y - stationY[index]
                                squared += dy * dy
                            }
                            squared += shared[index]
                            let weight = InverseDistanceWeighting.weight(
                                squared, formula, plan.weighting.power)
                            sumOfWeights += weight
                            sumOfValues += weight * values[index]
                        }
                    }
                }
            }
        }
        return (sumOfValues, sumOfWeights)
    }
}
