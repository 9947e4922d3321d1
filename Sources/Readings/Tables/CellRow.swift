/// A row of a table as bytes of UTF-8. Valid as long as its block.
struct CellRow {
    private let bytes: UnsafePointer<UInt8>
    /// Where each cell of the row ends.
    private let ends: UnsafePointer<Int32>
    private let start: Int
    let count: Int
    let line: Int

    init(
        _ bytes: UnsafePointer<UInt8>, start: Int, ends: UnsafePointer<Int32>, count: Int, line: Int
    ) {
        self.bytes = bytes
        self.start = start
        self.ends = ends
        self.count = count
        self.line = line
    }

    /// The cell of a column; empty where the row is too short.
    @inline(__always)
    subscript(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        guard column < count else { return UnsafeBufferPointer(start: bytes, count: 0) }
        let first = column == 0 ? start : Int(ends[column - 1]) + 1
        return UnsafeBufferPointer(start: bytes + first, count: Int(ends[column]) - first)
    }

    /// The cell of a column as text.
    func text(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

    /// The row as text.
    var texts: [String] { (0..<count).map(text) }

    /// Whether every cell is empty: the row has separators only.
    var isEmpty: Bool { count == 0 || Int(ends[count - 1]) - start == count - 1 }

    /// Whether a cell at or behind `column` is not empty.
    func hasText(from column: Int) -> Bool {
        (column..<max(column, count)).contains { !self[$0].isEmpty }
    }
}

/// The rows of a block.
struct CellRows {
    let bytes: UnsafePointer<UInt8>
    let cellEnds: UnsafePointer<Int32>
    let rowStarts: UnsafeBufferPointer<Int32>
    let rowCellEnds: UnsafeBufferPointer<Int32>
    let lines: UnsafeBufferPointer<Int32>

    var count: Int { lines.count }

    @inline(__always)
    subscript(_ row: Int) -> CellRow {
        let first = row == 0 ? 0 : Int(rowCellEnds[row - 1])
        return CellRow(
            bytes, start: Int(rowStarts[row]), ends: cellEnds + first,
            count: Int(rowCellEnds[row]) - first, line: Int(lines[row]))
    }
}

/// Numbers by text, found by its bytes: open addressing, no text is made.
struct ByteTable: Sendable {
    private struct Entry {
        let hash: UInt64
        let start: Int
        let count: Int
        let number: Int
    }

    private var entries: [Entry] = []
    private var keys: [UInt8] = []
    /// The place in `entries`, or -1; a power of two of them.
    private var slots: [Int32] = Array(repeating: -1, count: 64)

    /// The number of a text; `nil` when it has none.
    func number(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = Self.hash(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash && isKey(entry, text) { return entry.number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Gives `text` a number; it must have none.
    mutating func insert(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) {
        if 2 * entries.count >= slots.count { grow() }
        let hash = Self.hash(text)
        entries.append(
            Entry(hash: hash, start: keys.count, count: text.count, number: number))
        keys += text
        place(entries.count - 1)
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: 2 * slots.count)
        for index in entries.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
    }

    private func isKey(_ entry: Entry, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard entry.count == text.count else { return false }
        for index in 0..<text.count where keys[entry.start + index] != text[index] { return false }
        return true
    }

    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 32
    }
}

/// Whether two texts have the same bytes.
@inline(__always)
func isSame(_ one: UnsafeBufferPointer<UInt8>, _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    for index in 0..<one.count where one[index] != other[index] { return false }
    return true
}
