/// Writes one table of a report as HTML.
struct TableMarkup {
    let table: ReportTable
    /// `表 3  …`
    let heading: String
    let language: ReportLanguage
    let rowLimit: Int

    /// Tables with more rows can be folded away.
    private static let foldable = 30
    /// Tables with more rows start folded.
    private static let folded = 200
    /// Tables with more columns do not fit a portrait page.
    private static let portraitColumns = 12

    func write(to writer: inout MarkupWriter) {
        let file = "tables/\(table.id).csv"
        let body = shownRows
        let detail =
            body.count < table.rows.count
            ? Phrase.shortened(
                shown: body.count - (table.lastRowIsTotal ? 1 : 0), of: table.rows.count,
                file: file)
            : Phrase.source(file: file)
        writer.newline()
        guard table.rows.count > Self.foldable else {
            writer.element("div", ["class": cssClass]) { writer in
                writer.element("p", ["class": "caption"]) { writer in
                    writeCaption(detail(language), to: &writer)
                }
                writeTable(body, to: &writer)
            }
            return
        }
        let isOpen = table.rows.count <= Self.folded ? "open" : nil
        writer.element("details", ["class": cssClass, "open": isOpen]) { writer in
            writer.element("summary", ["class": "caption"]) { writer in
                let count = Phrase.rowCount(table.rows.count)
                writeCaption(count(language) + " · " + detail(language), to: &writer)
            }
            writeTable(body, to: &writer)
        }
    }

    /// Wide tables get landscape pages in print.
    private var cssClass: String {
        table.columns.count > Self.portraitColumns ? "table wide" : "table"
    }

    /// The rows within the limit; the total row always.
    private var shownRows: [[ReportTable.Cell]] {
        guard table.rows.count > rowLimit else { return table.rows }
        let total = table.lastRowIsTotal ? table.rows.suffix(1) : []
        return Array(table.rows.prefix(max(rowLimit - total.count, 0)) + total)
    }

    private func writeCaption(_ detail: String, to writer: inout MarkupWriter) {
        writer.text(heading)
        writer.element("small", text: detail)
    }

    /// A table that is wider than a page goes on below with its next columns.
    private func writeTable(_ rows: [[ReportTable.Cell]], to writer: inout MarkupWriter) {
        let parts = TableParts(table, rows: rows, language: language).columns
        for (number, columns) in parts.enumerated() {
            if number > 0 {
                writer.element("p", ["class": "caption"]) { writer in
                    writer.text(heading + Phrase.continued(language))
                    let source = Phrase.source(file: "tables/\(table.id).csv")
                    writer.element("small", text: source(language))
                }
            }
            writePart(rows, columns, to: &writer)
        }
    }

    private func writePart(
        _ rows: [[ReportTable.Cell]], _ columns: [Int], to writer: inout MarkupWriter
    ) {
        writer.element("div", ["class": "scroll"]) { writer in
            writer.element("table") { writer in
                writeHead(columns, to: &writer)
                writer.element("tbody") { writer in
                    for (index, row) in rows.enumerated() {
                        let isTotal = table.lastRowIsTotal && index == rows.count - 1
                        writer.newline()
                        writer.element("tr", ["class": isTotal ? "total" : nil]) { writer in
                            for column in columns { write(row[column], column, to: &writer) }
                        }
                    }
                }
            }
        }
    }

    private func writeHead(_ columns: [Int], to writer: inout MarkupWriter) {
        let hasGroups = columns.contains { table.columns[$0].group != nil }
        writer.element("thead") { writer in
            writer.element("tr") { writer in
                for span in groupSpans(columns) {
                    if let group = span.group {
                        writer.element(
                            "th", ["class": "group", "colspan": String(span.columns.count)],
                            text: group(language))
                    } else {
                        for column in span.columns {
                            writeHeading(column, rowspan: hasGroups ? "2" : nil, to: &writer)
                        }
                    }
                }
            }
            guard hasGroups else { return }
            writer.element("tr") { writer in
                for column in columns where table.columns[column].group != nil {
                    writeHeading(column, rowspan: nil, to: &writer)
                }
            }
        }
    }

    /// Neighbouring columns with an equal group.
    private func groupSpans(_ columns: [Int]) -> [(group: LocalizedText?, columns: [Int])] {
        var spans: [(group: LocalizedText?, columns: [Int])] = []
        for index in columns {
            let group = table.columns[index].group
            if let last = spans.last, last.group == group {
                spans[spans.count - 1].columns.append(index)
            } else {
                spans.append((group, [index]))
            }
        }
        return spans
    }

    private func writeHeading(_ index: Int, rowspan: String?, to writer: inout MarkupWriter) {
        let column = table.columns[index]
        let isNumber = column.kind != .text
        writer.element(
            "th", ["class": isNumber ? "number" : nil, "rowspan": rowspan, "title": column.key]
        ) { writer in
            writer.text(column.heading(language))
            if let unit = column.unit, !unit.isEmpty {
                writer.element("small", text: unit(language))
            }
        }
    }

    /// Names and codes stay on one line, sentences and lists get room to wrap.
    private static func width(of text: String) -> String {
        if text.count <= longestName { return "name" }
        return text.count <= longestLine ? "prose" : "prose long"
    }

    private static let longestName = 16
    private static let longestLine = 40

    /// The text, which may break behind the semicolons of a list.
    private static func write(_ text: String, to writer: inout MarkupWriter) {
        var rest = text.unicodeScalars[...]
        while let mark = rest.firstIndex(where: { $0 == ";" || $0 == "；" }) {
            let next = rest.index(after: mark)
            writer.text(String(rest[..<next]))
            rest = rest[next...]
            if !rest.isEmpty { writer.emptyElement("wbr") }
        }
        writer.text(String(rest))
    }

    private func write(_ cell: ReportTable.Cell, _ index: Int, to writer: inout MarkupWriter) {
        let column = table.columns[index]
        let alignment = column.kind == .text ? nil : "number"
        switch cell {
        case .empty, .text(""): writeEmpty(alignment, to: &writer)
        case .text(let code):
            let text = column.words[code]?(language) ?? code
            writer.element("td", ["class": alignment ?? Self.width(of: text)]) { writer in
                if let colour = column.swatches[code] {
                    writer.element(
                        "span", ["class": "swatch", "style": "background:\(colour.hex)"], text: "")
                }
                Self.write(text, to: &writer)
            }
        case .integer(let value):
            writer.element("td", ["class": "number"], text: String(value))
        case .decimal(let digits):
            writer.element("td", ["class": "number"], text: digits)
        case .number(let value):
            guard !value.isNaN else { return writeEmpty(alignment, to: &writer) }
            let shown = Self.shown(value, column.kind)
            let full = NumberText.shortest(value)
            writer.element(
                "td", ["class": "number", "title": shown == full ? nil : full], text: shown)
        }
    }

    /// What a cell reads as.
    static func shownText(
        _ cell: ReportTable.Cell, of column: ReportTable.Column, _ language: ReportLanguage
    ) -> String {
        switch cell {
        case .empty: "–"
        case .text(let code): column.words[code]?(language) ?? code
        case .integer(let value): String(value)
        case .decimal(let digits): digits
        case .number(let value): value.isNaN ? "–" : shown(value, column.kind)
        }
    }

    private func writeEmpty(_ alignment: String?, to writer: inout MarkupWriter) {
        writer.element("td", ["class": alignment.map { $0 + " empty" } ?? "empty"], text: "–")
    }

    private static func shown(_ value: Double, _ kind: ReportTable.Kind) -> String {
        if case .number(let decimals?) = kind {
            return NumberText.fixed(value, decimals: decimals)
        }
        return NumberText.significant(value, digits: 4)
    }
}
