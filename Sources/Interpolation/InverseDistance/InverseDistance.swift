public import Geometry
public import Grids
import Parallel

/// Interpolation by inverse distance weights (Shepard 1968).
///
///     z(p) = Σ wᵢ zᵢ / Σ wᵢ,   wᵢ = 1 / d(p, sᵢ)^power
///
/// over the nearest stations, or all. A target exactly on a station takes its value. Every estimate
/// lies between the smallest and largest value of its neighbours.
public struct InverseDistance: Hashable, Sendable {
    /// Which stations an estimate uses.
    public enum Neighbours: Hashable, Sendable {
        /// The given number of nearest stations, and all that tie with the last of them at exactly
        /// its distance: a symmetric layout gives a symmetric surface.
        case nearest(Int)
        /// Every station.
        case all
    }

    /// The value of cells without an estimate: -9999.
    public static let nodata = -9999.0

    /// The exponent of the distance.
    public let power: Double
    /// The stations that count.
    public let neighbours: Neighbours
    /// The distance beyond which stations do not count, in metres; stations at exactly this
    /// distance do. `nil` for no limit.
    public let radiusInMetres: Double?

    /// - Throws: `InterpolationError` `.powerNotPositive`, `.neighbourCountNotPositive`,
    ///   `.radiusNotPositive`.
    public init(
        power: Double = 2, neighbours: Neighbours = .nearest(12), radiusInMetres: Double? = nil
    ) throws(InterpolationError) {
        guard power > 0, power.isFinite else { throw .powerNotPositive(power) }
        if case .nearest(let count) = neighbours, count < 1 {
            throw .neighbourCountNotPositive(count)
        }
        if let radiusInMetres, !(radiusInMetres > 0 && radiusInMetres.isFinite) {
            throw .radiusNotPositive(radiusInMetres)
        }
        self.power = power
        self.neighbours = neighbours
        self.radiusInMetres = radiusInMetres
    }

    /// The surface at the cell centres of `geometry`.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of `geometry`.
    ///   - geometry: Any grid, rotated ones too.
    ///   - mask: One value a cell, row-major; false leaves the cell without data. `nil` for all.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: Values in the unit of the stations, computed in `Double`. Cells outside the mask,
    ///   or without a station within the radius, are nodata (-9999).
    /// - Throws: `InterpolationError.measuresDiffer` when the grid's CRS measures distances in
    ///   another way than the stations'; a grid without a CRS takes that of the stations.
    /// - Precondition: `mask` is `nil` or has one value a cell; `threads` is positive.
    /// - Complexity: nearest: O(cells · k) with a search shared by neighbouring cells;
    ///   all: O(cells · stations). Memory: twice the result.
    public func estimate(
        from stations: PreparedStations, on geometry: GridGeometry, mask: [Bool]? = nil,
        threads: Int = 1
    ) throws -> Grid<Float> {
        let rows = try rowChunks(from: stations, on: geometry, mask: mask, threads: threads) {
            $0.map { Float($0) }
        }
        return Grid(geometry: geometry, values: rows, nodata: Float(Self.nodata))
    }

    /// The surface of `estimate(from:on:mask:threads:)` in double precision.
    public func preciseEstimate(
        from stations: PreparedStations, on geometry: GridGeometry, mask: [Bool]? = nil,
        threads: Int = 1
    ) throws -> Grid<Double> {
        let rows = try rowChunks(from: stations, on: geometry, mask: mask, threads: threads) { $0 }
        return Grid(geometry: geometry, values: rows, nodata: Self.nodata)
    }

    /// The estimates at `points`, in their order.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of `points`.
    ///   - points: Coordinates in the CRS of the stations.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: One value a point in the unit of the stations; the very number that a cell
    ///   centred there gets. NaN where no station lies within the radius, or the point is not
    ///   finite.
    /// - Precondition: `threads` is positive.
    /// - Complexity: O(points · stations).
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate], threads: Int = 1
    ) -> [Double] {
        let plan = SearchPlan(self, stations)
        return mapChunks(chunks(of: points.count, size: 256), threads: threads) { range in
            var target = SingleTarget(plan)
            return range.map { index -> Double in
                guard points[index].isFinite else { return .nan }
                return target.value(at: stations.measure.position(of: points[index])) ?? .nan
            }
        }.flatMap { (part: [Double]) in part }
    }

    /// The cells' values, rows by rows, each chunk of them made smaller by `pack`.
    private func rowChunks<Value: Sendable>(
        from stations: PreparedStations, on geometry: GridGeometry, mask: [Bool]?, threads: Int,
        pack: @Sendable ([Double]) -> [Value]
    ) throws(InterpolationError) -> [Value] {
        precondition(
            mask.map { $0.count == geometry.cellCount } ?? true, "a mask has one value a cell")
        if geometry.crs != nil {
            let needed = try DistanceMeasure(for: geometry.crs)
            guard needed == stations.measure else {
                throw InterpolationError.measuresDiffer(
                    stations: stations.measure, targets: needed)
            }
        }
        let plan = SearchPlan(self, stations)
        let cells = CellPositions(of: geometry, measure: stations.measure)
        let parts = mapChunks(chunks(of: geometry.rows, size: 32), threads: threads) { rows in
            pack(plan.values(of: rows, cells: cells, geometry: geometry, mask: mask))
        }
        var result: [Value] = []
        result.reserveCapacity(geometry.cellCount)
        for part in parts { result.append(contentsOf: part) }
        return result
    }
}
