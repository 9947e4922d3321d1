/// Widths of text, estimated, since the reader's fonts are not known here.
enum TextMeasure {
    /// The width in pixels at `fontSize`: a full em for East Asian characters, less for others.
    static func width(_ text: String, fontSize: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ems($1) } * fontSize
    }

    private static func ems(_ scalar: Unicode.Scalar) -> Double {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F: 0
        case 0x1100...0x11FF, 0x2E80...0xFFEF, 0x1F300...0x3FFFF: 1
        case 0x41...0x5A: 0.66
        case 0x20, 0x2C, 0x2E, 0x3A, 0x69, 0x6A, 0x6C, 0x7C: 0.3
        default: 0.56
        }
    }

    /// `text` cut into lines of at most `width` pixels: between East Asian characters anywhere,
    /// in other text at spaces, and inside a word only when it is longer than a line.
    static func wrapped(_ text: String, width: Double, fontSize: Double) -> [String] {
        var lines: [String] = []
        var line = ""
        for token in tokens(text) {
            if Self.width(line + token, fontSize: fontSize) <= width || line.isEmpty {
                line += token
            } else {
                lines.append(trimmed(line))
                line = token == " " ? "" : token
            }
            while Self.width(line, fontSize: fontSize) > width, line.count > 1 {
                var head = line
                while head.count > 1 && Self.width(head, fontSize: fontSize) > width {
                    head.removeLast()
                }
                lines.append(head)
                line = String(line.dropFirst(head.count))
            }
        }
        if !line.isEmpty { lines.append(trimmed(line)) }
        return lines
    }

    private static func tokens(_ text: String) -> [String] {
        var result: [String] = []
        var word = ""
        for character in text {
            let isWide = character.unicodeScalars.contains { ems($0) == 1 }
            let isClosing = "，。、；：）》】！？%℃".contains(character)
            if isClosing {
                // A closing mark never starts a line.
                if word.isEmpty, let last = result.popLast() { word = last }
                result.append(word + String(character))
                word = ""
            } else if isWide || character.isWhitespace {
                if !word.isEmpty { result.append(word) }
                word = ""
                result.append(character.isWhitespace ? " " : String(character))
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { result.append(word) }
        return result
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
