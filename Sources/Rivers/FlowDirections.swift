import Geometry

/// Which way the water runs along each reach.
///
/// Pieces of one river that follow each other (nodes where exactly two ends of the river meet) are
/// a chain and flow one way: that in which most of the chain's length is digitised. Chains end
/// where the river branches; there the digitised order of each chain stands.
struct FlowDirections {
    private(set) var isReversed: [Bool]
    private(set) var notes: [RiverNote] = []
    private let reaches: [Reach]
    private let endNodes: [EndNodes?]

    /// A node as one river sees it.
    private struct RiverNode: Hashable {
        var river: Int
        var node: Int
    }

    /// The end of a reach in a node.
    private struct End {
        var reach: Int
        var isFirst: Bool
    }

    init(reaches: [Reach], rivers: [Int], endNodes: [EndNodes?], nodes: [Coordinate]) {
        self.reaches = reaches
        self.endNodes = endNodes
        isReversed = [Bool](repeating: false, count: reaches.count)
        var meetings: [RiverNode: [End]] = [:]
        var order: [RiverNode] = []
        for (reach, ends) in endNodes.enumerated() {
            guard let ends, ends.first != ends.last else { continue }
            for (node, isFirst) in [(ends.first, true), (ends.last, false)] {
                let key = RiverNode(river: rivers[reach], node: node)
                if meetings[key] == nil { order.append(key) }
                meetings[key, default: []].append(End(reach: reach, isFirst: isFirst))
            }
        }
        var isOriented = [Bool](repeating: false, count: reaches.count)
        for (reach, ends) in endNodes.enumerated() {
            guard let ends, ends.first != ends.last, !isOriented[reach] else { continue }
            orient(chain(from: reach, river: rivers[reach], meetings, &isOriented))
        }
        for key in order {
            noteBrokenFlow(meetings[key] ?? [], at: nodes[key.node])
        }
    }

    /// The pieces that follow `seed` end to end on both sides, each with whether it is drawn the
    /// same way as `seed`.
    private func chain(
        from seed: Int, river: Int, _ meetings: [RiverNode: [End]], _ isOriented: inout [Bool]
    ) -> [(reach: Int, isAlongSeed: Bool)] {
        var chain = [(reach: seed, isAlongSeed: true)]
        isOriented[seed] = true
        for leavesByLast in [true, false] {
            var current = End(reach: seed, isFirst: !leavesByLast)
            while let ends = endNodes[current.reach] {
                let node = current.isFirst ? ends.first : ends.last
                let met = meetings[RiverNode(river: river, node: node)] ?? []
                guard met.count == 2, let next = met.first(where: { $0.reach != current.reach }),
                    !isOriented[next.reach]
                else { break }
                isOriented[next.reach] = true
                chain.append((next.reach, next.isFirst == leavesByLast))
                current = End(reach: next.reach, isFirst: !next.isFirst)
            }
        }
        return chain
    }

    private mutating func orient(_ chain: [(reach: Int, isAlongSeed: Bool)]) {
        var along = 0.0
        var against = 0.0
        for piece in chain {
            let length = reaches[piece.reach].lengthInMetres
            if piece.isAlongSeed { along += length } else { against += length }
        }
        if along == against, let seed = chain.first?.reach { note(.directionUnclear, seed) }
        let flowsAlongSeed = along >= against
        for piece in chain.sorted(by: { $0.reach < $1.reach })
        where piece.isAlongSeed != flowsAlongSeed {
            isReversed[piece.reach] = true
            note(.drawnAgainstFlow, piece.reach)
        }
    }

    /// Notes a node where a river's own pieces, two or more, all run in or all run out.
    private mutating func noteBrokenFlow(_ ends: [End], at place: Coordinate) {
        guard ends.count > 1 else { return }
        let runsIn = ends.filter { $0.isFirst == isReversed[$0.reach] }.count
        guard runsIn == 0 || runsIn == ends.count else { return }
        let reach = reaches[ends[0].reach]
        notes.append(
            RiverNote(
                kind: .flowBroken(isSink: runsIn > 0), reachID: reach.id, label: reach.label,
                place: place))
    }

    private mutating func note(_ kind: RiverNote.Kind, _ reach: Int) {
        notes.append(
            RiverNote(
                kind: kind, reachID: reaches[reach].id, label: reaches[reach].label,
                place: reaches[reach].line.coordinates.first))
    }
}
