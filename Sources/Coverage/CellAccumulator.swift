import Geometry

/// What the edges of a zone add to one cell: how much of its area lies right of them, and by how
/// much the coverage of all cells further right in the row rises.
struct CellRecord {
    /// The row, then the column: one word, so that two records are compared, and a place is read
    /// just after it was written, in one step.
    let place: Int64
    var area: Double
    var cover: Double

    @inline(__always)
    init(row: Int32, column: Int32, area: Double, cover: Double) {
        place = Self.place(row: row, column: column)
        self.area = area
        self.cover = cover
    }

    @inline(__always)
    init(at place: Int64) {
        self.place = place
        area = 0
        cover = 0
    }

    /// In the order of rows, then columns; negative for a row that is.
    @inline(__always)
    static func place(row: Int32, column: Int32) -> Int64 {
        Int64(row) &<< 32 | Int64(UInt32(bitPattern: column))
    }

    @inline(__always)
    var row: Int32 { Int32(truncatingIfNeeded: place &>> 32) }

    @inline(__always)
    var column: Int32 { Int32(truncatingIfNeeded: place) }
}

/// Collects the signed areas of a zone's edges, sparse: one record a touched cell and visit.
///
/// Each edge is cut at cell edges. A piece of height dv, in rows, covers its own cell from the piece
/// to the right edge, and every cell further right by dv. The sum along the row of what all edges
/// add is the exact coverage, since left and right edges of the zone have opposite signs. Pieces
/// left of the window count for its first column, pieces right of it for nothing, pieces above and
/// below not at all.
///
/// Source: the area and cover accumulation of LibArt, FreeType (`ftgrays.c`) and font-rs.
struct CellAccumulator: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    private var records: UnsafeMutablePointer<CellRecord>
    /// The cell that takes what comes, not among `records` yet; row −1 when there is none.
    private var current = Self.noCell
    private var columns = 0
    private var width = 0.0
    private var height = 0.0

    private static var noCell: CellRecord { CellRecord(row: -1, column: 0, area: 0, cover: 0) }

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
        current = Self.noCell
    }

    /// The records, in the order in which the edges came. Ends the collection.
    mutating func finish() -> UnsafeMutableBufferPointer<CellRecord> {
        flush()
        current = Self.noCell
        return UnsafeMutableBufferPointer(start: records, count: count)
    }

    // MARK: - Rings

    /// Adds the edges of a closed ring.
    ///
    /// - Parameters:
    ///   - vertices: First repeated at the end.
    ///   - frame: Positions in cells from the window's corner.
    ///   - weight: 1 or −1 by the orientation of the ring.
    mutating func addRing(
        _ vertices: UnsafeBufferPointer<Coordinate>, _ frame: CellFrame, weight: Double
    ) {
        guard let first = vertices.first else { return }
        var (u, v) = frame.position(of: first)
        // An edge that stays in the cell of the one before needs no cut: the usual case where
        // borders are drawn finer than cells.
        var cell = enter(u, v)
        var area = 0.0
        var cover = 0.0
        for index in 1..<vertices.count {
            let (nextU, nextV) = frame.position(of: vertices[index])
            if cell.contains(nextU, nextV) {
                let dv = nextV - v
                area += dv * (1 - ((u - cell.left) + (nextU - cell.left)) * 0.5)
                cover += dv
            } else {
                current.area += weight * area
                current.cover += weight * cover
                (area, cover) = (0, 0)
                if cell.sharesRow(nextV) {
                    let dv = nextV - v
                    if dv > 0 {
                        addPiece(Int(current.row), u, nextU, dv, weight)
                    } else if dv < 0 {
                        addPiece(Int(current.row), u, nextU, -dv, -weight)
                    }
                } else {
                    addEdge(u, v, nextU, nextV, weight)
                }
                cell = enter(nextU, nextV)
            }
            (u, v) = (nextU, nextV)
        }
        current.area += weight * area
        current.cover += weight * cover
    }

    /// A cell with its edges; all comparisons fail for the cell that is none.
    private struct Place {
        var left: Double
        var top: Double

        @inline(__always)
        func contains(_ u: Double, _ v: Double) -> Bool {
            u >= left && u <= left + 1 && v >= top && v <= top + 1
        }

        @inline(__always)
        func sharesRow(_ v: Double) -> Bool { v >= top && v <= top + 1 }
    }

    /// Makes the cell around a position the current one, unless the current one touches it.
    @inline(__always)
    private mutating func enter(_ u: Double, _ v: Double) -> Place {
        let place = Place(left: Double(current.column), top: Double(current.row))
        if place.contains(u, v), current.place >= 0 { return place }
        guard u >= 0, u < width, v >= 0, v < height else {
            return Place(left: .infinity, top: .infinity)
        }
        let (row, column) = (Int32(v), Int32(u))
        select(CellRecord.place(row: row, column: column))
        return Place(left: Double(column), top: Double(row))
    }

    // MARK: - Edges

    /// Adds the edge from (`u0`, `v0`) to (`u1`, `v1`), row by row in the order of its course.
    ///
    /// Where it crosses a row's edge is computed from its end of smaller v whatever its direction,
    /// so that two edges that run to and fro over the same vertices cancel exactly.
    private mutating func addEdge(
        _ u0: Double, _ v0: Double, _ u1: Double, _ v1: Double, _ weight: Double
    ) {
        if v0 < v1 {
            addRising(Edge(u0, v0, u1, v1), weight)
        } else if v1 < v0 {
            addFalling(Edge(u1, v1, u0, v0), -weight)
        }
    }

    /// An edge that rises against v.
    private struct Edge {
        let startU: Double
        let startV: Double
        let endU: Double
        let endV: Double
        let low: Double
        let high: Double
        let slope: Double

        @inline(__always)
        init(_ startU: Double, _ startV: Double, _ endU: Double, _ endV: Double) {
            self.startU = startU
            self.startV = startV
            self.endU = endU
            self.endV = endV
            low = min(startU, endU)
            high = max(startU, endU)
            slope = (endU - startU) / (endV - startV)
        }

        @inline(__always)
        func crossing(_ v: Double) -> Double {
            min(max(startU + (v - startV) * slope, low), high)
        }
    }

    private mutating func addRising(_ edge: Edge, _ weight: Double) {
        guard edge.endV > 0, edge.startV < height, edge.low < width else { return }
        var u = edge.startU
        var v = edge.startV
        if v < 0 {
            u = edge.crossing(0)
            v = 0
        }
        var row = Int(v)
        let lastV = min(edge.endV, height)
        while true {
            let rowEnd = Double(row + 1)
            if lastV <= rowEnd {
                let end = edge.endV <= rowEnd ? edge.endU : edge.crossing(lastV)
                addPiece(row, u, end, lastV - v, weight)
                return
            }
            let next = edge.crossing(rowEnd)
            addPiece(row, u, next, rowEnd - v, weight)
            u = next
            v = rowEnd
            row += 1
        }
    }

    /// Adds an edge that is walked from its end to its start.
    private mutating func addFalling(_ edge: Edge, _ weight: Double) {
        guard edge.endV > 0, edge.startV < height, edge.low < width else { return }
        var u = edge.endU
        var v = edge.endV
        if v > height {
            u = edge.crossing(height)
            v = height
        }
        var row = Int(v)
        if Double(row) == v { row -= 1 }
        let lastV = max(edge.startV, 0)
        while true {
            let rowStart = Double(row)
            if lastV >= rowStart {
                let end = edge.startV >= rowStart ? edge.startU : edge.crossing(lastV)
                addPiece(row, u, end, v - lastV, weight)
                return
            }
            let next = edge.crossing(rowStart)
            addPiece(row, u, next, v - rowStart, weight)
            u = next
            v = rowStart
            row -= 1
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
        addLongPiece(row, left, right, dv, weight, isLeftward: b < a)
    }

    /// A piece over several columns, or one that reaches out of the window.
    private mutating func addLongPiece(
        _ row: Int, _ left: Double, _ right: Double, _ dv: Double, _ weight: Double,
        isLeftward: Bool
    ) {
        guard right > 0 else {
            add(row, 0, area: weight * dv, cover: weight * dv)
            return
        }
        guard left < width else { return }
        let first = Int(max(left, 0))
        var last = columns - 1
        if right < width {
            last = Int(right)
            // A piece that ends on a cell edge does not reach into the next cell.
            if Double(last) == right { last -= 1 }
        }
        let piece = LongPiece(left: left, right: right, dv: dv)
        if isLeftward {
            addLeftward(row, first, last, piece, weight)
        } else {
            addRightward(row, first, last, piece, weight)
        }
    }

    private struct LongPiece {
        let left: Double
        let right: Double
        let dv: Double
        let rise: Double

        @inline(__always)
        init(left: Double, right: Double, dv: Double) {
            self.left = left
            self.right = right
            self.dv = dv
            rise = dv / (right - left)
        }

        /// The height climbed at `u`, right of `left`: differences of it telescope to `dv` over all
        /// columns.
        @inline(__always)
        func climbed(_ u: Double) -> Double {
            u >= right ? dv : min((u - left) * rise, dv)
        }

        /// The share of the column from `start` that lies right of the piece's part in it.
        @inline(__always)
        func covered(_ start: Double) -> Double {
            1 - (max(left - start, 0) + min(right - start, 1)) * 0.5
        }
    }

    @inline(__always)
    private mutating func addRightward(
        _ row: Int, _ first: Int, _ last: Int, _ piece: LongPiece, _ weight: Double
    ) {
        var climbed = 0.0
        // What lies left of the window counts for its first column.
        if piece.left < 0 {
            climbed = piece.climbed(0)
            add(row, 0, area: weight * climbed, cover: weight * climbed)
        }
        for column in first...last {
            let start = Double(column)
            let next = piece.climbed(start + 1)
            let step = weight * (next - climbed)
            add(row, column, area: step * piece.covered(start), cover: step)
            climbed = next
        }
    }

    @inline(__always)
    private mutating func addLeftward(
        _ row: Int, _ first: Int, _ last: Int, _ piece: LongPiece, _ weight: Double
    ) {
        var climbed = piece.climbed(Double(last + 1))
        var column = last
        while column >= first {
            let start = Double(column)
            let next = start <= piece.left ? 0 : piece.climbed(start)
            let step = weight * (climbed - next)
            add(row, column, area: step * piece.covered(start), cover: step)
            climbed = next
            column -= 1
        }
        if piece.left < 0 { add(row, 0, area: weight * climbed, cover: weight * climbed) }
    }

    // MARK: - Records

    /// Adds to a cell: rows and columns count from the window's corner.
    @inline(__always)
    mutating func add(_ row: Int, _ column: Int, area: Double, cover: Double) {
        select(
            CellRecord.place(
                row: Int32(truncatingIfNeeded: row), column: Int32(truncatingIfNeeded: column)))
        current.area += area
        current.cover += cover
    }

    @inline(__always)
    private mutating func select(_ place: Int64) {
        if current.place == place { return }
        flush()
        current = CellRecord(at: place)
    }

    @inline(__always)
    private mutating func flush() {
        guard current.place >= 0, current.area != 0 || current.cover != 0 else { return }
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
