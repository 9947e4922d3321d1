import Geometry

extension DirectionFinding {
    /// Turns every reach of the parts of the network that a declared mouth ends so that the water
    /// of all free ends comes to the mouths.
    ///
    /// The water is taken to spread as a current does among resistors of the reaches' lengths: one
    /// unit enters at each free end, and all leaves at the mouths. Where no current runs (a ring
    /// beside the way) the direction stays as it was.
    ///
    /// - Returns: The nodes that are mouths, in ascending order.
    mutating func directToMouths(_ rules: NetworkRules) -> [Int] {
        guard !rules.mouths.isEmpty, !lines.nodes.isEmpty else { return [] }
        let graph = CurrentGraph(lines)
        let mouths = mouthNodes(rules, graph)
        let potentials = graph.potentials(mouths: mouths)
        for (reach, ends) in lines.endNodes.enumerated() {
            guard let ends, ends.first != ends.last,
                let first = potentials[ends.first], let last = potentials[ends.last]
            else { continue }
            let difference = first - last
            // Potentials are known to some 1e-16 of the highest.
            if abs(difference) <= 1e-12 * max(first, last) {
                note(.directionUnclear, reach)
            } else {
                direct(reach, reversed: difference < 0, by: .mouths)
            }
        }
        return mouths
    }

    /// The node nearest to each mouth.
    private mutating func mouthNodes(_ rules: NetworkRules, _ graph: CurrentGraph) -> [Int] {
        let tree = PackedRTree(lines.nodes.map { BoundingBox(around: CollectionOfOne($0)) })
        var found: Set<Int> = []
        for mouth in rules.mouths {
            let near = tree.nearest(to: mouth) { node in
                guard graph.degree(of: node) > 0 else { return nil }
                let distance = lines.nodes[node].planarDistance(to: mouth)
                return distance * distance
            }
            guard let near else { continue }
            let distance = near.squaredDistance.squareRoot()
            if distance <= rules.mouthLimit {
                found.insert(near.item)
            } else if let reach = graph.reach(at: near.item) {
                note(
                    .mouthFarAway(distanceInMetres: distance * metresPerUnit), reach,
                    at: lines.nodes[near.item])
            }
        }
        return found.sorted()
    }
}

/// The pieces of reaches between nodes as resistors of their lengths.
private struct CurrentGraph {
    private struct Edge {
        var a: Int
        var b: Int
        var length: Double
        var reach: Int
    }

    private var edges: [Edge] = []
    /// The edges of each node; a ring at one node is left out.
    private var edgesOfNode: [[Int]]

    init(_ lines: JoinedLines) {
        let links = Link.links(
            of: lines.reaches, endNodes: lines.endNodes, joins: lines.joins,
            isReversed: [Bool](repeating: false, count: lines.reaches.count))
        edgesOfNode = [[Int]](repeating: [], count: lines.nodes.count)
        for link in links where link.fromNode != link.toNode && link.length > 0 {
            edgesOfNode[link.fromNode].append(edges.count)
            edgesOfNode[link.toNode].append(edges.count)
            edges.append(
                Edge(a: link.fromNode, b: link.toNode, length: link.length, reach: link.reach))
        }
    }

    func degree(of node: Int) -> Int { edgesOfNode[node].count }

    func reach(at node: Int) -> Int? { edgesOfNode[node].first.map { edges[$0].reach } }

    private func other(_ edge: Int, from node: Int) -> Int {
        edges[edge].a == node ? edges[edge].b : edges[edge].a
    }

    /// For each node connected with a mouth its potential, in unit currents times metres: 0 at the
    /// mouths.
    func potentials(mouths: [Int]) -> [Int: Double] {
        let nodes = connected(to: mouths)
        let isMouth = Set(mouths)
        var currents: [Int: Double] = [:]
        var weights: [Int: [Int: Double]] = [:]
        for node in nodes {
            if edgesOfNode[node].count == 1, !isMouth.contains(node) { currents[node] = 1 }
            for edge in edgesOfNode[node] {
                weights[node, default: [:]][other(edge, from: node), default: 0] +=
                    1 / edges[edge].length
            }
        }
        // Where only rings hang on the mouths, the water enters where it has farthest to go.
        if currents.isEmpty, let farthest = nodes.last, !isMouth.contains(farthest) {
            currents[farthest] = 1
        }
        return eliminated(&weights, currents, isMouth: isMouth)
    }

    /// Takes the nodes away one after the other, those with the fewest neighbours first: the
    /// current of each goes to its neighbours by their weights, and they are joined as in the
    /// star-mesh transform. The potentials follow in the opposite order.
    private func eliminated(
        _ weights: inout [Int: [Int: Double]], _ entering: [Int: Double], isMouth: Set<Int>
    ) -> [Int: Double] {
        var currents = entering
        var steps: [(node: Int, current: Double, star: [(node: Int, weight: Double)])] = []
        var waiting = MinimumHeap<Waiting>()
        for (node, star) in weights where !isMouth.contains(node) {
            waiting.insert(Waiting(distance: Double(star.count), number: node))
        }
        while let next = waiting.popMinimum() {
            let node = next.number
            // Sorted, so that the sums do not depend on the order of a dictionary.
            guard let star = weights[node]?.sorted(by: { $0.key < $1.key }) else { continue }
            guard Double(star.count) == next.distance else {
                waiting.insert(Waiting(distance: Double(star.count), number: node))
                continue
            }
            weights[node] = nil
            let total = star.reduce(0) { $0 + $1.value }
            let current = currents[node] ?? 0
            for (a, weightA) in star {
                weights[a]?[node] = nil
                currents[a, default: 0] += current * weightA / total
                for (b, weightB) in star where b != a {
                    weights[a]?[b, default: 0] += weightA * weightB / total
                }
            }
            steps.append((node, current, star.map { ($0.key, $0.value) }))
        }
        var potentials = Dictionary(uniqueKeysWithValues: isMouth.map { ($0, 0.0) })
        for step in steps.reversed() {
            let total = step.star.reduce(0) { $0 + $1.weight }
            let height = step.star.reduce(step.current) {
                $0 + $1.weight * (potentials[$1.node] ?? 0)
            }
            potentials[step.node] = height / total
        }
        return potentials
    }

    /// The nodes connected with `mouths`, by their distance from the nearest.
    private func connected(to mouths: [Int]) -> [Int] {
        var distances: [Int: Double] = [:]
        var order: [Int] = []
        var waiting = MinimumHeap<Waiting>()
        for mouth in mouths {
            distances[mouth] = 0
            waiting.insert(Waiting(distance: 0, number: mouth))
        }
        while let next = waiting.popMinimum() {
            guard distances[next.number] == next.distance else { continue }
            order.append(next.number)
            for edge in edgesOfNode[next.number] {
                let node = other(edge, from: next.number)
                let distance = next.distance + edges[edge].length
                guard distance < distances[node] ?? .infinity else { continue }
                distances[node] = distance
                waiting.insert(Waiting(distance: distance, number: node))
            }
        }
        return order
    }
}
