/// Rings cut into chains that go one way along an axis or a diagonal, and so cannot cross
/// themselves, under a binary tree of their extents.
struct ChainTree {
    /// More edges in a chain mean fewer chains, but larger extents.
    private static let longestChain = 16

    private var chains: [Chain] = []
    /// The extents of chains, then of pairs of chains, then of pairs of pairs, up to one.
    private var extents: [Extent] = []
    /// Where each level lies in `extents`.
    private var levels: [Range<Int>] = []
    /// For each ring, how often a ray has met it, odd or even.
    private var isOdd: [Bool] = []

    /// Cuts `rings`, whose vertices are in `vertices`, and builds the tree over them. Rings that
    /// are near one another stand together, so that extents stay small.
    mutating func build(over vertices: UnsafeBufferPointer<Coordinate>, _ rings: [ProvedRing]) {
        chains.removeAll(keepingCapacity: true)
        extents.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
        for index in nearOnesTogether(rings, vertices) {
            cut(rings[index].vertices, of: index, vertices)
        }
        levels.append(0..<extents.count)
        while let below = levels.last, below.count > 1 {
            let start = extents.count
            for first in stride(from: below.lowerBound, to: below.upperBound, by: 2) {
                var extent = extents[first]
                if first + 1 < below.upperBound { extent.grow(extents[first + 1]) }
                extents.append(extent)
            }
            levels.append(start..<extents.count)
        }
    }

    /// The numbers of the rings along a curve through the plane.
    private func nearOnesTogether(
        _ rings: [ProvedRing], _ vertices: UnsafeBufferPointer<Coordinate>
    ) -> [Int] {
        if rings.count < 4 { return Array(rings.indices) }
        let places = rings.map { vertices[$0.vertices.lowerBound] }
        guard let box = BoundingBox(around: places), box.width > 0 || box.height > 0 else {
            return Array(rings.indices)
        }
        let side = max(box.width, box.height)
        let codes = places.map { place in
            spread(UInt64(65_535 * ((place.x - box.minX) / side)))
                | spread(UInt64(65_535 * ((place.y - box.minY) / side))) << 1
        }
        return rings.indices.sorted { (codes[$0], $0) < (codes[$1], $1) }
    }

    private mutating func cut(
        _ range: Range<Int>, of ring: Int, _ vertices: UnsafeBufferPointer<Coordinate>
    ) {
        var index = range.lowerBound
        let end = range.upperBound - 1
        while index < end {
            let start = index
            let longest = min(end, start + Self.longestChain)
            var current = measures(vertices[index])
            var extent = Extent(current)
            // The least and the most that any step goes along each measure.
            var least = SIMD4<Double>(repeating: .infinity)
            var most = SIMD4<Double>(repeating: -.infinity)
            while index < longest {
                let next = measures(vertices[index + 1])
                let step = next - current
                least.replace(with: step, where: step .< least)
                most.replace(with: step, where: step .> most)
                // No measure is left along which all steps go one way.
                if !any((least .> 0) .| (most .< 0)) { break }
                extent.grow(next)
                current = next
                index += 1
            }
            chains.append(Chain(first: Int32(start), end: Int32(index), ring: Int32(ring)))
            extents.append(extent)
        }
    }

    /// Whether no two edges touch but neighbours in their ring, and those only in the vertex that
    /// they share.
    func noneTouch(
        _ vertices: UnsafeBufferPointer<Coordinate>, _ rings: [ProvedRing]
    ) -> Bool {
        chains.withUnsafeBufferPointer { chains in
            extents.withUnsafeBufferPointer { extents in
                let comparison = ChainComparison(
                    vertices: vertices, chains: chains, extents: extents)
                for (depth, level) in levels.enumerated() {
                    for first in stride(from: 0, to: level.count - 1, by: 2)
                    where !comparison.areApart(
                        first, first + 1, depth, levels, rings)
                    {
                        return false
                    }
                }
                return true
            }
        }
    }

    /// The rings, but ring number `own`, that lie around `place`, which lies on none of them.
    mutating func rings(
        around place: Coordinate, of own: Int, _ vertices: UnsafeBufferPointer<Coordinate>,
        _ count: Int
    ) -> [Int] {
        isOdd.removeAll(keepingCapacity: true)
        isOdd.append(contentsOf: repeatElement(false, count: count))
        var met: [Int] = []
        var open = [(depth: levels.count - 1, node: 0)]
        while let (depth, node) = open.popLast() {
            let extent = extents[levels[depth].lowerBound + node]
            guard extent.meetsRayEast(from: place) else { continue }
            if depth > 0 {
                open.append((depth - 1, 2 * node))
                if 2 * node + 1 < levels[depth - 1].count { open.append((depth - 1, 2 * node + 1)) }
                continue
            }
            let chain = chains[node]
            let ring = Int(chain.ring)
            if ring == own { continue }
            for index in Int(chain.first)..<Int(chain.end) {
                let (a, b) = (vertices[index], vertices[index + 1])
                // An edge holds its lower end and not its upper one.
                guard (a.y > place.y) != (b.y > place.y) else { continue }
                let (low, high) = a.y < b.y ? (a, b) : (b, a)
                if orientation(low, high, place) > 0 {
                    met.append(ring)
                    isOdd[ring].toggle()
                }
            }
        }
        var result: [Int] = []
        for ring in met where isOdd[ring] {
            result.append(ring)
            isOdd[ring] = false
        }
        return result
    }
}

/// Consecutive edges of a ring, from vertex `first` to vertex `end`.
struct Chain {
    var first: Int32
    var end: Int32
    var ring: Int32
}

/// The lower 16 bits of `number` with a 0 between any two.
private func spread(_ number: UInt64) -> UInt64 {
    var bits = number & 0xFFFF
    bits = (bits | bits << 8) & 0x00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333
    return (bits | bits << 1) & 0x5555_5555
}

/// A vertex along both axes and both diagonals: x, y, x + y, x − y.
///
/// The sums are rounded, but rounding never turns an order round: where one is less than another,
/// the exact one is.
@inline(__always)
func measures(_ vertex: Coordinate) -> SIMD4<Double> {
    SIMD4(vertex.x, vertex.y, vertex.x + vertex.y, vertex.x - vertex.y)
}

/// The smallest octagon around vertices.
struct Extent {
    var low: SIMD4<Double>
    var high: SIMD4<Double>

    @inline(__always)
    init(_ place: SIMD4<Double>) {
        low = place
        high = place
    }

    @inline(__always)
    mutating func grow(_ place: SIMD4<Double>) {
        low.replace(with: place, where: place .< low)
        high.replace(with: place, where: place .> high)
    }

    @inline(__always)
    mutating func grow(_ other: Extent) {
        low.replace(with: other.low, where: other.low .< low)
        high.replace(with: other.high, where: other.high .> high)
    }

    /// Whether the two share no place.
    @inline(__always)
    func isApart(from other: Extent) -> Bool {
        any((low .> other.high) .| (other.low .> high))
    }

    func meetsRayEast(from place: Coordinate) -> Bool {
        low.y <= place.y && place.y <= high.y && place.x <= high.x
    }
}
