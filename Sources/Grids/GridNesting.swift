/// How the cells of one grid lie in those of another with the same or larger cells: each in one,
/// whole.
///
/// Row r of the finer grid lies in row ⌊(r + rowOffset) ÷ rows⌋ of the coarser, likewise columns;
/// there may be none of that number.
public struct GridNesting: Hashable, Sendable {
    /// How many rows and columns of the finer grid make one of the coarser.
    public let rows: Int
    public let columns: Int
    /// The place of the finer grid's first row and column, counted in its cells from the first row
    /// and column of the coarser.
    public let rowOffset: Int
    public let columnOffset: Int

    /// How `fine` lies in `coarse`; `nil` when some cell would be cut, by more than 1e-6 of it.
    public init?(of fine: GridGeometry, in coarse: GridGeometry) {
        let (a, b) = (fine.geotransform, coarse.geotransform)
        guard !a.isRotated, !b.isRotated,
            let columns = Self.ratio(b.columnStepX, a.columnStepX, over: fine.columns),
            let rows = Self.ratio(b.rowStepY, a.rowStepY, over: fine.rows),
            let columnOffset = Self.whole((a.originX - b.originX) / a.columnStepX),
            let rowOffset = Self.whole((a.originY - b.originY) / a.rowStepY)
        else { return nil }
        self.rows = rows
        self.columns = columns
        self.rowOffset = rowOffset
        self.columnOffset = columnOffset
    }

    /// How often `fine` goes into `coarse`, a step of the same sign; the error adds up over `count`.
    private static func ratio(_ coarse: Double, _ fine: Double, over count: Int) -> Int? {
        let ratio = coarse / fine
        guard ratio > 0.5, ratio < 1e6 else { return nil }
        let whole = ratio.rounded()
        return abs(ratio / whole - 1) * Double(count) < 1e-6 ? Int(whole) : nil
    }

    private static func whole(_ offset: Double) -> Int? {
        let whole = offset.rounded()
        guard abs(whole) < 1e9, abs(offset - whole) < 1e-6 else { return nil }
        return Int(whole)
    }
}

extension GridGeometry {
    /// The same extent in cells cut into `rows` × `columns`.
    ///
    /// - Precondition: both are positive.
    public func refined(rows: Int, columns: Int) -> GridGeometry {
        precondition(rows > 0 && columns > 0, "a cell is cut into at least one")
        var finer = geotransform
        finer.columnStepX /= Double(columns)
        finer.columnStepY /= Double(columns)
        finer.rowStepX /= Double(rows)
        finer.rowStepY /= Double(rows)
        return GridGeometry(
            geotransform: finer, rows: self.rows * rows, columns: self.columns * columns, crs: crs)
    }
}
