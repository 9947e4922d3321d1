import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import Reports

@Suite("Rasters on maps")
struct MapRasterTests {
    private let scale = ColourScale(breaks: [10, 20], colours: [.black, .white, .nodata])

    private func grid(_ values: [Double], columns: Int, rowStep: Double = -1) -> Grid<Double> {
        let rows = values.count / columns
        return Grid(
            geometry: GridGeometry(
                geotransform: Geotransform(
                    originX: 100, columnStepX: 1, originY: rowStep < 0 ? Double(rows) : 0,
                    rowStepY: rowStep),
                rows: rows, columns: columns, crs: nil),
            values: values, nodata: -9999)
    }

    @Test("Cells become classes from the north-west, 0 where there is no data")
    func classes() throws {
        let raster = try MapRaster(
            of: grid([5, 15, 25, .nan, -9999, 10], columns: 3), scale: scale)
        #expect(raster.classes == [1, 2, 3, 0, 0, 1])
        #expect(raster.extent == BoundingBox(minX: 100, minY: 0, maxX: 103, maxY: 2))
        let southUp = try MapRaster(
            of: grid([.nan, -9999, 10, 5, 15, 25], columns: 3, rowStep: 1), scale: scale)
        #expect(southUp.classes == raster.classes)
        #expect(southUp.extent == raster.extent)
    }

    @Test("A large raster is coarsened by a whole factor, each cell the mean of its valid cells")
    func coarsening() throws {
        // 5 × 3 cells to at most 3: factor 2, 3 × 2 cells; the last column and row reach past.
        let values: [Double] = [
            0, 10, 30, 30, 12,
            10, 20, .nan, 30, 14,
            5, .nan, .nan, .nan, 99,
        ]
        let raster = try MapRaster(of: grid(values, columns: 5), scale: scale, maximumSize: 3)
        #expect((raster.rows, raster.columns) == (2, 3))
        // Means 10, 30, 13 | 5, none, 99.
        #expect(raster.classes == [1, 3, 2, 1, 0, 3])
        #expect(raster.extent == BoundingBox(minX: 100, minY: -1, maxX: 106, maxY: 3))
    }

    @Test(
        "A PNG decodes to the same indices",
        arguments: [
            (1, 1, 3), (1, 7, 3), (5, 4, 15), (5, 4, 16), (40, 33, 6), (3, 700, 200), (64, 64, 2),
        ])
    func png(rows: Int, columns: Int, colours: Int) throws {
        var random = SeededRandom(seed: UInt64(rows * columns + colours))
        var indices: [UInt8] = []
        for index in 0..<rows * columns {
            // Runs, with noise between them.
            let run = UInt8(index / 9 % (colours + 1))
            indices.append(
                Int.random(in: 0..<4, using: &random) == 0
                    ? UInt8.random(in: 0...UInt8(colours), using: &random) : run)
        }
        let palette = (0...colours).map { Colour(UInt32($0) * 7919) }
        let file = IndexedPNG.encode(
            indices: indices, rows: rows, columns: columns, palette: palette, transparentIndex: 0)
        let image = try #require(DecodedPNG(file))
        #expect(image.width == columns && image.height == rows)
        #expect(image.indices == indices)
        #expect(image.palette == palette)
        #expect(image.alpha == [0])
    }

    @Test("An image of even classes takes a small part of its plain size")
    func compression() {
        let indices = (0..<160_000).map { UInt8($0 / 400 / 60) }
        let file = IndexedPNG.encode(
            indices: indices, rows: 400, columns: 400, palette: Array(repeating: .black, count: 8),
            transparentIndex: 0)
        #expect(file.count < 2_000)
    }
}

/// Reads back what `IndexedPNG` writes: chunks with their checksums, fixed deflate codes.
private struct DecodedPNG {
    var width = 0
    var height = 0
    var palette: [Colour] = []
    var alpha: [UInt8] = []
    var indices: [UInt8] = []

    init?(_ file: [UInt8]) {
        guard Array(file.prefix(8)) == [137, 80, 78, 71, 13, 10, 26, 10] else { return nil }
        var depth = 0
        var position = 8
        func number(_ at: Int) -> Int { file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        while position < file.count {
            let length = number(position)
            let body = Array(file[position + 4..<position + 8 + length])
            guard Self.crc(body) == number(position + 8 + length) else { return nil }
            let data = Array(body.dropFirst(4))
            switch String(decoding: body.prefix(4), as: UTF8.self) {
            case "IHDR":
                (width, height, depth) = (number(position + 8), number(position + 12), Int(data[8]))
            case "PLTE":
                palette = stride(from: 0, to: data.count, by: 3).map {
                    Colour(red: data[$0], green: data[$0 + 1], blue: data[$0 + 2])
                }
            case "tRNS": alpha = data
            case "IDAT":
                let raw = Self.inflate(Array(data.dropFirst(2).dropLast(4)))
                guard Self.adler(raw) == data.suffix(4).reduce(0, { $0 << 8 | Int($1) }) else {
                    return nil
                }
                read(raw, depth: depth)
            default: break
            }
            position += 12 + length
        }
    }

    private mutating func read(_ raw: [UInt8], depth: Int) {
        let stride = 1 + (width * depth + 7) / 8
        for row in 0..<height {
            for column in 0..<width {
                let byte = raw[row * stride + 1 + column * depth / 8]
                indices.append(
                    depth == 8 ? byte : (column.isMultiple(of: 2) ? byte >> 4 : byte & 15))
            }
        }
    }

    private static func crc(_ bytes: [UInt8]) -> Int {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return Int(~value)
    }

    private static func adler(_ bytes: [UInt8]) -> Int {
        var (a, b) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        return b << 16 | a
    }

    /// One block of fixed codes, with the tables of RFC 1951 §3.2.5 written out.
    private static func inflate(_ bytes: [UInt8]) -> [UInt8] {
        let lengthBases = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
            115, 131, 163, 195, 227, 258,
        ]
        let lengthBits = [
            0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
        ]
        let distanceBases = [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
            1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
        ]
        var position = 3
        func bits(_ count: Int) -> Int {
            var value = 0
            for bit in 0..<count {
                value |= Int(bytes[position / 8] >> (position % 8) & 1) << bit
                position += 1
            }
            return value
        }
        func code(_ count: Int) -> Int {
            (0..<count).reduce(0) { value, _ in value << 1 | bits(1) }
        }
        func symbol() -> Int {
            let seven = code(7)
            if seven < 24 { return 256 + seven }
            let eight = seven << 1 | bits(1)
            if (0x30...0xBF).contains(eight) { return eight - 0x30 }
            if (0xC0...0xC7).contains(eight) { return 280 + eight - 0xC0 }
            return 144 + (eight << 1 | bits(1)) - 0x190
        }
        var output: [UInt8] = []
        while true {
            let next = symbol()
            if next < 256 {
                output.append(UInt8(next))
            } else if next == 256 {
                return output
            } else {
                let length = lengthBases[next - 257] + bits(lengthBits[next - 257])
                let distanceSymbol = code(5)
                let extra = distanceSymbol < 4 ? 0 : distanceSymbol / 2 - 1
                let distance = distanceBases[distanceSymbol] + bits(extra)
                for _ in 0..<length { output.append(output[output.count - distance]) }
            }
        }
    }
}
