import Geometry
import Grids

/// Where a surface ends, whatever the method: beyond the stations an estimate is a guess.
///
///     let target = try SurfaceTarget(grid).limited(
///         to: SurfaceLimits(isWithinHull: true, maxDistanceInMetres: 50_000), of: stations)
public struct SurfaceLimits: Hashable, Sendable {
    /// Whether cells outside the convex hull of the stations are nodata; those on it are not.
    public let isWithinHull: Bool
    /// Cells whose nearest station is farther are nodata; `nil` for no limit.
    public let maxDistanceInMetres: Double?

    /// - Throws: `InterpolationError.maxDistanceNotPositive`.
    public init(
        isWithinHull: Bool = false, maxDistanceInMetres: Double? = nil
    ) throws(InterpolationError) {
        if let maxDistanceInMetres, !(maxDistanceInMetres > 0 && maxDistanceInMetres.isFinite) {
            throw .maxDistanceNotPositive(maxDistanceInMetres)
        }
        self.isWithinHull = isWithinHull
        self.maxDistanceInMetres = maxDistanceInMetres
    }
}

extension SurfaceTarget {
    /// The same target, open only within `limits` of `stations`.
    ///
    /// - Parameter stations: Prepared in the CRS of the grid.
    /// - Throws: `InterpolationError` `.measuresDiffer`; `.extentTooWide` for the hull of stations
    ///   of a geographic CRS more than 45° from their middle.
    /// - Complexity: a cell O(log stations), beside the search of the nearest station.
    public func limited(
        to limits: SurfaceLimits, of stations: PreparedStations
    ) throws(InterpolationError) -> SurfaceTarget {
        try check(against: stations)
        var result = self
        let window = window
        if limits.isWithinHull {
            let plane = try SurveyPlane(stations)
            let hull = ConvexHull(stations.stations.map { plane.place(of: $0.coordinate) })
            let cells = PlaneCells(plane, geometry)
            result = result.masked { rows in
                rows.flatMap { row in
                    window.columns.map { hull.contains(cells.place(row: row, column: $0)) }
                }
            }
        }
        if let distance = limits.maxDistanceInMetres {
            let plan = NearestPlan(
                stations, geometry, radiusInMetres: distance,
                values: [Double](repeating: 1, count: stations.stations.count))
            result = result.masked { rows in
                let part = GridWindow(rows: rows, columns: window.columns)
                var isNear = [Double](repeating: 0, count: part.cellCount)
                NearestFiller(plan).fill(&isNear, part, open: nil)
                return isNear.map { $0 == 1 }
            }
        }
        return result
    }
}

/// The convex hull of places in a plane.
struct ConvexHull: Sendable {
    /// From the first place by x, then y, to the last: along the lower and along the upper side.
    private let lower: [Coordinate]
    private let upper: [Coordinate]

    /// - Complexity: O(n log n) (Andrew's chains).
    init(_ places: [Coordinate]) {
        let sorted = places.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        func chain(_ side: Int) -> [Coordinate] {
            var chain: [Coordinate] = []
            for place in sorted where place != chain.last {
                while chain.count > 1,
                    orientation(chain[chain.count - 2], chain[chain.count - 1], place) * side <= 0
                {
                    chain.removeLast()
                }
                chain.append(place)
            }
            return chain
        }
        lower = chain(1)
        upper = chain(-1)
    }

    /// Whether a place lies in the hull or on it.
    func contains(_ place: Coordinate) -> Bool {
        guard place.isFinite else { return false }
        return Self.side(of: place, lower) >= 0 && Self.side(of: place, upper) <= 0
            && Self.isBetweenEnds(place, lower)
    }

    private static func isBetweenEnds(_ place: Coordinate, _ chain: [Coordinate]) -> Bool {
        guard let first = chain.first, let last = chain.last else { return false }
        return (first.x, first.y) <= (place.x, place.y) && (place.x, place.y) <= (last.x, last.y)
    }

    /// On which side of the chain a place between its ends lies; 0 on it.
    private static func side(of place: Coordinate, _ chain: [Coordinate]) -> Int {
        guard chain.count > 1 else { return chain.first == place ? 0 : -1 }
        var (low, high) = (0, chain.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if (chain[middle].x, chain[middle].y) <= (place.x, place.y) {
                low = middle
            } else {
                high = middle
            }
        }
        return orientation(chain[low], chain[high], place)
    }
}
