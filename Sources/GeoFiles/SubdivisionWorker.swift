import Geometry

/// The true area of the plane that lies in these zones and in no other.
struct CoveredArea: Sendable {
    /// In ascending order, not empty.
    var zones: [Int32]
    var area: Double
}

/// Adds up the true area of every combination of zones, tile by tile.
///
/// A cell of the plane is halved until few edges are left in it; there the plane is cut into
/// slabs between which no edge begins, ends or crosses another, and every slab into trapezoids
/// from edge to edge, upwards from a bottom whose zones are known. Nothing is ever joined to
/// rings, so that there is nothing to fail: rounding moves a trapezoid's corner by an ulp and its
/// area by as little.
///
/// A cell knows the zones just right of and above its lower left corner. Those along its bottom
/// change where an edge ends on it, those along its left side where an edge begins on it.
struct SubdivisionWorker {
    private let metric: AreaMetric
    /// The pieces of the cell in work and of those around it, innermost last.
    private var pieces: [EdgePiece] = []
    private var sums: [CoveredArea] = []
    private var index = StateIndex()
    private var slabs = SlabScratch()

    /// Up to how many edges a cell is not halved.
    private static let edgesPerCell = 24
    /// Up to how many times a cell is halved to part its edges.
    private static let mostHalvings = 60

    init(metric: AreaMetric) { self.metric = metric }

    /// What has been added so far, one item a combination, in the order in which they were met.
    var cover: [CoveredArea] { sums }

    /// Adds the area of one tile of a plan.
    ///
    /// - Throws: `wrongContent` for a place that has no longitude and latitude.
    mutating func add(_ plan: SubdivisionPlan, tile: BoundingBox) throws(GeoFileError) {
        guard tile.width > 0, tile.height > 0 else { return }
        pieces.removeAll(keepingCapacity: true)
        plan.forEachEdge(near: tile) { edge in
            if let piece = edge.right(of: tile.minX)?.left(of: tile.maxX)?.above(tile.minY)?
                .below(tile.maxY)
            {
                pieces.append(piece)
            }
        }
        let cell = Cell(
            box: tile, corner: plan.zonesAtCorner(of: tile), edges: 0..<pieces.count, patch: nil,
            halvings: 0)
        try add(cell)
    }

    private struct Cell {
        var box: BoundingBox
        var corner: ZoneSet
        var edges: Range<Int>
        /// The true areas, once the cell is small enough for one polynomial.
        var patch: AreaPatch?
        var halvings: Int
    }

    private mutating func add(_ given: Cell) throws(GeoFileError) {
        var cell = given
        if cell.edges.isEmpty, cell.corner.zones.isEmpty { return }
        let isWide = cell.box.width > metric.longestSide.x
        let isHigh = cell.box.height > metric.longestSide.y
        if isWide || isHigh {
            return try halve(cell, alongX: isWide && !(isHigh && cell.box.height > cell.box.width))
        }
        if cell.patch == nil { cell.patch = try metric.patch(over: cell.box) }
        guard let patch = cell.patch else { return }
        if cell.edges.count > Self.edgesPerCell, cell.halvings < Self.mostHalvings {
            let alongX = cell.box.width > cell.box.height
            if isWorthHalving(cell, alongX: alongX) { return try halve(cell, alongX: alongX) }
        }
        addSlabs(cell, patch)
    }

    /// Whether halving parts the edges, rather than cutting most of them in two.
    private func isWorthHalving(_ cell: Cell, alongX: Bool) -> Bool {
        let middle = alongX ? cell.box.centre.x : cell.box.centre.y
        let bounds = alongX ? (cell.box.minX, cell.box.maxX) : (cell.box.minY, cell.box.maxY)
        guard bounds.0 < middle, middle < bounds.1 else { return false }
        var cut = 0
        for position in cell.edges {
            let edge = pieces[position]
            let a = alongX ? edge.leftX : edge.leftY
            let b = alongX ? edge.rightX : edge.rightY
            if min(a, b) < middle, max(a, b) > middle { cut += 1 }
        }
        return cut * 2 < cell.edges.count
    }

    private mutating func halve(_ cell: Cell, alongX: Bool) throws(GeoFileError) {
        let start = pieces.count
        var low = cell
        low.halvings += 1
        var high = low
        if alongX {
            let middle = cell.box.centre.x
            low.box.maxX = middle
            high.box.minX = middle
            for position in cell.edges {
                if let piece = pieces[position].left(of: middle) { pieces.append(piece) }
                high.corner.toggle(
                    pieces[position], endsOn: cell.box.minY, after: cell.box.minX, upTo: middle)
            }
        } else {
            let middle = cell.box.centre.y
            low.box.maxY = middle
            high.box.minY = middle
            for position in cell.edges {
                guard let piece = pieces[position].below(middle) else { continue }
                pieces.append(piece)
                if piece.startsAcross(cell.box.minX) { high.corner.toggle(piece.zone) }
            }
        }
        low.edges = start..<pieces.count
        try add(low)
        pieces.removeSubrange(start...)
        for position in cell.edges {
            let edge = pieces[position]
            let piece = alongX ? edge.right(of: high.box.minX) : edge.above(high.box.minY)
            if let piece { pieces.append(piece) }
        }
        high.edges = start..<pieces.count
        try add(high)
        pieces.removeSubrange(start...)
    }

    /// Adds the trapezoids of a cell, slab by slab.
    private mutating func addSlabs(_ cell: Cell, _ patch: AreaPatch) {
        slabs.begin(cell.box, cell.corner, pieces[cell.edges])
        while slabs.next() {
            slabs.order()
            let (left, right) = (slabs.left, slabs.right)
            let (low, high) = (cell.box.minY, cell.box.maxY)
            var hash = slabs.bottom.hash
            var below = patch.integral(left, low, right, low)
            for position in slabs.active.indices {
                let edge = slabs.active[position]
                let here = patch.integral(left, edge.leftY, right, edge.rightY)
                add(here - below, hash, edgesBelow: position)
                hash ^= ZoneSet.number(of: edge.zone)
                below = here
            }
            add(
                patch.integral(left, high, right, high) - below, hash,
                edgesBelow: slabs.active.count)
        }
    }

    /// Adds an area to the combination of zones that `hash` stands for.
    @inline(__always)
    private mutating func add(_ area: Double, _ hash: UInt64, edgesBelow count: Int) {
        if area == 0 || hash == 0 { return }
        if let known = index[hash] {
            sums[known].area += area
        } else {
            var set = slabs.bottom
            for edge in slabs.active.prefix(count) { set.toggle(edge.zone) }
            index[hash] = sums.count
            sums.append(CoveredArea(zones: set.zones, area: area))
        }
    }
}

extension ZoneSet {
    /// Changes sides with every end of `edge` that lies on the level `y` between two places.
    @inline(__always)
    mutating func toggle(_ edge: EdgePiece, endsOn y: Double, after start: Double, upTo end: Double)
    {
        if edge.leftY == y, edge.leftX > start, edge.leftX <= end { toggle(edge.zone) }
        if edge.rightY == y, edge.rightX > start, edge.rightX <= end { toggle(edge.zone) }
    }
}

/// The positions of known combinations of zones by their numbers; open addressing.
private struct StateIndex {
    private var keys = [UInt64](repeating: 0, count: 64)
    private var values = [Int32](repeating: 0, count: 64)
    private var count = 0

    subscript(hash: UInt64) -> Int? {
        get {
            let slot = slot(of: hash)
            return keys[slot] == hash ? Int(values[slot]) : nil
        }
        set {
            guard let newValue else { return }
            if count * 2 >= keys.count { grow() }
            let slot = slot(of: hash)
            if keys[slot] != hash { count += 1 }
            keys[slot] = hash
            values[slot] = Int32(newValue)
        }
    }

    @inline(__always)
    private func slot(of hash: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while keys[slot] != hash, keys[slot] != 0 { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = (keys, values)
        keys = [UInt64](repeating: 0, count: old.0.count * 2)
        values = [Int32](repeating: 0, count: old.0.count * 2)
        for (key, value) in zip(old.0, old.1) where key != 0 {
            let slot = slot(of: key)
            keys[slot] = key
            values[slot] = value
        }
    }
}
