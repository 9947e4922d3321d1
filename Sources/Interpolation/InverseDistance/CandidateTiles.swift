import Grids

/// Cuts a window into small tiles, each with the few stations that can be a neighbour of one of its
/// cells.
///
/// A tile of cells keeps only such stations, and hands them to its halves, down to a few cells. For
/// a tile's box, let T be the k-th smallest of the stations' largest distances to the box: every
/// cell has k stations within T, so a station whose smallest distance to the box is above T is never
/// among the nearest. Let N be the (k+1)-th smallest of the smallest distances: of the stations
/// that can be nearer than N somewhere in the box there are k at most, so one whose largest distance
/// is below N is among the k nearest of every cell. Only the ranks of the others must be told apart
/// cell by cell.
struct CandidateTiles: ~Copyable {
    /// A small tile and its candidates.
    struct Tile {
        let rows: Range<Int>
        let columns: Range<Int>
        /// Places in the columns of stations, ascending.
        let candidates: UnsafeBufferPointer<Int32>
        /// The places in `candidates` of those that are not among the k nearest of every cell;
        /// empty when all candidates are.
        let uncertain: UnsafeBufferPointer<Int32>
        /// Which of the uncertain count: the `rank` nearest.
        let rank: Int
    }

    private let cells: CellPositions
    private let input: KernelInput.View
    private let count: Int
    private let squaredRadius: Double
    /// The candidates of the tiles from the whole window down to the current one.
    private var candidates: [Int32]
    private var uncertain: [Int32] = []
    /// Squared distances to the current tile's box, and room to sort them.
    private let nearest: UnsafeMutablePointer<Double>
    private let farthest: UnsafeMutablePointer<Double>
    private let scratch: UnsafeMutablePointer<Double>

    /// Tiles of this many cells are not cut further, unless the ranks of many stations are open.
    private static let cellsInSmallTile = 128
    /// Comparisons to tell the ranks of a cell apart above which a tile is cut again.
    private static let comparisons = 48

    /// - Parameters:
    ///   - count: How many nearest stations a cell wants.
    ///   - squaredRadius: The square of the largest distance that counts; may be infinite.
    ///   - input: Lives as long as the tiles.
    init(
        _ input: KernelInput.View, _ cells: CellPositions, count: Int, squaredRadius: Double
    ) {
        let stations = input.stationCount
        self.input = input
        self.cells = cells
        self.count = count
        self.squaredRadius = squaredRadius
        candidates = []
        candidates.reserveCapacity(2 * stations + 64)
        nearest = .allocate(capacity: 3 * stations)
        nearest.initialize(repeating: 0, count: 3 * stations)
        farthest = nearest + stations
        scratch = farthest + stations
    }

    deinit { nearest.deallocate() }

    /// Calls `body` with tiles that have candidates and together hold all open cells of `window`
    /// that have a neighbour.
    mutating func forEachTile(
        of window: GridWindow, open: UnsafeBufferPointer<Bool>?, _ body: (Tile) -> Void
    ) {
        candidates.removeAll(keepingCapacity: true)
        candidates.append(contentsOf: 0..<Int32(input.stationCount))
        visit(window.rows, window.columns, parent: 0..<input.stationCount, window, open, body)
    }

    private mutating func visit(
        _ rows: Range<Int>, _ columns: Range<Int>, parent: Range<Int>, _ window: GridWindow,
        _ open: UnsafeBufferPointer<Bool>?, _ body: (Tile) -> Void
    ) {
        if let open,
            !window.hasOpenCell(GridWindow(rows: rows, columns: columns), open)
        {
            return
        }
        let end = candidates.count
        keepPossibleNeighbours(of: cells.box(rows: rows, columns: columns), parent: parent)
        defer { candidates.removeLast(candidates.count - end) }
        let kept = end..<candidates.count
        guard !kept.isEmpty else { return }

        let size = rows.count * columns.count
        if size <= Self.cellsInSmallTile || kept.count <= count {
            let rank = findUncertain(kept)
            let steps = uncertain.count * min(rank, uncertain.count - rank + 1)
            if size == 1 || steps <= Self.comparisons {
                uncertain.withUnsafeBufferPointer { uncertain in
                    candidates.withUnsafeBufferPointer { candidates in
                        body(
                            Tile(
                                rows: rows, columns: columns,
                                candidates: UnsafeBufferPointer(rebasing: candidates[kept]),
                                uncertain: uncertain, rank: rank))
                    }
                }
                return
            }
        }
        // Square tiles are cut in four, long ones across; columns in whole lanes while there are.
        let cutsRows = rows.count > 1 && 2 * rows.count > columns.count
        let cutsColumns = columns.count > 1 && 2 * columns.count > rows.count
        let half = columns.count / 2
        let middleColumn = columns.lowerBound + (half > 4 ? (half + 3) / 4 * 4 : half)
        let middleRow = rows.lowerBound + rows.count / 2
        for part in [rows.lowerBound..<middleRow, middleRow..<rows.upperBound] {
            let rows = cutsRows ? part : rows
            if cutsColumns {
                visit(rows, columns.lowerBound..<middleColumn, parent: kept, window, open, body)
                visit(rows, middleColumn..<columns.upperBound, parent: kept, window, open, body)
            } else {
                visit(rows, columns, parent: kept, window, open, body)
            }
            if !cutsRows { break }
        }
    }

    /// Appends those of the parent's candidates that can be a neighbour of a cell in `box`; leaves
    /// their distances to the box in `nearest` and `farthest`.
    private mutating func keepPossibleNeighbours(of box: PositionBox, parent: Range<Int>) {
        for (place, index) in parent.enumerated() {
            let station = Int(candidates[index])
            // Computed as the cells' distances are, so that rounding keeps the bounds true.
            var (near, far) = Self.squares(input.x[station], box.low.x, box.high.x)
            let inY = Self.squares(input.y[station], box.low.y, box.high.y)
            near += inY.near
            far += inY.far
            if !input.isFlat {
                let inZ = Self.squares(input.z[station], box.low.z, box.high.z)
                near += inZ.near
                far += inZ.far
            }
            nearest[place] = near
            farthest[place] = far
        }
        var limit = squaredRadius
        if parent.count > count {
            scratch.update(from: farthest, count: parent.count)
            let kth = smallest(
                UnsafeMutableBufferPointer(start: scratch, count: parent.count), count)
            limit = min(limit, kth)
        }
        var kept = 0
        for place in 0..<parent.count where nearest[place] <= limit {
            candidates.append(candidates[parent.lowerBound + place])
            nearest[kept] = nearest[place]
            farthest[kept] = farthest[place]
            kept += 1
        }
    }

    /// The squares of the smallest and largest difference between `place` and `low...high`.
    @inline(__always)
    private static func squares(
        _ place: Double, _ low: Double, _ high: Double
    ) -> (near: Double, far: Double) {
        let (below, above) = (low - place, place - high)
        let gap = below > 0 ? below : (above > 0 ? above : 0)
        let (toLow, toHigh) = (place - low, high - place)
        let reach = toHigh > toLow ? toHigh : toLow
        return (gap * gap, reach * reach)
    }

    /// Lists the candidates whose ranks differ from cell to cell; returns how many of them count.
    private mutating func findUncertain(_ kept: Range<Int>) -> Int {
        uncertain.removeAll(keepingCapacity: true)
        guard kept.count > count else { return 0 }
        scratch.update(from: nearest, count: kept.count)
        let limit = smallest(
            UnsafeMutableBufferPointer(start: scratch, count: kept.count), count + 1)
        for place in 0..<kept.count where !(farthest[place] < limit) {
            uncertain.append(Int32(place))
        }
        return count - (kept.count - uncertain.count)
    }
}
