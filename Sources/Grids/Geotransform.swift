public import Geometry

/// The six numbers that place a raster: GDAL's geotransform, with names.
///
/// x = originX + column · columnStepX + row · rowStepX
/// y = originY + column · columnStepY + row · rowStepY
///
/// Column and row count cells from the outer corner of the first cell.
public struct Geotransform: Hashable, Sendable {
    public var originX: Double
    public var columnStepX: Double
    public var rowStepX: Double
    public var originY: Double
    public var columnStepY: Double
    public var rowStepY: Double

    public init(
        originX: Double, columnStepX: Double, rowStepX: Double = 0,
        originY: Double, columnStepY: Double = 0, rowStepY: Double
    ) {
        self.originX = originX
        self.columnStepX = columnStepX
        self.rowStepX = rowStepX
        self.originY = originY
        self.columnStepY = columnStepY
        self.rowStepY = rowStepY
    }

    /// Whether rows or columns are not parallel to the axes.
    public var isRotated: Bool { rowStepX != 0 || columnStepY != 0 }

    /// The place of a position in cells: (0, 0) is the outer corner of the first cell, (0.5, 0.5)
    /// its centre.
    @inlinable
    public func coordinate(row: Double, column: Double) -> Coordinate {
        Coordinate(
            x: originX + column * columnStepX + row * rowStepX,
            y: originY + column * columnStepY + row * rowStepY)
    }
}
