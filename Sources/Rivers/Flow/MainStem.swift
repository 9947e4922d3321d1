/// Where the water of each link goes on: one way, also where several lead on.
///
/// Of the links that leave a node the main stem takes the one of the same reach, or of the reach
/// that the next-down field names; else that of the smallest rank, then one of the same river, then
/// the shortest way to that river's mouth or to the end of the water. Within a loop it takes the
/// shortest way out. The links so make a forest: every one comes to an end, and none twice.
struct MainStem: Sendable {
    /// The link that each flows into; −1 where the water ends, or only goes round.
    let next: [Int]
    /// Metres from the lower end of each link to its river's mouth, and to the end of the water;
    /// infinity where it only goes round. A reach without a name has the second for both.
    let mouthDistances: [Double]
    let outletDistances: [Double]

    init(_ graph: FlowGraph, rules: NetworkRules) {
        let outlet = graph.shortestWays { _, _ in true }
        let ownMouth = graph.shortestWays { graph.river($0) == graph.river($1) }
        let choice = Choice(
            graph: graph, ranks: rules.mainStemRanks, nextNames: rules.flow.nextNames,
            outletDistances: outlet.distances, mouthDistances: ownMouth.distances)
        var next = outlet.next
        var ownNext = ownMouth.next
        for link in graph.links.indices where !graph.isInLoop(link) {
            let ways = graph.outgoing[graph.links[link].lowerNode]
            next[link] = choice.best(of: ways, after: link)
            ownNext[link] = choice.best(
                of: ways.filter { graph.river($0) == graph.river(link) }, after: link)
        }
        self.next = next
        outletDistances = Self.distances(along: next, ends: outlet.distances, graph.links)
        let own = Self.distances(along: ownNext, ends: ownMouth.distances, graph.links)
        let outlets = outletDistances
        mouthDistances = graph.links.enumerated().map { number, link in
            graph.lines.reaches[link.reach].label.isEmpty ? outlets[number] : own[number]
        }
    }

    /// What decides between the ways on from a node.
    private struct Choice {
        let graph: FlowGraph
        let ranks: [Double]?
        let nextNames: [String?]?
        let outletDistances: [Double]
        let mouthDistances: [Double]

        func best(of ways: [Int], after link: Int) -> Int {
            if ways.count < 2 { return ways.first ?? -1 }
            return ways.min { isBetter($0, than: $1, after: link) } ?? -1
        }

        private func isBetter(_ a: Int, than b: Int, after link: Int) -> Bool {
            let keyA = key(a, after: link)
            let keyB = key(b, after: link)
            if keyA != keyB { return keyA < keyB }
            let (rankA, rankB) = (rank(a), rank(b))
            return (rankA, a) < (rankB, b)
        }

        private func rank(_ link: Int) -> Int { graph.rankOfReach[graph.links[link].reach] }

        private func key(_ way: Int, after link: Int) -> (Int, Double, Int, Double) {
            let own = graph.links[link].reach
            let other = graph.links[way].reach
            let isNamed = nextNames?[own].map { $0 == graph.lines.reaches[other].id } ?? false
            let isOwnRiver = graph.river(way) == graph.river(link)
            let beyond = isOwnRiver ? mouthDistances[way] : outletDistances[way]
            return (
                own == other || isNamed ? 0 : 1, ranks?[other] ?? 0, isOwnRiver ? 0 : 1,
                graph.links[way].length + beyond
            )
        }
    }

    /// Metres from the lower end of each link to the end of the way that `next` leads; where it
    /// leads no further, 0 or infinity as in `ends`.
    private static func distances(
        along next: [Int], ends: [Double], _ links: [Link]
    ) -> [Double] {
        var distances = [Double](repeating: .nan, count: next.count)
        var path: [Int] = []
        for first in next.indices {
            var link = first
            while distances[link].isNaN {
                path.append(link)
                guard next[link] >= 0 else {
                    distances[link] = ends[link].isInfinite ? .infinity : 0
                    break
                }
                link = next[link]
            }
            while let link = path.popLast() {
                guard distances[link].isNaN else { continue }
                distances[link] = links[next[link]].length + distances[next[link]]
            }
        }
        return distances
    }
}

extension FlowRule {
    /// The next reaches by name, where fields give them.
    var nextNames: [String?]? {
        if case .nextDown(let names) = self { names } else { nil }
    }
}
