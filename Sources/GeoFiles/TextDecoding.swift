import Foundation

/// The encoding of a file's texts, and how it is known.
public struct TextEncoding: Hashable, Sendable {
    public enum Source: String, Hashable, Sendable {
        /// The caller named it.
        case given
        /// A `.cpg` file or a byte-order mark names it.
        case declared
        /// The language byte of the DBF header names it.
        case languageByte
        /// Every byte fits it, and nothing names it.
        case found
        /// The format allows no other.
        case format
    }

    /// `UTF-8`, `GB18030`, `ISO-8859-1`, or as the caller wrote it.
    public var name: String
    public var source: Source

    public init(name: String, source: Source) {
        self.name = name
        self.source = source
    }
}

/// What became of a text's bytes.
enum DecodedText: Equatable {
    case whole(String)
    /// The last character was incomplete and is left out.
    case cut(String)
    /// Bytes that the encoding does not have became U+FFFD.
    case undecodable(String)

    var string: String {
        switch self {
        case .whole(let text), .cut(let text), .undecodable(let text): text
        }
    }
}

/// Makes bytes of one encoding into text, with the C library's `iconv`.
final class TextDecoder {
    let name: String
    private let converter: iconv_t?

    /// `nil` when the C library does not know `encoding`.
    init?(_ encoding: String) {
        name = canonicalEncoding(encoding)
        if name == "UTF-8" {
            converter = nil
            return
        }
        guard let made = iconv_open("UTF-8", name), made != iconv_t(bitPattern: -1) else {
            return nil
        }
        converter = made
    }

    deinit {
        if let converter { iconv_close(converter) }
    }

    func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedText {
        if isASCII(bytes) { return .whole(String(decoding: bytes, as: UTF8.self)) }
        return converter == nil ? decodeUTF8(bytes) : convert(bytes)
    }

    /// Appends the text of `bytes` in UTF-8.
    ///
    /// - Returns: Whether every byte had its meaning.
    func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) -> Bool {
        if isASCII(bytes) || (converter == nil && isValidUTF8(bytes)) {
            text += bytes
            return true
        }
        if name == "GB18030" && DoubleByteTable.gb18030.append(bytes, to: &text) { return true }
        let decoded = decode(bytes)
        text += decoded.string.utf8
        if case .whole = decoded { return true }
        return false
    }

    private func decodeUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedText {
        if let text = String(validating: bytes, as: UTF8.self) { return .whole(text) }
        for tail in 1...3 where tail < bytes.count {
            let start = bytes.count - tail
            guard isIncompleteUTF8(bytes[start...]) else { continue }
            if let text = String(validating: bytes[..<start], as: UTF8.self) { return .cut(text) }
        }
        return .undecodable(String(decoding: bytes, as: UTF8.self))
    }

    private func convert(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedText {
        var output = [UInt8](repeating: 0, count: bytes.count * 4 + 16)
        var input = [CChar](bytes.map { CChar(bitPattern: $0) })
        var isDamaged = false
        var isCut = false
        var written = 0
        output.withUnsafeMutableBytes { out in
            input.withUnsafeMutableBufferPointer { source in
                var from = source.baseAddress
                var left = source.count
                var to = out.baseAddress?.assumingMemoryBound(to: CChar.self)
                var room = out.count
                iconv(converter, nil, nil, nil, nil)
                while left > 0 {
                    if iconv(converter, &from, &left, &to, &room) != -1 {
                        break
                    }
                    if errno == EINVAL {
                        isCut = true
                        break
                    }
                    guard errno == EILSEQ, room >= 3, let place = to else { break }
                    // U+FFFD for the byte that does not fit, then on with the next.
                    isDamaged = true
                    for (offset, byte) in [0xEF, 0xBF, 0xBD].enumerated() {
                        place[offset] = CChar(bitPattern: UInt8(byte))
                    }
                    to = place + 3
                    room -= 3
                    from = from.map { $0 + 1 }
                    left -= 1
                }
                written = out.count - room
            }
        }
        let text = String(decoding: output[..<written], as: UTF8.self)
        return isDamaged ? .undecodable(text) : isCut ? .cut(text) : .whole(text)
    }
}

/// Whether `bytes` begin a character of UTF-8 and end before it does.
private func isIncompleteUTF8(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let lead = bytes.first else { return false }
    let length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
    return lead < 0xF5 && length > bytes.count
        && bytes.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
}

/// One name for the ways in which an encoding is written: GBK, CP936 and GB2312 are parts of
/// GB18030 and are read as it.
func canonicalEncoding(_ name: String) -> String {
    let plain = name.uppercased().filter { $0.isLetter || $0.isNumber }
    switch plain {
    case "UTF8", "65001", "CP65001": return "UTF-8"
    case "GBK", "936", "CP936", "GB2312", "EUCCN", "GB18030", "54936", "CP54936", "LDID77",
        "WINDOWS936", "MS936", "ANSI936", "OEM936":
        return "GB18030"
    case "BIG5", "950", "CP950", "LDID79", "WINDOWS950": return "BIG5"
    case "88591", "ISO88591", "LATIN1", "LDID87": return "ISO-8859-1"
    default:
        if plain.hasPrefix("8859"), plain.count <= 6 { return "ISO-8859-\(plain.dropFirst(4))" }
        return Int(plain) == nil ? name : "CP\(plain)"
    }
}
