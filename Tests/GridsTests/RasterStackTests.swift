import Geometry
import Grids
import TestSupport
import Testing

private let nan = Double.nan

@Suite("Grids as stacks")
struct GridStackTests {
    private let grid = Grid(
        geometry: geometry(rows: 2, columns: 4), values: [1, 2, 3, 4, 5, -9999, 7, 8] as [Float],
        nodata: -9999)

    @Test("A grid is a stack of one band, stored in rows")
    func layout() {
        #expect(grid.bandCount == 1)
        #expect(grid.blockRows == 1 && grid.blockColumns == 4)
        #expect(grid.isExactInFloat)
        let doubles = Grid(geometry: geometry(rows: 1, columns: 1), values: [1.0])
        #expect(!doubles.isExactInFloat)
    }

    @Test("Areas come row by row, NaN for nodata, in both types")
    func areas() throws {
        let all = [1, 2, 3, 4, 5, nan, 7, 8]
        #expect(same(try grid.allValues, all))
        #expect(same(try grid.floats(in: RasterArea(grid.geometry.fullWindow)), all))
        #expect(same(try grid.values(rows: 1..<2, columns: 1..<3), [nan, 7]))
    }

    @Test("Columns between the ranges are left out")
    func ranges() throws {
        let area = RasterArea(rows: 0..<2, columns: [0..<1, 2..<4])
        #expect(area.window == GridWindow(rows: 0..<2, columns: 0..<4))
        #expect(try grid.values(in: area) == [1, unread, 3, 4, 5, unread, 7, 8])
        #expect(try grid.floats(in: area) == [1, unread, 3, 4, 5, unread, 7, 8])
    }

    @Test("A nodata value of NaN and none at all leave every number")
    func nodata() throws {
        for nodata in [Float.nan, nil] {
            var other = grid
            other.nodata = nodata
            #expect(try other.allValues == [1, 2, 3, 4, 5, -9999, 7, 8])
        }
    }
}

@Suite("RowRaster")
struct RowRasterTests {
    private let raster = RowRaster(
        geometry: geometry(rows: 3, columns: 4), rowValues: [1.5, nan, 3])

    @Test("Every cell has the value of its row")
    func values() throws {
        #expect(
            same(try raster.allValues, [1.5, 1.5, 1.5, 1.5, nan, nan, nan, nan, 3, 3, 3, 3]))
        #expect(same(try raster.values(rows: 1..<3, columns: 2..<3), [nan, 3]))
        let area = RasterArea(rows: 2..<3, columns: [0..<1, 3..<4])
        #expect(try raster.values(in: area) == [3, unread, unread, 3])
        #expect(raster.bandCount == 1 && !raster.isExactInFloat)
    }
}

@Suite("ExpandedRaster")
struct ExpandedRasterTests {
    /// 1 2 3
    /// 4 − 6
    private let base = Grid(
        geometry: geometry(rows: 2, columns: 3), values: [1, 2, 3, 4, -1, 6] as [Float], nodata: -1)

    @Test("On its own grid a raster stays what it is")
    func sameGrid() throws {
        let raster = try #require(ExpandedRaster(base, onto: base.geometry))
        #expect(same(try raster.allValues, [1, 2, 3, 4, nan, 6]))
        #expect(raster.isExactInFloat && raster.bandCount == 1)
        #expect(raster.blockRows == 1 && raster.blockColumns == 3)
    }

    @Test("Every finer cell has the value of the cell that it lies in")
    func finer() throws {
        let raster = try #require(
            ExpandedRaster(base, onto: base.geometry.refined(rows: 3, columns: 2)))
        let (top, bottom) = ([1, 1, 2, 2, 3, 3.0], [4, 4, nan, nan, 6, 6])
        let all = top + top + top + bottom + bottom + bottom
        #expect(same(try raster.allValues, all))
        #expect(same(try raster.floats(in: RasterArea(raster.geometry.fullWindow)), all))
        #expect(same(try raster.values(rows: 2..<4, columns: 1..<5), [1, 2, 2, 3, 4, nan, nan, 6]))
        #expect(raster.blockRows == 3 && raster.blockColumns == 6)
    }

    @Test("Cells beyond the base are NaN, on every side")
    func offset() throws {
        // Cells of 5 × 5 that begin one base cell left of and half a base cell above it.
        let grid = geometry(x: 90, stepX: 5, y: 205, stepY: -5, rows: 6, columns: 10)
        let raster = try #require(ExpandedRaster(base, onto: grid))
        let (top, bottom) = (
            [nan, nan, 1, 1, 2, 2, 3, 3, nan, nan], [nan, nan, 4, 4, nan, nan, 6, 6, nan, nan]
        )
        let outside = [Double](repeating: nan, count: 10)
        #expect(same(try raster.allValues, outside + top + top + bottom + bottom + outside))
        #expect(same(try raster.values(rows: 0..<1, columns: 0..<10), outside))
        #expect(same(try raster.values(rows: 1..<3, columns: 0..<2), [nan, nan, nan, nan]))
        let inner = geometry(x: 115, stepX: 5, y: 190, stepY: -5, rows: 2, columns: 3)
        #expect(
            same(
                try #require(ExpandedRaster(base, onto: inner)).allValues,
                [nan, 6, 6, nan, 6, 6].map { $0 }))
    }

    @Test("Several ranges of columns, inside and out, in several bands")
    func ranges() throws {
        var second = base
        second.values = [10, 20, 30, 40, 50, 60]
        let stack = BandStack(bands: [base, second], blockRows: 2, blockColumns: 2)
        let grid = geometry(x: 90, stepX: 5, y: 200, stepY: -5, rows: 4, columns: 10)
        let raster = try #require(ExpandedRaster(stack, onto: grid))
        #expect(raster.bandCount == 2 && raster.blockRows == 4 && raster.blockColumns == 4)
        let area = RasterArea(rows: 1..<3, columns: [0..<1, 3..<4, 5..<6, 9..<10])
        let u = unread
        #expect(
            same(
                try raster.values(in: area),
                [
                    nan, u, u, 1, u, 2, u, u, u, nan, nan, u, u, 4, u, nan, u, u, u, nan,
                    nan, u, u, 10, u, 20, u, u, u, nan, nan, u, u, 40, u, 50, u, u, u, nan,
                ]))
        #expect(same(try raster.floats(in: area), try raster.values(in: area)))
    }

    @Test("A reader serves areas of any size one after the other")
    func reuse() throws {
        let raster = try #require(
            ExpandedRaster(base, onto: base.geometry.refined(rows: 2, columns: 2)))
        let reader = try raster.makeReader()
        let all = try raster.allValues
        for (rows, columns) in [(0..<4, 0..<6), (3..<4, 5..<6), (0..<1, 0..<6), (0..<4, 1..<2)] {
            var values = [Double](repeating: 0, count: rows.count * columns.count)
            try values.withUnsafeMutableBufferPointer {
                try reader.read(RasterArea(rows: rows, columns: [columns]), into: $0)
            }
            #expect(same(values, rows.flatMap { row in columns.map { all[row * 6 + $0] } }))
        }
    }

    @Test("Random nestings give what each cell's centre lies in", arguments: 0..<40)
    func random(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let (m, n) = (Int.random(in: 1...4, using: &random), Int.random(in: 1...4, using: &random))
        let up: Double = Bool.random(using: &random) ? 1 : -1
        let base = Grid(
            geometry: geometry(stepY: 12 * up, rows: 4, columns: 5),
            values: (0..<20).map(Double.init))
        let grid = geometry(
            x: 100 + 10 / Double(n) * Double(Int.random(in: -9...9, using: &random)),
            stepX: 10 / Double(n),
            y: 200 + 12 / Double(m) * Double(Int.random(in: -9...9, using: &random)),
            stepY: 12 / Double(m) * up, rows: Int.random(in: 1...15, using: &random),
            columns: Int.random(in: 1...15, using: &random))
        let raster = try #require(ExpandedRaster(base, onto: grid))
        let expected = (0..<grid.cellCount).map { index in
            let centre = grid.centre(row: index / grid.columns, column: index % grid.columns)
            let cell = base.geometry.window(
                covering: box(centre.x, centre.y, centre.x, centre.y))
            return cell.map { base[$0.rows.lowerBound, $0.columns.lowerBound] } ?? nan
        }
        #expect(same(try raster.allValues, expected), "seed \(seed)")
    }

    @Test("A grid whose cells would be cut has no expansion")
    func cut() {
        #expect(ExpandedRaster(base, onto: geometry(stepX: 7, rows: 1, columns: 1)) == nil)
        #expect(ExpandedRaster(base, onto: geometry(x: 103, stepX: 5)) == nil)
    }

    @Test("Blocks stay small enough for memory on much finer grids")
    func blocks() throws {
        for (rows, columns) in [(512, 512), (1, 20_000), (4000, 4000), (1, 1)] {
            for factor in [1, 2, 10, 33, 1000] {
                let big = BandStack(
                    bands: [base], blockRows: rows, blockColumns: columns)
                let raster = try #require(
                    ExpandedRaster(big, onto: base.geometry.refined(rows: factor, columns: factor)))
                #expect(raster.blockRows % factor == 0 && raster.blockColumns % factor == 0)
                #expect(raster.blockRows > 0 && raster.blockColumns > 0)
                #expect(raster.blockRows * raster.blockColumns <= max(1 << 22, 2000 * 33_000))
            }
        }
        let two = try #require(
            ExpandedRaster(
                BandStack(bands: [base], blockRows: 256, blockColumns: 256),
                onto: base.geometry.refined(rows: 2, columns: 2)))
        #expect(two.blockRows == 512 && two.blockColumns == 512)
    }
}

@Suite("AveragedRaster")
struct AveragedRasterTests {
    @Test("Cells shifted by one and a half have the means of what lies under them")
    func shifted() throws {
        let base = Grid(geometry: geometry(rows: 1, columns: 4), values: [2, 4, 8, 16.0])
        let raster = AveragedRaster(base, onto: geometry(x: 85, rows: 1, columns: 6))
        // From −1.5 on: outside; half of the first alone; then halves of two; beyond.
        #expect(same(try raster.allValues, [nan, 2, 3, 6, 12, 16]))
        #expect(same(try raster.values(rows: 0..<1, columns: 3..<5), [6, 12]))
        #expect(!raster.isExactInFloat && raster.bandCount == 1)
    }

    @Test("Larger cells weigh what lies under them by area, cells without data not at all")
    func larger() throws {
        let base = Grid(
            geometry: geometry(rows: 3, columns: 3), values: [1, 2, 3, 4, -1, 6, 7, 8, 9.0],
            nodata: -1)
        // Cells of 15: areas 1 0.5 / 0.5 0.25 of the four under the first, the last without data.
        let raster = AveragedRaster(
            base, onto: geometry(stepX: 15, stepY: -15, rows: 2, columns: 2))
        let expected = [
            (1 + 0.5 * 2 + 0.5 * 4) / 2, (0.5 * 2 + 3 + 0.5 * 6) / 2,
            (0.5 * 4 + 7 + 0.5 * 8) / 2, (0.5 * 6 + 0.5 * 8 + 9) / 2,
        ]
        for (value, mean) in zip(try raster.allValues, expected) {
            #expect(isClose(value, mean, relative: 1e-15))
        }
    }

    @Test("Smaller cells that lie in one have its value; without data there is none")
    func smaller() throws {
        let base = Grid(geometry: geometry(rows: 1, columns: 2), values: [5, nan])
        let raster = AveragedRaster(
            base, onto: geometry(x: 98, stepX: 4, stepY: -3, rows: 4, columns: 6))
        // 98–102 lies half outside, 106–110 ends at the cell's edge, 118–122 has no data.
        let row = [5, 5, 5, nan, nan, nan]
        #expect(same(try raster.allValues, row + row + row + row))
        let beyond = AveragedRaster(base, onto: geometry(x: 500))
        #expect(try beyond.allValues.allSatisfy { $0.isNaN })
    }

    @Test("Rows that run the other way are met where they lie")
    func southUp() throws {
        let base = Grid(
            geometry: geometry(y: 180, stepY: 10, rows: 2, columns: 1), values: [1, 3.0])
        let raster = AveragedRaster(
            base, onto: geometry(y: 195, stepY: -10, rows: 1, columns: 1))
        #expect(try raster.allValues == [2])
    }

    @Test("Edges that meet but for rounding let in no neighbour")
    func rounding() throws {
        // 0.1 cells at 73.1: multiples of the step are off by ulps on both grids.
        let values = (0..<300).map { $0 % 2 == 0 ? nan : Double($0) }
        let base = Grid(
            geometry: geometry(x: 73.1, stepX: 0.1, rows: 1, columns: 300), values: values)
        for first in [0, 1, 7, 31] {
            let grid = geometry(
                x: 73.1 + 0.1 * Double(first), stepX: 0.1, rows: 1, columns: 250)
            #expect(
                same(
                    try AveragedRaster(base, onto: grid).allValues,
                    Array(values[first..<first + 250])))
        }
        let tiny = geometry(x: 73.1, stepX: 0.1 / 3, rows: 1, columns: 900)
        #expect(
            same(
                try AveragedRaster(base, onto: tiny).allValues,
                values.flatMap { [$0, $0, $0] }))
    }

    @Test("Random grids have the sums of a fine mesh", arguments: 0..<20)
    func random(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func step() -> Double { Double(Int.random(in: 1...8, using: &random)) }
        let base = Grid(
            geometry: geometry(
                x: step(), stepX: step(), y: step(), stepY: step(), rows: 6, columns: 7),
            values: (0..<42).map { _ in
                Int.random(in: 0..<4, using: &random) == 0
                    ? nan : Double.random(in: 0...9, using: &random)
            })
        let grid = geometry(
            x: step(), stepX: step(), y: step(), stepY: step(), rows: 5, columns: 5)
        let raster = try AveragedRaster(base, onto: grid).allValues
        // All corners are whole numbers: a mesh of unit cells decides.
        for row in 0..<5 {
            for column in 0..<5 {
                let g = grid.geotransform
                var (sum, count) = (0.0, 0.0)
                for y in 0..<Int(g.rowStepY) {
                    for x in 0..<Int(g.columnStepX) {
                        let (px, py) = (
                            g.originX + Double(column) * g.columnStepX + Double(x) + 0.5,
                            g.originY + Double(row) * g.rowStepY + Double(y) + 0.5
                        )
                        let cell = base.geometry.window(covering: box(px, py, px, py))
                        let value =
                            cell.map { base[$0.rows.lowerBound, $0.columns.lowerBound] } ?? nan
                        if !value.isNaN { (sum, count) = (sum + value, count + 1) }
                    }
                }
                let mean = count > 0 ? sum / count : nan
                #expect(
                    isClose(raster[row * 5 + column], mean, relative: 1e-13), "seed \(seed)")
            }
        }
    }
}
