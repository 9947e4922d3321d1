import CGDAL
import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import GeoFiles

@Suite struct RasterFileTests {
    private static let strips = ["BLOCKYSIZE=7"]
    private static let tiles = ["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16"]

    private static let largestFloat = Double(Float.greatestFiniteMagnitude)

    private func at(_ fixture: RasterFixture, _ body: (String, [[Double]]) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            try body(path, try fixture.write(to: path))
        }
    }

    @Test(
        "Every type of cell comes back from tiles and strips, nodata as NaN",
        arguments: [
            (GDT_Byte, true), (GDT_UInt16, true), (GDT_Int16, true), (GDT_UInt32, false),
            (GDT_Int32, false), (GDT_UInt64, false), (GDT_Int64, false), (GDT_Float32, true),
            (GDT_Float64, false), (GDT_CFloat32, false),
        ], [tiles, strips, tiles + ["COMPRESS=DEFLATE"]])
    func types(type: (GDALDataType, isExact: Bool), options: [String]) throws {
        let fixture = RasterFixture(type: type.0, options: options, nodata: 7)
        try at(fixture) { path, stored in
            let file = try RasterFile(path: path)
            #expect(file.isExactInFloat == type.isExact)
            #expect(file.bands[0].nodata == 7)
            #expect(file.blockRows == (options == Self.strips ? 7 : 16))
            #expect(file.blockColumns == (options == Self.strips ? 101 : 32))
            let read = try file.values(of: RasterArea(file.geometry.fullWindow))
            let expected = stored[0].map(fixture.read)
            #expect(isSame(read.doubles, expected))
            #expect((read.floats != nil) == type.isExact)
            #expect(read.floats.map { isSame($0.map(Double.init), expected) } ?? true)
        }
    }

    @Test(
        "Predictors are undone for every type of cell",
        arguments: [
            (GDT_Byte, 2), (GDT_UInt16, 2), (GDT_Int16, 2), (GDT_UInt32, 2), (GDT_Int32, 2),
            (GDT_UInt64, 2), (GDT_Int64, 2), (GDT_Float32, 2), (GDT_Float64, 2), (GDT_Float32, 3),
            (GDT_Float64, 3),
        ], [tiles, strips])
    func predictors(type: (GDALDataType, number: Int), options: [String]) throws {
        let predictor = ["COMPRESS=DEFLATE", "PREDICTOR=\(type.number)"]
        var layouts = ["INTERLEAVE=BAND", "INTERLEAVE=PIXEL", "BIGTIFF=YES"]
        // Big-endian numbers under predictor 3 libtiff does not read back as it wrote them.
        if type.number == 2 { layouts.append("ENDIANNESS=BIG") }
        for layout in layouts {
            let fixture = RasterFixture(
                type: type.0, bands: 2, options: options + predictor + [layout], nodata: 7)
            try at(fixture) { path, stored in
                let read = try RasterFile(path: path, bands: [1, 2]).values()
                #expect(isSame(read, stored.flatMap { $0.map(fixture.read) }), "\(layout)")
            }
        }
        // One band, blocks that were never written, and fractions.
        let fixture = RasterFixture(
            type: type.0, options: options + predictor + ["SPARSE_OK=TRUE"], nodata: 0)
        let isReal = type.0 == GDT_Float32 || type.0 == GDT_Float64
        let values = (0..<75 * 101).map { index -> Double in
            let (row, column) = (index / 101, index % 101)
            let value = Double((row * 7 + column * column) % 100)
            return row < 40 && column < 64 ? 0 : isReal ? value / 8 : value
        }
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            try fixture.write([values], to: path)
            let read = try RasterFile(path: path).values()
            #expect(isSame(read, values.map(fixture.read)))
        }
    }

    @Test("Samples of odd widths are left to GDAL")
    func oddWidths() throws {
        let fixture = RasterFixture(
            type: GDT_UInt16, options: Self.tiles + ["COMPRESS=DEFLATE", "NBITS=12"], nodata: 7)
        try at(fixture) { path, stored in
            let read = try RasterFile(path: path).values()
            #expect(isSame(read, stored[0].map(fixture.read)))
        }
    }

    @Test("Bytes marked as signed are read as signed")
    func signedBytes() throws {
        let fixture = RasterFixture(
            type: GDT_Byte, rows: 1, columns: 4, options: ["PIXELTYPE=SIGNEDBYTE"], nodata: -128)
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            try fixture.write([[0, 127, 128, 255]], to: path)
            let file = try RasterFile(path: path)
            #expect(isSame(try file.values(), [0, 127, .nan, -1]))
            #expect(
                isSame(
                    try RasterReader(path: path).read(file.geometry.fullWindow), [0, 127, .nan, -1])
            )
        }
    }

    @Test("64-bit integers keep a nodata that Double cannot hold")
    func wideIntegers() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            let fixture = RasterFixture(type: GDT_Int64, rows: 1, columns: 3, options: [])
            try fixture.write([[5, 9_007_199_254_740_992, 6]], to: path)
            try withGDAL { messages throws(GeoFileError) in
                let handle = basingrid_open(path, UInt32(GDAL_OF_RASTER | GDAL_OF_UPDATE), nil, nil)
                let dataset = Dataset(owning: try required(handle, .missing(path)), path: path)
                let band = try dataset.band(1)
                GDALSetRasterNoDataValueAsInt64(band, 9_007_199_254_740_993)
                try dataset.close(messages)
            }
            // The nodata is one more than the second cell, which Double cannot tell from it.
            #expect(try RasterFile(path: path).values() == [5, 9_007_199_254_740_992, 6])
        }
    }

    @Test(
        "A nodata is what the type holds of it, and nothing where the type cannot hold it",
        arguments: [
            (GDT_Float32, -largestFloat, -largestFloat, true),
            (GDT_Float32, -3.40282346639e38, -largestFloat, true),
            (GDT_Float32, 0.1, Double(Float(0.1)), true),
            (GDT_Float32, .nan, .nan, true), (GDT_Float64, -1.797693e308, -1.797693e308, true),
            (GDT_Byte, -9999, 7, false), (GDT_Byte, 256, 7, false), (GDT_Byte, 255, 255, true),
            (GDT_Int16, 40_000, 7, false), (GDT_UInt16, 65_535, 65_535, true),
            (GDT_Int16, 7.5, 7, false), (GDT_Int32, -2_147_483_648, -2_147_483_648, true),
            (GDT_UInt32, 4_294_967_295, 4_294_967_295, true),
        ] as [(GDALDataType, Double, Double, Bool)])
    func nodata(type: GDALDataType, nodata: Double, cell: Double, isMissing: Bool) throws {
        let fixture = RasterFixture(type: type, rows: 1, columns: 2, options: [], nodata: nodata)
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "a.tif").path
            try fixture.write([[cell, 3]], to: path)
            let file = try RasterFile(path: path)
            #expect((file.bands[0].nodata != nil) == isMissing)
            #expect(isSame(try file.values(), [isMissing ? .nan : cell, 3]))
            let read = try RasterReader(path: path).read(file.geometry.fullWindow)
            #expect(isSame(read, [isMissing ? .nan : cell, 3]))
        }
    }

    @Test("A nodata far beyond Float is none for cells of Float")
    func nodataBeyondFloat() {
        #expect(CellType.float32.held(.real(-1.797693e308)) == nil)
        #expect(CellType.float32.held(.real(-.infinity)) == .real(-.infinity))
    }

    @Test("Scale and offset are applied, but not to nodata, and are not for Float")
    func scaled() throws {
        let fixture = RasterFixture(type: GDT_Int16, nodata: 7, scale: 0.01, offset: -3)
        try at(fixture) { path, stored in
            let file = try RasterFile(path: path)
            #expect(!file.isExactInFloat)
            #expect(file.bands[0].scale == 0.01 && file.bands[0].offset == -3)
            #expect(isSame(try file.values(), stored[0].map(fixture.read)))
        }
    }

    @Test(
        "Any area comes as GDAL reads it, whatever the blocks; the cells beside it stay",
        arguments: [tiles, strips, tiles + ["COMPRESS=LZW", "PREDICTOR=2"], ["COMPRESS=DEFLATE"]])
    func areas(options: [String]) throws {
        let fixture = RasterFixture(type: GDT_Int16, bands: 2, options: options, nodata: 7)
        try at(fixture) { path, stored in
            let file = try RasterFile(path: path, bands: [2, 1])
            var random = SeededRandom(seed: 3)
            for _ in 0..<60 {
                let area = randomArea(rows: 75, columns: 101, using: &random)
                let window = area.window
                var expected: [Double] = []
                for band in [1, 0] {
                    for row in window.rows {
                        for column in window.columns {
                            let isWanted = area.columns.contains { $0.contains(column) }
                            expected.append(
                                isWanted ? fixture.read(stored[band][row * 101 + column]) : -1)
                        }
                    }
                }
                let read = try file.values(of: area)
                #expect(isSame(read.doubles, expected), "\(area)")
                #expect(isSame((read.floats ?? []).map(Double.init), expected), "\(area)")
            }
        }
    }

    private func randomArea(
        rows: Int, columns: Int, using random: inout SeededRandom
    ) -> RasterArea {
        let top = Int.random(in: 0..<rows, using: &random)
        let bottom = Int.random(in: top + 1...rows, using: &random)
        var ranges: [Range<Int>] = []
        var start = Int.random(in: 0..<columns / 2, using: &random)
        while start < columns, ranges.count < 6 {
            let end = min(columns, start + Int.random(in: 1...25, using: &random))
            ranges.append(start..<end)
            start = end + Int.random(in: 0...20, using: &random)
        }
        return RasterArea(rows: top..<bottom, columns: ranges)
    }

    @Test(
        "Bands stored cell by cell or one after the other come in the order asked for",
        arguments: ["PIXEL", "BAND"], [GDT_Byte, GDT_Float32])
    func bands(interleave: String, type: GDALDataType) throws {
        let fixture = RasterFixture(
            type: type, bands: 3, options: Self.tiles + ["INTERLEAVE=\(interleave)"], nodata: 7)
        try at(fixture) { path, stored in
            let expected = [2, 0].flatMap { stored[$0].map(fixture.read) }
            let file = try RasterFile(path: path, bands: [3, 1])
            #expect(file.fileBandCount == 3 && file.bandCount == 2)
            #expect(file.bands.map(\.number) == [3, 1])
            #expect(isSame(try file.values(), expected))
            let second = try RasterFile(path: path + ":2")
            #expect(second.path == path && second.bands[0].number == 2)
            #expect(isSame(try second.values(), stored[1].map(fixture.read)))
        }
    }

    @Test("Cells that an alpha band or a mask file hides are NaN")
    func masks() throws {
        let alpha = RasterFixture(
            type: GDT_Byte, bands: 2, options: Self.tiles + ["ALPHA=YES"])
        try at(alpha) { path, stored in
            var stored = stored
            stored[1] = stored[1].map { $0 > 60 ? 255 : 0 }
            try alpha.write(stored, to: path)
            let file = try RasterFile(path: path)
            #expect(file.bands[0].hasMask)
            let expected = zip(stored[0], stored[1]).map { $1 == 0 ? .nan : $0 }
            #expect(isSame(try file.values(), expected))
            let area = RasterArea(rows: 20..<30, columns: [3..<9, 40..<70])
            let part = try file.values(of: area).doubles
            #expect(part[7] == -1)
            #expect(isSame([part[0]], [expected[20 * 101 + 3]]))
            #expect(isSame([part[67 + 40]], [expected[21 * 101 + 43]]))
        }
        try at(RasterFixture()) { path, stored in
            try withGDAL { messages throws(GeoFileError) in
                let handle = basingrid_open(path, UInt32(GDAL_OF_RASTER), nil, nil)
                let dataset = Dataset(owning: try required(handle, .missing(path)), path: path)
                try check(
                    GDALCreateDatasetMaskBand(dataset.handle, GMF_PER_DATASET), .missing(path))
                let mask = GDALGetMaskBand(try dataset.band(1))
                var flags = stored[0].map { $0 == 7 ? UInt8(0) : 255 }
                let code = GDALRasterIO(
                    mask, GF_Write, 0, 0, 101, 75, &flags, 101, 75, GDT_Byte, 0, 0)
                try check(code, .missing(path))
                try dataset.close(messages)
            }
            #expect(FileManager.default.fileExists(atPath: path + ".msk"))
            let file = try RasterFile(path: path)
            #expect(isSame(try file.values(), stored[0].map { $0 == 7 ? .nan : $0 }))
        }
    }

    @Test("Readers on several threads give what one gives")
    func threads() throws {
        let fixture = RasterFixture(rows: 301, columns: 203, nodata: 7)
        try at(fixture) { path, stored in
            let file = try RasterFile(path: path)
            let expected = stored[0].map(fixture.read)
            let count = 8
            let results = Results(count: count)
            DispatchQueue.concurrentPerform(iterations: count) { index in
                results.set(index, (try? file.values()) ?? [])
            }
            #expect(results.all.allSatisfy { isSame($0, expected) })
        }
    }

    @Test("A cut-off file is damaged, with path, band and block", arguments: ["NONE", "DEFLATE"])
    func damaged(compression: String) throws {
        let fixture = RasterFixture(
            rows: 400, columns: 400, bands: 2,
            options: Self.tiles + ["INTERLEAVE=BAND", "COMPRESS=\(compression)"])
        try at(fixture) { path, _ in
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            // The directory of a file that GDAL writes in one go stands at its front.
            try whole.prefix(whole.count * 7 / 8).write(to: URL(fileURLWithPath: path))
            let file = try RasterFile(path: path, bands: [1, 2])
            let error = try #require(throws: GeoFileError.self) { _ = try file.values() }
            #expect(error.kind == .damaged)
            #expect(error.path == path)
            #expect(error.layer == "2")
            #expect(error.description.contains("Band 2 of \"\(path)\" is damaged: its block in"))
            #expect(error.descriptionInChinese.contains("第 2 波段已损坏"))
            #expect(try RasterFile(path: path).values().count == 160_000)
        }
    }

    @Test("A file that another has replaced is not read as the one described")
    func changed() throws {
        try at(RasterFixture()) { path, _ in
            let file = try RasterFile(path: path)
            try RasterFixture(rows: 40).write(to: path)
            let error = try #require(throws: GeoFileError.self) { _ = try file.makeReader() }
            #expect(error.kind == .damaged)
            #expect(error.description.contains("has changed"))
        }
    }

    @Test("Rasters without a place, or rotated, are refused by name")
    func places() throws {
        try at(RasterFixture(geotransform: [0, 1, 0, 0, 0, 0])) { path, _ in
            let error = try #require(throws: GeoFileError.self) { try RasterFile(path: path) }
            #expect(error.kind == .wrongContent)
            #expect(error.description.contains("\"\(path)\" does not say where its cells lie"))
            #expect(error.descriptionInChinese.contains(path))
        }
        try at(RasterFixture(geotransform: [0, 1, 0.5, 0, 0.5, -1])) { path, _ in
            let file = try RasterFile(path: path)
            #expect(file.geometry.geotransform.isRotated)
            let error = try #require(throws: GeoFileError.self) { try file.requireAxisParallel() }
            #expect(error.kind == .wrongContent)
            #expect(error.description.contains("\"\(path)\" is rotated (row step in x 0.5"))
            #expect(error.descriptionInChinese.contains("“\(path)”的行列带旋转"))
        }
        try at(RasterFixture()) { path, _ in
            try RasterFile(path: path).requireAxisParallel()
            let error = try #require(throws: GeoFileError.self) {
                try RasterFile(path: path, bands: [1, 2])
            }
            #expect(error.kind == .unknownLayer)
        }
    }
}

/// Results that threads put into places of their own.
private final class Results: @unchecked Sendable {
    // Every place is written once, by one thread, under the lock.
    private var values: [[Double]]
    private let lock = NSLock()

    init(count: Int) { values = Array(repeating: [], count: count) }

    func set(_ index: Int, _ result: [Double]) { lock.withLock { values[index] = result } }
    var all: [[Double]] { lock.withLock { values } }
}
