import CGDAL
import Geometry

/// A geometry of OGR as plain values, and what had to be left out.
struct ConvertedShape {
    var shape: Shape
    /// Parts of a lower dimension, such as lines beside polygons, were dropped.
    var hasDroppedParts = false
    /// Rings with fewer than three different vertices were left out.
    var hasCollapsedRings = false
    var hadCurves = false
    /// Vertices had heights or measures, which were left out.
    var hadHeights = false
    /// The first coordinate that is not finite.
    var notFinite: Coordinate?
}

/// Reads `geometry` without its Z and M; multi-part geometries keep the order of their parts.
func convert(_ geometry: OGRGeometryH) -> ConvertedShape {
    if OGR_G_HasCurveGeometry(geometry, 0) != 0 {
        guard let linear = OwnedGeometry(owning: OGR_G_GetLinearGeometry(geometry, 0, nil)) else {
            return ConvertedShape(shape: .none, hadCurves: true)
        }
        var converted = convert(linear.handle)
        converted.hadCurves = true
        converted.hadHeights = hasHeights(geometry)
        return converted
    }
    var parts = ShapeParts()
    parts.add(geometry)
    var result = ConvertedShape(shape: .none, notFinite: parts.notFinite)
    if parts.notFinite != nil { return result }
    result.hadHeights = hasHeights(geometry)
    result.hasCollapsedRings = parts.hasCollapsedRings
    if !parts.polygons.isEmpty {
        result.shape = .polygons(parts.polygons)
        result.hasDroppedParts = !parts.lines.isEmpty || !parts.points.isEmpty
    } else if !parts.lines.isEmpty {
        result.shape = .lines(parts.lines)
        result.hasDroppedParts = !parts.points.isEmpty
    } else if !parts.points.isEmpty {
        result.shape = .points(parts.points)
    }
    return result
}

private func hasHeights(_ geometry: OGRGeometryH) -> Bool {
    let type = OGR_G_GetGeometryType(geometry)
    return OGR_GT_HasZ(type) != 0 || OGR_GT_HasM(type) != 0
}

private struct ShapeParts {
    var points: [Coordinate] = []
    var lines: [LineString] = []
    var polygons: [Polygon] = []
    var notFinite: Coordinate?
    var hasCollapsedRings = false

    mutating func add(_ geometry: OGRGeometryH) {
        switch OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) {
        case wkbPoint: points += coordinates(of: geometry)
        case wkbLineString, wkbLinearRing:
            let line = coordinates(of: geometry)
            if line.count >= 2 { lines.append(LineString(line)) }
        case wkbPolygon, wkbTriangle: addPolygon(geometry)
        default:
            for index in 0..<OGR_G_GetGeometryCount(geometry) {
                if let part = OGR_G_GetGeometryRef(geometry, index) { add(part) }
            }
        }
    }

    private mutating func addPolygon(_ geometry: OGRGeometryH) {
        var rings: [Ring] = []
        for index in 0..<OGR_G_GetGeometryCount(geometry) {
            guard let part = OGR_G_GetGeometryRef(geometry, index) else { continue }
            let ring = Ring(coordinates(of: part))
            if ring.coordinates.count > 3 {
                rings.append(ring)
                continue
            }
            if !ring.coordinates.isEmpty { hasCollapsedRings = true }
            // Without its shell a polygon is nothing.
            if index == 0 { return }
        }
        guard let shell = rings.first else { return }
        polygons.append(Polygon(shell: shell, holes: Array(rings.dropFirst())))
    }

    private mutating func coordinates(of geometry: OGRGeometryH) -> [Coordinate] {
        let count = Int(OGR_G_GetPointCount(geometry))
        if count <= 0 || OGR_G_IsEmpty(geometry) != 0 { return [] }
        let stride = Int32(MemoryLayout<Coordinate>.stride)
        let result = [Coordinate](unsafeUninitializedCapacity: count) { buffer, initialized in
            let base = UnsafeMutableRawPointer(buffer.baseAddress)
            _ = OGR_G_GetPoints(
                geometry, base, stride, base.map { $0 + MemoryLayout<Double>.stride }, stride, nil,
                0)
            initialized = count
        }
        if notFinite == nil, !areFinite(result) { notFinite = result.first { !$0.isFinite } }
        return result
    }
}

/// Whether all coordinates are finite numbers.
private func areFinite(_ coordinates: [Coordinate]) -> Bool {
    // A number less itself is 0; NaN and infinity less themselves are NaN, which stays.
    var sum = 0.0
    for coordinate in coordinates {
        sum += (coordinate.x - coordinate.x) + (coordinate.y - coordinate.y)
    }
    return sum == 0
}

/// A geometry of OGR made of polygons: a polygon of one, a multi-part polygon of several.
func makeGeometry(_ polygons: [Polygon]) -> OwnedGeometry? {
    guard polygons.count == 1, let only = polygons.first else {
        return makeGeometry(.polygons(polygons))
    }
    return collection(
        wkbPolygon, only.rings.map { makeLine($0.coordinates, as: wkbLinearRing) })
}

/// A geometry of OGR made of `shape`; multi-part kinds throughout, so that a layer has one type.
func makeGeometry(_ shape: Shape) -> OwnedGeometry? {
    switch shape {
    case .none: return nil
    case .points(let points) where points.count == 1:
        let point = OwnedGeometry(owning: OGR_G_CreateGeometry(wkbPoint))
        if let point { OGR_G_SetPoint_2D(point.handle, 0, points[0].x, points[0].y) }
        return point
    case .points(let points):
        return collection(
            wkbMultiPoint,
            points.map { coordinate in
                makeGeometry(.points([coordinate]))
            })
    case .lines(let lines):
        return collection(
            wkbMultiLineString, lines.map { makeLine($0.coordinates, as: wkbLineString) })
    case .polygons(let polygons):
        return collection(
            wkbMultiPolygon,
            polygons.map { polygon in
                collection(
                    wkbPolygon, polygon.rings.map { makeLine($0.coordinates, as: wkbLinearRing) })
            })
    }
}

private func makeLine(_ coordinates: [Coordinate], as type: OGRwkbGeometryType) -> OwnedGeometry? {
    guard let line = OwnedGeometry(owning: OGR_G_CreateGeometry(type)) else { return nil }
    let stride = Int32(MemoryLayout<Coordinate>.stride)
    coordinates.withUnsafeBytes { bytes in
        let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        OGR_G_SetPoints(
            line.handle, Int32(coordinates.count), base, stride,
            base.map { $0 + MemoryLayout<Double>.stride }, stride, nil, 0)
    }
    return line
}

private func collection(_ type: OGRwkbGeometryType, _ parts: [OwnedGeometry?]) -> OwnedGeometry? {
    guard let whole = OwnedGeometry(owning: OGR_G_CreateGeometry(type)) else { return nil }
    for case let part? in parts { OGR_G_AddGeometry(whole.handle, part.handle) }
    return whole
}
