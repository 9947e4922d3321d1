/// What the edges of a zone add to one cell: how much of its area lies right of them, and by how
/// much the coverage of all cells further right in the row rises.
struct CellRecord {
    var row: Int32
    var column: Int32
    var area: Double
    var cover: Double
}

/// Collects the signed areas of a zone's edges, sparse: one record a touched cell and visit.
///
/// Each edge is cut at cell edges. A piece of height dv, in rows, covers its own cell from the piece
/// to the right edge, and every cell further right by dv. The sum along the row of what all edges
/// add is the exact coverage, since left and right edges of the zone have opposite signs. Pieces left of the window count for its first column, pieces right of it for
/// nothing, pieces above and below not at all.
///
/// Source: the area and cover accumulation of LibArt, FreeType (`ftgrays.c`) and font-rs.
struct CellAccumulator: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    private var records: UnsafeMutablePointer<CellRecord>
    private var current = CellRecord(row: -1, column: 0, area: 0, cover: 0)
    private var columns = 0
    private var width = 0.0
    private var height = 0.0

    init() {
        capacity = 1 << 10
        records = .allocate(capacity: capacity)
    }

    deinit { records.deallocate() }

    /// Forgets all records and takes edges for a window of `rows` × `columns` cells.
    mutating func begin(rows: Int, columns: Int) {
        self.columns = columns
        width = Double(columns)
        height = Double(rows)
        count = 0
        current = CellRecord(row: -1, column: 0, area: 0, cover: 0)
    }

    /// The records, in the order in which the edges came. Ends the collection.
    mutating func finish() -> UnsafeMutableBufferPointer<CellRecord> {
        flush()
        current.row = -1
        return UnsafeMutableBufferPointer(start: records, count: count)
    }

    // MARK: - Edges

    /// Adds the edge from (`u0`, `v0`) to (`u1`, `v1`), positions in cells from the window's
    /// corner; `weight` is 1 or −1 by the orientation of its ring.
    ///
    /// An edge is walked from its smaller v whatever its direction, so that two edges that run to
    /// and fro over the same vertices cancel exactly.
    @inline(__always)
    mutating func addEdge(
        _ u0: Double, _ v0: Double, _ u1: Double, _ v1: Double, weight: Double
    ) {
        if v0 < v1 {
            addRising(u0, v0, u1, v1, weight)
        } else if v1 < v0 {
            addRising(u1, v1, u0, v0, -weight)
        }
    }

    private mutating func addRising(
        _ startU: Double, _ startV: Double, _ endU: Double, _ endV: Double, _ weight: Double
    ) {
        let low = min(startU, endU)
        let high = max(startU, endU)
        guard endV > 0, startV < height, low < width else { return }
        let slope = (endU - startU) / (endV - startV)
        var u = startU
        var v = startV
        if v < 0 {
            u = min(max(startU - startV * slope, low), high)
            v = 0
        }
        var row = Int(v)
        let lastV = min(endV, height)
        while true {
            let rowEnd = Double(row + 1)
            if lastV <= rowEnd {
                let end = endV <= rowEnd ? endU : startU + (lastV - startV) * slope
                addPiece(row, u, min(max(end, low), high), lastV - v, weight)
                return
            }
            let next = min(max(startU + (rowEnd - startV) * slope, low), high)
            addPiece(row, u, next, rowEnd - v, weight)
            u = next
            v = rowEnd
            row += 1
        }
    }

    /// Adds a piece of an edge that stays in one row, from `a` to `b` over a height of `dv`.
    @inline(__always)
    private mutating func addPiece(
        _ row: Int, _ a: Double, _ b: Double, _ dv: Double, _ weight: Double
    ) {
        let left = min(a, b)
        let right = max(a, b)
        if left >= 0, left < width {
            let column = Int(left)
            let start = Double(column)
            if right <= start + 1 {
                let covered = 1 - ((left - start) + (right - start)) * 0.5
                add(row, column, area: weight * dv * covered, cover: weight * dv)
                return
            }
        }
        addLongPiece(row, left, right, dv, weight)
    }

    /// A piece over several columns, or one that reaches out of the window.
    private mutating func addLongPiece(
        _ row: Int, _ left: Double, _ right: Double, _ dv: Double, _ weight: Double
    ) {
        guard right > 0 else {
            add(row, 0, area: weight * dv, cover: weight * dv)
            return
        }
        guard left < width else { return }
        let rise = dv / (right - left)
        // The height climbed so far: differences of it telescope to `dv` over all columns.
        var climbed = 0.0
        var position = left
        if left < 0 {
            climbed = min(-left * rise, dv)
            add(row, 0, area: weight * climbed, cover: weight * climbed)
            position = 0
        }
        var column = Int(position)
        while column < columns {
            let start = Double(column)
            let isLast = right <= start + 1
            let height = isLast ? dv : min((start + 1 - left) * rise, dv)
            let end = isLast ? right - start : 1
            let step = weight * (height - climbed)
            add(row, column, area: step * (1 - ((position - start) + end) * 0.5), cover: step)
            if isLast { return }
            climbed = height
            position = start + 1
            column += 1
        }
    }

    // MARK: - Records

    @inline(__always)
    private mutating func add(_ row: Int, _ column: Int, area: Double, cover: Double) {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        if current.row == row, current.column == column {
            current.area += area
            current.cover += cover
        } else {
            flush()
            current = CellRecord(row: row, column: column, area: area, cover: cover)
        }
    }

    @inline(__always)
    private mutating func flush() {
        guard current.row >= 0 else { return }
        if count == capacity { grow() }
        (records + count).initialize(to: current)
        count += 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<CellRecord>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: records, count: count)
        records.deallocate()
        records = larger
        capacity *= 2
    }
}
