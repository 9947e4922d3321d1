import Coverage
import Grids

/// The units of accumulation in a band of rows, and how they are cut into chunks and read.
///
/// A unit is what one zone covers in one block row. The order is by zone, then row; all of it comes
/// from the overlay and the raster's block rows alone.
struct BandUnits: Sendable {
    struct Unit: Sendable {
        let zone: Int
        /// Indices of the zone's runs.
        let runs: Range<Int>
    }

    private(set) var units: [Unit] = []
    /// Neighbouring units of about the same work.
    private(set) var chunks: [Range<Int>] = []
    /// The cells around all units, in whole block rows; `nil` when there are none.
    private(set) var window: GridWindow?

    /// What a run costs beside its cells, in cells.
    private static let cellsPerRun = 8
    private static let cellsPerChunk = 1 << 13

    /// - Precondition: `band` begins with a block row.
    init(_ overlay: Overlay, rows band: Range<Int>, blockRows: Int) {
        var firstUnit = 0
        var cost = 0
        for (index, zone) in overlay.zones.enumerated() {
            guard let covered = zone.window(inRows: band) else { continue }
            window = window?.union(covered) ?? covered
            let runs = zone.runs(inRows: band)
            var start = runs.startIndex
            while start < runs.endIndex {
                let end = Self.endOfBlock(runs, from: start, blockRows: blockRows, cost: &cost)
                units.append(Unit(zone: index, runs: start..<end))
                start = end
                if cost >= Self.cellsPerChunk {
                    chunks.append(firstUnit..<units.count)
                    firstUnit = units.count
                    cost = 0
                }
            }
        }
        if firstUnit < units.count { chunks.append(firstUnit..<units.count) }
        window = window?.wholeBlockRows(of: blockRows, within: band)
    }

    /// The end of the runs that lie in the same block row as run `start`.
    private static func endOfBlock(
        _ runs: ArraySlice<CoverageRun>, from start: Int, blockRows: Int, cost: inout Int
    ) -> Int {
        let endRow = (Int(runs[start].row) / blockRows + 1) * blockRows
        var end = start
        while end < runs.endIndex, Int(runs[end].row) < endRow {
            cost += Int(runs[end].length) + cellsPerRun
            end += 1
        }
        return end
    }
}

extension GridWindow {
    /// The smallest window around both.
    fileprivate func union(_ other: GridWindow) -> GridWindow {
        GridWindow(
            rows: min(
                rows.lowerBound, other.rows.lowerBound)..<max(
                    rows.upperBound, other.rows.upperBound),
            columns: min(
                columns.lowerBound, other.columns.lowerBound)..<max(
                    columns.upperBound, other.columns.upperBound))
    }

    /// This window with its rows grown to whole block rows, as far as `band` goes.
    fileprivate func wholeBlockRows(of blockRows: Int, within band: Range<Int>) -> GridWindow {
        let first = rows.lowerBound / blockRows * blockRows
        let end = (rows.upperBound + blockRows - 1) / blockRows * blockRows
        return GridWindow(rows: first..<min(end, band.upperBound), columns: columns)
    }
}
