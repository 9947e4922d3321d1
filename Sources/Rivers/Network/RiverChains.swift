import Geometry

/// Where the ends of each river's own reaches meet.
struct RiverMeetings {
    struct End {
        var river: Int
        var node: Int
        var reach: Int
        var isFirst: Bool
    }

    /// The ends of all reaches but rings, by river, node and reach.
    let ends: [End]
    /// The positions in `ends` of those of one river in one node.
    let groups: [Range<Int>]
    /// The group of each reach's first and last end.
    private let groupsOfReach: [(first: Int, last: Int)]

    init(_ lines: JoinedLines) {
        var all: [End] = []
        all.reserveCapacity(2 * lines.reaches.count)
        for (reach, nodes) in lines.endNodes.enumerated() {
            guard let nodes, nodes.first != nodes.last else { continue }
            let river = lines.rivers[reach]
            all.append(End(river: river, node: nodes.first, reach: reach, isFirst: true))
            all.append(End(river: river, node: nodes.last, reach: reach, isFirst: false))
        }
        all.sort { ($0.river, $0.node, $0.reach) < ($1.river, $1.node, $1.reach) }
        var ranges: [Range<Int>] = []
        var groupsOfReach = [(first: Int, last: Int)](
            repeating: (-1, -1), count: lines.reaches.count)
        var start = 0
        for (position, end) in all.enumerated() {
            if end.isFirst {
                groupsOfReach[end.reach].first = ranges.count
            } else {
                groupsOfReach[end.reach].last = ranges.count
            }
            let isLast =
                position + 1 == all.count || all[position + 1].river != end.river
                || all[position + 1].node != end.node
            guard isLast else { continue }
            ranges.append(start..<position + 1)
            start = position + 1
        }
        ends = all
        groups = ranges
        self.groupsOfReach = groupsOfReach
    }

    /// The only other end of the same river that meets this one; `nil` where there is none or more.
    func partner(of reach: Int, isFirst: Bool) -> End? {
        let groups = groupsOfReach[reach]
        let group = self.groups[isFirst ? groups.first : groups.last]
        guard group.count == 2 else { return nil }
        let other = ends[group].first { $0.reach != reach }
        return other
    }
}

/// Pieces of one river end to end, from `start` to `end` as its first piece, the seed, is drawn.
struct Chain {
    var start = 0
    var end = 0
    /// From the seed on to `end`, then from the seed back to `start`.
    private(set) var pieces: [(reach: Int, isAlong: Bool)] = []
    /// How many of the pieces lie from the seed on, itself counted.
    var piecesAhead = 1
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

extension JoinedLines {
    /// The chains of each river, by river; a ring is in none.
    ///
    /// A chain goes on through every node where exactly two ends of its river meet.
    func chainsByRiver() -> [[Chain]] {
        let meetings = RiverMeetings(self)
        var chains = [[Chain]](repeating: [], count: (rivers.max() ?? -1) + 1)
        var isTaken = [Bool](repeating: false, count: reaches.count)
        for (reach, ends) in endNodes.enumerated() {
            guard let ends, ends.first != ends.last, !isTaken[reach] else { continue }
            chains[rivers[reach]].append(chain(from: reach, meetings, &isTaken))
        }
        return chains
    }

    /// The pieces that follow `seed` end to end on both sides.
    private func chain(from seed: Int, _ meetings: RiverMeetings, _ isTaken: inout [Bool]) -> Chain
    {
        var chain = Chain()
        chain.append(seed, isAlong: true, length: reaches[seed].lengthInMetres)
        isTaken[seed] = true
        for leavesByLast in [true, false] {
            var reach = seed
            var isFirst = !leavesByLast
            while let ends = endNodes[reach] {
                let node = isFirst ? ends.first : ends.last
                if leavesByLast { chain.end = node } else { chain.start = node }
                guard let next = meetings.partner(of: reach, isFirst: isFirst),
                    !isTaken[next.reach]
                else { break }
                isTaken[next.reach] = true
                chain.append(
                    next.reach, isAlong: next.isFirst == leavesByLast,
                    length: reaches[next.reach].lengthInMetres)
                reach = next.reach
                isFirst = !next.isFirst
            }
            if leavesByLast { chain.piecesAhead = chain.pieces.count }
        }
        return chain
    }
}
