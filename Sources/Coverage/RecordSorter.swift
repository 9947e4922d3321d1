/// Sorts cell records by row, then column; records of one cell keep their order, so that their sum
/// is always the same.
///
/// Where rows have few records each, as a rule, one counting pass sorts by row and records are
/// inserted within the row; where they have many, a counting pass by column comes before it. Long
/// rows among short ones are merged.
///
/// - Complexity: O(records + rows) but for long rows among short ones, whose records take
///   O(log records) each.
struct RecordSorter: ~Copyable {
    private typealias Records = UnsafeMutablePointer<CellRecord>

    private var scratch: UnsafeMutablePointer<CellRecord>
    private var capacity: Int
    private var ends: [Int32] = []

    /// The number of records up to which inserting beats counting and merging.
    private static let few = 24

    init() {
        capacity = 1 << 10
        scratch = .allocate(capacity: capacity)
    }

    deinit { scratch.deallocate() }

    /// `records` in order, in their own memory or in the sorter's, until either is used again.
    /// Rows and columns are below `rows` and `columns`.
    mutating func sort(
        _ records: UnsafeMutableBufferPointer<CellRecord>, rows: Int, columns: Int
    ) -> UnsafeBufferPointer<CellRecord> {
        let count = records.count
        guard let base = records.baseAddress, count > 0 else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        if count > capacity {
            scratch.deallocate()
            capacity = count + count / 4
            scratch = .allocate(capacity: capacity)
        }
        if count > Self.few * rows, columns <= count {
            scatter(from: base, to: scratch, count, keys: columns) { $0.column }
            scatter(from: scratch, to: base, count, keys: rows) { $0.row }
            return UnsafeBufferPointer(start: base, count: count)
        }
        scatter(from: base, to: scratch, count, keys: rows) { $0.row }
        var start = 0
        for row in 0..<rows {
            let end = Int(ends[row])
            if end - start <= Self.few {
                Self.insert(scratch + start, end - start)
            } else {
                Self.merge(scratch + start, base + start, end - start)
            }
            start = end
        }
        return UnsafeBufferPointer(start: scratch, count: count)
    }

    /// Moves records to `target` in the order of their keys; `ends` then holds where those of each
    /// key end.
    @inline(__always)
    private mutating func scatter(
        from source: Records, to target: Records, _ count: Int, keys: Int,
        by key: (CellRecord) -> Int32
    ) {
        ends.removeAll(keepingCapacity: true)
        ends.append(contentsOf: repeatElement(0, count: keys + 1))
        ends.withUnsafeMutableBufferPointer { ends in
            for index in 0..<count { ends[Int(key(source[index])) + 1] += 1 }
            for index in 1...keys { ends[index] += ends[index - 1] }
            for index in 0..<count {
                let slot = Int(key(source[index]))
                target[Int(ends[slot])] = source[index]
                ends[slot] += 1
            }
        }
    }

    /// Sorts a few records by column.
    @inline(__always)
    private static func insert(_ records: Records, _ count: Int) {
        var index = 1
        while index < count {
            let column = records[index].column
            if records[index - 1].column > column {
                let record = records[index]
                var slot = index
                repeat {
                    records[slot] = records[slot - 1]
                    slot -= 1
                } while slot > 0 && records[slot - 1].column > column
                records[slot] = record
            }
            index += 1
        }
    }

    /// Sorts many records by column, with as much scratch: pieces of a few are inserted, then
    /// merged two by two.
    private static func merge(_ records: Records, _ scratch: Records, _ count: Int) {
        for start in stride(from: 0, to: count, by: few) {
            insert(records + start, min(few, count - start))
        }
        var (source, target) = (records, scratch)
        var width = few
        while width < count {
            for start in stride(from: 0, to: count, by: 2 * width) {
                let middle = min(start + width, count)
                let end = min(start + 2 * width, count)
                join(source, start..<middle, middle..<end, target)
            }
            swap(&source, &target)
            width *= 2
        }
        if source != records { records.update(from: source, count: count) }
    }

    /// Writes two neighbouring sorted ranges of `source` as one to the same places of `target`.
    private static func join(
        _ source: Records, _ first: Range<Int>, _ second: Range<Int>, _ target: Records
    ) {
        var (a, b) = (first.lowerBound, second.lowerBound)
        for slot in first.lowerBound..<second.upperBound {
            let takesFirst =
                b == second.upperBound
                || (a < first.upperBound && source[a].column <= source[b].column)
            target[slot] = takesFirst ? source[a] : source[b]
            if takesFirst { a += 1 } else { b += 1 }
        }
    }
}
