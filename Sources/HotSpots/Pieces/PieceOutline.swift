import Geometry

/// The outline of what lies on the left of some chains inside a box.
struct PieceOutline {
    /// Chains from side to side.
    private var chains: [[Coordinate]] = []
    /// Rings that touch no side.
    private var rings: [[Coordinate]] = []
    private let box: BoundingBox
    private var area: Double { box.width * box.height }

    init(_ chains: [[Coordinate]], in box: BoundingBox) {
        self.box = box
        for chain in chains {
            guard let first = chain.first, let last = chain.last else { continue }
            if first == last, first.x > box.minX, first.x < box.maxX, first.y > box.minY,
                first.y < box.maxY
            {
                rings.append(chain)
            } else {
                self.chains.append(chain)
            }
        }
    }

    /// The polygons, when their area is `share` of the box.
    func polygons(share: Double) -> [Polygon]? {
        var outlines = rings
        if chains.isEmpty {
            // The chains do not tell whether the sides are inside; the area does.
            let own = rings.reduce(0) { $0 + Ring($1).signedArea }
            if share * area - own > area / 2 { outlines.append(boxRing) }
        } else {
            guard let joined = joinedChains() else { return nil }
            outlines += joined.flatMap(Self.simpleRings)
        }
        let areas = outlines.map { Ring($0).signedArea }
        let total = areas.reduce(0, +)
        guard abs(total - share * area) <= 1e-8 * area else { return nil }
        var shells: [Polygon] = []
        for (ring, area) in zip(outlines, areas) where area > 0 {
            shells.append(Polygon(shell: Ring(ring)))
        }
        for (ring, area) in zip(outlines, areas) where area < 0 {
            guard let owner = Self.owner(of: ring, among: shells) else { return nil }
            shells[owner].holes.append(Ring(ring))
        }
        return shells
    }

    private static func owner(of hole: [Coordinate], among shells: [Polygon]) -> Int? {
        if shells.count == 1 { return 0 }
        return shells.indices.first { number in
            for vertex in hole {
                switch Polygon(shell: shells[number].shell).location(of: vertex) {
                case .inside: return true
                case .outside: return false
                case .onBoundary: continue
                }
            }
            return false
        }
    }

    // MARK: - Along the sides

    /// A place where a chain comes from a side or reaches one.
    private struct Meeting {
        let chain: Int
        let isStart: Bool
        /// Along the sides from the south-western corner, counter-clockwise.
        let position: Double
        /// Whence the chain comes, or where it goes.
        let direction: Coordinate

        /// In the order of a walk along the sides with the box on the left. Where several chains
        /// meet a side in one place, those further to the left come first.
        static func precedes(_ a: Meeting, _ b: Meeting) -> Bool {
            if a.position != b.position { return a.position < b.position }
            let turn = a.direction.x * b.direction.y - a.direction.y * b.direction.x
            if turn != 0 { return turn < 0 }
            return (a.chain, a.isStart ? 0 : 1) < (b.chain, b.isStart ? 0 : 1)
        }
    }

    /// Rings of chains and stretches of sides; `nil` where starts and ends do not alternate.
    private func joinedChains() -> [[Coordinate]]? {
        let meetings = chains.indices.flatMap(meetings(of:)).sorted(by: Meeting.precedes)
        guard meetings.count == 2 * chains.count else { return nil }
        var places = [Int](repeating: 0, count: chains.count)
        for (place, meeting) in meetings.enumerated() {
            let following = meetings[(place + 1) % meetings.count]
            guard meeting.isStart != following.isStart else { return nil }
            if !meeting.isStart { places[meeting.chain] = place }
        }
        var isUsed = [Bool](repeating: false, count: chains.count)
        var joined: [[Coordinate]] = []
        for first in chains.indices where !isUsed[first] {
            var ring: [Coordinate] = []
            var chain = first
            while !isUsed[chain] {
                isUsed[chain] = true
                ring += chains[chain]
                let place = places[chain]
                let following = (place + 1) % meetings.count
                ring += corners(
                    from: meetings[place].position, to: meetings[following].position,
                    isAround: following <= place)
                chain = meetings[following].chain
            }
            joined.append(ring)
        }
        return joined
    }

    private func meetings(of chain: Int) -> [Meeting] {
        let points = chains[chain]
        guard points.count > 1, let start = position(of: points[0]),
            let end = position(of: points[points.count - 1])
        else { return [] }
        func direction(_ from: Int, _ to: Int) -> Coordinate {
            Coordinate(x: points[to].x - points[from].x, y: points[to].y - points[from].y)
        }
        let last = points.count - 1
        return [
            Meeting(chain: chain, isStart: true, position: start, direction: direction(0, 1)),
            Meeting(
                chain: chain, isStart: false, position: end, direction: direction(last, last - 1)),
        ]
    }

    /// Along the sides from the south-western corner, counter-clockwise; `nil` inside the box.
    private func position(of place: Coordinate) -> Double? {
        let (width, height) = (box.width, box.height)
        if place.y == box.minY { return place.x - box.minX }
        if place.x == box.maxX { return width + (place.y - box.minY) }
        if place.y == box.maxY { return width + height + (box.maxX - place.x) }
        if place.x == box.minX { return 2 * width + height + (box.maxY - place.y) }
        return nil
    }

    private func corners(from start: Double, to end: Double, isAround: Bool) -> [Coordinate] {
        let (width, height) = (box.width, box.height)
        let corners = [
            (0, Coordinate(x: box.minX, y: box.minY)),
            (width, Coordinate(x: box.maxX, y: box.minY)),
            (width + height, Coordinate(x: box.maxX, y: box.maxY)),
            (2 * width + height, Coordinate(x: box.minX, y: box.maxY)),
        ]
        guard isAround else {
            return corners.filter { $0.0 > start && $0.0 < end }.map(\.1)
        }
        return (corners.filter { $0.0 > start } + corners.filter { $0.0 < end }).map(\.1)
    }

    private var boxRing: [Coordinate] { Self.corners(of: box) }

    /// The corners counter-clockwise from the south-western, which ends them too.
    static func corners(of box: BoundingBox) -> [Coordinate] {
        [
            Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.minY),
            Coordinate(x: box.maxX, y: box.maxY), Coordinate(x: box.minX, y: box.maxY),
            Coordinate(x: box.minX, y: box.minY),
        ]
    }

    /// A ring that comes to a place twice falls apart into rings that do not.
    private static func simpleRings(of ring: [Coordinate]) -> [[Coordinate]] {
        var found: [[Coordinate]] = []
        var path: [Coordinate] = []
        var places: [Coordinate: Int] = [:]
        for point in ring {
            if let place = places[point] {
                let loop = path[place...]
                if loop.count > 2 { found.append(Array(loop) + [point]) }
                for dropped in loop.dropFirst() { places[dropped] = nil }
                path.removeSubrange((place + 1)...)
            } else {
                places[point] = path.count
                path.append(point)
            }
        }
        if path.count > 2, let first = path.first { found.append(path + [first]) }
        return found
    }
}
