import CGDAL
import Foundation
import Grids
import TestSupport

@testable import GeoFiles

/// A GeoTIFF to be made by GDAL.
struct RasterFixture {
    var type = GDT_Float32
    var rows = 75
    var columns = 101
    var bands = 1
    /// As GDAL's TIFF driver takes them.
    var options = ["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16"]
    var geotransform = [400_000, 500, 0, 4_200_000, 0, -500.0]
    var nodata: Double?
    var scale = 1.0
    var offset = 0.0

    /// Writes the file and gives its cells as stored, band by band: values that every type holds,
    /// each ninth or so a 7.
    @discardableResult
    func write(to path: String, seed: UInt64 = 1) throws -> [[Double]] {
        var random = SeededRandom(seed: seed)
        let values = (0..<bands).map { _ in
            (0..<rows * columns).map { _ in
                Int.random(in: 0..<9, using: &random) == 0
                    ? 7 : Double(Int.random(in: 0..<120, using: &random))
            }
        }
        try write(values, to: path)
        return values
    }

    func write(_ values: [[Double]], to path: String) throws {
        try withGDAL { messages throws(GeoFileError) in
            let failure = GeoFileError.cannotCreate(path, cause: messages.cause)
            let driver = try required(GDALGetDriverByName("GTiff"), failure)
            let made = try withOptions(options) { list throws(GeoFileError) in
                basingrid_create(
                    driver, path, Int32(columns), Int32(rows), Int32(bands), type, list)
            }
            let dataset = Dataset(owning: try required(made, failure), path: path)
            var numbers = geotransform
            try check(GDALSetGeoTransform(dataset.handle, &numbers), failure)
            for index in 0..<bands {
                let band = try dataset.band(index + 1)
                if let nodata { setNodata(nodata, of: band) }
                if scale != 1 { GDALSetRasterScale(band, scale) }
                if offset != 0 { GDALSetRasterOffset(band, offset) }
                var cells = values[index]
                let code = GDALRasterIO(
                    band, GF_Write, 0, 0, Int32(columns), Int32(rows), &cells, Int32(columns),
                    Int32(rows), GDT_Float64, 0, 0)
                try check(code, failure)
            }
            try dataset.close(messages)
        }
    }

    private func setNodata(_ value: Double, of band: GDALRasterBandH) {
        switch type {
        case GDT_Int64: GDALSetRasterNoDataValueAsInt64(band, Int64(value))
        case GDT_UInt64: GDALSetRasterNoDataValueAsUInt64(band, UInt64(value))
        default: GDALSetRasterNoDataValue(band, value)
        }
    }

    /// What reading gives for a stored value.
    func read(_ stored: Double) -> Double {
        stored == nodata ? .nan : stored * scale + offset
    }
}

extension RasterFile {
    /// The values of an area in `Double`, and in `Float` where that is exact; cells outside the
    /// area are −1.
    func values(of area: RasterArea) throws -> (doubles: [Double], floats: [Float]?) {
        let reader = try makeReader()
        let count = bandCount * area.window.cellCount
        var doubles = [Double](repeating: -1, count: count)
        try doubles.withUnsafeMutableBufferPointer { try reader.read(area, into: $0) }
        guard isExactInFloat else { return (doubles, nil) }
        var floats = [Float](repeating: -1, count: count)
        try floats.withUnsafeMutableBufferPointer { try reader.read(area, into: $0) }
        return (doubles, floats)
    }

    func values() throws -> [Double] { try values(of: RasterArea(geometry.fullWindow)).doubles }
}

/// Whether two lists hold the same numbers, NaN at the same places.
func isSame(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}
