import Geometry

extension Kriging {
    /// Every station predicted from all others, without external drift: the result of
    /// `leaveOneOut(of:drift:)`.
    public func leaveOneOut(
        _ stations: PreparedStations, threads: Int = 1
    ) throws -> CrossValidation {
        try leaveOneOut(of: stations).result
    }

    /// What the other stations say of each station.
    ///
    /// With all stations in one system it is the closed form: with Q the block of the stations in
    /// the inverse of the bordered matrix, the residual of station i is (Q z)ᵢ / Qᵢᵢ and the
    /// variance of its error 1 / Qᵢᵢ. With the nearest stations, or a singular system, each
    /// station's equations are solved again without it. Both predict the reading, so that the
    /// variance includes the nugget, filtered or not; block support does not count.
    ///
    /// - Parameters:
    ///   - stations: Prepared; at least two, or the only one has no prediction.
    ///   - drift: External fields at the stations; `nil` for none. Not with a known mean.
    /// - Throws: `InterpolationError.kriging`.
    /// - Complexity: O(stations³) for all, O(stations · (stations + neighbours³)) for the nearest.
    ///
    /// Source: Dubrule, Cross validation of kriging in a unique neighborhood, 1983.
    public func leaveOneOut(
        of stations: PreparedStations, drift: [[Double]]? = nil
    ) throws -> (result: CrossValidation, report: KrigingReport) {
        let plan = try KrigingPlan(self, stations, drift: drift)
        var report = KrigingReport()
        var search = HoldOut(plan)
        let closed = plan.closedForm()
        let rows = stations.stations.enumerated().map { index, station in
            if let closed, let prediction = closed[index], plan.values.count > minimumCount {
                report.targetsWithEstimate += 1
                return CrossValidation.Row(of: station, predicted: prediction)
            }
            let prediction = search.prediction(of: index, without: [index], &report)
            return CrossValidation.Row(of: station, predicted: prediction)
        }
        return (CrossValidation(rows: rows), report)
    }

    /// What each station's value is by the stations of the other folds.
    ///
    /// - Parameters:
    ///   - folds: The fold of each prepared station, in their order.
    /// - Throws: `InterpolationError.kriging`.
    /// - Precondition: one fold a station.
    /// - Complexity: all: O(folds · stations³ + stations³); nearest: as `leaveOneOut`.
    public func crossValidate(
        _ stations: PreparedStations, folds: [Int], drift: [[Double]]? = nil
    ) throws -> (result: CrossValidation, report: KrigingReport) {
        precondition(folds.count == stations.stations.count, "each station has one fold")
        let plan = try KrigingPlan(self, stations, drift: drift)
        var report = KrigingReport()
        var search = HoldOut(plan)
        var predictions = [CrossValidation.Prediction?](repeating: nil, count: folds.count)
        for fold in Set(folds).sorted() {
            let members = folds.indices.filter { folds[$0] == fold }
            for (index, prediction) in search.predictions(of: members, &report) {
                predictions[index] = prediction
            }
        }
        let rows = stations.stations.enumerated().map { index, station in
            CrossValidation.Row(
                of: station, predicted: predictions[index] ?? .init(value: .nan),
                fold: folds[index])
        }
        return (CrossValidation(rows: rows), report)
    }
}

extension KrigingPlan {
    /// The closed form for each station; `nil` where it has none, or altogether without a regular
    /// system of all stations.
    fileprivate func closedForm() -> [CrossValidation.Prediction?]? {
        guard let global, !global.system.outcome.isGeneralised, values.count > 1 else { return nil }
        let (n, p) = (values.count, global.system.trendCount)
        var inverse = Array(UnsafeBufferPointer(start: global.system.matrix, count: n * n))
        let isInverted = inverse.withUnsafeMutableBufferPointer {
            $0.baseAddress.map { LinearAlgebra.invertLower($0, n) } ?? false
        }
        guard isInverted else { return nil }
        let dual = global.system.dual
        return (0..<n).map { index in
            var whole = 0.0
            for row in index..<n {
                let value = inverse[index * n + row]
                whole += value * value
            }
            var diagonal = whole
            for k in 1..<p + 1 { diagonal -= dual[k * n + index] * dual[k * n + index] }
            // Where the trend alone fixes the station, the others cannot: a simpler trend must.
            guard diagonal > 1e-10 * whole else { return nil }
            let residual = dual[index] / diagonal
            return CrossValidation.Prediction(
                value: originals[index] - residual, variance: kernel.scale / diagonal)
        }
    }
}

/// Predictions of stations that were left out.
private struct HoldOut {
    private let plan: KrigingPlan
    private var search: PointSearch
    private var functions: [Double] = []

    init(_ plan: KrigingPlan) {
        self.plan = plan
        search = PointSearch(plan)
    }

    /// One station by its own neighbours.
    mutating func prediction(
        of index: Int, without left: Set<Int>, _ report: inout KrigingReport
    ) -> CrossValidation.Prediction {
        let neighbours = search.neighbours(of: plan.positions[index], without: left)
        return predictions(of: [index], from: neighbours, &report)[0]
    }

    /// All members of a fold.
    mutating func predictions(
        of members: [Int], _ report: inout KrigingReport
    ) -> [(Int, CrossValidation.Prediction)] {
        let left = Set(members)
        guard plan.global != nil else {
            return members.map { ($0, prediction(of: $0, without: left, &report)) }
        }
        let others = (0..<Int32(plan.values.count)).filter { !left.contains(Int($0)) }
        return Array(zip(members, predictions(of: members, from: others, &report)))
    }

    private mutating func predictions(
        of members: [Int], from stations: [Int32], _ report: inout KrigingReport
    ) -> [CrossValidation.Prediction] {
        guard stations.count >= plan.kriging.minimumCount, !stations.isEmpty else {
            report.targetsWithoutEstimate += members.count
            return members.map { _ in CrossValidation.Prediction(value: .nan) }
        }
        var systems = LocalSystems(plan, capacity: stations.count)
        systems.solve(stations)
        report.add(systems.system.outcome, targets: members.count)
        var tile = TileEstimator(
            plan, capacity: members.count, stationCapacity: stations.count, wantsVariance: true,
            support: SupportPoints(.point, measure: plan.measure))
        for (place, index) in members.enumerated() {
            tile.set(place, plan.coordinates[index], plan.positions[index])
            tile.sills[place] = plan.kernel.sill
            for (k, column) in plan.basis.columns.enumerated() {
                tile.functions[place * plan.basis.count + k] = column[index]
            }
        }
        tile.run(systems.system, stations: systems.projected, count: members.count)
        return members.indices.map { place in
            CrossValidation.Prediction(
                value: plan.reference + tile.estimates[place],
                variance: tile.variances[place] * plan.kernel.scale)
        }
    }
}
