public import Coverage
public import Geometry
public import Grids

/// The statistics of one band in each of `zones`, weighted by coverage.
///
/// Every zone has its row: one without a valid cell has `count` and `valid_share` 0 and all
/// measures of values empty (NaN). `ZonalJob` answers for many bands, with weights, within a given
/// memory, and in parts.
///
/// - Parameters:
///   - stack: A band on the grid of `overlay`.
///   - overlay: The coverage of `zones`.
///   - zones: The zones that `overlay` was built of, in the same order.
///   - statistics: The columns of the result; none that needs weights.
///   - threads: How many threads work; the result does not depend on it.
/// - Throws: `ZonalStatisticsError`, `StatisticError.needsWeights`, or what `stack` throws.
/// - Precondition: `zones` and `overlay.zones` have the same count; `stack` has one band;
///   `threads` is positive.
public func zonalStatistics(
    of stack: any RasterStack, over overlay: Overlay, zones: [Zone], statistics: [Statistic],
    threads: Int
) throws -> ZonalTable {
    precondition(
        zones.count == overlay.zones.count,
        "expected \(overlay.zones.count) zones, got \(zones.count)")
    precondition(stack.bandCount == 1, "expected one band, got \(stack.bandCount)")
    let job = try ZonalJob(
        passes: [(ZonalPass(stack, over: overlay), .all)],
        bands: [ZonalJob.Band(name: "", pass: 0, band: 0)], question: ZonalQuestion(statistics))
    return try job.run(ZonalJob.Resources(threads: threads))
        .tables(areasInSquareMetres: zones.map(\.areaInSquareMetres))[0]
}
