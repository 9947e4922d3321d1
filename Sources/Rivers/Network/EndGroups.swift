import Geometry

/// The first or last vertex of a reach.
struct ReachEnd {
    var reach: Int
    var isFirst: Bool
    var coordinate: Coordinate
}

/// The ends that make one node.
struct NodeMembers {
    /// In the order of the reaches.
    let ends: [ReachEnd]
    /// Where the node lies: the place that most of the ends have; of several the westernmost, then
    /// the southernmost.
    let coordinate: Coordinate

    init(ends: [ReachEnd]) {
        self.ends = ends
        var chosen = ends[0].coordinate
        if ends.contains(where: { $0.coordinate != chosen }) {
            let places = ends.map(\.coordinate).sorted(by: isBefore)
            var most = 0
            var first = 0
            for (number, place) in places.enumerated() {
                if place != places[first] { first = number }
                if number - first + 1 > most {
                    most = number - first + 1
                    chosen = place
                }
            }
        }
        coordinate = chosen
    }

    /// The first reach that ends exactly in the node.
    var keeper: Int { ends.first { $0.coordinate == coordinate }?.reach ?? ends[0].reach }

    /// One end for each other place that was moved into the node, in the order of the reaches.
    var strays: [ReachEnd] {
        var places = [coordinate]
        return ends.filter { end in
            if places.contains(end.coordinate) { return false }
            places.append(end.coordinate)
            return true
        }
    }
}

/// Whether `a` lies west of `b`, or straight south of it: an order of places that does not depend
/// on the data's.
func isBefore(_ a: Coordinate, _ b: Coordinate) -> Bool { (a.x, a.y) < (b.x, b.y) }

/// The numbers of ends within `tolerance` of each other, directly or through others; each group
/// in ascending order.
///
/// The plane is cut into columns two tolerances wide. Ends are sorted by column and northing, so
/// that those near one are behind it in its own column, or in a stretch of the next.
///
/// - Complexity: O(n log n + pairs of near ends).
func endGroups(_ ends: [ReachEnd], within tolerance: Double) -> [[Int]] {
    func column(_ end: Int) -> Double {
        let x = ends[end].coordinate.x
        return tolerance > 0 ? (x / (2 * tolerance)).rounded(.down) : x
    }
    let keys = ends.indices.map { (column: column($0), y: ends[$0].coordinate.y, end: $0) }
        .sorted { $0 < $1 }
    var groups = DisjointSets(count: ends.count)
    var next = 0
    for (position, key) in keys.enumerated() {
        func join(_ other: Int) {
            let (a, b) = (ends[key.end].coordinate, ends[keys[other].end].coordinate)
            if a.planarDistance(to: b) <= tolerance { groups.join(key.end, keys[other].end) }
        }
        var other = position + 1
        while other < keys.count, keys[other].column == key.column,
            keys[other].y <= key.y + tolerance
        {
            join(other)
            other += 1
        }
        // `next` only moves on: both columns are walked from south to north.
        let column = key.column + 1
        while next < keys.count, (keys[next].column, keys[next].y) < (column, key.y - tolerance) {
            next += 1
        }
        other = next
        while other < keys.count, keys[other].column == column, keys[other].y <= key.y + tolerance {
            join(other)
            other += 1
        }
    }
    return groups.members()
}

/// Sets of numbers that grow together.
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(of item: Int) -> Int {
        var item = item
        while parents[item] != item {
            parents[item] = parents[parents[item]]
            item = parents[item]
        }
        return item
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(of: a), root(of: b))
        parents[max(a, b)] = min(a, b)
    }

    /// Every set, its items in ascending order, the sets by their smallest.
    mutating func members() -> [[Int]] {
        var positions = [Int](repeating: -1, count: parents.count)
        var sets: [[Int]] = []
        for item in parents.indices {
            // A root is the smallest of its set, so it comes first.
            let root = root(of: item)
            if root == item {
                positions[item] = sets.count
                sets.append([item])
            } else {
                sets[positions[root]].append(item)
            }
        }
        return sets
    }
}

/// A place where inner vertices of reaches lie together, with each (reach, vertex).
struct SharedVertex {
    var place: Coordinate
    /// At least two, by reach and vertex.
    var vertices: [(reach: Int, vertex: Int)]
}

/// The places that are an inner vertex of two reaches, or of one reach twice, from west to east.
///
/// A vertex that only repeats the one before it is the same passage. What runs along together
/// shares every vertex; only where the two meet and part are places.
func sharedVertices(of reaches: [Reach]) -> [SharedVertex] {
    var all: [(place: Coordinate, reach: Int, vertex: Int)] = []
    for (number, reach) in reaches.enumerated() where reach.isUsable {
        let line = reach.line.coordinates
        for vertex in line.indices.dropFirst().dropLast() where line[vertex] != line[vertex - 1] {
            all.append((line[vertex], number, vertex))
        }
    }
    all.sort {
        ($0.place.x, $0.place.y, $0.reach, $0.vertex) < (
            $1.place.x, $1.place.y, $1.reach, $1.vertex
        )
    }
    var shared: [SharedVertex] = []
    var start = 0
    while start < all.count {
        var end = start + 1
        while end < all.count, all[end].place == all[start].place { end += 1 }
        if end - start > 1 {
            let vertices = all[start..<end].map { (reach: $0.reach, vertex: $0.vertex) }
            if !runsAlong(vertices, reaches) {
                shared.append(SharedVertex(place: all[start].place, vertices: vertices))
            }
        }
        start = end
    }
    return shared
}

/// Whether every passage through a vertex comes from and goes to the same two neighbours: lines
/// drawn twice, which do not part here.
private func runsAlong(_ vertices: [(reach: Int, vertex: Int)], _ reaches: [Reach]) -> Bool {
    let neighbours = vertices.map { passage -> [Coordinate] in
        let line = reaches[passage.reach].line.coordinates
        let place = line[passage.vertex]
        let after = line[passage.vertex...].first { $0 != place } ?? place
        return [line[passage.vertex - 1], after].sorted(by: isBefore)
    }
    return neighbours.allSatisfy { $0 == neighbours[0] }
}
