import Foundation
import TestSupport
import Testing

@testable import GeoFiles

/// Files of more than one block.
@Suite("Long text tables")
struct TextRowReaderTests {
    private static func lines(_ bytes: [UInt8]) throws -> Table {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "t.csv")
            try Data(bytes).write(to: file)
            return try readTableRows(at: file.path)
        }
    }

    /// 40 000 rows of ASCII: about 900 KB.
    private static let plain = (0..<40_000).map { "S\($0 % 97),2026-03-01,\($0).5" }
    private static let text = Array((plain.joined(separator: "\n") + "\n").utf8)

    private static func expectPlain(_ table: Table, _ rows: Range<Int>) {
        let cells = rows.map { plain[$0].split(separator: ",").map(String.init) }
        #expect(Array(table.rows[rows].map(\.cells)) == cells)
        #expect(table.rows[rows].map(\.number) == rows.map { $0 + 1 })
    }

    @Test("A long file of ASCII comes whole, and is UTF-8")
    func ascii() throws {
        let table = try Self.lines(Self.text)
        #expect(table.rows.count == 40_000)
        Self.expectPlain(table, 0..<40_000)
        #expect(table.encoding == TextEncoding(name: "UTF-8", source: .found))
    }

    @Test("A character beyond ASCII far behind decides the encoding of the whole file")
    func lateCharacter() throws {
        let utf8 = try Self.lines(Self.text + Array("太原,1,2\n".utf8))
        Self.expectPlain(utf8, 0..<40_000)
        #expect(utf8.rows[40_000].cells == ["太原", "1", "2"])
        #expect(utf8.encoding.name == "UTF-8" && utf8.notes.isEmpty)
        let chinese = try Self.lines(Self.text + gbk("太原,\"a,\"\"汾\",2\n") + gbk("名称,1,2\n"))
        Self.expectPlain(chinese, 0..<40_000)
        #expect(chinese.rows[40_000].cells == ["太原", "a,\"汾", "2"])
        #expect(chinese.rows[40_001].cells == ["名称", "1", "2"])
        #expect(chinese.encoding.name == "GB18030")
        #expect(chinese.notes.map(\.kind) == [.encodingGuessed])
        #expect(chinese.notes[0].count == 2)
        // The first line alone could be UTF-8; a later one says that none is.
        let mixed = try Self.lines(gbk("名称,b,c\n") + Self.text + gbk("太原,1,2\n"))
        #expect(mixed.rows[0].cells[0] == "名称" && mixed.rows[40_001].cells[0] == "太原")
        #expect(mixed.encoding.name == "GB18030")
    }

    @Test("UTF-16 of more than one block, with characters of two units, comes whole")
    func utf16() throws {
        let rows = (0..<60_000).map { "𠮷\($0),汾河\n" }
        for isBig in [false, true] {
            var bytes: [UInt8] = isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]
            for unit in rows.joined().utf16 {
                let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                bytes += isBig ? pair : pair.reversed()
            }
            let table = try Self.lines(bytes)
            #expect(table.rows.count == 60_000)
            #expect(
                table.rows.enumerated().allSatisfy { $1.cells == ["𠮷\($0)", "汾河"] })
        }
    }

    @Test("A quoted cell longer than several blocks comes whole")
    func longCell() throws {
        let inner = Self.text + Self.text
        let quoted = Array("a,\"".utf8) + inner + Array("\",b\nc,d,e\n".utf8)
        let table = try Self.lines(quoted)
        #expect(table.rows.count == 2)
        #expect(table.rows[0].cells.map(\.utf8.count) == [1, inner.count, 1])
        #expect(table.rows[1] == TableRow(number: 80_002, cells: ["c", "d", "e"]))
        let open = try #require(throws: GeoFileError.self) {
            try Self.lines(Array("x,y\n".utf8) + quoted.dropLast(10))
        }
        #expect(open.feature == 2)
    }

    @Test("Every character of two bytes is decoded as the C library does")
    func doubleBytes() throws {
        let decoder = try #require(TextDecoder("GB18030"))
        var known = 0
        for lead in UInt8(0x80)...0xFF {
            for trail in UInt8(0x20)...0xFF {
                let bytes: [UInt8] = [0x61, lead, trail]
                let plain = bytes.withUnsafeBufferPointer { decoder.decode($0) }
                var text: [UInt8] = [0x62]
                let isWhole = bytes.withUnsafeBufferPointer { decoder.append($0, to: &text) }
                #expect(text == [0x62] + Array(plain.string.utf8))
                #expect(isWhole == (plain == .whole(plain.string)))
                let holds = bytes.withUnsafeBufferPointer { DoubleByteTable.gb18030.holds($0) }
                if holds { known += 1 }
                #expect(!holds || isWhole)
            }
        }
        // 126 × 190 pairs.
        #expect(known > 23_000 && known <= 23_940)
    }
}
