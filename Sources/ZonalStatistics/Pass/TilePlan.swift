import Coverage
import Grids
import Parallel

/// The tiles in which a raster is read and what of the zones lies in each.
///
/// A tile is a block row of the raster, or as many as make 64 rows, by as many block columns as
/// make 512 columns: small enough for memory and for the processor's cache whatever the raster,
/// large enough to outweigh a state. The unit of accumulation is a zone in a tile; all of it comes
/// from the overlay and the raster's blocks alone. Tiles are numbered row by row.
struct TilePlan: Sendable {
    struct Unit: Sendable {
        let zone: Int
        /// Indices of the zone's runs in the tile's rows.
        let runs: Range<Int>
        /// Whether some of them reach out of the tile's columns.
        let isClipped: Bool
    }

    struct Tile: Sendable {
        /// Of all tiles of the grid.
        let number: Int
        let window: GridWindow
        /// Indices of the units, in the order of the zones.
        let units: Range<Int>
        /// The cells that units touch, in whole blocks.
        fileprivate(set) var area: RasterArea?
    }

    /// How large tiles are at least, where the grid is.
    struct TileSize: Sendable, Hashable {
        var rows = 64
        var columns = 512
    }

    /// The tiles that zones touch, in their order.
    private(set) var tiles: [Tile] = []
    private(set) var units: [Unit] = []
    /// The rows of a tile and the number of rows of tiles in the grid.
    let tileRows: Int
    let rowCount: Int
    let tileColumns: Int
    let columnCount: Int

    /// - Parameters:
    ///   - zones: The zones that count.
    ///   - rows: The rows of tiles that count.
    ///   - threads: How many threads work; the plan does not depend on it.
    init(
        _ overlay: Overlay, blockRows: Int, blockColumns: Int, zones: Range<Int>,
        rows: Range<Int>, size: TileSize, threads: Int = 1
    ) {
        let grid = overlay.geometry
        tileRows = Self.multiple(of: blockRows, atLeast: size.rows)
        tileColumns = Self.multiple(of: blockColumns, atLeast: size.columns)
        rowCount = (grid.rows + tileRows - 1) / tileRows
        columnCount = (grid.columns + tileColumns - 1) / tileColumns
        var found: [(tile: Int, unit: Unit)] = []
        for zone in zones {
            collect(overlay.zones[zone].runs, zone, rows, &found)
        }
        sortByTile(found, grid)
        let plan = self
        let areas = mapChunks(chunks(of: tiles.count, size: 16), threads: threads) { indices in
            indices.map {
                plan.touchedArea(
                    plan.tiles[$0], overlay, blockRows: blockRows, blockColumns: blockColumns)
            }
        }
        for (index, area) in areas.joined().enumerated() { tiles[index].area = area }
    }

    static func multiple(of block: Int, atLeast size: Int) -> Int {
        max((size + block - 1) / block, 1) * block
    }

    /// How many rows of tiles a grid has.
    static func rowCount(_ grid: GridGeometry, blockRows: Int, size: TileSize) -> Int {
        let rows = multiple(of: blockRows, atLeast: size.rows)
        return (grid.rows + rows - 1) / rows
    }

    private func collect(
        _ runs: [CoverageRun], _ zone: Int, _ wanted: Range<Int>,
        _ found: inout [(tile: Int, unit: Unit)]
    ) {
        var start = 0
        while start < runs.count {
            let row = Int(runs[start].row) / tileRows
            let endRow = (row + 1) * tileRows
            var end = start
            var low = Int32.max
            var high = Int32.min
            while end < runs.count, Int(runs[end].row) < endRow {
                low = min(low, runs[end].column)
                high = max(high, runs[end].column + runs[end].length - 1)
                end += 1
            }
            if wanted.contains(row) {
                let columns = Int(low) / tileColumns...Int(high) / tileColumns
                for column in columns {
                    found.append(
                        (
                            row * columnCount + column,
                            Unit(zone: zone, runs: start..<end, isClipped: columns.count > 1)
                        ))
                }
            }
            start = end
        }
    }

    /// Sorted, not counted into tiles: a grid may have far more of them than zones touch.
    private mutating func sortByTile(
        _ found: [(tile: Int, unit: Unit)], _ grid: GridGeometry
    ) {
        let sorted = found.sorted { ($0.tile, $0.unit.zone) < ($1.tile, $1.unit.zone) }
        units = sorted.map(\.unit)
        var start = 0
        while start < sorted.count {
            let number = sorted[start].tile
            var end = start + 1
            while end < sorted.count, sorted[end].tile == number { end += 1 }
            let (row, column) = number.quotientAndRemainder(dividingBy: columnCount)
            let rows = row * tileRows..<min((row + 1) * tileRows, grid.rows)
            let columns = column * tileColumns..<min((column + 1) * tileColumns, grid.columns)
            tiles.append(
                Tile(
                    number: number, window: GridWindow(rows: rows, columns: columns),
                    units: start..<end, area: nil))
            start = end
        }
    }

    private func touchedArea(
        _ tile: Tile, _ overlay: Overlay, blockRows: Int, blockColumns: Int
    ) -> RasterArea? {
        var blocks = TouchedBlocks(of: tile.window.columns, size: blockColumns)
        var lowRow = Int.max
        var highRow = Int.min
        for unit in units[tile.units] {
            let runs = overlay.zones[unit.zone].runs
            runs.withUnsafeBufferPointer { runs in
                if blocks.count == 1 {
                    // The rows that runs touch in the only block are known from its ends.
                    guard
                        let first = unit.runs.first(where: { blocks.touch(runs[$0].columns) }),
                        let last = unit.runs.last(where: { blocks.touch(runs[$0].columns) })
                    else { return }
                    lowRow = min(lowRow, Int(runs[first].row))
                    highRow = max(highRow, Int(runs[last].row))
                } else {
                    for index in unit.runs where blocks.touch(runs[index].columns) {
                        lowRow = min(lowRow, Int(runs[index].row))
                        highRow = max(highRow, Int(runs[index].row))
                    }
                }
            }
        }
        guard lowRow <= highRow else { return nil }
        let first = lowRow / blockRows * blockRows
        let end = (highRow / blockRows + 1) * blockRows
        return RasterArea(
            rows: first..<min(end, tile.window.rows.upperBound), columns: blocks.ranges)
    }
}

/// Which of the block columns in a range of columns are touched.
private struct TouchedBlocks {
    private let columns: Range<Int>
    private let size: Int
    private var isTouched: [Bool]
    /// The block that was touched last: neighbouring runs mostly lie in the same.
    private var last = 0..<0

    /// - Parameter columns: Begins where a block does.
    init(of columns: Range<Int>, size: Int) {
        self.columns = columns
        self.size = size
        isTouched = Array(repeating: false, count: (columns.count + size - 1) / size)
    }

    var count: Int { isTouched.count }

    /// Takes the blocks under `run`; false where it lies beside the columns.
    mutating func touch(_ run: Range<Int>) -> Bool {
        if run.lowerBound >= last.lowerBound && run.upperBound <= last.upperBound { return true }
        let run = run.clamped(to: columns)
        if run.isEmpty { return false }
        let low = (run.lowerBound - columns.lowerBound) / size
        let high = (run.upperBound - 1 - columns.lowerBound) / size
        for block in low...high { isTouched[block] = true }
        let start = columns.lowerBound + low * size
        last = start..<min(start + (high - low + 1) * size, columns.upperBound)
        return true
    }

    /// The columns of the touched blocks, neighbours joined.
    var ranges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        for block in isTouched.indices where isTouched[block] {
            let start = columns.lowerBound + block * size
            let end = min(start + size, columns.upperBound)
            if let last = ranges.last, last.upperBound == start {
                ranges[ranges.count - 1] = last.lowerBound..<end
            } else {
                ranges.append(start..<end)
            }
        }
        return ranges
    }
}
