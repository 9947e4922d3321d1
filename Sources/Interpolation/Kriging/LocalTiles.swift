/// The kernel for estimates from the nearest stations: the cells of a tile that share a set of
/// neighbours share its system.
///
/// A tile keeps only the stations that can be a neighbour of one of its cells and hands them to its
/// parts: for a part's box, let T be the k-th smallest of the stations' largest distances to the
/// box; every cell has k stations within T, so a station whose smallest distance to the box is
/// above T is never among the k nearest. Within a small part the set changes rarely from cell to
/// cell: it stays while the farthest neighbour is nearer than the nearest other station.
struct LocalTiles: ~Copyable {
    private let surface: KrigingSurface
    private let plan: KrigingPlan
    private var systems: LocalSystems
    private var selection: NeighbourSelection
    /// The candidates of the band, and of the tiles within it.
    private var bandCandidates: [Int32] = []
    private var tileCandidates: [Int32] = []
    private var candidates: [Int32] = []
    private var bounds: CandidateBounds
    /// The sets of a tile: where each begins in `members`, by its stations.
    private var sets: [ArraySlice<Int32>: Int] = [:]
    private var cellsOfSets: [[Int32]] = []
    private var setKeys: [ArraySlice<Int32>] = []

    /// The side of the parts whose cells are walked one by one.
    private static let side = 8

    init(_ surface: KrigingSurface) {
        self.surface = surface
        plan = surface.plan
        systems = LocalSystems(plan, capacity: plan.neighbourCount)
        selection = NeighbourSelection(plan)
        bounds = CandidateBounds(plan)
    }

    /// Narrows the stations down to those of a band of whole tiles.
    mutating func begin(tileRows rows: Range<Int>) {
        let all = (0..<Int32(plan.positions.count)).map { $0 }
        bandCandidates = narrowed(all, rows, 0..<surface.target.geometry.columns)
    }

    private mutating func narrowed(
        _ candidates: [Int32], _ rows: Range<Int>, _ columns: Range<Int>
    ) -> [Int32] {
        // A rotated grid has no box of rows and columns: all stations stay candidates.
        guard let cells = surface.cells else { return candidates }
        return bounds.possibleNeighbours(candidates, of: cells.box(rows: rows, columns: columns))
    }

    /// Fills a tile.
    mutating func fill(
        _ band: inout KrigingBand, _ tile: inout TileEstimator, rows: Range<Int>,
        columns: Range<Int>
    ) {
        sets.removeAll(keepingCapacity: true)
        setKeys.removeAll(keepingCapacity: true)
        for index in cellsOfSets.indices { cellsOfSets[index].removeAll(keepingCapacity: true) }
        tileCandidates = narrowed(bandCandidates, rows, columns)
        for firstRow in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.side) {
            let partRows = firstRow..<min(firstRow + Self.side, rows.upperBound)
            for firstColumn in stride(
                from: columns.lowerBound, to: columns.upperBound, by: Self.side)
            {
                let partColumns = firstColumn..<min(firstColumn + Self.side, columns.upperBound)
                gather(&band, partRows, partColumns, in: columns, top: rows.lowerBound)
            }
        }
        for (set, stations) in setKeys.enumerated() {
            systems.solve(stations)
            let cells = cellsOfSets[set]
            for (place, cell) in cells.enumerated() {
                band.set(
                    &tile, place, row: rows.lowerBound + Int(cell) / columns.count,
                    column: columns.lowerBound + Int(cell) % columns.count)
            }
            tile.run(systems.system, stations: systems.projected, count: cells.count)
            for (place, cell) in cells.enumerated() {
                band.take(
                    tile, place, row: rows.lowerBound + Int(cell) / columns.count,
                    column: columns.lowerBound + Int(cell) % columns.count,
                    systems.system.outcome)
            }
        }
    }

    /// Sorts the cells of a small part by their sets of neighbours.
    private mutating func gather(
        _ band: inout KrigingBand, _ rows: Range<Int>, _ columns: Range<Int>,
        in tileColumns: Range<Int>, top: Int
    ) {
        candidates = narrowed(tileCandidates, rows, columns)
        selection.load(candidates)
        var current = -1
        for row in rows {
            // Every second row backwards, so that the set changes little at turns.
            let isForward = (row - rows.lowerBound).isMultiple(of: 2)
            for step in 0..<columns.count {
                let column =
                    isForward ? columns.lowerBound + step : columns.upperBound - 1 - step
                let position = surface.position(row: row, column: column)
                if selection.select(position) || current == -1 {
                    let stations = selection.stations
                    guard stations.count >= plan.kriging.minimumCount else {
                        current = -2
                        band.leave(row: row, column: column)
                        continue
                    }
                    if let known = sets[stations[...]] {
                        current = known
                    } else {
                        current = setKeys.count
                        setKeys.append(stations[...])
                        sets[stations[...]] = current
                        if cellsOfSets.count <= current { cellsOfSets.append([]) }
                    }
                } else if current == -2 {
                    band.leave(row: row, column: column)
                    continue
                }
                cellsOfSets[current].append(
                    Int32((row - top) * tileColumns.count + column - tileColumns.lowerBound))
            }
        }
    }
}
