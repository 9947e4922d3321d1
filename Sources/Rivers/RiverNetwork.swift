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
    /// Metres in one unit of the working CRS.
    public let metresPerUnit: Double
    /// How far apart ends may lie and still meet, in CRS units.
    public let nodeTolerance: Double

    /// For each reach whether the water runs against its digitised order.
    public let flowsAgainstDigitising: [Bool]

    let links: [Link]
    /// The links of each reach in the order of measures; empty for an unusable reach.
    let linksOfReach: [[Int]]
    /// The links that end in each node, and those that begin there, by the flow.
    let incoming: [[Int]]
    let outgoing: [[Int]]
    /// The river of each reach: those with one name (or, without a name, one id) share a number.
    let riverOfReach: [Int]
    /// For each link, metres with the flow from its lower end to the river's mouth, and to the end
    /// of all water in the data; infinity where the water only goes round in a loop.
    let mouthDistances: [Double]
    let outletDistances: [Double]
    let index: SegmentIndex

    /// A network of `reaches`.
    ///
    /// Ends within `nodeTolerance` of each other are one node; a free end within the tolerance of
    /// another reach's middle joins it there. The pieces of a river (one name, or one id where
    /// there is no name) that follow each other end to end flow one way: that in which most of
    /// their length is digitised.
    ///
    /// - Parameters:
    ///   - reaches: Lines in one CRS, usually projected. Unusable ones keep their number and are
    ///     noted.
    ///   - nodeTolerance: CRS units, 0 or more.
    ///   - metresPerUnit: Metres in one unit of the CRS, for distances from points and gaps.
    /// - Complexity: O(n log n) over the vertices.
    public init(reaches: [Reach], nodeTolerance: Double, metresPerUnit: Double = 1) {
        precondition(nodeTolerance >= 0, "the node tolerance is 0 or more")
        let index = SegmentIndex(reaches.map { $0.isUsable ? $0.line : LineString([]) })
        var builder = NodeBuilder(
            reaches: reaches, tolerance: nodeTolerance, metresPerUnit: metresPerUnit, index: index)
        builder.build()
        let rivers = Self.rivers(of: reaches)
        let directions = FlowDirections(
            reaches: reaches, rivers: rivers, endNodes: builder.endNodes,
            nodes: builder.coordinates)

        self.reaches = reaches
        self.nodeTolerance = nodeTolerance
        self.metresPerUnit = metresPerUnit
        self.index = index
        nodes = builder.coordinates.map(Node.init)
        notes = builder.notes + directions.notes
        riverOfReach = rivers
        flowsAgainstDigitising = directions.isReversed

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
        outletDistances = distancesToEnd(
            links: cut, incoming: incoming, outgoing: outgoing, follows: { _, _ in true })
        let ownMouth = distancesToEnd(
            links: cut, incoming: incoming, outgoing: outgoing,
            follows: { rivers[cut[$0].reach] == rivers[cut[$1].reach] })
        // A piece without a name has no mouth of its own: it is followed to the end of the data.
        let outlets = outletDistances
        mouthDistances = cut.indices.map {
            reaches[cut[$0].reach].label.isEmpty ? outlets[$0] : ownMouth[$0]
        }
    }

    /// The length of all usable reaches in metres.
    public var lengthInMetres: Double {
        reaches.reduce(0) { $0 + ($1.isUsable ? $1.lengthInMetres : 0) }
    }

    /// Numbers for rivers: reaches of one name share one, reaches without a name one an id.
    private static func rivers(of reaches: [Reach]) -> [Int] {
        var numbers: [String: Int] = [:]
        return reaches.map { reach in
            let key = reach.label.isEmpty ? "id " + reach.id : "name " + reach.label
            let number = numbers[key] ?? numbers.count
            numbers[key] = number
            return number
        }
    }
}

/// A piece of a reach between two neighbouring nodes.
struct Link {
    var reach: Int
    /// Measures as digitised, `fromMeasure <= toMeasure`.
    var fromMeasure: Double
    var toMeasure: Double
    var fromNode: Int
    var toNode: Int
    /// Whether the water runs from the larger measure to the smaller.
    var isReversed: Bool

    var length: Double { toMeasure - fromMeasure }
    /// The node that the water comes from, and the one it goes to.
    var upperNode: Int { isReversed ? toNode : fromNode }
    var lowerNode: Int { isReversed ? fromNode : toNode }

    /// Metres with the flow from the upper end to `measure`.
    func distanceFromUpperEnd(to measure: Double) -> Double {
        isReversed ? toMeasure - measure : measure - fromMeasure
    }

    /// All links, by reach and measure: each reach is cut at the `joins` on it.
    static func links(
        of reaches: [Reach], endNodes: [EndNodes?], joins: [Join], isReversed: [Bool]
    ) -> [Link] {
        var joinsOfReach = [[Join]](repeating: [], count: reaches.count)
        for join in joins { joinsOfReach[join.reach].append(join) }
        var links: [Link] = []
        for (number, reach) in reaches.enumerated() {
            guard let ends = endNodes[number] else { continue }
            var measure = 0.0
            var node = ends.first
            let cuts = joinsOfReach[number].sorted { ($0.measure, $0.node) < ($1.measure, $1.node) }
            let last = Join(reach: number, measure: reach.lengthInMetres, node: ends.last)
            for cut in cuts + [last] {
                links.append(
                    Link(
                        reach: number, fromMeasure: measure, toMeasure: cut.measure,
                        fromNode: node, toNode: cut.node, isReversed: isReversed[number]))
                measure = cut.measure
                node = cut.node
            }
        }
        return links
    }
}

/// For each link the shortest way with the flow, in metres, from its lower end to where the water
/// ends: a node that no link leaves which `follows`. Infinity where there is none.
private func distancesToEnd(
    links: [Link], incoming: [[Int]], outgoing: [[Int]], follows: (Int, Int) -> Bool
) -> [Double] {
    var distances = [Double](repeating: .infinity, count: links.count)
    var waiting = MinimumHeap<Waiting>()
    for (number, link) in links.enumerated()
    where !outgoing[link.lowerNode].contains(where: { follows(number, $0) }) {
        distances[number] = 0
        waiting.insert(Waiting(distance: 0, number: number))
    }
    while let next = waiting.popMinimum() {
        guard next.distance == distances[next.number] else { continue }
        let link = links[next.number]
        for upper in incoming[link.upperNode] where follows(upper, next.number) {
            let distance = next.distance + link.length
            guard distance < distances[upper] else { continue }
            distances[upper] = distance
            waiting.insert(Waiting(distance: distance, number: upper))
        }
    }
    return distances
}
