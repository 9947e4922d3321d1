import Geometry
import Grids
import HotSpots
import TestSupport
import Testing

/// A grid that is read in blocks of any height, and counts how often each row was read.
private final class BlockedGrid: RasterSource {
    let grid: Grid<Double>
    let blockRows: Int
    private(set) var reads: [Int]

    init(_ grid: Grid<Double>, blockRows: Int) {
        self.grid = grid
        self.blockRows = blockRows
        reads = Array(repeating: 0, count: grid.geometry.rows)
    }

    var geometry: GridGeometry { grid.geometry }

    func read(_ window: GridWindow) -> [Double] {
        for row in window.rows { reads[row] += 1 }
        return grid.read(window)
    }
}

@Suite("Means of fishnet cells")
struct CellMeansTests {
    private func fishnet(_ side: Double, size: Double) throws -> Fishnet {
        try Fishnet(
            covering: BoundingBox(minX: 0, minY: 0, maxX: side, maxY: side),
            cellSizeInMetres: size, crs: projected)
    }

    private func allCells(_ fishnet: Fishnet) -> [FishnetCell] {
        (0..<fishnet.geometry.cellCount).map {
            fishnet.cell(row: $0 / fishnet.geometry.columns, column: $0 % fishnet.geometry.columns)
        }
    }

    private func raster(
        _ values: [Double], rows: Int, x: Double, y: Double, width: Double, height: Double
    ) -> Grid<Double> {
        Grid(
            geometry: GridGeometry(
                geotransform: Geotransform(
                    originX: x, columnStepX: width, originY: y, rowStepY: height),
                rows: rows, columns: values.count / rows, crs: projected),
            values: values, nodata: -9999)
    }

    @Test("An aligned raster: plain means, nodata left out, exactly")
    func aligned() throws {
        let fishnet = try fishnet(4, size: 2)
        let grid = raster(
            [
                1, 2, 5, 5,
                3, 6, 5, 5,
                -9999, -9999, 8, -9999,
                -9999, -9999, -9999, 4,
            ], rows: 4, x: 0, y: 4, width: 1, height: -1)
        let means = try fishnet.cellMeans(of: grid, in: allCells(fishnet))
        #expect(means.map(\.value).prefix(2) == [3, 5] && means[3].value == 6)
        #expect(means[2].value.isNaN)
        #expect(means.map(\.validShare) == [1, 1, 0, 0.5])
    }

    @Test("A raster that does not align: cells count by the area inside")
    func shifted() throws {
        // One fishnet cell 0…4; raster cells of 3 × 3 from -1 on: 2 + 2 of the width, 2 + 2 of the
        // height (rows from 5 down).
        let fishnet = try fishnet(4, size: 4)
        let grid = raster([1, 2, 3, 10], rows: 2, x: -1, y: 5, width: 3, height: -3)
        let means = try fishnet.cellMeans(of: grid, in: allCells(fishnet))
        // All four share 2 × 2 of the cell.
        #expect(means == [CellMean(value: 4, validShare: 1)])
        let off = raster([1, 2, 3, 10], rows: 2, x: -2, y: 6, width: 3, height: -3)
        // Widths 1 and 3, heights 1 (6…3 leaves 4…3) and 3: areas 1, 3, 3, 9 of 16. Thirds of a
        // raster cell are no binary numbers, so the last bits are free.
        let mean = try fishnet.cellMeans(of: off, in: allCells(fishnet))[0]
        #expect(isClose(mean.value, (1 + 6 + 9 + 90) / 16.0) && mean.validShare == 1)
        let half = raster([7, 7], rows: 1, x: 2, y: 4, width: 3, height: -4)
        let part = try fishnet.cellMeans(of: half, in: allCells(fishnet))[0]
        #expect(isClose(part.value, 7) && isClose(part.validShare, 0.5))
    }

    @Test("A raster elsewhere gives no data")
    func elsewhere() throws {
        let fishnet = try fishnet(4, size: 2)
        let grid = raster([1], rows: 1, x: 4, y: 4, width: 3, height: -3)
        let means = try fishnet.cellMeans(of: grid, in: allCells(fishnet))
        #expect(means.allSatisfy { $0.value.isNaN && $0.validShare == 0 })
        #expect(try fishnet.cellMeans(of: grid, in: []).isEmpty)
    }

    @Test("Edges that differ by rounding only are one edge: no foreign cell enters")
    func dust() throws {
        let fishnet = try Fishnet(
            covering: BoundingBox(minX: 0.3, minY: 0.3, maxX: 0.6, maxY: 0.6),
            cellSizeInMetres: 0.3, crs: projected)
        let values = (0..<100).map { $0 / 10 == 4 && $0 % 10 == 4 ? 5.0 : .nan }
        let grid = raster(values, rows: 10, x: 0, y: 1, width: 0.1, height: -0.1)
        let means = try fishnet.cellMeans(of: grid, in: allCells(fishnet))
        #expect(means.count == 1 && means[0].value == 5)
        #expect(isClose(means[0].validShare, 1 / 9.0))
    }

    @Test("Random rasters, flipped too, against the areas of all pairs of cells")
    func random() throws {
        var random = SeededRandom(seed: 77)
        let fishnet = try Fishnet(
            covering: BoundingBox(minX: 0, minY: 0, maxX: 40, maxY: 30), cellSizeInMetres: 7,
            crs: projected)
        let cells = allCells(fishnet).shuffled(using: &random)
        for (stepX, stepY) in [(1.3, -0.9), (-1.3, 0.9), (11, -13), (0.35, 7)] {
            let values = (0..<37 * 41).map { _ in
                Bool.random(using: &random) ? -9999 : Double.random(in: 0...90, using: &random)
            }
            let grid = raster(
                values, rows: 37, x: stepX > 0 ? -3.1 : 44, y: stepY < 0 ? 33.3 : -2.2,
                width: stepX, height: stepY)
            let means = try fishnet.cellMeans(of: grid, in: cells)
            for (cell, mean) in zip(cells, means) {
                let expected = plainMean(grid, cell.box)
                #expect(isClose(mean.value, expected.value, relative: 1e-10))
                #expect(isClose(mean.validShare, expected.share, relative: 1e-10))
            }
        }
    }

    @Test("Any block height and thread count gives the same bits; each row is read once")
    func blocksAndThreads() throws {
        var random = SeededRandom(seed: 78)
        let fishnet = try Fishnet(
            covering: BoundingBox(minX: 0, minY: 0, maxX: 100, maxY: 100), cellSizeInMetres: 7,
            crs: projected)
        let cells = allCells(fishnet).shuffled(using: &random)
        let values = (0..<120 * 90).map { _ in Double.random(in: 0...1, using: &random) }
        let grid = raster(values, rows: 120, x: 2.2, y: 99, width: 0.97, height: -0.71)
        let expected = try fishnet.cellMeans(of: grid, in: cells)
        for blockRows in [1, 2, 7, 64, 500] {
            for threads in [1, 2, 3, 7] {
                let source = BlockedGrid(grid, blockRows: blockRows)
                let means = try fishnet.cellMeans(of: source, in: cells, threads: threads)
                // NaN is not equal to itself, so the bits are compared.
                #expect(means.map(\.value.bitPattern) == expected.map(\.value.bitPattern))
                #expect(means.map(\.validShare) == expected.map(\.validShare))
                #expect(source.reads.allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("Rotated rasters and rasters in degrees are refused")
    func refused() throws {
        let fishnet = try fishnet(4, size: 2)
        var grid = raster([1], rows: 1, x: 0, y: 4, width: 3, height: -3)
        grid.geometry.crs = geographic
        #expect(throws: HotSpotError.rasterInDegrees(crs: "EPSG:4490")) {
            try fishnet.cellMeans(of: grid, in: allCells(fishnet))
        }
        grid.geometry.geotransform.rowStepX = 1
        #expect(throws: HotSpotError.rasterIsRotated(grid.geometry.geotransform)) {
            try fishnet.cellMeans(of: grid, in: allCells(fishnet))
        }
    }

    /// Every raster cell against the box.
    private func plainMean(
        _ grid: Grid<Double>, _ box: BoundingBox
    ) -> (value: Double, share: Double) {
        var (sum, area) = (0.0, 0.0)
        for row in 0..<grid.geometry.rows {
            for column in 0..<grid.geometry.columns where grid[row, column] != -9999 {
                let g = grid.geometry.geotransform
                let a = g.coordinate(row: Double(row), column: Double(column))
                let b = g.coordinate(row: Double(row + 1), column: Double(column + 1))
                let width = min(max(a.x, b.x), box.maxX) - max(min(a.x, b.x), box.minX)
                let height = min(max(a.y, b.y), box.maxY) - max(min(a.y, b.y), box.minY)
                guard width > 0, height > 0 else { continue }
                sum += width * height * grid[row, column]
                area += width * height
            }
        }
        return (sum / area, area / (box.width * box.height))
    }
}
