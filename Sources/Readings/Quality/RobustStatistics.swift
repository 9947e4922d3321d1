/// What makes the median absolute deviation estimate the standard deviation of normal values:
/// 1/Φ⁻¹(3/4), to five digits.
///
/// Source: Hampel, The influence curve and its role in robust estimation, 1974.
let normalConsistency = ExactNumber(14_826) / ExactNumber(10_000)

/// Twice the median of `values`: the sum of the two middle ones, or twice the middle one, so that it
/// is a whole number; `nil` when there are none. Leaves the values in another order.
///
/// - Precondition: twice the largest magnitude fits in 64 bits.
/// - Complexity: O(n) expected, O(n log n) at worst.
func doubledMedian(_ values: inout [Int64]) -> Int64? {
    let count = values.count
    if count == 0 { return nil }
    let upper = count / 2
    select(upper, of: &values)
    if count % 2 == 1 { return 2 * values[upper] }
    // What stands before the upper middle is no larger; its maximum is the lower middle.
    var lower = values[0]
    for place in 1..<upper where values[place] > lower { lower = values[place] }
    return lower + values[upper]
}

/// Puts the value of rank `rank` (from 0) in its place, smaller ones before it.
private func select(_ rank: Int, of values: inout [Int64]) {
    var low = 0
    var high = values.count - 1
    // Pivots that keep failing to halve the range show values laid out against them.
    var roundsLeft = 4 * (Int.bitWidth - values.count.leadingZeroBitCount) + 8
    while low < high {
        roundsLeft -= 1
        if roundsLeft == 0 {
            values[low...high].sort()
            return
        }
        let pivot = middle(values[low], values[low + (high - low) / 2], values[high])
        var left = low
        var right = high
        while left <= right {
            while values[left] < pivot { left += 1 }
            while values[right] > pivot { right -= 1 }
            if left <= right {
                values.swapAt(left, right)
                left += 1
                right -= 1
            }
        }
        if rank <= right {
            high = right
        } else if rank >= left {
            low = left
        } else {
            return
        }
    }
}

private func middle(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
    max(min(a, b), min(max(a, b), c))
}
