import Geometry
import Grids

extension CellAccumulator {
    /// Adds the crossings of a closed ring's edges with the lines through the cells' centres: each
    /// counts for all cells of its row whose centre lies right of it.
    ///
    /// A centre on an edge counts as left of it, one on the height of a vertex as below it: as if
    /// every centre lay a little further towards the first column and, much less, towards the
    /// last row. Edges are met in positions from the grid's corner and from their end of smaller
    /// v, so that the two zones on either side of an edge see the same crossing, and one of them
    /// claims the centre.
    ///
    /// - Parameters:
    ///   - vertices: First repeated at the end.
    ///   - frame: Positions in cells from the grid's corner.
    ///   - window: The cells that count, in rows and columns of the grid.
    ///   - weight: 1 or −1 by the orientation of the ring.
    mutating func addCentres(
        _ vertices: UnsafeBufferPointer<Coordinate>, _ frame: CellFrame, in window: GridWindow,
        weight: Double
    ) {
        guard let first = vertices.first else { return }
        var (u, v) = frame.position(of: first)
        var row = firstRow(atOrBelow: v)
        for index in 1..<vertices.count {
            let (nextU, nextV) = frame.position(of: vertices[index])
            let nextRow = firstRow(atOrBelow: nextV)
            if row < nextRow {
                addCrossings(row..<nextRow, CentreEdge(u, v, nextU, nextV), window, weight)
            } else if nextRow < row {
                addCrossings(nextRow..<row, CentreEdge(nextU, nextV, u, v), window, -weight)
            }
            (u, v, row) = (nextU, nextV, nextRow)
        }
    }

    /// The first row whose centre lies at `v` or below.
    @inline(__always)
    private func firstRow(atOrBelow v: Double) -> Int {
        let offset = v - 0.5
        let row = Int(offset)
        return Double(row) < offset ? row + 1 : row
    }

    private mutating func addCrossings(
        _ rows: Range<Int>, _ edge: CentreEdge, _ window: GridWindow, _ weight: Double
    ) {
        for row in rows.clamped(to: window.rows) {
            let column = edge.firstColumn(rightOfCrossing: Double(row) + 0.5)
            guard column < window.columns.upperBound else { continue }
            add(
                row - window.rows.lowerBound,
                max(column, window.columns.lowerBound) - window.columns.lowerBound,
                area: weight, cover: weight)
        }
    }
}

/// An edge that rises against v, in cells.
private struct CentreEdge {
    private let startU: Double
    private let startV: Double
    private let endU: Double
    private let endV: Double
    private let slope: Double
    /// How far rounding may move a crossing.
    private let tolerance: Double

    init(_ startU: Double, _ startV: Double, _ endU: Double, _ endV: Double) {
        self.startU = startU
        self.startV = startV
        self.endU = endU
        self.endV = endV
        slope = (endU - startU) / (endV - startV)
        tolerance = 0x1p-48 * (1 + abs(startU) + abs(endU))
    }

    /// The first column whose centre lies right of the place where the edge has height `v`.
    func firstColumn(rightOfCrossing v: Double) -> Int {
        let crossing = startU + (v - startV) * slope
        let crossed = min(max(crossing, min(startU, endU)), max(startU, endU)) + 0.5
        let nearest = crossed.rounded()
        if abs(crossed - nearest) > tolerance { return Int(crossed.rounded(.down)) }
        // The centre of the column before `nearest` is too close for a rounded crossing.
        return isRight(nearest - 0.5, v) ? Int(nearest) - 1 : Int(nearest)
    }

    /// Whether (`u`, `v`) lies right of the edge: the sign of a difference of two products, each
    /// with its rounding error (Dekker).
    private func isRight(_ u: Double, _ v: Double) -> Bool {
        let (a, b) = (u - startU, endV - startV)
        let (c, d) = (endU - startU, v - startV)
        let ours = a * b
        let edge = c * d
        let error = (-ours).addingProduct(a, b) - (-edge).addingProduct(c, d)
        return (ours - edge) + error > 0
    }
}
