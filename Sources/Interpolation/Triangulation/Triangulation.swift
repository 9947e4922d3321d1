import Geometry

/// The Delaunay triangulation of places in a plane.
///
/// Unique for a set of places: where more than three lie on one circle with none inside, their
/// polygon is cut into triangles from its first place by x, then y.
struct Triangulation: Sendable {
    /// Sorted by x, then y.
    let places: [Coordinate]
    /// Three places a triangle, counter-clockwise; empty when all places lie on a line.
    private(set) var corners: [Int32] = []
    /// For the side from corner i to the next, the same side of the triangle beyond it; −1 on the
    /// hull.
    private(set) var twins: [Int32] = []

    /// - Parameter places: Distinct, finite, sorted by x, then y.
    /// - Complexity: O(n log n).
    init(_ places: [Coordinate]) {
        self.places = places
        guard places.count > 2 else { return }
        let triangles = DelaunayBuilder(places).triangles
        corners.reserveCapacity(3 * triangles.count)
        for (a, b, c) in triangles { corners += [a, b, c] }
        linkTwins()
        cutPolygonsFromTheirFirst()
        sortTriangles()
    }

    var triangleCount: Int { corners.count / 3 }

    /// The number of the first place that is not before `place` by x, then y; how many there are
    /// where all are.
    func firstPlace(notBefore place: Coordinate) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if (places[middle].x, places[middle].y) < (place.x, place.y) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The next side of the same triangle.
    static func next(_ side: Int) -> Int { side % 3 == 2 ? side - 2 : side + 1 }

    private mutating func linkTwins() {
        twins = Array(repeating: -1, count: corners.count)
        var sides: [Int64: Int32] = [:]
        sides.reserveCapacity(corners.count)
        for side in corners.indices {
            let (from, to) = (corners[side], corners[Self.next(side)])
            if let twin = sides[Int64(to) << 32 | Int64(from)] {
                twins[side] = twin
                twins[Int(twin)] = Int32(side)
            } else {
                sides[Int64(from) << 32 | Int64(to)] = Int32(side)
            }
        }
    }

    /// Turns diagonals of places on one circle until each leaves the first place of its polygon.
    ///
    /// Each turn makes the sum of the diagonals' smaller ends smaller, so that it ends.
    private mutating func cutPolygonsFromTheirFirst() {
        var queue = Array(corners.indices)
        while let side = queue.popLast() {
            guard twins[side] > side else { continue }
            let twin = Int(twins[side])
            let (a, b) = (corners[side], corners[twin])
            let c = corners[Self.next(Self.next(side))]
            let d = corners[Self.next(Self.next(twin))]
            guard min(c, d) < min(a, b),
                inCircle(
                    places[Int(a)], places[Int(b)], places[Int(c)], places[Int(d)]) == 0
            else { continue }
            queue += turnDiagonal(side, twin).map { max($0, 0) }
        }
    }

    /// Replaces the side a → b of triangles a b c and b a d by c → d; returns the sides around.
    private mutating func turnDiagonal(_ side: Int, _ twin: Int) -> [Int] {
        let (bc, ca) = (Self.next(side), Self.next(Self.next(side)))
        let (ad, db) = (Self.next(twin), Self.next(Self.next(twin)))
        let (a, b, c, d) = (corners[side], corners[twin], corners[ca], corners[db])
        let (beyondBC, beyondCA) = (twins[bc], twins[ca])
        let (beyondAD, beyondDB) = (twins[ad], twins[db])
        // The triangles c a d and d b c, each beginning where its predecessor's sides were.
        let first = side / 3 * 3
        let second = twin / 3 * 3
        set(first, (c, beyondCA), (a, beyondAD), (d, Int32(second + 2)))
        set(second, (d, beyondDB), (b, beyondBC), (c, Int32(first + 2)))
        var around: [Int] = []
        for side in [first, first + 1, second, second + 1] {
            let beyond = Int(twins[side])
            if beyond >= 0 { twins[beyond] = Int32(side) }
            around.append(beyond >= 0 ? min(side, beyond) : side)
        }
        return around
    }

    private mutating func set(
        _ first: Int, _ a: (corner: Int32, twin: Int32), _ b: (corner: Int32, twin: Int32),
        _ c: (corner: Int32, twin: Int32)
    ) {
        for (offset, side) in [a, b, c].enumerated() {
            corners[first + offset] = side.corner
            twins[first + offset] = side.twin
        }
    }

    /// Numbers triangles by their corners, the smallest first: the same for the same triangles,
    /// however they were found.
    private mutating func sortTriangles() {
        var triangles = (0..<triangleCount).map { triangle -> (Int32, Int32, Int32) in
            let (a, b, c) = (
                corners[3 * triangle], corners[3 * triangle + 1], corners[3 * triangle + 2]
            )
            return a < b && a < c ? (a, b, c) : (b < c ? (b, c, a) : (c, a, b))
        }
        triangles.sort { $0 < $1 }
        corners = triangles.flatMap { [$0.0, $0.1, $0.2] }
        linkTwins()
    }
}
