import Foundation
import Yams

/// The text of a scheme's file as JSON.
///
/// A `.yaml` or `.yml` file is rewritten with every value on the line on which it stands, so that
/// messages name the lines of the file; its numbers stay as they are written.
///
/// - Throws: `Fault` of kind `input` for a file that is missing, of kind `data` for one that is no YAML.
func schemeText(at path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw Fault(
            .input, zh: "补偿方案文件 \(path) 不存在或不可读。请检查路径。",
            en: "The scheme's file \(path) is missing or unreadable. Check its path.")
    }
    let text = String(decoding: data, as: UTF8.self)
    guard ["yaml", "yml"].contains(URL(fileURLWithPath: path).pathExtension.lowercased()) else {
        return text
    }
    let root: Node?
    do {
        root = try Yams.compose(yaml: text)
    } catch {
        throw Fault(
            .data, zh: "补偿方案文件 \(path) 不是有效的 YAML：\(error)。",
            en: "The scheme's file \(path) is not valid YAML: \(error).")
    }
    var writer = LinedJSON()
    if let root { writer.append(root) }
    return writer.text
}

/// Writes YAML as JSON, line by line.
private struct LinedJSON {
    private(set) var text = ""
    private var line = 1

    mutating func append(_ node: Node) {
        while let mark = node.mark, line < mark.line {
            text += "\n"
            line += 1
        }
        switch node {
        case .scalar(let scalar): text += Self.json(scalar)
        case .mapping(let mapping):
            text += "{"
            for (index, (key, value)) in mapping.enumerated() {
                if index > 0 { text += ", " }
                append(key)
                text += ": "
                append(value)
            }
            text += "}"
        case .sequence(let sequence):
            text += "["
            for (index, value) in sequence.enumerated() {
                if index > 0 { text += ", " }
                append(value)
            }
            text += "]"
        case .alias: text += "null"
        }
    }

    private static func json(_ scalar: Node.Scalar) -> String {
        let own = scalar.string
        if scalar.style == .plain {
            if ["true", "false", "null"].contains(own) { return own }
            if own.isEmpty || own == "~" { return "null" }
            if own.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) != nil { return own }
        }
        return "\"" + own.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case let own where own.value < 0x20:
            "\\u" + String(repeating: "0", count: own.value < 16 ? 3 : 2)
                + String(own.value, radix: 16)
        default: String(scalar)
        }
    }
}
