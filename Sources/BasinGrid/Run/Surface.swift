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
    /// The variances of the errors of `now`; `nil` for a method that has none.
    var variance: Grid<Float>?
    /// The stations of `now`, each estimated from the others; `nil` without a surface.
    var validation: CrossValidation?
    /// The method of `now`, as settings name it; `nil` without a surface.
    var method: String?
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
    let options: RunOptions
    private let daily: DailyValues

    init(inputs: JobInputs, options: RunOptions) {
        self.inputs = inputs
        self.options = options
        daily = DailyValues(of: inputs.readings)
    }

    /// - Parameter isBare: Whether values alone are wanted: no variances, no cross-validation.
    func surface(
        _ request: Job.RasterRequest, over period: Period, before: Period?,
        on geometry: GridGeometry, mask: [Bool], isBare: Bool = false
    ) throws -> Surface {
        let figures = stationFigures(request, over: period, before: before)
        var notes: [ReportNote] = []
        let now = try raster(
            figures.map { ($0.station, $0.now) }, request, period, geometry, mask,
            isBare: isBare, &notes)
        var past: Made?
        if let before {
            past = try raster(
                figures.compactMap { figure in figure.past.map { (figure.station, $0) } }, request,
                before, geometry, mask, isBare: isBare, &notes)
        }
        return Surface(
            request: request, period: period, before: before, stations: figures, now: now?.values,
            past: past?.values,
            change: now.flatMap { now in past.map { difference(now.values, $0.values) } },
            variance: now?.variances, validation: now?.validation, method: now?.method,
            notes: notes,
            geometry: geometry)
    }

    /// A surface of one period.
    private struct Made {
        var values: Grid<Float>
        var variances: Grid<Float>?
        var validation: CrossValidation?
        var method: String
    }

    private func stationFigures(
        _ request: Job.RasterRequest, over period: Period, before: Period?
    ) -> [Surface.StationFigure] {
        inputs.stations.indices.filter { request.networks.contains(inputs.stations[$0].network) }
            .map { index in
                func value(_ period: Period) -> PeriodValue {
                    self.value(
                        request.statistic, of: request.parameter, station: index, in: period)
                }
                return Surface.StationFigure(
                    station: index, now: value(period), past: before.map(value))
            }
    }

    /// The statistic of one of the job's stations over a period.
    func value(
        _ statistic: PeriodStatistic, of parameter: ParameterCode, station: Int, in period: Period
    ) -> PeriodValue {
        PeriodStatistics().value(
            statistic,
            of: daily.values(site: inputs.stations[station].id, parameter: parameter), in: period)
    }

    private func raster(
        _ figures: [(station: Int, value: PeriodValue)], _ request: Job.RasterRequest,
        _ period: Period, _ geometry: GridGeometry, _ mask: [Bool], isBare: Bool,
        _ notes: inout [ReportNote]
    ) throws -> Made? {
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
        let chosen = try MethodChooser(
            settings: request.surface, stations: stations, geometry: geometry,
            days: dailyFields(figures.map(\.station), request.parameter, in: period),
            drift: try request.surface.driftPath.map {
                try DriftRaster(path: $0, geometry, options)
            }
        ).chosen()
        let made = try self.made(chosen, stations, geometry, mask, isBare: isBare)
        let figures = made.surface.validation.map { $0.figures(of: chosen.name) }
        let title = "\(request.name) \(period.label)"
        notes += (chosen.notes + made.notes + [figures].compactMap { $0 }).map {
            ReportNote(.method, LocalizedText(zh: "\(title)：\($0.zh)", en: "\(title): \($0.en)"))
        }
        return made.surface
    }

    private func made(
        _ chosen: ChosenMethod, _ stations: PreparedStations, _ geometry: GridGeometry,
        _ mask: [Bool], isBare: Bool
    ) throws -> (surface: Made, notes: [LocalizedText]) {
        let wantsVariances = chosen.kriging != nil && !isBare
        var values: [Float] = []
        var variances: [Float] = []
        values.reserveCapacity(geometry.cellCount)
        let notes = try chosen.estimate(
            from: stations, on: SurfaceTarget(geometry, mask: mask),
            includesVariances: wantsVariances, threads: options.threads
        ) { band in
            values.append(contentsOf: band.values.lazy.map { Float($0) })
            variances.append(contentsOf: (band.variances ?? []).lazy.map { Float($0) })
        }
        let nodata = Float(SurfaceBand.nodata)
        return (
            Made(
                values: Grid(geometry: geometry, values: values, nodata: nodata),
                variances: wantsVariances
                    ? Grid(geometry: geometry, values: variances, nodata: nodata) : nil,
                validation: isBare
                    ? nil : try chosen.crossValidation(of: stations, threads: options.threads),
                method: chosen.name),
            notes
        )
    }

    private func dailyFields(
        _ stations: [Int], _ parameter: ParameterCode, in period: Period
    ) -> DailyFields {
        DailyFields(
            of: stations.map { index in
                let station = inputs.stations[index]
                return (
                    station.coordinate, daily.values(site: station.id, parameter: parameter)
                )
            }, in: period)
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
