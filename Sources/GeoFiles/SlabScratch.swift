import Geometry

/// The slabs of one cell from left to right: between which heights each edge runs in a slab.
///
/// A slab ends wherever an edge of the cell begins or ends, and where two edges cross.
struct SlabScratch {
    /// The slab at hand.
    private(set) var left = 0.0
    private(set) var right = 0.0
    /// The zones just above the cell's bottom in the slab.
    private(set) var bottom = ZoneSet()
    /// The edges that run through the slab, each from its left border to its right, upwards.
    private(set) var active: [EdgePiece] = []

    private var box = BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
    /// The cell's edges by their left ends.
    private var edges: [EdgePiece] = []
    private var nextEdge = 0
    /// The edges that run through the slab as they are in the cell, in the order of `active`.
    private var running: [EdgePiece] = []
    /// Where slabs end.
    private var ends: [Double] = []
    private var nextEnd = 0
    /// Where the zones along the bottom change.
    private var changes: [(x: Double, zone: Int32)] = []
    private var nextChange = 0
    /// The ends of slabs that crossings have split off, nearest last.
    private var splits: [Double] = []
    /// How far apart two heights are that rounding cannot have swapped.
    private var tolerance = 0.0

    /// Takes up a cell; `next` then gives its first slab.
    mutating func begin(_ box: BoundingBox, _ corner: ZoneSet, _ pieces: ArraySlice<EdgePiece>) {
        self.box = box
        bottom = corner
        right = box.minX
        tolerance = 4 * max(abs(box.minY), abs(box.maxY)).ulp
        edges.removeAll(keepingCapacity: true)
        running.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        splits.removeAll(keepingCapacity: true)
        (nextEdge, nextEnd, nextChange) = (0, 0, 0)
        for piece in pieces {
            note(piece.leftX, piece.leftY, piece.zone)
            note(piece.rightX, piece.rightY, piece.zone)
            if !piece.isVertical { edges.append(piece) }
        }
        ends.append(box.maxX)
        sortInPlace(&ends) { $0 < $1 }
        sortInPlace(&edges) { $0.leftX < $1.leftX }
        sortInPlace(&changes) { $0.x < $1.x }
    }

    private mutating func note(_ x: Double, _ y: Double, _ zone: Int32) {
        if x > box.minX {
            ends.append(x)
            if y == box.minY { changes.append((x, zone)) }
        }
    }

    /// Goes on to the next slab; false when the cell is at its end.
    mutating func next() -> Bool {
        left = right
        if let split = splits.popLast() {
            right = split
        } else {
            while nextEnd < ends.count, ends[nextEnd] <= left { nextEnd += 1 }
            if nextEnd == ends.count { return false }
            right = ends[nextEnd]
        }
        while nextChange < changes.count, changes[nextChange].x <= left {
            bottom.toggle(changes[nextChange].zone)
            nextChange += 1
        }
        running.removeAll { $0.rightX <= left }
        while nextEdge < edges.count, edges[nextEdge].leftX <= left {
            running.append(edges[nextEdge])
            nextEdge += 1
        }
        return true
    }

    /// Sorts the edges of the slab upwards, and ends the slab sooner where two of them cross.
    mutating func order() {
        var depth = 0
        while true {
            cutRunning()
            guard depth < 200, let crossing = firstCrossing() else { return }
            splits.append(right)
            right = crossing
            depth += 1
        }
    }

    /// `active` from `running` for the slab at hand, both sorted by the height in its middle.
    private mutating func cutRunning() {
        let (left, right) = (left, right)
        active.removeAll(keepingCapacity: true)
        for edge in running {
            active.append(
                EdgePiece(
                    left, edge.leftX == left ? edge.leftY : edge.y(at: left), right,
                    edge.rightX == right ? edge.rightY : edge.y(at: right), zone: edge.zone))
        }
        // Insertion sort: the order of the last slab is nearly right, and both lists move alike.
        for position in active.indices.dropFirst() {
            let edge = active[position]
            let whole = running[position]
            let height = edge.leftY + edge.rightY
            var place = position
            while place > 0, active[place - 1].leftY + active[place - 1].rightY > height {
                active[place] = active[place - 1]
                running[place] = running[place - 1]
                place -= 1
            }
            active[place] = edge
            running[place] = whole
        }
    }

    /// The leftmost place in the slab where two neighbours cross; `nil` when none do.
    private func firstCrossing() -> Double? {
        var first: Double?
        for position in active.indices.dropFirst() {
            let low = active[position - 1]
            let high = active[position]
            let before = high.leftY - low.leftY
            let after = high.rightY - low.rightY
            guard before < -tolerance || after < -tolerance else { continue }
            let x = left + (right - left) * (before / (before - after))
            if x > left, x < right, x < first ?? .infinity { first = x }
        }
        return first
    }
}

/// Insertion sort for the few, the library's for the many; equal items keep their order.
private func sortInPlace<Item>(_ items: inout [Item], _ isBefore: (Item, Item) -> Bool) {
    if items.count > 48 { return items.sort(by: isBefore) }
    for position in items.indices.dropFirst() {
        let item = items[position]
        var place = position
        while place > 0, isBefore(item, items[place - 1]) {
            items[place] = items[place - 1]
            place -= 1
        }
        items[place] = item
    }
}
