/// Reads the rows of a CSV or text file, also gzipped, as bytes, a block of rows at a time: for
/// tables that are too long for one text a cell.
///
/// Delimiter, quotes and encodings as `readTableRows`. The encoding is settled when the first byte
/// beyond ASCII is met, from the whole file; files of ASCII are read once.
///
///     let reader = try TextRowReader(at: path)
///     while try reader.advance() { use(reader.block) }
///
/// Memory: a few blocks of 256 KiB, or a few times the longest row.
public final class TextRowReader {
    private static let blockSize = 256 << 10
    private static let longestRow = 1 << 29

    private let path: String
    private let stream: ByteStream
    private let mark: ByteOrderMark
    private var transcoder: UTF16Transcoder?
    private var splitter: RowSplitter
    private var scratch = RowScratch()
    private var consumed = 0
    private var isAtEnd = false
    private var settled: (encoding: TextEncoding, notes: [GeoFileNote])?
    private var decoder: TextDecoder?
    private var undecodable: [Int64] = []

    /// - Parameters:
    ///   - path: A file that is not a workbook.
    ///   - encoding: Its encoding; `nil` finds it.
    /// - Throws: `missing`, `unreadable`; `wrongContent` for an encoding that is not known.
    public init(at path: String, encoding: String? = nil) throws(GeoFileError) {
        self.path = path
        stream = try ByteStream(path)
        scratch.reserve(Self.blockSize + RowScratch.padding, keeping: 0)
        let count = try stream.read(into: scratch.bytes, count: Self.blockSize)
        let opening = UnsafeBufferPointer(start: scratch.bytes, count: count)
        mark = ByteOrderMark(opening)
        let text = opening.dropFirst(mark.length)
        if mark.isUTF16 {
            transcoder = UTF16Transcoder(isBigEndian: mark.isBigEndian)
            let utf8 = transcoder?.utf8(UnsafeBufferPointer(rebasing: text), isLast: false)
            scratch.append(utf8 ?? [])
        } else {
            scratch.filled = count
            scratch.keepRest(from: mark.length)
        }
        splitter = RowSplitter(
            delimiter: delimiter(
                of: UnsafeBufferPointer(start: scratch.bytes, count: scratch.filled)))
        if let name = mark.encoding {
            settle(TextEncoding(name: name, source: .declared), [])
        } else if let encoding {
            settle(TextEncoding(name: canonicalEncoding(encoding), source: .given), [])
        }
        if let settled, decoder == nil { throw unknownEncoding(settled.encoding.name) }
    }

    /// The rows that `advance` found.
    public var block: TextRowBlock { scratch.block }

    /// Goes on to the next rows.
    ///
    /// - Returns: `false` when there are none left.
    /// - Throws: `damaged` for a quote that is never closed, with its line, and for compressed files
    ///   that are cut off.
    public func advance() throws(GeoFileError) -> Bool {
        while true {
            if isAtEnd && consumed == scratch.filled { return false }
            scratch.keepRest(from: consumed)
            consumed = 0
            if !isAtEnd { try fill() }
            do {
                consumed = try splitter.split(&scratch, isLast: isAtEnd)
            } catch {
                throw openQuote(at: error.line)
            }
            if scratch.filled - consumed > Self.longestRow { throw rowTooLong() }
            if splitter.isBeyondASCII { try decode() }
            if scratch.rowCount > 0 { return true }
        }
    }

    /// The encoding, and what should be known about the file, once all rows were read.
    public var outcome: (encoding: TextEncoding, notes: [GeoFileNote]) {
        let (encoding, notes) = settled ?? (TextEncoding(name: "UTF-8", source: .found), [])
        if undecodable.isEmpty { return (encoding, notes) }
        let note = GeoFileNote(
            .textUndecodable, path: path, count: undecodable.count, features: undecodable,
            english: "\(undecodable.count) lines have bytes outside \(encoding.name); "
                + "name the encoding",
            chinese: "\(undecodable.count) 行含有不属于 \(encoding.name) 的字节，请指定编码")
        return (encoding, notes + [note])
    }

    // MARK: - Bytes

    /// Takes in more of the file: a block, or as much again as an unfinished row has.
    private func fill() throws(GeoFileError) {
        let wanted = max(Self.blockSize, scratch.filled)
        scratch.reserve(scratch.filled + wanted + RowScratch.padding, keeping: scratch.filled)
        let place = scratch.bytes + scratch.filled
        let count = try stream.read(into: place, count: wanted)
        isAtEnd = count == 0
        guard transcoder == nil else {
            let piece = Array(UnsafeBufferPointer(start: place, count: count))
            let text = piece.withUnsafeBufferPointer { transcoder?.utf8($0, isLast: isAtEnd) }
            return scratch.append(text ?? [])
        }
        scratch.filled += count
    }

    // MARK: - Text

    private func settle(_ encoding: TextEncoding, _ notes: [GeoFileNote]) {
        settled = (encoding, notes)
        decoder = TextDecoder(encoding.name)
    }

    /// Makes every row into UTF-8 that is not yet.
    private func decode() throws(GeoFileError) {
        if settled == nil {
            let found = try findEncoding(path)
            settle(found.encoding, found.notes)
        }
        guard let decoder else { throw unknownEncoding(settled?.encoding.name ?? "") }
        undecodable += scratch.makeUTF8(with: decoder, delimiter: splitter.delimiter)
    }

    // MARK: - Errors

    private func unknownEncoding(_ name: String) -> GeoFileError {
        .wrongContent(
            path, english: "The encoding \"\(name)\" is not known. Use UTF-8 or GB18030.",
            chinese: "不认识编码“\(name)”，请使用 UTF-8 或 GB18030。")
    }

    private func openQuote(at line: Int) -> GeoFileError {
        GeoFileError(
            .damaged, path: path, feature: Int64(line),
            english: "Line \(line) of \"\(path)\": a quoted cell begins here and never "
                + "ends. Close the quote, or double a quote that belongs to the text.",
            chinese: "“\(path)”第 \(line) 行：引号单元格没有结束。请补上引号，文本中的引号应写两次。")
    }

    private func rowTooLong() -> GeoFileError {
        GeoFileError(
            .damaged, path: path, feature: Int64(splitter.line),
            english: "Line \(splitter.line) of \"\(path)\": a row of more than "
                + "\(Self.longestRow >> 20) MiB begins here. Close its quote, or split the row.",
            chinese: "“\(path)”第 \(splitter.line) 行：该行超过 \(Self.longestRow >> 20) MiB。"
                + "请补上引号，或拆分该行。")
    }
}

extension RowScratch {
    /// Rewrites the rows that are not UTF-8.
    ///
    /// - Returns: The lines of rows with bytes that the encoding does not have.
    fileprivate mutating func makeUTF8(with decoder: TextDecoder, delimiter: UInt8) -> [Int64] {
        var damaged: [Int64] = []
        for row in 0..<rowCount {
            let cells = block.cellRange(ofRow: row)
            guard let last = cells.last else { continue }
            let start = Int(rowStarts[row])
            let text = UnsafeBufferPointer(start: bytes + start, count: Int(cellEnds[last]) - start)
            if isASCII(text) || (decoder.name == "UTF-8" && isValidUTF8(text)) { continue }
            if !rewrite(row, cells, with: decoder, delimiter) { damaged.append(Int64(lines[row])) }
        }
        return damaged
    }

    /// - Returns: Whether every byte had its meaning.
    private mutating func rewrite(
        _ row: Int, _ cells: Range<Int>, with decoder: TextDecoder, _ delimiter: UInt8
    ) -> Bool {
        var isWhole = true
        var start = Int(rowStarts[row])
        var text: [UInt8] = []
        let target = end
        for cell in cells {
            let stop = Int(cellEnds[cell])
            let source = UnsafeBufferPointer(start: bytes + start, count: stop - start)
            if !decoder.append(source, to: &text) { isWhole = false }
            cellEnds[cell] = Int32(truncatingIfNeeded: target + text.count)
            text.append(delimiter)
            start = stop + 1
        }
        reserve(target + text.count, keeping: target)
        text.withUnsafeBufferPointer { source in
            if let first = source.baseAddress {
                (bytes + target).update(from: first, count: source.count)
            }
        }
        rowStarts[row] = Int32(truncatingIfNeeded: target)
        end = target + text.count
        return isWhole
    }
}
