/// Where a place lies in relation to an area.
public enum Location: Hashable, Sendable {
    case inside, onBoundary, outside
}

extension Polygon {
    /// Where `coordinate` lies: inside the shell and outside the holes, on a ring, or outside.
    ///
    /// Even-odd over all rings with an exact side test, so that a place on an edge is found to be
    /// on it whatever the size of the numbers. A coordinate that is not finite is outside.
    ///
    /// - Complexity: O(vertices). For many places use `PolygonIndex`.
    public func location(of coordinate: Coordinate) -> Location {
        guard coordinate.isFinite else { return .outside }
        var isInside = false
        for ring in rings {
            switch ring.location(of: coordinate) {
            case .onBoundary: return .onBoundary
            case .inside: isInside.toggle()
            case .outside: break
            }
        }
        return isInside ? .inside : .outside
    }

    /// Whether `coordinate` lies inside or on the boundary, a hole's edge included.
    ///
    /// - Complexity: O(vertices).
    public func contains(_ coordinate: Coordinate) -> Bool {
        location(of: coordinate) != .outside
    }
}

extension Zone {
    /// Whether `coordinate` lies inside or on the boundary of one of the parts. A place on the
    /// boundary between two zones lies in both.
    ///
    /// - Complexity: O(vertices). For many places use `PolygonIndex`.
    public func contains(_ coordinate: Coordinate) -> Bool {
        polygons.contains { $0.contains(coordinate) }
    }
}

extension Ring {
    /// Where `coordinate` lies in relation to this ring alone, by the even-odd rule.
    public func location(of coordinate: Coordinate) -> Location {
        guard var previous = coordinates.last else { return .outside }
        var isInside = false
        for vertex in coordinates {
            switch crossing(of: previous, vertex, fromEastOf: coordinate) {
            case .onEdge: return .onBoundary
            case .crossed: isInside.toggle()
            case .missed: break
            }
            previous = vertex
        }
        return isInside ? .inside : .outside
    }
}

enum RayCrossing {
    case crossed, missed, onEdge
}

/// How the ray from `place` towards the east meets the edge from `a` to `b`.
///
/// An edge holds its lower end and not its upper one, so that a ray through a vertex counts once.
func crossing(of a: Coordinate, _ b: Coordinate, fromEastOf place: Coordinate) -> RayCrossing {
    if a.x < place.x && b.x < place.x { return .missed }
    if a.y == b.y {
        let spans = min(a.x, b.x) <= place.x && place.x <= max(a.x, b.x)
        return a.y == place.y && spans ? .onEdge : .missed
    }
    let (low, high) = a.y < b.y ? (a, b) : (b, a)
    if place.y < low.y || place.y > high.y { return .missed }
    let side = orientation(low, high, place)
    if side == 0 { return .onEdge }
    return side > 0 && place.y < high.y ? .crossed : .missed
}
