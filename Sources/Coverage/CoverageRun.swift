/// Neighbouring cells of one row that a zone covers by the same fraction.
public struct CoverageRun: Hashable, Sendable {
    /// The row, from the first of the grid.
    public var row: Int32
    /// The first column.
    public var column: Int32
    /// The number of cells, at least 1.
    public var length: Int32
    /// The part of each cell's area that lies in the zone, 0 < fraction ≤ 1.
    public var fraction: Double

    @inlinable
    public init(row: Int32, column: Int32, length: Int32, fraction: Double) {
        self.row = row
        self.column = column
        self.length = length
        self.fraction = fraction
    }

    /// The columns of the run.
    @inlinable
    public var columns: Range<Int> { Int(column)..<Int(column) + Int(length) }
}
