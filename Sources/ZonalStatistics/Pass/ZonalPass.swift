public import Coverage
public import Grids
import Parallel

/// One walk over an overlay: the cells of a stack's bands, and of a weight beside them.
public struct ZonalPass: Sendable {
    let stack: any RasterStack
    let overlay: Overlay
    let weights: (any RasterStack)?
    let cellsPerValueCell: Int
    /// Part of the unit of accumulation, so the same in every run; tests make it smaller.
    var tileSize = TilePlan.TileSize()

    /// - Parameters:
    ///   - stack: On the grid of `overlay`.
    ///   - weights: A weight for every cell of the same grid, NaN where there is none; one band.
    ///   - cellsPerValueCell: How many cells of the grid make a cell of the values' own raster,
    ///     where that is coarser: sums are in cells of the values.
    /// - Throws: `ZonalStatisticsError.gridsDiffer`.
    public init(
        _ stack: any RasterStack, over overlay: Overlay, weights: (any RasterStack)? = nil,
        cellsPerValueCell: Int = 1
    ) throws(ZonalStatisticsError) {
        for raster in [stack] + (weights.map { [$0] } ?? []) {
            if let difference = raster.geometry.difference(from: overlay.geometry) {
                throw .gridsDiffer(difference)
            }
            precondition(
                raster.blockRows > 0 && raster.blockColumns > 0, "a block has at least one cell")
        }
        precondition(weights?.bandCount ?? 1 == 1, "weights have one band")
        self.stack = stack
        self.overlay = overlay
        self.weights = weights
        self.cellsPerValueCell = cellsPerValueCell
    }

    /// How many cells of a band a tile of `stack` has at most; a thread holds one tile.
    public static func cellsOfTile(of stack: any RasterStack) -> Int {
        let size = TilePlan.TileSize()
        let rows = TilePlan.multiple(of: stack.blockRows, atLeast: size.rows)
        let columns = TilePlan.multiple(of: stack.blockColumns, atLeast: size.columns)
        return min(rows, stack.geometry.rows) * min(columns, stack.geometry.columns)
    }

    var facts: ZonalOutcome.PassFacts {
        ZonalOutcome.PassFacts(
            geometry: overlay.geometry, cellsPerValueCell: cellsPerValueCell)
    }
}

/// What a tile gave: the states of its units, and the values that were gathered.
struct TileResult: Sendable {
    /// Counts the tiles that are touched, from 0.
    let index: Int
    /// Unit by unit, for each the bands in order.
    var states: [ZoneState] = []
    /// Likewise; empty when values are not kept.
    var values: [[ValueRun]] = []
}

extension ZonalPass {
    /// The tiles that the zones of a part touch.
    func plan(zones: Range<Int>, part: ZonalPart = .whole, threads: Int = 1) -> TilePlan {
        let rows = TilePlan.rowCount(
            overlay.geometry, blockRows: stack.blockRows, size: tileSize)
        return TilePlan(
            overlay, blockRows: stack.blockRows, blockColumns: stack.blockColumns, zones: zones,
            rows: part.range(of: rows, by: .rows), size: tileSize, threads: threads)
    }

    /// Whether both have the same plan: a layer's months are on one grid, in blocks of one size.
    private func hasPlan(of other: ZonalPass) -> Bool {
        stack.blockRows == other.stack.blockRows && stack.blockColumns == other.stack.blockColumns
            && tileSize == other.tileSize && overlay == other.overlay
    }

    /// The plan of each of `passes`; what several share is made once.
    static func plans(
        _ passes: [ZonalPass], zones: Range<Int>, part: ZonalPart = .whole, threads: Int
    ) -> [TilePlan] {
        var plans: [TilePlan] = []
        for pass in passes {
            if let known = passes[..<plans.count].firstIndex(where: pass.hasPlan) {
                plans.append(plans[known])
            } else {
                plans.append(pass.plan(zones: zones, part: part, threads: threads))
            }
        }
        return plans
    }

    /// The states of all tiles of `plan`, in their order.
    ///
    /// - Parameter memory: Bytes that windows may take; decides how many threads work.
    func run(
        _ plan: TilePlan, _ needs: StateNeeds, threads: Int, memory: Int,
        consume: (TileResult) throws -> Void
    ) throws {
        let window = plan.tiles.map { min($0.window.rows.count, plan.tileRows) }.max() ?? 0
        let cells = window * min(plan.tileColumns, overlay.geometry.columns)
        let bytes =
            cells
            * ((stack.isExactInFloat ? 4 : 8) * stack.bandCount
                + (needs.weighted && weights != nil ? 8 : 0)
                + (needs.values ? 12 * stack.bandCount : 0))
        let workers = max(1, min(threads, memory / max(bytes, 1)))
        try streamChunks(
            plan.tiles.count, threads: workers, ahead: workers == 1 ? 1 : workers + 1,
            makeWorker: { try TileWorker(self, plan, needs) },
            produce: { worker, index in try worker.result(ofTile: index) }, consume: consume)
    }
}

/// What one thread keeps while it works on tiles.
private struct TileWorker {
    private let pass: ZonalPass
    private let plan: TilePlan
    private let needs: StateNeeds
    private let reader: any RasterStackReader
    private let weightReader: (any RasterStackReader)?
    private let floats = Scratch<Float>()
    private let doubles = Scratch<Double>()
    private let weights = Scratch<Double>()
    private let singles = WeightedCells()

    init(_ pass: ZonalPass, _ plan: TilePlan, _ needs: StateNeeds) throws {
        self.pass = pass
        self.plan = plan
        self.needs = needs
        reader = try pass.stack.makeReader()
        weightReader = needs.weighted ? try pass.weights?.makeReader() : nil
    }

    mutating func result(ofTile index: Int) throws -> TileResult {
        let tile = plan.tiles[index]
        var result = TileResult(index: index)
        let area = tile.area
        let window = area?.window ?? GridWindow(rows: 0..<0, columns: 0..<0)
        let bandCells = window.cellCount
        let weights = weights.room(weightReader == nil ? 0 : bandCells)
        if let area { try weightReader?.read(area, into: weights) }
        // The two ways differ in the type alone.
        if pass.stack.isExactInFloat {
            let values = floats.room(bandCells * pass.stack.bandCount)
            if let area { try reader.read(area, into: values) }
            try measure(tile, window, UnsafeBufferPointer(values), weights, &result)
        } else {
            let values = doubles.room(bandCells * pass.stack.bandCount)
            if let area { try reader.read(area, into: values) }
            try measure(tile, window, UnsafeBufferPointer(values), weights, &result)
        }
        return result
    }

    private func measure<Value: SortableValue>(
        _ tile: TilePlan.Tile, _ window: GridWindow, _ values: UnsafeBufferPointer<Value>,
        _ weights: UnsafeMutableBufferPointer<Double>, _ result: inout TileResult
    ) throws {
        let bands = pass.stack.bandCount
        let bandCells = window.cellCount
        result.states.reserveCapacity(tile.units.count * bands)
        var collector = ValueCollector<Value>()
        for unit in plan.units[tile.units] {
            for band in 0..<bands {
                let start = band * bandCells
                let summer = UnitSummer(
                    runs: pass.overlay.zones[unit.zone].runs, unit: unit, tile: tile.window,
                    window: window, needs: needs,
                    values: UnsafeBufferPointer(rebasing: values[start..<start + bandCells]),
                    weights: weightReader == nil ? nil : UnsafeBufferPointer(weights),
                    singles: singles)
                result.states.append(try summer.state())
                if needs.values {
                    summer.collect(&collector)
                    result.values.append(collector.finish())
                }
            }
        }
    }
}

/// Memory for numbers, kept from one use to the next; what it holds at first is not defined.
private final class Scratch<Number: BinaryFloatingPoint> {
    private var buffer = UnsafeMutableBufferPointer<Number>.allocate(capacity: 0)

    deinit { buffer.deallocate() }

    func room(_ count: Int) -> UnsafeMutableBufferPointer<Number> {
        if buffer.count < count {
            buffer.deallocate()
            buffer = .allocate(capacity: count)
        }
        return UnsafeMutableBufferPointer(rebasing: buffer[..<count])
    }
}
