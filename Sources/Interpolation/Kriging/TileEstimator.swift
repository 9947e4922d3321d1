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
    /// The stations within range of the tile, in order, when the model is compact.
    private var active: [Int32] = []
    /// Of those: Qₐₐ, then its factor; the dual columns.
    private let block: UnsafeMutablePointer<Double>
    private let activeDual: UnsafeMutablePointer<Double>

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
        let hasBlock = wantsVariance && plan.global.map { !$0.inverse.isEmpty } ?? false
        block = .allocate(capacity: hasBlock ? self.stationCapacity * self.stationCapacity : 1)
        activeDual = .allocate(capacity: hasBlock ? self.stationCapacity * (trend + 1) : 1)
    }

    deinit {
        for memory in [
            estimates, variances, sills, functions, products, root, t, block, activeDual,
        ] {
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
    /// - Parameters:
    ///   - stations: The system's stations, all terms of a station side by side.
    ///   - inverse: The inverse of the system's matrix; empty where it is not kept.
    mutating func run(
        _ system: borrowing KrigingSystem, stations: UnsafePointer<SIMD3<Double>>?, count: Int,
        inverse: [Double] = []
    ) {
        let lanes = TargetLanes.lanes(count)
        let rows = lanes * Lanes.scalarCount
        // The lanes behind the last target repeat it, so that all numbers are finite.
        for box in targets { box.lanes.pad(from: count, to: rows, terms: plan.kernel.terms.count) }
        findActive(system, stations, lanes: lanes)
        guard wantsVariance else {
            estimate(system, stations, lanes: lanes, count: count)
            return
        }
        covariances(stations, lanes: lanes)
        guard runActive(system, inverse, rows: rows) else {
            if active.count < system.count {
                active = (0..<Int32(system.count)).map { $0 }
                covariances(stations, lanes: lanes)
            }
            runAll(system, rows: rows)
            finish(system, rows: rows, count: count)
            return
        }
        finish(system, rows: rows, count: count)
    }

    /// Leaves out the stations that have no covariance with any target of the tile.
    private mutating func findActive(
        _ system: borrowing KrigingSystem, _ stations: UnsafePointer<SIMD3<Double>>?, lanes: Int
    ) {
        active.removeAll(keepingCapacity: true)
        let terms = plan.kernel.terms.count
        guard let stations, terms > 0, plan.kernel.isCompact, system.count > 32 else {
            for station in 0..<Int32(system.count) { active.append(station) }
            return
        }
        let boxes = (0..<terms).map { term in box(of: term, lanes: lanes) }
        for station in 0..<system.count {
            for term in 0..<terms {
                let place = stations[station * terms + term]
                var gap = SIMD3<Double>()
                gap.replace(with: boxes[term].low - place, where: boxes[term].low - place .> gap)
                gap.replace(with: place - boxes[term].high, where: place - boxes[term].high .> gap)
                if (gap * gap).sum() < 1 {
                    active.append(Int32(station))
                    break
                }
            }
        }
    }

    /// The box around all points of the targets, in the space of a term.
    private func box(of term: Int, lanes: Int) -> PositionBox {
        var low = (
            Lanes(repeating: .infinity), Lanes(repeating: .infinity), Lanes(repeating: .infinity)
        )
        var high = (-low.0, -low.1, -low.2)
        for target in targets {
            let places = target.lanes.places(term)
            for lane in 0..<lanes {
                let z = places.z.map { $0[lane] } ?? Lanes()
                low.0.replace(with: places.x[lane], where: places.x[lane] .< low.0)
                low.1.replace(with: places.y[lane], where: places.y[lane] .< low.1)
                low.2.replace(with: z, where: z .< low.2)
                high.0.replace(with: places.x[lane], where: places.x[lane] .> high.0)
                high.1.replace(with: places.y[lane], where: places.y[lane] .> high.1)
                high.2.replace(with: z, where: z .> high.2)
            }
        }
        return PositionBox(
            low: SIMD3(low.0.min(), low.1.min(), low.2.min()),
            high: SIMD3(high.0.max(), high.1.max(), high.2.max()))
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
            for station in active.lazy.map(Int.init) {
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

    /// The covariances of the active stations, a column each.
    private func covariances(_ stations: UnsafePointer<SIMD3<Double>>?, lanes: Int) {
        let terms = plan.kernel.terms.count
        for (place, station) in active.enumerated() {
            let column = columns + place * lanes
            guard let stations, terms > 0 else {
                for lane in 0..<lanes { column[lane] = Lanes() }
                continue
            }
            for (part, weight) in support.weights.enumerated() {
                plan.kernel.accumulate(
                    stations + Int(station) * terms, targets[part].lanes, lanes: lanes,
                    factor: weight, replaces: part == 0, into: column)
            }
        }
    }

    /// cᵀ d, cᵀ L⁻ᵀ Q and cᵀ C⁻¹ c from the stations within range alone: with Qₐₐ = R Rᵀ their
    /// block of the inverse, the last is ‖Rᵀ c‖²; false when the whole system is as quick.
    private func runActive(
        _ system: borrowing KrigingSystem, _ inverse: [Double], rows: Int
    ) -> Bool {
        let (n, m, trend) = (system.count, active.count, system.trendCount)
        guard !inverse.isEmpty, 10 * m < 9 * n else {
            return false
        }
        for index in 0..<rows { variances[index] = 0 }
        guard m > 0 else {
            for index in 0..<rows * (trend + 1) { products[index] = 0 }
            return true
        }
        inverse.withUnsafeBufferPointer { inverse in
            for (column, b) in active.enumerated() {
                let source = Int(b) * n
                for row in column..<m {
                    block[column * m + row] = inverse[source + Int(active[row])]
                }
            }
        }
        guard LinearAlgebra.factor(block, m) else { return false }
        for column in 0...trend {
            for (place, station) in active.enumerated() {
                activeDual[column * m + place] = system.dual[column * n + Int(station)]
            }
        }
        UnsafeMutableRawPointer(columns).withMemoryRebound(to: Double.self, capacity: rows * m) {
            matrix in
            LinearAlgebra.multiply(
                matrix, rows: rows, leadingOfA: rows, activeDual, inner: m, columns: trend + 1,
                leadingOfB: m, isTransposed: false, into: products, leadingOfC: rows)
            LinearAlgebra.multiplyLowerFromRight(block, m, matrix, rows: rows, leadingOfB: rows)
            addSquares(matrix, rows: rows, columns: m)
        }
        return true
    }

    /// The same from the whole system.
    private func runAll(_ system: borrowing KrigingSystem, rows: Int) {
        let (n, trend) = (system.count, system.trendCount)
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
    }

    /// Puts the parts of estimates and variances together.
    private func finish(_ system: borrowing KrigingSystem, rows: Int, count: Int) {
        let trend = system.trendCount
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
