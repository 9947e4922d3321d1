public import Geometry
public import Grids

/// Why an overlay could not be built.
public enum CoverageError: Error, Hashable, Sendable {
    /// Rows or columns of the grid are not parallel to the axes.
    case gridIsRotated(Geotransform)
    /// The grid has more rows or columns than an overlay can number (2³¹ − 1).
    case gridIsTooLarge(rows: Int, columns: Int)
    /// A vertex is not finite, or so far from the grid that its cell cannot be told. Polygon, ring
    /// (0 the shell) and vertex count from 0.
    case vertexOutOfReach(
        zone: String, polygon: Int, ring: Int, vertex: Int, coordinate: Coordinate)
    /// A cell is covered less than not at all or more than whole: parts of the zone overlap, a
    /// ring crosses itself, or a hole lies outside its shell. Row and column count from the grid's
    /// first cell; by centre or by touch they may lie out of the grid.
    case fractionOutOfRange(zone: String, row: Int, column: Int, fraction: Double)
}

extension CoverageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .gridIsRotated(let g):
            """
            The grid is rotated (row step in x \(g.rowStepX), column step in y \(g.columnStepY)); \
            an overlay needs rows and columns parallel to the axes. Warp the raster to a north-up \
            grid first.
            """
        case .gridIsTooLarge(let rows, let columns):
            """
            The grid has \(rows) × \(columns) cells; an overlay numbers at most \(Int32.max) rows \
            and columns. Use larger cells or cut the grid.
            """
        case .vertexOutOfReach(let zone, let polygon, let ring, let vertex, let at):
            """
            Zone "\(zone)": vertex \(vertex) of ring \(ring) in polygon \(polygon) is \
            (\(at.x), \(at.y)), expected finite coordinates near the grid. Correct or remove the \
            vertex.
            """
        case .fractionOutOfRange(let zone, let row, let column, let fraction):
            """
            Zone "\(zone)" covers the cell in row \(row), column \(column) by \(fraction), expected \
            0 to 1: parts of the zone overlap or a ring crosses itself. Repair the geometry of the \
            zone.
            """
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .gridIsRotated(let g):
            """
            栅格带旋转（行方向 x 步长 \(g.rowStepX)，列方向 y 步长 \(g.columnStepY)），\
            叠加分析要求行列与坐标轴平行。请先把栅格重投影为正北向。
            """
        case .gridIsTooLarge(let rows, let columns):
            "栅格有 \(rows) × \(columns) 个像元，行数和列数不能超过 \(Int32.max)。请增大像元或裁切栅格。"
        case .vertexOutOfReach(let zone, let polygon, let ring, let vertex, let at):
            """
            分区“\(zone)”：第 \(polygon) 个多边形第 \(ring) 个环的第 \(vertex) 个顶点为 \
            (\(at.x), \(at.y))（均从 0 起数），应为栅格附近的有限坐标。请改正或删除该顶点。
            """
        case .fractionOutOfRange(let zone, let row, let column, let fraction):
            """
            分区“\(zone)”在第 \(row) 行第 \(column) 列像元（从 0 起数）的覆盖比例为 \(fraction)，\
            应在 0 到 1 之间：分区的各部分互相重叠，或某个环自相交。请修复该分区的几何。
            """
        }
    }
}
