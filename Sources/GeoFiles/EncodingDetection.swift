/// Judges, text by text, which encodings a file's bytes fit.
struct EncodingEvidence {
    private let gb18030 = TextDecoder("GB18030")
    private let utf8 = TextDecoder("UTF-8")
    private(set) var textsBeyondASCII = 0
    private var utf8Whole = 0
    private var utf8Cut = 0
    private var utf8Wrong = 0
    private var gbWrong = 0

    /// Takes in one text.
    ///
    /// - Parameter fillsField: The bytes fill the field to its width, so that the last character
    ///   may have been cut.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, fillsField: Bool) {
        if isASCII(bytes) { return }
        textsBeyondASCII += 1
        if isValidUTF8(bytes) {
            utf8Whole += 1
        } else if fillsField, case .cut? = utf8?.decode(bytes) {
            utf8Cut += 1
        } else {
            utf8Wrong += 1
        }
        if DoubleByteTable.gb18030.holds(bytes) { return }
        switch gb18030?.decode(bytes) {
        case .whole: break
        case .cut where fillsField: break
        default: gbWrong += 1
        }
    }

    /// Whether every text so far fits `encoding`; true for encodings that are not judged here.
    func fits(_ encoding: String) -> Bool {
        switch encoding {
        case "UTF-8": fitsUTF8
        case "GB18030": gbWrong == 0
        default: true
        }
    }

    /// UTF-8 if every text is valid, GB18030 if every text fits that, else `nil`.
    var verdict: String? {
        fitsUTF8 ? "UTF-8" : gbWrong == 0 && gb18030 != nil ? "GB18030" : nil
    }

    /// UTF-8 or GB18030, whichever fewer texts contradict; UTF-8 on a tie.
    var closest: String { gbWrong < utf8Wrong ? "GB18030" : "UTF-8" }

    /// A text cut inside a character speaks for UTF-8 only beside more that are whole: two bytes
    /// of GBK can look like the beginning of three bytes of UTF-8.
    private var fitsUTF8: Bool { utf8Wrong == 0 && (utf8Cut == 0 || utf8Whole > utf8Cut) }
}

/// The encoding of a text file that names none: UTF-8 if every line is, else GB18030 if every line
/// fits that, else the one that fewer lines contradict; with a note where it is not UTF-8.
///
/// - Complexity: O(bytes); memory a few blocks and the longest line.
func findEncoding(
    _ path: String
) throws(GeoFileError) -> (encoding: TextEncoding, notes: [GeoFileNote]) {
    var evidence = EncodingEvidence()
    let stream = try ByteStream(path)
    let blockSize = 1 << 20
    var scratch = RowScratch()
    while true {
        scratch.reserve(scratch.filled + blockSize, keeping: scratch.filled)
        let count = try stream.read(into: scratch.bytes + scratch.filled, count: blockSize)
        scratch.filled += count
        // Lines are judged whole: a block may end inside a character.
        let bytes = UnsafeBufferPointer(start: scratch.bytes, count: scratch.filled)
        let end = count == 0 ? bytes.count : bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        evidence.addLines(UnsafeBufferPointer(rebasing: bytes[..<end]))
        scratch.keepRest(from: end)
        if count == 0 { break }
    }
    // Where neither fits, the one with fewer lines in error is the likelier.
    let name = evidence.verdict ?? evidence.closest
    let encoding = TextEncoding(name: name, source: .found)
    if name == "UTF-8" { return (encoding, []) }
    let note = GeoFileNote(
        .encodingGuessed, path: path, count: evidence.textsBeyondASCII,
        english: "is not UTF-8; read as \(name)", chinese: "不是 UTF-8 编码，已按 \(name) 读取")
    return (encoding, [note])
}

extension EncodingEvidence {
    /// Takes in every line of `bytes` that is beyond ASCII.
    fileprivate mutating func addLines(_ bytes: UnsafeBufferPointer<UInt8>) {
        var place = 0
        while let high = firstBeyondASCII(bytes, from: place) {
            let start = bytes[place..<high].lastIndex(of: 0x0A).map { $0 + 1 } ?? place
            let end = bytes[high...].firstIndex(of: 0x0A) ?? bytes.count
            add(UnsafeBufferPointer(rebasing: bytes[start..<end]), fillsField: false)
            place = end
        }
    }
}
