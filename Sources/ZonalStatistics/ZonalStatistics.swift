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
    try accumulate(source, over: overlay, threads: threads, cellsPerWindow: 1 << 21)
}

/// - Parameter cellsPerWindow: About how many cells are read at once; at least a block row is.
func accumulate(
    _ source: any RasterSource, over overlay: Overlay, threads: Int, cellsPerWindow: Int
) throws -> [ZoneAccumulator] {
    guard overlay.geometry.hasSameCells(as: source.geometry) else {
        throw ZonalStatisticsError.gridsDiffer(
            raster: source.geometry, overlay: overlay.geometry)
    }
    precondition(source.blockRows > 0, "a block has at least one row")
    let (rows, columns) = (source.geometry.rows, source.geometry.columns)
    let blocks = max(cellsPerWindow / (source.blockRows * columns), 1)
    var states = [ZoneAccumulator](repeating: ZoneAccumulator(), count: overlay.zones.count)
    for band in chunks(of: rows, size: blocks * source.blockRows) {
        let units = BandUnits(overlay, rows: band, blockRows: source.blockRows)
        guard let window = units.window else { continue }
        let values = try source.read(window)
        precondition(
            values.count == window.cellCount,
            "expected \(window.cellCount) values of a window, got \(values.count)")
        let parts = mapChunks(units.chunks, threads: threads) { range in
            values.withUnsafeBufferPointer { values in
                units.units[range].map { unit in
                    ZoneAccumulator(
                        overlay.zones[unit.zone].runs[unit.runs], in: window, values)
                }
            }
        }
        for (unit, state) in zip(units.units, parts.joined()) { states[unit.zone].merge(state) }
    }
    return states
}

extension ZoneAccumulator {
    /// The cells of `runs`, whose values are those of `window`.
    fileprivate init(
        _ runs: ArraySlice<CoverageRun>, in window: GridWindow,
        _ values: UnsafeBufferPointer<Double>
    ) {
        self.init()
        for run in runs {
            let start =
                (Int(run.row) - window.rows.lowerBound) * window.columns.count
                + run.columns.lowerBound - window.columns.lowerBound
            add(
                UnsafeBufferPointer(rebasing: values[start..<start + Int(run.length)]),
                coverage: run.fraction)
        }
    }
}

extension GridGeometry {
    /// Whether both have the same cells, whatever their CRS is called.
    fileprivate func hasSameCells(as other: GridGeometry) -> Bool {
        rows == other.rows && columns == other.columns && geotransform == other.geotransform
    }
}
