/// Takes a text table apart: cells between delimiters, quotes as in RFC 4180.
///
/// Works on bytes, for delimiters and quotes never occur inside a character of UTF-8 or GB18030.
/// A quote inside a cell that does not begin with one stands for itself. Blank lines are passed
/// over. Lines end with LF, CR or both.
struct RowSplitter {
    let delimiter: UInt8
    /// The line at which the next row begins.
    private(set) var line = 1
    /// Whether any byte so far was beyond ASCII.
    private(set) var isBeyondASCII = false

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Finds the rows of what `scratch` holds.
    ///
    /// - Parameter isLast: Nothing follows: the last row needs no line end.
    /// - Returns: Where the first row begins that does not end yet.
    /// - Throws: The line at which a quoted cell begins that never ends.
    mutating func split(_ scratch: inout RowScratch, isLast: Bool) throws(OpenQuote) -> Int {
        scratch.beginSplitting()
        let bytes = scratch.bytes
        let count = scratch.filled
        let cellEnds = scratch.cellEnds
        let pattern = 0x0101_0101_0101_0101 &* UInt64(delimiter)
        var cells = 0
        var rowStart = 0
        var cellStart = 0
        var high: UInt64 = 0
        var place = 0
        words: while place < count {
            let word = UnsafeRawPointer(bytes + place).loadUnaligned(as: UInt64.self).littleEndian
            high |= word
            var marks = Self.below0x2D(word) | Self.zeros(word ^ pattern)
            while marks != 0 {
                let here = place &+ marks.trailingZeroBitCount >> 3
                marks &= marks &- 1
                let byte = bytes[here]
                if byte == delimiter {
                    cellEnds[cells] = Int32(truncatingIfNeeded: here)
                    cells &+= 1
                    cellStart = here &+ 1
                } else if byte == 0x0A || byte == 0x0D {
                    // The line feed behind a carriage return belongs to the line that has ended.
                    if here < rowStart { continue }
                    var next = here &+ 1
                    if byte == 0x0D {
                        if next == count && !isLast { break words }
                        if next < count && bytes[next] == 0x0A { next &+= 1 }
                    }
                    if here > rowStart || cells > scratch.cellCount {
                        cellEnds[cells] = Int32(truncatingIfNeeded: here)
                        cells &+= 1
                        addRow(from: rowStart, cells: cells, to: &scratch)
                    }
                    line &+= 1
                    rowStart = next
                    cellStart = next
                } else if byte == 0x22 && here == cellStart && here < count {
                    guard
                        let next = try splitQuoted(&scratch, from: rowStart, isLast: isLast)
                    else { break words }
                    cells = scratch.cellCount
                    rowStart = next
                    cellStart = next
                    place = next
                    continue words
                }
            }
            place &+= 8
        }
        isBeyondASCII = isBeyondASCII || high & 0x8080_8080_8080_8080 != 0
        guard isLast && rowStart < count else { return isLast ? count : rowStart }
        cellEnds[cells] = Int32(truncatingIfNeeded: count)
        addRow(from: rowStart, cells: cells + 1, to: &scratch)
        return count
    }

    @inline(__always)
    private func addRow(from start: Int, cells: Int, to scratch: inout RowScratch) {
        let row = scratch.rowCount
        scratch.rowStarts[row] = Int32(truncatingIfNeeded: start)
        scratch.rowCellEnds[row] = Int32(truncatingIfNeeded: cells)
        scratch.lines[row] = Int32(truncatingIfNeeded: line)
        scratch.rowCount = row &+ 1
        scratch.cellCount = cells
    }

    /// The bytes of `word` below 0x2D: line ends, quotes, commas, tabs, and a few that mean nothing.
    private static func below0x2D(_ word: UInt64) -> UInt64 {
        let highs: UInt64 = 0x8080_8080_8080_8080
        return ~((word | highs) &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & highs
    }

    /// The bytes of `word` that are 0.
    private static func zeros(_ word: UInt64) -> UInt64 {
        let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~(((word & lows) &+ lows) | word | lows)
    }

    // MARK: - Rows with quotes

    private enum State {
        case startOfCell, plain, quoted, quoteInQuoted
    }

    /// Rewrites the row at `start` without its quotes.
    ///
    /// - Returns: Where the next row begins; `nil` when the row does not end yet.
    private mutating func splitQuoted(
        _ scratch: inout RowScratch, from start: Int, isLast: Bool
    ) throws(OpenQuote) -> Int? {
        let bytes = scratch.bytes
        let count = scratch.filled
        let rowStart = scratch.end
        var (out, cells) = (scratch.end, scratch.cellCount)
        var (state, row) = (State.startOfCell, line)
        var quoteLine = line
        var place = start
        func endCell() {
            scratch.cellEnds[cells] = Int32(truncatingIfNeeded: out)
            bytes[out] = delimiter
            cells += 1
            out += 1
            state = .startOfCell
        }
        func keep(_ byte: UInt8) {
            bytes[out] = byte
            out += 1
        }
        scan: while place < count {
            let byte = bytes[place]
            place += 1
            if byte >= 0x80 { isBeyondASCII = true }
            let isLineEnd = byte == 0x0A || byte == 0x0D
            if isLineEnd && byte == 0x0D && place == count && !isLast { return nil }
            switch state {
            case .quoted where byte == 0x22: state = .quoteInQuoted
            case .quoted:
                keep(byte)
                if isLineEnd {
                    row += 1
                    if byte == 0x0D && place < count && bytes[place] == 0x0A {
                        keep(0x0A)
                        place += 1
                    }
                }
            case _ where isLineEnd:
                if byte == 0x0D && place < count && bytes[place] == 0x0A { place += 1 }
                row += 1
                break scan
            case .startOfCell where byte == 0x22:
                state = .quoted
                quoteLine = row
            case .quoteInQuoted where byte == 0x22:
                keep(byte)
                state = .quoted
            case _ where byte == delimiter: endCell()
            default:
                keep(byte)
                state = .plain
            }
            if place == count && !isLast { return nil }
        }
        if state == .quoted { throw OpenQuote(line: quoteLine) }
        endCell()
        addRow(from: rowStart, cells: cells, to: &scratch)
        scratch.end = out
        line = row
        return place
    }
}

/// A quoted cell that never ends.
struct OpenQuote: Error {
    /// The line at which it begins.
    let line: Int
}
