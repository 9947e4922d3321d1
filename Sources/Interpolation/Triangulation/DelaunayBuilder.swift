import Geometry

/// Builds a Delaunay triangulation by halves: sorted places are parted in the middle, and the
/// triangulations of the halves are sewn together from below.
///
/// Directed edges stand in pairs 2k, 2k + 1 of opposite directions; those that leave one place form
/// a ring, counter-clockwise by `next`, clockwise by `previous`.
///
/// Source: Guibas, Stolfi, Primitives for the manipulation of general subdivisions and the
/// computation of Voronoi diagrams, 1985, section 9.
struct DelaunayBuilder {
    private let places: [Coordinate]
    private var origins: [Int32] = []
    private var next: [Int32] = []
    private var previous: [Int32] = []
    private var isDeleted: [Bool] = []

    /// - Parameter places: Distinct, sorted by x, then y; two at least.
    init(_ places: [Coordinate]) {
        self.places = places
        origins.reserveCapacity(6 * places.count)
        next.reserveCapacity(6 * places.count)
        previous.reserveCapacity(6 * places.count)
        isDeleted.reserveCapacity(6 * places.count)
        _ = triangulate(0..<places.count)
    }

    /// The triangles, each three places counter-clockwise.
    var triangles: [(Int32, Int32, Int32)] {
        var result: [(Int32, Int32, Int32)] = []
        for edge in origins.indices.map({ Int32($0) }) where !isDeleted[Int(edge)] {
            let second = leftNext(edge)
            let third = leftNext(second)
            guard leftNext(third) == edge, edge < second, edge < third else { continue }
            let (a, b, c) = (origin(edge), origin(second), origin(third))
            guard orientation(places[Int(a)], places[Int(b)], places[Int(c)]) > 0 else { continue }
            result.append((a, b, c))
        }
        return result
    }

    // MARK: - Edges

    private func origin(_ edge: Int32) -> Int32 { origins[Int(edge)] }
    private func destination(_ edge: Int32) -> Int32 { origins[Int(edge ^ 1)] }
    private func following(_ edge: Int32) -> Int32 { next[Int(edge)] }
    private func preceding(_ edge: Int32) -> Int32 { previous[Int(edge)] }

    /// The next edge around the face on the left.
    private func leftNext(_ edge: Int32) -> Int32 { previous[Int(edge ^ 1)] }

    private mutating func makeEdge(_ from: Int32, _ to: Int32) -> Int32 {
        let edge = Int32(origins.count)
        origins += [from, to]
        next += [edge, edge + 1]
        previous += [edge, edge + 1]
        isDeleted += [false, false]
        return edge
    }

    private mutating func splice(_ a: Int32, _ b: Int32) {
        let (afterA, afterB) = (next[Int(a)], next[Int(b)])
        next[Int(a)] = afterB
        previous[Int(afterB)] = a
        next[Int(b)] = afterA
        previous[Int(afterA)] = b
    }

    /// A new edge from the end of `a` to the start of `b`, with the same face on their left.
    private mutating func connect(_ a: Int32, _ b: Int32) -> Int32 {
        let edge = makeEdge(destination(a), origin(b))
        splice(edge, leftNext(a))
        splice(edge ^ 1, b)
        return edge
    }

    private mutating func delete(_ edge: Int32) {
        splice(edge, preceding(edge))
        splice(edge ^ 1, preceding(edge ^ 1))
        isDeleted[Int(edge)] = true
        isDeleted[Int(edge ^ 1)] = true
    }

    private func turn(_ a: Int32, _ b: Int32, _ c: Int32) -> Int {
        orientation(places[Int(a)], places[Int(b)], places[Int(c)])
    }

    private func isInside(_ d: Int32, _ a: Int32, _ b: Int32, _ c: Int32) -> Bool {
        inCircle(places[Int(a)], places[Int(b)], places[Int(c)], places[Int(d)]) > 0
    }

    // MARK: - Division

    /// The hull's edges out of the leftmost place, counter-clockwise, and out of the rightmost,
    /// clockwise.
    private mutating func triangulate(_ range: Range<Int>) -> (left: Int32, right: Int32) {
        let first = Int32(range.lowerBound)
        if range.count == 2 {
            let edge = makeEdge(first, first + 1)
            return (edge, edge ^ 1)
        }
        if range.count == 3 {
            let a = makeEdge(first, first + 1)
            let b = makeEdge(first + 1, first + 2)
            splice(a ^ 1, b)
            let side = turn(first, first + 1, first + 2)
            if side == 0 { return (a, b ^ 1) }
            let c = connect(b, a)
            return side > 0 ? (a, b ^ 1) : (c ^ 1, c)
        }
        let middle = range.lowerBound + range.count / 2
        let left = triangulate(range.lowerBound..<middle)
        let right = triangulate(middle..<range.upperBound)
        return merge(left, right)
    }

    private mutating func merge(
        _ left: (left: Int32, right: Int32), _ right: (left: Int32, right: Int32)
    ) -> (left: Int32, right: Int32) {
        var outerLeft = left.left
        var outerRight = right.right
        var base = lowestTangent(left.right, right.left, &outerLeft, &outerRight)
        while true {
            let candidateOnLeft = leftCandidate(base)
            let candidateOnRight = rightCandidate(base)
            let (hasLeft, hasRight) = (
                isAbove(candidateOnLeft, base), isAbove(candidateOnRight, base)
            )
            guard hasLeft || hasRight else { break }
            let takesRight =
                !hasLeft
                || hasRight
                    && isInside(
                        destination(candidateOnRight), destination(candidateOnLeft),
                        origin(candidateOnLeft), origin(candidateOnRight))
            base =
                takesRight
                ? connect(candidateOnRight, base ^ 1) : connect(base ^ 1, candidateOnLeft ^ 1)
        }
        return (outerLeft, outerRight)
    }

    /// The edge below both halves, from right to left.
    private mutating func lowestTangent(
        _ left: Int32, _ right: Int32, _ outerLeft: inout Int32, _ outerRight: inout Int32
    ) -> Int32 {
        var (a, b) = (left, right)
        while true {
            if turn(origin(b), origin(a), destination(a)) > 0 {
                a = leftNext(a)
            } else if turn(origin(a), destination(b), origin(b)) > 0 {
                b = following(b ^ 1)
            } else {
                break
            }
        }
        let base = connect(b ^ 1, a)
        if origin(a) == origin(outerLeft) { outerLeft = base ^ 1 }
        if origin(b) == origin(outerRight) { outerRight = base }
        return base
    }

    private func isAbove(_ edge: Int32, _ base: Int32) -> Bool {
        turn(destination(edge), destination(base), origin(base)) > 0
    }

    private mutating func leftCandidate(_ base: Int32) -> Int32 {
        var edge = following(base ^ 1)
        guard isAbove(edge, base) else { return edge }
        while isInside(
            destination(following(edge)), destination(base), origin(base), destination(edge))
        {
            let other = following(edge)
            delete(edge)
            edge = other
        }
        return edge
    }

    private mutating func rightCandidate(_ base: Int32) -> Int32 {
        var edge = preceding(base)
        guard isAbove(edge, base) else { return edge }
        while isInside(
            destination(preceding(edge)), destination(base), origin(base), destination(edge))
        {
            let other = preceding(edge)
            delete(edge)
            edge = other
        }
        return edge
    }
}
