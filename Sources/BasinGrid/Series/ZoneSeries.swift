import GeoFiles
import Geometry
import Interpolation
import Reports

/// A value and its error for every zone and time.
struct ZoneSeries: Sendable {
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

/// Makes series of the same stations and zones.
struct ZoneSeriesMaker {
    let settings: SeriesSettings
    /// In the CRS of the zones.
    let stations: [Coordinate]
    let crs: CoordinateReferenceSystem?
    /// The cells that stand for each zone; none for a zone without an area.
    let cells: [ZoneCells]
    /// What was chosen for the zones, and which of them have no area.
    let notes: [LocalizedText]

    /// - Throws: `Fault` for cells that are too small, or not in units of `crs`.
    init(
        _ settings: SeriesSettings, stations: [Coordinate], zones: [Zone],
        crs: CoordinateReferenceSystem?
    ) throws {
        self.settings = settings
        self.stations = stations
        self.crs = crs
        let cells = try SeriesCells(of: zones, crs: crs, settings: settings)
        self.cells = cells.cells
        notes = cells.notes
    }

    /// - Parameters:
    ///   - fields: Of the stations, in their order.
    ///   - progress: Takes the share that is done.
    func series(
        of fields: SeriesFields, threads: Int, progress: (Double) -> Void = { _ in }
    ) throws -> ZoneSeries {
        settings.method == "idw"
            ? try inverseDistance(fields, threads: threads)
            : try kriging(fields, threads: threads, progress: progress)
    }

    // MARK: - Inverse distance

    private func inverseDistance(_ fields: SeriesFields, threads: Int) throws -> ZoneSeries {
        let estimator = try ZoneInverseDistance(
            try settings.inverseDistance(in: crs), stations: stations, crs: crs, zones: cells)
        let means = estimator.means(of: fields.values, threads: threads)
        return ZoneSeries(
            values: byZone(means, times: fields.times.count), errors: nil, exceedance: nil,
            stationCounts: fields.stationCounts)
    }

    /// Times × zones as zones × times.
    private func byZone(_ means: [Double], times: Int) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(means.count)
        for zone in cells.indices {
            for time in 0..<times { result.append(means[time * cells.count + zone]) }
        }
        return result
    }

    // MARK: - Kriging

    private func kriging(
        _ fields: SeriesFields, threads: Int, progress: (Double) -> Void
    ) throws -> ZoneSeries {
        let hours = fields.times.indices.map { Array(fields.values(at: $0)) }
        let measure = try DistanceMeasure(for: crs, assumesPlane: crs == nil)
        var model = try SeriesModel(settings, hours, at: stations, measure: measure)
        let estimator = try ZoneKriging(
            model: model.model, stations: stations, measure: measure,
            zones: cells, keepsCells: settings.limit != nil, threads: threads)
        model.calibrate(with: estimator, on: hours, threads: threads)
        let times = hours.count
        var values = [Double](repeating: .nan, count: cells.count * times)
        var errors = values
        var exceedance = settings.limit == nil ? nil : values
        var isGeneralised = false
        // Hours go in groups, so that progress is seen and memory stays small.
        for start in stride(from: 0, to: times, by: Self.hoursAtOnce) {
            let end = min(start + Self.hoursAtOnce, times)
            let estimates = estimator.estimates(
                Array(hours[start..<end]), scales: Array(model.scales[start..<end]),
                exceeding: settings.limit, threads: threads)
            for (offset, estimate) in estimates.enumerated() {
                for zone in cells.indices {
                    let place = zone * times + start + offset
                    values[place] = estimate.means[zone]
                    errors[place] = estimate.variances[zone].squareRoot()
                    if let shares = estimate.exceedance { exceedance?[place] = shares[zone] }
                }
                isGeneralised = isGeneralised || estimate.isGeneralised
            }
            progress(Double(end) / Double(times))
        }
        return ZoneSeries(
            values: values, errors: errors, exceedance: exceedance,
            stationCounts: fields.stationCounts,
            notes: model.notes + (isGeneralised ? [Self.generalisedNote] : []))
    }

    private static let hoursAtOnce = 2048

    private static let generalisedNote = LocalizedText(
        "站点协方差矩阵奇异或接近奇异（站点过近且块金值为 0），已用广义逆求解。",
        "The covariances of the stations are singular or nearly (stations too close for a "
            + "nugget of 0): the generalised inverse was used.")
}
