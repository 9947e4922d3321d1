/// Links as a directed graph, while a network is built.
struct FlowGraph {
    let lines: JoinedLines
    /// The place of each reach among all by their ids: it decides between equal ways.
    let rankOfReach: [Int]
    let links: [Link]
    let incoming: [[Int]]
    let outgoing: [[Int]]
    let groupOfNode: [Int]

    /// Whether water that goes through the link comes back to it.
    func isInLoop(_ link: Int) -> Bool {
        groupOfNode[links[link].upperNode] == groupOfNode[links[link].lowerNode]
    }

    func river(_ link: Int) -> Int { lines.rivers[links[link].reach] }

    /// For each link the shortest way with the flow, in metres, from its lower end to where the
    /// water ends: a node that no link leaves which `follows`. Infinity where there is none. `next`
    /// is the link that comes first on that way, −1 at its end.
    func shortestWays(
        follows: (Int, Int) -> Bool
    ) -> (distances: [Double], next: [Int]) {
        var distances = [Double](repeating: .infinity, count: links.count)
        var nextLinks = [Int](repeating: -1, count: links.count)
        var waiting = MinimumHeap<Waiting>()
        for (number, link) in links.enumerated()
        where !outgoing[link.lowerNode].contains(where: { follows(number, $0) }) {
            distances[number] = 0
            waiting.insert(waits(number, 0))
        }
        while let next = waiting.popMinimum() {
            guard next.distance == distances[next.number] else { continue }
            let link = links[next.number]
            for upper in incoming[link.upperNode] where follows(upper, next.number) {
                let distance = next.distance + link.length
                guard distance < distances[upper] else { continue }
                distances[upper] = distance
                nextLinks[upper] = next.number
                waiting.insert(waits(upper, distance))
            }
        }
        return (distances, nextLinks)
    }

    private func waits(_ link: Int, _ distance: Double) -> Waiting {
        Waiting(distance: distance, rank: rankOfReach[links[link].reach], number: link)
    }
}

/// For each node a number that it shares with the nodes that it reaches with the flow and that
/// reach it; the water runs from smaller numbers to larger ones.
///
/// - Complexity: O(nodes + links).
///
/// Source: Kosaraju's two walks, as in Sharir, A strong-connectivity algorithm, 1981.
func circularGroups(links: [Link], incoming: [[Int]], outgoing: [[Int]]) -> [Int] {
    var isSeen = [Bool](repeating: false, count: outgoing.count)
    var finished: [Int] = []
    finished.reserveCapacity(outgoing.count)
    for first in outgoing.indices where !isSeen[first] {
        isSeen[first] = true
        var path = [(node: first, next: 0)]
        while let (node, next) = path.last {
            guard next < outgoing[node].count else {
                finished.append(node)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let lower = links[outgoing[node][next]].lowerNode
            guard !isSeen[lower] else { continue }
            isSeen[lower] = true
            path.append((lower, 0))
        }
    }
    var groups = [Int](repeating: -1, count: outgoing.count)
    var count = 0
    for first in finished.reversed() where groups[first] < 0 {
        var waiting = [first]
        groups[first] = count
        while let node = waiting.popLast() {
            for link in incoming[node] where groups[links[link].upperNode] < 0 {
                groups[links[link].upperNode] = count
                waiting.append(links[link].upperNode)
            }
        }
        count += 1
    }
    return groups
}
