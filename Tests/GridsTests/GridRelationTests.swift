import Geometry
import Grids
import Testing

@Suite("GridNesting")
struct GridNestingTests {
    private let coarse = geometry(rows: 4, columns: 6)

    @Test("A grid nests in itself, and a refined one in what it was made of")
    func refined() throws {
        let itself = try #require(GridNesting(of: coarse, in: coarse))
        #expect(itself.rows == 1 && itself.columns == 1)
        #expect(itself.rowOffset == 0 && itself.columnOffset == 0)
        let fine = coarse.refined(rows: 3, columns: 7)
        #expect(fine.rows == 12 && fine.columns == 42 && fine.extent == coarse.extent)
        let nesting = try #require(GridNesting(of: fine, in: coarse))
        #expect(nesting.rows == 3 && nesting.columns == 7)
    }

    @Test("Offsets count finer cells, also to the left and above")
    func offsets() throws {
        let fine = geometry(x: 85, stepX: 5, y: 190, stepY: -2.5)
        let nesting = try #require(GridNesting(of: fine, in: coarse))
        #expect(nesting.rows == 4 && nesting.columns == 2)
        #expect(nesting.rowOffset == 4 && nesting.columnOffset == -3)
    }

    @Test("Degrees written with few digits nest")
    func fewDigits() {
        let grid = geometry(x: 73, stepX: 0.05, y: 54, stepY: -0.05, rows: 720, columns: 1240)
        let fine = geometry(
            x: 73, stepX: 0.0083333333333, y: 54, stepY: -0.0083333333333, rows: 4320,
            columns: 7440)
        #expect(GridNesting(of: fine, in: grid)?.columns == 6)
        let cruder = geometry(
            x: 73, stepX: 0.0083333, y: 54, stepY: -0.0083333, rows: 4320, columns: 7440)
        #expect(GridNesting(of: cruder, in: grid) == nil)
    }

    @Test(
        "Cells that would be cut, larger ones and other directions do not nest",
        arguments: [
            geometry(stepX: 7), geometry(stepX: 20), geometry(stepX: 10.01), geometry(x: 101),
            geometry(y: 199.5), geometry(stepY: 10), geometry(stepX: -10), geometry(stepX: 1e-9),
            geometry(x: 1e300),
        ])
    func notNested(_ fine: GridGeometry) {
        #expect(GridNesting(of: fine, in: coarse) == nil)
    }

    @Test("Rotated grids do not nest")
    func rotated() {
        var turned = coarse
        turned.geotransform.rowStepX = 1
        #expect(GridNesting(of: turned, in: coarse) == nil)
        #expect(GridNesting(of: coarse, in: turned) == nil)
    }
}

@Suite("GridDifference")
struct GridDifferenceTests {
    private let expected = geometry()

    @Test("Grids that agree to within rounding do not differ, whatever their CRS")
    func same() {
        var other = expected
        other.crs = CoordinateReferenceSystem(
            code: "EPSG:4547", name: "", wkt: "", isGeographic: false, metresPerUnit: 1)
        other.geotransform.originX += 5e-8
        other.geotransform.rowStepY *= 1 + 1e-10
        #expect(other.difference(from: expected) == nil)
        #expect(expected.difference(from: expected) == nil)
    }

    @Test("The number of cells is told first")
    func size() {
        let difference = geometry(x: 0, rows: 4, columns: 9).difference(from: expected)
        #expect(difference == .size(rows: 4, columns: 9, expectedRows: 5, expectedColumns: 8))
        #expect(difference?.description == "4 × 9 cells (rows × columns) instead of 5 × 8")
        #expect(difference?.descriptionInChinese == "有 4 × 9 个像元（行 × 列），应为 5 × 8")
    }

    @Test("Cells of another size, or that run the other way, are told by their steps")
    func cellSize() {
        let difference = geometry(stepX: 10.5).difference(from: expected)
        #expect(
            difference
                == .cellSize(width: 10.5, height: -10, expectedWidth: 10, expectedHeight: -10))
        #expect(
            difference?.description
                == "cells of 10.5 × -10.0 instead of 10.0 × -10.0 (steps along x × y)")
        #expect(
            difference?.descriptionInChinese
                == "像元大小（x、y 步长）为 10.5 × -10.0，应为 10.0 × -10.0")
        let southUp = geometry(y: 150, stepY: 10).difference(from: expected)
        #expect(
            southUp == .cellSize(width: 10, height: 10, expectedWidth: 10, expectedHeight: -10))
        // A step that is off by little adds up over many cells.
        let few = geometry(stepX: 10 + 1e-8, columns: 2)
        #expect(few.difference(from: geometry(columns: 2)) == nil)
        let many = geometry(stepX: 10 + 1e-8, columns: 1000)
        #expect(many.difference(from: geometry(columns: 1000)) != nil)
    }

    @Test("Another origin is told")
    func origin() {
        let difference = geometry(x: 105).difference(from: expected)
        #expect(
            difference
                == .origin(Coordinate(x: 105, y: 200), expected: Coordinate(x: 100, y: 200)))
        #expect(
            difference?.description
                == "its first corner at (105.0, 200.0) instead of (100.0, 200.0)")
        #expect(
            difference?.descriptionInChinese == "第一个角点为 (105.0, 200.0)，应为 (100.0, 200.0)")
    }

    @Test("A rotated grid differs from every other")
    func rotation() {
        var turned = expected
        turned.geotransform.rowStepX = 0.5
        turned.geotransform.columnStepY = -0.25
        let difference = turned.difference(from: expected)
        #expect(difference == .rotation(turned.geotransform))
        #expect(
            difference?.description
                == "rotated rows or columns (row step in x 0.5, column step in y -0.25)")
        #expect(difference?.descriptionInChinese == "行列带旋转（行方向 x 步长 0.5，列方向 y 步长 -0.25）")
        #expect(turned.difference(from: turned) == nil)
    }
}
