import CGDAL

/// A file's bytes, piece by piece; `.gz` files are unpacked on the way.
final class ByteStream {
    private let handle: UnsafeMutablePointer<VSILFILE>
    private let path: String

    init(_ path: String) throws(GeoFileError) {
        self.path = path
        let name = path.lowercased().hasSuffix(".gz") ? "/vsigzip/" + path : path
        handle = try withGDAL { messages throws(GeoFileError) in
            try required(
                VSIFOpenL(name, "rb"), GeoFileError.unreadable(path, cause: messages.cause))
        }
    }

    deinit { VSIFCloseL(handle) }

    /// Reads up to `count` bytes into `place`; fewer only at the end of the file.
    ///
    /// - Returns: How many were read; 0 at the end.
    /// - Throws: `damaged` when a compressed file is cut off or broken.
    func read(into place: UnsafeMutablePointer<UInt8>, count: Int) throws(GeoFileError) -> Int {
        try withGDAL { messages throws(GeoFileError) in
            let count = VSIFReadL(place, 1, count, handle)
            if let failure = messages.firstFailure {
                throw GeoFileError.damaged(path, cause: failure)
            }
            return count
        }
    }
}

/// The mark with which a text file may begin.
struct ByteOrderMark {
    var length = 0
    var encoding: String?
    var isUTF16 = false
    var isBigEndian = false

    init(_ bytes: some Collection<UInt8>) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            length = 3
            encoding = "UTF-8"
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            length = 2
            encoding = "UTF-8"
            isUTF16 = true
            isBigEndian = bytes.first == 0xFE
        }
    }
}

/// Makes the bytes of a UTF-16 file into UTF-8, piece by piece.
struct UTF16Transcoder {
    let isBigEndian: Bool
    /// The bytes of a character that the last piece ended in.
    private var rest: [UInt8] = []

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    /// The text of the next piece. Half a unit at the very end of a file is dropped.
    mutating func utf8(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) -> [UInt8] {
        let bytes = rest + piece
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
        }
        var used = units.count * 2
        if !isLast, let last = units.last, UTF16.isLeadSurrogate(last) {
            units.removeLast()
            used -= 2
        }
        rest = Array(bytes[used...])
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
