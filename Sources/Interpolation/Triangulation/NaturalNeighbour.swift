public import Geometry

/// Natural neighbour interpolation (Sibson 1981): each station counts by the area that the target,
/// were it a station, would take from the station's Voronoi cell.
///
///     z(p) = Σ aᵢ zᵢ / Σ aᵢ,   aᵢ = area(V(p) ∩ V(sᵢ))
///
/// Exact at stations, smooth elsewhere, local; a field that is linear in the coordinates comes back
/// as it is. On the hull values are linear between its stations; outside there is no estimate unless
/// `outside` says so. Stations on a line, and two stations, give values on the line between them
/// only; one station only on itself. Longitudes and latitudes are laid out in the equal-area plane
/// around the stations' middle, where areas are those on the ellipsoid.
public struct NaturalNeighbour: SurfaceMethod, Hashable {
    /// What targets outside the convex hull of the stations get.
    public let outside: OutsideHull

    public init(outside: OutsideHull = .nodata) { self.outside = outside }

    /// The surface at the cell centres of `target`, band by band.
    ///
    /// - Throws: As the protocol says, and `InterpolationError.extentTooWide` when a station lies
    ///   more than 45° from the stations' middle.
    /// - Complexity: O(stations · log stations + cells · neighbours).
    public func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, threads: Int = 1,
        into sink: (SurfaceBand) throws -> Void
    ) throws {
        let surface = try TriangulatedSurface(stations, outside)
        try surface.estimate(on: target, threads: threads, into: sink) { SibsonEstimator($0) }
    }

    /// The estimates at `points`: the very numbers that cells centred there get.
    ///
    /// - Throws: `InterpolationError.extentTooWide`.
    public func estimate(
        from stations: PreparedStations, at points: [Coordinate], threads: Int = 1
    ) throws -> [Double] {
        try TriangulatedSurface(stations, outside)
            .estimate(at: points, threads: threads) { SibsonEstimator($0) }
    }
}

/// Sibson's weights without building the Voronoi cells.
///
/// The triangles whose circumcircles hold the target p are those that it would destroy. Voronoi
/// edges are dual to sides: inside this cavity they run between circumcentres of its triangles, on
/// its border from a circumcentre to that of p and the border's side. Each edge adds, for a station
/// s that it bounds, half the cross product of its ends seen from the middle of p and s; the one
/// edge left out, on the bisector of p and s, passes through that middle and adds nothing. Both
/// stations of a border side use the same small divisor, so that its rounding cancels in the ratio
/// even where the new circumcentre is very far.
struct SibsonEstimator: PlaneEstimator {
    private let stations: TriangulatedStations
    private let centres: [Coordinate]
    private let largest: Double
    private var search: TriangleSearch
    /// The number of the target for which a triangle was last put into the cavity.
    private var stamps: [Int]
    private var stamp = 0
    private var cavity: [Int] = []

    init(_ stations: TriangulatedStations) {
        self.stations = stations
        let triangulation = stations.triangulation
        centres = (0..<triangulation.triangleCount).map { triangle in
            let corners = (0..<3).map {
                triangulation.places[Int(triangulation.corners[3 * triangle + $0])]
            }
            return circumcentre(corners[0], corners[1], corners[2])
        }
        largest = stations.values.max() ?? 0
        search = TriangleSearch(triangulation)
        stamps = Array(repeating: 0, count: triangulation.triangleCount)
    }

    mutating func value(at place: Coordinate) -> Double? {
        switch search.locate(place) {
        case .outside: return nil
        case .corner(let corner): return stations.originals[corner]
        case .inside(let triangle): return value(at: place, from: triangle)
        case .side(let side):
            let twins = stations.triangulation.twins
            if twins.isEmpty || twins[side] < 0 { return stations.value(onSide: side, at: place) }
            return value(at: place, from: side / 3)
        }
    }

    private mutating func value(at place: Coordinate, from triangle: Int) -> Double {
        findCavity(of: place, from: triangle)
        var sums = (values: 0.0, areas: 0.0)
        for triangle in cavity {
            for side in 3 * triangle..<3 * triangle + 3 { add(side, place, &sums) }
        }
        return stations.reference + min(max(sums.values / sums.areas, 0), largest)
    }

    /// Lists the triangles whose circumcircles hold `place`, which are connected.
    private mutating func findCavity(of place: Coordinate, from triangle: Int) {
        let triangulation = stations.triangulation
        stamp += 1
        cavity.removeAll(keepingCapacity: true)
        cavity.append(triangle)
        stamps[triangle] = stamp
        var index = 0
        while index < cavity.count {
            let triangle = cavity[index]
            index += 1
            for side in 3 * triangle..<3 * triangle + 3 where triangulation.twins[side] >= 0 {
                let other = Int(triangulation.twins[side]) / 3
                guard stamps[other] != stamp else { continue }
                let isInside =
                    inCircle(
                        corner(3 * other), corner(3 * other + 1), corner(3 * other + 2), place) > 0
                if isInside {
                    stamps[other] = stamp
                    cavity.append(other)
                }
            }
        }
    }

    private func corner(_ side: Int) -> Coordinate {
        stations.triangulation.places[Int(stations.triangulation.corners[side])]
    }

    /// Adds twice the areas that the Voronoi edge of a side of the cavity's triangles bounds.
    private func add(_ side: Int, _ p: Coordinate, _ sums: inout (values: Double, areas: Double)) {
        let triangulation = stations.triangulation
        let end = Triangulation.next(side)
        let (a, b) = (Int(triangulation.corners[side]), Int(triangulation.corners[end]))
        let (pa, pb) = (triangulation.places[a], triangulation.places[b])
        let (ax, ay, bx, by) = (pa.x - p.x, pa.y - p.y, pb.x - p.x, pb.y - p.y)
        let centre = centres[side / 3]
        let (cx, cy) = (centre.x - p.x, centre.y - p.y)
        let twin = Int(triangulation.twins[side])
        if twin >= 0, stamps[twin / 3] == stamp {
            // From this triangle's circumcentre to the other's, around b; the twin serves a.
            let other = centres[twin / 3]
            let (ox, oy) = (other.x - p.x - bx / 2, other.y - p.y - by / 2)
            let area = (cx - bx / 2) * oy - (cy - by / 2) * ox
            sums.areas += area
            sums.values += area * stations.values[b]
            return
        }
        // The circumcentre of p, a, b is half of a plus k times a turned to the left.
        let turn = 2 * (ax * by - ay * bx)
        let ka = (bx * (bx - ax) + by * (by - ay)) / turn
        let kb = (ax * (bx - ax) + ay * (by - ay)) / turn
        let areaOfA = ka * (-ay * (cy - ay / 2) - ax * (cx - ax / 2))
        let areaOfB = kb * ((cx - bx / 2) * bx + (cy - by / 2) * by)
        sums.areas += areaOfA + areaOfB
        sums.values += areaOfA * stations.values[a] + areaOfB * stations.values[b]
    }
}

private func circumcentre(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Coordinate {
    let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y)
    let turn = 2 * (bx * cy - by * cx)
    let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy)
    return Coordinate(
        x: a.x + (cy * b2 - by * c2) / turn, y: a.y + (bx * c2 - cx * b2) / turn)
}
