/// Writes XML, and HTML that is XML too, so that data can never become markup.
///
/// Names of elements and attributes are `StaticString`s: they come from this source. Everything
/// else goes through `escaped`.
struct MarkupWriter {
    private(set) var output = ""

    typealias Attributes = KeyValuePairs<StaticString, String?>

    /// `text` with `& < > " '` as references, a carriage return as a
    /// space, and characters that XML forbids as U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\r": result += " "
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// `<name attributes>content</name>`; attributes without a value are left out.
    mutating func element(
        _ name: StaticString, _ attributes: Attributes = [:],
        content: (inout MarkupWriter) -> Void
    ) {
        open(name, attributes)
        output += ">"
        content(&self)
        output += "</\(name)>"
    }

    /// `<name attributes>text</name>`.
    mutating func element(
        _ name: StaticString, _ attributes: Attributes = [:], text: String
    ) {
        element(name, attributes) { $0.text(text) }
    }

    /// `<name attributes/>`: an element without content. In HTML for void elements only.
    mutating func emptyElement(_ name: StaticString, _ attributes: Attributes = [:]) {
        open(name, attributes)
        output += "/>"
    }

    /// Text of any origin.
    mutating func text(_ text: String) {
        output += Self.escaped(text)
    }

    /// A line break between elements, for people who read the file.
    mutating func newline() {
        output += "\n"
    }

    /// Markup that this module wrote itself.
    mutating func fragment(_ markup: String) {
        output += markup
    }

    private mutating func open(_ name: StaticString, _ attributes: Attributes) {
        output += "<\(name)"
        for (key, value) in attributes {
            if let value { output += " \(key)=\"\(Self.escaped(value))\"" }
        }
    }
}
