import Geometry
import Parallel

/// Two zones and the area that they share.
public struct ZoneIntersection: Hashable, Sendable {
    /// The position of a zone in its layer.
    public var first: Int
    /// The position of a zone in the other layer, or of a later zone of the same layer.
    public var second: Int
    public var areaInSquareMetres: Double

    public init(first: Int, second: Int, areaInSquareMetres: Double) {
        self.first = first
        self.second = second
        self.areaInSquareMetres = areaInSquareMetres
    }
}

/// What one of two crossed layers covers.
public struct CrossedLayer: Hashable, Sendable {
    /// The area of every zone, in the layer's order; 0 for a zone without parts.
    ///
    /// Edges are straight in the common CRS, so that a zone read in another CRS differs from
    /// `Zone.areaInSquareMetres` by what its edges bend.
    public var areasInSquareMetres: [Double]
    /// The part of every zone that lies in no zone of the other layer.
    public var areasOutsideInSquareMetres: [Double]
    /// The zones of this layer that overlap each other, `first` before `second`, sorted.
    public var overlaps: [ZoneIntersection]
    /// The overlaps too small to be listed.
    public var smallOverlaps: SmallIntersections
    /// The area that the layer covers, overlaps once.
    public var coveredAreaInSquareMetres: Double
    /// The covered area that lies in no zone of the other layer, overlaps once.
    public var outsideAreaInSquareMetres: Double
    /// The area that lies in two or more zones of the layer, once.
    public var overlapAreaInSquareMetres: Double
}

/// Two zone layers crosswise: what every two zones share, and what is left over.
public struct ZoneIntersections: Hashable, Sendable {
    /// What zones of the first layer share with zones of the second, sorted by `first`, then
    /// `second`.
    public var pairs: [ZoneIntersection]
    /// The shared areas too small to be listed.
    public var smallPairs: SmallIntersections
    public var first: CrossedLayer
    public var second: CrossedLayer
    /// The area that lies in a zone of both layers, overlaps once.
    public var sharedAreaInSquareMetres: Double

    /// What was left out of the lists, for the log; empty when nothing was.
    public var notes: [SmallIntersections] {
        [smallPairs, first.smallOverlaps, second.smallOverlaps].filter { $0.count > 0 }
    }
}

/// Intersections that were left out of a list because they are dust: counted and summed.
public struct SmallIntersections: Hashable, Sendable, CustomStringConvertible {
    public var count: Int
    public var areaInSquareMetres: Double
    /// The limit below which an intersection is dust.
    public var limitInSquareMetres: Double
    /// The layers that the zones belong to; the same name twice for overlaps within one.
    public var layers: [String]

    public var description: String {
        let place =
            layers.first == layers.last
            ? "zones of \"\(layers.first ?? "")\" among themselves"
            : "zones of \"\(layers.first ?? "")\" and \"\(layers.last ?? "")\""
        return "\(count) intersections of \(place) are smaller than \(limitInSquareMetres) m² and "
            + "than a thousandth of the smaller zone: left out of the table, "
            + "\(areaInSquareMetres) m² in all."
    }

    public var descriptionInChinese: String {
        let place =
            layers.first == layers.last
            ? "“\(layers.first ?? "")”内部区域之间"
            : "“\(layers.first ?? "")”与“\(layers.last ?? "")”的区域之间"
        return "\(place)有 \(count) 处交叠小于 \(limitInSquareMetres) 平方米且不足较小区域的千分之一："
            + "未列入表中，合计 \(areaInSquareMetres) 平方米。"
    }
}

/// The areas that the zones of two layers share, pair by pair, with the gaps and overlaps.
///
/// All areas are of the ellipsoid, in square metres, for edges that are straight in the common
/// CRS. They come from one subdivision of the plane by all edges of both layers: the pairs of a
/// zone and its part outside the other layer sum to its area to rounding wherever the other
/// layer does not overlap itself, and a gap is never hidden by an overlap.
///
/// An intersection is dust, and not listed, when it is smaller than `minimumAreaInSquareMetres`
/// and than a thousandth of the smaller zone: what rounding leaves along a common border has no
/// row, while a zone that is itself so small keeps its own. Dust is counted and summed in `notes`,
/// and is no part of what lies outside the other layer. Everything else is listed, with the
/// slivers of borders that were digitised twice; a higher limit takes those out.
///
/// - Parameters:
///   - first: Valid zones; parts of one zone do not overlap. Zones without parts are kept, with
///     area 0.
///   - second: Zones in the CRS of `first`; may be the same layer.
///   - minimumAreaInSquareMetres: 0 lists everything, the dust of rounding too.
///   - threads: The result is the same for any number.
/// - Throws: `wrongContent` when the layers' CRS differ, naming both layers; for a zone with a
///   coordinate that is not finite or beyond a pole, naming the zone; for a place among the zones
///   that has no longitude and latitude, naming the zones of both layers near it.
/// - Precondition: `threads` is positive.
/// - Complexity: O(n log n + c) for n vertices and c crossings of edges; memory about 2 bytes a
///   vertex beside the zones.
/// - Accuracy: edges are integrated as they run, not joined by great circles: 1e-9 of a zone's
///   area in a plane (a cylindrical equal-area plane shows 6e-10), 1e-12 in longitude and
///   latitude. `ellipsoidalArea(of:in:)`, in steps of 500 m, differs by up to 2e-6 for a zone of
///   1 km² with edges that long.
public func intersections(
    of first: ZoneLayer, with second: ZoneLayer, minimumAreaInSquareMetres: Double = 1,
    threads: Int
) throws(GeoFileError) -> ZoneIntersections {
    precondition(threads > 0, "at least one thread must work")
    guard isSame(first.crs, second.crs) else { throw notOneCRS(first, second) }
    try requirePlaces(first)
    try requirePlaces(second)
    let plan = SubdivisionPlan(zones: [first.zones, second.zones])
    let atOnce = max(1, (plan.tiles.count + mostChunks - 1) / mostChunks)
    let parts = try mapChunks(chunks(of: plan.tiles.count, size: atOnce), threads: threads) {
        tiles throws(GeoFileError) in
        var worker = SubdivisionWorker(metric: try AreaMetric(crs: first.crs))
        for tile in tiles {
            do throws(GeoFileError) {
                try worker.add(plan, tile: plan.tiles[tile])
            } catch {
                throw error.among(plan.zones(in: plan.tiles[tile]), first, second)
            }
        }
        return worker.cover
    }
    var tally = IntersectionTally(first: first.zones.count, second: second.zones.count)
    for part in parts { tally.add(part) }
    return tally.result(
        layers: (first.name, second.name), minimumArea: minimumAreaInSquareMetres)
}

/// The most chunks of a plan: each makes its own coordinate transformation.
private let mostChunks = 64

/// The sums of all states of the plane, made into lists.
private struct IntersectionTally {
    private var pairs: [Pair: Double] = [:]
    private var layers: [Layer]
    private var shared = 0.0

    private struct Pair: Hashable {
        var first: Int
        var second: Int
    }

    private struct Layer {
        var areas: [Double]
        var outside: [Double]
        var overlaps: [Pair: Double] = [:]
        var covered = 0.0
        var uncrossed = 0.0
        var doubled = 0.0

        init(zones: Int) {
            areas = [Double](repeating: 0, count: zones)
            outside = areas
        }

        mutating func add(_ zones: [Int], _ area: Double, isOutside: Bool) {
            if zones.isEmpty { return }
            covered += area
            if isOutside { uncrossed += area }
            if zones.count > 1 { doubled += area }
            for (position, zone) in zones.enumerated() {
                areas[zone] += area
                if isOutside { outside[zone] += area }
                for later in zones[(position + 1)...] {
                    overlaps[Pair(first: zone, second: later), default: 0] += area
                }
            }
        }
    }

    init(first: Int, second: Int) {
        layers = [Layer(zones: first), Layer(zones: second)]
    }

    mutating func add(_ cover: [CoveredArea]) {
        let bound = layers[0].areas.count
        for part in cover {
            let first = part.zones.filter { $0 < bound }.map { Int($0) }
            let second = part.zones.filter { $0 >= bound }.map { Int($0) - bound }
            layers[0].add(first, part.area, isOutside: second.isEmpty)
            layers[1].add(second, part.area, isOutside: first.isEmpty)
            if first.isEmpty || second.isEmpty { continue }
            shared += part.area
            for a in first {
                for b in second { pairs[Pair(first: a, second: b), default: 0] += part.area }
            }
        }
    }

    func result(layers names: (String, String), minimumArea: Double) -> ZoneIntersections {
        let limit = max(0, minimumArea)
        func list(
            _ sums: [Pair: Double], _ a: Layer, _ b: Layer, _ names: [String]
        ) -> ([ZoneIntersection], SmallIntersections) {
            var rows: [ZoneIntersection] = []
            var small = SmallIntersections(
                count: 0, areaInSquareMetres: 0, limitInSquareMetres: limit, layers: names)
            for (pair, area) in sums.sorted(by: {
                ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second)
            }) where area > 0 {
                let smaller = min(a.areas[pair.first], b.areas[pair.second])
                if area < limit, area < smaller * leastShare {
                    small.count += 1
                    small.areaInSquareMetres += area
                } else {
                    rows.append(
                        ZoneIntersection(
                            first: pair.first, second: pair.second, areaInSquareMetres: area))
                }
            }
            return (rows, small)
        }
        func crossed(_ layer: Layer, _ name: String) -> CrossedLayer {
            let overlaps = list(layer.overlaps, layer, layer, [name, name])
            return CrossedLayer(
                areasInSquareMetres: layer.areas.map { max(0, $0) },
                areasOutsideInSquareMetres: layer.outside.map { max(0, $0) },
                overlaps: overlaps.0, smallOverlaps: overlaps.1,
                coveredAreaInSquareMetres: max(0, layer.covered),
                outsideAreaInSquareMetres: max(0, layer.uncrossed),
                overlapAreaInSquareMetres: max(0, layer.doubled))
        }
        let crosswise = list(pairs, layers[0], layers[1], [names.0, names.1])
        return ZoneIntersections(
            pairs: crosswise.0, smallPairs: crosswise.1, first: crossed(layers[0], names.0),
            second: crossed(layers[1], names.1), sharedAreaInSquareMetres: max(0, shared))
    }
}

/// The part of the smaller zone from which an intersection has a row whatever its area.
private let leastShare = 1e-3

private func notOneCRS(_ first: ZoneLayer, _ second: ZoneLayer) -> GeoFileError {
    .wrongContent(
        second.path, layer: second.name,
        english: "Layer \"\(first.name)\" of \"\(first.path)\" is in \(first.crs.name), layer "
            + "\"\(second.name)\" of \"\(second.path)\" in \(second.crs.name). Read both into one "
            + "CRS.",
        chinese: "“\(first.path)”图层“\(first.name)”的坐标系为 \(first.crs.name)，“\(second.path)”图层"
            + "“\(second.name)”为 \(second.crs.name)，请以同一坐标系读取。")
}

/// Every coordinate a finite one, a latitude no farther than a pole.
private func requirePlaces(_ layer: ZoneLayer) throws(GeoFileError) {
    let limit = layer.crs.isGeographic ? 90 + 1e-6 : .infinity
    for zone in layer.zones {
        for ring in zone.polygons.lazy.flatMap(\.rings) {
            guard let bad = ring.coordinates.first(where: { !$0.isFinite || abs($0.y) > limit })
            else { continue }
            throw GeoFileError.wrongContent(
                layer.path, layer: layer.name,
                english: "Zone \"\(zone.id)\" of layer \"\(layer.name)\" in \"\(layer.path)\" has "
                    + "the coordinate (\(bad.x), \(bad.y)), which is no place in "
                    + "\(layer.crs.name). Correct it, or check the layer's CRS.",
                chinese: "“\(layer.path)”图层“\(layer.name)”的区域“\(zone.id)”含有坐标"
                    + "（\(bad.x), \(bad.y)），在 \(layer.crs.name) 中无对应位置，请更正或检查图层坐标系。")
        }
    }
}

extension GeoFileError {
    /// The same error with the zones near whose edges it happened.
    fileprivate func among(
        _ zones: [Int], _ first: ZoneLayer, _ second: ZoneLayer
    ) -> GeoFileError {
        let count = first.zones.count
        let ids = zones.map { zone in
            "\"\(zone < count ? first.zones[zone].id : second.zones[zone - count].id)\""
        }
        let list = listed(ids)
        return GeoFileError(
            kind, path: first.path, layer: first.name, cause: cause,
            english: "\"\(first.path)\" and \"\(second.path)\", near zones \(list): \(sentence)",
            chinese: "“\(first.path)”与“\(second.path)”，区域 \(list) 附近：\(sentenceInChinese)")
    }
}
