/// The rows of a piece of a text table, as bytes and the places where cells and rows end.
///
/// Valid until its reader goes on. The cells of row `r` are `rowCellEnds[r - 1] ..< rowCellEnds[r]`
/// (from 0 for the first row); the first of them begins at `rowStarts[r]`, each of the others one
/// byte behind the end of the one before it. Quotes are taken off and the bytes are UTF-8.
public struct TextRowBlock {
    public let bytes: UnsafeBufferPointer<UInt8>
    /// Where each cell ends in `bytes`.
    public let cellEnds: UnsafeBufferPointer<Int32>
    /// Where each row begins in `bytes`.
    public let rowStarts: UnsafeBufferPointer<Int32>
    /// How many cells there are up to the end of each row.
    public let rowCellEnds: UnsafeBufferPointer<Int32>
    /// The line of the file at which each row begins, the first being 1.
    public let lines: UnsafeBufferPointer<Int32>

    /// The cells of a row as text.
    public func cells(ofRow row: Int) -> [String] {
        var start = Int(rowStarts[row])
        return cellRange(ofRow: row).map { cell in
            let end = Int(cellEnds[cell])
            defer { start = end + 1 }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
    }

    func cellRange(ofRow row: Int) -> Range<Int> {
        (row == 0 ? 0 : Int(rowCellEnds[row - 1]))..<Int(rowCellEnds[row])
    }
}

/// The memory of a `TextRowBlock`: bytes of the file, behind them the rows that were rewritten, and
/// the places of cells and rows. Kept from block to block.
struct RowScratch: ~Copyable {
    /// Bytes behind the file's own that may be looked at but hold nothing.
    static let padding = 8

    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var cellEnds: UnsafeMutablePointer<Int32>
    private(set) var rowStarts: UnsafeMutablePointer<Int32>
    private(set) var rowCellEnds: UnsafeMutablePointer<Int32>
    private(set) var lines: UnsafeMutablePointer<Int32>
    private var placeCapacity: Int
    /// How many bytes of the file there are.
    var filled = 0
    /// Where the bytes of rewritten rows end.
    var end = 0
    var cellCount = 0
    var rowCount = 0

    init() {
        capacity = 0
        placeCapacity = 0
        bytes = .allocate(capacity: 0)
        cellEnds = .allocate(capacity: 0)
        rowStarts = .allocate(capacity: 0)
        rowCellEnds = .allocate(capacity: 0)
        lines = .allocate(capacity: 0)
    }

    deinit {
        bytes.deallocate()
        freePlaces()
    }

    private func freePlaces() {
        for place in [cellEnds, rowStarts, rowCellEnds, lines] { place.deallocate() }
    }

    var block: TextRowBlock {
        TextRowBlock(
            bytes: UnsafeBufferPointer(start: bytes, count: end),
            cellEnds: UnsafeBufferPointer(start: cellEnds, count: cellCount),
            rowStarts: UnsafeBufferPointer(start: rowStarts, count: rowCount),
            rowCellEnds: UnsafeBufferPointer(start: rowCellEnds, count: rowCount),
            lines: UnsafeBufferPointer(start: lines, count: rowCount))
    }

    /// Makes room for `count` bytes in all; those up to `kept` stay.
    mutating func reserve(_ count: Int, keeping kept: Int) {
        guard count > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, capacity * 3 / 2))
        larger.update(from: bytes, count: kept)
        bytes.deallocate()
        bytes = larger
        capacity = max(count, capacity * 3 / 2)
    }

    /// Takes in more bytes of the file.
    mutating func append(_ text: [UInt8]) {
        reserve(filled + text.count + Self.padding, keeping: filled)
        for (index, byte) in text.enumerated() { bytes[filled + index] = byte }
        filled += text.count
    }

    /// Drops all rows, and the file's bytes before `consumed`.
    mutating func keepRest(from consumed: Int) {
        if consumed > 0 { bytes.update(from: bytes + consumed, count: filled - consumed) }
        filled -= consumed
        end = filled
        cellCount = 0
        rowCount = 0
    }

    /// Makes ready to split: room for as many cells as the bytes can hold, and for the same bytes
    /// once more without their quotes.
    mutating func beginSplitting() {
        reserve(2 * filled + 3 * Self.padding, keeping: filled)
        (bytes + filled).update(repeating: 0x7F, count: Self.padding)
        end = filled + Self.padding
        cellCount = 0
        rowCount = 0
        let places = filled + 2
        guard places > placeCapacity else { return }
        freePlaces()
        placeCapacity = places
        cellEnds = .allocate(capacity: places)
        rowStarts = .allocate(capacity: places)
        rowCellEnds = .allocate(capacity: places)
        lines = .allocate(capacity: places)
    }
}
