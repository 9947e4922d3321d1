import Geometry
import Grids

/// What one look at the vertices of a zone tells: its box, its planar area, the turn of its rings.
struct ZoneSurvey {
    /// The box around all rings; `nil` without a vertex.
    private(set) var box: BoundingBox?
    /// The planar area in square CRS units, holes taken off; never negative.
    private(set) var area = 0.0
    /// Whether each ring runs clockwise in CRS coordinates: shell, then holes, polygon by polygon.
    private(set) var isClockwise: [Bool] = []

    /// - Throws: `CoverageError.vertexOutOfReach` for the first vertex whose cell cannot be told.
    init(of zone: Zone, on frame: CellFrame) throws(CoverageError) {
        var sum = 0.0
        for (index, polygon) in zone.polygons.enumerated() {
            let shell = try Self.survey(polygon.shell, frame, zone.id, index, 0)
            add(shell)
            var polygonArea = abs(shell.area)
            for (hole, ring) in polygon.holes.enumerated() {
                let hole = try Self.survey(ring, frame, zone.id, index, hole + 1)
                add(hole)
                polygonArea -= abs(hole.area)
            }
            sum += polygonArea
        }
        area = max(sum, 0)
    }

    private mutating func add(_ ring: (box: BoundingBox?, area: Double)) {
        isClockwise.append(ring.area < 0)
        guard let ringBox = ring.box else { return }
        box = box?.union(ringBox) ?? ringBox
    }

    private static func survey(
        _ ring: Ring, _ frame: CellFrame, _ zone: String, _ polygon: Int, _ number: Int
    ) throws(CoverageError) -> (box: BoundingBox?, area: Double) {
        guard let first = ring.coordinates.first else { return (nil, 0) }
        let origin = SIMD2(first.x, first.y)
        var lows = origin
        var highs = origin
        var previous = SIMD2<Double>.zero
        var twice = 0.0
        // A NaN fails every comparison, so it is caught by its sum: differences of finite numbers
        // alone are 0.
        var poisons = SIMD2<Double>.zero
        ring.coordinates.withUnsafeBufferPointer { vertices in
            for vertex in vertices {
                let place = SIMD2(vertex.x, vertex.y)
                lows.replace(with: place, where: place .< lows)
                highs.replace(with: place, where: place .> highs)
                poisons += place - place
                // As `Ring.signedArea`: relative to the first vertex.
                let next = place - origin
                let products = previous * SIMD2(next.y, next.x)
                twice += products.x - products.y
                previous = next
            }
        }
        let low = Coordinate(x: lows.x, y: lows.y)
        let high = Coordinate(x: highs.x, y: highs.y)
        let poison = poisons.x + poisons.y
        guard poison == 0, frame.reaches(low), frame.reaches(high) else {
            let vertex = ring.coordinates.firstIndex { !frame.reaches($0) } ?? 0
            throw .vertexOutOfReach(
                zone: zone, polygon: polygon, ring: number, vertex: vertex,
                coordinate: ring.coordinates[vertex])
        }
        return (BoundingBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y), twice / 2)
    }
}

extension CellFrame {
    /// Whether `coordinate` is finite and its cell can be told.
    fileprivate func reaches(_ coordinate: Coordinate) -> Bool {
        let (u, v) = position(of: coordinate)
        return abs(u) < Self.reach && abs(v) < Self.reach
    }
}
