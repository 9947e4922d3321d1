/// Some rows of a surface. Methods hand bands on in order, from the first row to the last, so that
/// no surface need ever be whole in memory.
public struct SurfaceBand: Sendable {
    /// Rows of the whole grid.
    public let rows: Range<Int>
    /// One value for each row and column of the target's window, row by row, in the unit of the
    /// stations; -9999 where there is none.
    public let values: [Double]
    /// The variances of the errors of `values`, -9999 where there is no value; `nil` when the
    /// method has none or was not asked for them.
    public let variances: [Double]?

    public init(rows: Range<Int>, values: [Double], variances: [Double]? = nil) {
        self.rows = rows
        self.values = values
        self.variances = variances
    }

    /// The value that stands for "no estimate": -9999.
    public static let nodata = -9999.0
}
