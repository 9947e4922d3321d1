/// A floating-point number with an integer that sorts as it does.
protocol SortableValue: CellValue {
    associatedtype Key: FixedWidthInteger & UnsignedInteger & Sendable
    var sortKey: Key { get }
    init(sortKey: Key)
}

extension Float: SortableValue {
    // Negative numbers sort by their complement, others behind all of them.
    @inline(__always)
    var sortKey: UInt32 { sign == .minus ? ~bitPattern : bitPattern | 1 << 31 }

    @inline(__always)
    init(sortKey: UInt32) {
        self.init(bitPattern: sortKey >> 31 == 0 ? ~sortKey : sortKey & ~(1 << 31))
    }
}

extension Double: SortableValue {
    @inline(__always)
    var sortKey: UInt64 { sign == .minus ? ~bitPattern : bitPattern | 1 << 63 }

    @inline(__always)
    init(sortKey: UInt64) {
        self.init(bitPattern: sortKey >> 63 == 0 ? ~sortKey : sortKey & ~(1 << 63))
    }
}

/// Sorts numbers by counting digits of 11 bits, the lowest first; short arrays by comparison.
///
/// O(n) a digit, digits in which all numbers agree cost nothing. Keeps its scratch, 2 × n keys.
struct RadixSorter<Key: FixedWidthInteger & UnsignedInteger & Sendable> {
    private var keys: [Key] = []
    private var scratch: [Key] = []

    private static var digitBits: Int { 11 }
    private static var digits: Int { (Key.bitWidth + digitBits - 1) / digitBits }
    private static var buckets: Int { 1 << digitBits }

    /// Sorts `values`, ascending.
    ///
    /// - Precondition: no value is NaN.
    mutating func sort<Value: SortableValue>(_ values: inout [Value]) where Value.Key == Key {
        keys.removeAll(keepingCapacity: true)
        keys.reserveCapacity(values.count)
        for value in values { keys.append(value.sortKey) }
        if values.count < Self.buckets {
            keys.sort()
        } else {
            sortByDigits()
        }
        for index in values.indices { values[index] = Value(sortKey: keys[index]) }
    }

    private mutating func sortByDigits() {
        let count = keys.count
        if scratch.count < count { scratch = [Key](repeating: 0, count: count) }
        var starts = [Int32](repeating: 0, count: Self.digits * Self.buckets)
        keys.withUnsafeMutableBufferPointer { keys in
            scratch.withUnsafeMutableBufferPointer { scratch in
                starts.withUnsafeMutableBufferPointer { starts in
                    var source = UnsafeMutableBufferPointer(rebasing: keys[..<count])
                    var target = UnsafeMutableBufferPointer(rebasing: scratch[..<count])
                    Self.countDigits(source, &starts)
                    for digit in 0..<Self.digits {
                        let row = UnsafeMutableBufferPointer(
                            rebasing: starts[digit * Self.buckets..<(digit + 1) * Self.buckets])
                        guard Self.makeStarts(row, count) else { continue }
                        Self.scatter(source, to: target, digit: digit, row)
                        swap(&source, &target)
                    }
                    if source.baseAddress != keys.baseAddress {
                        for index in 0..<count { keys[index] = source[index] }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func bucket(_ key: Key, _ digit: Int) -> Int {
        Int(truncatingIfNeeded: key >> Key(digit * digitBits)) & (buckets - 1)
    }

    private static func countDigits(
        _ keys: UnsafeMutableBufferPointer<Key>, _ counts: inout UnsafeMutableBufferPointer<Int32>
    ) {
        for key in keys {
            for digit in 0..<digits { counts[digit * buckets + bucket(key, digit)] += 1 }
        }
    }

    /// Turns counts into first places; false when all keys share the digit.
    private static func makeStarts(
        _ counts: UnsafeMutableBufferPointer<Int32>, _ total: Int
    ) -> Bool {
        var start: Int32 = 0
        for index in counts.indices {
            let count = counts[index]
            if Int(count) == total { return false }
            counts[index] = start
            start += count
        }
        return true
    }

    private static func scatter(
        _ source: UnsafeMutableBufferPointer<Key>, to target: UnsafeMutableBufferPointer<Key>,
        digit: Int, _ starts: UnsafeMutableBufferPointer<Int32>
    ) {
        for key in source {
            let slot = bucket(key, digit)
            target[Int(starts[slot])] = key
            starts[slot] += 1
        }
    }
}
