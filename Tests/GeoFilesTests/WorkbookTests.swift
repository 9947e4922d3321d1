import Foundation
import TestSupport
import Testing

@testable import GeoFiles

@Suite("Workbooks")
struct WorkbookTests {
    /// The only column of a sheet with one cell a row.
    private func column(_ workbook: WorkbookFixture) throws -> [String] {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.xlsx").path
            try workbook.write(to: path)
            return try readTableRows(at: path).rows.map { $0.cells[0] }
        }
    }

    @Test(
        "A number in a date's format is that date, with the hour however the format writes it",
        arguments: [
            ("yyyy\\-mm\\-dd", 46094, "2026-03-13"),
            ("yyyy/m/d h:mm", 46094.0, "2026-03-13 00:00:00"),
            ("yyyy/m/d h:mm", 46094.666666666664, "2026-03-13 16:00:00"),
            ("m\"月\"d\"日\"", 46094, "2026-03-13"), ("yyyy\"年\"m\"月\"", 46082, "2026-03-01"),
            ("yyyy-mm-dd", 46094.666666666664, "2026-03-13 16:00:00"),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", 46094, "2026-03-13"),
            ("m-d h:mm", 46094.16666666667, "2026-03-13 04:00:00"), ("14", 46094, "2026-03-13"),
            ("22", 46094.999988425926, "2026-03-13 23:59:59"), ("31", 46094, "2026-03-13"),
            ("h:mm", 0.6666666666666666, "16:00:00"), ("[h]:mm", 1.25, "30:00:00"),
            ("0.00", 46094, "46094"), ("General", 46094, "46094"), ("0.0%", 0.25, "0.25"),
            ("[Red]0.0", 46094, "46094"), ("\"day\" 0", 46094, "46094"), ("0\\d", 46094, "46094"),
            ("yyyy-mm-dd", -1, "-1"), ("yyyy-mm-dd", 1, "1899-12-31"),
            ("yyyy-mm-dd", 36585, "2000-02-29"), ("yyyy-mm-dd", 73109, "2100-02-28"),
            ("yyyy-mm-dd", 73110, "2100-03-01"),
        ])
    func dates(format: String, number: Double, expected: String) throws {
        let text = number == number.rounded() ? "\(Int(number))" : "\(number)"
        let data = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>\(text)</v></c></row>"
        let book = WorkbookFixture(sheets: [("1", nil, data)], formats: [format])
        #expect(try column(book) == [expected])
    }

    @Test("Dates of a workbook that counts from 1904 are right, and its plain numbers are said to")
    func macintosh() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.xlsx").path
            let data =
                "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44632</v></c><c r=\"B1\"><v>44632</v></c>"
                + "<c r=\"C1\" t=\"inlineStr\"><is><t>2022/03/12</t></is></c></row>"
            var book = WorkbookFixture(sheets: [("1", nil, data)], formats: ["14"])
            book.bookProperties = " date1904=\"1\""
            try book.write(to: path)
            let table = try readTableRows(at: path)
            #expect(table.rows.map(\.cells) == [["2026-03-13", "44632", "2022/03/12"]])
            #expect(table.countsDaysFrom1904)
        }
    }

    @Test("Cells of every kind: shared and rich text, formulas, errors, places left out")
    func kinds() throws {
        let data = """
            <row r="2" spans="1:9"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c>\
            <c r="E2" t="str"><f>A1&amp;"x"</f><v>a &lt; b</v></c><c t="e"><v>#N/A</v></c>\
            <c t="b"><v>1</v></c><c t="n"/><c><f>1+1</f><v>2</v></c>\
            <c t="d"><v>2026-03-13T16:00:00</v></c></row>
            <row><c/></row><row r="5"><!-- <c><v>9</v></c> --><c t="inlineStr"><is><r><t>氨</t></r>\
            <r><t>氮</t></r></is></c><c><v>0.28999999999999998</v></c></row>
            <row r="7"><c r="AB7"><v>1E-3</v></c></row>
            """
        var book = WorkbookFixture(sheets: [("汾河", nil, data)])
        book.sharedTexts = [
            "<t xml:space=\"preserve\"> 监测 </t><rPh sb=\"0\" eb=\"1\"><t>jian</t></rPh>",
            "<r><t>PM</t></r><r><t>2.5_x000D_\n(&#956;g/m&#xB3;)</t></r>",
        ]
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.xlsx").path
            try book.write(to: path)
            let rows = try readTableRows(at: path).rows
            #expect(rows.map(\.number) == [2, 5, 7])
            #expect(
                rows[0].cells == [
                    "", " 监测 ", "PM2.5\r\n(μg/m³)", "", "a < b", "#N/A", "1", "", "2",
                    "2026-03-13 16:00:00",
                ])
            #expect(rows[1].cells.prefix(3) == ["氨氮", "0.29", ""])
            #expect(rows[2].cells.count == 28 && rows[2].cells[27] == "1E-3")
        }
    }

    @Test("Sheets by name; a hidden one is read with a note; blank ones need no name")
    func sheets() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.xlsx").path
            let data = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
            var book = WorkbookFixture(sheets: [
                ("1月", nil, data), ("空", nil, ""), ("旧&amp;", "veryHidden", data),
            ])
            try book.write(to: path)
            #expect(try sheetNames(of: path) == ["1月", "空", "旧&"])
            let hidden = try readTableRows(at: path, sheet: "旧&")
            #expect(hidden.notes.map(\.kind) == [.hiddenSheet])
            #expect(hidden.notes[0].description.contains("is hidden, and was read"))
            let unnamed = try #require(throws: GeoFileError.self) { try readTableRows(at: path) }
            #expect(unnamed.description.contains("2 sheets with rows: \"1月\", \"旧&\""))
            book.sheets.removeLast()
            try book.write(to: path)
            #expect(try readTableRows(at: path).sheet == "1月")
        }
    }

    @Test("A workbook that is cut off or lacks a part is damaged")
    func damaged() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.xlsx").path
            let book = WorkbookFixture(sheets: [
                ("1", nil, "<row><c><v>1</v></c></row></sheetData></worksheet")
            ])
            try book.write(to: path)
            _ = try? readTableRows(at: path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for count in [4, 100, whole.count / 2, whole.count - 30] {
                try whole.prefix(count).write(to: URL(fileURLWithPath: path))
                let error = try #require(throws: GeoFileError.self) { try readTableRows(at: path) }
                #expect([.damaged, .unreadable].contains(error.kind), "\(error)")
            }
        }
    }

    @Test("An old workbook: text, numbers, dates with their hours, several sheets, 1904")
    func old() throws {
        var book = OldWorkbook(sheets: [
            .init(
                name: "3月",
                rows: [
                    [.text("汾河断面监测结果")],
                    [.text("断面"), .text("时间"), .text("氨氮"), .empty, .text("备注")],
                    [
                        .text("小店桥"), .formatted(46094.666666666664, format: 22), .number(0.35),
                        .empty, .text("0.01L"),
                    ],
                    [
                        .text("007"), .formatted(46094.666666666664, format: 164), .number(1234567),
                    ],
                    [.number(0.1 + 0.2), .number(46094.5), .formatted(46094, format: 14)],
                ]),
            .init(name: "空", rows: []),
        ])
        book.formats = ["yyyy/m/d h:mm"]
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "旧.xls").path
            try Data(book.bytes).write(to: URL(fileURLWithPath: path))
            #expect(try sheetNames(of: path).first == "3月")
            let table = try readTableRows(at: path)
            #expect(
                table.rows.map(\.cells) == [
                    ["汾河断面监测结果", "", "", "", ""], ["断面", "时间", "氨氮", "", "备注"],
                    ["小店桥", "2026-03-13 16:00:00", "0.35", "", "0.01L"],
                    ["007", "2026-03-13 16:00:00", "1234567", "", ""],
                    ["0.3", "46094.5", "2026-03-13", "", ""],
                ])
            #expect(table.rows.map(\.number) == [1, 2, 3, 4, 5])
            book.countsDaysFrom1904 = true
            book.sheets[0].rows = [[.formatted(44632.5, format: 22)]]
            try Data(book.bytes).write(to: URL(fileURLWithPath: path))
            #expect(try readTableRows(at: path).rows.map(\.cells) == [["2026-03-13 12:00:00"]])
        }
    }

    @Test("An OpenDocument workbook: text, numbers, and dates with their hours")
    func openDocument() throws {
        let space = "urn:oasis:names:tc:opendocument:xmlns:"
        let day = "office:value-type=\"date\" office:date-value=\"2026-03-13T16:00:00\""
        let number = "office:value-type=\"float\" office:value=\"0.35\""
        let text = "office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>"
        let content = """
            <?xml version="1.0"?><office:document-content xmlns:office="\(space)office:1.0" \
            xmlns:table="\(space)table:1.0" xmlns:text="\(space)text:1.0"><office:body>\
            <office:spreadsheet><table:table table:name="3月"><table:table-row>\
            <table:table-cell \(text)<table:table-cell \(day)/><table:table-cell \(number)/>\
            </table:table-row></table:table></office:spreadsheet></office:body>\
            </office:document-content>
            """
        var archive = ZipArchive()
        _ = archive.add(
            "mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
        _ = archive.add("content.xml", Array(content.utf8))
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "b.ods").path
            try Data(archive.bytes).write(to: URL(fileURLWithPath: path))
            #expect(try sheetNames(of: path) == ["3月"])
            let rows = try readTableRows(at: path).rows
            #expect(rows.map(\.cells) == [["甲", "2026-03-13T16:00:00", "0.35"]])
        }
    }

    @Test("What goes by the name of a workbook: text is read, pages and protected books are named")
    func disguised() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "export.xls")
            try Data("断面\t氨氮\n甲\t0.3\n".utf8).write(to: path)
            let table = try readTableRows(at: path.path)
            #expect(table.rows.map(\.cells) == [["断面", "氨氮"], ["甲", "0.3"]])
            #expect(table.notes.map(\.kind) == [.formatGuessed])
            #expect(try sheetNames(of: path.path).isEmpty)
            try Data("\u{FEFF}\n<html><table></table></html>".utf8).write(to: path)
            let page = try #require(throws: GeoFileError.self) { try readTableRows(at: path.path) }
            #expect(page.kind == .wrongContent)
            #expect(page.description.contains("is a web page or XML text"))
            #expect(page.descriptionInChinese.contains("实际为网页或 XML 文本"))
            let locked = folder.appending(path: "locked.xlsx")
            try Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).write(to: locked)
            let error = try #require(throws: GeoFileError.self) {
                try readTableRows(at: locked.path)
            }
            #expect(error.description.contains("protected by a password"))
            #expect(error.descriptionInChinese.contains("带有密码"))
            // An XLSX workbook under the old extension.
            let renamed = folder.appending(path: "renamed.xls").path
            let data = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
            try WorkbookFixture(sheets: [("1", nil, data)]).write(to: renamed)
            #expect(try readTableRows(at: renamed).rows.map(\.cells) == [["1"]])
        }
    }
}
