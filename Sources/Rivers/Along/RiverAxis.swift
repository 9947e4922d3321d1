/// The direction of a connected river as a whole, through its braids.
///
/// Between the two ends of the river that are farthest apart a potential is solved as in a network
/// of resistors, one a chain, of its length; every arm between runs down the potential, so that
/// water goes on from every node. The sign is that in which most length is digitised.
struct RiverAxis {
    enum Direction {
        /// From the chain's start to its end, or the other way.
        case along, against
        /// Between the ends, but at one potential: a loop that the river does not need.
        case unclear
        /// Not between the ends: a side branch.
        case aside
    }

    /// One a chain.
    private(set) var directions: [Direction]
    /// The first reach, when as much of the axis is drawn one way as the other.
    private(set) var undecidedReach: Int?

    /// `nil` when fewer than two ends of the river are free: nothing then says where it leads.
    init?(_ chains: [Chain]) {
        var graph = ChainGraph(chains)
        guard let (first, last) = graph.farthestEnds() else { return nil }
        graph.prune(keeping: [first, last])
        let potentials = graph.potentials(high: first, low: last)
        directions = chains.indices.map { number in
            guard graph.holds(number), let start = potentials[chains[number].start],
                let end = potentials[chains[number].end]
            else { return .aside }
            // Potentials are known to some 1e-15 of the whole drop.
            if abs(start - end) < 1e-12 { return .unclear }
            return start > end ? .along : .against
        }
        settle(chains)
    }

    /// Turns the axis to where most of its length is digitised; the first reach decides a tie.
    private mutating func settle(_ chains: [Chain]) {
        var down = 0.0
        var up = 0.0
        var firstReach: (number: Int, isDown: Bool)?
        for (chain, direction) in zip(chains, directions) {
            guard direction == .along || direction == .against else { continue }
            let isAlong = direction == .along
            down += isAlong ? chain.lengthAlong : chain.lengthAgainst
            up += isAlong ? chain.lengthAgainst : chain.lengthAlong
            if chain.seed < firstReach?.number ?? .max { firstReach = (chain.seed, isAlong) }
        }
        if down == up { undecidedReach = firstReach?.number }
        let isTurned = down == up ? firstReach?.isDown == false : up > down
        guard isTurned else { return }
        directions = directions.map { direction in
            switch direction {
            case .along: .against
            case .against: .along
            case .unclear, .aside: direction
            }
        }
    }

    /// Whether, each chain taken alone, water comes to and leaves every node that is not an end of
    /// the river, and never goes round: then nothing needs turning.
    static func isConsistent(_ chains: [Chain]) -> Bool {
        var outgoing: [Int: [Int]] = [:]
        var comes: [Int: Int] = [:]
        for chain in chains {
            let (from, to) =
                chain.flowsForward ? (chain.start, chain.end) : (chain.end, chain.start)
            outgoing[from, default: []].append(to)
            outgoing[to, default: []] += []
            comes[to, default: 0] += 1
        }
        let isFed = outgoing.allSatisfy { node, goes in
            let came = comes[node] ?? 0
            return goes.count + came == 1 || (!goes.isEmpty && came > 0)
        }
        // Nodes are taken away once all that comes to them is; what goes round stays.
        var waiting = outgoing.keys.filter { comes[$0] == nil }
        var taken = 0
        while let node = waiting.popLast() {
            taken += 1
            for next in outgoing[node] ?? [] {
                comes[next, default: 0] -= 1
                if comes[next] == 0 { waiting.append(next) }
            }
        }
        return isFed && taken == outgoing.count
    }

    /// The chains by connected part, each part and all parts in ascending order.
    static func connectedParts(of chains: [Chain]) -> [[Int]] {
        let graph = ChainGraph(chains)
        var partOfChain = [Int?](repeating: nil, count: chains.count)
        var parts: [[Int]] = []
        for first in chains.indices where partOfChain[first] == nil {
            var waiting = [first]
            partOfChain[first] = parts.count
            var part: [Int] = []
            while let number = waiting.popLast() {
                part.append(number)
                for node in [chains[number].start, chains[number].end] {
                    for next in graph.chains(at: node) where partOfChain[next] == nil {
                        partOfChain[next] = parts.count
                        waiting.append(next)
                    }
                }
            }
            parts.append(part.sorted())
        }
        return parts
    }
}

/// Chains as the edges of a graph.
struct ChainGraph {
    private let chains: [Chain]
    private var chainsOfNode: [Int: [Int]] = [:]
    private var isHeld: [Bool]

    init(_ chains: [Chain]) {
        self.chains = chains
        isHeld = chains.map { $0.start != $0.end }
        for (number, chain) in chains.enumerated() {
            chainsOfNode[chain.start, default: []].append(number)
            if chain.end != chain.start { chainsOfNode[chain.end, default: []].append(number) }
        }
    }

    func chains(at node: Int) -> [Int] { chainsOfNode[node] ?? [] }

    /// Whether the chain is still in the graph: no loop at one node, not pruned.
    func holds(_ chain: Int) -> Bool { isHeld[chain] }

    private func other(_ chain: Int, from node: Int) -> Int {
        chains[chain].start == node ? chains[chain].end : chains[chain].start
    }

    private func heldChains(at node: Int) -> [Int] { chains(at: node).filter { isHeld[$0] } }

    /// The free ends farthest apart along the river, found by going to the farthest end twice.
    func farthestEnds() -> (Int, Int)? {
        let ends = chainsOfNode.keys.filter {
            chains(at: $0).count == 1 && heldChains(at: $0).count == 1
        }.sorted()
        guard ends.count > 1 else { return nil }
        let first = farthest(of: ends, from: ends[0])
        let last = farthest(of: ends, from: first)
        return (first, last)
    }

    private func farthest(of ends: [Int], from start: Int) -> Int {
        var distances = [start: 0.0]
        var waiting = MinimumHeap<Waiting>()
        waiting.insert(Waiting(distance: 0, number: start))
        while let next = waiting.popMinimum() {
            guard distances[next.number] == next.distance else { continue }
            for chain in heldChains(at: next.number) {
                let node = other(chain, from: next.number)
                let distance = next.distance + chains[chain].length
                guard distance < distances[node] ?? .infinity else { continue }
                distances[node] = distance
                waiting.insert(Waiting(distance: distance, number: node))
            }
        }
        return ends.filter { $0 != start }.max {
            let (a, b) = (distances[$0] ?? 0, distances[$1] ?? 0)
            return (a, $1) < (b, $0)
        } ?? start
    }

    /// Takes away side branches, twig by twig, until only what lies between `kept` remains.
    mutating func prune(keeping kept: Set<Int>) {
        var waiting = chainsOfNode.keys.sorted()
        while let node = waiting.popLast() {
            let own = heldChains(at: node)
            guard own.count == 1, !kept.contains(node) else { continue }
            isHeld[own[0]] = false
            waiting.append(other(own[0], from: node))
        }
    }

    /// The potential of every node of the graph, 1 at `high`, 0 at `low`, elsewhere the mean of the
    /// neighbours weighted by 1/length.
    ///
    /// Nodes are eliminated one after the other, those with the fewest neighbours first, by the
    /// star-mesh transform; the potentials follow in the opposite order.
    func potentials(high: Int, low: Int) -> [Int: Double] {
        var weights: [Int: [Int: Double]] = [:]
        for (number, chain) in chains.enumerated() where isHeld[number] {
            weights[chain.start, default: [:]][chain.end, default: 0] += 1 / chain.length
            weights[chain.end, default: [:]][chain.start, default: 0] += 1 / chain.length
        }
        var eliminated: [(node: Int, neighbours: [(node: Int, weight: Double)])] = []
        var waiting = MinimumHeap<Waiting>()
        for (node, neighbours) in weights where node != high && node != low {
            waiting.insert(Waiting(distance: Double(neighbours.count), number: node))
        }
        while let next = waiting.popMinimum() {
            // Sorted, so that the sums do not depend on the order of a dictionary.
            guard let star = weights[next.number]?.sorted(by: { $0.key < $1.key }) else { continue }
            guard Double(star.count) <= next.distance else {
                waiting.insert(Waiting(distance: Double(star.count), number: next.number))
                continue
            }
            weights[next.number] = nil
            let total = star.reduce(0) { $0 + $1.value }
            for (a, weightA) in star {
                weights[a]?[next.number] = nil
                for (b, weightB) in star where b != a {
                    weights[a]?[b, default: 0] += weightA * weightB / total
                }
            }
            eliminated.append((next.number, star.map { ($0.key, $0.value) }))
        }
        var potentials = [high: 1.0, low: 0.0]
        for (node, neighbours) in eliminated.reversed() {
            let total = neighbours.reduce(0) { $0 + $1.weight }
            potentials[node] =
                neighbours.reduce(0) { $0 + $1.weight * (potentials[$1.node] ?? 0) } / total
        }
        return potentials
    }
}
