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
