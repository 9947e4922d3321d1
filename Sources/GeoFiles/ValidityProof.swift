import Geometry

/// A quick proof that polygons are valid, for the many that are plainly so.
///
/// True only when no two edges of all rings touch but at the vertex they share in their ring, no
/// ring folds back on itself, and no ring can lie inside another because their boxes are apart.
/// Where anything is near enough to doubt, the answer is false and a full check has to decide.
///
/// A sweep along x over the edges; O(n log n + n · edges that overlap in x).
func areProvablyValid(_ polygons: [Polygon]) -> Bool {
    var boxes: [BoundingBox] = []
    var edges: [Edge] = []
    for polygon in polygons {
        guard polygon.holes.isEmpty, let box = polygon.boundingBox else { return false }
        if boxes.count > 64 || boxes.contains(where: { $0.intersects(box) }) { return false }
        boxes.append(box)
        guard appendEdges(of: polygon.shell, to: &edges) else { return false }
    }
    return edges.isEmpty ? false : noneTouch(&edges)
}

/// An edge from left to right, with its place in its ring.
private struct Edge {
    var left: Coordinate
    var right: Coordinate
    var low: Double
    var high: Double
    /// The places of the edge and of those before and after it.
    var index: Int
    var before: Int
    var after: Int
}

/// Appends the edges of a ring that has at least three; false when the ring folds back.
private func appendEdges(of ring: Ring, to edges: inout [Edge]) -> Bool {
    var vertices = ring.coordinates
    vertices.removeLast()
    var distinct: [Coordinate] = []
    distinct.reserveCapacity(vertices.count)
    for vertex in vertices where vertex != distinct.last { distinct.append(vertex) }
    if distinct.count > 1, distinct.first == distinct.last { distinct.removeLast() }
    let count = distinct.count
    guard count >= 3 else { return false }
    let first = edges.count
    for index in 0..<count {
        let a = distinct[index]
        let b = distinct[index + 1 == count ? 0 : index + 1]
        let c = distinct[index + 2 >= count ? index + 2 - count : index + 2]
        if side(a, b, c) == 0, (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0 {
            return false
        }
        let isForward = (a.x, a.y) < (b.x, b.y)
        edges.append(
            Edge(
                left: isForward ? a : b, right: isForward ? b : a, low: min(a.y, b.y),
                high: max(a.y, b.y), index: first + index,
                before: first + (index == 0 ? count - 1 : index - 1),
                after: first + (index + 1 == count ? 0 : index + 1)))
    }
    return true
}

/// Whether no two edges that are not neighbours in their ring touch.
private func noneTouch(_ edges: inout [Edge]) -> Bool {
    edges.sort { ($0.left.x, $0.index) < ($1.left.x, $1.index) }
    var active: [Edge] = []
    for edge in edges {
        var kept = 0
        for position in active.indices {
            let other = active[position]
            if other.right.x < edge.left.x { continue }
            active[kept] = other
            kept += 1
            if other.high < edge.low || other.low > edge.high { continue }
            if other.index == edge.before || other.index == edge.after { continue }
            if mayTouch(edge, other) { return false }
        }
        active.removeSubrange(kept...)
        active.append(edge)
    }
    return true
}

/// Whether two edges touch, or are too near to tell.
private func mayTouch(_ a: Edge, _ b: Edge) -> Bool {
    let first = side(a.left, a.right, b.left)
    let second = side(a.left, a.right, b.right)
    if first * second > 0 { return false }
    let third = side(b.left, b.right, a.left)
    let fourth = side(b.left, b.right, a.right)
    return third * fourth <= 0
}

/// 1 when `c` lies left of the line from `a` to `b`, −1 right of it, 0 when rounding leaves it
/// open.
///
/// Source: the error bound of Shewchuk, Adaptive precision floating-point arithmetic and fast
/// robust geometric predicates, 1997, section 4.3 (ccwerrboundA).
private func side(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
    let left = (a.x - c.x) * (b.y - c.y)
    let right = (a.y - c.y) * (b.x - c.x)
    let determinant = left - right
    let bound = 3.3306690738754716e-16 * (abs(left) + abs(right))
    return determinant > bound ? 1 : determinant < -bound ? -1 : 0
}
