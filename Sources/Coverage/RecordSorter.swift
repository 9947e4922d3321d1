/// Sorts cell records by row, then column; records of one cell keep their order, so that their sum
/// is always the same.
///
/// Two counting passes: O(records + rows + columns), no comparison.
struct RecordSorter: ~Copyable {
    private var scratch: UnsafeMutablePointer<CellRecord>
    private var capacity: Int
    private var starts: [Int32] = []

    init() {
        capacity = 1 << 10
        scratch = .allocate(capacity: capacity)
    }

    deinit { scratch.deallocate() }

    /// Sorts `records` in place; rows and columns are below `rows` and `columns`.
    mutating func sort(
        _ records: UnsafeMutableBufferPointer<CellRecord>, rows: Int, columns: Int
    ) {
        guard records.count > 1, let base = records.baseAddress else { return }
        if records.count > capacity {
            scratch.deallocate()
            capacity = records.count * 2
            scratch = .allocate(capacity: capacity)
        }
        scatter(from: base, to: scratch, records.count, keys: columns) { $0.column }
        scatter(from: scratch, to: base, records.count, keys: rows) { $0.row }
    }

    @inline(__always)
    private mutating func scatter(
        from source: UnsafeMutablePointer<CellRecord>,
        to target: UnsafeMutablePointer<CellRecord>, _ count: Int, keys: Int,
        by key: (CellRecord) -> Int32
    ) {
        starts.removeAll(keepingCapacity: true)
        starts.append(contentsOf: repeatElement(0, count: keys + 1))
        starts.withUnsafeMutableBufferPointer { starts in
            for index in 0..<count { starts[Int(key(source[index])) + 1] += 1 }
            for index in 1...keys { starts[index] += starts[index - 1] }
            for index in 0..<count {
                let slot = Int(key(source[index]))
                target[Int(starts[slot])] = source[index]
                starts[slot] += 1
            }
        }
    }
}
