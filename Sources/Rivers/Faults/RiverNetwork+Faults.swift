import Geometry

extension RiverNetwork {
    /// What is probably wrong with the lines, kind by kind, each in the order of the reaches: gaps,
    /// overhanging ends, doubled lines and stretches, lines that run through themselves, crossings
    /// without a node, reaches that run head on, loops, dead ends, reaches drawn against the flow.
    ///
    /// - Parameter gapLimit: How far from another reach a free end counts as a gap, and how long a
    ///   piece beyond a junction counts as overhanging, in CRS units.
    /// - Complexity: O(n log n + crossings) over the segments.
    public func faults(gapLimit: Double) -> [RiverFault] {
        looseEnds(within: gapLimit) + duplicates() + meetings() + headOnNodes() + loops()
            + deadEnds(besidesOverhangs: gapLimit) + drawnAgainstFlow()
    }

    func fault(
        _ kind: RiverFault.Kind, _ reach: Int, measure: Double, at place: Coordinate
    ) -> RiverFault {
        RiverFault(
            kind: kind, reachID: reaches[reach].id, label: reaches[reach].label, reach: reach,
            measureInMetres: measure, place: place)
    }

    /// A fault at the end of a link.
    private func fault(_ kind: RiverFault.Kind, link number: Int, node: Int) -> RiverFault {
        let link = links[number]
        let measure = link.fromNode == node ? link.fromMeasure : link.toMeasure
        return fault(kind, link.reach, measure: measure, at: nodes[node].coordinate)
    }

    /// The only link of each node where one reach ends freely.
    private var freeEnds: [(node: Int, link: Int)] {
        nodes.indices.compactMap { node in
            guard incoming[node].count + outgoing[node].count == 1,
                let link = incoming[node].first ?? outgoing[node].first
            else { return nil }
            return (node, link)
        }
    }

    // MARK: - Ends

    /// Free ends near another reach, and those of a short piece beyond a junction.
    private func looseEnds(within limit: Double) -> [RiverFault] {
        let found = freeEnds.compactMap { node, number -> RiverFault? in
            let link = links[number]
            if isOverhang(number, node, limit) {
                return fault(.overhang(lengthInMetres: link.length), link: number, node: node)
            }
            let place = nodes[node].coordinate
            guard let near = index.nearest(to: place, within: limit, where: { $0 != link.reach })
            else { return nil }
            let gap = near.point.distance * metresPerUnit
            return fault(
                .gap(other: reaches[near.line].id, distanceInMetres: gap), link: number, node: node)
        }
        return found.filter(\.isOverhang).inOrder + found.filter { !$0.isOverhang }.inOrder
    }

    /// Whether the free end of a link is that of a short piece beyond a junction.
    private func isOverhang(_ number: Int, _ node: Int, _ limit: Double) -> Bool {
        let link = links[number]
        let other = link.fromNode == node ? link.toNode : link.fromNode
        return link.length <= limit * metresPerUnit
            && incoming[other].count + outgoing[other].count > 2
    }

    /// Free ends that water runs to, where its part of the network has a mouth elsewhere: the ends
    /// at declared mouths, or where none is declared the end with most river above it.
    private func deadEnds(besidesOverhangs limit: Double) -> [RiverFault] {
        let lengths = upstreamLengths()
        let ends = freeEnds.filter { node, link in
            !incoming[node].isEmpty && !isOverhang(link, node, limit)
        }
        var joined = DisjointSets(count: nodes.count)
        for link in links { joined.join(link.fromNode, link.toNode) }
        let partOfNode = nodes.indices.map { joined.root(of: $0) }
        let declared = Set(mouthNodes)
        let declaredParts = Set(mouthNodes.map { partOfNode[$0] })
        var mouths: [Int: (node: Int, length: Double)] = [:]
        for (node, link) in ends where !declaredParts.contains(partOfNode[node]) {
            // Nodes come from west to east, so of equal ends it is always the same.
            guard lengths.lower[link] > mouths[partOfNode[node]]?.length ?? 0 else { continue }
            mouths[partOfNode[node]] = (node, lengths.lower[link])
        }
        return ends.compactMap { node, link in
            let isMouth = declared.contains(node) || mouths[partOfNode[node]]?.node == node
            return isMouth ? nil : fault(.deadEnd, link: link, node: node)
        }.inOrder
    }

    // MARK: - Directions

    /// Nodes where two or more reaches all run in, or all run out.
    private func headOnNodes() -> [RiverFault] {
        nodes.indices.compactMap { node -> RiverFault? in
            let met = incoming[node] + outgoing[node]
            guard met.count > 1, incoming[node].isEmpty || outgoing[node].isEmpty,
                let first = met.min()
            else { return nil }
            return fault(
                .headOn(isSink: outgoing[node].isEmpty, count: met.count), link: first, node: node)
        }.inOrder
    }

    /// One fault for each set of nodes that the water goes round through.
    private func loops() -> [RiverFault] {
        var circles: [Int: [Int]] = [:]
        for (number, link) in links.enumerated() {
            guard groupOfNode[link.upperNode] == groupOfNode[link.lowerNode] else { continue }
            circles[groupOfNode[link.upperNode], default: []].append(number)
        }
        return circles.values.map { members in
            let through = Set(members.map { links[$0].reach }).sorted()
            return fault(
                .loop(through: through.map { reaches[$0].id }), link: members[0],
                node: links[members[0]].upperNode)
        }.inOrder
    }

    private func drawnAgainstFlow() -> [RiverFault] {
        reaches.indices.compactMap { reach in
            guard let evidence = turnedBy[reach], let first = reaches[reach].line.coordinates.first
            else { return nil }
            return fault(.drawnAgainstFlow(evidence), reach, measure: 0, at: first)
        }
    }

    // MARK: - Lines

    private func duplicates() -> [RiverFault] {
        doubles.compactMap { number, other in
            reaches[number].line.coordinates.first.map {
                fault(.duplicate(of: reaches[other].id), number, measure: 0, at: $0)
            }
        }
    }

    /// The reaches whose line is that of an earlier one, which is given too.
    private var doubles: [(reach: Int, of: Int)] {
        var known: [[Coordinate]: Int] = [:]
        return reaches.indices.compactMap { number in
            let line = reaches[number].line.coordinates
            guard reaches[number].isUsable, let first = line.first, let last = line.last else {
                return nil
            }
            let canonical = isBefore(last, first) ? line.reversed() : line
            let other = known[canonical] ?? (first == last ? known[line.reversed()] : nil)
            if let other { return (number, other) }
            known[canonical] = number
            return nil
        }
    }

    /// Places where reaches cross or run together, or one runs through itself, without a node.
    private func meetings() -> [RiverFault] {
        let doubled = Set(doubles.map(\.reach))
        var seen: Set<SegmentMeeting> = []
        var overlaps: [PairOfReaches: SegmentMeeting] = [:]
        SegmentMeetings(reaches).forEach { meeting in
            guard !doubled.contains(meeting.first), !doubled.contains(meeting.second) else {
                return
            }
            if meeting.sharedLength > 0 {
                let pair = PairOfReaches(meeting)
                let length = (overlaps[pair]?.sharedLength ?? 0) + meeting.sharedLength
                overlaps[pair, default: meeting].sharedLength = length
            } else if !isJoined(meeting) {
                seen.insert(meeting)
            }
        }
        // Where two run together they touch at every vertex: that is one fault.
        let crossings = seen.filter { overlaps[PairOfReaches($0)] == nil }
        return faults(overlaps.values.filter { $0.first == $0.second }) { meeting, _ in
            .fold(lengthInMetres: meeting.sharedLength)
        }
            + faults(overlaps.values.filter { $0.first != $0.second }) { meeting, other in
                .overlap(other: other, lengthInMetres: meeting.sharedLength)
            }
            + faults(crossings.filter { $0.first == $0.second }) { meeting, _ in
                .selfCrossing(otherMeasure: meeting.secondMeasure)
            }
            + faults(crossings.filter { $0.first != $0.second }) { _, other in
                .crossing(other: other)
            }
    }

    private func faults(
        _ meetings: some Sequence<SegmentMeeting>,
        _ kind: (SegmentMeeting, String) -> RiverFault.Kind
    ) -> [RiverFault] {
        meetings.map { meeting in
            fault(
                kind(meeting, reaches[meeting.second].id), meeting.first,
                measure: meeting.firstMeasure, at: meeting.place)
        }.inOrder
    }

    /// Whether both reaches have a node in common at the place; a reach that meets itself, whether
    /// more of its pieces end there than the two of a passage.
    private func isJoined(_ meeting: SegmentMeeting) -> Bool {
        let own = linksOfReach[meeting.first].flatMap { [links[$0].fromNode, links[$0].toNode] }
        let near = own.filter {
            nodes[$0].coordinate.planarDistance(to: meeting.place) <= 2 * nodeTolerance
        }
        if meeting.first == meeting.second { return near.count > 2 }
        return near.contains { node in
            linksOfReach[meeting.second].contains {
                links[$0].fromNode == node || links[$0].toNode == node
            }
        }
    }
}

private struct PairOfReaches: Hashable {
    var first: Int
    var second: Int

    init(_ meeting: SegmentMeeting) { (first, second) = (meeting.first, meeting.second) }
}

extension RiverFault {
    fileprivate var isOverhang: Bool {
        if case .overhang = kind { true } else { false }
    }
}

extension [RiverFault] {
    /// By reach and measure, then by place.
    fileprivate var inOrder: [RiverFault] {
        sorted {
            ($0.reach, $0.measureInMetres, $0.place.x, $0.place.y)
                < ($1.reach, $1.measureInMetres, $1.place.x, $1.place.y)
        }
    }
}
