import Geometry
import Testing

@testable import Reports

@Suite("Reports as HTML")
struct ReportDocumentTests {
    @Test("The report is well-formed in both languages, and the same twice")
    func wellFormed() throws {
        for language in ReportLanguage.allCases {
            let html = try SampleReport.document(language).html()
            #expect(try SampleReport.document(language).html() == html)
            let parsed = ParsedMarkup(html)
            #expect(parsed.fault == nil)
            #expect(parsed.all("html").first?.attributes["lang"] == language.tag)
            #expect(parsed.all("figure").count == 4)
        }
    }

    @Test("Nothing in it reaches for the network or runs")
    func offline() throws {
        let html = try SampleReport.document(.zh).html()
        let parsed = ParsedMarkup(html)
        let policy = parsed.all("meta").first {
            $0.attributes["http-equiv"] == "Content-Security-Policy"
        }
        #expect(
            policy?.attributes["content"]
                == "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        #expect(parsed.all("script").isEmpty && parsed.all("link").isEmpty)
        for element in parsed.elements {
            #expect(element.attributes["src"] == nil)
            if let link = element.attributes["href"] { #expect(link.hasPrefix("#s")) }
            if let image = element.attributes["xlink:href"] {
                #expect(image.hasPrefix("data:image/png;base64,"))
            }
        }
        #expect(!html.contains("url(") && !html.contains("@import"))
    }

    @Test("Ids are unique and every link has its target")
    func links() throws {
        let parsed = ParsedMarkup(try SampleReport.document(.zh).html())
        let ids = parsed.elements.compactMap { $0.attributes["id"] }
        #expect(ids == ["s1", "s2", "s3", "s4"])
        let links = parsed.all("a").compactMap { $0.attributes["href"] }
        #expect(links == ids.map { "#" + $0 })
    }

    @Test("All texts from data are escaped", arguments: attacks)
    func escaping(attack: String) throws {
        let text = LocalizedText(attack)
        let table = ReportTable(
            id: attack, title: text,
            columns: [
                .init(
                    key: attack, heading: text, unit: text, kind: .text, group: text,
                    swatches: [attack: .black]),
                .init(key: "w", heading: "w", kind: .text, words: ["code": text]),
            ], rows: [[.text(attack), .text("code")], [.text(attack), .empty]], lastRowIsTotal: true
        )
        var map = SampleReport.zoneMap
        map.title = text
        map.caption = text
        let document = ReportDocument(
            language: .zh, title: text, subtitle: text,
            facts: [ReportFact(label: text, value: text, unit: text, detail: text)],
            sections: [
                ReportSection(
                    title: text, paragraphs: [text], maps: [map], keyTable: table,
                    tables: [table], notes: [ReportNote(.remark, text)]),
                ReportSection(title: text), ReportSection(title: text),
            ],
            provenance: ReportProvenance(
                statements: [.init(label: text, value: text)],
                inputs: [.init(path: attack, role: text, bytes: 1, sha256: attack)]))
        let html = document.html()
        let parsed = ParsedMarkup(html)
        #expect(parsed.fault == nil)
        let names = Set(parsed.elements.map(\.name))
        #expect(names.isDisjoint(with: ["script", "img", "b", "iframe", "object", "embed"]))
        let attributes = Set(parsed.elements.flatMap(\.attributes.keys))
        #expect(!attributes.contains { $0.hasPrefix("on") })
        #expect(!html.contains("<script"))
        // The text itself comes through, but for characters that XML cannot hold.
        let expected = String(
            String.UnicodeScalarView(
                attack.unicodeScalars.map {
                    $0.value < 32 || $0 == "\u{FFFE}" ? "\u{FFFD}" : $0
                }))
        #expect(parsed.text.contains(expected))
    }

    @Test("Escaping by hand")
    func escapingByHand() {
        #expect(
            MarkupWriter.escaped("a<b> & \"c\" 'd'") == "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;"
        )
        #expect(MarkupWriter.escaped("x\r\ny\u{0}\u{85}") == "x \ny\u{FFFD}\u{FFFD}")
        #expect(MarkupWriter.escaped("汉字 🌊") == "汉字 🌊")
    }

    @Test("A rounded number carries its full value; empty cells show a dash")
    func numbers() {
        let table = ReportTable(
            id: "t", title: "t",
            columns: [.init(key: "v", heading: "v", unit: "mg/L", kind: .number(decimals: 1))],
            rows: [[.number(1.25)], [.number(2)], [.number(.nan)], [.empty], [.integer(7)]])
        let html = ReportDocument(
            language: .en, title: "t", subtitle: "",
            sections: [ReportSection(title: "s", tables: [table])]
        ).html()
        #expect(html.contains("<td class=\"number\" title=\"1.25\">1.2</td>"))
        #expect(html.contains("<td class=\"number\" title=\"2\">2.0</td>"))
        #expect(html.contains("<td class=\"number\">7</td>"))
        #expect(html.components(separatedBy: "<td class=\"number empty\">–</td>").count == 3)
        #expect(html.contains("v<small>mg/L</small>"))
        #expect(html.contains("tables/t.csv"))
    }

    private func html(_ table: ReportTable, _ language: ReportLanguage = .zh) -> String {
        ReportDocument(
            language: language, title: "t", subtitle: "",
            sections: [ReportSection(title: "s", tables: [table])]
        ).html()
    }

    @Test("Codes read as words in the report and stay codes in the file")
    func words() {
        let table = ReportTable(
            id: "t", title: "t",
            columns: [
                .init(
                    key: "met", heading: "m", kind: .text, swatches: ["yes": .black],
                    words: ["yes": LocalizedText(zh: "是", en: "reached")])
            ], rows: [[.text("yes")], [.text("maybe")]])
        let swatch = "<span class=\"swatch\" style=\"background:#000000\"></span>"
        #expect(html(table).contains("<td class=\"name\">\(swatch)是</td>"))
        #expect(html(table, .en).contains("<td class=\"name\">\(swatch)reached</td>"))
        #expect(html(table).contains("<td class=\"name\">maybe</td>"))
        #expect(table.csv() == "met\nyes\nmaybe\n")
    }

    @Test(
        "Names stay on a line, sentences wrap, lists wrap behind semicolons, nothing is a dash",
        arguments: [
            ("汾河水库出口", "<td class=\"name\">汾河水库出口</td>"),
            ("a;b；c", "<td class=\"name\">a;<wbr/>b；<wbr/>c</td>"),
            ("a;", "<td class=\"name\">a;</td>"), ("", "<td class=\"empty\">–</td>"),
            (
                "PH;DO;CODMN;COD;BOD5",
                "<td class=\"prose\">PH;<wbr/>DO;<wbr/>CODMN;<wbr/>COD;<wbr/>BOD5</td>"
            ),
            (String(repeating: "长", count: 40), "<td class=\"prose\">长"),
            (String(repeating: "长", count: 41), "<td class=\"prose long\">长"),
        ])
    func textCells(text: String, cell: String) {
        let table = ReportTable(
            id: "t", title: "t", columns: [.init(key: "v", heading: "v", kind: .text)],
            rows: [[.text(text)]])
        #expect(html(table).contains(cell))
    }

    @Test("Tables of more than twelve columns print on landscape pages", arguments: [12, 13])
    func wideTables(columns: Int) {
        let table = ReportTable(
            id: "t", title: "t",
            columns: (0..<columns).map { .init(key: "c\($0)", heading: "c", kind: .text) })
        #expect(html(table).contains("<div class=\"table wide\">") == (columns > 12))
        #expect(html(table).contains("@page wide{size:A4 landscape"))
    }

    @Test("A table wider than a page goes on below: names in every part, groups together")
    func tablesInParts() {
        // A cell takes 0.56 · 4 characters and a gap: 3.1 of 120; 10 groups of 4 columns take 126.
        let groups = (0..<10).flatMap { group in
            let name = LocalizedText(zh: "g\(group)", en: "g\(group)")
            return (0..<4).map { place in
                ReportTable.Column(
                    key: "g\(group)c\(place)", heading: "c", kind: .number(decimals: 0), group: name
                )
            }
        }
        let table = ReportTable(
            id: "t", title: "t",
            columns: [
                .init(key: "id", heading: "id", kind: .text),
                .init(key: "label", heading: "label", kind: .text),
            ] + groups,
            rows: [[.text("A"), .text("甲")] + groups.map { _ in ReportTable.Cell.integer(1234) }])
        let parsed = ParsedMarkup(html(table))
        #expect(parsed.fault == nil)
        let text = html(table)
        #expect(text.components(separatedBy: "<table>").count == 3, "two parts")
        #expect(text.components(separatedBy: "title=\"label\"").count == 3)
        for group in 0..<10 {
            let heading = "colspan=\"4\">g\(group)</th>"
            #expect(text.components(separatedBy: heading).count == 2, "\(heading) once")
        }
        #expect(text.components(separatedBy: "title=\"g").count == 41, "every column once")
        #expect(text.contains("表 1  t（续）"))
    }

    @Test("A report without anything in it is still whole", arguments: ReportLanguage.allCases)
    func emptyDocument(language: ReportLanguage) {
        let empty = ReportDocument(language: language, title: "", subtitle: "", sections: [])
        let parsed = ParsedMarkup(empty.html())
        #expect(parsed.fault == nil)
        #expect(parsed.all("h1").count == 1 && parsed.all("h2").isEmpty)
        #expect(parsed.all("nav").isEmpty && parsed.all("dl").isEmpty)
        let hollow = ReportDocument(
            language: language, title: "t", subtitle: "s",
            sections: [
                ReportSection(
                    title: "s",
                    maps: [
                        MapDocument(
                            id: "m", title: "",
                            box: BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1),
                            layers: [])
                    ], tables: [ReportTable(id: "t", title: "", columns: [])])
            ])
        let parsedHollow = ParsedMarkup(hollow.html())
        #expect(parsedHollow.fault == nil)
        #expect(parsedHollow.all("figure").count == 1 && parsedHollow.all("table").count == 1)
        #expect(parsedHollow.all("td").isEmpty)
    }

    @Test("A long table folds, is cut at the limit and says so; its total stays")
    func longTable() {
        var table = ReportTable(
            id: "long", title: "t", columns: [.init(key: "v", heading: "v", kind: .text)],
            lastRowIsTotal: true)
        for row in 0..<500 { table.append([.text("row\(row)")]) }
        table.append([.text("whole")])
        var document = ReportDocument(
            language: .en, title: "t", subtitle: "",
            sections: [ReportSection(title: "s", tables: [table])])
        let whole = document.html()
        #expect(whole.contains("<details class=\"table\"><summary"))
        #expect(whole.contains("501 rows") && whole.contains("row499"))
        document.tableRowLimit = 100
        let cut = document.html()
        #expect(cut.contains("First 99 of 501 rows; all of them in tables/long.csv"))
        #expect(cut.contains("row98<") && !cut.contains("row99<"))
        #expect(cut.contains("<tr class=\"total\"><td class=\"name\">whole</td></tr>"))
    }

    @Test("Sections, figures and tables are numbered in the language of the report")
    func numbering() throws {
        let chinese = ParsedMarkup(try SampleReport.document(.zh).html()).text
        #expect(chinese.contains("一、环境空气") && chinese.contains("四、数据来源与校验"))
        #expect(chinese.contains("图 4") && chinese.contains("表 3"))
        let english = ParsedMarkup(try SampleReport.document(.en).html()).text
        #expect(english.contains("1. Ambient air") && english.contains("Figure 4"))
        let numerals = [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (100, "100")]
        for (number, text) in numerals {
            #expect(Phrase.sectionNumber(number, .zh) == text + "、")
        }
    }
}
