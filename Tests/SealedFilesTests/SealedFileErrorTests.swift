import Foundation
import SealedFiles
import TestSupport
import Testing

@Suite("Sealed files that are refused")
struct SealedFileErrorTests {
    private func withSample(_ body: (String, [UInt8]) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "sample").path
            try writeSample(path)
            try body(path, Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        }
    }

    private func replace(_ path: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    // MARK: - Damage

    @Test("Any bit that flips is found")
    func flippedBits() throws {
        try withSample { path, bytes in
            for index in bytes.indices {
                for bit in [0, 3, 7] {
                    var damaged = bytes
                    damaged[index] ^= 1 << bit
                    try replace(path, damaged)
                    #expect(throws: SealedFileError.self, "byte \(index), bit \(bit)") {
                        try SealedFileReader(path: path, kind: kind, supportedVersions: 0...9)
                    }
                }
            }
        }
    }

    @Test("Any cut is found, and says how much there is")
    func truncation() throws {
        try withSample { path, bytes in
            for length in 0..<bytes.count {
                try replace(path, Array(bytes.prefix(length)))
                let expected = length < 24 ? nil : bytes.count
                #expect(
                    throws: SealedFileError.wrongLength(
                        path: path, kind: kind, found: length, expected: expected)
                ) { try readSample(path) }
            }
        }
    }

    @Test("Bytes after the end are found")
    func longer() throws {
        try withSample { path, bytes in
            try replace(path, bytes + [0])
            #expect(
                throws: SealedFileError.wrongLength(
                    path: path, kind: kind, found: bytes.count + 1, expected: bytes.count)
            ) { try readSample(path) }
        }
    }

    @Test("Garbage is refused", arguments: 0..<40)
    func garbage(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        try withSample { path, bytes in
            // Half of the files begin as they should.
            var garbage = seed % 2 == 0 ? [] : Array(bytes.prefix(Int(seed) % 32))
            for _ in 0..<Int.random(in: 0...500, using: &random) {
                garbage.append(UInt8.random(in: 0...255, using: &random))
            }
            try replace(path, garbage)
            #expect(throws: SealedFileError.self) { try readSample(path) }
        }
    }

    @Test("A count that the file cannot hold is refused before anything is allocated")
    func absurdCount() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "absurd").path
            for count in [9, 1 << 40, UInt64(Int.max), .max] as [UInt64] {
                let writer = try SealedFileWriter(path: path, kind: kind, version: 1)
                try writer.write(count)
                try writer.write(0 as UInt64)
                try writer.finish()
                let open = {
                    try SealedFileReader(path: path, kind: kind, supportedVersions: 1...1)
                }
                let expected = SealedFileError.valueOutOfRange(
                    path: path, kind: kind, what: "n", found: "\(count)")
                #expect(throws: expected) { try open().readString("n") }
                #expect(throws: expected) { try open().readBytes("n") }
                #expect(throws: expected) { try open().readDoubles("n") }
                #expect(throws: expected) { try open().readCount("n", bytesEach: 3) }
            }
        }
    }

    @Test("Reading on at the end, bad text, bad flags and bad positions are errors")
    func badContents() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "bad").path
            let writer = try SealedFileWriter(path: path, kind: kind, version: 1)
            try writer.write([0xC3, 0x28] as [UInt8])
            try writer.write(2 as UInt8)
            try writer.finish()
            let reader = try SealedFileReader(path: path, kind: kind, supportedVersions: 1...1)
            func bad(_ what: String, _ found: String) -> SealedFileError {
                .valueOutOfRange(path: path, kind: kind, what: what, found: found)
            }
            #expect(throws: bad("name", "no UTF-8")) { try reader.readString("name") }
            #expect(throws: bad("bytes after the contents", "1")) { try reader.expectEnd() }
            #expect(throws: bad("flag", "2")) { try reader.readBool("flag") }
            #expect(throws: SealedFileError.endsBefore(path: path, kind: kind, what: "x")) {
                try reader.readDouble("x")
            }
            for position in [-1, 0, 23, 36, .max] {
                #expect(throws: bad("position", "\(position)")) { try reader.seek(to: position) }
            }
            try reader.seek(to: 35)
            #expect(reader.remaining == 0)
        }
    }

    // MARK: - Messages

    @Test("A missing file, a folder and a file of another kind are told apart")
    func notAFile() throws {
        try withSample { path, _ in
            let open = { (path: String) in
                try SealedFileReader(path: path, kind: kind, supportedVersions: 3...3)
            }
            #expect(throws: SealedFileError.missing(path: path + "x")) { try open(path + "x") }
            #expect(throws: SealedFileError.missing(path: path + "/x")) { try open(path + "/x") }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            #expect(
                throws: SealedFileError.unreadable(
                    path: folder, reason: "it is not a regular file")
            ) { try open(folder) }
            try replace(path, Array("id,mean\n1,2\n".utf8))
            #expect(throws: SealedFileError.wrongKind(path: path, expected: kind)) {
                try open(path)
            }
        }
    }

    @Test("A version from elsewhere is refused")
    func version() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "sample").path
            try writeSample(path, version: 4)
            #expect(
                throws: SealedFileError.unsupportedVersion(
                    path: path, kind: kind, found: 4, supported: 2...3)
            ) { try readSample(path) }
        }
    }

    @Test("A path that cannot be written is an error")
    func cannotCreate() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "no/such").path
            let error = #expect(throws: SealedFileError.self) {
                try SealedFileWriter(path: path, kind: kind, version: 1)
            }
            #expect(error == .cannotWrite(path: path, reason: "No such file or directory"))
        }
    }

    @Test(
        "A full disk is an error",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func fullDisk() throws {
        #expect(throws: SealedFileError.self) {
            try SealedFileWriter(path: "/dev/full", kind: kind, version: 1)
        }
    }

    static let messages: [(SealedFileError, String, String)] = [
        (
            .missing(path: "a.bgo"), "There is no file \"a.bgo\". Check the path.",
            "文件“a.bgo”不存在。请检查路径。"
        ),
        (
            .unreadable(path: "a", reason: "Permission denied"),
            "\"a\" cannot be read: Permission denied.", "无法读取“a”：Permission denied。"
        ),
        (
            .wrongKind(path: "a", expected: kind),
            "\"a\" is not a test file. Pass a file that was written as one.",
            "“a”不是测试文件。请指定正确的文件。"
        ),
        (
            .unsupportedVersion(path: "a", kind: kind, found: 9, supported: 1...2),
            """
            "a" is a test file of format version 9, expected 1–2. Write it again with this version \
            of the tool.
            """, "测试文件“a”的格式版本为 9，应为 1–2。请用本版本的工具重新生成。"
        ),
        (
            .wrongLength(path: "a", kind: kind, found: 5, expected: 80),
            """
            "a" is a test file cut short: 5 bytes found, 80 expected. Write it again, or copy it \
            again whole.
            """, "测试文件“a”不完整：实有 5 字节，应为 80 字节。请重新生成，或重新完整复制。"
        ),
        (
            .wrongLength(path: "a", kind: kind, found: 81, expected: 80),
            """
            "a" is a test file with bytes after its end: 81 found, 80 expected. Write it again, or \
            copy it again whole.
            """, "测试文件“a”末尾有多余内容：实有 81 字节，应为 80 字节。请重新生成，或重新完整复制。"
        ),
        (
            .wrongLength(path: "a", kind: kind, found: 5, expected: nil),
            """
            "a" is a test file that was not written to its end: 5 bytes found. Write it again, or \
            copy it again whole.
            """, "测试文件“a”没有写完：实有 5 字节。请重新生成，或重新完整复制。"
        ),
        (
            .damaged(path: "a", kind: kind),
            """
            "a" is a test file whose bytes changed after it was written: its checksum does not \
            match. Write it again, or copy it again whole.
            """, "测试文件“a”已损坏：写成之后内容有变，校验和不符。请重新生成，或重新完整复制。"
        ),
        (
            .endsBefore(path: "a", kind: kind, what: "rows"),
            "\"a\" is a test file whose contents end before \"rows\". Write it again.",
            "测试文件“a”的内容在“rows”之前就结束了。请重新生成。"
        ),
        (
            .valueOutOfRange(path: "a", kind: kind, what: "rows", found: "-1"),
            "\"a\" is a test file with an impossible value: \"rows\" is -1. Write it again.",
            "测试文件“a”中“rows”的值 -1 不可能出现。请重新生成。"
        ),
        (
            .cannotWrite(path: "a", reason: "No space left on device"),
            "\"a\" cannot be written: No space left on device.",
            "无法写入“a”：No space left on device。"
        ),
    ]

    @Test("Messages say what is wrong, in both languages", arguments: messages)
    func wording(_ error: SealedFileError, _ english: String, _ chinese: String) {
        #expect(error.description == english)
        #expect(error.descriptionInChinese == chinese)
    }
}
