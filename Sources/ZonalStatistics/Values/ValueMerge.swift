/// The cells of a zone in ascending order of their values, from any number of sorted runs: the
/// order depends on the cells alone, not on how they are cut into runs.
struct ValueMerge {
    /// All cells with one value.
    struct Group {
        var value = 0.0
        /// The number of whole cells.
        var whole = 0
        /// The coverage fractions of the others, ascending.
        var fractions: [Double] = []

        /// Σ c of the group.
        var coverage: Double {
            var sum = CompensatedSum(high: Double(whole))
            for fraction in fractions { sum.add(fraction) }
            return sum.value
        }
    }

    private var whole: RunHeap
    private var parts: RunHeap
    private(set) var group = Group()

    init(_ runs: [StoredRun]) throws {
        whole = try RunHeap(runs, .whole)
        parts = try RunHeap(runs, .parts)
    }

    /// The partly covered cells alone.
    init(partsOf runs: [StoredRun]) throws {
        whole = try RunHeap([], .whole)
        parts = try RunHeap(runs, .parts)
    }

    /// Puts the cells with the next value into `group`; false when there are none left.
    ///
    /// - Complexity: O(cells of the group · log runs).
    @inline(__always)
    mutating func next() throws -> Bool {
        let value = min(whole.smallest, parts.smallest)
        guard value < .infinity || !whole.isEmpty || !parts.isEmpty else { return false }
        group.value = value
        var count = 0.0
        while whole.smallest == value, !whole.isEmpty { count += try whole.take() }
        group.whole = Int(count)
        group.fractions.removeAll(keepingCapacity: true)
        while parts.smallest == value, !parts.isEmpty { group.fractions.append(try parts.take()) }
        // Runs are sorted each for itself.
        if group.fractions.count > 1 { group.fractions.sort() }
        return true
    }
}

/// Sorted runs with the smallest value on top.
///
/// The heap itself holds plain numbers and pointers: it is walked once a cell.
private struct RunHeap {
    private struct Head {
        var value: Double
        var values: UnsafePointer<Double>
        var weights: UnsafePointer<Double>
        /// How many values there are in the piece from `values` on.
        var left: Int
        let run: Int
    }

    private var heads: [Head] = []
    private let runs: [RunPieces]

    /// How many numbers of all runs are in memory at once, about.
    private static let numbersInMemory = 1 << 20

    init(_ stored: [StoredRun], _ column: RunColumn) throws {
        let length = min(max(Self.numbersInMemory / max(stored.count, 1), 64), 1 << 13)
        runs = stored.map { RunPieces($0, column, pieceLength: length) }
        for (index, run) in runs.enumerated() {
            guard let piece = try run.next() else { continue }
            heads.append(
                Head(
                    value: piece.values[0], values: piece.values, weights: piece.weights,
                    left: piece.count, run: index))
        }
        for index in stride(from: heads.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    var isEmpty: Bool { heads.isEmpty }

    /// The smallest value; infinity when there is none.
    @inline(__always)
    var smallest: Double { heads.isEmpty ? .infinity : heads[0].value }

    /// Takes the smallest value away; its weight.
    ///
    /// - Precondition: there is one.
    @inline(__always)
    mutating func take() throws -> Double {
        let weight = heads[0].weights.pointee
        if heads[0].left > 1 {
            heads[0].left -= 1
            heads[0].values += 1
            heads[0].weights += 1
            heads[0].value = heads[0].values.pointee
        } else {
            try replaceTop()
        }
        if heads.count > 1 { sink(0) }
        return weight
    }

    private mutating func replaceTop() throws {
        if let piece = try runs[heads[0].run].next() {
            heads[0].values = piece.values
            heads[0].weights = piece.weights
            heads[0].left = piece.count
            heads[0].value = piece.values[0]
        } else {
            let last = heads.removeLast()
            if !heads.isEmpty { heads[0] = last }
        }
    }

    @inline(__always)
    private mutating func sink(_ start: Int) {
        heads.withUnsafeMutableBufferPointer { heads in
            let moved = heads[start]
            var index = start
            while true {
                var child = 2 * index + 1
                if child >= heads.count { break }
                if child + 1 < heads.count, heads[child + 1].value < heads[child].value {
                    child += 1
                }
                if heads[child].value >= moved.value { break }
                heads[index] = heads[child]
                index = child
            }
            heads[index] = moved
        }
    }
}
