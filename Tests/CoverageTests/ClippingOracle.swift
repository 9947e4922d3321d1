import Geometry
import Grids

/// The fraction of every cell inside `zone`, row by row: each ring is clipped to each cell
/// (Sutherland, Hodgman 1974) and measured. Slow and plain.
func fractionsByClipping(_ zone: Zone, on geometry: GridGeometry) -> [Double] {
    var result: [Double] = []
    for row in 0..<geometry.rows {
        for column in 0..<geometry.columns {
            let a = geometry.geotransform.coordinate(row: Double(row), column: Double(column))
            let b = geometry.geotransform.coordinate(
                row: Double(row + 1), column: Double(column + 1))
            let area = zone.polygons.reduce(0.0) { sum, polygon in
                polygon.holes.reduce(sum + clippedArea(polygon.shell, a, b)) {
                    $0 - clippedArea($1, a, b)
                }
            }
            result.append(area / (geometry.cellSize.width * geometry.cellSize.height))
        }
    }
    return result
}

/// The area of `ring` inside the box with the opposite corners `a` and `b`.
private func clippedArea(_ ring: Ring, _ a: Coordinate, _ b: Coordinate) -> Double {
    // Relative to the cell, so that the oracle loses no digits to large coordinates either.
    var points = ring.coordinates.map { Coordinate(x: $0.x - a.x, y: $0.y - a.y) }
    let (x, y) = (b.x - a.x, b.y - a.y)
    points = clip(points, { $0.x - min(0, x) })
    points = clip(points, { max(0, x) - $0.x })
    points = clip(points, { $0.y - min(0, y) })
    points = clip(points, { max(0, y) - $0.y })
    return abs(Ring(points).signedArea)
}

/// The part of a closed line where `inside` is not negative.
private func clip(_ points: [Coordinate], _ inside: (Coordinate) -> Double) -> [Coordinate] {
    guard var previous = points.last else { return [] }
    var result: [Coordinate] = []
    for point in points {
        let (before, here) = (inside(previous), inside(point))
        if (before < 0) != (here < 0) {
            let t = before / (before - here)
            result.append(
                Coordinate(
                    x: previous.x + t * (point.x - previous.x),
                    y: previous.y + t * (point.y - previous.y)))
        }
        if here >= 0 { result.append(point) }
        previous = point
    }
    return result
}
