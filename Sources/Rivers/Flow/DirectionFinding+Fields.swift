import Geometry

extension DirectionFinding {
    /// Directs each reach from the node of its from-field to that of its to-field.
    ///
    /// A name stands for the place that most ends of the reaches that give it share. A reach whose
    /// two names fit either way round as well keeps its digitised order, with a note.
    mutating func directByNodeFields(_ names: [ReachNodeNames?]) {
        let places = namedNodes(names)
        var isNoted: Set<String> = []
        for (reach, ends) in lines.endNodes.enumerated() {
            guard let ends, ends.first != ends.last else { continue }
            guard let own = names[reach] else {
                note(.directionUnclear, reach)
                continue
            }
            let (from, to) = (places[own.from], places[own.to])
            let along = fits(from, ends.first) + fits(to, ends.last)
            let against = fits(from, ends.last) + fits(to, ends.first)
            if along == against { note(.directionUnclear, reach) }
            direct(reach, reversed: against > along, by: .nodeFields)
            let (upper, lower) = against > along ? (ends.last, ends.first) : (ends.first, ends.last)
            for (name, node, place) in [(own.from, upper, from), (own.to, lower, to)] {
                guard let place, place.isCertain, place.node != node,
                    isNoted.insert(name).inserted
                else { continue }
                note(.nodeApart(node: name), reach, at: lines.nodes[node])
            }
        }
    }

    /// Where a named node lies.
    private struct NamedNode {
        var node: Int
        /// Whether more ends speak for this place than for any other.
        var isCertain: Bool
    }

    private func fits(_ named: NamedNode?, _ node: Int) -> Int {
        named?.isCertain == true && named?.node == node ? 1 : 0
    }

    /// For each name the node that most of the reaches that give it touch.
    private func namedNodes(_ names: [ReachNodeNames?]) -> [String: NamedNode] {
        var votes: [String: [Int: Int]] = [:]
        for (reach, ends) in lines.endNodes.enumerated() {
            guard let ends, ends.first != ends.last, let own = names[reach] else { continue }
            for name in [own.from, own.to] {
                votes[name, default: [:]][ends.first, default: 0] += 1
                votes[name, default: [:]][ends.last, default: 0] += 1
            }
        }
        return votes.mapValues { counts in
            let most = counts.values.max() ?? 0
            let nodes = counts.filter { $0.value == most }.keys
            return NamedNode(node: nodes.min() ?? 0, isCertain: nodes.count == 1)
        }
    }

    /// Directs each reach to the end where it meets the reach that its next-down field names; one
    /// whose field names none that it meets, away from the reaches that lead to it.
    mutating func directByNextDown(_ next: [String?]) {
        let known = Dictionary(
            grouping: lines.reaches.indices, by: { lines.reaches[$0].id })
        let met = MetReaches(lines)
        for (reach, ends) in lines.endNodes.enumerated() {
            guard let ends, ends.first != ends.last else { continue }
            let name = next[reach]
            let others = name.flatMap { known[$0] }?.filter { $0 != reach } ?? []
            let first = met.touches(ends.first, any: others)
            let last = met.touches(ends.last, any: others)
            if first != last {
                direct(reach, reversed: first, by: .nextDown)
            } else if first {
                note(.directionUnclear, reach)
            } else if let name, !others.isEmpty {
                directTowards(name, others, reach, ends)
            } else {
                directFromFeeders(reach, ends, next, met)
                guard let name else { continue }
                let lower = isReversed[reach] ? ends.first : ends.last
                note(.nextUnknown(next: name), reach, at: lines.nodes[lower])
            }
        }
    }

    /// Directs a reach away from the end where more reaches that name it meet it.
    private mutating func directFromFeeders(
        _ reach: Int, _ ends: EndNodes, _ next: [String?], _ met: MetReaches
    ) {
        let id = lines.reaches[reach].id
        func feeders(_ node: Int) -> Int {
            met.reaches(at: node).filter { $0 != reach && next[$0] == id }.count
        }
        let (first, last) = (feeders(ends.first), feeders(ends.last))
        if first == last { note(.directionUnclear, reach) }
        direct(reach, reversed: last > first, by: .nextDown)
    }

    /// Directs a reach to the end that lies nearer to its next reach, which it does not meet.
    private mutating func directTowards(
        _ name: String, _ others: [Int], _ reach: Int, _ ends: EndNodes
    ) {
        let places = [lines.nodes[ends.first], lines.nodes[ends.last]]
        let gaps = places.map { place in
            others.compactMap { lines.reaches[$0].line.nearestPoint(to: place)?.distance }.min()
        }
        guard let first = gaps[0], let last = gaps[1] else {
            note(.directionUnclear, reach)
            return
        }
        direct(reach, reversed: first < last, by: .nextDown)
        note(
            .nextNotMet(next: name, distanceInMetres: min(first, last) * metresPerUnit), reach,
            at: first < last ? places[0] : places[1])
    }
}

/// The reaches that meet in each node, by an end or between their ends.
struct MetReaches {
    private var reachesOfNode: [[Int]]

    init(_ lines: JoinedLines) {
        reachesOfNode = [[Int]](repeating: [], count: lines.nodes.count)
        for (reach, ends) in lines.endNodes.enumerated() {
            guard let ends else { continue }
            reachesOfNode[ends.first].append(reach)
            if ends.last != ends.first { reachesOfNode[ends.last].append(reach) }
        }
        for join in lines.joins { reachesOfNode[join.node].append(join.reach) }
    }

    func reaches(at node: Int) -> [Int] { reachesOfNode[node] }

    func touches(_ node: Int, any others: [Int]) -> Bool {
        !others.isEmpty && reachesOfNode[node].contains { others.contains($0) }
    }
}
