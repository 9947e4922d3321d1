import Geometry

/// Which places count as connected by the water.
public enum RiverConnection: String, Hashable, Sendable, CaseIterable {
    /// Any two places of one network, along the river whatever way it flows.
    case any
    /// Only places whose water comes to the other: up one river or down, never from one tributary
    /// to another.
    case flow
}

/// A station as seen from a place: which one, and how far along the river.
struct StationLabel: Hashable {
    var distance: Double
    var station: Int

    static func < (a: StationLabel, b: StationLabel) -> Bool {
        (a.distance, a.station) < (b.distance, b.station)
    }
}

/// The nearest stations along the river from every node, and so from every place.
///
/// One search from all stations at once: a node is left alone once it has its `count` nearest.
struct NearestStations {
    /// Which way a search goes from the stations.
    private enum Way {
        case both, withFlow, againstFlow
    }

    private struct Place {
        var link: Int
        var measure: Double
    }

    private let network: RiverNetwork
    private let count: Int
    private let connection: RiverConnection
    private let limit: Double
    private let places: [Place?]
    private var stationsOfLink: [Int: [Int]] = [:]
    /// For each node its nearest stations; with flow alone those whose water comes to it, and those
    /// that its water comes to.
    private var labels: [[StationLabel]] = []
    private var labelsBelow: [[StationLabel]] = []

    /// - Parameters:
    ///   - count: How many stations a place is to know at most.
    ///   - limit: How far they may be, in metres.
    /// - Complexity: O(count · links · log) time, O(count · nodes) memory.
    init(
        network: RiverNetwork, stations: [RiverPosition], count: Int, connection: RiverConnection,
        within limit: Double
    ) {
        self.network = network
        self.count = count
        self.connection = connection
        self.limit = limit
        places = stations.map { position in
            network.link(at: position).map { number in
                let link = network.links[number]
                let measure = min(link.toMeasure, max(link.fromMeasure, position.measureInMetres))
                return Place(link: number, measure: measure)
            }
        }
        for (station, place) in places.enumerated() {
            if let place { stationsOfLink[place.link, default: []].append(station) }
        }
        switch connection {
        case .any: labels = search(.both)
        case .flow:
            labels = search(.withFlow)
            labelsBelow = search(.againstFlow)
        }
    }

    /// The nearest stations of a place, nearest first; equally near ones by their number.
    func nearest(to position: RiverPosition) -> [StationLabel] {
        guard let number = network.link(at: position) else { return [] }
        let link = network.links[number]
        let measure = min(link.toMeasure, max(link.fromMeasure, position.measureInMetres))
        var found: [StationLabel] = []
        switch connection {
        case .any:
            add(labels[link.fromNode], farther: measure - link.fromMeasure, to: &found)
            add(labels[link.toNode], farther: link.toMeasure - measure, to: &found)
        case .flow:
            let along = link.distanceFromUpperEnd(to: measure)
            add(labels[link.upperNode], farther: along, to: &found)
            add(labelsBelow[link.lowerNode], farther: link.length - along, to: &found)
        }
        // On one link all places are connected, up or down.
        let own = (stationsOfLink[number] ?? []).compactMap { station in
            places[station].map {
                StationLabel(distance: abs($0.measure - measure), station: station)
            }
        }
        add(own, farther: 0, to: &found)
        found.sort(by: <)
        return Array(found.prefix(count))
    }

    /// Adds what is within the limit; of a station known already the smaller distance stays.
    private func add(_ more: [StationLabel], farther: Double, to found: inout [StationLabel]) {
        for label in more where label.distance + farther <= limit {
            let distance = label.distance + farther
            if let known = found.firstIndex(where: { $0.station == label.station }) {
                found[known].distance = min(found[known].distance, distance)
            } else {
                found.append(StationLabel(distance: distance, station: label.station))
            }
        }
    }

    private func search(_ way: Way) -> [[StationLabel]] {
        var labels = [[StationLabel]](repeating: [], count: network.nodes.count)
        var waiting = MinimumHeap<Waiting>()
        func offer(_ distance: Double, _ station: Int, to node: Int) {
            guard distance <= limit, labels[node].count < count else { return }
            waiting.insert(Waiting(distance: distance, rank: station, number: node))
        }
        for (station, place) in places.enumerated() {
            guard let place else { continue }
            let link = network.links[place.link]
            let along = link.distanceFromUpperEnd(to: place.measure)
            if way != .withFlow { offer(along, station, to: link.upperNode) }
            if way != .againstFlow { offer(link.length - along, station, to: link.lowerNode) }
        }
        while let next = waiting.popMinimum() {
            let (node, station) = (next.number, next.rank)
            guard labels[node].count < count,
                !labels[node].contains(where: { $0.station == station })
            else { continue }
            labels[node].append(StationLabel(distance: next.distance, station: station))
            if way != .againstFlow {
                for number in network.outgoing[node] {
                    let link = network.links[number]
                    offer(next.distance + link.length, station, to: link.lowerNode)
                }
            }
            if way != .withFlow {
                for number in network.incoming[node] {
                    let link = network.links[number]
                    offer(next.distance + link.length, station, to: link.upperNode)
                }
            }
        }
        return labels
    }
}
