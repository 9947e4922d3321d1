public import Geometry
import Parallel

extension Kriging {
    /// The estimates at `points` and their variances.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of `points`.
    ///   - points: Coordinates in the CRS of the stations; the centres of the blocks with block
    ///     support.
    ///   - drift: External fields at the stations and at the points, one list a field; `nil` for
    ///     none. Not with a known mean.
    ///   - includesVariances: Whether variances are wanted.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: One value a point; NaN where a point or a field at it is not finite, or fewer
    ///   stations than the minimum lie within the radius.
    /// - Throws: `InterpolationError.kriging`.
    /// - Precondition: `threads` is positive.
    /// - Complexity: all stations: O(stations³ + points · stations²); nearest: O(points ·
    ///   (stations + neighbours³)).
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate],
        drift: KrigingDrift<[[Double]]>? = nil, includesVariances: Bool, threads: Int = 1
    ) throws -> KrigedPoints {
        let plan = try KrigingPlan(self, stations, drift: drift?.atStations)
        let fields = drift?.atTargets ?? []
        let expected = drift?.atStations.count ?? 0
        guard fields.count == expected else {
            throw InterpolationError.kriging(
                .driftFieldsDiffer(found: fields.count, expected: expected))
        }
        precondition(
            fields.allSatisfy { $0.count == points.count }, "a field has one number a point")
        let parts = mapChunks(chunks(of: points.count, size: 256), threads: threads) {
            range -> PointChunk in
            var chunk = PointChunk(plan, points, fields, range, wantsVariance: includesVariances)
            chunk.run()
            return chunk
        }
        var report = KrigingReport()
        for part in parts { report.add(part.report) }
        return KrigedPoints(
            values: parts.flatMap(\.values),
            variances: includesVariances ? parts.flatMap(\.variances) : [], report: report)
    }
}

/// The estimates at some points.
private struct PointChunk: Sendable {
    private(set) var values: [Double]
    private(set) var variances: [Double]
    private(set) var report = KrigingReport()

    private let plan: KrigingPlan
    private let points: [Coordinate]
    private let fields: [[Double]]
    private let range: Range<Int>
    private let wantsVariance: Bool

    init(
        _ plan: KrigingPlan, _ points: [Coordinate], _ fields: [[Double]], _ range: Range<Int>,
        wantsVariance: Bool
    ) {
        self.plan = plan
        self.points = points
        self.fields = fields
        self.range = range
        self.wantsVariance = wantsVariance
        values = Array(repeating: .nan, count: range.count)
        variances = values
    }

    mutating func run() {
        let open = range.filter { index in
            points[index].isFinite && fields.allSatisfy { $0[index].isFinite }
        }
        let positions = open.map { plan.measure.position(of: points[$0]) }
        if let global = plan.global {
            runGlobal(global, open, positions)
        } else {
            runLocal(open, positions)
        }
        report.targetsWithoutEstimate = range.count - report.targetsWithEstimate
    }

    private mutating func runGlobal(
        _ global: KrigingPlan.SharedSystem, _ open: [Int], _ positions: [Position]
    ) {
        guard !open.isEmpty else { return }
        var tile = TileEstimator(
            plan, capacity: open.count, stationCapacity: plan.values.count,
            wantsVariance: wantsVariance)
        for (place, index) in open.enumerated() { set(&tile, place, index, positions[place]) }
        plan.projected.withUnsafeBufferPointer {
            tile.run(
                global.system, stations: $0.baseAddress, count: open.count, inverse: global.inverse)
        }
        report.add(global.system.outcome, targets: open.count)
        for (place, index) in open.enumerated() { take(tile, place, index) }
        guard plan.isExact else { return }
        for (place, index) in open.enumerated() {
            if let station = plan.positions.firstIndex(of: positions[place]) {
                takeStation(station, index)
            }
        }
    }

    private mutating func runLocal(_ open: [Int], _ positions: [Position]) {
        var search = PointSearch(plan)
        var systems = LocalSystems(plan, capacity: plan.neighbourCount)
        var tile = TileEstimator(
            plan, capacity: 1, stationCapacity: plan.neighbourCount, wantsVariance: wantsVariance)
        for (place, index) in open.enumerated() {
            let neighbours = search.neighbours(of: positions[place], without: nil)
            guard neighbours.count >= plan.kriging.minimumCount else { continue }
            systems.solve(neighbours)
            set(&tile, 0, index, positions[place])
            tile.run(systems.system, stations: systems.projected, count: 1)
            report.add(systems.system.outcome, targets: 1)
            take(tile, 0, index)
            if plan.isExact,
                let station = neighbours.first(where: {
                    plan.positions[Int($0)] == positions[place]
                })
            {
                takeStation(Int(station), index)
            }
        }
    }

    private func set(
        _ tile: inout TileEstimator, _ place: Int, _ index: Int, _ position: Position
    ) {
        tile.set(place, points[index], position)
        if !plan.support.isPoint {
            tile.sills[place] = plan.support.variance(around: points[index], plan.kernel)
        }
        var functions: [Double] = []
        plan.basis.write(at: points[index], drift: { fields[$0][index] }, into: &functions)
        for (k, value) in functions.enumerated() {
            tile.functions[place * plan.basis.count + k] = value
        }
    }

    private mutating func take(_ tile: borrowing TileEstimator, _ place: Int, _ index: Int) {
        values[index - range.lowerBound] = plan.reference + tile.estimates[place]
        if wantsVariance {
            variances[index - range.lowerBound] = tile.variances[place] * plan.kernel.scale
        }
    }

    private mutating func takeStation(_ station: Int, _ index: Int) {
        values[index - range.lowerBound] = plan.originals[station]
        if wantsVariance { variances[index - range.lowerBound] = 0 }
    }
}
