import Geometry
import Interpolation
import Reports

/// A value and its error for every zone and time.
struct ZoneSeries {
    /// Zones × times, zone after zone; NaN where there is none.
    var values: [Double]
    /// Standard errors of `values`; `nil` for a method that has none.
    var errors: [Double]?
    /// Mean probabilities that the limit is exceeded; `nil` when none was asked for.
    var exceedance: [Double]?
    /// How many stations reported at each time.
    var stationCounts: [Int]
    var notes: [LocalizedText] = []
}

extension SeriesSetup {
    func series(of fields: SeriesFields, _ options: RunOptions) throws -> ZoneSeries {
        request.method == "idw"
            ? try inverseDistance(fields, options) : try kriging(fields, options)
    }

    /// How many of the stations reported at each time.
    private func stationCounts(_ fields: SeriesFields) -> [Int] {
        fields.times.indices.map { time in fields.values(at: time).count { !$0.isNaN } }
    }

    // MARK: - Inverse distance

    private func inverseDistance(
        _ fields: SeriesFields, _ options: RunOptions
    ) throws -> ZoneSeries {
        guard request.limit == nil else {
            throw Fault(
                .usage, zh: "--exceed 需要误差，只用于 --method kriging。",
                en: "--exceed needs errors: it goes with --method kriging.")
        }
        var settings = SurfaceSettings()
        settings.power = request.power
        settings.neighbours = request.neighbours
        settings.radius = request.radius
        let estimator = try ZoneInverseDistance(
            try settings.inverseDistance(in: crs), stations: points.map(\.coordinate),
            crs: crs, zones: cells)
        let means = estimator.means(of: fields.values, threads: options.threads)
        return ZoneSeries(
            values: byZone(means, times: fields.times.count), errors: nil, exceedance: nil,
            stationCounts: stationCounts(fields))
    }

    /// Times × zones as zones × times.
    private func byZone(_ means: [Double], times: Int) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(means.count)
        for zone in zones.indices {
            for time in 0..<times { result.append(means[time * zones.count + zone]) }
        }
        return result
    }

    // MARK: - Kriging

    private func kriging(_ fields: SeriesFields, _ options: RunOptions) throws -> ZoneSeries {
        let hours = fields.times.indices.map { Array(fields.values(at: $0)) }
        let measure = try DistanceMeasure(for: crs, assumesPlane: crs == nil)
        let model = try SeriesModel(self, hours, measure: measure, threads: options.threads)
        let estimator = try ZoneKriging(
            model: model.model, stations: points.map(\.coordinate), measure: measure,
            zones: cells, keepsCells: request.limit != nil, threads: options.threads)
        var series = ZoneSeries(
            values: [], errors: [], exceedance: request.limit == nil ? nil : [],
            stationCounts: [], notes: model.notes)
        let times = hours.count
        var values = [Double](repeating: .nan, count: zones.count * times)
        var errors = values
        var exceedance = request.limit == nil ? [] : values
        // Hours go in groups, so that progress is seen and memory stays small.
        for start in stride(from: 0, to: times, by: Self.hoursAtOnce) {
            let end = min(start + Self.hoursAtOnce, times)
            let estimates = estimator.estimates(
                Array(hours[start..<end]), scales: Array(model.scales[start..<end]),
                exceeding: request.limit, threads: options.threads)
            for (offset, estimate) in estimates.enumerated() {
                for zone in zones.indices {
                    let place = zone * times + start + offset
                    values[place] = estimate.means[zone]
                    errors[place] = estimate.variances[zone].squareRoot()
                    if let shares = estimate.exceedance { exceedance[place] = shares[zone] }
                }
                series.stationCounts.append(estimate.stationCount)
            }
            options.progress(
                0.55 + 0.35 * Double(end) / Double(times),
                LocalizedText("计算区域序列", "estimating zones"))
        }
        series.values = values
        series.errors = errors
        if request.limit != nil { series.exceedance = exceedance }
        series.notes += singularNotes(estimator, model.model)
        return series
    }

    private static let hoursAtOnce = 2048

    private func singularNotes(
        _ estimator: ZoneKriging, _ model: VariogramModel
    ) -> [LocalizedText] {
        guard points.count > 1,
            estimator.estimate(Array(repeating: 0, count: points.count)).isGeneralised
        else { return [] }
        return [
            LocalizedText(
                "站点协方差矩阵奇异或接近奇异（站点过近且块金值为 0），已用广义逆求解。",
                "The covariances of the stations are singular or nearly (stations too close for a "
                    + "nugget of 0): the generalised inverse was used.")
        ]
    }
}
