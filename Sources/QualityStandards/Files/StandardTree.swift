/// The text of a standard's file (JSON) as a tree that remembers lines, and that keeps numbers as
/// they are written: a limit of 0.0025 is never a binary fraction.
struct StandardTree {
    enum Content {
        case text(String)
        /// The digits as they stand in the file.
        case number(String)
        case flag(Bool)
        case nothing
        case list([StandardTree])
        /// Keys in the order of the file.
        case object([(key: String, value: StandardTree)])
    }

    let content: Content
    /// The line on which the value begins, the first being 1.
    let line: Int

    /// The tree that `text` writes.
    ///
    /// - Throws: `StandardError.file` with the line of the first character that does not
    ///   belong there.
    init(parsing text: String, file: String) throws(StandardError) {
        var parser = StandardTextParser(text, file: file)
        self = try parser.whole()
    }

    fileprivate init(_ content: Content, line: Int) {
        self.content = content
        self.line = line
    }
}

/// Reads JSON (RFC 8259) character by character.
private struct StandardTextParser {
    private let characters: [Unicode.Scalar]
    private var place = 0
    private var line = 1
    private var depth = 0
    private let file: String

    /// Nesting beyond this is not a standard.
    private static let deepest = 64

    init(_ text: String, file: String) {
        let scalars = text.unicodeScalars
        // A byte order mark is an editor's habit, not content.
        characters = Array(scalars.first == "\u{FEFF}" ? scalars.dropFirst() : scalars[...])
        self.file = file
    }

    mutating func whole() throws(StandardError) -> StandardTree {
        let tree = try value()
        skipSpace()
        if place < characters.count { throw wrong("the end of the file", "文件结束") }
        return tree
    }

    private var current: Unicode.Scalar? {
        place < characters.count ? characters[place] : nil
    }

    private func wrong(_ expected: String, _ inChinese: String) -> StandardError {
        fault(current.map { "\"\($0)\"" } ?? "", expected, inChinese)
    }

    private func fault(_ found: String, _ expected: String, _ inChinese: String) -> StandardError {
        .file(
            StandardFileFault(
                file: file, line: line, key: "",
                .unexpected(found: found, expected: expected, expectedInChinese: inChinese)))
    }

    private mutating func advance() {
        if current == "\n" { line += 1 }
        place += 1
    }

    private mutating func skipSpace() {
        while let next = current, next == " " || next == "\n" || next == "\r" || next == "\t" {
            advance()
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        if current != character { return false }
        advance()
        return true
    }

    private mutating func value() throws(StandardError) -> StandardTree {
        skipSpace()
        let start = line
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw wrong("less nesting", "较少的嵌套层数") }
        switch current {
        case "{": return StandardTree(.object(try object()), line: start)
        case "[": return StandardTree(.list(try list()), line: start)
        case "\"": return StandardTree(.text(try string()), line: start)
        default: return StandardTree(try word(), line: start)
        }
    }

    private mutating func object() throws(StandardError) -> [(key: String, value: StandardTree)] {
        advance()
        var entries: [(key: String, value: StandardTree)] = []
        if take("}") { return entries }
        repeat {
            skipSpace()
            guard current == "\"" else { throw wrong("a key in quotes", "带双引号的键") }
            let key = try string()
            if entries.contains(where: { $0.key == key }) {
                throw fault("\"\(key)\"", "every key once", "每个键只出现一次")
            }
            guard take(":") else { throw wrong("a colon", "冒号") }
            entries.append((key, try value()))
        } while take(",")
        guard take("}") else { throw wrong("a comma or }", "逗号或}") }
        return entries
    }

    private mutating func list() throws(StandardError) -> [StandardTree] {
        advance()
        var items: [StandardTree] = []
        if take("]") { return items }
        repeat { items.append(try value()) } while take(",")
        guard take("]") else { throw wrong("a comma or ]", "逗号或]") }
        return items
    }

    private mutating func string() throws(StandardError) -> String {
        advance()
        var text = String.UnicodeScalarView()
        while let next = current, next != "\"" {
            if next.value < 0x20 { throw wrong("the closing quote", "右双引号") }
            advance()
            text.append(next == "\\" ? try escape() : next)
        }
        guard current != nil else { throw wrong("the closing quote", "右双引号") }
        advance()
        return String(text)
    }

    private mutating func escape() throws(StandardError) -> Unicode.Scalar {
        guard let mark = current else { throw wrong("the closing quote", "右双引号") }
        advance()
        switch mark {
        case "\"", "\\", "/": return mark
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "u": return try codePoint()
        default: throw wrong("an escape of JSON", "JSON转义符")
        }
    }

    private mutating func codePoint() throws(StandardError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A character beyond the first plane is written as two.
        guard current == "\\" else { throw wrong("the second half of a character", "字符的后半部分") }
        advance()
        guard current == "u" else { throw wrong("the second half of a character", "字符的后半部分") }
        advance()
        let second = try hexadecimal()
        guard (0xD800..<0xDC00).contains(first), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw wrong("the second half of a character", "字符的后半部分") }
        return scalar
    }

    private mutating func hexadecimal() throws(StandardError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap({ Character($0).hexDigitValue }) else {
                throw wrong("four hexadecimal digits", "四位十六进制数")
            }
            value = value * 16 + UInt32(digit)
            advance()
        }
        return value
    }

    private mutating func word() throws(StandardError) -> StandardTree.Content {
        let start = place
        while let next = current,
            next.properties.isAlphabetic
                || "+-.0123456789".unicodeScalars
                    .contains(next)
        { place += 1 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: characters[start..<place])
        let text = String(view)
        switch text {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .nothing
        default:
            guard let first = text.first, first == "-" || first.isNumber else {
                place = start
                throw wrong("a value", "值")
            }
            return .number(text)
        }
    }
}
