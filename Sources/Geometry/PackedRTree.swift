/// A static index of boxes: which of them meet a box, which item is nearest to a place.
///
/// The boxes are sorted along a Hilbert curve and packed into full nodes, in flat arrays. What a
/// search finds does not depend on the order of the items: results come sorted by item number, and
/// of items that are equally near the one with the smaller number wins.
///
/// - Complexity: building O(n log n), memory about 45 bytes an item; a search O(log n + results).
///
/// Source: Kamel and Faloutsos, Hilbert R-tree, 1994, in the packed form of FlatGeobuf.
public struct PackedRTree: Sendable {
    private static let nodeSize = 16

    /// How many boxes were indexed, those without a box not counted.
    public let count: Int
    /// The boxes level by level, leaves first, the root last.
    private let boxes: [Bounds]
    /// For a leaf the number of its item, for a node the position of its first child.
    private let targets: [Int32]
    /// Where each level begins in `boxes`; one more for the end.
    private let levels: [Int]

    /// An index of `boxes`, whose positions are the item numbers. Items without a box are never
    /// found.
    ///
    /// - Precondition: fewer than 2³¹ items.
    public init(_ boxes: [BoundingBox?]) {
        precondition(boxes.count < Int(Int32.max) / 2, "an R-tree holds fewer than 2^30 items")
        let leaves = HilbertCurve.order(of: boxes.map { $0?.centre })
        var all = leaves.compactMap { boxes[$0].map(Bounds.init) }
        var targets = leaves.map(Int32.init)
        var levels = [0]
        var start = 0
        while all.count - start > 1 {
            let end = all.count
            levels.append(end)
            for first in stride(from: start, to: end, by: Self.nodeSize) {
                var node = all[first]
                for child in first..<min(first + Self.nodeSize, end) { node.grow(all[child]) }
                all.append(node)
                targets.append(Int32(first))
            }
            start = end
        }
        levels.append(all.count)
        count = leaves.count
        self.boxes = all
        self.targets = targets
        self.levels = levels
    }

    /// The numbers of the items whose boxes share at least a point with `box`, in ascending order.
    public func items(intersecting box: BoundingBox) -> [Int] {
        var found: [Int] = []
        forEachItem(intersecting: box) { found.append($0) }
        found.sort()
        return found
    }

    /// Calls `body` with the number of every item whose box meets `box`, in no particular order.
    func forEachItem(intersecting box: BoundingBox, _ body: (Int) -> Void) {
        guard count > 0 else { return }
        var stack = [(position: boxes.count - 1, level: levels.count - 2)]
        while let (position, level) = stack.popLast() {
            guard boxes[position].intersects(box) else { continue }
            if level == 0 {
                body(Int(targets[position]))
            } else {
                for child in children(of: position, level: level) {
                    stack.append((child, level - 1))
                }
            }
        }
    }

    /// The item nearest to `place`, and its squared distance; `nil` when none is within
    /// `distance`.
    ///
    /// - Parameters:
    ///   - distance: The farthest allowed, in the units of the boxes; infinity for no limit. Its
    ///     square is compared.
    ///   - squaredDistance: The exact squared distance of an item, never smaller than that of its
    ///     box; `nil` for an item that is not wanted.
    /// - Returns: Of equally near items the one with the smallest number.
    public func nearest(
        to place: Coordinate, within distance: Double = .infinity,
        squaredDistance: (Int) -> Double?
    ) -> (item: Int, squaredDistance: Double)? {
        var best: (item: Int, squaredDistance: Double)?
        forEachItem(nearestTo: place, squaredLimit: distance * distance) { item, limit in
            guard let squared = squaredDistance(item), squared <= limit else { return }
            if let known = best, known.squaredDistance == squared, known.item < item { return }
            best = (item, squared)
            limit = squared
        }
        return best
    }

    /// Calls `body` with every item whose box lies within a limit of `place`, near ones first as
    /// far as the tree knows; `body` lowers the limit (a squared distance) as it finds something.
    ///
    /// - Complexity: O(log n + items) where the limit falls to that of the nearest; allocates
    ///   nothing.
    func forEachItem(
        nearestTo place: Coordinate, squaredLimit: Double, _ body: (Int, inout Double) -> Void
    ) {
        guard count > 0, place.isFinite else { return }
        var limit = squaredLimit
        // Buffers, since an array in a recursive search is retained and released at every node.
        boxes.withUnsafeBufferPointer { boxes in
            targets.withUnsafeBufferPointer { targets in
                levels.withUnsafeBufferPointer { levels in
                    let search = NearestSearch(
                        place: place, boxes: boxes, targets: targets, levels: levels)
                    search.descend(boxes.count - 1, level: levels.count - 2, &limit, body)
                }
            }
        }
    }

    private func children(of position: Int, level: Int) -> Range<Int> {
        let first = Int(targets[position])
        return first..<min(first + Self.nodeSize, levels[level])
    }

    /// A walk down the tree towards a place.
    private struct NearestSearch {
        let place: Coordinate
        let boxes: UnsafeBufferPointer<Bounds>
        let targets: UnsafeBufferPointer<Int32>
        let levels: UnsafeBufferPointer<Int>

        func descend(
            _ position: Int, level: Int, _ limit: inout Double, _ body: (Int, inout Double) -> Void
        ) {
            guard level > 0 else { return body(Int(targets[position]), &limit) }
            let first = Int(targets[position])
            let count = min(PackedRTree.nodeSize, levels[level] - first)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: PackedRTree.nodeSize) {
                let squares = UnsafeMutableBufferPointer(rebasing: $0[..<count])
                for child in 0..<count {
                    squares[child] = boxes[first + child].squaredDistance(to: place)
                }
                // Near children go first and cut off the others.
                while let child = smallest(of: squares, limit: limit) {
                    squares[child] = .infinity
                    descend(first + child, level: level - 1, &limit, body)
                }
            }
        }

        /// Where the smallest number stands, when it is finite and within the limit.
        private func smallest(
            of squares: UnsafeMutableBufferPointer<Double>, limit: Double
        ) -> Int? {
            var found: Int?
            // A hair of room, so that rounding cannot hide a tie in another branch.
            var bound = (limit * (1 + 1e-12)).nextUp
            for child in squares.indices where squares[child] < bound {
                (found, bound) = (child, squares[child])
            }
            return found
        }
    }
}

extension PackedRTree {
    /// A box without the checks of `BoundingBox`, for the inner loops.
    fileprivate struct Bounds {
        /// minX, minY, −maxX, −maxY: of each the smaller is the wider.
        private var edges: SIMD4<Double>

        init(_ box: BoundingBox) {
            edges = SIMD4(box.minX, box.minY, -box.maxX, -box.maxY)
        }

        mutating func grow(_ other: Bounds) { edges = pointwiseMin(edges, other.edges) }

        func intersects(_ box: BoundingBox) -> Bool {
            all(edges .<= SIMD4(box.maxX, box.maxY, -box.minX, -box.minY))
        }

        /// Of the two sides on an axis at most one is beyond the place.
        func squaredDistance(to place: Coordinate) -> Double {
            let beyond = edges - SIMD4(place.x, place.y, -place.x, -place.y)
            let outside = beyond.replacing(with: 0, where: beyond .< 0)
            return (outside * outside).sum()
        }
    }
}
