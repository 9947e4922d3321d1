import Geometry

/// The nodes of a reach's first and last vertex.
struct EndNodes {
    var first: Int
    var last: Int
}

/// A node on a reach between its ends.
struct Join {
    var reach: Int
    var measure: Double
    var node: Int
}

/// Finds which ends of reaches are one node, and which ends meet a reach in its middle.
struct NodeBuilder {
    private let reaches: [Reach]
    private let tolerance: Double
    private let metresPerUnit: Double
    private let index: SegmentIndex

    private(set) var coordinates: [Coordinate] = []
    /// `nil` for an unusable reach.
    private(set) var endNodes: [EndNodes?]
    private(set) var joins: [Join] = []
    private(set) var notes: [RiverNote] = []

    /// An end of a reach.
    private struct End {
        var reach: Int
        var isFirst: Bool
        var coordinate: Coordinate
    }

    init(reaches: [Reach], tolerance: Double, metresPerUnit: Double, index: SegmentIndex) {
        self.reaches = reaches
        self.tolerance = tolerance
        self.metresPerUnit = metresPerUnit
        self.index = index
        endNodes = [EndNodes?](repeating: nil, count: reaches.count)
    }

    mutating func build() {
        var ends: [End] = []
        for (number, reach) in reaches.enumerated() {
            guard reach.isUsable, let first = reach.line.coordinates.first,
                let last = reach.line.coordinates.last
            else {
                let place = reach.line.coordinates.first { $0.isFinite }
                note(.unusable, reach: number, place: place)
                continue
            }
            ends.append(End(reach: number, isFirst: true, coordinate: first))
            ends.append(End(reach: number, isFirst: false, coordinate: last))
        }
        let members = groups(of: ends)
        for group in members { addNode(group.map { ends[$0] }) }
        for (node, group) in members.enumerated() {
            joinReaches(node: node, ends: group.map { ends[$0] })
        }
    }

    /// Ends within the tolerance of each other, directly or through others, each group and all
    /// groups in ascending order.
    private func groups(of ends: [End]) -> [[Int]] {
        var parents = Array(ends.indices)
        func root(_ end: Int) -> Int {
            var end = end
            while parents[end] != end {
                parents[end] = parents[parents[end]]
                end = parents[end]
            }
            return end
        }
        let tree = PackedRTree(ends.map { BoundingBox(around: CollectionOfOne($0.coordinate)) })
        for (number, end) in ends.enumerated() {
            guard let box = BoundingBox(around: CollectionOfOne(end.coordinate)) else { continue }
            for other in tree.items(intersecting: box.expanded(by: tolerance))
            where other > number
                && end.coordinate.planarDistance(to: ends[other].coordinate) <= tolerance
            {
                let (a, b) = (root(number), root(other))
                parents[max(a, b)] = min(a, b)
            }
        }
        var positions: [Int: Int] = [:]
        var groups: [[Int]] = []
        for end in ends.indices {
            let root = root(end)
            if let position = positions[root] {
                groups[position].append(end)
            } else {
                positions[root] = groups.count
                groups.append([end])
            }
        }
        return groups
    }

    private mutating func addNode(_ ends: [End]) {
        let node = coordinates.count
        let chosen = ends[0]
        coordinates.append(chosen.coordinate)
        var seen: Set<Coordinate> = [chosen.coordinate]
        for end in ends {
            var known = endNodes[end.reach] ?? EndNodes(first: node, last: node)
            if end.isFirst { known.first = node } else { known.last = node }
            endNodes[end.reach] = known
            guard seen.insert(end.coordinate).inserted else { continue }
            let gap = end.coordinate.planarDistance(to: chosen.coordinate) * metresPerUnit
            note(
                .gapClosed(other: reaches[chosen.reach].id, distanceInMetres: gap),
                reach: end.reach, place: end.coordinate)
        }
    }

    /// Joins the reaches that pass the node without ending there: within the tolerance where a
    /// single end is free, else only those that pass exactly through it.
    private mutating func joinReaches(node: Int, ends: [End]) {
        var met = Set(ends.map(\.reach))
        let place = coordinates[node]
        let limit = ends.count == 1 ? tolerance : 0
        while let near = index.nearest(to: place, within: limit, where: { !met.contains($0) }) {
            met.insert(near.line)
            let reach = reaches[near.line]
            let measure = reach.measure(
                segment: near.point.segment, fraction: near.point.fraction)
            guard measure > 0, measure < reach.lengthInMetres else { continue }
            joins.append(Join(reach: near.line, measure: measure, node: node))
            note(
                .joinedInMidReach(
                    other: reach.id, measureInMetres: measure,
                    distanceInMetres: near.point.distance * metresPerUnit),
                reach: ends[0].reach, place: place)
        }
    }

    private mutating func note(_ kind: RiverNote.Kind, reach: Int, place: Coordinate?) {
        notes.append(
            RiverNote(
                kind: kind, reachID: reaches[reach].id, label: reaches[reach].label, place: place))
    }
}
