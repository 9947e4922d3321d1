import Foundation
import Geometry
import Rivers
import TestSupport
import Testing

/// The rivers of China at 1:4 million, from the folder of real data.
private let chinaRivers = TestFolders.realData?
    .appending(path: "rivers-ngcc-1m4m-gbk/hyd2_4l.shp")

private let isPresent =
    chinaRivers.map { FileManager.default.fileExists(atPath: $0.path) } ?? false
private let mustBePresent = ProcessInfo.processInfo.environment["CI"] == "true"

@Suite("Rivers of the 1:4 million map of China")
struct RealRiverTests {
    @Test(
        "The Fen, drawn partly upstream and through a lake of two banks, runs to the Yellow River",
        .enabled(if: isPresent || mustBePresent, "the folder of real data is absent"))
    func fen() throws {
        let lines = try polylines(of: try #require(chinaRivers))
        #expect(lines.count == 2143)
        // The pieces whose NAME is 汾河, by record number from 0 (ogrinfo -where "NAME='汾河'").
        let pieces = [
            1064, 1090, 1094, 1099, 1100, 1104, 1124, 1136, 1140, 1146, 1169, 1200, 1202,
        ]
        let reaches = lines.enumerated().map { number, line in
            Reach(
                id: "\(number)", label: pieces.contains(number) ? "汾河" : "", line: line,
                segmentLengths: line.ellipsoidalSegmentLengths(on: .cgcs2000))
        }
        let network = RiverNetwork(reaches: reaches, nodeTolerance: 1e-6)
        let turned = pieces.filter { network.flowsAgainstDigitising[$0] }
        #expect(turned == [1099, 1146, 1169, 1200, 1202])
        let length = pieces.reduce(0) { $0 + reaches[$1].lengthInMetres }
        #expect(isClose(length, 611_500, relative: 0.002), "\(length)")

        // From the source to the mouth: all but one bank of the lake.
        let source = try #require(
            network.distanceToMouth(from: RiverPosition(reach: 1064, measureInMetres: 0)))
        let banks = [1099, 1100].map { reaches[$0].lengthInMetres }
        #expect(isClose(source, length - max(banks[0], banks[1]), relative: 1e-12))
        let mouth = network.distanceToMouth(from: RiverPosition(reach: 1202, measureInMetres: 0))
        #expect(mouth == 0)

        // A section near the mouth answers for every piece of the river but what lies below it.
        let ranges = network.ranges(of: [
            LocatedSection(
                id: "河津", position: RiverPosition(reach: 1202, measureInMetres: 20_000))
        ])
        let answered = ranges.filter { $0.section == "河津" && pieces.contains($0.reach) }
            .reduce(0) { $0 + $1.lengthInMetres }
        #expect(isClose(answered, length - 20_000, relative: 1e-12))
        let total = ranges.reduce(0) { $0 + $1.lengthInMetres }
        #expect(isClose(total, network.lengthInMetres, relative: 1e-12))
    }

    /// The lines of a shapefile (ESRI, Shapefile Technical Description, 1998, page 7), read here
    /// because this module has no reader; every record of this file has one part.
    private func polylines(of file: URL) throws -> [LineString] {
        let data = try Data(contentsOf: file)
        func integer(_ at: Int, isBig: Bool) -> Int {
            let value = data.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: at, as: UInt32.self)
            }
            return Int(isBig ? UInt32(bigEndian: value) : UInt32(littleEndian: value))
        }
        func number(_ at: Int) -> Double {
            let bits = data.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            }
            return Double(bitPattern: UInt64(littleEndian: bits))
        }
        var lines: [LineString] = []
        var start = 100
        while start < data.count {
            let parts = integer(start + 8 + 36, isBig: false)
            let count = integer(start + 8 + 40, isBig: false)
            let first = start + 8 + 44 + 4 * parts
            lines.append(
                LineString(
                    (0..<count).map {
                        Coordinate(x: number(first + 16 * $0), y: number(first + 16 * $0 + 8))
                    }))
            start += 8 + 2 * integer(start + 4, isBig: true)
        }
        return lines
    }
}
