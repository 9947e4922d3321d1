import Coverage
import Geometry
import Grids
import Testing

@testable import ZonalStatistics

@Suite("What zonal statistics refuse")
struct ErrorTests {
    @Test("A raster on other cells than the overlay's is refused")
    func gridsDiffer() throws {
        let overlay = try Overlay(of: [], on: unitGeometry(rows: 1, columns: 2), threads: 1)
        let other = unitGrid(rows: 2, columns: 1, [1, 2])
        let error = try #require(throws: ZonalStatisticsError.self) {
            try zonalStatistics(
                of: other, over: overlay, zones: [], statistics: [.mean], threads: 1)
        }
        #expect(
            error.description == """
                The raster lies on another grid than the overlay: 2 × 1 cells (rows × columns) \
                instead of 1 × 2. Build an overlay for this raster.
                """)
        #expect(
            error.descriptionInChinese == """
                栅格与叠加文件的网格不同：有 2 × 1 个像元（行 × 列），应为 1 × 2。请按该栅格重新建立叠加文件。
                """)
    }

    @Test("Weights on other cells are refused as well")
    func weightsDiffer() throws {
        let grid = unitGrid(rows: 1, columns: 2, [1, 2])
        #expect(throws: ZonalStatisticsError.self) {
            try values(
                "mean", of: grid, in: box(0, 0, 2, 1),
                weights: unitGrid(rows: 1, columns: 3, [1, 1, 1]))
        }
    }

    @Test("A stack's own error comes through", arguments: [1, 2])
    func stackFails(_ threads: Int) throws {
        let overlay = try Overlay(
            of: [box(0, 0, 2, 2)], on: unitGeometry(rows: 2, columns: 2), threads: 1)
        for failsAtOnce in [true, false] {
            #expect(throws: BrokenStack.Failure.self) {
                try zonalStatistics(
                    of: BrokenStack(failsAtOnce: failsAtOnce), over: overlay,
                    zones: [box(0, 0, 2, 2)], statistics: [.mean], threads: threads)
            }
        }
    }

    @Test("Grids that differ in the name of their CRS only have the same cells")
    func crsNames() throws {
        let grid = unitGrid(rows: 1, columns: 2, [1, 2])
        var geometry = grid.geometry
        geometry.crs = CoordinateReferenceSystem(
            code: "EPSG:4547", name: "", wkt: "", isGeographic: false, metresPerUnit: 1)
        let zones = [box(0, 0, 2, 1)]
        let overlay = try Overlay(of: zones, on: geometry, threads: 1)
        let table = try zonalStatistics(
            of: grid, over: overlay, zones: zones, statistics: [.mean], threads: 1)
        #expect(table.values == [[1.5]])
    }

    @Test("The message of a full disk names its cause")
    func noRoom() {
        let error = ZonalStatisticsError.noRoomForValues(cause: "No space left on device")
        #expect(
            error.description == """
                The values of large zones go to a temporary file, but it cannot be used: No space \
                left on device. Make room in the folder for temporary files, or allow more with \
                --memory.
                """)
        #expect(
            error.descriptionInChinese == """
                大分区的像元值需写入临时文件，但无法使用：No space left on device。\
                请在临时文件夹腾出空间，或用 --memory 允许更多内存。
                """)
    }
}

/// A stack that cannot be read.
private struct BrokenStack: RasterStack {
    struct Failure: Error {}

    var failsAtOnce: Bool
    let geometry = unitGeometry(rows: 2, columns: 2)
    let bandCount = 1
    let blockRows = 1
    let blockColumns = 2
    let isExactInFloat = false

    func makeReader() throws -> any RasterStackReader {
        if failsAtOnce { throw Failure() }
        return Reader()
    }

    private final class Reader: RasterStackReader {
        func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) throws {
            throw Failure()
        }

        func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) throws {
            throw Failure()
        }
    }
}
