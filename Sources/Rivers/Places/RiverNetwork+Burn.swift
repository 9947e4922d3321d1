import Geometry
public import Grids

extension RiverNetwork {
    /// A grid that holds the value of the river in every cell that a river runs through.
    ///
    /// Where several ranges run through a cell the one with the most length in it counts, of equals
    /// the first in the list. A line along the border of two cells is in the one to the right or
    /// below, except at the far edges of the grid, where it is in none.
    ///
    /// - Parameters:
    ///   - values: One a range, such as the number of its class; a range without one is not drawn
    ///     and does not cover others.
    ///   - geometry: Not rotated, in the CRS of the network.
    ///   - nodata: Of the cells without a river.
    /// - Complexity: O(segments + cells crossed); memory 12 bytes a cell.
    public func grid(
        of ranges: [SectionRange], values: [Float?], on geometry: GridGeometry,
        nodata: Float = -9999
    ) -> Grid<Float> {
        precondition(ranges.count == values.count, "one value a range")
        precondition(!geometry.geotransform.isRotated, "rivers are drawn on grids without rotation")
        var burned = [Float](repeating: nodata, count: geometry.cellCount)
        var longest = [Double](repeating: 0, count: geometry.cellCount)
        for (range, value) in zip(ranges, values) {
            guard let value else { continue }
            for (cell, length) in cellLengths(of: range.line, on: geometry)
            where length > longest[cell] {
                longest[cell] = length
                burned[cell] = value
            }
        }
        return Grid(geometry: geometry, values: burned, nodata: nodata)
    }
}

/// The length of `line` in each cell that it runs through, in CRS units.
private func cellLengths(of line: LineString, on geometry: GridGeometry) -> [Int: Double] {
    var lengths: [Int: Double] = [:]
    let transform = geometry.geotransform
    for (start, end) in zip(line.coordinates, line.coordinates.dropFirst()) {
        guard start.isFinite, end.isFinite, start != end else { continue }
        // In columns and rows from the corner of the grid.
        let from = (
            column: (start.x - transform.originX) / transform.columnStepX,
            row: (start.y - transform.originY) / transform.rowStepY
        )
        let to = (
            column: (end.x - transform.originX) / transform.columnStepX,
            row: (end.y - transform.originY) / transform.rowStepY
        )
        let fractions =
            ([0, 1] + crossings(from.column, to.column, below: geometry.columns)
            + crossings(from.row, to.row, below: geometry.rows)).sorted()
        let length = start.planarDistance(to: end)
        for (a, b) in zip(fractions, fractions.dropFirst()) where b > a {
            let middle = (a + b) / 2
            let column = (from.column + middle * (to.column - from.column)).rounded(.down)
            let row = (from.row + middle * (to.row - from.row)).rounded(.down)
            guard column >= 0, row >= 0, column < Double(geometry.columns),
                row < Double(geometry.rows)
            else { continue }
            lengths[Int(row) * geometry.columns + Int(column), default: 0] += (b - a) * length
        }
    }
    return lengths
}

/// The fractions of the way from `start` to `end` at which whole numbers from 0 to `count` lie.
private func crossings(_ start: Double, _ end: Double, below count: Int) -> [Double] {
    let first = max(0, min(start, end).rounded(.up))
    let last = min(Double(count), max(start, end).rounded(.down))
    guard start != end, first <= last else { return [] }
    return stride(from: first, through: last, by: 1).map { ($0 - start) / (end - start) }
        .filter { $0 > 0 && $0 < 1 }
}
