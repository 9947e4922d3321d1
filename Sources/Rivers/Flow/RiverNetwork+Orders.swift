/// How streams are ranked by what flows together above them.
public enum StreamOrder: String, Hashable, Sendable, CaseIterable {
    /// A stream without tributaries has order 1; two of order n, and none higher, make n + 1.
    case strahler
    /// The number of sources above.
    case shreve
}

extension RiverNetwork {
    /// The order of each reach at its lower end; `nil` for an unusable reach.
    ///
    /// A side arm that parts from the main stem is no source: until a stream with a source joins it
    /// it has the Strahler order of the water that it parts from, or no source of Shreve's (0), and
    /// where it comes back it raises nothing. Within a loop the water goes the shortest way out.
    ///
    /// - Complexity: O(links).
    ///
    /// Source: Strahler, Quantitative analysis of watershed geomorphology, 1957; Shreve,
    /// Statistical law of stream numbers, 1966; for side arms NHDPlus Version 2 User Guide,
    /// attributes StreamOrde and StreamCalc.
    public func streamOrders(_ kind: StreamOrder) -> [Int?] {
        let routing = FlowRouting(self)
        let orders = kind == .shreve ? magnitudes(routing) : strahlerOrders(routing)
        return reaches.indices.map { reach in lowerLink(of: reach).map { orders[$0] } }
    }

    /// Whether water begins in the link: none comes to its upper node.
    private func isSource(_ link: Int) -> Bool { incoming[links[link].upperNode].isEmpty }

    private func magnitudes(_ routing: FlowRouting) -> [Int] {
        var counts = links.indices.map { isSource($0) ? 1 : 0 }
        for link in routing.order {
            let next = mainStem.next[link]
            if next >= 0 { counts[next] += counts[link] }
        }
        return counts
    }

    private func strahlerOrders(_ routing: FlowRouting) -> [Int] {
        // 0 for a side arm without a source.
        var highest = links.indices.map { isSource($0) ? 1 : 0 }
        var isDoubled = [Bool](repeating: false, count: links.count)
        for link in routing.order {
            if isDoubled[link] { highest[link] += 1 }
            let next = mainStem.next[link]
            guard next >= 0, highest[link] > 0 else { continue }
            if highest[link] > highest[next] {
                highest[next] = highest[link]
                isDoubled[next] = false
            } else if highest[link] == highest[next] {
                isDoubled[next] = true
            }
        }
        // With the flow, so that an arm of an arm finds its order.
        let arms = links.indices.filter { highest[$0] == 0 }
            .sorted { groupOfNode[links[$0].upperNode] < groupOfNode[links[$1].upperNode] }
        for link in arms {
            highest[link] = max(1, incoming[links[link].upperNode].map { highest[$0] }.max() ?? 0)
        }
        return highest
    }
}
