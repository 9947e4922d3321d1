/// Looks for edges that touch, by descending a tree of chains.
struct ChainComparison {
    let vertices: UnsafeBufferPointer<Coordinate>
    let chains: UnsafeBufferPointer<Chain>
    let extents: UnsafeBufferPointer<Extent>

    /// Whether no edge below node `a` of a level touches one below its node `b`.
    func areApart(
        _ a: Int, _ b: Int, _ depth: Int, _ levels: [Range<Int>], _ rings: [ProvedRing]
    ) -> Bool {
        let start = levels[depth].lowerBound
        if extents[start + a].isApart(from: extents[start + b]) { return true }
        if depth == 0 { return areApart(chain: a, chain: b, rings) }
        let count = levels[depth - 1].count
        for first in 2 * a...min(2 * a + 1, count - 1) {
            for second in 2 * b...min(2 * b + 1, count - 1)
            where !areApart(first, second, depth - 1, levels, rings) {
                return false
            }
        }
        return true
    }

    /// Whether no edge of one chain touches one of the other, but for neighbours.
    private func areApart(chain a: Int, chain b: Int, _ rings: [ProvedRing]) -> Bool {
        let (first, second) = (chains[a], chains[b])
        let around = Box(extents[b])
        for i in Int(first.first)..<Int(first.end) {
            let edge = box(ofEdge: i)
            if edge.isApart(from: around) { continue }
            for j in Int(second.first)..<Int(second.end)
            where !edge.isApart(from: box(ofEdge: j)) {
                let ring = first.ring == second.ring ? rings[Int(first.ring)].vertices : 0..<0
                if follows(j, i, in: ring) {
                    if foldsBack(i, j) { return false }
                } else if follows(i, j, in: ring) {
                    if foldsBack(j, i) { return false }
                } else if mayTouch(i, j) {
                    return false
                }
            }
        }
        return true
    }

    @inline(__always)
    private func box(ofEdge index: Int) -> Box {
        let (a, b) = (vertices[index], vertices[index + 1])
        return Box(SIMD2(a.x, a.y), SIMD2(b.x, b.y))
    }

    /// Whether edge `next` begins where edge `edge` ends, in the ring of both; `ring` is empty
    /// where they are of two.
    private func follows(_ next: Int, _ edge: Int, in ring: Range<Int>) -> Bool {
        if ring.isEmpty { return false }
        return next == edge + 1 || (edge == ring.upperBound - 2 && next == ring.lowerBound)
    }

    /// Whether the edge after an edge goes back along it.
    private func foldsBack(_ edge: Int, _ next: Int) -> Bool {
        let (a, b, c) = (vertices[edge], vertices[edge + 1], vertices[next + 1])
        // Of vectors that are parallel both products have one sign: nothing cancels.
        return orientation(a, b, c) == 0
            && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0
    }

    /// Whether two edges that are not neighbours touch, or lie on one line.
    private func mayTouch(_ i: Int, _ j: Int) -> Bool {
        let (a, b) = (vertices[i], vertices[i + 1])
        let (c, d) = (vertices[j], vertices[j + 1])
        let first = orientation(a, b, c)
        if first != 0, first == orientation(a, b, d) { return false }
        let second = orientation(c, d, a)
        return second == 0 || second != orientation(c, d, b)
    }
}

/// The smallest rectangle around two places.
private struct Box {
    var low: SIMD2<Double>
    var high: SIMD2<Double>

    @inline(__always)
    init(_ a: SIMD2<Double>, _ b: SIMD2<Double>) {
        let isBefore = a .< b
        low = b.replacing(with: a, where: isBefore)
        high = a.replacing(with: b, where: isBefore)
    }

    @inline(__always)
    init(_ extent: Extent) {
        low = extent.low.lowHalf
        high = extent.high.lowHalf
    }

    @inline(__always)
    func isApart(from other: Box) -> Bool {
        any((low .> other.high) .| (other.low .> high))
    }
}
