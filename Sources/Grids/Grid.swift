/// A raster in memory: a geometry and one value a cell, row-major from the first row.
public struct Grid<Value: Hashable & Sendable>: Hashable, Sendable {
    public var geometry: GridGeometry
    /// `rows` × `columns` values, row by row.
    public var values: [Value]
    /// The value that stands for "no data"; `nil` when every value is data.
    public var nodata: Value?

    /// - Precondition: `values` holds one value a cell.
    public init(geometry: GridGeometry, values: [Value], nodata: Value? = nil) {
        precondition(
            values.count == geometry.cellCount,
            "expected \(geometry.cellCount) values, got \(values.count)")
        self.geometry = geometry
        self.values = values
        self.nodata = nodata
    }

    /// The value of a cell.
    @inlinable
    public subscript(row: Int, column: Int) -> Value {
        get { values[row * geometry.columns + column] }
        set { values[row * geometry.columns + column] = newValue }
    }
}
