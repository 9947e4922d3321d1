public import Geometry
import Grids
import Parallel

extension Kriging: SurfaceMethod {
    /// Computes the surface at the cell centres of `target`, without variances.
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, threads: Int,
        into sink: (SurfaceBand) throws -> Void
    ) throws {
        _ = try estimate(
            from: stations, on: target, drift: nil, includesVariances: false, threads: threads,
            into: sink)
    }

    /// The estimates at `points`, in their order; NaN where there is none.
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate], threads: Int
    ) throws -> [Double] {
        try estimate(
            from: stations, at: points, drift: nil, includesVariances: false, threads: threads
        ).values
    }

    /// Computes the surface at the cell centres of `target` and the variances of its errors, band
    /// by band from the first row.
    ///
    /// A cell's value depends on the grid alone: neither on the window, nor on the mask, nor on the
    /// number of threads, to the last bit. A cell on a station takes its value, unless the nugget
    /// is filtered.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of the grid.
    ///   - target: Where estimates are wanted; blocks are centred on cells.
    ///   - drift: External fields at the stations and at the cells; `nil` for none. Not with a
    ///     known mean. Cells where a field is not finite have no estimate.
    ///   - includesVariances: Whether variances are wanted: without them the work is a tenth.
    ///   - threads: How many threads work.
    ///   - sink: Takes `target.bands` in order, one at a time.
    /// - Returns: What had to give way.
    /// - Throws: `InterpolationError` `.measuresDiffer`, `.kriging`; what a mask, field or `sink`
    ///   throws.
    /// - Precondition: `threads` is positive.
    /// - Complexity: all stations: O(stations³ + cells · stations) without and
    ///   O(cells · stations²) with variances; nearest: O(cells · neighbours²) and O(neighbours³)
    ///   for each set of neighbours. Memory a few bands a thread, whatever the number of rows, and
    ///   O(stations²) for all stations.
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget,
        drift: KrigingDrift<KrigingDriftRows>? = nil, includesVariances: Bool,
        threads: Int = 1, into sink: (SurfaceBand) throws -> Void
    ) throws -> KrigingReport {
        try target.check(against: stations)
        let plan = try KrigingPlan(self, stations, drift: drift?.atStations)
        let surface = KrigingSurface(
            plan, target, fields: drift?.atTargets, wantsVariance: includesVariances)
        let bands = target.bands
        var report = KrigingReport()
        try streamChunks(bands.count, threads: threads) {
            KrigingWorker(surface)
        } produce: { worker, index in
            try worker.band(bands[index])
        } consume: { result in
            report.add(result.report)
            try sink(result.band)
        }
        return report
    }
}

/// A plan and the cells that it is wanted for.
struct KrigingSurface: Sendable {
    let plan: KrigingPlan
    let target: SurfaceTarget
    let fields: KrigingDriftRows?
    let wantsVariance: Bool
    /// The positions of cells of an axis-parallel grid.
    let cells: CellPositions?
    /// The stations that lie on a cell's centre, by the cell's index; empty where that counts not.
    let stationsOnCells: [Int: Int32]

    /// The rows and columns of a tile: the unit of a system's work, aligned to the whole grid.
    let tileRows: Int
    let tileColumns: Int

    init(
        _ plan: KrigingPlan, _ target: SurfaceTarget, fields: KrigingDriftRows?, wantsVariance: Bool
    ) {
        self.plan = plan
        self.target = target
        self.fields = fields
        self.wantsVariance = wantsVariance
        cells = CellPositions(of: target.geometry, measure: plan.measure)
        stationsOnCells =
            plan.isExact ? Self.stationsOnCells(plan, target.geometry, cells) : [:]
        tileRows = plan.global == nil ? 32 : 16
        tileColumns = 32
    }

    /// The place of a cell.
    @inline(__always)
    func position(row: Int, column: Int) -> Position {
        if let cells { return cells.position(row: row, column: column) }
        return plan.measure.position(of: target.geometry.centre(row: row, column: column))
    }

    private static func stationsOnCells(
        _ plan: KrigingPlan, _ geometry: GridGeometry, _ cells: CellPositions?
    ) -> [Int: Int32] {
        let g = geometry.geotransform
        let determinant = g.columnStepX * g.rowStepY - g.rowStepX * g.columnStepY
        guard determinant != 0 else { return [:] }
        var result: [Int: Int32] = [:]
        for (index, coordinate) in plan.coordinates.enumerated() {
            for turn in plan.measure.isFlat ? [0.0] : [0, 360, -360] {
                let (dx, dy) = (coordinate.x + turn - g.originX, coordinate.y - g.originY)
                let column = (dx * g.rowStepY - dy * g.rowStepX) / determinant
                let row = (dy * g.columnStepX - dx * g.columnStepY) / determinant
                guard column >= 0, column < Double(geometry.columns), row >= 0,
                    row < Double(geometry.rows)
                else { continue }
                let (r, c) = (Int(row), Int(column))
                let place =
                    cells?.position(row: r, column: c)
                    ?? plan.measure.position(of: geometry.centre(row: r, column: c))
                if place == plan.positions[index] {
                    result[r * geometry.columns + c] = Int32(index)
                }
            }
        }
        return result
    }
}

/// What a thread keeps while it computes bands.
final class KrigingWorker {
    private let surface: KrigingSurface
    private var tile: TileEstimator
    private var local: LocalTiles?

    init(_ surface: KrigingSurface) {
        self.surface = surface
        let plan = surface.plan
        tile = TileEstimator(
            plan, capacity: surface.tileRows * surface.tileColumns,
            stationCapacity: plan.neighbourCount, wantsVariance: surface.wantsVariance)
        local = plan.global == nil ? LocalTiles(surface) : nil
    }

    /// The estimates of some rows of the target.
    func band(_ rows: Range<Int>) throws -> (band: SurfaceBand, report: KrigingReport) {
        let open = try surface.target.openCells(of: rows)
        let fields = try self.fields(of: rows)
        var band = KrigingBand(surface, rows: rows, open: open, fields: fields)
        guard open?.contains(true) ?? true else { return (band.result(), band.report) }
        local?.begin(tileRows: alignedRows(around: rows))
        let columns = surface.target.window.columns
        let (height, width) = (surface.tileRows, surface.tileColumns)
        for firstRow in stride(
            from: rows.lowerBound / height * height, to: rows.upperBound, by: height)
        {
            let tileRows = firstRow..<min(firstRow + height, surface.target.geometry.rows)
            for firstColumn in stride(
                from: columns.lowerBound / width * width, to: columns.upperBound, by: width)
            {
                let tileColumns =
                    firstColumn..<min(firstColumn + width, surface.target.geometry.columns)
                guard band.hasOpenCell(tileRows, tileColumns) else { continue }
                if let global = surface.plan.global {
                    fill(&band, global, tileRows, tileColumns)
                } else {
                    local?.fill(&band, &tile, rows: tileRows, columns: tileColumns)
                }
            }
        }
        return (band.result(), band.report)
    }

    private func alignedRows(around rows: Range<Int>) -> Range<Int> {
        let height = surface.tileRows
        let end = (rows.upperBound + height - 1) / height * height
        return rows.lowerBound / height * height..<min(end, surface.target.geometry.rows)
    }

    private func fields(of rows: Range<Int>) throws -> [[Double]] {
        let expected = surface.plan.basis.externalCount
        guard let rowsOfFields = surface.fields else { return [] }
        let fields = try rowsOfFields(rows)
        guard fields.count == expected else {
            throw InterpolationError.kriging(
                .driftFieldsDiffer(found: fields.count, expected: expected))
        }
        let cells = rows.count * surface.target.window.columns.count
        precondition(fields.allSatisfy { $0.count == cells }, "a field has one number a cell")
        return fields
    }

    /// Fills a tile from the system of all stations: always the whole tile, so that the bits do
    /// not depend on what of it is wanted.
    private func fill(
        _ band: inout KrigingBand, _ global: KrigingPlan.SharedSystem, _ rows: Range<Int>,
        _ columns: Range<Int>
    ) {
        var index = 0
        for row in rows {
            for column in columns {
                band.set(&tile, index, row: row, column: column)
                index += 1
            }
        }
        surface.plan.projected.withUnsafeBufferPointer {
            tile.run(
                global.system, stations: $0.baseAddress, count: index, inverse: global.inverse)
        }
        index = 0
        for row in rows {
            for column in columns {
                band.take(tile, index, row: row, column: column, global.system.outcome)
                index += 1
            }
        }
    }
}

/// The values of some rows while they are computed.
struct KrigingBand {
    private(set) var report = KrigingReport()

    private let surface: KrigingSurface
    private let rows: Range<Int>
    private let columns: Range<Int>
    private let open: [Bool]?
    private let fields: [[Double]]
    private var values: [Double]
    private var variances: [Double]
    private var functions: [Double] = []
    /// The variance of a block of each row, as long as it is the latest.
    private var blockSill: (row: Int, value: Double)?

    init(_ surface: KrigingSurface, rows: Range<Int>, open: [Bool]?, fields: [[Double]]) {
        self.surface = surface
        self.rows = rows
        self.open = open
        self.fields = fields
        columns = surface.target.window.columns
        let count = rows.count * columns.count
        values = Array(repeating: SurfaceBand.nodata, count: count)
        variances = surface.wantsVariance ? values : []
    }

    func result() -> SurfaceBand {
        SurfaceBand(
            rows: rows, values: values, variances: surface.wantsVariance ? variances : nil)
    }

    /// Whether any wanted cell lies in a tile.
    func hasOpenCell(_ tileRows: Range<Int>, _ tileColumns: Range<Int>) -> Bool {
        let (wantedRows, wantedColumns) = (
            tileRows.clamped(to: rows), tileColumns.clamped(to: columns)
        )
        guard !wantedRows.isEmpty, !wantedColumns.isEmpty else { return false }
        guard let open else { return true }
        return wantedRows.contains { row in
            let start = (row - rows.lowerBound) * columns.count - columns.lowerBound
            return wantedColumns.contains { open[start + $0] }
        }
    }

    /// The index of a cell that is wanted and has all fields.
    @inline(__always)
    private func index(row: Int, column: Int) -> Int? {
        guard rows.contains(row), columns.contains(column) else { return nil }
        let index = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
        if let open, !open[index] { return nil }
        return index
    }

    /// Puts down a cell as a tile's target.
    mutating func set(_ tile: inout TileEstimator, _ place: Int, row: Int, column: Int) {
        let plan = surface.plan
        let position = surface.position(row: row, column: column)
        if plan.support.isPoint {
            if plan.basis.isSimple {
                tile.set(place, Coordinate(x: 0, y: 0), position)
                return
            }
            tile.set(place, surface.target.geometry.centre(row: row, column: column), position)
        } else {
            let centre = surface.target.geometry.centre(row: row, column: column)
            tile.set(place, centre, position)
            tile.sills[place] = blockVariance(row: row, around: centre)
        }
        guard !plan.basis.isSimple else { return }
        let index = index(row: row, column: column)
        plan.basis.write(
            at: surface.target.geometry.centre(row: row, column: column),
            drift: { field in index.map { fields[field][$0] } ?? 0 }, into: &functions)
        for (k, value) in functions.enumerated() {
            tile.functions[place * plan.basis.count + k] = value
        }
    }

    /// The same for all blocks of a row of an axis-parallel grid: a turn about the Earth's axis, or
    /// a step in the plane, changes no distance.
    private mutating func blockVariance(row: Int, around centre: Coordinate) -> Double {
        if let blockSill, blockSill.row == row, surface.cells != nil { return blockSill.value }
        // In the plane blocks are alike everywhere.
        if let blockSill, surface.plan.measure.isFlat { return blockSill.value }
        let value = surface.plan.support.variance(around: centre, surface.plan.kernel)
        blockSill = (row, value)
        return value
    }

    /// Takes a target's estimate, if its cell is wanted.
    mutating func take(
        _ tile: borrowing TileEstimator, _ place: Int, row: Int, column: Int,
        _ outcome: KrigingSystem.Outcome
    ) {
        guard let index = index(row: row, column: column) else { return }
        let plan = surface.plan
        for field in fields where !field[index].isFinite {
            report.targetsWithoutEstimate += 1
            return
        }
        report.add(outcome, targets: 1)
        if !surface.stationsOnCells.isEmpty,
            let station = surface.stationsOnCells[row * surface.target.geometry.columns + column]
        {
            values[index] = plan.originals[Int(station)]
            if surface.wantsVariance { variances[index] = 0 }
            return
        }
        values[index] = plan.reference + tile.estimates[place]
        if surface.wantsVariance { variances[index] = tile.variances[place] * plan.kernel.scale }
    }

    /// Counts a wanted cell without enough stations.
    mutating func leave(row: Int, column: Int) {
        if index(row: row, column: column) != nil { report.targetsWithoutEstimate += 1 }
    }
}
