/// A quick proof that polygons are valid, for the many that are plainly so.
///
/// Proved are polygons whose rings neither touch nor cross themselves or another ring, and lie in
/// one another as shells and holes must. Where anything touches there is no proof, and a full check
/// has to decide: a hole may touch its shell in a point. Polygons that are not valid are never
/// proved. Repeated vertices do no harm.
///
/// Keeps its memory for the next call: one prover serves many areas, in one thread at a time.
///
/// - Complexity: O(n log n) for the n vertices of natural outlines, O(n²) for combs; memory about
///   40 bytes a vertex.
public struct ValidityProver {
    /// The vertices of all rings, one ring after another.
    private var vertices: [Coordinate] = []
    private var rings: [ProvedRing] = []
    private var tree = ChainTree()

    public init() {}

    /// Whether `polygons`, the parts of one area, are proved to be valid together; false for none.
    public mutating func proves(_ polygons: [Polygon]) -> Bool {
        guard gatherRings(of: polygons) else { return false }
        return vertices.withUnsafeBufferPointer { vertices in
            tree.build(over: vertices, rings)
            return tree.noneTouch(vertices, rings) && areNestedRight(vertices)
        }
    }

    /// Lays the rings' vertices one after another, without repeated ones; false when there is no
    /// ring, or one has fewer than three different vertices, or coordinates that are not finite or
    /// too large for exact orientations.
    private mutating func gatherRings(of polygons: [Polygon]) -> Bool {
        vertices.removeAll(keepingCapacity: true)
        rings.removeAll(keepingCapacity: true)
        for (part, polygon) in polygons.enumerated() {
            guard append(polygon.shell, part: part, isShell: true) else { return false }
            for hole in polygon.holes {
                guard append(hole, part: part, isShell: false) else { return false }
            }
        }
        return !rings.isEmpty && vertices.count < Int(Int32.max)
    }

    private mutating func append(_ ring: Ring, part: Int, isShell: Bool) -> Bool {
        let first = vertices.count
        let isUsable = ring.coordinates.withUnsafeBufferPointer { source in
            guard var last = source.first, source.count > 3 else { return false }
            vertices.append(last)
            for vertex in source.dropFirst() {
                // Also left on NaN.
                guard abs(vertex.x) <= 1e100, abs(vertex.y) <= 1e100 else { return false }
                if vertex == last { continue }
                last = vertex
                vertices.append(vertex)
            }
            return vertices.count - first > 3
        }
        rings.append(
            ProvedRing(part: part, isShell: isShell, vertices: first..<vertices.count))
        return isUsable
    }

    /// Whether each hole lies in its own shell and in no other hole of it, and each shell in
    /// another polygon's shell only where it lies in one of that polygon's holes.
    ///
    /// For rings that do not touch one another: one vertex tells where a ring lies.
    private mutating func areNestedRight(_ vertices: UnsafeBufferPointer<Coordinate>) -> Bool {
        if rings.count == 1 { return true }
        for index in rings.indices {
            let ring = rings[index]
            let around = tree.rings(
                around: vertices[ring.vertices.lowerBound], of: index, vertices, rings.count
            ).map { rings[$0] }
            let isRight =
                ring.isShell
                ? isFree(ring, of: around)
                : around.contains { $0.isShell && $0.part == ring.part }
                    && !around.contains { !$0.isShell && $0.part == ring.part }
            guard isRight else { return false }
        }
        return true
    }

    /// Whether a shell lies in a hole of every polygon whose shell lies around it, and in none of
    /// its own.
    private func isFree(_ shell: ProvedRing, of around: [ProvedRing]) -> Bool {
        around.allSatisfy { ring in
            ring.part != shell.part
                && around.count { $0.part == ring.part && !$0.isShell }
                    == around.count { $0.part == ring.part && $0.isShell }
        }
    }
}

/// A ring that is looked at.
struct ProvedRing {
    /// The polygon that the ring belongs to.
    var part: Int
    var isShell: Bool
    /// Its places among the vertices; the last vertex equals the first.
    var vertices: Range<Int>
}
