import Geometry

extension PreparedStations {
    /// Gives stations that stand within a distance of one another, directly or over others between
    /// them, the place of the first of them by x, then y; the notes say which.
    ///
    /// - Complexity: O(n log n + pairs nearer than the distance along one axis).
    static func moveTogether(
        _ stations: inout [StationValue], measure: DistanceMeasure, withinMetres distance: Double
    ) -> [StationNote] {
        let limit = measure.length(ofMetres: distance)
        let positions = stations.map { measure.position(of: $0.coordinate) }
        let order = positions.indices.sorted { (positions[$0].x, $0) < (positions[$1].x, $1) }
        // Each station points to one of its group; the group's root points to itself.
        var links = Array(stations.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while links[index] != index {
                links[index] = links[links[index]]
                index = links[index]
            }
            return index
        }
        for (place, i) in order.enumerated() {
            for j in order[(place + 1)...] {
                let dx = positions[j].x - positions[i].x
                if dx > limit { break }
                let (dy, dz) = (positions[j].y - positions[i].y, positions[j].z - positions[i].z)
                if dx * dx + dy * dy + dz * dz <= limit * limit { links[root(j)] = root(i) }
            }
        }
        var groups: [Int: [Int]] = [:]
        for index in stations.indices { groups[root(index), default: []].append(index) }
        var notes: [(Coordinate, StationNote)] = []
        for group in groups.values where group.count > 1 {
            let places = Set(group.map { stations[$0].coordinate })
            guard places.count > 1, let first = places.min(by: { ($0.x, $0.y) < ($1.x, $1.y) })
            else { continue }
            for index in group { stations[index].coordinate = first }
            let ids = group.map { stations[$0].id }.sorted()
            notes.append(
                (first, .movedTogether(ids: ids, coordinate: first, withinMetres: distance)))
        }
        return notes.sorted { ($0.0.x, $0.0.y) < ($1.0.x, $1.0.y) }.map(\.1)
    }
}
