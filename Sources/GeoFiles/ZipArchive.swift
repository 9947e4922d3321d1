import CGDAL

/// A ZIP archive in memory whose bytes depend on its entries alone: every entry is dated
/// 1980-01-01.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
struct ZipArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0
    private static let firstDate: UInt64 = 0x21
    private static let checksums = crcTable()

    /// Appends an entry, deflated.
    ///
    /// - Returns: False when the entry would not fit an archive of the plain format (4 GiB).
    mutating func add(_ name: String, _ content: [UInt8]) -> Bool {
        let packed = deflated(content)
        let data = packed ?? content
        let start = body.count
        guard max(start + data.count, content.count) < Int(UInt32.max) else { return false }
        let path = Array(name.utf8)
        // Version 2.0, names in UTF-8, method, time, date, checksum, sizes, lengths.
        var common: [UInt8] = []
        for (value, width) in [
            (20, 2), (0x800, 2), (packed == nil ? 0 : 8, 2), (0, 2), (Self.firstDate, 2),
            (UInt64(Self.checksum(content)), 4), (UInt64(data.count), 4),
            (UInt64(content.count), 4), (UInt64(path.count), 2), (0, 2),
        ] as [(UInt64, Int)] { common += little(value, width) }
        body += little(0x0403_4B50, 4) + common + path + data
        directory += little(0x0201_4B50, 4) + little(20, 2) + common
        // Comment length, disk, internal and external attributes.
        directory += [UInt8](repeating: 0, count: 10) + little(UInt64(start), 4) + path
        count += 1
        return true
    }

    /// The whole archive.
    var bytes: [UInt8] {
        var end = little(0x0605_4B50, 4) + [0, 0, 0, 0]
        end += little(UInt64(count), 2) + little(UInt64(count), 2)
        end += little(UInt64(directory.count), 4) + little(UInt64(body.count), 4) + [0, 0]
        return body + directory + end
    }

    /// `content` as a raw deflate stream; `nil` where it would not be shorter.
    private func deflated(_ content: [UInt8]) -> [UInt8]? {
        var size = 0
        let packed = content.withUnsafeBytes { bytes in
            CPLZLibDeflate(bytes.baseAddress, bytes.count, 6, nil, 0, &size)
        }
        guard let packed else { return nil }
        defer { VSIFree(packed) }
        // zlib's two bytes before and checksum behind are not part of a ZIP entry.
        guard size > 6, size - 6 < content.count else { return nil }
        return Array(UnsafeRawBufferPointer(start: packed + 2, count: size - 6))
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes { crc = crc >> 8 ^ checksums[Int((crc ^ UInt32(byte)) & 0xFF)] }
        return ~crc
    }

    /// CRC-32 of every byte (ISO 3309, polynomial 0xEDB88320).
    private static func crcTable() -> [UInt32] {
        (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { crc, _ in
                crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1
            }
        }
    }
}

private func little(_ value: UInt64, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}
