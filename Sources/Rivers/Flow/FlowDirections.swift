import Geometry

/// Lines joined in nodes, before anything is known of the flow.
struct JoinedLines {
    var reaches: [Reach]
    /// The river of each reach: those with one name (or, without a name, one id) share a number.
    var rivers: [Int]
    /// `nil` for an unusable reach.
    var endNodes: [EndNodes?]
    var joins: [Join]
    /// Where each node lies.
    var nodes: [Coordinate]

    /// The same lines in another order: `order` gives the old number of each new one.
    func reordered(_ order: [Int]) -> JoinedLines {
        let positions = inverse(of: order)
        return JoinedLines(
            reaches: order.map { reaches[$0] }, rivers: order.map { rivers[$0] },
            endNodes: order.map { endNodes[$0] },
            joins: joins.map {
                Join(reach: positions[$0.reach], measure: $0.measure, node: $0.node)
            }, nodes: nodes)
    }

    /// The numbers of the reaches by id, part and place: an order that the data's does not change.
    var canonicalOrder: [Int] {
        func key(_ reach: Int) -> (String, Int, Double, Double, Double, Double) {
            let first = reaches[reach].line.coordinates.first ?? Coordinate(x: 0, y: 0)
            let last = reaches[reach].line.coordinates.last ?? first
            return (
                reaches[reach].id, reaches[reach].part, first.x, first.y, last.x, last.y
            )
        }
        return reaches.indices.sorted { key($0) < key($1) }
    }
}

/// For each number its position in `order`.
func inverse(of order: [Int]) -> [Int] {
    var positions = [Int](repeating: 0, count: order.count)
    for (position, number) in order.enumerated() { positions[number] = position }
    return positions
}

/// Which way the water runs along each reach, by the rule of the network and its mouths.
///
/// The reaches are taken by their ids, so that where one decides a tie, it is always the same.
struct FlowDirections {
    private(set) var isReversed: [Bool]
    /// What turned each reach that is reversed.
    private(set) var turnedBy: [FlowEvidence?]
    let mouthNodes: [Int]
    let notes: [RiverNote]

    /// - Parameter order: The numbers of the reaches by their ids (`JoinedLines.canonicalOrder`).
    init(_ lines: JoinedLines, order: [Int], rules: NetworkRules) {
        let ordered = lines.reordered(order)
        var finding = DirectionFinding(ordered, metresPerUnit: rules.metresPerUnit)
        switch rules.flow {
        case .digitised: break
        case .river: finding.directByRiver()
        case .nodeFields(let names):
            precondition(names.count == order.count, "one pair of node names a reach")
            finding.directByNodeFields(order.map { names[$0] })
        case .nextDown(let next):
            precondition(next.count == order.count, "one next reach a reach")
            finding.directByNextDown(order.map { next[$0] })
        case .elevation(let elevation): finding.directByElevation(elevation)
        }
        mouthNodes = finding.directToMouths(rules)
        isReversed = [Bool](repeating: false, count: order.count)
        turnedBy = [FlowEvidence?](repeating: nil, count: order.count)
        for (position, number) in order.enumerated() where finding.isReversed[position] {
            isReversed[number] = true
            turnedBy[number] = finding.evidence[position]
        }
        notes = finding.allNotes(order: order)
    }
}

/// The directions as they are found, in the order of the ids.
struct DirectionFinding {
    let lines: JoinedLines
    let metresPerUnit: Double
    private(set) var isReversed: [Bool]
    /// What turned each reach last.
    private(set) var evidence: [FlowEvidence]
    private var notes: [(reach: Int, note: RiverNote)] = []

    init(_ lines: JoinedLines, metresPerUnit: Double) {
        self.lines = lines
        self.metresPerUnit = metresPerUnit
        isReversed = [Bool](repeating: false, count: lines.reaches.count)
        evidence = [FlowEvidence](repeating: .river, count: lines.reaches.count)
    }

    mutating func direct(_ reach: Int, reversed: Bool, by reason: FlowEvidence) {
        isReversed[reach] = reversed
        evidence[reach] = reason
    }

    mutating func note(_ kind: RiverNote.Kind, _ reach: Int, at place: Coordinate? = nil) {
        let own = lines.reaches[reach]
        let note = RiverNote(
            kind: kind, reachID: own.id, label: own.label,
            place: place ?? own.line.coordinates.first)
        notes.append((reach, note))
    }

    /// What was unclear, then what was turned, then where the flow is broken, each in the order of
    /// the data: `order` gives the data's number of each reach.
    func allNotes(order: [Int]) -> [RiverNote] {
        var all = self
        let unclear = all.notes
        all.notes = []
        for reach in lines.reaches.indices where isReversed[reach] {
            all.note(.drawnAgainstFlow(evidence[reach]), reach)
        }
        let turned = all.notes
        all.notes = []
        all.noteBrokenFlow()
        return [unclear, turned, all.notes].flatMap { group in
            group.enumerated().sorted {
                (order[$0.element.reach], $0.offset) < (order[$1.element.reach], $1.offset)
            }.map(\.element.note)
        }
    }

    /// Notes every node where a river's own pieces, two or more, all run in or all run out.
    private mutating func noteBrokenFlow() {
        let meetings = RiverMeetings(lines)
        for group in meetings.groups where group.count > 1 {
            let ends = group.map { meetings.ends[$0] }
            let runsIn = ends.filter { $0.isFirst == isReversed[$0.reach] }.count
            guard runsIn == 0 || runsIn == ends.count else { continue }
            note(.flowBroken(isSink: runsIn > 0), ends[0].reach, at: lines.nodes[ends[0].node])
        }
    }
}
