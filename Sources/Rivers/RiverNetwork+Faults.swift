import Geometry

extension RiverNetwork {
    /// What is probably wrong with the lines: gaps, doubled lines, loops, reaches that run head on,
    /// crossings without a node; each kind in the order of the reaches.
    ///
    /// - Parameter gapLimit: How far from another reach a free end counts as a gap, in CRS units.
    /// - Complexity: O(n log n + crossings) over the segments.
    public func faults(gapLimit: Double) -> [RiverFault] {
        gaps(within: gapLimit) + duplicates() + loops() + headOnNodes() + crossings()
    }

    private func fault(_ kind: RiverFault.Kind, _ reach: Int, at place: Coordinate) -> RiverFault {
        RiverFault(
            kind: kind, reachID: reaches[reach].id, label: reaches[reach].label, place: place)
    }

    private func gaps(within limit: Double) -> [RiverFault] {
        let found = nodes.indices.compactMap { node -> (reach: Int, fault: RiverFault)? in
            let met = incoming[node] + outgoing[node]
            guard met.count == 1, let reach = met.first.map({ links[$0].reach }) else { return nil }
            let place = nodes[node].coordinate
            guard let near = index.nearest(to: place, within: limit, where: { $0 != reach }) else {
                return nil
            }
            let gap = RiverFault.Kind.gap(
                other: reaches[near.line].id,
                distanceInMetres: near.point.distance * metresPerUnit)
            return (reach, fault(gap, reach, at: place))
        }
        return found.sorted { $0.reach < $1.reach }.map(\.fault)
    }

    private func duplicates() -> [RiverFault] {
        var known: [[Coordinate]: Int] = [:]
        return reaches.indices.compactMap { number in
            let coordinates = reaches[number].line.coordinates
            guard reaches[number].isUsable, let first = coordinates.first else { return nil }
            if let other = known[coordinates] ?? known[coordinates.reversed()] {
                return fault(.duplicate(of: reaches[other].id), number, at: first)
            }
            known[coordinates] = number
            return nil
        }
    }

    /// One fault for each set of nodes that the water goes round through.
    private func loops() -> [RiverFault] {
        var circles: [Int: [Int]] = [:]
        let groups = groupOfNode
        for (number, link) in links.enumerated() {
            guard groups[link.upperNode] == groups[link.lowerNode] else { continue }
            circles[groups[link.upperNode], default: []].append(number)
        }
        return circles.values.sorted { $0[0] < $1[0] }.map { members in
            let through = Set(members.map { links[$0].reach }).sorted()
            let place = nodes[links[members[0]].upperNode].coordinate
            return fault(.loop(through: through.map { reaches[$0].id }), through[0], at: place)
        }
    }

    private func headOnNodes() -> [RiverFault] {
        let found = nodes.indices.compactMap { node -> (reach: Int, fault: RiverFault)? in
            let (comes, goes) = (incoming[node], outgoing[node])
            guard comes.count + goes.count > 1, comes.isEmpty || goes.isEmpty,
                let reach = (comes + goes).map({ links[$0].reach }).min()
            else { return nil }
            let kind = RiverFault.Kind.headOn(
                isSink: goes.isEmpty, count: comes.count + goes.count)
            return (reach, fault(kind, reach, at: nodes[node].coordinate))
        }
        return found.sorted { $0.reach < $1.reach }.map(\.fault)
    }

    /// Places where two reaches meet and no node joins them there.
    private func crossings() -> [RiverFault] {
        let segments = CrossingSegments(reaches)
        var seen: Set<Crossing> = []
        var faults: [RiverFault] = []
        for crossing in segments.crossings() where seen.insert(crossing).inserted {
            let shared = nodesOfReach(crossing.first).intersection(nodesOfReach(crossing.second))
            let isJoined = shared.contains {
                nodes[$0].coordinate.planarDistance(to: crossing.place) <= 2 * nodeTolerance
            }
            guard !isJoined, !areDuplicates(crossing.first, crossing.second) else { continue }
            faults.append(
                fault(
                    .crossing(other: reaches[crossing.second].id), crossing.first,
                    at: crossing.place))
        }
        return faults
    }

    private func areDuplicates(_ first: Int, _ second: Int) -> Bool {
        let (a, b) = (reaches[first].line.coordinates, reaches[second].line.coordinates)
        return a == b || a == b.reversed()
    }

    private func nodesOfReach(_ reach: Int) -> Set<Int> {
        Set(linksOfReach[reach].flatMap { [links[$0].fromNode, links[$0].toNode] })
    }
}

/// A place that two reaches share.
private struct Crossing: Hashable {
    var first: Int
    var second: Int
    var place: Coordinate
}

/// The segments of all usable reaches, for finding where those of different reaches meet.
private struct CrossingSegments {
    private var segments: [(reach: Int, start: Coordinate, end: Coordinate)] = []

    init(_ reaches: [Reach]) {
        for (number, reach) in reaches.enumerated() where reach.isUsable {
            for (a, b) in zip(reach.line.coordinates, reach.line.coordinates.dropFirst())
            where a != b {
                segments.append((number, a, b))
            }
        }
    }

    /// In the order of the reaches; a place at a vertex may come more than once. Stretches that
    /// run on one straight line are left out.
    func crossings() -> [Crossing] {
        let boxes = segments.map { BoundingBox(around: [$0.start, $0.end]) }
        let tree = PackedRTree(boxes)
        var found: [Crossing] = []
        for (number, segment) in segments.enumerated() {
            guard let box = boxes[number] else { continue }
            for other in tree.items(intersecting: box) where other > number {
                guard segments[other].reach != segment.reach,
                    let place = meeting(number, other)
                else { continue }
                found.append(
                    Crossing(first: segment.reach, second: segments[other].reach, place: place))
            }
        }
        return found
    }

    private func meeting(_ first: Int, _ second: Int) -> Coordinate? {
        let (a, b) = (segments[first].start, segments[first].end)
        let (c, d) = (segments[second].start, segments[second].end)
        let sideC = orientation(a, b, c)
        let sideD = orientation(a, b, d)
        let sideA = orientation(c, d, a)
        let sideB = orientation(c, d, b)
        guard sideC * sideD <= 0, sideA * sideB <= 0, sideC != 0 || sideD != 0 else { return nil }
        if sideA == 0 { return a }
        if sideB == 0 { return b }
        if sideC == 0 { return c }
        if sideD == 0 { return d }
        let before = (d.x - c.x) * (a.y - c.y) - (d.y - c.y) * (a.x - c.x)
        let after = (d.x - c.x) * (b.y - c.y) - (d.y - c.y) * (b.x - c.x)
        let fraction = before / (before - after)
        return Coordinate(x: a.x + fraction * (b.x - a.x), y: a.y + fraction * (b.y - a.y))
    }
}
