import Geometry

/// Finds the triangle around a place, from the one that was found last.
struct TriangleSearch {
    /// Where a place lies. The answer never depends on where the search began.
    enum Location: Equatable {
        /// Strictly inside a triangle.
        case inside(triangle: Int)
        /// Between the ends of a side; the smaller of the two numbers that a side inside has.
        case side(Int)
        /// On a place of the triangulation.
        case corner(Int)
        /// Outside the hull.
        case outside
    }

    private let triangulation: Triangulation
    private var last = 0

    init(_ triangulation: Triangulation) { self.triangulation = triangulation }

    /// - Complexity: O(√n) for a place far from the last, one or two steps for its neighbour. On a
    ///   Delaunay triangulation the walk over sides that have the place beyond them ends.
    mutating func locate(_ place: Coordinate) -> Location {
        guard place.isFinite else { return .outside }
        guard triangulation.triangleCount > 0 else { return locateOnLine(place) }
        let (places, corners, twins) = (
            triangulation.places, triangulation.corners, triangulation.twins
        )
        walk: while true {
            let first = 3 * last
            var zeros = 0
            var zeroSides = (0, 0)
            for side in first..<first + 3 {
                let from = places[Int(corners[side])]
                let to = places[Int(corners[Triangulation.next(side)])]
                let turn = orientation(from, to, place)
                if turn < 0 {
                    guard twins[side] >= 0 else { return .outside }
                    last = Int(twins[side]) / 3
                    continue walk
                }
                if turn == 0 {
                    zeroSides = zeros == 0 ? (side, side) : (zeroSides.0, side)
                    zeros += 1
                }
            }
            switch zeros {
            case 0: return .inside(triangle: last)
            case 1:
                let twin = Int(twins[zeroSides.0])
                return .side(twin >= 0 ? min(twin, zeroSides.0) : zeroSides.0)
            default:
                // The sides meet in the corner between them.
                let (a, b) = zeroSides
                return .corner(Int(corners[Triangulation.next(a) == b ? b : a]))
            }
        }
    }

    /// The places of a line have no triangles; sides are numbered by their first places.
    private func locateOnLine(_ place: Coordinate) -> Location {
        let places = triangulation.places
        let low = triangulation.firstPlace(notBefore: place)
        if low < places.count, places[low] == place { return .corner(low) }
        guard low > 0, low < places.count,
            orientation(places[low - 1], places[low], place) == 0
        else { return .outside }
        return .side(low - 1)
    }
}
