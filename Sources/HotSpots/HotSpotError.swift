public import Grids

/// Why hotspot cells could not be made or measured.
public enum HotSpotError: Error, Hashable, Sendable {
    /// The cell size in metres is not a positive, finite number.
    case cellSizeNotPositive(Double)
    /// Cells in metres were asked for in a CRS of degrees.
    case coordinatesInDegrees(crs: String, cellSizeInMetres: Double)
    /// The data name no CRS and the caller did not say that the plane may be assumed.
    case unknownReferenceSystem
    /// No zone has a geometry, so there is nothing to lay cells over.
    case noZones
    /// The fishnet would have more rows or columns than can be numbered (2³¹ − 1).
    case tooManyCells(rows: Double, columns: Double)
    /// Rows or columns of the raster are not parallel to the axes.
    case rasterIsRotated(Geotransform)
    /// The raster is in degrees, the fishnet in metres.
    case rasterInDegrees(crs: String)
    /// No other cell lies within the radius.
    case radiusWithoutNeighbours(radius: Double, cellSize: Double)
    /// The radius spans more than 10 000 cells.
    case radiusTooLarge(radius: Double, cellSize: Double)
    /// The radius of a distance band is not a positive number.
    case radiusNotPositive(Double)
    /// Fewer than one nearest neighbour is asked for.
    case neighbourCountNotPositive(Int)
    /// A statistic of amounts met a value below 0.
    case negativeValue(Double)
    /// A change in time needs at least two steps.
    case tooFewSteps(Int)
    /// The smaller cells do not go into the larger a whole number of times.
    case cellsDoNotNest(child: Double, parent: Double)
}

extension HotSpotError: CustomStringConvertible {
    /// The error in English.
    public var description: String {
        switch self {
        case .cellSizeNotPositive(let size):
            "The cell size is \(size) m, expected a number above 0, such as 3000."
        case .coordinatesInDegrees(let crs, let size):
            "Cells of \(size) m cannot be laid over coordinates in degrees (\(crs)). Transform the "
                + "zones to a projected CRS in metres, such as EPSG:4547."
        case .unknownReferenceSystem:
            "The zones name no coordinate reference system, so cells in metres cannot be laid over "
                + "them. Give the CRS, or say that the coordinates are metres in a plane."
        case .noZones:
            "No zone has a geometry, so there is nothing to lay cells over. Check the zone layer."
        case .tooManyCells(let rows, let columns):
            "The fishnet would have \(rows) × \(columns) cells, at most \(Int32.max) rows and "
                + "columns can be numbered. Use larger cells, and check the unit of the coordinates."
        case .rasterIsRotated(let g):
            "The raster is rotated (row step in x \(g.rowStepX), column step in y "
                + "\(g.columnStepY)); means of cells need rows and columns parallel to the axes. "
                + "Warp the raster to a north-up grid first."
        case .rasterInDegrees(let crs):
            "The raster is in degrees (\(crs)), the fishnet in metres. Warp the raster to the CRS "
                + "of the fishnet first."
        case .radiusWithoutNeighbours(let radius, let size):
            "The radius \(radius) reaches no other cell: cells are \(size) wide. Use a radius of at "
                + "least \(size)."
        case .radiusTooLarge(let radius, let size):
            "The radius \(radius) spans more than 10000 cells of \(size). Check its unit, or use "
                + "larger cells."
        case .radiusNotPositive(let radius):
            "The radius of the neighbourhood is \(radius), expected a number above 0."
        case .neighbourCountNotPositive(let count):
            "\(count) nearest neighbours are asked for, expected at least 1."
        case .negativeValue(let value):
            "General G is of amounts, but a value is \(value). Use values of 0 and above, or "
                + "Moran's I."
        case .tooFewSteps(let count):
            "There are \(count) steps of time, expected at least 2, better 10 or more."
        case .cellsDoNotNest(let child, let parent):
            "Cells of \(child) m do not go into cells of \(parent) m a whole number of times. Use a "
                + "size such as \(parent / 6) m."
        }
    }

    /// The error in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .cellSizeNotPositive(let size):
            "网格边长为 \(size) 米，应为大于 0 的数，例如 3000。"
        case .coordinatesInDegrees(let crs, let size):
            "坐标单位为度（\(crs)），无法划分 \(size) 米的网格。"
                + "请将分区转换为以米为单位的投影坐标系，例如 EPSG:4547。"
        case .unknownReferenceSystem:
            "分区没有坐标系，无法划分以米为单位的网格。请指定坐标系，或声明坐标为以米为单位的平面坐标。"
        case .noZones:
            "所有分区都没有图形，无法划分网格。请检查分区图层。"
        case .tooManyCells(let rows, let columns):
            "网格将有 \(rows) 行 × \(columns) 列，行数和列数不能超过 \(Int32.max)。"
                + "请增大网格边长，并检查坐标单位。"
        case .rasterIsRotated(let g):
            "栅格带旋转（行方向 x 步长 \(g.rowStepX)，列方向 y 步长 \(g.columnStepY)），"
                + "计算网格均值要求行列与坐标轴平行。请先把栅格重投影为正北向。"
        case .rasterInDegrees(let crs):
            "栅格坐标单位为度（\(crs)），而网格以米为单位。请先把栅格重投影到网格的坐标系。"
        case .radiusWithoutNeighbours(let radius, let size):
            "半径 \(radius) 内没有其他单元：单元边长为 \(size)。半径至少应为 \(size)。"
        case .radiusTooLarge(let radius, let size):
            "半径 \(radius) 超过 10000 个边长为 \(size) 的单元。请检查单位，或使用更大的单元。"
        case .radiusNotPositive(let radius):
            "邻域半径为 \(radius)，应为大于 0 的数。"
        case .neighbourCountNotPositive(let count):
            "最近邻个数为 \(count)，至少应为 1。"
        case .negativeValue(let value):
            "General G 只用于非负数值，而有一个值为 \(value)。请使用非负数值，或改用 Moran's I。"
        case .tooFewSteps(let count):
            "只有 \(count) 个时段，至少需要 2 个，最好 10 个以上。"
        case .cellsDoNotNest(let child, let parent):
            "\(child) 米的网格不能整分 \(parent) 米的网格。请使用例如 \(parent / 6) 米的边长。"
        }
    }
}
