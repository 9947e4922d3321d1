extension ReportDocument {
    /// The report as one HTML file that needs nothing else: no network, no script, no font.
    ///
    /// The text is well-formed XML as well as HTML. All data is escaped, and a content security
    /// policy forbids the reader's browser to load or run anything. The same document gives the
    /// same text.
    public func html() -> String {
        var writer = MarkupWriter()
        writer.fragment("<!DOCTYPE html>\n")
        writer.element("html", ["lang": language.tag, "xmlns": "http://www.w3.org/1999/xhtml"]) {
            writeHead(to: &$0)
            $0.newline()
            $0.element("body") { writer in
                writer.element("main") { ReportBody(document: self).write(to: &$0) }
            }
        }
        writer.newline()
        return writer.output
    }

    private func writeHead(to writer: inout MarkupWriter) {
        writer.element("head") { writer in
            writer.emptyElement("meta", ["charset": "utf-8"])
            writer.emptyElement(
                "meta",
                [
                    "http-equiv": "Content-Security-Policy",
                    "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
                ])
            writer.emptyElement(
                "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            writer.newline()
            writer.element("title", text: title(language))
            writer.newline()
            // The style sheet is this module's own text and free of "<" and "&".
            writer.element("style") { $0.fragment(ReportStylesheet.css) }
        }
    }
}

/// Writes the body of a report and numbers its figures and tables.
private struct ReportBody {
    let document: ReportDocument

    /// How many figures and tables were numbered so far.
    private struct Numbering {
        var figures = 0
        var tables = 0
    }

    private var language: ReportLanguage { document.language }

    func write(to writer: inout MarkupWriter) {
        var numbering = Numbering()
        writeHeader(to: &writer)
        if document.sections.count > 2 { writeContents(to: &writer) }
        for (index, section) in document.sections.enumerated() {
            write(section, number: index + 1, &numbering, to: &writer)
        }
        writeProvenance(number: document.sections.count + 1, to: &writer)
    }

    private func writeHeader(to writer: inout MarkupWriter) {
        writer.element("header") { writer in
            writer.element("h1", text: document.title(language))
            if !document.subtitle.isEmpty {
                writer.element("p", ["class": "subtitle"], text: document.subtitle(language))
            }
        }
        guard !document.facts.isEmpty else { return }
        writer.newline()
        writer.element("dl", ["class": "facts"]) { writer in
            for fact in document.facts { write(fact, to: &writer) }
        }
    }

    private func write(_ fact: ReportFact, to writer: inout MarkupWriter) {
        let edge = fact.accent.map { "border-left-color:\($0.hex)" }
        writer.newline()
        writer.element("div", ["class": "fact", "style": edge]) { writer in
            writer.element("dt", text: fact.label(language))
            writer.element("dd", ["class": "value"]) { writer in
                writer.text(fact.value(language))
                if let unit = fact.unit { writer.element("small", text: unit(language)) }
            }
            if let detail = fact.detail {
                writer.element("dd", ["class": "detail"], text: detail(language))
            }
        }
    }

    private func writeContents(to writer: inout MarkupWriter) {
        var titles = document.sections.map { $0.title(language) }
        if !document.provenance.isEmpty { titles.append(Phrase.provenance(language)) }
        writer.newline()
        writer.element("nav", ["aria-label": Phrase.contents(language)]) { writer in
            writer.element("ol") { writer in
                for (index, title) in titles.enumerated() {
                    writer.element("li") { writer in
                        writer.element(
                            "a", ["href": "#s\(index + 1)"],
                            text: Phrase.sectionNumber(index + 1, language) + title)
                    }
                }
            }
        }
    }

    private func writeHeading(
        _ title: String, number: Int, to writer: inout MarkupWriter
    ) {
        writer.newline()
        writer.element(
            "h2", ["id": "s\(number)"], text: Phrase.sectionNumber(number, language) + title)
    }

    private func write(
        _ section: ReportSection, number: Int, _ numbering: inout Numbering,
        to writer: inout MarkupWriter
    ) {
        writeHeading(section.title(language), number: number, to: &writer)
        for paragraph in section.paragraphs {
            writer.newline()
            writer.element("p", ["class": "body"], text: paragraph(language))
        }
        writeMaps(section, &numbering, to: &writer)
        for table in section.tables { write(table, &numbering, to: &writer) }
        write(section.notes, to: &writer)
    }

    /// The first map beside the key table; other maps two in a row.
    private func writeMaps(
        _ section: ReportSection, _ numbering: inout Numbering, to writer: inout MarkupWriter
    ) {
        var maps = section.maps[...]
        if let keyTable = section.keyTable {
            if let first = maps.popFirst() {
                writer.newline()
                writer.element("div", ["class": "pair"]) { writer in
                    write(first, &numbering, to: &writer)
                    write(keyTable, &numbering, to: &writer)
                }
            } else {
                write(keyTable, &numbering, to: &writer)
            }
        }
        if maps.isEmpty { return }
        writer.newline()
        writer.element("div", ["class": maps.count > 1 ? "maps" : nil]) { writer in
            for map in maps { write(map, &numbering, to: &writer) }
        }
    }

    private func write(
        _ map: MapDocument, _ numbering: inout Numbering, to writer: inout MarkupWriter
    ) {
        numbering.figures += 1
        let heading = Phrase.figure(numbering.figures)(language) + "  " + map.title(language)
        writer.newline()
        writer.element("figure") { writer in
            MapDrawing(map, language: language, isStandalone: false).write(to: &writer)
            writer.element("figcaption") { writer in
                writer.text(heading)
                if let caption = map.caption, !caption.isEmpty {
                    writer.element("small", text: caption(language))
                }
            }
        }
    }

    private func write(
        _ table: ReportTable, _ numbering: inout Numbering, to writer: inout MarkupWriter
    ) {
        numbering.tables += 1
        let heading = Phrase.table(numbering.tables)(language) + "  " + table.title(language)
        TableMarkup(
            table: table, heading: heading, language: language, rowLimit: document.tableRowLimit
        ).write(to: &writer)
    }

    private func write(_ notes: [ReportNote], to writer: inout MarkupWriter) {
        guard !notes.isEmpty else { return }
        writer.newline()
        writer.element("ul", ["class": "notes"]) { writer in
            for note in notes {
                writer.element("li") { writer in
                    writer.element(
                        "span", ["class": "tag \(note.kind.rawValue)"],
                        text: note.kind.label(language))
                    writer.element("span", text: note.text(language))
                }
            }
        }
    }

    private func writeProvenance(number: Int, to writer: inout MarkupWriter) {
        let provenance = document.provenance
        guard !provenance.isEmpty else { return }
        writeHeading(Phrase.provenance(language), number: number, to: &writer)
        if !provenance.statements.isEmpty {
            writer.element("dl", ["class": "statements"]) { writer in
                for statement in provenance.statements {
                    writer.element("dt", text: statement.label(language))
                    writer.element("dd", text: statement.value(language))
                }
            }
        }
        if !provenance.inputs.isEmpty { writeInputs(provenance.inputs, to: &writer) }
    }

    private func writeInputs(
        _ inputs: [ReportProvenance.Input], to writer: inout MarkupWriter
    ) {
        writer.element("div", ["class": "table"]) { writer in
            writer.element("div", ["class": "scroll"]) { writer in
                writer.element("table") { writer in
                    writer.element("thead") { writer in
                        writer.element("tr") { writer in
                            writer.element("th", text: Phrase.inputFile(language))
                            writer.element("th", text: Phrase.role(language))
                            writer.element(
                                "th", ["class": "number"], text: Phrase.bytes(language))
                            writer.element("th", text: "SHA-256")
                        }
                    }
                    writer.element("tbody") { writer in
                        for input in inputs { write(input, to: &writer) }
                    }
                }
            }
        }
    }

    private func write(_ input: ReportProvenance.Input, to writer: inout MarkupWriter) {
        writer.newline()
        writer.element("tr") { writer in
            writer.element("td", text: input.path)
            writer.element("td", text: input.role(language))
            writer.element("td", ["class": "number"], text: String(input.bytes))
            writer.element("td") { $0.element("code", text: input.sha256) }
        }
    }
}
