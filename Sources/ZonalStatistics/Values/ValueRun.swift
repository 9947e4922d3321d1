/// Cells of a zone sorted by value: what exact quantiles, classes and modes are read from.
///
/// Whole cells and cells at the zone's edge stand apart: of the first only the value counts. The
/// multiset of (value, coverage) is all that a run says; however cells are cut into runs, the
/// merged order is the same.
struct ValueRun: Sendable, Hashable {
    /// Values of whole cells, ascending.
    var whole: [Double] = []
    /// How many cells each of `whole` stands for; empty when each stands for one.
    var counts: [UInt32] = []
    /// Values of partly covered cells, ascending, equal ones by coverage.
    var parts: [Double] = []
    /// The coverage fractions of `parts`.
    var fractions: [Double] = []

    /// The memory that the run takes, in bytes.
    var byteCount: Int {
        (whole.count + parts.count + fractions.count) * MemoryLayout<Double>.stride
            + counts.count * MemoryLayout<UInt32>.stride
    }

    /// How many whole cells there are.
    var wholeCells: Int {
        counts.isEmpty ? whole.count : counts.reduce(0) { $0 + Int($1) }
    }
}

/// Gathers a unit's cells into runs that are short enough to be sorted in the cache of a core.
struct ValueCollector<Value: SortableValue> {
    private var whole: [Value] = []
    private var parts: [(value: Double, fraction: Double)] = []
    private var sorter = RadixSorter<Value.Key>()
    private var runs: [ValueRun] = []

    private static var longestRun: Int { 1 << 18 }

    /// Adds neighbouring cells with one coverage fraction; NaN is passed over.
    @inline(__always)
    mutating func add(_ values: UnsafeBufferPointer<Value>, fraction: Double) {
        if fraction == 1 {
            // Adding 0 makes a zero of each sign the same value.
            for value in values where value == value { whole.append(value + 0) }
        } else {
            for value in values where value == value {
                parts.append((Double(value) + 0, fraction))
            }
        }
        if whole.count + parts.count >= Self.longestRun { cut() }
    }

    /// The cells since the last call as runs.
    mutating func finish() -> [ValueRun] {
        if !whole.isEmpty || !parts.isEmpty { cut() }
        defer { runs = [] }
        return runs
    }

    private mutating func cut() {
        sorter.sort(&whole)
        parts.sort { ($0.value, $0.fraction) < ($1.value, $1.fraction) }
        var run = ValueRun(parts: parts.map(\.value), fractions: parts.map(\.fraction))
        pack(into: &run)
        runs.append(run)
        whole.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }

    /// The sorted whole cells, equal ones counted where that takes less memory.
    private func pack(into run: inout ValueRun) {
        var distinct = whole.isEmpty ? 0 : 1
        for index in 1..<max(whole.count, 1) where whole[index] != whole[index - 1] {
            distinct += 1
        }
        guard distinct * 3 / 2 < whole.count else {
            run.whole = whole.map(Double.init)
            return
        }
        run.whole.reserveCapacity(distinct)
        run.counts.reserveCapacity(distinct)
        var start = 0
        while start < whole.count {
            var end = start + 1
            while end < whole.count, whole[end] == whole[start] { end += 1 }
            run.whole.append(Double(whole[start]))
            run.counts.append(UInt32(end - start))
            start = end
        }
    }
}
