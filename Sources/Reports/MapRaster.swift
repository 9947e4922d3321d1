public import Geometry
public import Grids

/// A raster as a map shows it: at most a few hundred cells wide, a class a cell.
public struct MapRaster: Hashable, Sendable {
    /// The outer edges, in the CRS of the map.
    public let extent: BoundingBox
    public let rows: Int
    public let columns: Int
    /// Row by row from the north-west: 0 for no data, else the class's number plus 1.
    public let classes: [UInt8]
    /// One colour a class.
    public let colours: [Colour]
    /// 0…1.
    public var opacity: Double

    /// - Precondition: `classes` holds one value a cell, none above the number of colours; at most
    ///   255 colours.
    public init(
        extent: BoundingBox, rows: Int, columns: Int, classes: [UInt8], colours: [Colour],
        opacity: Double = 1
    ) {
        precondition(rows > 0 && columns > 0, "a raster needs at least one cell")
        precondition(classes.count == rows * columns, "a raster has one class a cell")
        precondition(colours.count <= 255, "a raster has at most 255 colours")
        precondition(classes.allSatisfy { $0 <= colours.count }, "every class has a colour")
        self.extent = extent
        self.rows = rows
        self.columns = columns
        self.classes = classes
        self.colours = colours
        self.opacity = opacity
    }

    /// The raster of `source`, coloured by `scale`.
    ///
    /// A source wider or higher than `maximumSize` cells is coarsened by a whole factor: a cell is
    /// the mean of the cells with data that it replaces, NaN when there is none. Cells without
    /// data are transparent.
    ///
    /// - Throws: What `source` throws when it cannot be read.
    /// - Precondition: the source's grid is not rotated; the scale has at most 255 classes.
    /// - Complexity: O(cells); memory O(block rows × columns).
    public init(
        of source: some RasterSource, scale: ColourScale, maximumSize: Int = 400,
        opacity: Double = 1
    ) throws {
        let geometry = source.geometry
        precondition(!geometry.geotransform.isRotated, "a map needs a raster parallel to the axes")
        precondition(maximumSize > 0, "a raster needs at least one cell")
        let largest = max(geometry.rows, geometry.columns)
        let factor = (largest + maximumSize - 1) / maximumSize
        var coarse = CoarseGrid(geometry: geometry, factor: factor)
        let step = max(source.blockRows, 1)
        var row = 0
        while row < geometry.rows {
            let window = GridWindow(
                rows: row..<min(row + step, geometry.rows), columns: 0..<geometry.columns)
            coarse.add(try source.read(window), from: window.rows)
            row = window.rows.upperBound
        }
        let classes = coarse.meansFromNorthWest().map { mean in
            scale.classIndex(of: mean).map { UInt8($0 + 1) } ?? 0
        }
        self.init(
            extent: coarse.extent, rows: coarse.rows, columns: coarse.columns, classes: classes,
            colours: scale.colours, opacity: opacity)
    }

    /// The raster as a PNG, class 0 transparent.
    func png() -> [UInt8] {
        IndexedPNG.encode(
            indices: classes, rows: rows, columns: columns, palette: [.white] + colours,
            transparentIndex: 0)
    }
}

/// Sums and counts of the cells that one coarse cell replaces.
private struct CoarseGrid {
    let geometry: GridGeometry
    let factor: Int
    let rows: Int
    let columns: Int
    private var sums: [Double]
    private var counts: [Int32]

    init(geometry: GridGeometry, factor: Int) {
        self.geometry = geometry
        self.factor = factor
        rows = (geometry.rows + factor - 1) / factor
        columns = (geometry.columns + factor - 1) / factor
        sums = Array(repeating: 0, count: rows * columns)
        counts = Array(repeating: 0, count: rows * columns)
    }

    /// The outer edges of the coarse cells, which may reach past the source's.
    var extent: BoundingBox {
        let transform = geometry.geotransform
        let a = transform.coordinate(row: 0, column: 0)
        let b = transform.coordinate(row: Double(rows * factor), column: Double(columns * factor))
        return BoundingBox(
            minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    }

    mutating func add(_ values: [Double], from span: Range<Int>) {
        var index = 0
        for row in span {
            let start = row / factor * columns
            for column in 0..<geometry.columns {
                let value = values[index]
                index += 1
                if value.isFinite {
                    sums[start + column / factor] += value
                    counts[start + column / factor] += 1
                }
            }
        }
    }

    /// The means from the north-west, NaN without data.
    func meansFromNorthWest() -> [Double] {
        let transform = geometry.geotransform
        var result: [Double] = []
        result.reserveCapacity(sums.count)
        for row in 0..<rows {
            let sourceRow = transform.rowStepY < 0 ? row : rows - 1 - row
            for column in 0..<columns {
                let sourceColumn = transform.columnStepX > 0 ? column : columns - 1 - column
                let index = sourceRow * columns + sourceColumn
                result.append(counts[index] == 0 ? .nan : sums[index] / Double(counts[index]))
            }
        }
        return result
    }
}
