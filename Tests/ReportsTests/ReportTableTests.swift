import Reports
import Testing

@Suite("Tables and CSV")
struct ReportTableTests {
    @Test("Keys are the header, numbers are whole, empty and NaN are empty")
    func csv() {
        let table = ReportTable(
            id: "t", title: "t",
            columns: [
                .init(key: "id", heading: LocalizedText(zh: "编码", en: "Code"), kind: .text),
                .init(
                    key: "share>30", heading: "x", unit: "%", kind: .number(decimals: 1)),
                .init(key: "n", heading: "n", kind: .number(decimals: 0)),
            ],
            rows: [
                [.text("甲"), .number(1.0 / 3), .integer(-4)],
                [.empty, .number(.nan), .number(-0.5)],
            ])
        #expect(
            table.csv() == """
                id,share>30,n
                甲,0.3333333333333333,-4
                ,,-0.5

                """)
        #expect(table.csv(bom: true).unicodeScalars.first == "\u{FEFF}")
        #expect(table.csv() == table.csv())
    }

    @Test("Texts are written by the rule of all CSV files, numbers keep their sign")
    func guarded() {
        let table = ReportTable(
            id: "t", title: "t",
            columns: [
                .init(key: "=key", heading: "k", kind: .text),
                .init(key: "v,w", heading: "v", kind: .number(decimals: 1)),
            ],
            rows: [
                [.text("=1+1"), .number(-1.5)], [.text("-5"), .integer(-5)],
                [.text("a,b"), .number(1e-7)], [.text("\tx"), .number(.infinity)],
                [.text("say \"hi\""), .number(-0.0)],
            ])
        #expect(
            table.csv() == """
                '=key,"v,w"
                '=1+1,-1.5
                '-5,-5
                "a,b",1e-07
                '\tx,inf
                "say ""hi""\",0

                """)
    }

    @Test("A row that is only an empty field is not a blank line")
    func loneEmptyField() {
        let table = ReportTable(
            id: "t", title: "t", columns: [.init(key: "a", heading: "a", kind: .text)],
            rows: [[.empty], [.text("x")]])
        #expect(table.csv() == "a\n\"\"\nx\n")
    }

    @Test("An excerpt orders rows by a number, the ones without it last, and keeps the total")
    func excerpt() {
        let table = ReportTable(
            id: "t", title: "t",
            columns: [
                .init(key: "a", heading: "a", kind: .text),
                .init(key: "v", heading: "v", kind: .number(decimals: 1)),
            ],
            rows: [
                [.text("p"), .empty], [.text("q"), .number(1)], [.text("r"), .number(3)],
                [.text("s"), .integer(3)], [.text("all"), .number(9)],
            ], lastRowIsTotal: true)
        let top = table.excerpt(
            id: "t", title: "t", keys: ["v", "a", "none"], descendingBy: "v", rowLimit: 3)
        #expect(top.columns.map(\.key) == ["v", "a"])
        #expect(top.rows.map { $0[1] } == [.text("r"), .text("s"), .text("q"), .text("all")])
        #expect(top.lastRowIsTotal)
    }
}
