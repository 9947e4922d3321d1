public import Geometry

/// Rivers as a directed graph: reaches that meet in nodes, with a direction of flow.
///
/// Any graph is taken: confluences, braids, loops and reaches that touch nothing. What was closed,
/// joined or turned on the way is in `notes`.
public struct RiverNetwork: Sendable {
    /// A place where reaches end, begin or join.
    public struct Node: Hashable, Sendable {
        /// Where, in the working CRS: the end of the first reach that meets here.
        public let coordinate: Coordinate
    }

    /// The reaches in the order given; their positions here are their numbers everywhere.
    public let reaches: [Reach]
    /// The places where reaches meet or end.
    public let nodes: [Node]
    /// What was closed, joined, turned or left out, in the order of the reaches.
    public let notes: [RiverNote]
    /// How the lines were joined and directed.
    public let rules: NetworkRules
    /// Metres in one unit of the working CRS.
    public var metresPerUnit: Double { rules.metresPerUnit }
    /// How far apart ends may lie and still meet, in CRS units.
    public var nodeTolerance: Double { rules.nodeTolerance }

    /// For each reach whether the water runs against its digitised order.
    public let flowsAgainstDigitising: [Bool]
    /// What turned each reach against its digitised order; `nil` where the water runs with it.
    public let turnedBy: [FlowEvidence?]
    /// The numbers of the nodes where declared mouths lie, in ascending order.
    public let mouthNodes: [Int]

    let links: [Link]
    /// The links of each reach in the order of measures; empty for an unusable reach.
    let linksOfReach: [[Int]]
    /// The links that end in each node, and those that begin there, by the flow.
    let incoming: [[Int]]
    let outgoing: [[Int]]
    /// The group of each node: nodes that reach each other with the flow share one. Groups are
    /// numbered with the flow.
    let groupOfNode: [Int]
    /// The river of each reach: those with one name (or, without a name, one id) share a number.
    let riverOfReach: [Int]
    /// Which link each flows into, and how far it is from there to the ends of the water.
    let mainStem: MainStem
    let index: SegmentIndex

    /// For each link, metres along the main stem from its lower end to the river's mouth, and to
    /// the end of all water in the data; infinity where the water only goes round in a loop.
    var mouthDistances: [Double] { mainStem.mouthDistances }
    var outletDistances: [Double] { mainStem.outletDistances }

    /// A network of `reaches`, joined and directed by `rules`.
    ///
    /// Ends within the node tolerance of each other are one node; a free end within the tolerance
    /// of another reach's middle joins it there, and so does any end that lies exactly on one. The
    /// network does not depend on the order of the reaches, but for their numbers.
    ///
    /// - Parameter reaches: Lines in one CRS. Unusable ones keep their number and are noted.
    /// - Precondition: lists in the rules have one entry a reach.
    /// - Complexity: O(n log n) over the vertices.
    public init(reaches: [Reach], rules: NetworkRules) {
        precondition(
            rules.mainStemRanks.map { $0.count == reaches.count } ?? true, "one rank a reach")
        let index = SegmentIndex(reaches.map { $0.isUsable ? $0.line : LineString([]) })
        var builder = NodeBuilder(reaches: reaches, rules: rules, index: index)
        builder.build()
        let rivers = Self.rivers(of: reaches)
        let lines = JoinedLines(
            reaches: reaches, rivers: rivers, endNodes: builder.endNodes, joins: builder.joins,
            nodes: builder.coordinates)
        let order = lines.canonicalOrder
        let directions = FlowDirections(lines, order: order, rules: rules)

        self.reaches = reaches
        self.rules = rules
        self.index = index
        nodes = builder.coordinates.map(Node.init)
        notes = builder.notes + directions.notes
        riverOfReach = rivers
        flowsAgainstDigitising = directions.isReversed
        turnedBy = directions.turnedBy
        mouthNodes = directions.mouthNodes

        let cut = Link.links(
            of: reaches, endNodes: builder.endNodes, joins: builder.joins,
            isReversed: directions.isReversed)
        var linksOfReach = [[Int]](repeating: [], count: reaches.count)
        var incoming = [[Int]](repeating: [], count: nodes.count)
        var outgoing = incoming
        for (number, link) in cut.enumerated() {
            linksOfReach[link.reach].append(number)
            incoming[link.lowerNode].append(number)
            outgoing[link.upperNode].append(number)
        }
        links = cut
        self.linksOfReach = linksOfReach
        self.incoming = incoming
        self.outgoing = outgoing
        groupOfNode = circularGroups(links: cut, incoming: incoming, outgoing: outgoing)
        mainStem = MainStem(
            FlowGraph(
                lines: lines, rankOfReach: inverse(of: order), links: cut, incoming: incoming,
                outgoing: outgoing,
                groupOfNode: groupOfNode), rules: rules)
    }

    /// A network whose rivers flow as most of their length is digitised (`FlowRule.river`).
    ///
    /// - Parameters:
    ///   - nodeTolerance: CRS units, 0 or more.
    ///   - metresPerUnit: Metres in one unit of the CRS, for distances from points and gaps.
    public init(reaches: [Reach], nodeTolerance: Double, metresPerUnit: Double = 1) {
        self.init(
            reaches: reaches,
            rules: NetworkRules(nodeTolerance: nodeTolerance, metresPerUnit: metresPerUnit))
    }

    /// The length of all usable reaches in metres.
    public var lengthInMetres: Double {
        reaches.reduce(0) { $0 + ($1.isUsable ? $1.lengthInMetres : 0) }
    }

    /// Numbers for rivers: reaches of one name share one, reaches without a name one an id.
    private static func rivers(of reaches: [Reach]) -> [Int] {
        var numbers: [String: Int] = [:]
        var unnamed: [String: Int] = [:]
        return reaches.map { reach in
            let next = numbers.count + unnamed.count
            if reach.label.isEmpty {
                let number = unnamed[reach.id] ?? next
                unnamed[reach.id] = number
                return number
            }
            let number = numbers[reach.label] ?? next
            numbers[reach.label] = number
            return number
        }
    }
}
