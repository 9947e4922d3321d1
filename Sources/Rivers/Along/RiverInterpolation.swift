import Geometry
import Parallel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A value measured at a place of a network.
public struct RiverStation: Hashable, Sendable {
    public var position: RiverPosition
    /// Any unit; stations whose value is not finite do not count.
    public var value: Double

    public init(position: RiverPosition, value: Double) {
        self.position = position
        self.value = value
    }
}

/// How values are carried along a network: inverse distance weighting with river distances.
public struct RiverInterpolation: Hashable, Sendable {
    /// The exponent p of the weights 1 ÷ distanceᵖ, above 0.
    public var power: Double
    /// How many of the nearest stations count at most; `nil` for all.
    public var neighbours: Int?
    /// How far along the river a station may be, in metres.
    public var radiusInMetres: Double
    /// Which stations count as connected.
    public var connection: RiverConnection

    /// - Precondition: `power` above 0, `neighbours` at least 1, `radiusInMetres` 0 or more.
    public init(
        power: Double = 2, neighbours: Int? = 12, radiusInMetres: Double = .infinity,
        connection: RiverConnection = .any
    ) {
        precondition(
            power > 0 && neighbours ?? 1 >= 1 && radiusInMetres >= 0,
            "a positive power, one neighbour or more and a radius of 0 or more")
        self.power = power
        self.neighbours = neighbours
        self.radiusInMetres = radiusInMetres
        self.connection = connection
    }
}

/// A value along a network.
public struct RiverEstimate: Hashable, Sendable {
    public var value: Double
    /// How many stations it comes from.
    public var stationCount: Int
    /// The nearest of them, by its position in the list given, and its river distance.
    public var nearestStation: Int
    public var nearestDistanceInMetres: Double

    public init(
        value: Double, stationCount: Int, nearestStation: Int, nearestDistanceInMetres: Double
    ) {
        self.value = value
        self.stationCount = stationCount
        self.nearestStation = nearestStation
        self.nearestDistanceInMetres = nearestDistanceInMetres
    }
}

extension RiverNetwork {
    /// The values at `positions` from those of `stations` by inverse river distance.
    ///
    /// The value is Σ wᵢ vᵢ ÷ Σ wᵢ with wᵢ = 1 ÷ dᵢᵖ over the nearest stations along the river. A
    /// position at a station has the station's value, at several stations their mean. The result
    /// does not depend on the order of the stations, but for ties at the last neighbour, where the
    /// earlier one counts.
    ///
    /// - Returns: One entry a position; `nil` where no station is connected within the radius.
    /// - Complexity: O(neighbours · links · log links) once, O(neighbours²) a position; memory
    ///   16 bytes a neighbour and node.
    public func interpolate(
        _ stations: [RiverStation], at positions: [RiverPosition],
        _ method: RiverInterpolation = RiverInterpolation(), threads: Int = 1
    ) -> [RiverEstimate?] {
        let usable = stations.indices.filter { stations[$0].value.isFinite }
        let nearest = NearestStations(
            network: self, stations: usable.map { stations[$0].position },
            count: min(method.neighbours ?? .max, usable.count), connection: method.connection,
            within: method.radiusInMetres)
        let plan = chunks(of: positions.count, size: 1024)
        return mapChunks(plan, threads: threads) { range in
            range.map { number -> RiverEstimate? in
                let labels = nearest.nearest(to: positions[number])
                guard let first = labels.first else { return nil }
                let values = labels.map { stations[usable[$0.station]].value }
                return RiverEstimate(
                    value: weightedMean(labels, values, power: method.power),
                    stationCount: labels.count, nearestStation: usable[first.station],
                    nearestDistanceInMetres: first.distance)
            }
        }.flatMap { (part: [RiverEstimate?]) in part }
    }

    /// The network in pieces of even length, none longer than `step` metres, by reach and measure.
    ///
    /// - Precondition: `step` is above 0.
    public func pieces(noLongerThan step: Double) -> [ReachPiece] {
        precondition(step > 0, "pieces need a length above 0")
        return reaches.indices.filter { reaches[$0].isUsable }.flatMap { number in
            let length = reaches[number].lengthInMetres
            let count = max(1, Int((length / step).rounded(.up)))
            return (0..<count).map { index in
                ReachPiece(
                    reach: number, fromMeasure: length * Double(index) / Double(count),
                    toMeasure: index + 1 == count
                        ? length : length * Double(index + 1) / Double(count))
            }
        }
    }
}

/// A piece of a reach between two measures as digitised, in metres.
public struct ReachPiece: Hashable, Sendable {
    public var reach: Int
    public var fromMeasure: Double
    public var toMeasure: Double

    public init(reach: Int, fromMeasure: Double, toMeasure: Double) {
        self.reach = reach
        self.fromMeasure = fromMeasure
        self.toMeasure = toMeasure
    }

    /// The place halfway.
    public var middle: RiverPosition {
        RiverPosition(reach: reach, measureInMetres: (fromMeasure + toMeasure) / 2)
    }
}

/// The mean of values weighted by inverse distance; of those at distance 0 the plain mean.
///
/// `labels` come nearest first. Distances are taken relative to the nearest, so that no weight is
/// larger than 1.
private func weightedMean(_ labels: [StationLabel], _ values: [Double], power: Double) -> Double {
    let nearest = labels[0].distance
    var sum = 0.0
    var total = 0.0
    for (label, value) in zip(labels, values) {
        if nearest == 0 && label.distance > 0 { break }
        let weight = nearest == 0 ? 1 : pow(nearest / label.distance, power)
        sum += weight * value
        total += weight
    }
    return sum / total
}
