/// The sums and counts of the neighbourhood of every cell of some rows of a grid.
///
/// Every row is summed up once from its left edge; the cells of a neighbourhood in that row are
/// then the difference of two of these sums. The work for a cell is the number of rows of its
/// neighbourhood. Values must have their mean taken off first: running sums of numbers around 0
/// stay small, and their differences keep their digits.
struct WindowSums {
    private let neighbourhood: GridNeighbourhood
    private let rows: Int
    private let columns: Int
    /// The length of a row of running sums: the reach on both sides, and one before the first.
    private let stride: Int

    /// Row by row of the last input: entry reach + c + 1 is the sum up to column c.
    private var runningSums: [Double] = []
    /// The same of how many cells have a value; `Float` holds all numbers up to 2²⁴.
    private var runningCounts: [Float] = []
    /// The rows around the cell in turn, and where the two ends of each stand in the running sums,
    /// counted from the entry of the cell's column in its own row.
    private var ends: [(high: Int, low: Int)] = []
    private var rowsAround = 0..<0

    /// - Precondition: fewer than 2²⁴ columns.
    init(_ neighbourhood: GridNeighbourhood, rows: Int, columns: Int) {
        precondition(columns < 1 << 24, "a row of a grid has fewer than 2^24 columns")
        self.neighbourhood = neighbourhood
        self.rows = rows
        self.columns = columns
        stride = columns + 2 * neighbourhood.columnReach + 1
    }

    /// The rows that the sums of `rows` are made of.
    func sources(of rows: Range<Int>) -> Range<Int> {
        let reach = neighbourhood.rowReach
        return max(rows.lowerBound - reach, 0)..<min(rows.upperBound + reach, self.rows)
    }

    /// The sums and counts around the cells of `target`, row by row, the cells themselves
    /// included. Cells without a value count for nothing; around them it is counted all the same.
    ///
    /// - Parameters:
    ///   - values: The rows `sources(of: target)`, with a mean near 0; not finite where there is
    ///     none.
    ///   - sums: Room for the cells of `target`.
    ///   - counts: The same.
    mutating func compute(
        _ target: Range<Int>, from values: UnsafeBufferPointer<Double>, sums: inout [Double],
        counts: inout [Float]
    ) {
        let sources = sources(of: target)
        precondition(
            values.count == sources.count * columns && sums.count == target.count * columns
                && counts.count == sums.count, "sums need all rows that they are made of")
        let hasGaps = sumUp(values, rows: sources.count)
        for row in target {
            let isAsAbove = alignEnds(row: row) && row > target.lowerBound
            let place = (row - target.lowerBound) * columns
            let start = (row - sources.lowerBound) * stride
            addDifferences(of: runningSums, from: start, to: &sums, at: place)
            if isAsAbove, !hasGaps {
                for column in place..<place + columns { counts[column] = counts[column - columns] }
            } else {
                addDifferences(of: runningCounts, from: start, to: &counts, at: place)
            }
        }
    }

    /// Sums the rows up; whether any cell had no value.
    private mutating func sumUp(_ values: UnsafeBufferPointer<Double>, rows: Int) -> Bool {
        let (stride, reach, columns) = (stride, neighbourhood.columnReach, columns)
        if runningSums.count < rows * stride {
            runningSums = [Double](repeating: 0, count: rows * stride)
            runningCounts = [Float](repeating: 0, count: rows * stride)
        }
        var gaps = 0
        runningSums.withUnsafeMutableBufferPointer { sums in
            runningCounts.withUnsafeMutableBufferPointer { counts in
                for row in 0..<rows {
                    let start = row * stride + reach + 1
                    var sum = 0.0
                    var count: Float = 0
                    for column in 0..<columns {
                        let value = values[row * columns + column]
                        let isValue = value.isFinite
                        sum += isValue ? value : 0
                        count += isValue ? 1 : 0
                        sums[start + column] = sum
                        counts[start + column] = count
                    }
                    for place in start + columns..<(row + 1) * stride {
                        sums[place] = sum
                        counts[place] = count
                    }
                    gaps += columns - Int(count)
                }
            }
        }
        return gaps > 0
    }

    /// Points `ends` at the rows around `row`; whether they already did.
    private mutating func alignEnds(row: Int) -> Bool {
        let reach = neighbourhood.rowReach
        let around = max(-reach, -row)..<min(reach, rows - 1 - row) + 1
        guard around != rowsAround else { return true }
        rowsAround = around
        let columnReach = neighbourhood.columnReach
        ends = around.map { step in
            let half = neighbourhood.halfWidths[abs(step)]
            return (step * stride + columnReach + half + 1, step * stride + columnReach - half)
        }
        return false
    }

    /// Columns that are worked on at a time, so that the sums of all rows stay in a near cache.
    private static let blockColumns = 1024

    /// Sums up the differences of the running sums between all `ends`, for every column of a row.
    ///
    /// - Parameters:
    ///   - start: Where the row stands in the running sums.
    ///   - place: Where it stands in `target`.
    @inline(__always)
    private func addDifferences<Value: BinaryFloatingPoint>(
        of running: [Value], from start: Int, to target: inout [Value], at place: Int
    ) {
        let columns = columns
        let ends = ends
        running.withUnsafeBufferPointer { running in
            target.withUnsafeMutableBufferPointer { target in
                precondition(
                    target.count >= place + columns
                        && ends.allSatisfy {
                            start + $0.low >= 0 && start + $0.high + columns <= running.count
                        }, "running sums reach as far as the neighbourhood")
                guard let running = running.baseAddress, let target = target.baseAddress else {
                    return
                }
                for first in Swift.stride(from: 0, to: columns, by: Self.blockColumns) {
                    let count = min(Self.blockColumns, columns - first)
                    let sums = target + place + first
                    sums.update(repeating: 0, count: count)
                    var index = 0
                    // Two rows at a time: plain pointers and no checks, which become vectors.
                    while index + 1 < ends.count {
                        let (a, b) = (ends[index], ends[index + 1])
                        let (aHigh, aLow) = (
                            running + start + a.high + first, running + start + a.low + first
                        )
                        let (bHigh, bLow) = (
                            running + start + b.high + first, running + start + b.low + first
                        )
                        for column in 0..<count {
                            sums[column] +=
                                (aHigh[column] - aLow[column]) + (bHigh[column] - bLow[column])
                        }
                        index += 2
                    }
                    if index < ends.count {
                        let high = running + start + ends[index].high + first
                        let low = running + start + ends[index].low + first
                        for column in 0..<count { sums[column] += high[column] - low[column] }
                    }
                }
            }
        }
    }
}
