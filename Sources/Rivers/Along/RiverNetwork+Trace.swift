/// A piece of a reach met on the way up or down a network.
public struct TracedRange: Hashable, Sendable {
    /// The number of the reach.
    public var reach: Int
    /// Metres along the reach as digitised, `fromMeasure < toMeasure`.
    public var fromMeasure: Double
    public var toMeasure: Double
    /// River metres from the start of the trace to the nearer end.
    public var distanceInMetres: Double

    public init(reach: Int, fromMeasure: Double, toMeasure: Double, distanceInMetres: Double) {
        self.reach = reach
        self.fromMeasure = fromMeasure
        self.toMeasure = toMeasure
        self.distanceInMetres = distanceInMetres
    }
}

/// Which way to follow the water.
public enum TraceDirection: String, Hashable, Sendable, CaseIterable {
    case upstream = "up"
    case downstream = "down"
}

extension RiverNetwork {
    /// All water up- or downstream of `start`, the shortest way, up to `distance` metres of river.
    ///
    /// - Returns: Pieces longer than 0 by their distance, then by reach and measure; each piece of
    ///   river once, loops included. Empty on an unusable reach.
    /// - Complexity: O(links reached × log links).
    public func trace(
        from start: RiverPosition, _ direction: TraceDirection, within distance: Double = .infinity
    ) -> [TracedRange] {
        let isDown = direction == .downstream
        return reached(from: start, isDown: isDown).flatMap { arrival -> [TracedRange] in
            let link = links[arrival.link]
            let rest = min(arrival.length, distance - arrival.distance)
            guard rest > 0 else { return [] }
            // `begin` is where the trace enters; it leaves with the flow or against it.
            let growsWithMeasure = isDown != link.isReversed
            let end =
                rest == arrival.length
                ? arrival.end : arrival.begin + (growsWithMeasure ? rest : -rest)
            return [
                TracedRange(
                    reach: link.reach, fromMeasure: min(arrival.begin, end),
                    toMeasure: max(arrival.begin, end), distanceInMetres: arrival.distance)
            ]
        }.sorted {
            ($0.distanceInMetres, $0.reach, $0.fromMeasure)
                < ($1.distanceInMetres, $1.reach, $1.fromMeasure)
        }
    }

    /// The positions met up- or downstream of `start` within `distance` metres, nearest first.
    ///
    /// - Returns: The number of each position in `positions`, and its distance along the river;
    ///   equally far ones in the order given.
    public func positions(
        _ positions: [RiverPosition], from start: RiverPosition, _ direction: TraceDirection,
        within distance: Double = .infinity
    ) -> [(position: Int, distanceInMetres: Double)] {
        let ranges = trace(from: start, direction, within: distance)
        let byReach = Dictionary(grouping: ranges, by: \.reach)
        let isDown = direction == .downstream
        return positions.indices.compactMap {
            number -> (position: Int, distanceInMetres: Double)? in
            let place = positions[number]
            let measure = place.measureInMetres
            let isStart = place == start
            let found = (byReach[place.reach] ?? []).filter {
                $0.fromMeasure <= measure && measure <= $0.toMeasure
            }.map { range in
                let grows = isDown != flowsAgainstDigitising[place.reach]
                let along = grows ? measure - range.fromMeasure : range.toMeasure - measure
                return range.distanceInMetres + along
            }.min()
            guard let found = isStart ? 0 : found else { return nil }
            return (number, found)
        }.sorted { ($0.distanceInMetres, $0.position) < ($1.distanceInMetres, $1.position) }
    }

    /// A link as a trace goes through it.
    private struct Arrival {
        var link: Int
        /// Measures where the trace enters and leaves.
        var begin: Double
        var end: Double
        /// River metres from the start to `begin`.
        var distance: Double
        var length: Double { abs(end - begin) }
    }

    private func reached(from start: RiverPosition, isDown: Bool) -> [Arrival] {
        guard let first = link(at: start) else { return [] }
        let measure = min(
            links[first].toMeasure, max(links[first].fromMeasure, start.measureInMetres))
        var arrivals = [arrival(first, at: 0, from: measure, isDown: isDown)]
        var best: [Int: Double] = [:]
        var waiting = MinimumHeap<Waiting>()
        func offer(after arrival: Arrival) {
            let link = links[arrival.link]
            let next = isDown ? outgoing[link.lowerNode] : incoming[link.upperNode]
            let distance = arrival.distance + arrival.length
            for number in next where distance < best[number] ?? .infinity {
                best[number] = distance
                waiting.insert(Waiting(distance: distance, number: number))
            }
        }
        offer(after: arrivals[0])
        while let next = waiting.popMinimum() {
            guard best[next.number] == next.distance else { continue }
            var arrival = arrival(next.number, at: next.distance, from: nil, isDown: isDown)
            offer(after: arrival)
            // Round a loop to the link of the start: only the part not yet seen.
            if next.number == first { arrival.end = measure }
            arrivals.append(arrival)
        }
        return arrivals
    }

    private func arrival(
        _ number: Int, at distance: Double, from measure: Double?, isDown: Bool
    ) -> Arrival {
        let link = links[number]
        let growsWithMeasure = isDown != link.isReversed
        let begin = measure ?? (growsWithMeasure ? link.fromMeasure : link.toMeasure)
        let end = growsWithMeasure ? link.toMeasure : link.fromMeasure
        return Arrival(link: number, begin: begin, end: end, distance: distance)
    }
}
