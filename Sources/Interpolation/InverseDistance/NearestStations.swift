import Grids

/// The kernel for estimates from the nearest stations.
///
/// A tile of cells keeps only the stations that can be a neighbour of one of its cells, and hands
/// them to its halves, down to a few cells. For a tile's box, let T be the k-th smallest of the
/// stations' largest distances to the box: every cell has k stations within T, so a station whose
/// smallest distance to the box is above T is never among the nearest. Within a small tile the set
/// of neighbours rarely changes from cell to cell: it stays while the farthest neighbour is nearer
/// than the nearest other station, and is only then selected anew.
struct NearestStations: ~Copyable {
    private let plan: SearchPlan
    private let cells: CellPositions
    private let window: GridWindow
    private let mask: UnsafeBufferPointer<Bool>?
    /// The candidates of the tiles from the whole band down to the current one, each in the order
    /// of the stations.
    private var candidates: [Int32]
    private var pool: NeighbourPool
    private var exact: SingleTarget?

    /// Tiles of this many cells are not cut further, unless they have too many candidates.
    private static let cellsInSmallTile = 64

    init(
        _ plan: SearchPlan, _ cells: CellPositions, _ window: GridWindow,
        mask: UnsafeBufferPointer<Bool>?
    ) {
        self.plan = plan
        self.cells = cells
        self.window = window
        self.mask = mask
        candidates = (0..<Int32(plan.columns.count)).map { $0 }
        pool = NeighbourPool(capacity: plan.columns.count)
    }

    /// Writes the values of the window, one row after another, where the mask allows.
    mutating func fill(_ output: UnsafeMutableBufferPointer<Double>) {
        fill(output, rows: window.rows, columns: window.columns, from: 0)
    }

    /// Fills a tile whose parent's candidates begin at `start` and end the list.
    private mutating func fill(
        _ output: UnsafeMutableBufferPointer<Double>, rows: Range<Int>, columns: Range<Int>,
        from start: Int
    ) {
        guard hasOpenCell(rows, columns) else { return }
        let end = candidates.count
        keepPossibleNeighbours(of: cells.box(rows: rows, columns: columns), from: start, to: end)
        defer { candidates.removeLast(candidates.count - end) }
        let count = candidates.count - end
        guard count > 0 else { return }

        let size = rows.count * columns.count
        let isSmall = size <= Self.cellsInSmallTile && count <= 4 * plan.count + 32
        if size == 1 || isSmall || count <= plan.count {
            fillTile(output, rows: rows, columns: columns, from: end)
        } else if columns.count >= rows.count {
            let middle = columns.lowerBound + columns.count / 2
            fill(output, rows: rows, columns: columns.lowerBound..<middle, from: end)
            fill(output, rows: rows, columns: middle..<columns.upperBound, from: end)
        } else {
            let middle = rows.lowerBound + rows.count / 2
            fill(output, rows: rows.lowerBound..<middle, columns: columns, from: end)
            fill(output, rows: middle..<rows.upperBound, columns: columns, from: end)
        }
    }

    private func hasOpenCell(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
        guard let mask else { return true }
        return rows.contains { row in
            let start = window.index(row, columns.lowerBound)
            return (start..<start + columns.count).contains { mask[$0] }
        }
    }

    /// Appends those of the candidates `start..<end` that can be a neighbour of a cell in `box`.
    private mutating func keepPossibleNeighbours(
        of box: PositionBox, from start: Int, to end: Int
    ) {
        let count = end - start
        let (nearest, farthest) = (pool.distances, pool.scratch)
        for index in 0..<count {
            let station = Int(candidates[start + index])
            let place = SIMD3(
                plan.columns.x[station], plan.columns.y[station], plan.columns.z[station])
            // Computed as the cells' distances are, so that rounding keeps the bounds true.
            let below = box.low - place
            let above = place - box.high
            var gap = SIMD3<Double>.zero
            gap.replace(with: below, where: below .> gap)
            gap.replace(with: above, where: above .> gap)
            nearest[index] = gap.x * gap.x + gap.y * gap.y + gap.z * gap.z
            let toLow = place - box.low
            let toHigh = box.high - place
            let reach = toLow.replacing(with: toHigh, where: toHigh .> toLow)
            farthest[index] = reach.x * reach.x + reach.y * reach.y + reach.z * reach.z
        }
        var limit = plan.squaredRadius
        if count > plan.count {
            let kth = smallest(
                UnsafeMutableBufferPointer(start: farthest, count: count), plan.count)
            limit = min(limit, kth)
        }
        for index in 0..<count where nearest[index] <= limit {
            candidates.append(candidates[start + index])
        }
    }

    /// Fills the cells of a small tile from the candidates that begin at `start`.
    private mutating func fillTile(
        _ output: UnsafeMutableBufferPointer<Double>, rows: Range<Int>, columns: Range<Int>,
        from start: Int
    ) {
        pool.load(candidates[start...], from: plan.columns)
        for row in rows {
            let rowStart = window.index(row, 0)
            // Every second row backwards, so that the set of neighbours changes little at turns.
            let isForward = (row - rows.lowerBound).isMultiple(of: 2)
            for step in 0..<columns.count {
                let column =
                    isForward ? columns.lowerBound + step : columns.upperBound - 1 - step
                if let mask, !mask[rowStart + column] { continue }
                let position = cells.position(row: row, column: column)
                let count = pool.neighbours(
                    of: position, plan.count, squaredRadius: plan.squaredRadius,
                    isFlat: cells.isFlat)
                guard count > 0 else { continue }
                let sums = plan.weighting.sums(
                    pool.neighbourDistances, pool.neighbourValues, count: count)
                if InverseDistanceWeighting.isSafe(sums.weights) {
                    output[rowStart + column] =
                        plan.columns.reference + sums.values / sums.weights
                } else if let value = exactValue(at: position) {
                    output[rowStart + column] = value
                }
            }
        }
    }

    private mutating func exactValue(at position: Position) -> Double? {
        var target = exact ?? SingleTarget(plan)
        defer { exact = target }
        return target.value(at: position)
    }
}
