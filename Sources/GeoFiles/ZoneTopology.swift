import CGDAL
public import Geometry

/// A piece of the plane where a layer of zones does not tile: a gap, an overlap, a part outside.
public struct TopologyFault: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Covered by no zone.
        case gap
        /// Covered by two zones.
        case overlap
        /// Part of a zone outside the area that it belongs to.
        case outside
    }

    public var kind: Kind
    /// The positions of the zones concerned: the two of an overlap, the one that reaches out, those
    /// along a gap.
    public var zones: [Int]
    /// On the ellipsoid.
    public var areaInSquareMetres: Double
    /// The mean width, 2 · area ÷ perimeter of the piece, or of its largest part.
    public var widthInMetres: Double
    /// A place inside it, in the CRS of the zones.
    public var place: Coordinate
}

/// Where a layer of zones does not tile its area.
public struct ZoneTopology: Hashable, Sendable {
    /// The largest first.
    public var gaps: [TopologyFault]
    /// The largest first.
    public var overlaps: [TopologyFault]
    /// Gaps and overlaps below the least area: how many, and their area.
    public var smallCount: Int
    public var smallAreaInSquareMetres: Double
}

/// The gaps and overlaps of `zones`.
///
/// A gap is what no zone covers of `frame`, or without one what zones enclose. Overlaps are those
/// of each pair; their areas are `intersections(of:with:)`'s.
///
/// - Parameters:
///   - zones: Valid zones in `crs`; those without parts are passed over.
///   - frame: Zones that `zones` should cover, such as counties; `nil` for none.
///   - leastArea: What is smaller is counted and summed only.
///   - leastWidth: What is narrower too.
///   - threads: The result does not depend on it.
/// - Throws: `wrongContent` when GEOS cannot work on the geometry.
/// - Complexity: that of joining all zones, O(n log n) for n vertices.
public func topology(
    of zones: [Zone], within frame: [Zone]? = nil, crs: CoordinateReferenceSystem,
    leastAreaInSquareMetres leastArea: Double, leastWidthInMetres leastWidth: Double = 0,
    threads: Int
) throws(GeoFileError) -> ZoneTopology {
    let measure = try PieceMeasure(crs: crs)
    var result = ZoneTopology(gaps: [], overlaps: [], smallCount: 0, smallAreaInSquareMetres: 0)
    for piece in try uncovered(by: zones, within: frame, crs) {
        let area = try measure.area(of: [piece])
        let width = try measure.width(of: piece)
        if area < leastArea || width < leastWidth {
            result.smallCount += 1
            result.smallAreaInSquareMetres += area
            continue
        }
        result.gaps.append(
            TopologyFault(
                kind: .gap, zones: neighbours(of: piece, among: zones), areaInSquareMetres: area,
                widthInMetres: width, place: innerPlace(of: piece)))
    }
    let crossed = try intersections(
        of: zoneLayer(zones, crs), with: zoneLayer([], crs), minimumAreaInSquareMetres: 0,
        threads: threads)
    for pair in crossed.first.overlaps {
        let shared =
            pair.areaInSquareMetres < leastArea
            ? [] : try combined(zones[pair.first].polygons, zones[pair.second].polygons, .shared)
        let largest = try measure.largest(of: shared)
        let width = try largest.map { piece throws(GeoFileError) in try measure.width(of: piece) }
        guard let largest, let width, width >= leastWidth else {
            result.smallCount += 1
            result.smallAreaInSquareMetres += pair.areaInSquareMetres
            continue
        }
        result.overlaps.append(
            TopologyFault(
                kind: .overlap, zones: [pair.first, pair.second],
                areaInSquareMetres: pair.areaInSquareMetres,
                widthInMetres: width, place: innerPlace(of: largest)))
    }
    result.gaps.sort { $0.areaInSquareMetres > $1.areaInSquareMetres }
    result.overlaps.sort { $0.areaInSquareMetres > $1.areaInSquareMetres }
    return result
}

/// The part of a zone that lies outside `area`, as a fault; `nil` when there is none.
///
/// - Parameters:
///   - position: The zone's, for the fault.
///   - crs: The CRS of both.
/// - Throws: `wrongContent` when GEOS cannot work on the geometry.
public func partOutside(
    _ zone: Zone, at position: Int, of area: Zone, crs: CoordinateReferenceSystem
) throws(GeoFileError) -> TopologyFault? {
    let measure = try PieceMeasure(crs: crs)
    let rest = try combined(zone.polygons, area.polygons, .difference)
    guard let largest = try measure.largest(of: rest) else { return nil }
    return TopologyFault(
        kind: .outside, zones: [position], areaInSquareMetres: try measure.area(of: rest),
        widthInMetres: try measure.width(of: largest), place: innerPlace(of: largest))
}

private func zoneLayer(_ zones: [Zone], _ crs: CoordinateReferenceSystem) -> ZoneLayer {
    ZoneLayer(
        path: "", name: "", zones: zones, crs: crs, fields: [], attributes: [],
        encoding: TextEncoding(name: "UTF-8", source: .format), notes: [])
}

/// What no zone covers: of the frame, or of the filled outline of the zones themselves.
private func uncovered(
    by zones: [Zone], within frame: [Zone]?, _ crs: CoordinateReferenceSystem
) throws(GeoFileError) -> [Polygon] {
    let whole = try dissolve(zones, id: "", label: "zones", in: crs).polygons
    if whole.isEmpty { return [] }
    if let frame {
        let outline = try dissolve(frame, id: "", label: "frame", in: crs).polygons
        return try combined(outline, whole, .difference)
    }
    if whole.allSatisfy({ $0.holes.isEmpty }) { return [] }
    return try combined(whole.map { Polygon(shell: $0.shell, holes: []) }, whole, .difference)
}

/// The polygons that two areas share; none where they only touch.
///
/// - Parameters: polygons in one CRS; those of each area do not cross themselves.
/// - Throws: `wrongContent` when GEOS cannot work on the geometry.
public func sharedPolygons(
    of a: [Polygon], and b: [Polygon]
) throws(GeoFileError) -> [Polygon] {
    try combined(a, b, .shared)
}

private enum Combination { case shared, difference }

/// The polygons that two areas share, or those that the first has alone.
private func combined(
    _ a: [Polygon], _ b: [Polygon], _ combination: Combination
) throws(GeoFileError) -> [Polygon] {
    if a.isEmpty { return [] }
    if b.isEmpty { return combination == .shared ? [] : a }
    return try withGDAL { messages throws(GeoFileError) in
        func failure() -> GeoFileError {
            .wrongContent(
                "", cause: messages.cause,
                english: "Two areas cannot be laid over each other. Check their geometry.",
                chinese: "两个区域无法叠加，请检查几何。")
        }
        let first = try required(makeGeometry(.polygons(a)), failure())
        // Filled outlines may lie in each other: joined, they are one area.
        let joined = try required(
            OwnedGeometry(owning: OGR_G_UnionCascaded(first.handle)), failure())
        let second = try required(makeGeometry(.polygons(b)), failure())
        let made =
            combination == .shared
            ? OGR_G_Intersection(joined.handle, second.handle)
            : OGR_G_Difference(joined.handle, second.handle)
        let result = try required(OwnedGeometry(owning: made), failure())
        guard case .polygons(let polygons) = convert(result.handle).shape else { return [] }
        return polygons
    }
}

/// The zones on whose boundary a vertex of the piece lies, at most six.
private func neighbours(of piece: Polygon, among zones: [Zone]) -> [Int] {
    let vertices = Set(piece.rings.flatMap(\.coordinates))
    guard let box = BoundingBox(around: piece.shell.coordinates) else { return [] }
    var result: [Int] = []
    for (position, zone) in zones.enumerated() where result.count < 6 {
        guard let own = zone.boundingBox, own.minX <= box.maxX, own.maxX >= box.minX,
            own.minY <= box.maxY, own.maxY >= box.minY
        else { continue }
        let touches = vertices.contains { place in zone.contains(place) }
        if touches { result.append(position) }
    }
    return result
}

/// A place inside a polygon: halfway along the longest stretch of a level line through its middle.
private func innerPlace(of polygon: Polygon) -> Coordinate {
    guard let box = BoundingBox(around: polygon.shell.coordinates) else {
        return Coordinate(x: .nan, y: .nan)
    }
    let y = box.centre.y
    var crossings: [Double] = []
    for ring in polygon.rings {
        for (a, b) in zip(ring.coordinates, ring.coordinates.dropFirst())
        where (a.y <= y) != (b.y <= y) {
            crossings.append(a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)))
        }
    }
    crossings.sort()
    let stretches = stride(from: 0, to: crossings.count - 1, by: 2).map {
        (crossings[$0], crossings[$0 + 1])
    }
    guard let longest = stretches.max(by: { $0.1 - $0.0 < $1.1 - $1.0 }) else { return box.centre }
    return Coordinate(x: (longest.0 + longest.1) / 2, y: y)
}

/// Measures pieces on the ellipsoid. Belongs to one thread.
private struct PieceMeasure {
    private let meter: AreaMeter
    private let transformer: ShapeTransformer
    private let ellipsoid: Ellipsoid

    init(crs: CoordinateReferenceSystem) throws(GeoFileError) {
        let base = try geographicBase(of: crs)
        meter = try AreaMeter(crs: crs)
        transformer = try ShapeTransformer(from: crs, to: base.crs)
        ellipsoid = base.ellipsoid
    }

    func area(of polygons: [Polygon]) throws(GeoFileError) -> Double {
        try meter.area(of: polygons)
    }

    func width(of polygon: Polygon) throws(GeoFileError) -> Double {
        let perimeter = try transformer.transform([polygon]).flatMap(\.rings).reduce(0) {
            $0 + LineString($1.coordinates).ellipsoidalLength(on: ellipsoid)
        }
        return perimeter > 0 ? try 2 * meter.area(of: [polygon]) / perimeter : 0
    }

    func largest(of polygons: [Polygon]) throws(GeoFileError) -> Polygon? {
        var best: (polygon: Polygon, area: Double)?
        for polygon in polygons {
            let area = try meter.area(of: [polygon])
            if best.map({ area > $0.area }) ?? true { best = (polygon, area) }
        }
        return best?.polygon
    }
}
