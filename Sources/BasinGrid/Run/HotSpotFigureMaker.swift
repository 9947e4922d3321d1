import Coverage
import Geometry
import Grids
import HotSpots
import Readings
import Reports

/// Computes the hotspot cells of a job.
struct HotSpotFigureMaker {
    let inputs: JobInputs
    let maker: SurfaceMaker
    let threads: Int

    /// The cells of one request in one period.
    ///
    /// - Parameter surfaces: Those of the job's rasters in the period.
    func figures(
        _ request: Job.HotSpotRequest, _ pair: PeriodPair, _ surfaces: [Surface],
        _ grids: inout JobGrids
    ) throws -> HotSpotFigures {
        guard let layer = inputs.layer(named: request.zones) else {
            throw Fault(
                .software, zh: "热点网格没有区域图层。", en: "Hotspot cells have no zone layer.")
        }
        var notes: [ReportNote] = []
        let fishnet = try Fishnet(
            covering: try grids.extent(), cellSizeInMetres: metres(of: request.cell),
            crs: inputs.crs)
        let overlays = try grids.coverage(of: fishnet.geometry).overlays
        let perLayer = overlays.indices.map {
            fishnet.cells(over: Self.zones(of: overlays[$0], inputs, $0))
        }
        let cells = perLayer[layer]
        let surface = try surface(request, pair, surfaces, &grids, &notes)
        let values = HotSpotValues(
            request: request, inputs: inputs, maker: maker, fishnet: fishnet, cells: cells,
            threads: threads, surface: surface,
            mask: try surface.map { try grids.coverage(of: $0.geometry).mask } ?? [])
        let areas = try HotSpotAreas(fishnet, overlays)
        let analysis = try HotSpotAnalysis(
            request, cells: cells, of: fishnet, areas: areas, threads: threads)

        let before = request.before(pair)
        let wanted = Self.compared(request, pair, before)
        let fields = try values.fields(
            of: [pair.now] + wanted, fittedTo: 1, &notes)
        func means(_ period: Period?) -> [CellMean]? {
            period.flatMap { wanted.firstIndex(of: $0) }.map { fields[$0 + 1].means }
        }
        let found = analysis.ranked(fields[0].means, before: means(before))
        let stationValues = values.stationValues(in: pair.now)
        var figures = HotSpotFigures(
            request: request, period: pair.now, before: before, layer: layer, fishnet: fishnet,
            cells: cells, shares: perLayer.map { Self.shares(of: cells, in: $0) },
            ranked: found.ranked, places: found.places, errors: fields[0].errors,
            significance: found.significance, histories: nil,
            warnings: request.warningCount.map { count in
                MonthlyWarnings(
                    zones: cells.map(\.responsibleZone), month: fields[0].means.map(\.value),
                    lastYear: means(pair.now.yearBefore)?.map(\.value),
                    lastMonth: means(pair.now.precedingPeriod)?.map(\.value), count: count)
            },
            areas: found.areas, months: [],
            stationCounts: (stationValues.count { !$0.isNaN }, stationValues.count), notes: [])
        notes += Self.silence(of: figures) + Self.ties(in: figures)
        try addMonths(to: &figures, values, analysis, &notes)
        figures.notes = notes
        return figures
    }

    /// That no station has a value, which a surface says for itself.
    private static func silence(of figures: HotSpotFigures) -> [ReportNote] {
        let request = figures.request
        guard request.method != .raster, figures.stationCounts.valid == 0 else { return [] }
        let networks = request.networks.map(\.rawValue).joined(separator: ", ")
        return [
            ReportNote(
                .missing,
                LocalizedText(
                    "热点网格 \(request.name) \(figures.period.label)：\(networks) 没有一个站点有有效值，网格没有数值。",
                    "hotspots \(request.name) \(figures.period.label): no station of \(networks) has a "
                        + "valid value; the cells have none."))
        ]
    }

    /// That many selected cells are equal: beyond the range of the variogram every cell has the
    /// same estimate.
    private static func ties(in figures: HotSpotFigures) -> [ReportNote] {
        let values = figures.selected.filter { !$0.value.isNaN }.map(\.value)
        let largest = Dictionary(grouping: values) { $0 }.values.map(\.count).max() ?? 0
        guard largest >= 10 else { return [] }
        let name = "\(figures.request.name) \(figures.period.label)"
        return [
            ReportNote(
                .remark,
                LocalizedText(
                    "热点网格 \(name)：入选网格中有 \(largest) 个数值完全相同（并列者全部列入），多因远离站点，"
                        + "超出变异函数的变程；请结合标准误差使用，或改用 threshold 或 gistar。",
                    "hotspots \(name): \(largest) of the selected cells have one and the same value "
                        + "(all ties are in), mostly as they lie beyond the variogram's range of any "
                        + "station. Mind their errors, or select by threshold or gistar."))
        ]
    }

    /// The zones of a layer in each of `cells`, from the cells that this layer touches.
    private static func shares(
        of cells: [FishnetCell], in touched: [FishnetCell]
    ) -> [[FishnetCell.ZoneShare]] {
        let known = Dictionary(
            uniqueKeysWithValues: touched.map { ($0.place, $0.shares) })
        return cells.map { known[$0.place] ?? [] }
    }

    /// The periods besides the one that is asked for, each once.
    private static func compared(
        _ request: Job.HotSpotRequest, _ pair: PeriodPair, _ before: Period?
    ) -> [Period] {
        let warned =
            request.warningCount == nil ? [] : [pair.now.yearBefore, pair.now.precedingPeriod]
        return ([before].compactMap { $0 } + warned).reduce(into: []) { list, period in
            if !list.contains(period) { list.append(period) }
        }
    }

    /// What each month of a longer period was like, and how cells changed over them.
    private func addMonths(
        to figures: inout HotSpotFigures, _ values: HotSpotValues, _ analysis: HotSpotAnalysis,
        _ notes: inout [ReportNote]
    ) throws {
        let request = figures.request
        let months = figures.period.months
        guard months.count > 1 else {
            if request.isEmerging {
                notes.append(
                    ReportNote(
                        .missing,
                        LocalizedText(
                            "热点网格 \(request.name) \(figures.period.label)：只有一个月，没有可判断的时间变化。",
                            "hotspots \(request.name) \(figures.period.label): one month alone has "
                                + "no change in time.")))
            }
            return
        }
        let earlier =
            request.rank == .value
            ? [] : months.compactMap { request.before(PeriodPair(now: $0, before: nil)) }
        let fields = try values.fields(
            of: months + earlier, fittedTo: months.count, &notes)
        figures.months = months.indices.map { index in
            let found = analysis.ranked(
                fields[index].means,
                before: earlier.isEmpty ? nil : fields[months.count + index].means)
            return HotSpotFigures.Month(
                period: months[index], selectedCount: found.ranked.count { $0.isSelected },
                areas: found.areas)
        }
        if request.isEmerging {
            figures.histories = try analysis.histories(of: fields.prefix(months.count).map(\.means))
        }
    }

    // MARK: - Surface

    /// The surface that cells are means of; `nil` for cells that stations give values.
    private func surface(
        _ request: Job.HotSpotRequest, _ pair: PeriodPair, _ surfaces: [Surface],
        _ grids: inout JobGrids, _ notes: inout [ReportNote]
    ) throws -> Surface? {
        guard request.method == .raster else { return nil }
        if let known = surfaces.first(where: { $0.request.feeds(request) }) { return known }
        let raster = Job.RasterRequest(
            parameter: request.parameter, statistic: request.statistic,
            surface: SurfaceSettings(), cell: request.surfaceCell, networks: request.networks,
            line: request.line)
        let geometry = try grids.geometry(cell: raster.cell)
        let made = try maker.surface(
            raster, over: pair.now, before: pair.before, on: geometry,
            mask: try grids.coverage(of: geometry).mask)
        notes += made.notes
        return made
    }

    /// The last zone of an overlay is the whole, which is nobody's.
    private static func zones(of overlay: Overlay, _ inputs: JobInputs, _ layer: Int) -> Overlay {
        Overlay(
            geometry: overlay.geometry,
            zones: Array(overlay.zones.prefix(inputs.zoneLayers[layer].zones.count)))
    }

    private func metres(of cell: Distance) throws -> Double {
        try cell.inUnits(of: inputs.crs) * inputs.crs.metresPerUnit
    }
}

/// What a request finds among values of its cells.
struct HotSpotAnalysis {
    private let request: Job.HotSpotRequest
    private let cells: [FishnetCell]
    private let places: [FishnetCell.Place: Int]
    private let areas: HotSpotAreas
    private let neighbours: CellNeighbours?

    struct Found {
        var ranked: [HotspotCell]
        /// For each of `ranked` its place among the cells.
        var places: [Int]
        var significance: CellNeighbours.Significance?
        var areas: [[HotSpotArea]]
    }

    init(
        _ request: Job.HotSpotRequest, cells: [FishnetCell], of fishnet: Fishnet,
        areas: HotSpotAreas, threads: Int
    ) throws {
        self.request = request
        self.cells = cells
        self.areas = areas
        places = Dictionary(
            uniqueKeysWithValues: cells.enumerated().map { ($1.place, $0) })
        neighbours = try request.gistar.map {
            try CellNeighbours($0, option: "gistar", of: cells, in: fishnet, threads: threads)
        }
    }

    func ranked(_ means: [CellMean], before: [CellMean]?) -> Found {
        let significance = neighbours?.significance(of: means, correction: request.correction)
        var ranked = HotspotRanking(
            cells, means: means, before: before, by: request.rank == .value ? .value : .change,
            selecting: request.selection ?? .top(0), perZone: request.isPerZone
        ).cells
        let places = ranked.map { self.places[$0.cell.place] ?? 0 }
        if request.selection == nil, let significance {
            for (index, place) in places.enumerated() {
                ranked[index].isSelected = significance.bins[place] > 0
            }
        }
        return Found(
            ranked: ranked, places: places, significance: significance,
            areas: areas.areas(of: ranked.filter(\.isSelected).map(\.cell)))
    }

    func histories(of months: [[CellMean]]) throws -> [EmergingHotSpots.Site]? {
        try neighbours?.histories(of: months, correction: request.correction)
    }
}

extension FishnetCell {
    fileprivate struct Place: Hashable {
        var row: Int
        var column: Int
    }

    fileprivate var place: Place { Place(row: row, column: column) }
}
