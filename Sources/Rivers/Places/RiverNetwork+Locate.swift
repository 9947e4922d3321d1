public import Geometry
import Parallel

/// A place to be found on a network.
public struct RiverPoint: Hashable, Sendable {
    /// Where, in the CRS of the network.
    public var coordinate: Coordinate
    /// The name of the river that it belongs to, when its data say so.
    public var river: String?

    public init(coordinate: Coordinate, river: String? = nil) {
        self.coordinate = coordinate
        self.river = river
    }
}

/// Where a point lies on a network: its linear reference, or how far away the network is.
public struct PointLocation: Hashable, Sendable {
    /// The number of the reach, `nil` when none is within the limit.
    public var reach: Int?
    /// Metres along the reach from its first vertex as digitised.
    public var measureInMetres: Double?
    /// Metres with the flow to the mouth of the river of that name in the data; of a reach without
    /// a name, to the end of the water. `nil` when unmatched or in a loop without a way out.
    public var fromMouthInMetres: Double?
    /// Metres with the flow to the end of all water in the data, through other rivers.
    public var fromOutletInMetres: Double?
    /// The distance with a sign: positive on the left of the digitised direction; also positive
    /// straight ahead of an end.
    public var offsetInMetres: Double?
    /// Metres to the nearest place on the network, kept when it is beyond the limit; `nil` when
    /// there is no reach to measure to or the point is not finite.
    public var distanceInMetres: Double?
    /// The nearest place on the reach.
    public var coordinate: Coordinate?
    /// The nearest other reach, and its distance, when the point is matched and there is one.
    public var secondReach: Int?
    public var secondDistanceInMetres: Double?
    /// Whether the reach was chosen by the point's river name.
    public var isMatchedByName: Bool

    /// A point that is not matched, `distanceInMetres` from the network.
    public init(unmatchedAtDistance distanceInMetres: Double? = nil) {
        self.distanceInMetres = distanceInMetres
        isMatchedByName = false
    }

    /// The linear reference alone; `nil` when unmatched.
    public var position: RiverPosition? {
        guard let reach, let measureInMetres else { return nil }
        return RiverPosition(reach: reach, measureInMetres: measureInMetres)
    }

    /// Whether another reach lies no more than `margin` metres farther than the one chosen.
    public func isAmbiguous(within margin: Double) -> Bool {
        guard let distanceInMetres, let secondDistanceInMetres else { return false }
        return secondDistanceInMetres - distanceInMetres <= margin
    }
}

extension RiverNetwork {
    /// For each of `points` the nearest place on any reach, exact on the segments.
    ///
    /// A point that names its river is matched to reaches of that name when the network has any
    /// (names in brackets count: 卫河(大沙河) is both); when it has none, to any reach, and
    /// `isMatchedByName` is false. Of equally near reaches the one whose identifier sorts first
    /// (then its part, then its number), then the first place along it: the order of the reaches
    /// does not matter.
    ///
    /// - Parameters:
    ///   - points: In the CRS of the network.
    ///   - limit: The farthest match in metres; a point exactly there is matched. What is matched
    ///     does not depend on it otherwise.
    ///   - threads: How many threads work; the result does not depend on it.
    /// - Returns: One location a point, in their order.
    /// - Complexity: O(log segments) a point, without allocations where points name no river.
    public func locate(
        _ points: [RiverPoint], within limit: Double, threads: Int = 1
    ) -> [PointLocation] {
        let locator = PointLocator(self, within: limit, points: points)
        // Neighbours one after the other: the parts of the index that they need are in the cache.
        let order = spatialOrder(of: points.map(\.coordinate))
        let parts = mapChunks(chunks(of: points.count, size: 4096), threads: threads) { range in
            range.map { locator.location(of: points[order[$0]]) }
        }
        var locations = [PointLocation](repeating: PointLocation(), count: points.count)
        for (number, location) in zip(order, parts.joined()) { locations[number] = location }
        return locations
    }
}

/// Finds places on a network one by one. A class, so that a search copies none of the network.
private final class PointLocator: Sendable {
    private let network: RiverNetwork
    private let limit: Double
    /// The reaches by the names of their rivers; empty where no point names one.
    private let names: [String: Set<Int>]

    init(_ network: RiverNetwork, within limit: Double, points: [RiverPoint]) {
        self.network = network
        self.limit = limit
        let namesRivers = points.contains { $0.river?.isEmpty == false }
        names = namesRivers ? network.reachesByName() : [:]
    }

    func location(of point: RiverPoint) -> PointLocation {
        let place = point.coordinate
        guard let river = point.river, !names.isEmpty, let named = reaches(named: river) else {
            guard let near = network.index.nearestTwo(to: place, precedes: precedes) else {
                return PointLocation()
            }
            return location(at: near.point, on: near.line, second: near.second)
        }
        let isNamed = { named.contains($0) }
        guard let near = network.index.nearest(to: place, where: isNamed, precedes: precedes)
        else { return PointLocation() }
        let second = network.index.nearest(
            to: place, where: { $0 != near.line }, precedes: precedes
        ).map { ($0.line, $0.point.distance) }
        var location = location(at: near.point, on: near.line, second: second)
        location.isMatchedByName = location.reach != nil
        return location
    }

    /// - Parameter second: The nearest other reach and its distance in CRS units.
    private func location(
        at point: NearestPoint, on reach: Int, second: (line: Int, distance: Double)?
    ) -> PointLocation {
        let distance = point.distance * network.metresPerUnit
        var location = PointLocation(unmatchedAtDistance: distance)
        guard distance <= limit else { return location }
        let measure = network.reaches[reach].measure(
            segment: point.segment, fraction: point.fraction)
        let position = RiverPosition(reach: reach, measureInMetres: measure)
        location.reach = reach
        location.measureInMetres = measure
        location.fromMouthInMetres = network.distanceToMouth(from: position)
        location.fromOutletInMetres = network.distanceToOutlet(from: position)
        location.offsetInMetres = point.side < 0 ? -distance : distance
        location.coordinate = point.coordinate
        location.secondReach = second?.line
        location.secondDistanceInMetres = second.map { $0.distance * network.metresPerUnit }
        return location
    }

    /// Whether reach `a` is taken before the equally near reach `b`.
    private func precedes(_ a: Int, _ b: Int) -> Bool {
        let (first, second) = (network.reaches[a], network.reaches[b])
        return (first.id, first.part, a) < (second.id, second.part, b)
    }

    /// The reaches of a river that a point names; `nil` when the network has none.
    private func reaches(named river: String) -> Set<Int>? {
        let found = riverNames(river).compactMap { names[$0] }
        guard let first = found.first else { return nil }
        return found.dropFirst().reduce(first) { $0.union($1) }
    }
}

extension RiverNetwork {

    /// Metres with the flow from `position` to the mouth of its river; `nil` in a loop that the
    /// water does not leave, or on an unusable reach.
    ///
    /// A river is the reaches of one name; its mouth is where none of them leads on. The way is the
    /// shortest where it branches; closed gaps have no length. A reach without a name is followed
    /// to the end of all water.
    public func distanceToMouth(from position: RiverPosition) -> Double? {
        distance(from: position, beyond: mouthDistances)
    }

    /// Metres with the flow from `position` to the end of all water in the data, the shortest way;
    /// `nil` as for `distanceToMouth(from:)`.
    public func distanceToOutlet(from position: RiverPosition) -> Double? {
        distance(from: position, beyond: outletDistances)
    }

    private func distance(from position: RiverPosition, beyond distances: [Double]) -> Double? {
        guard let number = link(at: position) else { return nil }
        let link = links[number]
        let rest = link.length - link.distanceFromUpperEnd(to: position.measureInMetres)
        let distance = rest + distances[number]
        return distance.isFinite ? distance : nil
    }

    /// The link that holds `position`; at a node between two links of a reach the one with the
    /// larger measures.
    func link(at position: RiverPosition) -> Int? {
        let own = linksOfReach[position.reach]
        guard var found = own.first else { return nil }
        var rest = own.dropFirst()
        // The last that begins at the measure or before it.
        while let middle = rest.isEmpty ? nil : rest.startIndex + rest.count / 2 {
            if links[own[middle]].fromMeasure <= position.measureInMetres {
                found = own[middle]
                rest = rest[(middle + 1)...]
            } else {
                rest = rest[..<middle]
            }
        }
        return found
    }

    /// The place at `position`; `nil` for a reach without vertices.
    public func coordinate(at position: RiverPosition) -> Coordinate? {
        reaches[position.reach].coordinate(atMeasure: position.measureInMetres)
    }

    fileprivate func reachesByName() -> [String: Set<Int>] {
        var names: [String: Set<Int>] = [:]
        for (number, reach) in reaches.enumerated() where reach.isUsable {
            for name in riverNames(reach.label) { names[name, default: []].insert(number) }
        }
        return names
    }
}

/// The names in a label: `南运河(卫运河、小运河)` gives three.
func riverNames(_ label: String) -> [String] {
    label.split { "()（）、,，;；/".contains($0) }.map { part in
        String(part.filter { !$0.isWhitespace })
    }.filter { !$0.isEmpty }
}
