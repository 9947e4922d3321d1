import Foundation
import SealedFiles
import TestSupport
import Testing

let kind = SealedFileKind(magic: "BGTEST\r\n", name: "a test file", nameInChinese: "测试文件")

/// A file with one value of every kind.
func writeSample(_ path: String, version: UInt32 = 3) throws {
    let writer = try SealedFileWriter(path: path, kind: kind, version: version)
    try writer.write(7 as UInt8)
    try writer.write(true)
    try writer.write(-5 as Int32)
    try writer.write(4_000_000_000 as UInt32)
    try writer.write(Int64.min)
    try writer.write(UInt64.max)
    try writer.write(-0.0)
    try writer.write("管控单元")
    try writer.write([1, 2, 3] as [UInt8])
    try writer.write([1.5, .infinity, -.pi])
    try writer.finish()
}

/// Reads a file like the sample to its end.
func readSample(_ path: String) throws {
    let reader = try SealedFileReader(path: path, kind: kind, supportedVersions: 2...3)
    #expect(reader.version == 3)
    #expect(try reader.readUInt8("small") == 7)
    #expect(try reader.readBool("flag"))
    #expect(try reader.readInt32("short") == -5)
    #expect(try reader.readUInt32("count") == 4_000_000_000)
    #expect(try reader.readInt64("low") == .min)
    #expect(try reader.readUInt64("high") == .max)
    #expect(try reader.readDouble("zero").bitPattern == (-0.0).bitPattern)
    #expect(try reader.readString("name") == "管控单元")
    #expect(try reader.readBytes("bytes") == [1, 2, 3])
    #expect(try reader.readDoubles("values") == [1.5, .infinity, -.pi])
    try reader.expectEnd()
}

@Suite("Sealed files")
struct SealedFileTests {
    @Test("What was written is read")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "sample").path
            try writeSample(path)
            try readSample(path)
        }
    }

    @Test("The layout is the one that is documented, little-endian")
    func layout() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "layout").path
            let writer = try SealedFileWriter(path: path, kind: kind, version: 0x0102)
            try writer.write(0x0A0B_0C0D as UInt32)
            try writer.write("é")
            try writer.finish()
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(bytes.count == 24 + 4 + 8 + 2 + 16)
            let head: [UInt8] = [2, 1, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 0, 0, 0, 0]
            let number: [UInt8] = [0x0D, 0x0C, 0x0B, 0x0A]
            let text: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0xA9]
            #expect(Array(bytes[..<8]) == Array("BGTEST\r\n".utf8))
            #expect(Array(bytes[8..<24]) == head)
            #expect(Array(bytes[24..<38]) == number + text)
            #expect(Array(bytes[38..<46]) == Array(head[8...]))
        }
    }

    @Test("The same values give the same bytes")
    func sameBytes() throws {
        try withTemporaryFolder { folder in
            let files = ["a", "b"].map { folder.appending(path: $0) }
            for file in files { try writeSample(file.path) }
            #expect(try Data(contentsOf: files[0]) == Data(contentsOf: files[1]))
        }
    }

    @Test("A file of many buffers is read in order, by leaps and by several readers at once")
    func longFile() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "long").path
            let values = (0..<200_000).map { Double($0) / 3 }
            let writer = try SealedFileWriter(path: path, kind: kind, version: 1)
            var positions: [Int] = []
            for value in values {
                positions.append(writer.position)
                try writer.write(UInt8(truncatingIfNeeded: Int(value)))
                try writer.write(value)
            }
            let bulk = writer.position
            try writer.write(values)
            try writer.finish()

            let first = try SealedFileReader(path: path, kind: kind, supportedVersions: 1...1)
            let second = first.makeReader()
            for (index, value) in values.enumerated() {
                _ = try first.readUInt8("byte")
                #expect(try first.readDouble("value") == value)
                if index % 1009 == 0 {
                    try second.seek(to: positions[values.count - 1 - index] + 1)
                    #expect(try second.readDouble("value") == values[values.count - 1 - index])
                }
            }
            #expect(first.position == bulk)
            #expect(try first.readDoubles("bulk") == values)
            try first.expectEnd()
            try first.seek(to: bulk)
            #expect(try first.readDoubles("bulk") == values)
        }
    }

    @Test("Raw bytes go in and out as they are, across the ends of buffers")
    func rawBytes() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "raw").path
            let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let writer = try SealedFileWriter(path: path, kind: kind, version: 1)
            try bytes.withUnsafeBytes { all in
                try writer.write(raw: UnsafeRawBufferPointer(rebasing: all[..<10]))
                try writer.write(raw: UnsafeRawBufferPointer(rebasing: all[10...]))
            }
            try writer.finish()
            let reader = try SealedFileReader(path: path, kind: kind, supportedVersions: 1...1)
            var result = [UInt8](repeating: 0, count: bytes.count)
            try result.withUnsafeMutableBytes { all in
                for cut in [0..<3, 3..<70_000, 70_000..<70_001, 70_001..<all.count] {
                    try reader.read(
                        into: UnsafeMutableRawBufferPointer(rebasing: all[cut]), "raw")
                }
            }
            #expect(result == bytes)
            #expect(throws: SealedFileError.endsBefore(path: path, kind: kind, what: "more")) {
                try reader.readUInt8("more")
            }
        }
    }

    @Test("A writer that is given up leaves a file that no reader takes")
    func unfinished() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "unfinished").path
            do {
                let writer = try SealedFileWriter(path: path, kind: kind, version: 3)
                try writer.write([Double](repeating: 1, count: 100_000))
            }
            let error = try #require(throws: SealedFileError.self) { try readSample(path) }
            guard case .wrongLength(_, _, _, nil) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
