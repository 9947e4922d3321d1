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

/// Finds which ends of reaches are one node, and which nodes lie on a reach between its ends.
///
/// Nodes are numbered from west to east, then from south to north, whatever the order of the
/// reaches.
struct NodeBuilder {
    private let reaches: [Reach]
    private let rules: NetworkRules
    private let index: SegmentIndex

    private(set) var coordinates: [Coordinate] = []
    /// `nil` for an unusable reach.
    private(set) var endNodes: [EndNodes?]
    private(set) var joins: [Join] = []
    private var found: [(reach: Int, note: RiverNote)] = []

    init(reaches: [Reach], rules: NetworkRules, index: SegmentIndex) {
        self.reaches = reaches
        self.rules = rules
        self.index = index
        endNodes = [EndNodes?](repeating: nil, count: reaches.count)
    }

    mutating func build() {
        let ends = usableEnds()
        let groups = endGroups(ends, within: rules.nodeTolerance)
        var members = groups.map { group in NodeMembers(ends: group.map { ends[$0] }) }
        members.sort { isBefore($0.coordinate, $1.coordinate) }
        for member in members { addNode(member) }
        for (node, member) in members.enumerated() { joinReaches(at: node, member) }
        if rules.joinsSharedVertices { joinSharedVertices(besides: members) }
    }

    /// What was closed, joined or left out, in the order of the reaches.
    var notes: [RiverNote] {
        found.enumerated().sorted { ($0.element.reach, $0.offset) < ($1.element.reach, $1.offset) }
            .map(\.element.note)
    }

    private mutating func usableEnds() -> [ReachEnd] {
        var ends: [ReachEnd] = []
        ends.reserveCapacity(2 * reaches.count)
        for (number, reach) in reaches.enumerated() {
            guard reach.isUsable, let first = reach.line.coordinates.first,
                let last = reach.line.coordinates.last
            else {
                note(.unusable, reach: number, place: reach.line.coordinates.first { $0.isFinite })
                continue
            }
            ends.append(ReachEnd(reach: number, isFirst: true, coordinate: first))
            ends.append(ReachEnd(reach: number, isFirst: false, coordinate: last))
        }
        return ends
    }

    private mutating func addNode(_ members: NodeMembers) {
        let node = coordinates.count
        coordinates.append(members.coordinate)
        for end in members.ends {
            var known = endNodes[end.reach] ?? EndNodes(first: node, last: node)
            if end.isFirst { known.first = node } else { known.last = node }
            endNodes[end.reach] = known
        }
        for end in members.strays {
            let gap = end.coordinate.planarDistance(to: members.coordinate) * rules.metresPerUnit
            note(
                .gapClosed(other: reaches[members.keeper].id, distanceInMetres: gap),
                reach: end.reach, place: end.coordinate)
        }
    }

    /// Joins the reaches that pass the node without ending there: within the tolerance where a
    /// single end is free, else only those that pass exactly through one of its ends.
    private mutating func joinReaches(at node: Int, _ members: NodeMembers) {
        var met = members.ends.map(\.reach)
        let limit = members.ends.count == 1 ? rules.nodeTolerance : 0
        for place in [members.coordinate] + members.strays.map(\.coordinate) {
            while let near = index.nearest(to: place, within: limit, where: { !met.contains($0) }) {
                met.append(near.line)
                join(near, at: node, from: members.ends[0].reach, place: place)
            }
        }
    }

    private mutating func join(
        _ near: (line: Int, point: NearestPoint), at node: Int, from end: Int, place: Coordinate
    ) {
        let reach = reaches[near.line]
        let measure = reach.measure(segment: near.point.segment, fraction: near.point.fraction)
        guard measure > 0, measure < reach.lengthInMetres else { return }
        joins.append(Join(reach: near.line, measure: measure, node: node))
        note(
            .joinedInMidReach(
                other: reach.id, measureInMetres: measure,
                distanceInMetres: near.point.distance * rules.metresPerUnit),
            reach: end, place: place)
    }

    /// Makes a node of every inner vertex that two reaches share, or that one passes twice.
    ///
    /// Where an end lies too, there is a node already, and those that pass are joined to it.
    private mutating func joinSharedVertices(besides known: [NodeMembers]) {
        let ends = Set(known.flatMap { $0.ends.map(\.coordinate) })
        for group in sharedVertices(of: reaches) where !ends.contains(group.place) {
            let node = coordinates.count
            coordinates.append(group.place)
            for (reach, vertex) in group.vertices {
                let measure = reaches[reach].vertexMeasures[vertex]
                joins.append(Join(reach: reach, measure: measure, node: node))
            }
            note(
                .joinedAtVertex(other: reaches[group.vertices[1].reach].id),
                reach: group.vertices[0].reach, place: group.place)
        }
    }

    private mutating func note(_ kind: RiverNote.Kind, reach: Int, place: Coordinate?) {
        let note = RiverNote(
            kind: kind, reachID: reaches[reach].id, label: reaches[reach].label, place: place)
        found.append((reach, note))
    }
}
