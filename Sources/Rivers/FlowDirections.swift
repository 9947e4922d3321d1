import Geometry

/// Which way the water runs along each reach.
///
/// The pieces of one river that follow each other (nodes where exactly two ends of the river meet)
/// are a chain and flow one way: that in which most of the chain's length is digitised. Where the
/// chains of a connected river contradict each other, the way from one far end of the river to the
/// other is taken as a whole (`RiverAxis`), again in the direction of most digitised length, and
/// all arms between run with it. Side branches keep their own chains' direction.
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
        var chainsOfRiver: [Int: [Chain]] = [:]
        var isTaken = [Bool](repeating: false, count: reaches.count)
        for (reach, ends) in endNodes.enumerated() {
            guard let ends, ends.first != ends.last, !isTaken[reach] else { continue }
            let river = rivers[reach]
            chainsOfRiver[river, default: []].append(chain(from: reach, river, meetings, &isTaken))
        }
        for river in chainsOfRiver.keys.sorted() { orient(chainsOfRiver[river] ?? []) }
        for (reach, isReversed) in isReversed.enumerated() where isReversed {
            note(.drawnAgainstFlow, reach)
        }
        for key in order { noteBrokenFlow(meetings[key] ?? [], at: nodes[key.node]) }
    }

    /// The pieces that follow `seed` end to end on both sides.
    private func chain(
        from seed: Int, _ river: Int, _ meetings: [RiverNode: [End]], _ isTaken: inout [Bool]
    ) -> Chain {
        var chain = Chain()
        chain.append(seed, isAlong: true, length: reaches[seed].lengthInMetres)
        isTaken[seed] = true
        for leavesByLast in [true, false] {
            var current = End(reach: seed, isFirst: !leavesByLast)
            while let ends = endNodes[current.reach] {
                let node = current.isFirst ? ends.first : ends.last
                if leavesByLast { chain.end = node } else { chain.start = node }
                let met = meetings[RiverNode(river: river, node: node)] ?? []
                guard met.count == 2, let next = met.first(where: { $0.reach != current.reach }),
                    !isTaken[next.reach]
                else { break }
                isTaken[next.reach] = true
                chain.append(
                    next.reach, isAlong: next.isFirst == leavesByLast,
                    length: reaches[next.reach].lengthInMetres)
                current = End(reach: next.reach, isFirst: !next.isFirst)
            }
        }
        return chain
    }

    /// Directs the chains of one river, connected or not.
    private mutating func orient(_ chains: [Chain]) {
        for part in RiverAxis.connectedParts(of: chains) {
            let own = part.map { chains[$0] }
            let axis = RiverAxis.isConsistent(own) ? nil : RiverAxis(own)
            for (number, chain) in own.enumerated() {
                switch axis?.directions[number] {
                case .along?: turn(chain, flowsForward: true)
                case .against?: turn(chain, flowsForward: false)
                case .unclear?, nil:
                    if chain.isUndecided || axis?.directions[number] == .unclear {
                        note(.directionUnclear, chain.seed)
                    }
                    turn(chain, flowsForward: chain.flowsForward)
                case .aside?:
                    if chain.isUndecided { note(.directionUnclear, chain.seed) }
                    turn(chain, flowsForward: chain.flowsForward)
                }
            }
            if let undecided = axis?.undecidedReach { note(.directionUnclear, undecided) }
        }
    }

    private mutating func turn(_ chain: Chain, flowsForward: Bool) {
        for piece in chain.pieces { isReversed[piece.reach] = piece.isAlong != flowsForward }
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

/// Pieces of one river end to end, from `start` to `end` as its first piece, the seed, is drawn.
struct Chain {
    var start = 0
    var end = 0
    private(set) var pieces: [(reach: Int, isAlong: Bool)] = []
    /// The length drawn from `start` to `end`, and that drawn the other way.
    private(set) var lengthAlong = 0.0
    private(set) var lengthAgainst = 0.0

    mutating func append(_ reach: Int, isAlong: Bool, length: Double) {
        pieces.append((reach, isAlong))
        if isAlong { lengthAlong += length } else { lengthAgainst += length }
    }

    /// The piece with the smallest number.
    var seed: Int { pieces[0].reach }
    var length: Double { lengthAlong + lengthAgainst }
    /// Whether the chain, taken alone, flows from `start` to `end`; the seed decides a tie.
    var flowsForward: Bool { lengthAlong >= lengthAgainst }
    var isUndecided: Bool { lengthAlong == lengthAgainst }
}
