import Coverage
import GeoFiles
import Geometry
import Grids
import ZonalStatistics

/// The job of a request: overlays of all grids, with the weights.
struct ZonalSetup {
    let job: ZonalJob
    let method: CoverageMethod
    private(set) var warnings: [LocalizedText] = []
    /// What zones and overlays take.
    let bytesOutsideKernels: Int

    init(
        _ request: ZonalRequest, _ question: ZonalQuestion, _ rasters: ZonalRasters,
        _ given: ZonalZones, threads: Int
    ) throws {
        var zones = given
        warnings = zones.warnings
        method = zones.saved?.overlay.method ?? request.coverage ?? .fraction
        if request.weights != nil, !question.statistics.contains(where: \.isWeighted) {
            warnings.append(
                LocalizedText(
                    "已给出 --weights，但没有加权统计量（weighted_mean 等），权重未使用。",
                    "--weights is given, but no weighted statistic (weighted_mean …) is asked for: "
                        + "the weights are not used."))
        }
        let covered = Self.zones(zones.zones, of: request)
        var builder = PassBuilder(
            zones: covered, saved: zones.saved?.overlay, method: method, threads: threads,
            weights: question.statistics.contains(where: \.isWeighted)
                ? try request.weights.map { try ZonalWeights($0, rasters) } : nil)
        for group in rasters.groups { try builder.add(group) }
        warnings += builder.warnings
        warnings += Self.outsideWarnings(builder.firstOverlay, zones.rows, request)
        warnings += Self.longEdgeWarnings(covered, rasters)
        bytesOutsideKernels =
            70_000_000 + builder.bytes + (zones.shapes == nil ? 0 : zones.vertexCount * 16)
        job = try ZonalJob(
            passes: builder.passes.map { ($0.pass, $0.role) },
            bands: zip(rasters.names, rasters.places).map { name, place in
                builder.band(name, place)
            }, question: question)
        zones.releaseShapes()
    }

    /// The zones whose coverage is needed: those of the part, the others without their polygons.
    private static func zones(_ zones: [Zone], of request: ZonalRequest) -> [Zone] {
        guard request.part.cut == .zones, request.part.count > 1 else { return zones }
        let wanted = request.part.zones(of: zones.count)
        return zones.enumerated().map { index, zone in
            if wanted.contains(index) { return zone }
            return Zone(id: zone.id, label: zone.label, polygons: [], areaInSquareMetres: 0)
        }
    }

    /// Zones that no cell of the raster belongs to.
    private static func outsideWarnings(
        _ overlay: Overlay?, _ rows: ZoneRows, _ request: ZonalRequest
    ) -> [LocalizedText] {
        guard let overlay else { return [] }
        let wanted =
            request.part.cut == .zones
            ? request.part.zones(of: overlay.zones.count) : overlay.zones.indices
        let outside = wanted.filter {
            overlay.zones[$0].isEmpty && overlay.zones[$0].zoneAreaInCells > 0
        }
        guard !outside.isEmpty else { return [] }
        let ids = outside.prefix(10).map { rows.texts[$0][0] ?? "" }.joined(separator: ", ")
        let rest = outside.count > 10 ? " …" : ""
        return [
            LocalizedText(
                "\(outside.count) 个分区不含栅格的任何像元：\(ids)\(rest)。其统计值为空。",
                "zones without a cell of the raster, whose statistics are empty: "
                    + "\(outside.count) (\(ids)\(rest)).")
        ]
    }

    private static func longEdgeWarnings(
        _ zones: [Zone], _ rasters: ZonalRasters
    ) -> [LocalizedText] {
        guard rasters.crs.isGeographic else { return [] }
        let long = Overlay.indicesOfZonesWithLongEdges(in: zones)
        guard !long.isEmpty else { return [] }
        let ids = long.prefix(10).map { zones[$0].id }.joined(separator: ", ")
        return [
            LocalizedText(
                "\(long.count) 个分区有跨越经度 180° 以上的边（\(ids)）：按所绘图形处理。若应跨越 180° 经线，请在该处切开。",
                "zones with an edge over more than 180° of longitude, taken as drawn: "
                    + "\(long.count) (\(ids)). Split them at the antimeridian if they are meant to "
                    + "cross it.")
        ]
    }
}

/// Makes the passes of a job, grid by grid.
private struct PassBuilder {
    let zones: [Zone]
    let saved: Overlay?
    let method: CoverageMethod
    let threads: Int
    let weights: ZonalWeights?

    private(set) var passes: [(pass: ZonalPass, role: ZonalJob.Role)] = []
    private(set) var warnings: [LocalizedText] = []
    private(set) var bytes = 0
    private(set) var firstOverlay: Overlay?
    /// For every group and stack the pass of plain and of weighted statistics.
    private var places: [[(plain: Int, weighted: Int?)]] = []

    init(
        zones: [Zone], saved: Overlay?, method: CoverageMethod, threads: Int,
        weights: ZonalWeights?
    ) {
        self.zones = zones
        self.saved = saved
        self.method = method
        self.threads = threads
        self.weights = weights
    }

    mutating func add(_ group: ZonalRasters.Group) throws {
        let overlay = try saved ?? overlay(on: group.geometry)
        firstOverlay = firstOverlay ?? overlay
        let placed = try weights?.placed(on: group.geometry)
        if let note = placed?.note { warnings.append(note) }
        var fine: Overlay?
        var found: [(plain: Int, weighted: Int?)] = []
        for stack in group.stacks {
            switch placed?.place {
            case nil:
                passes.append((try ZonalPass(stack, over: overlay), .all))
                found.append((passes.count - 1, nil))
            case .onGrid(let weights):
                passes.append((try ZonalPass(stack, over: overlay, weights: weights), .all))
                found.append((passes.count - 1, nil))
            case .finer(let grid, let weights, let cells):
                guard saved == nil || !zones.isEmpty else { throw self.weights.needsZones }
                let finer = try fine ?? self.overlay(on: grid)
                fine = finer
                guard let values = ExpandedRaster(stack, onto: grid) else {
                    preconditionFailure("a refined grid nests in its own")
                }
                passes.append((try ZonalPass(stack, over: overlay), .plain))
                passes.append(
                    (
                        try ZonalPass(
                            values, over: finer, weights: weights, cellsPerValueCell: cells),
                        .weighted
                    ))
                found.append((passes.count - 2, passes.count - 1))
            }
        }
        places.append(found)
    }

    private mutating func overlay(on geometry: GridGeometry) throws -> Overlay {
        let overlay = try Overlay(of: zones, on: geometry, method: method, threads: threads)
        bytes += overlay.zones.reduce(0) { $0 + $1.runs.count * MemoryLayout<CoverageRun>.stride }
        return overlay
    }

    func band(_ name: String, _ place: ZonalRasters.Place) -> ZonalJob.Band {
        let passes = places[place.group][place.stack]
        return ZonalJob.Band(
            name: name, pass: passes.plain, band: place.band, weightedPass: passes.weighted,
            weightedBand: passes.weighted == nil ? 0 : place.band)
    }
}

extension ZonalWeights? {
    fileprivate var needsZones: Fault {
        Fault(
            .usage, zh: "权重栅格比数值栅格更细，需要在更细的网格上重新叠加。请同时给出 --zones 与 --id-field。",
            en:
                "The weights lie on a finer grid than the values, which needs an overlay of its own. "
                + "Name --zones and --id-field as well.")
    }
}
