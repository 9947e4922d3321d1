import Geometry

/// An edge, or a piece of one, from left to right (a vertical one in either direction).
struct EdgePiece {
    var leftX: Double
    var leftY: Double
    var rightX: Double
    var rightY: Double
    /// The zone whose inside changes across the edge.
    var zone: Int32

    @inline(__always)
    init(_ leftX: Double, _ leftY: Double, _ rightX: Double, _ rightY: Double, zone: Int32) {
        self.leftX = leftX
        self.leftY = leftY
        self.rightX = rightX
        self.rightY = rightY
        self.zone = zone
    }

    @inline(__always)
    init(from a: Coordinate, to b: Coordinate, zone: Int32) {
        // One direction for every edge, so that two zones that share it make the same cuts.
        let isForward = (a.x, a.y) < (b.x, b.y)
        self.init(
            isForward ? a.x : b.x, isForward ? a.y : b.y, isForward ? b.x : a.x,
            isForward ? b.y : a.y, zone: zone)
    }

    var isVertical: Bool { leftX == rightX }

    /// The height at `x`, which lies between the ends; never above or below both ends.
    @inline(__always)
    func y(at x: Double) -> Double {
        let y = leftY + (rightY - leftY) * ((x - leftX) / (rightX - leftX))
        return min(max(y, min(leftY, rightY)), max(leftY, rightY))
    }

    /// Where the edge has the height `y`, which lies between those of the ends.
    @inline(__always)
    func x(at y: Double) -> Double {
        let x = leftX + (rightX - leftX) * ((y - leftY) / (rightY - leftY))
        return min(max(x, leftX), rightX)
    }

    /// The piece left of `x`; `nil` when the edge has none. A vertical edge on the line is left.
    @inline(__always)
    func left(of x: Double) -> EdgePiece? {
        if rightX <= x { return self }
        if leftX >= x { return nil }
        return EdgePiece(leftX, leftY, x, y(at: x), zone: zone)
    }

    /// The piece right of `x`; `nil` when the edge has none.
    @inline(__always)
    func right(of x: Double) -> EdgePiece? {
        if rightX <= x { return nil }
        if leftX >= x { return self }
        return EdgePiece(x, y(at: x), rightX, rightY, zone: zone)
    }

    /// The piece below `y`; `nil` when the edge has none. A level edge on the line is below.
    @inline(__always)
    func below(_ y: Double) -> EdgePiece? {
        if max(leftY, rightY) <= y { return self }
        if min(leftY, rightY) >= y { return nil }
        let x = x(at: y)
        return leftY < rightY
            ? EdgePiece(leftX, leftY, x, y, zone: zone)
            : EdgePiece(x, y, rightX, rightY, zone: zone)
    }

    /// The piece above `y`; `nil` when the edge has none.
    @inline(__always)
    func above(_ y: Double) -> EdgePiece? {
        if max(leftY, rightY) <= y { return nil }
        if min(leftY, rightY) >= y { return self }
        let x = x(at: y)
        return leftY < rightY
            ? EdgePiece(x, y, rightX, rightY, zone: zone)
            : EdgePiece(leftX, leftY, x, y, zone: zone)
    }
}

/// The edges of all zones of several layers, and the tiles in which they are worked on.
///
/// Zones are numbered through all layers. Edges are kept as runs of the zones' own rings, not
/// copied; the tiles halve the runs again and again, so that each has about as many.
struct SubdivisionPlan: Sendable {
    /// Boxes that share only their borders and hold every edge.
    let tiles: [BoundingBox]
    private let rings: [[Coordinate]]
    private let runs: [Run]
    private let tree: PackedRTree
    private let bottom: Double

    private struct Run {
        var zone: Int32
        var ring: Int32
        /// The first vertex; the last is `length` further on.
        var start: Int32
        var length: Int32
    }

    /// How many edges a run has, and how many runs a tile about.
    private static let runLength = 64
    private static let runsPerTile = 128

    init(zones layers: [[Zone]]) {
        var rings: [[Coordinate]] = []
        var runs: [Run] = []
        var boxes: [BoundingBox?] = []
        for (number, zone) in layers.lazy.joined().enumerated() {
            for ring in zone.polygons.lazy.flatMap(\.rings) where ring.coordinates.count > 3 {
                let last = ring.coordinates.count - 1
                for start in stride(from: 0, to: last, by: Self.runLength) {
                    let end = min(start + Self.runLength, last)
                    runs.append(
                        Run(
                            zone: Int32(number), ring: Int32(rings.count), start: Int32(start),
                            length: Int32(end - start)))
                    boxes.append(BoundingBox(around: ring.coordinates[start...end]))
                }
                rings.append(ring.coordinates)
            }
        }
        self.rings = rings
        self.runs = runs
        tree = PackedRTree(boxes)
        let known = boxes.compactMap { $0 }
        if let first = known.first {
            let whole = known.reduce(first) { $0.union($1) }
            bottom = whole.minY
            var tiles: [BoundingBox] = []
            Self.cut(whole, known.map(\.centre), into: &tiles)
            self.tiles = tiles
        } else {
            bottom = 0
            tiles = []
        }
    }

    /// Halves `box` at the median of the places along its longer side until few are in a part.
    private static func cut(
        _ box: BoundingBox, _ places: [Coordinate], into tiles: inout [BoundingBox]
    ) {
        if places.count <= runsPerTile { return tiles.append(box) }
        var parts = (box, box)
        let isWide = box.width > box.height
        let values = places.map { isWide ? $0.x : $0.y }.sorted()
        let middle = values[values.count / 2]
        if isWide {
            parts.0.maxX = middle
            parts.1.minX = middle
        } else {
            parts.0.maxY = middle
            parts.1.minY = middle
        }
        let low = places.filter { (isWide ? $0.x : $0.y) < middle }
        let high = places.filter { (isWide ? $0.x : $0.y) >= middle }
        // Places that cannot be told apart stay together.
        if low.isEmpty || high.isEmpty || parts.0.width * parts.0.height == 0
            || parts.1.width * parts.1.height == 0
        {
            return tiles.append(box)
        }
        cut(parts.0, low, into: &tiles)
        cut(parts.1, high, into: &tiles)
    }

    /// The zones with edges near `box`, in ascending order.
    func zones(in box: BoundingBox) -> [Int] {
        Set(tree.items(intersecting: box).map { Int(runs[$0].zone) }).sorted()
    }

    /// Calls `body` with every edge of the runs that meet `box`, in a fixed order.
    func forEachEdge(near box: BoundingBox, _ body: (EdgePiece) -> Void) {
        for item in tree.items(intersecting: box) {
            let run = runs[item]
            rings[Int(run.ring)].withUnsafeBufferPointer { vertices in
                let start = Int(run.start)
                for index in start..<start + Int(run.length) {
                    let a = vertices[index]
                    let b = vertices[index + 1]
                    if a != b { body(EdgePiece(from: a, to: b, zone: run.zone)) }
                }
            }
        }
    }

    /// The zones that hold the places just right of and above the lower left corner of `box`:
    /// those with an odd number of edges below.
    func zonesAtCorner(of box: BoundingBox) -> ZoneSet {
        let below = BoundingBox(
            minX: box.minX, minY: min(bottom, box.minY), maxX: box.minX, maxY: box.minY)
        var set = ZoneSet()
        forEachEdge(near: below) { edge in
            guard edge.leftX <= box.minX else { return }
            // The cuts of the edges in the box, in the same order: rounding is the same too.
            let inside = edge.right(of: box.minX)?.left(of: box.maxX)
            if inside?.below(box.minY)?.startsAcross(box.minX) == true { set.toggle(edge.zone) }
        }
        return set
    }
}

extension EdgePiece {
    /// Whether the piece leads from the vertical line at `x` to its right.
    @inline(__always)
    func startsAcross(_ x: Double) -> Bool { leftX == x && rightX > x }
}

/// A set of zones with a number that identifies it.
struct ZoneSet {
    /// In ascending order.
    private(set) var zones: [Int32] = []
    /// The exclusive or of the zones' numbers: 0 for no zones.
    private(set) var hash: UInt64 = 0

    /// Takes the zone in, or out when it is in.
    mutating func toggle(_ zone: Int32) {
        hash ^= Self.number(of: zone)
        let position = zones.firstIndex { $0 >= zone } ?? zones.count
        if position < zones.count, zones[position] == zone {
            zones.remove(at: position)
        } else {
            zones.insert(zone, at: position)
        }
    }

    /// 64 well-mixed bits for a zone (the finaliser of SplitMix64; Steele, Lea, Flood 2014): two
    /// different sets among a million have the same number with a probability below 1e-7.
    @inline(__always)
    static func number(of zone: Int32) -> UInt64 {
        var z = (UInt64(UInt32(bitPattern: zone)) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
