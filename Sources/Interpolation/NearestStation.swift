public import Geometry
import Grids
import Parallel

/// The value of the nearest station: the surface of the stations' Voronoi cells (Thiessen polygons).
///
/// Of stations at exactly the same distance the first by x, then y counts. With a limit, targets
/// farther than it from every station have no estimate.
public struct NearestStation: SurfaceMethod, Hashable {
    /// The largest distance in metres; `nil` for no limit.
    public let radiusInMetres: Double?

    /// - Throws: `InterpolationError.radiusNotPositive`.
    public init(radiusInMetres: Double? = nil) throws(InterpolationError) {
        if let radiusInMetres, !(radiusInMetres > 0 && radiusInMetres.isFinite) {
            throw .radiusNotPositive(radiusInMetres)
        }
        self.radiusInMetres = radiusInMetres
    }

    /// The surface at the cell centres of `target`, band by band.
    ///
    /// - Complexity: O(cells), with a search shared by neighbouring cells.
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, threads: Int = 1,
        into sink: (SurfaceBand) throws -> Void
    ) throws {
        try target.check(against: stations)
        let plan = NearestPlan(stations, target.geometry, radiusInMetres: radiusInMetres)
        try target.streamBands(threads: threads, into: sink) {
            NearestFiller(plan)
        } fill: { filler, rows, open, values in
            let window = GridWindow(rows: rows, columns: target.window.columns)
            filler.fill(&values, window, open: open)
        }
    }

    /// The value of the station nearest to each of `points`; NaN beyond the limit.
    ///
    /// - Complexity: O(points · stations).
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate], threads: Int = 1
    ) -> [Double] {
        let plan = NearestPlan(stations, nil, radiusInMetres: radiusInMetres)
        return mapPoints(points, threads: threads) {
        } value: { _, point in
            point.isFinite ? plan.value(at: point) ?? .nan : .nan
        }
    }
}

/// One number for each of `points`, computed in chunks with a worker each.
func mapPoints<Worker>(
    _ points: [Coordinate], threads: Int, makeWorker: @Sendable () -> Worker,
    value: @Sendable (inout Worker, Coordinate) -> Double
) -> [Double] {
    mapChunks(chunks(of: points.count, size: 256), threads: threads) { range -> [Double] in
        var worker = makeWorker()
        return range.map { value(&worker, points[$0]) }
    }.flatMap { $0 }
}

/// Stations for the search of the nearest one.
struct NearestPlan: Sendable {
    let columns: StationColumns
    let values: [Double]
    let measure: DistanceMeasure
    let squaredRadius: Double
    let geometry: GridGeometry?
    let cells: CellPositions?

    /// - Parameters:
    ///   - geometry: Whose cells will be filled; `nil` for points alone.
    ///   - values: What cells get, by station: the stations' values by default.
    init(
        _ stations: PreparedStations, _ geometry: GridGeometry?, radiusInMetres: Double? = nil,
        values: [Double]? = nil
    ) {
        columns = stations.columns
        self.values = values ?? stations.stations.map(\.value)
        measure = stations.measure
        let radius = radiusInMetres.map { stations.measure.length(ofMetres: $0) }
        squaredRadius = radius.map { $0 * $0 } ?? .infinity
        self.geometry = geometry
        cells = geometry.flatMap { CellPositions(of: $0, measure: stations.measure) }
    }

    /// The value of the station nearest to `point`, one of them left out; `nil` beyond the limit.
    func value(at point: Coordinate, without excluded: Int? = nil) -> Double? {
        let position = measure.position(of: point)
        var nearest: (distance: Double, station: Int)?
        for station in 0..<columns.count where station != excluded {
            let dx = position.x - columns.x[station]
            let dy = position.y - columns.y[station]
            let dz = position.z - columns.z[station]
            let distance = dx * dx + dy * dy + dz * dz
            if distance <= squaredRadius && distance < nearest?.distance ?? .infinity {
                nearest = (distance, station)
            }
        }
        return nearest.map { values[$0.station] }
    }
}

/// Fills cells with the value of their nearest station; one a thread.
final class NearestFiller {
    private let plan: NearestPlan
    private let input: KernelInput?
    private var tiles: CandidateTiles?

    init(_ plan: NearestPlan) {
        self.plan = plan
        guard let cells = plan.cells else {
            input = nil
            return
        }
        let memory = KernelInput(plan.columns, cells)
        tiles = CandidateTiles(memory.view, cells, count: 1, squaredRadius: plan.squaredRadius)
        input = consume memory
    }

    /// Writes the values of a window, row by row, where `open` allows and a station is near enough.
    func fill(_ values: inout [Double], _ window: GridWindow, open: [Bool]?) {
        guard let cells = plan.cells else { return fillCellByCell(&values, window, open) }
        values.withUnsafeMutableBufferPointer { output in
            func visit(_ open: UnsafeBufferPointer<Bool>?) {
                tiles?.forEachTile(of: window, open: open) { tile in
                    fill(tile, cells, output, window, open)
                }
            }
            guard let open else { return visit(nil) }
            open.withUnsafeBufferPointer { visit($0) }
        }
    }

    private func fill(
        _ tile: CandidateTiles.Tile, _ cells: CellPositions,
        _ output: UnsafeMutableBufferPointer<Double>, _ window: GridWindow,
        _ open: UnsafeBufferPointer<Bool>?
    ) {
        for row in tile.rows {
            for column in tile.columns {
                let index = window.index(row, column)
                if let open, !open[index] { continue }
                let position = cells.position(row: row, column: column)
                var least = Double.infinity
                var nearest = -1
                for candidate in tile.candidates {
                    let station = Int(candidate)
                    let dx = position.x - plan.columns.x[station]
                    let dy = position.y - plan.columns.y[station]
                    let dz = position.z - plan.columns.z[station]
                    let distance = dx * dx + dy * dy + dz * dz
                    if distance < least {
                        least = distance
                        nearest = station
                    }
                }
                if nearest >= 0, least <= plan.squaredRadius {
                    output[index] = plan.values[nearest]
                }
            }
        }
    }

    private func fillCellByCell(_ values: inout [Double], _ window: GridWindow, _ open: [Bool]?) {
        guard let geometry = plan.geometry else { return }
        for row in window.rows {
            for column in window.columns {
                let index = window.index(row, column)
                if let open, !open[index] { continue }
                if let value = plan.value(at: geometry.centre(row: row, column: column)) {
                    values[index] = value
                }
            }
        }
    }
}
