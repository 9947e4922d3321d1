import Geometry

/// The longest edge that is transformed as it is, in metres: on a Gauss–Krüger plane the course
/// of a straight line of degrees bends off its chord by c²/8R, at 500 m less than a centimetre.
let longestTransformedEdge = 500.0

/// `coordinates` with vertices added, evenly spaced, on edges longer than `metres`.
///
/// Both directions of an edge give the same vertices: neighbours keep their common border.
func densified(
    _ coordinates: [Coordinate], in crs: CoordinateReferenceSystem, longest metres: Double
) -> [Coordinate] {
    // A degree of longitude is longest on the equator; a shorter step further north only adds
    // vertices.
    let longest =
        crs.isGeographic ? metres / 111_320 : metres / crs.metresPerUnit
    var result: [Coordinate] = []
    result.reserveCapacity(coordinates.count)
    for (index, end) in coordinates.enumerated() {
        if index > 0 { appendBetween(coordinates[index - 1], end, longest, to: &result) }
        result.append(end)
    }
    return result
}

private func appendBetween(
    _ start: Coordinate, _ end: Coordinate, _ longest: Double, to result: inout [Coordinate]
) {
    let length = start.planarDistance(to: end)
    guard length > longest, length.isFinite, length / longest < 1e7 else { return }
    let pieces = Int((length / longest).rounded(.up))
    let isForward = (start.x, start.y) < (end.x, end.y)
    let (low, high) = isForward ? (start, end) : (end, start)
    for step in 1..<pieces {
        let t = Double(isForward ? step : pieces - step) / Double(pieces)
        result.append(
            Coordinate(x: low.x + (high.x - low.x) * t, y: low.y + (high.y - low.y) * t))
    }
}
