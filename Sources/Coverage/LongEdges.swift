public import Geometry

extension Overlay {
    /// The indices of zones that have an edge over more than 180 degrees of longitude, ascending.
    ///
    /// Such an edge was most likely meant to cross the antimeridian the short way; an overlay takes
    /// it as drawn, right across the map. An edge over exactly 360 degrees, such as the lower edge
    /// of an Antarctica drawn to the pole, is meant and left out.
    ///
    /// - Parameter zones: Coordinates in degrees.
    /// - Complexity: O(vertices).
    public static func indicesOfZonesWithLongEdges(in zones: [Zone]) -> [Int] {
        zones.indices.filter { index in
            zones[index].polygons.contains { polygon in
                hasLongEdge(polygon.shell) || polygon.holes.contains(where: hasLongEdge)
            }
        }
    }

    private static func hasLongEdge(_ ring: Ring) -> Bool {
        ring.coordinates.withUnsafeBufferPointer { vertices in
            for index in vertices.indices.dropFirst() {
                let width = abs(vertices[index].x - vertices[index - 1].x)
                if width > 180, width != 360 { return true }
            }
            return false
        }
    }
}
