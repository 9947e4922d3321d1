import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import GeoFiles

@Suite struct RasterTests {
    private func grid(rows: Int, columns: Int) throws -> Grid<Float> {
        let geometry = GridGeometry(
            geotransform: Geotransform(
                originX: 400_000, columnStepX: 500, originY: 4_200_000, rowStepY: -500),
            rows: rows, columns: columns, crs: try coordinateReferenceSystem(named: "EPSG:4547"))
        var random = SeededRandom(seed: 7)
        let values = (0..<rows * columns).map { index in
            index % 11 == 3 ? Float.nan : Float.random(in: 0..<100, using: &random)
        }
        return Grid(geometry: geometry, values: values, nodata: .nan)
    }

    @Test("A grid comes back cell by cell, with CRS, place, nodata, unit and description")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            let grid = try grid(rows: 37, columns: 53)
            try writeRaster(
                grid, to: path,
                about: RasterDescription(
                    description: "PM2.5 均值", unit: "µg/m³", style: "<qgis/>",
                    tags: ["edition": "GB 3095"]))
            let reader = try RasterReader(path: path)
            #expect(reader.geometry.geotransform == grid.geometry.geotransform)
            #expect(reader.geometry.rows == 37 && reader.geometry.columns == 53)
            #expect(reader.geometry.crs?.code == "EPSG:4547")
            #expect(reader.nodata == -9999)
            #expect(reader.unit == "µg/m³")
            #expect(reader.bandDescription == "PM2.5 均值")
            #expect(reader.storageType == "Float32")
            let read = try reader.read(reader.geometry.fullWindow)
            for (a, b) in zip(read, grid.values) { #expect(isClose(a, Double(b))) }
            let window = GridWindow(rows: 5..<7, columns: 10..<13)
            #expect(try reader.read(window).count == 6)
            #expect(
                isClose(try reader.read(window)[4], Double(grid.values[6 * 53 + 11])))
            #expect(
                try String(contentsOf: folder.appending(path: "a.qml"), encoding: .utf8)
                    == "<qgis/>")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        }
    }

    @Test("A NetCDF file says what its variable is, comes back cell by cell and is the same twice")
    func netCDF() throws {
        try withTemporaryFolder { folder in
            let grid = try grid(rows: 37, columns: 53)
            let paths = ["a.nc", "b.nc"].map { folder.appending(path: $0).path }
            for path in paths {
                try writeRaster(
                    grid, to: path,
                    about: RasterDescription(description: "PM2.5_mean 2026-03", unit: "µg/m³"))
            }
            let reader = try RasterReader(path: paths[0])
            #expect(reader.geometry.geotransform == grid.geometry.geotransform)
            #expect(reader.geometry.crs?.code == "EPSG:4547")
            #expect(reader.nodata == -9999)
            #expect(reader.unit == "µg/m³")
            let read = try reader.read(reader.geometry.fullWindow)
            for (a, b) in zip(read, grid.values) { #expect(isClose(a, Double(b))) }
            let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            #expect(bytes[0] == bytes[1])
        }
    }

    @Test("The same values give the same bytes, whatever the name and the heights of the blocks")
    func sameBytes() throws {
        try withTemporaryFolder { folder in
            let grid = try grid(rows: 1100, columns: 700)
            let once = folder.appending(path: "once.tif")
            try writeRaster(grid, to: once.path)
            let blocks = folder.appending(path: "in blocks.tif")
            let writer = try RasterWriter(path: blocks.path, geometry: grid.geometry)
            for start in stride(from: 0, to: 1100, by: 77) {
                let end = min(start + 77, 1100)
                try writer.write(grid.values[start * 700..<end * 700].map(Double.init))
            }
            try writer.finish()
            #expect(try Data(contentsOf: once) == Data(contentsOf: blocks))
            let about = try inspect(path: once.path)
            let raster = try #require(about.raster)
            #expect(raster.isCloudOptimized)
            #expect(raster.blockRows == 512 && raster.blockColumns == 512)
            #expect(raster.overviews == 2)
        }
    }

    @Test("A writer that does not finish leaves nothing; an existing file is refused")
    func wholeFiles() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            let grid = try grid(rows: 4, columns: 4)
            do {
                let writer = try RasterWriter(path: path, geometry: grid.geometry)
                try writer.write(grid.values[..<8].map(Double.init))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            try writeRaster(grid, to: path)
            let error = try #require(throws: GeoFileError.self) { try writeRaster(grid, to: path) }
            #expect(error.kind == .exists)
            #expect(error.descriptionInChinese.contains("--overwrite"))
            try writeRaster(grid, to: path, overwrite: true)
            let nowhere = try #require(throws: GeoFileError.self) {
                try writeRaster(grid, to: folder.appending(path: "no/a.tif").path)
            }
            #expect(nowhere.kind == .cannotCreate)
        }
    }

    @Test("A band can stand behind a colon; one that is not there is an error")
    func bands() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            try writeRaster(try grid(rows: 4, columns: 4), to: path)
            #expect(try RasterReader(path: path + ":1").band == 1)
            let error = try #require(throws: GeoFileError.self) {
                try RasterReader(path: path + ":2")
            }
            #expect(error.description.contains("has no band 2; it has 1"))
            #expect(
                try #require(throws: GeoFileError.self) {
                    try RasterReader(path: folder.appending(path: "b.tif").path)
                }.kind == .missing)
        }
    }

    @Test("A cut-off raster is damaged")
    func damaged() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.tif")
            try writeRaster(try grid(rows: 600, columns: 600), to: file.path)
            let whole = try Data(contentsOf: file)
            try whole.prefix(whole.count / 2).write(to: file)
            let error = try #require(throws: GeoFileError.self) {
                let reader = try RasterReader(path: file.path)
                _ = try reader.read(reader.geometry.fullWindow)
            }
            #expect(error.kind == .damaged)
        }
    }

    @Test(
        "A real elevation model has values",
        .enabled(if: TestFolders.realData != nil, "needs ../shared/data"))
    func real() throws {
        let folder = try #require(TestFolders.realData).appending(path: "dem-china-0p2deg")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let name = try #require(names.first { $0.hasSuffix(".tif") || $0.hasSuffix(".nc") })
        let about = try inspect(path: folder.appending(path: name).path)
        #expect(about.raster != nil || !about.layers.isEmpty)
    }
}
