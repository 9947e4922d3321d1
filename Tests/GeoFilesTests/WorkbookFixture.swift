import Foundation

@testable import GeoFiles

/// A workbook in the form of XLSX with the sheet data written by a test.
struct WorkbookFixture {
    var sheets: [(name: String, state: String?, data: String)]
    /// The codes of formats, the first being style 1; style 0 is the general one.
    var formats: [String] = []
    var sharedTexts: [String] = []
    var bookProperties = ""

    func write(to path: String) throws {
        var archive = ZipArchive()
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006/relationships"
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        func add(_ name: String, _ text: String) {
            _ = archive.add(name, Array(("<?xml version=\"1.0\"?>\n" + text).utf8))
        }
        add(
            "_rels/.rels",
            "<Relationships xmlns=\"\(package)\"><Relationship Id=\"r1\" "
                + "Type=\"\(relation)/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
        )
        var links =
            "<Relationship Id=\"rS\" Type=\"\(relation)/styles\" Target=\"styles.xml\"/>"
            + "<Relationship Id=\"rT\" Type=\"\(relation)/sharedStrings\" Target=\"texts.xml\"/>"
        var list = ""
        for (index, sheet) in sheets.enumerated() {
            links +=
                "<Relationship Type='\(relation)/worksheet' Target='sheets/\(index).xml' "
                + "Id='r\(index)'/>"
            let state = sheet.state.map { " state=\"\($0)\"" } ?? ""
            list +=
                "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(state) r:id=\"r\(index)\"/>"
            add(
                "xl/sheets/\(index).xml",
                "<worksheet \(main)><sheetData>\(sheet.data)</sheetData></worksheet>")
        }
        add("xl/_rels/workbook.xml.rels", "<Relationships>\(links)</Relationships>")
        add(
            "xl/workbook.xml",
            "<workbook \(main) xmlns:r=\"\(relation)\"><workbookPr\(bookProperties)/>"
                + "<sheets>\(list)</sheets></workbook>")
        var codes = ""
        var styles = "<xf numFmtId=\"0\"/>"
        for (index, code) in formats.enumerated() {
            if let builtIn = Int(code) {
                styles += "<xf numFmtId=\"\(builtIn)\"/>"
                continue
            }
            codes += "<numFmt numFmtId=\"\(164 + index)\" formatCode=\"\(xmlEscaped(code))\"/>"
            styles += "<xf numFmtId=\"\(164 + index)\"/>"
        }
        add(
            "xl/styles.xml",
            "<styleSheet \(main)><numFmts>\(codes)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"
                + "</cellStyleXfs><cellXfs>\(styles)</cellXfs></styleSheet>")
        add(
            "xl/texts.xml",
            "<sst \(main)>" + sharedTexts.map { "<si>\($0)</si>" }.joined() + "</sst>")
        try Data(archive.bytes).write(to: URL(fileURLWithPath: path))
    }
}
