public import Geometry
import Parallel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a weight follows from a distance.
public enum DistanceWeighting: Hashable, Sendable {
    /// 1, however far.
    case binary
    /// 1 ÷ distanceᵖ, the distance in metres; a pair in one place has the weight 0.
    case inverse(power: Double)

    func weight(atDistance distance: Double) -> Double {
        switch self {
        case .binary: 1
        case .inverse(let power): distance > 0 ? 1 / pow(distance, power) : 0
        }
    }
}

extension SpatialWeights {
    /// The sites up to a distance from each other, those at exactly that distance in.
    ///
    /// - Parameters:
    ///   - places: Where the sites are; one that is not finite has no neighbours.
    ///   - radiusInMetres: Positive.
    ///   - distance: Any measure, such as the way along a river. A pair without a distance (NaN or
    ///     infinite) is none.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Throws: `HotSpotError.radiusNotPositive`.
    /// - Complexity: O(n²) distances.
    public static func band(
        of places: [Coordinate], radiusInMetres: Double, distance: some DistanceProvider,
        weighting: DistanceWeighting = .binary, threads: Int = 1
    ) throws(HotSpotError) -> SpatialWeights {
        guard radiusInMetres > 0 else { throw .radiusNotPositive(radiusInMetres) }
        let lists = mapChunks(chunks(of: places.count, size: 64), threads: threads) { range in
            range.map { site in
                places.indices.compactMap { other -> (neighbour: Int, weight: Double)? in
                    guard other != site else { return nil }
                    let metres = distance.distanceInMetres(from: places[site], to: places[other])
                    guard metres <= radiusInMetres else { return nil }
                    return (other, weighting.weight(atDistance: metres))
                }
            }
        }
        return SpatialWeights(lists.flatMap { $0 })
    }

    /// The `count` nearest sites of each; of equally far ones those that come first.
    ///
    /// Not mutual: the nearest of one need not have it among its own.
    ///
    /// - Parameters: as `band`; sites with fewer others in reach have all of those.
    /// - Throws: `HotSpotError.neighbourCountNotPositive`.
    /// - Complexity: O(n² log n).
    public static func nearest(
        _ count: Int, of places: [Coordinate], distance: some DistanceProvider,
        weighting: DistanceWeighting = .binary, threads: Int = 1
    ) throws(HotSpotError) -> SpatialWeights {
        guard count > 0 else { throw .neighbourCountNotPositive(count) }
        let lists = mapChunks(chunks(of: places.count, size: 64), threads: threads) { range in
            range.map { site in
                let others = places.indices.compactMap { other -> (metres: Double, site: Int)? in
                    guard other != site else { return nil }
                    let metres = distance.distanceInMetres(from: places[site], to: places[other])
                    return metres.isFinite ? (metres, other) : nil
                }
                return others.sorted { ($0.metres, $0.site) < ($1.metres, $1.site) }
                    .prefix(count).map { ($0.site, weighting.weight(atDistance: $0.metres)) }
            }
        }
        return SpatialWeights(
            lists.flatMap { $0 }.map { $0.map { (neighbour: $0.0, weight: $0.1) } })
    }

    /// The sites up to a distance from each other in a plane.
    ///
    /// The same as `band` with `PlanarDistance`, found through an index.
    ///
    /// - Complexity: O(n log n + pairs).
    public static func planarBand(
        of places: [Coordinate], radius: Double, threads: Int = 1
    ) throws(HotSpotError) -> SpatialWeights {
        guard radius > 0, radius.isFinite else { throw .radiusNotPositive(radius) }
        let index = PackedRTree(
            places.map { place in
                place.isFinite
                    ? BoundingBox(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y) : nil
            })
        let lists = mapChunks(chunks(of: places.count, size: 1024), threads: threads) { range in
            range.map { site -> [Int] in
                let place = places[site]
                guard place.isFinite else { return [] }
                let around = BoundingBox(
                    minX: place.x, minY: place.y, maxX: place.x, maxY: place.y
                ).expanded(by: radius)
                return index.items(intersecting: around).filter {
                    $0 != site && places[$0].planarDistance(to: place) <= radius
                }
            }
        }
        return SpatialWeights(binary: lists.flatMap { $0 })
    }

    /// The `count` nearest sites of each in a plane; of equally far ones those that come first.
    ///
    /// The same as `nearest` with `PlanarDistance`, found through an index.
    ///
    /// - Parameters: as `nearest`.
    /// - Throws: `HotSpotError.neighbourCountNotPositive`.
    /// - Complexity: O(n (log n + count log count)) for evenly spread sites.
    public static func planarNearest(
        _ count: Int, of places: [Coordinate], threads: Int = 1
    ) throws(HotSpotError) -> SpatialWeights {
        guard count > 0 else { throw .neighbourCountNotPositive(count) }
        let index = PackedRTree(places.map(pointBox))
        let known = places.filter(\.isFinite)
        guard let extent = BoundingBox(around: known), known.count > 1 else {
            return SpatialWeights(binary: places.map { _ in [] })
        }
        let wanted = min(count, known.count - 1)
        let spread = max(extent.width, extent.height)
        // A square with twice as many sites as are wanted where they are evenly spread.
        let share = (2 * Double(wanted + 1) / Double(known.count)).squareRoot()
        let firstReach = max(spread * min(1, share) / 2, spread * 1e-9)
        let lists = mapChunks(chunks(of: places.count, size: 1024), threads: threads) { range in
            range.map { site -> [Int] in
                guard places[site].isFinite else { return [] }
                var reach = firstReach
                while true {
                    let found = others(near: site, places, index, reach: reach)
                    // Sites in the corners of the square may be farther than some outside of it.
                    if found.count >= wanted,
                        wanted == 0 || found[wanted - 1].distance <= reach || reach > 2 * spread
                    {
                        return found.prefix(wanted).map(\.site)
                    }
                    reach *= 2
                }
            }
        }
        return SpatialWeights(binary: lists.flatMap { $0 })
    }

    /// The other sites in the square around one, the nearest first.
    private static func others(
        near site: Int, _ places: [Coordinate], _ index: PackedRTree, reach: Double
    ) -> [(distance: Double, site: Int)] {
        guard let box = pointBox(places[site])?.expanded(by: reach) else { return [] }
        return index.items(intersecting: box).filter { $0 != site }
            .map { (places[$0].planarDistance(to: places[site]), $0) }
            .sorted { $0 < $1 }
    }

    private static func pointBox(_ place: Coordinate) -> BoundingBox? {
        place.isFinite
            ? BoundingBox(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y) : nil
    }
}
