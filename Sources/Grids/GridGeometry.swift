public import Geometry

/// Where a raster's cells lie: geotransform, rows × columns, CRS. Row 0 is the first in the file,
/// the northernmost when `isNorthUp`.
public struct GridGeometry: Hashable, Sendable {
    public var geotransform: Geotransform
    public var rows: Int
    public var columns: Int
    /// `nil` when the file names none.
    public var crs: CoordinateReferenceSystem?

    /// - Precondition: at least one row and column; the geotransform's steps are not 0.
    public init(
        geotransform: Geotransform, rows: Int, columns: Int, crs: CoordinateReferenceSystem?
    ) {
        precondition(rows > 0 && columns > 0, "a grid needs at least one row and one column")
        precondition(
            geotransform.isRotated || (geotransform.columnStepX != 0 && geotransform.rowStepY != 0),
            "a grid needs cells with an area")
        self.geotransform = geotransform
        self.rows = rows
        self.columns = columns
        self.crs = crs
    }

    /// The grid of square cells of `cellSize` (CRS units) that covers `box`, its edges on whole
    /// multiples of the cell size, so that grids of the same size made for different boxes align.
    ///
    /// - Precondition: `cellSize` is positive and finite.
    public init(covering box: BoundingBox, cellSize: Double, crs: CoordinateReferenceSystem?) {
        precondition(cellSize > 0 && cellSize.isFinite, "a cell size is positive")
        let firstColumn = (box.minX / cellSize).rounded(.down)
        let lastColumn = max((box.maxX / cellSize).rounded(.up), firstColumn + 1)
        let lowestRow = (box.minY / cellSize).rounded(.down)
        let highestRow = max((box.maxY / cellSize).rounded(.up), lowestRow + 1)
        self.init(
            geotransform: Geotransform(
                originX: firstColumn * cellSize, columnStepX: cellSize,
                originY: highestRow * cellSize, rowStepY: -cellSize),
            rows: Int(highestRow - lowestRow), columns: Int(lastColumn - firstColumn), crs: crs)
    }

    /// The number of cells.
    public var cellCount: Int { rows * columns }

    /// Whether rows run from north to south and columns from west to east, parallel to the axes.
    public var isNorthUp: Bool {
        !geotransform.isRotated && geotransform.columnStepX > 0 && geotransform.rowStepY < 0
    }

    /// The width and height of a cell in CRS units, both positive.
    ///
    /// - Precondition: the grid is not rotated.
    public var cellSize: (width: Double, height: Double) {
        precondition(!geotransform.isRotated, "a rotated grid has no axis-parallel cell size")
        return (abs(geotransform.columnStepX), abs(geotransform.rowStepY))
    }

    /// The outer edges of the grid.
    public var extent: BoundingBox {
        let corners = [(0, 0), (0, columns), (rows, 0), (rows, columns)].map {
            geotransform.coordinate(row: Double($0.0), column: Double($0.1))
        }
        // Four finite corners always have a box around them.
        return BoundingBox(around: corners)
            ?? BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
    }

    /// The centre of a cell.
    @inlinable
    public func centre(row: Int, column: Int) -> Coordinate {
        geotransform.coordinate(row: Double(row) + 0.5, column: Double(column) + 0.5)
    }

    /// All cells.
    public var fullWindow: GridWindow {
        GridWindow(rows: 0..<rows, columns: 0..<columns)
    }

    /// The cells that `box` touches; `nil` when it lies outside the grid.
    ///
    /// A box edge on a cell edge does not reach into the next cell.
    ///
    /// - Precondition: the grid is not rotated.
    public func window(covering box: BoundingBox) -> GridWindow? {
        precondition(!geotransform.isRotated, "windows need a grid parallel to the axes")
        func span(_ a: Double, _ b: Double, _ count: Int) -> Range<Int>? {
            let low = min(a, b).rounded(.down)
            let high = max(max(a, b).rounded(.up), low + 1)
            let first = max(low, 0)
            let end = min(high, Double(count))
            return first < end ? Int(first)..<Int(end) : nil
        }
        let g = geotransform
        guard
            let columns = span(
                (box.minX - g.originX) / g.columnStepX, (box.maxX - g.originX) / g.columnStepX,
                columns),
            let rows = span(
                (box.minY - g.originY) / g.rowStepY, (box.maxY - g.originY) / g.rowStepY, rows)
        else { return nil }
        return GridWindow(rows: rows, columns: columns)
    }
}

/// A rectangle of cells: half-open ranges of rows and columns.
public struct GridWindow: Hashable, Sendable {
    public var rows: Range<Int>
    public var columns: Range<Int>

    @inlinable
    public init(rows: Range<Int>, columns: Range<Int>) {
        self.rows = rows
        self.columns = columns
    }

    public var cellCount: Int { rows.count * columns.count }
}
