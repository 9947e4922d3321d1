import Geometry

/// Estimates of a tile of targets that share one system.
struct TileEstimator: ~Copyable {
    /// The most targets of a tile.
    let capacity: Int
    /// One estimate a target, relative to the plan's reference.
    let estimates: UnsafeMutablePointer<Double>
    /// One variance a target, relative to the kernel's scale; not negative.
    let variances: UnsafeMutablePointer<Double>
    /// The trend's functions: all of a target side by side.
    let functions: UnsafeMutablePointer<Double>
    /// C(0) of each target.
    let sills: UnsafeMutablePointer<Double>

    private let plan: KrigingPlan
    private let support: SupportPoints
    private let wantsVariance: Bool
    private var targets: [TargetBox]
    /// Covariances: a column of targets for each station.
    private let columns: UnsafeMutablePointer<Lanes>
    private let products: UnsafeMutablePointer<Double>
    private let root: UnsafeMutablePointer<Double>
    private let t: UnsafeMutablePointer<Double>
    private let stationCapacity: Int

    /// Lanes in a place that an array can hold.
    private final class TargetBox {
        var lanes: TargetLanes

        init(_ lanes: consuming TargetLanes) { self.lanes = lanes }
    }

    init(
        _ plan: KrigingPlan, capacity: Int, stationCapacity: Int, wantsVariance: Bool,
        support: SupportPoints? = nil
    ) {
        self.plan = plan
        self.support = support ?? plan.support
        self.wantsVariance = wantsVariance
        self.stationCapacity = max(stationCapacity, 1)
        targets = self.support.offsets.map { _ in
            TargetBox(
                TargetLanes(
                    capacity: capacity, terms: plan.kernel.terms.count,
                    isFlat: plan.measure.isFlat))
        }
        let full = TargetLanes.lanes(capacity) * Lanes.scalarCount
        self.capacity = full
        let trend = plan.basis.count
        estimates = .allocate(capacity: full)
        variances = .allocate(capacity: full)
        sills = .allocate(capacity: full)
        functions = .allocate(capacity: max(full * trend, 1))
        functions.initialize(repeating: 1, count: max(full * trend, 1))
        sills.initialize(repeating: plan.pointSill, count: full)
        columns = .allocate(
            capacity: wantsVariance ? full / Lanes.scalarCount * self.stationCapacity : full)
        products = .allocate(capacity: full * (trend + 1))
        root = .allocate(capacity: wantsVariance ? full * self.stationCapacity : 1)
        t = .allocate(capacity: trend + 1)
    }

    deinit {
        for memory in [estimates, variances, sills, functions, products, root, t] {
            memory.deallocate()
        }
        columns.deallocate()
    }

    /// Puts down where a target is.
    ///
    /// - Parameter position: That of `coordinate`.
    mutating func set(_ index: Int, _ coordinate: Coordinate, _ position: Position) {
        guard !support.isPoint else {
            targets[0].lanes.set(index, position, plan.kernel)
            return
        }
        for (part, offset) in support.offsets.enumerated() {
            let place = Coordinate(x: coordinate.x + offset.x, y: coordinate.y + offset.y)
            targets[part].lanes.set(index, plan.measure.position(of: place), plan.kernel)
        }
    }

    /// Computes `estimates` and `variances` of the first `count` targets.
    ///
    /// - Parameter stations: The system's stations, all terms of a station side by side.
    mutating func run(
        _ system: borrowing KrigingSystem, stations: UnsafePointer<SIMD3<Double>>?, count: Int
    ) {
        let lanes = TargetLanes.lanes(count)
        let rows = lanes * Lanes.scalarCount
        // The lanes behind the last target repeat it, so that all numbers are finite.
        for box in targets { box.lanes.pad(from: count, to: rows, terms: plan.kernel.terms.count) }
        if wantsVariance {
            covariances(system, stations, lanes: lanes)
            estimateAndVary(system, rows: rows, count: count)
        } else {
            estimate(system, stations, lanes: lanes, count: count)
        }
    }

    private func trendPart(_ system: borrowing KrigingSystem, _ index: Int) -> Double {
        let f = functions + index * plan.basis.count
        var sum = 0.0
        for k in 0..<system.trendCount { sum += system.beta[k] * f[k] }
        return sum
    }

    /// The dual form: one number a station and target, nothing kept.
    private func estimate(
        _ system: borrowing KrigingSystem, _ stations: UnsafePointer<SIMD3<Double>>?, lanes: Int,
        count: Int
    ) {
        let sums = columns
        for lane in 0..<lanes { sums[lane] = Lanes() }
        let terms = plan.kernel.terms.count
        if let stations {
            for station in 0..<system.count {
                for (part, weight) in support.weights.enumerated() {
                    plan.kernel.accumulate(
                        stations + station * terms, targets[part].lanes, lanes: lanes,
                        factor: system.dual[station] * weight, replaces: false, into: sums)
                }
            }
        }
        for index in 0..<count {
            let sum = sums[index / Lanes.scalarCount][index % Lanes.scalarCount]
            estimates[index] = trendPart(system, index) + sum
        }
    }

    private func covariances(
        _ system: borrowing KrigingSystem, _ stations: UnsafePointer<SIMD3<Double>>?, lanes: Int
    ) {
        let terms = plan.kernel.terms.count
        for station in 0..<system.count {
            let column = columns + station * lanes
            guard let stations, terms > 0 else {
                for lane in 0..<lanes { column[lane] = Lanes() }
                continue
            }
            for (part, weight) in support.weights.enumerated() {
                plan.kernel.accumulate(
                    stations + station * terms, targets[part].lanes, lanes: lanes, factor: weight,
                    replaces: part == 0, into: column)
            }
        }
    }

    private func estimateAndVary(_ system: borrowing KrigingSystem, rows: Int, count: Int) {
        let n = system.count
        let trend = system.trendCount
        UnsafeMutableRawPointer(columns).withMemoryRebound(to: Double.self, capacity: rows * n) {
            matrix in
            LinearAlgebra.multiply(
                matrix, rows: rows, leadingOfA: rows, system.dual, inner: n, columns: trend + 1,
                leadingOfB: n, isTransposed: false, into: products, leadingOfC: rows)
            for index in 0..<rows { variances[index] = 0 }
            if system.outcome.isGeneralised {
                LinearAlgebra.multiply(
                    matrix, rows: rows, leadingOfA: rows, system.matrix, inner: n,
                    columns: system.rank, leadingOfB: n, isTransposed: false, into: root,
                    leadingOfC: rows)
                addSquares(root, rows: rows, columns: system.rank)
            } else {
                LinearAlgebra.solveLowerFromRight(
                    system.matrix, n, matrix, rows: rows, leadingOfB: rows)
                addSquares(matrix, rows: rows, columns: n)
            }
        }
        for index in 0..<count {
            estimates[index] = trendPart(system, index) + products[index]
            let f = functions + index * plan.basis.count
            for k in 0..<trend { t[k] = f[k] }
            system.whitenTrend(t)
            var variance = sills[index] - variances[index]
            for k in 0..<trend {
                let part = t[k] - products[(k + 1) * rows + index]
                variance += part * part
            }
            variances[index] = max(variance, 0)
        }
    }

    /// Adds the squares of each row to `variances`.
    private func addSquares(_ matrix: UnsafeMutablePointer<Double>, rows: Int, columns: Int) {
        for column in 0..<columns {
            let start = matrix + column * rows
            for row in 0..<rows { variances[row] += start[row] * start[row] }
        }
    }
}

extension TargetLanes {
    /// Repeats the target before `start` up to `end`.
    mutating func pad(from start: Int, to end: Int, terms: Int) {
        guard start > 0, start < end else { return }
        let width = Lanes.scalarCount
        for term in 0..<terms {
            let places = places(term)
            for index in start..<end {
                let (lane, part) = (index / width, index % width)
                let (last, lastPart) = ((start - 1) / width, (start - 1) % width)
                places.x[lane][part] = places.x[last][lastPart]
                places.y[lane][part] = places.y[last][lastPart]
                if let z = places.z { z[lane][part] = z[last][lastPart] }
            }
        }
    }
}
