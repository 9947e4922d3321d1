import Geometry
import Grids
import Testing

@Suite("GridGeometry")
struct GridGeometryTests {
    @Test("Centres, extent and cell size follow from the geotransform")
    func places() {
        let grid = geometry()
        #expect(grid.cellCount == 40)
        #expect(grid.isNorthUp)
        #expect(grid.cellSize == (width: 10, height: 10))
        #expect(grid.extent == box(100, 150, 180, 200))
        #expect(grid.centre(row: 0, column: 0) == Coordinate(x: 105, y: 195))
        #expect(grid.centre(row: 4, column: 7) == Coordinate(x: 175, y: 155))
        #expect(grid.fullWindow == GridWindow(rows: 0..<5, columns: 0..<8))
    }

    @Test("A south-up grid has the same extent and is not north-up")
    func southUp() {
        let grid = geometry(y: 150, stepY: 10)
        #expect(!grid.isNorthUp)
        #expect(grid.extent == box(100, 150, 180, 200))
        #expect(grid.centre(row: 0, column: 0) == Coordinate(x: 105, y: 155))
    }

    @Test(
        "The window covering a box holds the cells that it touches",
        arguments: [
            (box(112, 172, 138, 188), GridWindow(rows: 1..<3, columns: 1..<4)),
            // Edges on cell edges do not reach into the next cell.
            (box(110, 170, 130, 190), GridWindow(rows: 1..<3, columns: 1..<3)),
            (box(-1000, -1000, 1000, 1000), GridWindow(rows: 0..<5, columns: 0..<8)),
            (box(90, 195, 101, 300), GridWindow(rows: 0..<1, columns: 0..<1)),
            (box(179, 100, 300, 151), GridWindow(rows: 4..<5, columns: 7..<8)),
            // A point has a cell; on a corner it is the one below and to the right.
            (box(115, 175, 115, 175), GridWindow(rows: 2..<3, columns: 1..<2)),
            (box(110, 170, 110, 170), GridWindow(rows: 3..<4, columns: 1..<2)),
        ])
    func windowCovering(_ box: BoundingBox, _ expected: GridWindow) {
        #expect(geometry().window(covering: box) == expected)
    }

    @Test(
        "A box outside the grid, or one that only touches it from outside, has no window",
        arguments: [
            box(0, 160, 99, 170), box(181, 160, 190, 170), box(110, 201, 120, 210),
            box(110, 100, 120, 149), box(90, 160, 100, 170), box(180, 160, 190, 170),
            box(110, 200, 120, 210), box(110, 140, 120, 150), box(-1e300, 0, -1e299, 1),
        ])
    func windowOutside(_ box: BoundingBox) {
        #expect(geometry().window(covering: box) == nil)
    }

    @Test("On a south-up grid the window counts rows from the south")
    func windowSouthUp() {
        let grid = geometry(y: 150, stepY: 10)
        #expect(
            grid.window(covering: box(112, 172, 138, 188))
                == GridWindow(rows: 2..<4, columns: 1..<4))
        #expect(grid.window(covering: box(112, 100, 138, 149)) == nil)
    }

    @Test(
        "A grid made to cover a box lies on whole multiples of the cell size",
        arguments: [
            (box(101, 52, 129, 79), 10.0, box(100, 50, 130, 80)),
            (box(100, 50, 130, 80), 10.0, box(100, 50, 130, 80)),
            (box(-15, -25, -5, -1), 10.0, box(-20, -30, 0, 0)),
            (box(3, 4, 3, 4), 2.0, box(2, 4, 4, 6)),
            (box(38_412_345.5, 0, 38_412_346, 1), 500.0, box(38_412_000, 0, 38_412_500, 500)),
        ])
    func coveringBox(_ box: BoundingBox, _ cellSize: Double, _ extent: BoundingBox) {
        let grid = GridGeometry(covering: box, cellSize: cellSize, crs: nil)
        #expect(grid.isNorthUp)
        #expect(grid.extent == extent)
        #expect(grid.rows == Int(extent.height / cellSize))
        #expect(grid.columns == Int(extent.width / cellSize))
    }

    @Test("Grids of one cell size made for different boxes share their cell edges")
    func alignment() {
        let a = GridGeometry(covering: box(1.3, 2.4, 7.9, 9.2), cellSize: 0.25, crs: nil)
        let b = GridGeometry(covering: box(5.1, 6.6, 20.3, 30.8), cellSize: 0.25, crs: nil)
        let columns = (b.geotransform.originX - a.geotransform.originX) / 0.25
        let rows = (b.geotransform.originY - a.geotransform.originY) / 0.25
        #expect(columns == columns.rounded() && rows == rows.rounded())
    }
}

@Suite("Grid")
struct GridTests {
    private let grid = Grid(
        geometry: geometry(rows: 2, columns: 3), values: [1, 2, 3, 4, -9999, 6] as [Float],
        nodata: -9999)

    @Test("Values are addressed by row and column")
    func addressing() {
        var copy = grid
        #expect(copy[1, 0] == 4)
        copy[1, 0] = 7
        #expect(copy.values == [1, 2, 3, 7, -9999, 6])
    }

    @Test("Reading a window gives its values row by row, NaN for nodata")
    func readWindow() {
        let values = grid.read(GridWindow(rows: 0..<2, columns: 1..<3))
        #expect(values[0] == 2 && values[1] == 3 && values[2].isNaN && values[3] == 6)
        #expect(grid.blockRows == 1)
        #expect(grid.read(GridWindow(rows: 1..<1, columns: 0..<3)).isEmpty)
    }

    @Test("Without a nodata value every value is data")
    func noNodata() {
        var all = grid
        all.nodata = nil
        #expect(all.read(all.geometry.fullWindow) == [1, 2, 3, 4, -9999, 6])
    }
}
