public import Coverage
public import Geometry
public import Grids
import Parallel

/// The statistics of `source` in each of `zones`, weighted by coverage.
///
/// Every zone has its row: one without a valid cell has `count` and `valid_share` 0 and all
/// measures of values empty (NaN).
///
/// - Parameters:
///   - source: A raster on the grid of `overlay`; NaN where there is no data.
///   - overlay: The coverage of `zones`.
///   - zones: The zones that `overlay` was built of, in the same order.
///   - statistics: The columns of the result.
///   - threads: How many threads accumulate; the result does not depend on it. Reading stays on
///     the caller's thread.
/// - Throws: `ZonalStatisticsError.gridsDiffer`, or what `source` throws.
/// - Precondition: `zones` and `overlay.zones` have the same count; `threads` is positive.
/// - Complexity: O(covered cells + runs); memory one window of whole block rows, about 16 MB or
///   one block row where that is more.
public func zonalStatistics(
    of source: any RasterSource, over overlay: Overlay, zones: [Zone], statistics: [Statistic],
    threads: Int
) throws -> ZonalTable {
    precondition(
        zones.count == overlay.zones.count,
        "expected \(overlay.zones.count) zones, got \(zones.count)")
    let states = try accumulate(source, over: overlay, threads: threads)
    let rows = zones.indices.map { index in
        statistics.map {
            states[index].finish(
                $0, zoneAreaInCells: overlay.zones[index].zoneAreaInCells,
                areaInSquareMetres: zones[index].areaInSquareMetres)
        }
    }
    return ZonalTable(statistics: statistics, values: rows)
}

/// What the cells of `source` add up to in each zone of `overlay`, in the order of the zones.
///
/// The unit of accumulation is a zone in a block row of the raster; a zone merges its units in row
/// order. Windows and threads only decide when a unit is computed, never what it holds.
///
/// - Parameters and errors: as `zonalStatistics(of:over:zones:statistics:threads:)`.
public func accumulate(
    _ source: any RasterSource, over overlay: Overlay, threads: Int
) throws -> [ZoneAccumulator] {
    guard overlay.geometry.hasSameCells(as: source.geometry) else {
        throw ZonalStatisticsError.gridsDiffer(
            raster: source.geometry, overlay: overlay.geometry)
    }
    precondition(source.blockRows > 0, "a block has at least one row")
    var states = [ZoneAccumulator](repeating: ZoneAccumulator(), count: overlay.zones.count)
    for band in bands(of: source) {
        try accumulate(band, of: source, overlay, into: &states, threads: threads)
    }
    return states
}

/// How many cells of a full-width window are read at once: 16 MB of values.
private let cellsPerWindow = 1 << 21
/// How many zones of a window make a chunk.
private let zonesPerChunk = 4

/// Bands of whole block rows, about `cellsPerWindow` each.
private func bands(of source: any RasterSource) -> [Range<Int>] {
    let cellsPerBlockRow = source.blockRows * source.geometry.columns
    let blockRows = max(cellsPerWindow / cellsPerBlockRow, 1)
    return chunks(of: source.geometry.rows, size: blockRows * source.blockRows)
}

/// Adds the rows of `band` to `states`, zones in chunks.
private func accumulate(
    _ band: Range<Int>, of source: any RasterSource, _ overlay: Overlay,
    into states: inout [ZoneAccumulator], threads: Int
) throws {
    var touched: [Int] = []
    var covered: GridWindow?
    for (index, zone) in overlay.zones.enumerated() {
        guard let window = zone.window(inRows: band) else { continue }
        touched.append(index)
        covered = covered?.union(window) ?? window
    }
    guard let window = covered?.wholeBlockRows(of: source.blockRows, within: band) else { return }
    let values = try source.read(window)
    precondition(
        values.count == window.cellCount,
        "expected \(window.cellCount) values of a window, got \(values.count)")
    let (indices, blockRows, before) = (touched, source.blockRows, states)
    let parts = mapChunks(chunks(of: indices.count, size: zonesPerChunk), threads: threads) {
        range in
        values.withUnsafeBufferPointer { values in
            indices[range].map { index in
                let zone = overlay.zones[index]
                var state = before[index]
                state.add(zone, in: window, values, blockRows: blockRows)
                return state
            }
        }
    }
    for (index, state) in zip(indices, parts.joined()) { states[index] = state }
}

extension ZoneAccumulator {
    /// Adds the runs of `zone` in the rows of `window`, unit by unit.
    fileprivate mutating func add(
        _ zone: ZoneCoverage, in window: GridWindow, _ values: UnsafeBufferPointer<Double>,
        blockRows: Int
    ) {
        var unit = ZoneAccumulator()
        var block = -1
        for run in zone.runs(inRows: window.rows) {
            let runBlock = Int(run.row) / blockRows
            if runBlock != block {
                merge(unit)
                unit = ZoneAccumulator()
                block = runBlock
            }
            let start =
                (Int(run.row) - window.rows.lowerBound) * window.columns.count
                + run.columns.lowerBound - window.columns.lowerBound
            unit.add(
                UnsafeBufferPointer(rebasing: values[start..<start + Int(run.length)]),
                coverage: run.fraction)
        }
        merge(unit)
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

extension GridGeometry {
    /// Whether both have the same cells, whatever their CRS is called.
    fileprivate func hasSameCells(as other: GridGeometry) -> Bool {
        rows == other.rows && columns == other.columns && geotransform == other.geotransform
    }
}
