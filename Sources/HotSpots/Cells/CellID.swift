/// The id of a cell taken apart: `4547-3000-r01402-c00166`.
public struct CellID: Hashable, Sendable {
    /// The EPSG number; `x` for a CRS without one.
    public var reference: String
    public var sizeInMetres: Double
    /// Lattice row, counted northwards from the origin.
    public var row: Int
    /// Lattice column, counted eastwards from the origin.
    public var column: Int

    /// `nil` when `text` is no id of a cell.
    public init?(_ text: String) {
        // A minus sign stands before the digits of rows and columns south or west of the origin.
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let size = Double(parts[1]), size > 0,
            size.isFinite, parts[2].first == "r",
            let middle = parts[2].range(of: "-c"),
            let row = Int(parts[2][parts[2].index(after: parts[2].startIndex)..<middle.lowerBound]),
            let column = Int(parts[2][middle.upperBound...])
        else { return nil }
        reference = String(parts[0])
        sizeInMetres = size
        self.row = row
        self.column = column
    }
}
