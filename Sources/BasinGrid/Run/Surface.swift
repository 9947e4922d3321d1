import Coverage
import Geometry
import Grids
import Interpolation
import Readings
import Reports
import ZonalStatistics

/// A statistic of one parameter at the stations and as a raster, over a period and the one that it
/// is compared with.
struct Surface: Sendable {
    var request: Job.RasterRequest
    var period: Period
    var before: Period?
    /// For each station of the request's networks: its place in `JobInputs.stations` and figures.
    var stations: [StationFigure]
    /// `nil` when no station has a value.
    var now: Grid<Float>?
    var past: Grid<Float>?
    /// `now` − `past`, in the parameter's unit.
    var change: Grid<Float>?
    var notes: [ReportNote]

    struct StationFigure: Sendable {
        var station: Int
        var now: PeriodValue
        var past: PeriodValue?
    }

    var geometry: GridGeometry
}

/// Computes the surfaces of a job.
struct SurfaceMaker {
    let inputs: JobInputs
    let threads: Int
    private let daily: DailyValues

    init(inputs: JobInputs, threads: Int) {
        self.inputs = inputs
        self.threads = threads
        daily = DailyValues(of: inputs.readings)
    }

    func surface(
        _ request: Job.RasterRequest, over period: Period, before: Period?,
        on geometry: GridGeometry, mask: [Bool]
    ) throws -> Surface {
        let figures = stationFigures(request, over: period, before: before)
        var notes: [ReportNote] = []
        let now = try raster(
            figures.map { ($0.station, $0.now) }, request, period, geometry, mask, &notes)
        var past: Grid<Float>?
        if let before {
            past = try raster(
                figures.compactMap { figure in figure.past.map { (figure.station, $0) } }, request,
                before, geometry, mask, &notes)
        }
        return Surface(
            request: request, period: period, before: before, stations: figures, now: now,
            past: past, change: now.flatMap { now in past.map { difference(now, $0) } },
            notes: notes, geometry: geometry)
    }

    private func stationFigures(
        _ request: Job.RasterRequest, over period: Period, before: Period?
    ) -> [Surface.StationFigure] {
        inputs.stations.indices.filter { request.networks.contains(inputs.stations[$0].network) }
            .map { index in
                let site = inputs.stations[index].id
                let daily = daily.values(site: site, parameter: request.parameter)
                func value(_ period: Period) -> PeriodValue {
                    PeriodStatistics().value(request.statistic, of: daily, in: period)
                }
                return Surface.StationFigure(
                    station: index, now: value(period), past: before.map(value))
            }
    }

    private func raster(
        _ figures: [(station: Int, value: PeriodValue)], _ request: Job.RasterRequest,
        _ period: Period, _ geometry: GridGeometry, _ mask: [Bool], _ notes: inout [ReportNote]
    ) throws -> Grid<Float>? {
        let values = figures.compactMap { figure in
            figure.value.double.map { value in
                StationValue(
                    id: inputs.stations[figure.station].id,
                    coordinate: inputs.stations[figure.station].coordinate, value: value)
            }
        }
        guard !values.isEmpty else {
            let networks = request.networks.map(\.rawValue).joined(separator: ", ")
            notes.append(
                ReportNote(
                    .missing,
                    LocalizedText(
                        "\(request.name) \(period.label)：\(networks) 没有一个站点有有效值，未生成栅格。",
                        "\(request.name) \(period.label): no station of \(networks) has a valid "
                            + "value; no raster was made.")))
            return nil
        }
        let stations = try PreparedStations(values, crs: inputs.crs)
        notes += stations.notes.map {
            ReportNote(.dropped, LocalizedText(zh: $0.descriptionInChinese, en: $0.description))
        }
        return try request.method.estimate(
            from: stations, on: geometry, mask: mask, threads: threads)
    }
}

/// `a` − `b` cell by cell; nodata where either has none.
func difference(_ a: Grid<Float>, _ b: Grid<Float>) -> Grid<Float> {
    precondition(a.geometry == b.geometry, "grids of one geometry have a difference")
    let nodata: Float = -9999
    let values = zip(a.values, b.values).map { x, y in
        x == a.nodata || y == b.nodata ? nodata : x - y
    }
    return Grid(geometry: a.geometry, values: values, nodata: nodata)
}

/// The statistics of a surface in the zones of one layer; the last row of each is the whole.
struct ZoneFigures: Sendable {
    var statistics: [Statistic]
    /// Zone × statistic; NaN for an empty statistic.
    var now: [[Double]]?
    var past: [[Double]]?

    /// The statistics of `surface` in each zone of `layer` and in `whole`.
    init(
        of surface: Surface, over overlay: Overlay, zones: [Zone], statistics: [Statistic],
        threads: Int
    ) throws {
        func values(_ grid: Grid<Float>?) throws -> [[Double]]? {
            try grid.map {
                try zonalStatistics(
                    of: $0, over: overlay, zones: zones, statistics: statistics, threads: threads
                ).values
            }
        }
        self.statistics = statistics
        now = try values(surface.now)
        past = try values(surface.past)
    }
}
