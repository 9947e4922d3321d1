public import Geometry

/// Linear interpolation on the Delaunay triangles of the stations: each triangle a plane through
/// its three values.
///
/// Exact at stations, continuous, and between the smallest and largest value of the triangle. Where
/// more than three stations lie on one circle with none inside, their polygon is cut from its first
/// station by x, then y. Stations on a line, and two stations, give values on the line between them
/// only; one station only on itself. Longitudes and latitudes are triangulated in the equal-area
/// plane around the stations' middle.
public struct LinearTriangulation: SurfaceMethod, Hashable {
    /// What targets outside the convex hull of the stations get.
    public let outside: OutsideHull

    public init(outside: OutsideHull = .nodata) { self.outside = outside }

    /// The surface at the cell centres of `target`, band by band.
    ///
    /// - Throws: As the protocol says, and `InterpolationError.extentTooWide` when a station lies
    ///   more than 45° from the stations' middle.
    /// - Complexity: O(stations · log stations + cells).
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, threads: Int = 1,
        into sink: (SurfaceBand) throws -> Void
    ) throws {
        let surface = try TriangulatedSurface(stations, outside)
        try surface.estimate(on: target, threads: threads, into: sink) { LinearEstimator($0) }
    }

    /// The estimates at `points`: the very numbers that cells centred there get.
    ///
    /// - Throws: `InterpolationError.extentTooWide`.
    /// - Complexity: O((stations + points) · log stations) about; less for points in order.
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate], threads: Int = 1
    ) throws -> [Double] {
        try TriangulatedSurface(stations, outside)
            .estimate(at: points, threads: threads) { LinearEstimator($0) }
    }
}

struct LinearEstimator: PlaneEstimator {
    private let stations: TriangulatedStations
    private var search: TriangleSearch

    init(_ stations: TriangulatedStations) {
        self.stations = stations
        search = TriangleSearch(stations.triangulation)
    }

    mutating func value(at place: Coordinate) -> Double? {
        switch search.locate(place) {
        case .outside: return nil
        case .corner(let corner): return stations.originals[corner]
        case .side(let side): return stations.value(onSide: side, at: place)
        case .inside(let triangle):
            let corners = stations.triangulation.corners
            let (i, j, k) = (
                Int(corners[3 * triangle]), Int(corners[3 * triangle + 1]),
                Int(corners[3 * triangle + 2])
            )
            // The share of a corner is the area of the triangle across from it.
            let places = stations.triangulation.places
            let a = cross(places[j], places[k], from: place)
            let b = cross(places[k], places[i], from: place)
            let c = cross(places[i], places[j], from: place)
            let sum = a * stations.values[i] + b * stations.values[j] + c * stations.values[k]
            return stations.reference + sum / (a + b + c)
        }
    }

    private func cross(_ a: Coordinate, _ b: Coordinate, from p: Coordinate) -> Double {
        (a.x - p.x) * (b.y - p.y) - (a.y - p.y) * (b.x - p.x)
    }
}
