/// Writes small images with a palette as PNG.
///
/// Source: W3C, Portable Network Graphics, 2nd edition, 2003; RFC 1950; RFC 1951.
enum IndexedPNG {
    /// The bytes of a PNG file of 4 or 8 bits a pixel.
    ///
    /// - Parameters:
    ///   - indices: Row by row from the top, each below `palette.count`.
    ///   - palette: 1…256 colours.
    ///   - transparentIndex: The palette's entry that lets the ground show through.
    static func encode(
        indices: [UInt8], rows: Int, columns: Int, palette: [Colour], transparentIndex: Int
    ) -> [UInt8] {
        precondition(indices.count == rows * columns, "an image has one index a pixel")
        precondition((1...256).contains(palette.count), "a palette has 1 to 256 colours")
        let depth = palette.count <= 16 ? 4 : 8
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header =
            bigEndian(UInt32(columns)) + bigEndian(UInt32(rows)) + [UInt8(depth), 3, 0, 0, 0]
        append("IHDR", header, to: &file)
        append("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
        let alpha = (0...transparentIndex).map { UInt8($0 == transparentIndex ? 0 : 255) }
        append("tRNS", alpha, to: &file)
        let scanlines = scanlines(indices, rows: rows, columns: columns, depth: depth)
        let stride = scanlines.count / rows
        let compressed =
            [0x78, 0x01] + Deflate.compress(scanlines, stride: stride)
            + bigEndian(adler32(scanlines))
        append("IDAT", compressed, to: &file)
        append("IEND", [], to: &file)
        return file
    }

    /// Every row behind its filter byte 0, two pixels a byte at a depth of 4.
    private static func scanlines(
        _ indices: [UInt8], rows: Int, columns: Int, depth: Int
    ) -> [UInt8] {
        var result: [UInt8] = []
        for row in 0..<rows {
            result.append(0)
            let line = indices[row * columns..<(row + 1) * columns]
            if depth == 8 {
                result.append(contentsOf: line)
                continue
            }
            for index in stride(from: line.startIndex, to: line.endIndex, by: 2) {
                let second = index + 1 < line.endIndex ? line[index + 1] : 0
                result.append(line[index] << 4 | second)
            }
        }
        return result
    }

    private static func append(_ type: StaticString, _ data: [UInt8], to file: inout [UInt8]) {
        let body = Array("\(type)".utf8) + data
        file += bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var a: UInt32 = 1
        var b: UInt32 = 0
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return b << 16 | a
    }
}

/// Deflate with the fixed codes, and with matches in two places only: the byte before, and the row
/// above. Maps of classes are runs, so this comes close to a full search.
enum Deflate {
    /// `bytes` as one final block.
    static func compress(_ bytes: [UInt8], stride: Int) -> [UInt8] {
        var writer = BitWriter()
        writer.append(0b011, bits: 3)
        let distances = stride > 1 && stride <= 32_768 ? [1, stride] : [1]
        var index = 0
        while index < bytes.count {
            var best = (length: 0, distance: 0)
            for distance in distances where distance <= index {
                let length = matchLength(bytes, at: index, distance: distance)
                if length > best.length { best = (length, distance) }
            }
            if best.length >= 3 {
                writer.appendMatch(length: best.length, distance: best.distance)
                index += best.length
            } else {
                writer.appendSymbol(Int(bytes[index]))
                index += 1
            }
        }
        writer.appendSymbol(256)
        return writer.finish()
    }

    private static func matchLength(_ bytes: [UInt8], at index: Int, distance: Int) -> Int {
        let limit = min(258, bytes.count - index)
        var length = 0
        while length < limit && bytes[index + length] == bytes[index + length - distance] {
            length += 1
        }
        return length
    }
}

/// Bits packed from the lowest of each byte.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingBits = 0

    mutating func append(_ value: Int, bits: Int) {
        pending |= UInt32(value) << UInt32(pendingBits)
        pendingBits += bits
        while pendingBits >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingBits -= 8
        }
    }

    /// A Huffman code: its highest bit comes first.
    mutating func appendCode(_ code: Int, bits: Int) {
        var reversed = 0
        for bit in 0..<bits where code >> bit & 1 == 1 { reversed |= 1 << (bits - 1 - bit) }
        append(reversed, bits: bits)
    }

    /// A literal, the end of the block (256) or a length, in the fixed code of RFC 1951 §3.2.6.
    mutating func appendSymbol(_ symbol: Int) {
        switch symbol {
        case ..<144: appendCode(0x30 + symbol, bits: 8)
        case ..<256: appendCode(0x190 + symbol - 144, bits: 9)
        case ..<280: appendCode(symbol - 256, bits: 7)
        default: appendCode(0xC0 + symbol - 280, bits: 8)
        }
    }

    mutating func appendMatch(length: Int, distance: Int) {
        let (lengthSymbol, lengthBase, lengthBits) = Self.lengthCode(length)
        appendSymbol(lengthSymbol)
        append(length - lengthBase, bits: lengthBits)
        let (distanceSymbol, distanceBase, distanceBits) = Self.distanceCode(distance)
        appendCode(distanceSymbol, bits: 5)
        append(distance - distanceBase, bits: distanceBits)
    }

    mutating func finish() -> [UInt8] {
        if pendingBits > 0 { append(0, bits: 8 - pendingBits) }
        return bytes
    }

    /// The symbol, its smallest length, and its number of extra bits (RFC 1951 §3.2.5).
    private static func lengthCode(_ length: Int) -> (symbol: Int, base: Int, bits: Int) {
        if length == 258 { return (285, 258, 0) }
        if length <= 10 { return (254 + length, length, 0) }
        var base = 11
        var symbol = 265
        for bits in 1...5 {
            for _ in 0..<4 {
                if length < base + 1 << bits { return (symbol, base, bits) }
                base += 1 << bits
                symbol += 1
            }
        }
        return (284, 227, 5)
    }

    private static func distanceCode(_ distance: Int) -> (symbol: Int, base: Int, bits: Int) {
        if distance <= 4 { return (distance - 1, distance, 0) }
        var base = 5
        var symbol = 4
        for bits in 1...13 {
            for _ in 0..<2 {
                if distance < base + 1 << bits { return (symbol, base, bits) }
                base += 1 << bits
                symbol += 1
            }
        }
        return (29, 24_577, 13)
    }
}
