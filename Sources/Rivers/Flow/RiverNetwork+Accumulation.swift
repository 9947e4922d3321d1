/// What becomes of an amount where the water divides.
public enum DivergenceRule: Hashable, Sendable {
    /// The main stem carries all of it; a side arm begins with nothing.
    case mainStem
    /// For each reach its share, 0 to 1, of what comes to its upper end. Reaches without a share
    /// divide the rest evenly; where none has one the main stem carries all.
    case fractions([Double?])
}

/// An amount of every reach, such as its own catchment or load, summed with the flow.
///
/// Nothing is lost or counted twice: what leaves the network is the sum of all reaches.
public struct Accumulation: Sendable {
    let network: RiverNetwork
    /// The sum at the upper and the lower end of each link.
    let upper: [Double]
    let lower: [Double]

    /// What comes to the upper end of a reach from above; `nil` for an unusable reach.
    public func atUpperEnd(of reach: Int) -> Double? {
        network.upperLink(of: reach).map { upper[$0] }
    }

    /// What passes the lower end of a reach, its own amount included; `nil` for an unusable reach.
    public func atLowerEnd(of reach: Int) -> Double? {
        network.lowerLink(of: reach).map { lower[$0] }
    }

    /// What passes `position`: all from above, and the part of the reach's own amount that lies
    /// above it, the amount being spread evenly. `nil` on an unusable reach.
    public func value(at position: RiverPosition) -> Double? {
        guard let number = network.link(at: position) else { return nil }
        let link = network.links[number]
        let along = link.distanceFromUpperEnd(to: position.measureInMetres)
        let fraction = link.length > 0 ? min(1, max(0, along / link.length)) : 1
        if fraction == 1 { return lower[number] }
        return upper[number] + fraction * (lower[number] - upper[number])
    }

    /// What leaves the network, at the ends of the water and in loops that it does not leave.
    public var total: Double {
        network.links.indices.reduce(0) { sum, link in
            network.mainStem.next[link] < 0 ? sum + lower[link] : sum
        }
    }
}

extension RiverNetwork {
    /// `values`, one a reach, summed with the flow.
    ///
    /// Within a loop all goes the shortest way out, whatever the rule.
    ///
    /// - Parameter values: An amount a reach, in any unit; those of unusable reaches count for
    ///   nothing. NaN makes NaN of all below it.
    /// - Throws: `RiverError` when shares are no shares, do not sum to 1 at a node (within 1e-9),
    ///   or are given within a loop.
    /// - Precondition: one value a reach, and one share or `nil`.
    /// - Complexity: O(links).
    public func accumulated(
        _ values: [Double], divergence: DivergenceRule = .mainStem
    ) throws(RiverError) -> Accumulation {
        precondition(values.count == reaches.count, "one value a reach")
        let own = links.map { link in
            values[link.reach] * (link.length / reaches[link.reach].lengthInMetres)
        }
        let routing = try FlowRouting(self, divergence)
        var upper = [Double](repeating: 0, count: links.count)
        var lower = own
        for link in routing.order {
            lower[link] = upper[link] + own[link]
            for way in routing.ways(from: link) { upper[way.link] += way.share * lower[link] }
        }
        return Accumulation(network: self, upper: upper, lower: lower)
    }

    /// The length of river above, each reach's own counted, in metres.
    ///
    /// - Complexity: O(links).
    public func upstreamLengths() -> Accumulation {
        let routing = FlowRouting(self)
        var upper = [Double](repeating: 0, count: links.count)
        var lower = upper
        for link in routing.order {
            lower[link] = upper[link] + links[link].length
            for way in routing.ways(from: link) { upper[way.link] += lower[link] }
        }
        return Accumulation(network: self, upper: upper, lower: lower)
    }
}

/// Where the amount of each link goes, and an order in which every link comes after all that lead
/// to it.
struct FlowRouting {
    struct Way {
        var link: Int
        var share: Double
    }

    private let next: [Int]
    /// The ways from the links at whose lower node shares are given.
    private var divided: [Int: [Way]] = [:]
    private(set) var order: [Int] = []

    /// All goes with the main stem.
    init(_ network: RiverNetwork) {
        next = network.mainStem.next
        order = sorted()
    }

    init(_ network: RiverNetwork, _ rule: DivergenceRule) throws(RiverError) {
        next = network.mainStem.next
        if case .fractions(let shares) = rule {
            precondition(shares.count == network.reaches.count, "one share or nil a reach")
            for node in network.nodes.indices where network.outgoing[node].count > 1 {
                let ways = try network.ways(from: node, shares)
                if ways.isEmpty { continue }
                for link in network.incoming[node] { divided[link] = ways }
            }
        }
        order = sorted()
    }

    func ways(from link: Int) -> [Way] {
        if let ways = divided[link] { return ways }
        return next[link] < 0 ? [] : [Way(link: next[link], share: 1)]
    }

    /// Every link after those that lead to it: the sources first, then all whose last source is in.
    private func sorted() -> [Int] {
        var counts = [Int](repeating: 0, count: next.count)
        for link in next.indices { for way in ways(from: link) { counts[way.link] += 1 } }
        var order = next.indices.filter { counts[$0] == 0 }
        order.reserveCapacity(next.count)
        var position = 0
        while position < order.count {
            for way in ways(from: order[position]) {
                counts[way.link] -= 1
                if counts[way.link] == 0 { order.append(way.link) }
            }
            position += 1
        }
        return order
    }
}

extension RiverNetwork {
    /// The shares of the links that leave `node`; empty where none is given.
    fileprivate func ways(
        from node: Int, _ shares: [Double?]
    ) throws(RiverError) -> [FlowRouting.Way] {
        let leaving = outgoing[node]
        // A reach that only passes the node has its share at its own upper end, not here.
        let given = leaving.map {
            upperLink(of: links[$0].reach) == $0 ? shares[links[$0].reach] : nil
        }
        guard given.contains(where: { $0 != nil }) else { return [] }
        let ids = leaving.map { reaches[links[$0].reach].id }
        for (id, share) in zip(ids, given) {
            if let share, !(0...1).contains(share) {
                throw RiverError(.fractionOutside(reach: id, value: share))
            }
        }
        let place = nodes[node].coordinate
        guard !leaving.contains(where: { groupOfNode[links[$0].lowerNode] == groupOfNode[node] })
        else { throw RiverError(.fractionsInLoop(reaches: ids, place: place)) }
        let sum = given.reduce(0) { $0 + ($1 ?? 0) }
        let missing = given.filter { $0 == nil }.count
        guard missing > 0 ? sum <= 1 + 1e-9 : abs(sum - 1) <= 1e-9 else {
            throw RiverError(.fractionsDoNotSum(reaches: ids, sum: sum, place: place))
        }
        let rest = missing > 0 ? max(0, 1 - sum) / Double(missing) : 0
        return zip(leaving, given).map { FlowRouting.Way(link: $0, share: $1 ?? rest) }
    }
}
