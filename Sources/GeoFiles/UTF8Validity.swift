/// Whether every byte is ASCII.
func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    firstBeyondASCII(bytes, from: 0) == nil
}

/// The place of the first byte beyond ASCII at or behind `start`.
func firstBeyondASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    if let raw = UnsafeRawPointer(bytes.baseAddress) {
        while place + 8 <= bytes.count {
            let word = (raw + place).loadUnaligned(as: UInt64.self).littleEndian
            let marks = word & 0x8080_8080_8080_8080
            if marks != 0 { return place + marks.trailingZeroBitCount >> 3 }
            place += 8
        }
    }
    while place < bytes.count {
        if bytes[place] >= 0x80 { return place }
        place += 1
    }
    return nil
}

/// Whether `bytes` are whole characters of UTF-8: no overlong forms, no surrogates, none beyond
/// U+10FFFF.
///
/// Source: The Unicode Standard, table 3-7.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = firstBeyondASCII(bytes, from: 0) ?? bytes.count
    while place < bytes.count {
        let lead = bytes[place]
        if lead < 0x80 {
            place += 1
            continue
        }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(lead), place + length <= bytes.count else { return false }
        let second: ClosedRange<UInt8> =
            switch lead {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
        guard second.contains(bytes[place + 1]) else { return false }
        for offset in 2..<max(2, length) where bytes[place + offset] & 0xC0 != 0x80 {
            return false
        }
        place += length
    }
    return true
}
