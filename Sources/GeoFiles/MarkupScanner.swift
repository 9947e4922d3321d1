/// Walks through the tags and texts of an XML document in UTF-8, as the parts of workbooks are.
///
/// Prefixes of names are dropped; comments, declarations and processing instructions are passed
/// over. Nothing outside of the document is read: entities other than the five of XML and numbers
/// stand for themselves.
struct MarkupScanner {
    enum Event {
        /// A tag that begins an element; `isEmpty` when it ends it too.
        case open(name: String, isEmpty: Bool)
        case close(name: String)
        case text(String)
    }

    private let bytes: [UInt8]
    private var position = 0
    /// The attributes of the tag last opened, as they stand.
    private var attributes = 0..<0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next tag or text; `nil` at the end, also of a document that is cut off.
    mutating func next() -> Event? {
        while position < bytes.count {
            if bytes[position] != UInt8(ascii: "<") {
                let start = position
                position = firstIndex(of: UInt8(ascii: "<"), from: start) ?? bytes.count
                return .text(Self.decoded(bytes[start..<position]))
            }
            if starts(with: "<!--") {
                position = end(of: "-->")
            } else if starts(with: "<![CDATA[") {
                let start = position + 9
                position = end(of: "]]>")
                let stop = max(start, position - 3)
                return .text(String(decoding: bytes[start..<stop], as: UTF8.self))
            } else if starts(with: "<?") || starts(with: "<!") {
                position = end(of: ">")
            } else {
                return tag()
            }
        }
        return nil
    }

    /// The value of an attribute of the tag last opened; `nil` where it has none of that name.
    func attribute(_ name: String) -> String? {
        var index = attributes.lowerBound
        let end = attributes.upperBound
        while index < end {
            while index < end, Self.isSpace(bytes[index]) { index += 1 }
            let start = index
            while index < end, bytes[index] != UInt8(ascii: "=") { index += 1 }
            var key = bytes[start..<index]
            while let last = key.last, Self.isSpace(last) { key.removeLast() }
            while index < end, bytes[index] != 0x22, bytes[index] != 0x27 { index += 1 }
            guard index < end else { return nil }
            let quote = bytes[index]
            let from = index + 1
            index = from
            while index < end, bytes[index] != quote { index += 1 }
            if Self.localName(key) == name { return Self.decoded(bytes[from..<index]) }
            index += 1
        }
        return nil
    }

    /// The text up to the end of the element just opened, of its own and of those in it, without
    /// the elements named `except`.
    mutating func text(except: String? = nil) -> String {
        var result = ""
        var depth = 1
        var skipped = 0
        while depth > 0, let event = next() {
            switch event {
            case .text(let text): if skipped == 0 { result += text }
            case .open(let name, let isEmpty):
                if isEmpty { continue }
                depth += 1
                if skipped > 0 || name == except { skipped += 1 }
            case .close:
                depth -= 1
                if skipped > 0 { skipped -= 1 }
            }
        }
        return result
    }

    private mutating func tag() -> Event {
        let isClosing = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "/")
        let start = position + (isClosing ? 2 : 1)
        var index = start
        var quote: UInt8 = 0
        while index < bytes.count, quote != 0 || bytes[index] != UInt8(ascii: ">") {
            let byte = bytes[index]
            if quote == 0, byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == quote {
                quote = 0
            }
            index += 1
        }
        position = min(index + 1, bytes.count)
        let isEmpty = index > start && bytes[index - 1] == UInt8(ascii: "/")
        let stop = isEmpty ? index - 1 : index
        var nameEnd = start
        while nameEnd < stop, !Self.isSpace(bytes[nameEnd]) { nameEnd += 1 }
        let name = Self.localName(bytes[start..<nameEnd])
        if isClosing { return .close(name: name) }
        attributes = nameEnd..<stop
        return .open(name: name, isEmpty: isEmpty)
    }

    private func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func starts(with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { buffer in
            buffer.indices.allSatisfy { bytes[position + $0] == buffer[$0] }
        }
    }

    /// Behind the next `mark`, or the end of the document.
    private func end(of mark: StaticString) -> Int {
        mark.withUTF8Buffer { buffer in
            var index = position
            while index + buffer.count <= bytes.count {
                if buffer.indices.allSatisfy({ bytes[index + $0] == buffer[$0] }) {
                    return index + buffer.count
                }
                index += 1
            }
            return bytes.count
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func localName(_ name: ArraySlice<UInt8>) -> String {
        let start = name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? name.startIndex
        return String(decoding: name[start...], as: UTF8.self)
    }

    /// The text of `bytes` with its entities replaced.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "&"), let end = rest.prefix(12).firstIndex(of: 0x3B),
                let scalar = scalar(named: String(decoding: rest[..<end], as: UTF8.self))
            else {
                result.append(byte)
                continue
            }
            result += Array(String(scalar).utf8)
            rest = rest[(end + 1)...]
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func scalar(named name: String) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.first == "#" else { return nil }
            let digits = name.dropFirst()
            let number =
                digits.first == "x" || digits.first == "X"
                ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap(Unicode.Scalar.init).map(Character.init)
        }
    }
}
