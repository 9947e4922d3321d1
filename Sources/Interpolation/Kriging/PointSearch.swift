/// The nearest stations of single places, straight from the definition.
struct PointSearch {
    private let plan: KrigingPlan
    private var distances: [Double]
    private var scratch: [Double]
    private var found: [Int32] = []

    init(_ plan: KrigingPlan) {
        self.plan = plan
        distances = Array(repeating: 0, count: plan.positions.count)
        scratch = distances
    }

    /// The nearest stations within the radius, in the order of the stations; of several at the
    /// last one's distance the first.
    ///
    /// - Parameter left: Stations that do not count.
    /// - Complexity: O(stations).
    mutating func neighbours(of target: Position, without left: Set<Int>?) -> [Int32] {
        for (index, place) in plan.positions.enumerated() {
            let (dx, dy, dz) = (place.x - target.x, place.y - target.y, place.z - target.z)
            distances[index] = dx * dx + dy * dy + dz * dz
        }
        for index in left ?? [] { distances[index] = .infinity }
        let wanted = min(plan.neighbourCount, distances.count - (left?.count ?? 0))
        found.removeAll(keepingCapacity: true)
        guard wanted > 0 else { return [] }
        scratch = distances
        let last = scratch.withUnsafeMutableBufferPointer { smallest($0, wanted) }
        let limit = min(last, plan.squaredRadius)
        var nearer = 0
        for distance in distances where distance < limit { nearer += 1 }
        // Of those exactly at the limit only as many as are wanted.
        var room = wanted - nearer
        for index in distances.indices where distances[index] <= limit {
            guard distances[index] < .infinity else { continue }
            if distances[index] == limit {
                guard room > 0 else { continue }
                room -= 1
            }
            found.append(Int32(index))
        }
        return found
    }
}
