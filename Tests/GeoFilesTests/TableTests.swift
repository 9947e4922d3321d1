import Foundation
import Geometry
import TestSupport
import Testing

@testable import GeoFiles

@Suite struct TableTests {
    private func read(_ bytes: [UInt8], name: String = "t.csv") throws -> Table {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: name)
            try Data(bytes).write(to: file)
            return try readTableRows(at: file.path)
        }
    }

    private func rows(_ text: String) throws -> [[String]] {
        try read(Array(text.utf8)).rows.map(\.cells)
    }

    @Test(
        "Cells are taken apart as RFC 4180 says",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
            ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
            ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
            ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
            ("\"two\r\nlines\",x\r\n", [["two\r\nlines", "x"]]),
            ("a,,\n,,\n\n,b\n", [["a", "", ""], ["", "", ""], ["", "b"]]),
            ("5\" pipe,x\n", [["5\" pipe", "x"]]),
            ("\"\",\"\"\n", [["", ""]]),
            ("\"a\"b,c\n", [["ab", "c"]]),
            ("a\tb\n1\t2,5\n", [["a", "b"], ["1", "2,5"]]),
            ("a;b\n1,5;2,5\n", [["a", "b"], ["1,5", "2,5"]]),
            ("one\ntwo\n", [["one"], ["two"]]),
            (" a , b \n", [[" a ", " b "]]),
            ("", []), ("\n\r\n\n", []),
        ] as [(String, [[String]])])
    func cells(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test("Rows know the line at which they begin")
    func lines() throws {
        let table = try read(Array("title\n\n\"a\nb\",1\r\nc,2\r\n".utf8))
        #expect(table.rows.map(\.number) == [1, 3, 5])
    }

    @Test("A quote that never closes names its line")
    func openQuote() throws {
        let error = try #require(throws: GeoFileError.self) { try rows("a,b\n1,\"x\n2,3\n") }
        #expect(error.kind == .damaged)
        #expect(error.feature == 2)
        #expect(error.description.hasPrefix("Line 2 of "))
        #expect(error.descriptionInChinese.contains("第 2 行"))
    }

    @Test("UTF-8 with and without mark, GBK and UTF-16 all give the same text")
    func encodings() throws {
        let text = "名称,河\n汾河,太原\n"
        let expected = [["名称", "河"], ["汾河", "太原"]]
        let plain = try read(Array(text.utf8))
        #expect(plain.rows.map(\.cells) == expected)
        #expect(plain.encoding == TextEncoding(name: "UTF-8", source: .found))
        #expect(plain.notes.isEmpty)
        let marked = try read([0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(marked.rows.map(\.cells) == expected)
        #expect(marked.encoding.source == .declared)
        let chinese = try read(gbk(text))
        #expect(chinese.rows.map(\.cells) == expected)
        #expect(chinese.encoding == TextEncoding(name: "GB18030", source: .found))
        #expect(chinese.notes.map(\.kind) == [.encodingGuessed])
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try read(wide).rows.map(\.cells) == expected)
    }

    @Test("Bytes of no encoding are counted by line, not dropped in silence")
    func undecodable() throws {
        let table = try read(Array("名,b\n".utf8) + [0xFF, 0x2C, 0x31, 0x0A])
        #expect(table.encoding.name == "UTF-8")
        #expect(table.rows[1].cells == ["\u{FFFD}", "1"])
        #expect(table.notes.contains { $0.kind == .textUndecodable && $0.features == [2] })
    }

    @Test("A workbook gives text as typed, numbers in shortest form and dates in ISO form")
    func workbook() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.xlsx").path
            let layer = OutputLayer(
                name: "水质",
                fields: [
                    VectorField(name: "code", kind: .text), VectorField(name: "n", kind: .integer),
                    VectorField(name: "value", kind: .real, alias: "数值"),
                    VectorField(name: "day", kind: .date), VectorField(name: "t", kind: .dateTime),
                ], geometry: .none,
                features: [
                    Feature(
                        number: 1, shape: .none,
                        attributes: [
                            .text("007"), .integer(-3), .real(0.1 + 0.2), .text("2026-03-01"),
                            .text("2026-03-01T08:00:00"),
                        ]),
                    Feature(
                        number: 2, shape: .none,
                        attributes: [.text("=1+1"), .null, .real(0.1), .null, .null]),
                ])
            var second = layer
            second.name = "a/b"
            second.features = []
            try writeWorkbook([layer, second], to: path)
            #expect(try sheetNames(of: path) == ["水质", "a_b"])
            let table = try readTableRows(at: path, sheet: "水质")
            #expect(
                table.rows.map(\.cells) == [
                    ["code", "n", "数值", "day", "t"],
                    [
                        "007", "-3", "0.30000000000000004", "2026-03-01", "2026-03-01T08:00:00",
                    ],
                    ["=1+1", "", "0.1", "", ""],
                ])
            #expect(table.rows.map(\.number) == [1, 2, 3])
            let empty = try readTableRows(at: path, sheet: "a_b")
            #expect(empty.rows.map(\.cells) == [["code", "n", "数值", "day", "t"]])
            let unnamed = try #require(throws: GeoFileError.self) { try readTableRows(at: path) }
            #expect(unnamed.description.contains("2 sheets with rows"))
            let unknown = try #require(throws: GeoFileError.self) {
                try readTableRows(at: path, sheet: "x")
            }
            #expect(unknown.kind == .unknownLayer)
        }
    }

    @Test("Points with a broken coordinate are left out and noted with their row")
    func points() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "s.csv")
            let text = "站点表,,\ncode,lon,lat,name\nA,112.5,37.8,甲\nB,x,37,乙\n,112,37,丙\nC,113,38\n"
            try Data(text.utf8).write(to: file)
            let degrees = try coordinateReferenceSystem(named: "EPSG:4490")
            let table = try readPointTable(
                at: file.path, idColumn: "code", xColumn: "lon", yColumn: "lat", crs: degrees)
            #expect(table.points.map(\.id) == ["A", "C"])
            #expect(table.points[0].coordinate == Coordinate(x: 112.5, y: 37.8))
            #expect(table.points[0].attributes["name"] == "甲")
            #expect(table.points[1].number == 6)
            #expect(table.notes.filter { $0.kind == .rowRejected }.flatMap(\.features) == [4, 5])
            let error = try #require(throws: GeoFileError.self) {
                try readPointTable(
                    at: file.path, idColumn: "code", xColumn: "lng", yColumn: "lat", crs: degrees)
            }
            #expect(error.kind == .unknownField)
            #expect(error.description.contains("\"lon\""))
        }
    }

    @Test("A gzipped table is unpacked; a cut-off one is damaged")
    func gzip() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "t.csv.gz")
            // `printf 'a,b\n1,2\n' | gzip -n`
            let bytes: [UInt8] = [
                0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31,
                0xE2, 0x02, 0x00, 0x7B, 0x07, 0x97, 0x0A, 0x08, 0, 0, 0,
            ]
            try Data(bytes).write(to: file)
            #expect(
                try readTableRows(at: file.path).rows.map(\.cells) == [["a", "b"], ["1", "2"]])
        }
    }
}
