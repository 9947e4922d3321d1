public import Geometry
import Grids
import Parallel

/// Interpolation by inverse distance weights (Shepard 1968).
///
///     z(p) = Σ wᵢ zᵢ / Σ wᵢ,   wᵢ = 1 / d(p, sᵢ)^power
///
/// over the nearest stations, or all. A target exactly on a station takes its value. Every estimate
/// lies between the smallest and largest value of its neighbours.
public struct InverseDistance: SurfaceMethod, Hashable, Sendable {
    /// Which stations an estimate uses.
    public enum Neighbours: Hashable, Sendable {
        /// The given number of nearest stations, and all that tie with the last of them at exactly
        /// its distance: a symmetric layout gives a symmetric surface.
        case nearest(Int)
        /// Every station.
        case all
    }

    /// The value of cells without an estimate: -9999.
    public static let nodata = SurfaceBand.nodata

    /// The exponent of the distance.
    public let power: Double
    /// The stations that count.
    public let neighbours: Neighbours
    /// The distance beyond which stations do not count, in metres; stations at exactly this
    /// distance do. `nil` for no limit.
    public let radiusInMetres: Double?

    /// How many stations within the radius an estimate needs; with fewer there is none.
    public let minimumCount: Int
    /// From how many sectors `neighbours` are taken, that many from each.
    public let sectors: SearchSectors

    /// - Throws: `InterpolationError` `.powerNotPositive`, `.neighbourCountNotPositive`,
    ///   `.radiusNotPositive`, `.minimumCountOutOfRange` when `minimumCount` is below 1 or more
    ///   neighbours than are taken from all sectors together.
    public init(
        power: Double = 2, neighbours: Neighbours = .nearest(12), radiusInMetres: Double? = nil,
        minimumCount: Int = 1, sectors: SearchSectors = .one
    ) throws(InterpolationError) {
        guard power > 0, power.isFinite else { throw .powerNotPositive(power) }
        if case .nearest(let count) = neighbours, count < 1 {
            throw .neighbourCountNotPositive(count)
        }
        if let radiusInMetres, !(radiusInMetres > 0 && radiusInMetres.isFinite) {
            throw .radiusNotPositive(radiusInMetres)
        }
        var most: Int?
        if case .nearest(let count) = neighbours {
            let product = count.multipliedReportingOverflow(by: sectors.rawValue)
            most = product.overflow ? .max : product.partialValue
        }
        guard minimumCount >= 1, minimumCount <= most ?? .max else {
            throw .minimumCountOutOfRange(minimumCount, neighbours: most)
        }
        self.minimumCount = minimumCount
        self.sectors = sectors
        self.power = power
        self.neighbours = neighbours
        self.radiusInMetres = radiusInMetres
    }

    /// The surface at the cell centres of `target`, band by band.
    ///
    /// Cells outside the mask, or with too few stations within the radius, are nodata (-9999).
    ///
    /// - Complexity: nearest: O(cells · k) with a search shared by neighbouring cells; all
    ///   stations: O(cells), far stations together. O(cells · stations) for sectors, a rotated grid,
    ///   and all stations when they are less than 40 or the power is above 5.
    /// - Accuracy: the plain sum, rounded. With far stations together, the estimate less the
    ///   smallest value is within a relative 4·10⁻⁷ (10⁻¹⁰ measured with power 2) of it.
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, threads: Int = 1,
        into sink: (SurfaceBand) throws -> Void
    ) throws {
        try target.check(against: stations)
        let plan = SearchPlan(self, stations)
        let cells = CellPositions(of: target.geometry, measure: stations.measure)
        try target.streamBands(threads: threads, into: sink) {
            InverseDistanceWorker(plan, cells, target.geometry)
        } fill: { worker, rows, open, values in
            let window = GridWindow(rows: rows, columns: target.window.columns)
            worker.fill(&values, window, open: open)
        }
    }

    /// The estimates at `points`, in their order.
    ///
    /// - Parameters:
    ///   - stations: Prepared in the CRS of `points`.
    ///   - points: Coordinates in the CRS of the stations.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: One value a point in the unit of the stations, by the plain sum: the very number
    ///   that a cell centred there gets, but for surfaces that take far stations together. NaN
    ///   where too few stations lie within the radius, or the point is not finite.
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
                return target.value(at: points[index]) ?? .nan
            }
        }.flatMap { (part: [Double]) in part }
    }

    /// The surface with distances of its own kind, such as those along a river network.
    ///
    /// A target at distance 0 of a station takes its value, the first by x, then y of several.
    /// Stations to which there is no distance (NaN or infinite) do not count; sectors play no part.
    ///
    /// - Parameters:
    ///   - stations: In the CRS of the grid.
    ///   - distances: From a cell's centre to a station, in metres.
    /// - Throws: As `estimate(from:on:threads:into:)`.
    /// - Complexity: O(cells · stations) calls of `distances`.
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget,
        through distances: any DistanceProvider, threads: Int = 1,
        into sink: (SurfaceBand) throws -> Void
    ) throws {
        try target.check(against: stations)
        let plan = SearchPlan(self, stations)
        let (geometry, columns) = (target.geometry, target.window.columns)
        try target.streamBands(threads: threads, into: sink) {
            SingleTarget(plan)
        } fill: { single, rows, open, values in
            let window = GridWindow(rows: rows, columns: columns)
            for row in rows {
                for column in columns where open?[window.index(row, column)] ?? true {
                    let centre = geometry.centre(row: row, column: column)
                    let metres = distances.metres(from: centre, to: stations)
                    if let value = single.value(distancesInMetres: metres) {
                        values[window.index(row, column)] = value
                    }
                }
            }
        }
    }

    /// The estimates at `points` with distances of their own kind; NaN where there is none.
    ///
    /// - Complexity: O(points · stations) calls of `distances`.
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate],
        through distances: any DistanceProvider, threads: Int = 1
    ) -> [Double] {
        let plan = SearchPlan(self, stations)
        return mapPoints(points, threads: threads) {
            SingleTarget(plan)
        } value: { single, point in
            guard point.isFinite else { return .nan }
            let metres = distances.metres(from: point, to: stations)
            return single.value(distancesInMetres: metres) ?? .nan
        }
    }
}

extension DistanceProvider {
    fileprivate func metres(from point: Coordinate, to stations: PreparedStations) -> [Double] {
        stations.stations.map { distanceInMetres(from: point, to: $0.coordinate) }
    }
}
