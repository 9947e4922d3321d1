public import Grids

/// The cells of a grid that one zone covers, and by how much.
public struct ZoneCoverage: Hashable, Sendable {
    /// Runs in the order of rows, then columns; no two share a cell, and neighbours with the same
    /// fraction are one run. Empty when the zone covers no cell.
    public let runs: [CoverageRun]
    /// The area of the whole zone in cells, whether or not it lies on the grid; never negative,
    /// 0 for a zone without geometry.
    ///
    /// For cells that are claimed whole (`center`, `touched`) it is the number of cells that the
    /// zone claims on the grid continued without end, so that no share of it exceeds 1; the planar
    /// area for a zone that reaches out of the grid over more than 2²² cells on its edges or rows.
    public let zoneAreaInCells: Double

    /// - Precondition: `runs` are sorted by row and column and do not overlap.
    public init(runs: [CoverageRun], zoneAreaInCells: Double) {
        assert(
            zip(runs, runs.dropFirst()).allSatisfy { a, b in
                a.row < b.row || (a.row == b.row && a.column + a.length <= b.column)
            }, "runs are sorted by row and column and do not overlap")
        self.runs = runs
        self.zoneAreaInCells = zoneAreaInCells
    }

    /// Whether the zone covers no cell.
    public var isEmpty: Bool { runs.isEmpty }

    /// The area of the zone that lies on the grid, in cells: the sum of the fractions.
    public var coveredArea: Double {
        runs.reduce(0) { $0 + Double($1.length) * $1.fraction }
    }

    /// The rows from the first run to the last; empty when there is none.
    public var rows: Range<Int> {
        guard let first = runs.first, let last = runs.last else { return 0..<0 }
        return Int(first.row)..<Int(last.row) + 1
    }

    /// The runs in `rows`, in order.
    ///
    /// - Complexity: O(log runs).
    public func runs(inRows rows: Range<Int>) -> ArraySlice<CoverageRun> {
        runs[firstRun(atOrBelow: rows.lowerBound)..<firstRun(atOrBelow: rows.upperBound)]
    }

    /// The smallest rectangle of cells around the runs in `rows`; `nil` when there is none.
    ///
    /// - Complexity: O(runs in `rows`).
    public func window(inRows rows: Range<Int>) -> GridWindow? {
        let slice = runs(inRows: rows)
        guard let first = slice.first, let last = slice.last else { return nil }
        var low = first.columns.lowerBound
        var high = first.columns.upperBound
        for run in slice {
            low = min(low, run.columns.lowerBound)
            high = max(high, run.columns.upperBound)
        }
        return GridWindow(rows: Int(first.row)..<Int(last.row) + 1, columns: low..<high)
    }

    /// The index of the first run whose row is `row` or more.
    private func firstRun(atOrBelow row: Int) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if Int(runs[middle].row) < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
