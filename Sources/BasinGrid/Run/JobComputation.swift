import Coverage
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import ZonalStatistics

/// Turns the inputs of a job into figures.
struct JobComputation {
    let job: Job
    let inputs: JobInputs
    let options: RunOptions

    func figures() throws -> JobFigures {
        let pairs = job.periodPairs
        var grids = try JobGrids(inputs, threads: options.threads)
        let maker = SurfaceMaker(inputs: inputs, options: options)
        var notes = inputs.notes
        var surfaces: [[Surface]] = []
        var zones: [[[ZoneFigures]]] = []
        let hotSpotMaker = HotSpotFigureMaker(
            inputs: inputs, maker: maker, threads: options.threads)
        var hotSpots: [[HotSpotFigures]] = []
        var seriesMaker = SeriesFigureMaker(
            job.series, inputs: inputs, threads: options.threads)
        var series: [[SeriesFigures]] = []
        for pair in pairs {
            let made = try job.rasters.map { try surface($0, pair, maker, &grids) }
            notes += made.flatMap(\.notes)
            surfaces.append(made)
            zones.append(try zoneFigures(made, &grids))
            series.append(try seriesMaker.figures(over: pair.now, &notes))
            let found = try job.hotSpots.map {
                try hotSpotMaker.figures($0, pair, made, &grids)
            }
            notes += found.flatMap(\.notes)
            hotSpots.append(found)
        }
        notes += silentStations() + absentNetworks()
        let waterStandard = SurfaceWaterStandard.gb3838
        let sections = SectionJudge(
            inputs: inputs, standard: waterStandard, threads: options.threads
        ).figures(periods: pairs)
        notes += unmatchedSections(sections)
        notes += SectionSites(inputs.sections, readings: inputs.readings)
            .notes(stations: Set(inputs.stations.map(\.id)))
        let rivers = inputs.rivers.map {
            RiverFigures(
                $0.network, sections: sections, layers: inputs.zoneLayers, wholes: grids.wholes,
                threads: options.threads)
        }
        let grouping = WaterGrouping(inputs, threads: options.threads)
        notes += grouping.notes.map { ReportNote(.remark, $0) }
        let waterGroups = pairs.indices.map {
            WaterGroupFigures(
                grouping, of: sections, over: pairs, period: $0, by: waterStandard)
        }
        let water = try WaterExtras(
            job, inputs, sections: sections, grouping, by: waterStandard)
        let air = try AirFigures(job: job, inputs: inputs)
        notes += air?.notes ?? []
        let points = PointFigures(inputs)
        let riverPoints =
            inputs.points.isEmpty
            ? nil
            : inputs.rivers.map {
                RiverPointFigures(
                    inputs, on: $0.network, sections: sections, threads: options.threads)
            }
        notes += points.notes(inputs)
        return JobFigures(
            pairs: pairs, wholes: grids.wholes, surfaces: surfaces, zones: zones,
            sections: sections, rivers: rivers,
            waterGroups: sections.isEmpty ? [] : waterGroups, water: water, points: points,
            riverPoints: riverPoints, hotSpots: hotSpots,
            series: series, air: air,
            editions: try pairs.map { try inputs.airStandard.edition(on: $0.now.lastDay).edition },
            waterEdition: waterStandard.edition,
            notes: unique(notes))
    }

    private func surface(
        _ request: Job.RasterRequest, _ pair: PeriodPair, _ maker: SurfaceMaker,
        _ grids: inout JobGrids
    ) throws -> Surface {
        let geometry = try grids.geometry(cell: request.cell)
        let coverage = try grids.coverage(of: geometry)
        var request = request
        if let path = request.surface.driftPath {
            request.surface.drift = job.resolve(path)
        }
        return try maker.surface(
            request, over: pair.now, before: pair.before, on: geometry, mask: coverage.mask)
    }

    private func zoneFigures(
        _ surfaces: [Surface], _ grids: inout JobGrids
    ) throws -> [[ZoneFigures]] {
        var result = [[ZoneFigures]](repeating: [], count: inputs.zoneLayers.count)
        for surface in surfaces {
            let coverage = try grids.coverage(of: surface.geometry)
            for (index, layer) in inputs.zoneLayers.enumerated() {
                result[index].append(
                    try ZoneFigures(
                        of: surface, over: coverage.overlays[index],
                        zones: layer.zones + [grids.wholes[index]],
                        statistics: statistics, threads: options.threads))
            }
        }
        return result
    }

    /// What the tables show; the report's maps need the mean, asked for or not.
    private var statistics: [Statistic] {
        job.zonalStatistics.contains(.mean) ? job.zonalStatistics : job.zonalStatistics + [.mean]
    }

    // MARK: - Warnings

    /// Stations without a single reading, and sections that no river is near.
    private func silentStations() -> [ReportNote] {
        let silent = inputs.stations.filter { inputs.readings.parameters(at: $0.id).isEmpty }
        guard !silent.isEmpty, !job.readings.isEmpty else { return [] }
        let list = silent.prefix(10).map { "\($0.id) \($0.label)" }.joined(separator: ", ")
        return [
            ReportNote(
                .missing,
                LocalizedText(
                    "\(silent.count) 个站点没有任何监测数据：\(list)。",
                    "\(silent.count) stations have no readings: \(list)."))
        ]
    }

    /// Networks that a request names and no station layer has.
    private func absentNetworks() -> [ReportNote] {
        let present = Set(job.stations.map(\.network))
        let requests =
            job.rasters.map { ($0.name, $0.networks) }
            + job.hotSpots.map { ("hotspots \($0.name)", $0.networks) }
            + job.series.map { ($0.name, $0.networks) }
        return requests.compactMap { name, networks in
            let absent = networks.filter { !present.contains($0) }
            guard !absent.isEmpty else { return nil }
            let list = absent.map(\.rawValue).joined(separator: ", ")
            return ReportNote(
                .missing,
                LocalizedText(
                    "\(name)：没有 \(list) 站网的站点图层，仅用其余站网。",
                    "\(name): no station layer is of the networks \(list); the others serve alone.")
            )
        }
    }

    private func unmatchedSections(_ sections: [SectionFigure]) -> [ReportNote] {
        guard inputs.rivers != nil else {
            guard !sections.isEmpty else { return [] }
            return [
                ReportNote(
                    .remark,
                    LocalizedText(
                        "任务没有 rivers，断面只作评价，不对应河段。",
                        "The job has no rivers: its sections are assessed and not placed on any."))
            ]
        }
        return sections.filter { $0.location?.reach == nil }.map { figure in
            let distance =
                figure.location?.distanceInMetres.map {
                    NumberText.fixed($0 / 1000, decimals: 1)
                } ?? "?"
            return ReportNote(
                .missing,
                LocalizedText(
                    "断面 \(figure.section.id) \(figure.section.label) 距最近河流 \(distance) km，"
                        + "超过 1 km，未匹配到河段。请核对其坐标。",
                    "Section \(figure.section.id) \(figure.section.label) lies \(distance) km from "
                        + "the nearest river, beyond 1 km, and was not matched. Check its place."))
        }
    }

    private func unique(_ notes: [ReportNote]) -> [ReportNote] {
        var seen: Set<ReportNote> = []
        return notes.filter { seen.insert($0).inserted }
    }
}
