import Foundation

/// The encoding of texts that are written.
public enum OutputEncoding: String, CaseIterable, Hashable, Sendable {
    case utf8 = "utf-8"
    /// Windows code page 936, for programs that know no other Chinese: two bytes a character.
    case gbk
    /// All characters of Unicode, for text files.
    case gb18030

    /// How many bytes a character takes where widths are counted.
    func byteCount(of character: Character) -> Int {
        switch self {
        case .utf8: character.utf8.count
        case .gbk: character.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
        case .gb18030:
            character.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : $1.value > 0xFFFF ? 4 : 2) }
        }
    }

    func byteCount(of text: String) -> Int {
        self == .utf8 ? text.utf8.count : text.reduce(0) { $0 + byteCount(of: $1) }
    }
}

/// Makes text into bytes of an encoding, with the C library's `iconv`; `?` for what it lacks.
final class TextEncoder {
    private let converter: iconv_t?
    /// How many texts had characters that the encoding lacks.
    private(set) var incomplete = 0

    init(_ encoding: OutputEncoding) {
        guard encoding != .utf8,
            let made = iconv_open(encoding == .gbk ? "CP936" : "GB18030", "UTF-8"),
            made != iconv_t(bitPattern: -1)
        else {
            converter = nil
            return
        }
        converter = made
    }

    deinit {
        if let converter { iconv_close(converter) }
    }

    func encode(_ text: String) -> [UInt8] {
        guard let converter, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return Array(text.utf8) }
        if let whole = bytes(of: text, converter) { return whole }
        incomplete += 1
        return text.flatMap { bytes(of: String($0), converter) ?? [UInt8(ascii: "?")] }
    }

    /// `nil` when a character is not in the encoding.
    private func bytes(of text: String, _ converter: iconv_t) -> [UInt8]? {
        var input = Array(text.utf8).map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: input.count * 2 + 16)
        var written: Int?
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var (from, left) = (source.baseAddress, source.count)
                var (to, room) = (target.baseAddress, target.count)
                iconv(converter, nil, nil, nil, nil)
                if iconv(converter, &from, &left, &to, &room) == 0, left == 0 {
                    written = target.count - room
                }
            }
        }
        return written.map { output[..<$0].map { UInt8(bitPattern: $0) } }
    }
}
