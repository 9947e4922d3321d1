import Foundation
import TestSupport
import Testing

@testable import GeoFiles

@Suite("Rows of text tables")
struct RowSplitterTests {
    struct Row: Equatable {
        var line: Int
        var cells: [[UInt8]]
    }

    /// The rows of `bytes`, handed over in pieces of `size`; `nil` when a quote never closes.
    static func rows(_ bytes: [UInt8], size: Int) -> [Row]? {
        var splitter = RowSplitter(delimiter: 0x2C)
        var scratch = RowScratch()
        var rows: [Row] = []
        var place = 0
        while true {
            let piece = Array(bytes[place..<min(place + size, bytes.count)])
            place += piece.count
            scratch.append(piece)
            guard let consumed = try? splitter.split(&scratch, isLast: piece.isEmpty) else {
                return nil
            }
            let block = scratch.block
            for row in block.lines.indices {
                var start = Int(block.rowStarts[row])
                let cells = block.cellRange(ofRow: row).map { cell in
                    let end = Int(block.cellEnds[cell])
                    defer { start = end + 1 }
                    return Array(block.bytes[start..<end])
                }
                rows.append(Row(line: Int(block.lines[row]), cells: cells))
            }
            if piece.isEmpty { return rows }
            scratch.keepRest(from: consumed)
        }
    }

    static func plainRows(_ bytes: [UInt8]) -> [Row]? {
        var parser = PlainDelimitedParser(delimiter: 0x2C)
        var rows: [Row] = []
        parser.add(bytes) { rows.append(Row(line: $0, cells: $1)) }
        if parser.isInsideQuotes { return nil }
        parser.finish { rows.append(Row(line: $0, cells: $1)) }
        return rows
    }

    @Test("Pieces that end inside a cell, a quote or a character change nothing")
    func pieces() throws {
        let bytes = Array("a,\"汾\"\"河\r\n\",1\r\n2,,太\n\r\n\n5\" pipe,\"\"\n".utf8)
        let expected = [
            Row(line: 1, cells: ["a", "汾\"河\r\n", "1"].map { Array($0.utf8) }),
            Row(line: 3, cells: ["2", "", "太"].map { Array($0.utf8) }),
            Row(line: 6, cells: ["5\" pipe", ""].map { Array($0.utf8) }),
        ]
        #expect(Self.plainRows(bytes) == expected)
        for size in 1...bytes.count { #expect(Self.rows(bytes, size: size) == expected) }
    }

    @Test("Random bytes give the rows of the plain parser, in pieces of any size")
    func random() {
        var random = SeededRandom(seed: 7)
        let letters = Array(",,\n\r\"ab 1;+-".utf8) + [0xE6, 0x80, 0x7F, 0]
        var open = 0
        for length in 0..<400 {
            for _ in 0..<6 {
                let bytes = (0..<length % 67).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &random)]
                }
                let expected = Self.plainRows(bytes)
                if expected == nil { open += 1 }
                for size in [1, 2, 3, 7, 8, 9, 100] {
                    #expect(Self.rows(bytes, size: size) == expected, "\(bytes), size \(size)")
                }
            }
        }
        #expect(open > 50 && open < 2000)
    }

    @Test("Validity of UTF-8 is that of the standard library")
    func validity() {
        var random = SeededRandom(seed: 8)
        let bytes: [UInt8] = [
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE4, 0xED,
            0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
        ]
        var valid = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                bytes[Int.random(in: 0..<bytes.count, using: &random)]
            }
            let expected = String(validating: text, as: UTF8.self) != nil
            if expected { valid += 1 }
            #expect(text.withUnsafeBufferPointer { isValidUTF8($0) } == expected, "\(text)")
        }
        #expect(valid > 500)
    }
}
