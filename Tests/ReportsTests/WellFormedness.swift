import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A document as a list of elements, or why it is not well-formed.
final class ParsedMarkup: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
    }

    private(set) var elements: [Element] = []
    /// All text between tags.
    private(set) var text = ""
    private(set) var fault: String?

    init(_ markup: String) {
        super.init()
        let parser = XMLParser(data: Data(markup.utf8))
        parser.delegate = self
        if !parser.parse() {
            fault =
                "line \(parser.lineNumber), column \(parser.columnNumber): "
                + String(describing: parser.parserError)
        }
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        text += string
    }
}

/// Texts that try to become markup, an attribute or the end of a section.
let attacks = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]>", "' onmouseover='x",
    "&lt;b&gt;", "--><!--", "</title></svg></table>", "a\u{0}\u{8}b\u{1B}[31m", "\u{FFFE}",
    "javascript:alert(1)", "</style><script>", "{{x}}${y}",
]
