import BasinGrid
import Foundation

/// 30 river systems of 2 047 reaches each: 61 410 reaches, about 1.1 million vertices.
let rivers = [
    Scenario(name: "RiverNetwork, 61410 reaches built", repetitions: 3) { _ in
        let reaches = RiverSystems(seed: 7).reaches
        return { _ = RiverNetwork(reaches: reaches, nodeTolerance: 10) }
    },
    Scenario(name: "RiverNetwork, 100000 points located on 61410 reaches", repetitions: 5) {
        threads in
        let network = RiverSystems(seed: 7).network
        let points = places(on: network, count: 100_000).map { position in
            RiverPoint(coordinate: offTheRiver(network.coordinate(at: position), position))
        }
        return { _ = network.locate(points, within: 1000, threads: threads) }
    },
    Scenario(name: "RiverNetwork, all water above the mouth traced, 2047 reaches", repetitions: 5) {
        _ in
        let network = RiverSystems(seed: 7).network
        // The first reach grown is the one that ends at the mouth.
        let mouth = RiverPosition(
            reach: 0, measureInMetres: network.reaches[0].lengthInMetres)
        return { _ = network.trace(from: mouth, .upstream) }
    },
    Scenario(name: "RiverNetwork, 100000 points to the next of 2000 sections", repetitions: 5) {
        _ in
        let network = RiverSystems(seed: 7).network
        let starts = places(on: network, count: 100_000)
        let sections = places(on: network, count: 2000).enumerated().map {
            LocatedSection(id: "S\($0.offset)", position: $0.element)
        }
        return { _ = network.nextSections(from: starts, .downstream, among: sections) }
    },
    Scenario(name: "RiverNetwork, values along 61410 reaches from 2000 stations", repetitions: 3) {
        threads in
        let network = RiverSystems(seed: 7).network
        let stations = places(on: network, count: 2000).enumerated().map {
            RiverStation(position: $0.element, value: Double($0.offset % 17))
        }
        let targets = network.pieces(noLongerThan: 5000).map(\.middle)
        return { _ = network.interpolate(stations, at: targets, threads: threads) }
    },
]

/// Places spread over the reaches with a fixed seed.
private func places(on network: RiverNetwork, count: Int) -> [RiverPosition] {
    var random = SeededNumbers(seed: 12)
    return (0..<count).map { _ in
        let reach = Int.random(in: network.reaches.indices, using: &random)
        return RiverPosition(
            reach: reach,
            measureInMetres: .random(
                in: 0...network.reaches[reach].lengthInMetres, using: &random))
    }
}

/// A place some hundred metres from the river, the same every time.
private func offTheRiver(_ place: Coordinate?, _ position: RiverPosition) -> Coordinate {
    let angle = position.measureInMetres
    let distance = 250 * abs(sin(angle * 7))
    return Coordinate(
        x: (place?.x ?? 0) + distance * cos(angle), y: (place?.y ?? 0) + distance * sin(angle))
}

/// River systems that fork again and again, digitised with the flow.
private struct RiverSystems {
    private(set) var reaches: [Reach] = []
    private var random: SeededNumbers

    init(seed: UInt64) {
        random = SeededNumbers(seed: seed)
        for column in 0..<6 {
            for row in 0..<5 {
                let mouth = Coordinate(
                    x: 400_000 + Double(column) * 300_000, y: 3_000_000 + Double(row) * 300_000)
                grow(from: mouth, heading: .random(in: 0...(2 * .pi), using: &random), order: 11)
            }
        }
    }

    var network: RiverNetwork { RiverNetwork(reaches: reaches, nodeTolerance: 10) }

    /// A reach upwards from its lower end, then the two that it forks into.
    private mutating func grow(from start: Coordinate, heading: Double, order: Int) {
        var (place, heading) = (start, heading)
        var places = [place]
        for _ in 0..<Int.random(in: 8..<30, using: &random) {
            heading += .random(in: -0.3...0.3, using: &random)
            place.x += 400 * Double(order) * cos(heading)
            place.y += 400 * Double(order) * sin(heading)
            places.append(place)
        }
        reaches.append(
            Reach(id: String(reaches.count), label: "", line: LineString(places.reversed())))
        guard order > 1 else { return }
        for turn in [0.55, -0.55] {
            grow(
                from: place, heading: heading + turn + .random(in: -0.1...0.1, using: &random),
                order: order - 1)
        }
    }
}
