import CGDAL
import Foundation

/// Takes a text table apart, byte by byte: cells between delimiters, quotes as in RFC 4180.
///
/// Works on bytes, for delimiters and quotes never occur inside a character of UTF-8 or GB18030.
/// A quote inside a cell that does not begin with one stands for itself.
struct DelimitedParser {
    private enum State {
        case startOfCell
        case plain
        case quoted
        case quoteInQuoted
    }

    private let delimiter: UInt8
    private var state = State.startOfCell
    private var cell: [UInt8] = []
    private var row: [[UInt8]] = []
    private var line = 1
    private var rowLine = 1
    private var afterReturn = false
    /// The line at which the open quoted cell began.
    private(set) var quoteLine = 1

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Whether the input so far ends inside quotes.
    var isInsideQuotes: Bool { state == .quoted }

    /// Takes more bytes and gives every row that ends in them to `body`; blank lines are passed
    /// over.
    mutating func add(
        _ bytes: some Sequence<UInt8>,
        _ body: (Int, [[UInt8]]) throws(GeoFileError) -> Void
    ) throws(GeoFileError) {
        for byte in bytes {
            if afterReturn {
                afterReturn = false
                if byte == 0x0A {
                    if state == .quoted { cell.append(byte) }
                    continue
                }
            }
            if byte == 0x0A || byte == 0x0D {
                afterReturn = byte == 0x0D
                line += 1
                if state == .quoted {
                    cell.append(byte)
                    continue
                }
                try endRow(body)
            } else {
                take(byte)
            }
        }
    }

    /// Gives the last row, when the input does not end with a line end.
    mutating func finish(
        _ body: (Int, [[UInt8]]) throws(GeoFileError) -> Void
    ) throws(GeoFileError) { try endRow(body) }

    private mutating func take(_ byte: UInt8) {
        let isQuote = byte == 0x22
        switch state {
        case .startOfCell where isQuote:
            state = .quoted
            quoteLine = line
        case .quoted:
            if isQuote { state = .quoteInQuoted } else { cell.append(byte) }
        case .quoteInQuoted where isQuote:
            cell.append(byte)
            state = .quoted
        case .startOfCell, .plain, .quoteInQuoted:
            if byte == delimiter {
                endCell()
            } else {
                cell.append(byte)
                state = .plain
            }
        }
    }

    private mutating func endCell() {
        row.append(cell)
        cell.removeAll(keepingCapacity: true)
        state = .startOfCell
    }

    private mutating func endRow(
        _ body: (Int, [[UInt8]]) throws(GeoFileError) -> Void
    ) throws(GeoFileError) {
        defer { rowLine = line }
        if row.isEmpty && cell.isEmpty && state == .startOfCell { return }
        endCell()
        let finished = row
        row.removeAll(keepingCapacity: true)
        try body(rowLine, finished)
    }
}

/// The delimiter of a text table: the one of comma, tab and semicolon that most of the first lines
/// have equally often. Comma when there is none.
func delimiter(of sample: [UInt8]) -> UInt8 {
    var best: (delimiter: UInt8, lines: Int, count: Int) = (0x2C, 0, 0)
    for candidate in [UInt8(0x2C), 0x09, 0x3B] {
        var parser = DelimitedParser(delimiter: candidate)
        var counts: [Int: Int] = [:]
        let collect = { (_: Int, cells: [[UInt8]]) throws(GeoFileError) in
            if cells.count > 1 { counts[cells.count, default: 0] += 1 }
        }
        try? parser.add(sample, collect)
        let common = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let common else { continue }
        if (common.value, common.key) > (best.lines, best.count) {
            best = (candidate, common.value, common.key)
        }
    }
    return best.delimiter
}

func forEachDelimitedRow(
    _ path: String, encoding given: String?, _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    let opening = try ByteStream(path).nextBlock() ?? []
    let mark = ByteOrderMark(opening)
    let lastLine = opening.lastIndex(of: 0x0A).map { $0 + 1 } ?? opening.count
    let separator = delimiter(of: Array(opening[mark.length..<max(mark.length, lastLine)]))
    let settled: (TextEncoding, [GeoFileNote])
    if let name = mark.encoding {
        settled = (TextEncoding(name: name, source: .declared), [])
    } else if let given {
        settled = (TextEncoding(name: canonicalEncoding(given), source: .given), [])
    } else {
        settled = try findEncoding(path, separator)
    }
    guard let decoder = TextDecoder(settled.0.name) else {
        throw GeoFileError.wrongContent(
            path, english: "The encoding \"\(settled.0.name)\" is not known. Use UTF-8 or GB18030.",
            chinese: "不认识编码“\(settled.0.name)”，请使用 UTF-8 或 GB18030。")
    }
    var undecodable: [Int64] = []
    try parse(path, separator, mark) { line, cells throws(GeoFileError) in
        var isDamaged = false
        let texts = cells.map { cell in
            let decoded = decoder.decode(cell)
            if case .whole = decoded {} else { isDamaged = true }
            return decoded.string
        }
        if isDamaged { undecodable.append(Int64(line)) }
        try body(TableRow(number: line, cells: texts))
    }
    var notes = settled.1
    if !undecodable.isEmpty {
        notes.append(
            GeoFileNote(
                .textUndecodable, path: path, count: undecodable.count, features: undecodable,
                english: "\(undecodable.count) lines have bytes outside \(settled.0.name); "
                    + "name the encoding",
                chinese: "\(undecodable.count) 行含有不属于 \(settled.0.name) 的字节，请指定编码"))
    }
    return Table(path: path, sheet: "", rows: [], encoding: settled.0, notes: notes)
}

/// Runs the parser over a file.
private func parse(
    _ path: String, _ separator: UInt8, _ mark: ByteOrderMark,
    _ body: (Int, [[UInt8]]) throws(GeoFileError) -> Void
) throws(GeoFileError) {
    let stream = try ByteStream(path)
    var parser = DelimitedParser(delimiter: separator)
    if mark.isUTF16 {
        try parser.add(mark.utf8(from: try stream.everything()), body)
    } else {
        var skipped = mark.length
        while let block = try stream.nextBlock() {
            try parser.add(block.dropFirst(skipped), body)
            skipped = 0
        }
    }
    if parser.isInsideQuotes {
        throw GeoFileError(
            .damaged, path: path, feature: Int64(parser.quoteLine),
            english: "Line \(parser.quoteLine) of \"\(path)\": a quoted cell begins here and never "
                + "ends. Close the quote, or double a quote that belongs to the text.",
            chinese: "“\(path)”第 \(parser.quoteLine) 行：引号单元格没有结束。请补上引号，文本中的引号应写两次。")
    }
    try parser.finish(body)
}

private func findEncoding(
    _ path: String, _ separator: UInt8
) throws(GeoFileError) -> (TextEncoding, [GeoFileNote]) {
    var evidence = EncodingEvidence()
    let stream = try ByteStream(path)
    var rest: [UInt8] = []
    // Lines are judged whole: a block may end inside a character.
    while let block = try stream.nextBlock() {
        var bytes = rest + block
        let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        rest = Array(bytes[end...])
        bytes.removeSubrange(end...)
        for line in bytes.split(separator: 0x0A) {
            line.withUnsafeBufferPointer { evidence.add($0, fillsField: false) }
        }
    }
    rest.withUnsafeBufferPointer { evidence.add($0, fillsField: false) }
    // Where neither fits, the one with fewer lines in error is the likelier.
    let name = evidence.verdict ?? evidence.closest
    let encoding = TextEncoding(name: name, source: .found)
    if name == "UTF-8" { return (encoding, []) }
    return (
        encoding,
        [
            GeoFileNote(
                .encodingGuessed, path: path, count: evidence.textsBeyondASCII,
                english: "is not UTF-8; read as \(name)", chinese: "不是 UTF-8 编码，已按 \(name) 读取")
        ]
    )
}

/// The mark with which a text file may begin.
struct ByteOrderMark {
    var length = 0
    var encoding: String?
    var isUTF16 = false
    private var isBigEndian = false

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            length = 3
            encoding = "UTF-8"
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            length = 2
            encoding = "UTF-8"
            isUTF16 = true
            isBigEndian = bytes[0] == 0xFE
        }
    }

    /// The text of a UTF-16 file as UTF-8.
    func utf8(from bytes: [UInt8]) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: length, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}

/// A file's bytes, block by block; `.gz` files are unpacked on the way.
final class ByteStream {
    private let handle: UnsafeMutablePointer<VSILFILE>
    private let path: String
    private static let blockSize = 1 << 20

    init(_ path: String) throws(GeoFileError) {
        self.path = path
        let name = path.lowercased().hasSuffix(".gz") ? "/vsigzip/" + path : path
        handle = try withGDAL { messages throws(GeoFileError) in
            try required(
                VSIFOpenL(name, "rb"), GeoFileError.unreadable(path, cause: messages.cause))
        }
    }

    deinit { VSIFCloseL(handle) }

    /// The next block; `nil` at the end.
    ///
    /// - Throws: `damaged` when a compressed file is cut off or broken.
    func nextBlock() throws(GeoFileError) -> [UInt8]? {
        try withGDAL { messages throws(GeoFileError) in
            let block = [UInt8](unsafeUninitializedCapacity: Self.blockSize) { buffer, count in
                count = VSIFReadL(buffer.baseAddress, 1, Self.blockSize, handle)
            }
            if let failure = messages.firstFailure {
                throw GeoFileError.damaged(path, cause: failure)
            }
            return block.isEmpty ? nil : block
        }
    }

    func everything() throws(GeoFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let block = try nextBlock() { bytes += block }
        return bytes
    }
}
