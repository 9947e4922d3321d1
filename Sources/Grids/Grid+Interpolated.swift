public import Geometry

extension Grid where Value == Double {
    /// The value at a place between the cell centres, by bilinear interpolation; at a centre (within
    /// a millionth of a cell) that cell's value. Beyond the outermost centres the nearest ones hold.
    ///
    /// `nil` outside the grid, and where a neighbour that counts is nodata or NaN.
    ///
    /// - Precondition: the grid is not rotated.
    public func interpolatedValue(at place: Coordinate) -> Double? {
        let transform = geometry.geotransform
        precondition(!transform.isRotated, "interpolation needs a grid parallel to the axes")
        let column = (place.x - transform.originX) / transform.columnStepX - 0.5
        let row = (place.y - transform.originY) / transform.rowStepY - 0.5
        guard column >= -0.5, row >= -0.5, column <= Double(geometry.columns) - 0.5,
            row <= Double(geometry.rows) - 0.5
        else { return nil }
        let (left, columnShare) = cellBefore(column, count: geometry.columns)
        let (top, rowShare) = cellBefore(row, count: geometry.rows)
        var sum = 0.0
        for (rowStep, rowWeight) in [(0, 1 - rowShare), (1, rowShare)] where rowWeight > 0 {
            for (columnStep, columnWeight) in [(0, 1 - columnShare), (1, columnShare)]
            where columnWeight > 0 {
                let value = self[top + rowStep, left + columnStep]
                if value == nodata || value.isNaN { return nil }
                sum += rowWeight * columnWeight * value
            }
        }
        return sum
    }
}

/// The cell centre before a position, and the share of the way to the next; within rounding of a
/// centre, that centre.
private func cellBefore(_ position: Double, count: Int) -> (index: Int, share: Double) {
    let clamped = min(max(position, 0), Double(count - 1))
    let nearest = clamped.rounded()
    if abs(clamped - nearest) < 1e-6 { return (Int(nearest), 0) }
    let index = Int(clamped.rounded(.down))
    return (index, clamped - Double(index))
}
