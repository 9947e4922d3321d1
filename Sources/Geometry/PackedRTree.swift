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
        let leaves = Self.sortedLeaves(boxes)
        var all = leaves.map(\.bounds)
        var targets = leaves.map(\.item)
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
        boxes.withUnsafeBufferPointer { boxes in
            targets.withUnsafeBufferPointer { targets in
                let search = NearestSearch(
                    place: place, boxes: boxes, targets: targets, levels: levels)
                search.descend(boxes.count - 1, level: levels.count - 2, &limit, body)
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
        let levels: [Int]

        func descend(
            _ position: Int, level: Int, _ limit: inout Double, _ body: (Int, inout Double) -> Void
        ) {
            // A hair of room, so that rounding cannot hide a tie in another branch.
            guard boxes[position].squaredDistance(to: place) <= limit * (1 + 1e-12) else { return }
            guard level > 0 else { return body(Int(targets[position]), &limit) }
            let first = Int(targets[position])
            let children = first..<min(first + PackedRTree.nodeSize, levels[level])
            // The nearest child goes first and cuts off most of the others.
            var nearest = first
            var nearestSquared = Double.infinity
            for child in children {
                let squared = boxes[child].squaredDistance(to: place)
                if squared < nearestSquared { (nearest, nearestSquared) = (child, squared) }
            }
            descend(nearest, level: level - 1, &limit, body)
            for child in children where child != nearest {
                descend(child, level: level - 1, &limit, body)
            }
        }
    }
}

extension PackedRTree {
    /// A box without the checks of `BoundingBox`, for the inner loops.
    fileprivate struct Bounds {
        var minX: Double
        var minY: Double
        var maxX: Double
        var maxY: Double

        init(_ box: BoundingBox) {
            (minX, minY, maxX, maxY) = (box.minX, box.minY, box.maxX, box.maxY)
        }

        mutating func grow(_ other: Bounds) {
            minX = min(minX, other.minX)
            minY = min(minY, other.minY)
            maxX = max(maxX, other.maxX)
            maxY = max(maxY, other.maxY)
        }

        func intersects(_ box: BoundingBox) -> Bool {
            minX <= box.maxX && box.minX <= maxX && minY <= box.maxY && box.minY <= maxY
        }

        func squaredDistance(to place: Coordinate) -> Double {
            let dx = max(minX - place.x, 0, place.x - maxX)
            let dy = max(minY - place.y, 0, place.y - maxY)
            return dx * dx + dy * dy
        }
    }

    private struct Leaf {
        var hilbert: UInt32
        var item: Int32
        var bounds: Bounds
    }

    /// The items with a box along the Hilbert curve of their centres.
    private static func sortedLeaves(_ boxes: [BoundingBox?]) -> [Leaf] {
        guard
            let extent = boxes.lazy.compactMap({ $0 }).reduce(
                nil, { (whole: BoundingBox?, box) in whole?.union(box) ?? box })
        else { return [] }
        let scaleX = extent.width > 0 ? 65535 / extent.width : 0
        let scaleY = extent.height > 0 ? 65535 / extent.height : 0
        var leaves: [Leaf] = []
        leaves.reserveCapacity(boxes.count)
        for (item, box) in boxes.enumerated() {
            guard let box else { continue }
            let x = UInt32(min(65535, max(0, (box.centre.x - extent.minX) * scaleX)))
            let y = UInt32(min(65535, max(0, (box.centre.y - extent.minY) * scaleY)))
            leaves.append(
                Leaf(hilbert: hilbertIndex(x, y), item: Int32(item), bounds: Bounds(box)))
        }
        leaves.sort { ($0.hilbert, $0.item) < ($1.hilbert, $1.item) }
        return leaves
    }

    /// The position of (`x`, `y`), 16 bits each, along the Hilbert curve of order 16.
    private static func hilbertIndex(_ x: UInt32, _ y: UInt32) -> UInt32 {
        var (x, y) = (x, y)
        var index: UInt32 = 0
        var side: UInt32 = 1 << 15
        while side > 0 {
            let right: UInt32 = x & side == 0 ? 0 : 1
            let upper: UInt32 = y & side == 0 ? 0 : 1
            index &+= side &* side &* ((3 &* right) ^ upper)
            if upper == 0 {
                if right == 1 {
                    x = 65535 &- x
                    y = 65535 &- y
                }
                swap(&x, &y)
            }
            side >>= 1
        }
        return index
    }
}
