public import Geometry
import Parallel

/// Distances along a river network, for methods that take a `DistanceProvider`.
///
/// Places are snapped to the network first; the way from a place to its river has no length. There
/// is no distance (infinity) to a place farther from any river than the limit, between parts that
/// are not connected, and with `.flow` between places whose water does not meet.
///
/// - Complexity: a distance from or to one of the `stations` given takes two searches in the index
///   of the network; between other places a walk over the whole network. Memory 8 bytes a station
///   and node, twice that with `.flow`.
public struct RiverDistance: DistanceProvider {
    private let network: RiverNetwork
    private let connection: RiverConnection
    private let limit: Double
    private let stations: [Coordinate: Reached]
    /// Whether no two ways lead from one place to another.
    private let isForest: Bool

    /// - Parameters:
    ///   - stations: Places from which distances are asked often: they are searched once, here.
    ///   - limit: How far a place may be from the network, in metres.
    public init(
        along network: RiverNetwork, connection: RiverConnection = .any,
        stations: [Coordinate] = [], within limit: Double
    ) {
        self.network = network
        self.connection = connection
        self.limit = limit
        isForest = network.isForest
        var known: [Coordinate: Reached] = [:]
        for station in stations where known[station] == nil && station.isFinite {
            guard let position = network.position(of: station, within: limit) else { continue }
            known[station] = Reached(from: position, network, connection)
        }
        self.stations = known
    }

    public func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
        if start == end { return start.isFinite ? 0 : .nan }
        if let known = stations[end] { return distance(from: known, to: start) }
        if let known = stations[start] { return distance(from: known, to: end) }
        guard let position = network.position(of: start, within: limit),
            let reached = Reached(from: position, network, connection)
        else { return .infinity }
        return distance(from: reached, to: end)
    }

    private func distance(from known: Reached, to place: Coordinate) -> Double {
        guard let position = network.position(of: place, within: limit) else { return .infinity }
        return known.distance(to: position, network)
    }

    public var admittedModels: AdmittedModels {
        network.admittedModels(connection, isForest: isForest)
    }
}

/// Distances along a network from some stations on it, each searched once.
///
/// - Complexity: a walk over the network for each station; memory 8 bytes a station and node, twice
///   that with `.flow`.
public struct StationDistances: Sendable {
    /// Which covariance models kriging may use with these distances.
    public let admittedModels: AdmittedModels

    private let network: RiverNetwork
    private let reached: [Reached?]

    /// - Parameters:
    ///   - stations: Places on the network.
    ///   - connection: Which places are connected; others are infinitely far.
    public init(
        from stations: [RiverPosition], along network: RiverNetwork,
        connection: RiverConnection = .any, threads: Int = 1
    ) {
        self.network = network
        admittedModels = network.admittedModels(connection, isForest: network.isForest)
        reached = mapChunks(chunks(of: stations.count, size: 16), threads: threads) { range in
            range.map { Reached(from: stations[$0], network, connection) }
        }.flatMap { (part: [Reached?]) in part }
    }

    /// Bytes that the distances from so many stations take.
    public static func bytes(
        stations: Int, along network: RiverNetwork, connection: RiverConnection
    ) -> Int { stations * network.nodes.count * (connection == .flow ? 16 : 8) }

    /// Metres along the rivers from a station, by its position in the list, to a place; infinity
    /// where no way leads.
    public func metres(from station: Int, to place: RiverPosition) -> Double {
        reached[station]?.distance(to: place, network) ?? .infinity
    }
}

/// How far every node is from one place.
private struct Reached {
    private let link: Int
    private let measure: Double
    private let connection: RiverConnection
    /// Along the river either way; with flow alone, with the flow.
    private var distances: [Double]
    /// Against the flow; empty when either way counts.
    private var distancesAbove: [Double] = []

    init?(from position: RiverPosition, _ network: RiverNetwork, _ connection: RiverConnection) {
        guard let number = network.link(at: position) else { return nil }
        let link = network.links[number]
        self.link = number
        self.connection = connection
        measure = min(link.toMeasure, max(link.fromMeasure, position.measureInMetres))
        let along = link.distanceFromUpperEnd(to: measure)
        let upper = Waiting(distance: along, number: link.upperNode)
        let lower = Waiting(distance: link.length - along, number: link.lowerNode)
        switch connection {
        case .any:
            distances = network.distancesToNodes(
                from: [upper, lower], withFlow: true, againstFlow: true)
        case .flow:
            distances = network.distancesToNodes(from: [lower], withFlow: true, againstFlow: false)
            distancesAbove = network.distancesToNodes(
                from: [upper], withFlow: false, againstFlow: true)
        }
    }

    func distance(to position: RiverPosition, _ network: RiverNetwork) -> Double {
        guard let number = network.link(at: position) else { return .infinity }
        let link = network.links[number]
        let place = min(link.toMeasure, max(link.fromMeasure, position.measureInMetres))
        let along = link.distanceFromUpperEnd(to: place)
        let rest = link.length - along
        let lowerDistances = connection == .any ? distances : distancesAbove
        let direct = number == self.link ? abs(place - measure) : .infinity
        return min(direct, distances[link.upperNode] + along, lowerDistances[link.lowerNode] + rest)
    }
}

extension RiverNetwork {
    fileprivate func position(of place: Coordinate, within limit: Double) -> RiverPosition? {
        locate([RiverPoint(coordinate: place)], within: limit)[0].position
    }

    /// Exponential models of the distance between any two places of rivers without braids are
    /// positive definite: the network is a tree, and exp(−d) on a tree a product over its branches.
    /// With braids, or of connected places alone, nothing of the kind holds.
    fileprivate func admittedModels(
        _ connection: RiverConnection, isForest: Bool
    ) -> AdmittedModels { connection == .any && isForest ? .exponential : .none }

    /// Whether no two ways lead from one place to another: no braid, no loop.
    fileprivate var isForest: Bool {
        var parents = Array(nodes.indices)
        func root(_ node: Int) -> Int {
            var node = node
            while parents[node] != node {
                parents[node] = parents[parents[node]]
                node = parents[node]
            }
            return node
        }
        for link in links {
            let (a, b) = (root(link.upperNode), root(link.lowerNode))
            if a == b { return false }
            parents[max(a, b)] = min(a, b)
        }
        return true
    }

    /// The river distance of every node from the nearest of some; infinity where no way leads.
    ///
    /// - Complexity: O(links log links).
    fileprivate func distancesToNodes(
        from starts: [Waiting], withFlow: Bool, againstFlow: Bool
    ) -> [Double] {
        var distances = [Double](repeating: .infinity, count: nodes.count)
        var waiting = MinimumHeap<Waiting>()
        func offer(_ distance: Double, to node: Int) {
            guard distance < distances[node] else { return }
            distances[node] = distance
            waiting.insert(Waiting(distance: distance, number: node))
        }
        for start in starts { offer(start.distance, to: start.number) }
        while let next = waiting.popMinimum() {
            guard distances[next.number] == next.distance else { continue }
            if withFlow {
                for number in outgoing[next.number] {
                    offer(next.distance + links[number].length, to: links[number].lowerNode)
                }
            }
            if againstFlow {
                for number in incoming[next.number] {
                    offer(next.distance + links[number].length, to: links[number].upperNode)
                }
            }
        }
        return distances
    }
}
