import Geometry
public import Grids

/// The true areas of the cells of a grid: on the ellipsoid of its datum, edges straight in the
/// grid's own CRS. Belongs to one thread at a time.
///
/// - Accuracy: 1e-10 relative for cells up to 20 km wide; for larger ones that of
///   `ellipsoidalArea(of:in:)`.
public final class GridCellAreas {
    private let geometry: GridGeometry
    private let metric: AreaMetric
    private let meter: AreaMeter
    /// How many cells one patch of the metric spans; 0 where a cell is larger than a patch.
    private let span: (rows: Int, columns: Int)
    /// The patches of one row of them, and the first row of cells that they are of.
    private var patches: [AreaPatch] = []
    private var patchRow = -1

    /// - Throws: `unknownCRS` for a grid without one.
    /// - Precondition: rows and columns of the grid are parallel to the axes.
    public init(_ geometry: GridGeometry) throws(GeoFileError) {
        guard let crs = geometry.crs else { throw GeoFileError.unknownCRS("", cause: nil) }
        self.geometry = geometry
        metric = try AreaMetric(crs: crs)
        meter = try AreaMeter(crs: crs)
        let size = geometry.cellSize
        func count(_ longest: Double, _ side: Double, _ limit: Int) -> Int {
            Int(min((longest / side).rounded(.down), Double(limit)))
        }
        span = (
            count(metric.longestSide.y, size.height, geometry.rows),
            count(metric.longestSide.x, size.width, geometry.columns)
        )
    }

    /// The areas of the cells of a row, in square metres.
    ///
    /// - Throws: `wrongContent` where a place of the row has no longitude and latitude.
    /// - Complexity: O(columns); rows one after another share what they need.
    public func areas(row: Int) throws(GeoFileError) -> [Double] {
        guard span.rows > 0, span.columns > 0 else { return try largeCells(row: row) }
        try preparePatches(for: row)
        var areas: [Double] = []
        areas.reserveCapacity(geometry.columns)
        for column in 0..<geometry.columns {
            let patch = patches[column / span.columns]
            let box = box(rows: row..<row + 1, columns: column..<column + 1)
            areas.append(
                patch.integral(box.minX, box.maxY, box.maxX, box.maxY)
                    - patch.integral(box.minX, box.minY, box.maxX, box.minY))
        }
        return areas
    }

    private func preparePatches(for row: Int) throws(GeoFileError) {
        let first = row / span.rows * span.rows
        guard first != patchRow else { return }
        var made: [AreaPatch] = []
        for column in stride(from: 0, to: geometry.columns, by: span.columns) {
            let box = box(
                rows: first..<min(first + span.rows, geometry.rows),
                columns: column..<min(column + span.columns, geometry.columns))
            made.append(try metric.patch(over: box))
        }
        patches = made
        patchRow = first
    }

    private func largeCells(row: Int) throws(GeoFileError) -> [Double] {
        var areas: [Double] = []
        for column in 0..<geometry.columns {
            let box = box(rows: row..<row + 1, columns: column..<column + 1)
            areas.append(try meter.area(of: [Polygon(box)]))
        }
        return areas
    }

    private func box(rows: Range<Int>, columns: Range<Int>) -> BoundingBox {
        let g = geometry.geotransform
        let a = g.coordinate(row: Double(rows.lowerBound), column: Double(columns.lowerBound))
        let b = g.coordinate(row: Double(rows.upperBound), column: Double(columns.upperBound))
        return BoundingBox(
            minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    }
}

extension Polygon {
    /// The rectangle of a box, counter-clockwise.
    fileprivate init(_ box: BoundingBox) {
        self.init(
            shell: Ring([
                Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.minY),
                Coordinate(x: box.maxX, y: box.maxY), Coordinate(x: box.minX, y: box.maxY),
            ]))
    }
}
