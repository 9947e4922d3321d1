public import Geometry
public import Grids
import Parallel

/// A way to estimate values between stations.
///
///     let stations = try PreparedStations(values, crs: grid.crs)
///     try method.estimate(from: stations, on: SurfaceTarget(grid), threads: 4) { band in
///         try writer.write(band.values, rows: band.rows)
///     }
public protocol SurfaceMethod: Sendable {
    /// Computes the surface at the cell centres of `target`, band by band from the first row.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of the grid.
    ///   - target: Where estimates are wanted. A grid without a CRS takes that of the stations.
    ///   - threads: How many threads work; the values are the same for any number.
    ///   - sink: Takes `target.bands` in order, one at a time.
    /// - Throws: `InterpolationError.measuresDiffer` when the grid's CRS measures distances in
    ///   another way than the stations'; what the method says; what a mask or `sink` throws.
    /// - Precondition: `threads` is positive.
    /// - Complexity: memory a few bands a thread, whatever the number of rows.
    func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, threads: Int,
        into sink: (SurfaceBand) throws -> Void
    ) throws

    /// The estimates at `points`, in their order; NaN where there is none, or a point is not finite.
    func estimate(
        from stations: PreparedStations, at points: [Coordinate], threads: Int
    ) throws -> [Double]

    /// The method as a predictor of readings; with variances where it has them.
    var predictor: CrossValidation.Predictor { get }

    /// Every station predicted from all others.
    ///
    /// A method without a faster way of its own makes each estimate anew.
    ///
    /// - Parameter threads: How many threads work; the result is the same for any number.
    func leaveOneOut(_ stations: PreparedStations, threads: Int) throws -> CrossValidation
}

extension SurfaceMethod {
    /// The surface at the cell centres of `geometry`, as one grid.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of `geometry`.
    ///   - geometry: Any grid, rotated ones too.
    ///   - mask: One value a cell, row by row; false leaves the cell without data. `nil` for all.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: Values in the unit of the stations, computed in `Double`; -9999 is nodata.
    /// - Throws: As `estimate(from:on:threads:into:)`.
    /// - Precondition: `mask` is `nil` or has one value a cell; `threads` is positive.
    public func estimate(
        from stations: PreparedStations, on geometry: GridGeometry, mask: [Bool]? = nil,
        threads: Int = 1
    ) throws -> Grid<Float> {
        let target = SurfaceTarget(geometry, mask: mask)
        var values: [Float] = []
        values.reserveCapacity(geometry.cellCount)
        try estimate(from: stations, on: target, threads: threads) { band in
            values.append(contentsOf: band.values.lazy.map { Float($0) })
        }
        return Grid(geometry: geometry, values: values, nodata: Float(SurfaceBand.nodata))
    }

    /// The surface of `estimate(from:on:mask:threads:)` in double precision.
    public func preciseEstimate(
        from stations: PreparedStations, on geometry: GridGeometry, mask: [Bool]? = nil,
        threads: Int = 1
    ) throws -> Grid<Double> {
        let target = SurfaceTarget(geometry, mask: mask)
        var values: [Double] = []
        values.reserveCapacity(geometry.cellCount)
        try estimate(from: stations, on: target, threads: threads) { band in
            values.append(contentsOf: band.values)
        }
        return Grid(geometry: geometry, values: values, nodata: SurfaceBand.nodata)
    }
}

extension SurfaceTarget {
    /// Refuses a grid whose CRS measures distances in another way than `stations`.
    func check(against stations: PreparedStations) throws(InterpolationError) {
        guard geometry.crs != nil else { return }
        let needed = try DistanceMeasure(for: geometry.crs)
        guard needed == stations.measure else {
            throw .measuresDiffer(stations: stations.measure, targets: needed)
        }
    }

    /// Hands the bands that `fill` writes to `sink`, in order.
    ///
    /// - Parameters:
    ///   - makeWorker: What a thread keeps from band to band.
    ///   - fill: Writes the values of the rows of a band over -9999, in the columns of the window,
    ///     where the mask allows.
    func streamBands<Worker>(
        threads: Int, into sink: (SurfaceBand) throws -> Void,
        makeWorker: @Sendable () throws -> Worker,
        fill:
            @Sendable (
                inout Worker, _ rows: Range<Int>, _ open: [Bool]?, inout [Double]
            ) throws -> Void
    ) throws {
        let bands = bands
        try streamChunks(bands.count, threads: threads, makeWorker: makeWorker) { worker, index in
            let rows = bands[index]
            let open = try openCells(of: rows)
            var values = [Double](
                repeating: SurfaceBand.nodata, count: rows.count * window.columns.count)
            if open?.contains(true) ?? true { try fill(&worker, rows, open, &values) }
            return SurfaceBand(rows: rows, values: values)
        } consume: {
            try sink($0)
        }
    }
}
