/// The candidates of a small part of a grid, the latest cell's neighbours in front.
struct NeighbourSelection: ~Copyable {
    /// The neighbours of the latest cell, in the order of the stations.
    private(set) var stations: [Int32] = []

    private let plan: KrigingPlan
    private let memory: UnsafeMutablePointer<Double>
    private let capacity: Int
    /// The candidates' numbers, in the order of their places in memory.
    private var order: [Int32] = []
    private var count = 0
    /// How many candidates stand in front; 0 when they must be selected.
    private var front = 0
    private var isLimited: Bool { plan.squaredRadius < .infinity }

    init(_ plan: KrigingPlan) {
        self.plan = plan
        capacity = plan.positions.count
        memory = .allocate(capacity: 5 * capacity)
    }

    deinit { memory.deallocate() }

    private var x: UnsafeMutablePointer<Double> { memory }
    private var y: UnsafeMutablePointer<Double> { memory + capacity }
    private var z: UnsafeMutablePointer<Double> { memory + 2 * capacity }
    private var distances: UnsafeMutablePointer<Double> { memory + 3 * capacity }
    private var scratch: UnsafeMutablePointer<Double> { memory + 4 * capacity }

    /// Takes new candidates, in the order of the stations.
    mutating func load(_ candidates: [Int32]) {
        order = candidates
        count = candidates.count
        front = 0
        place()
    }

    private func place() {
        for (index, station) in order.enumerated() {
            let position = plan.positions[Int(station)]
            (x[index], y[index], z[index]) = (position.x, position.y, position.z)
        }
    }

    /// Finds the neighbours at `position`; false when they are those of the cell before.
    mutating func select(_ position: Position) -> Bool {
        measure(position)
        if front > 0, !isLimited, front == count || isStillParted() { return false }
        let wanted = min(plan.neighbourCount, count)
        var limit = Double.infinity
        if count > wanted, wanted > 0 {
            scratch.update(from: distances, count: count)
            limit = smallest(UnsafeMutableBufferPointer(start: scratch, count: count), wanted)
        }
        limit = min(limit, plan.squaredRadius)
        var nearer = 0
        for index in 0..<count where distances[index] < limit { nearer += 1 }
        var room = wanted - nearer
        var near: [Int32] = []
        near.reserveCapacity(wanted)
        var far: [Int32] = []
        // Ties at the limit go to the first stations, so all are looked at in the stations' order.
        for index in sortedPlaces() {
            var isNear = distances[index] < limit
            if distances[index] == limit, room > 0 {
                isNear = true
                room -= 1
            }
            if isNear { near.append(order[index]) } else { far.append(order[index]) }
        }
        let isSame = near == stations && front > 0
        stations = near
        order = near + far
        front = near.count
        place()
        return !isSame
    }

    /// The places of the candidates in the order of the stations: the front and the rest are
    /// each in that order.
    private func sortedPlaces() -> [Int] {
        guard front > 0, front < count else { return Array(0..<count) }
        var result: [Int] = []
        result.reserveCapacity(count)
        var (a, b) = (0, front)
        while a < front || b < count {
            if b == count || a < front && order[a] < order[b] {
                result.append(a)
                a += 1
            } else {
                result.append(b)
                b += 1
            }
        }
        return result
    }

    private func isStillParted() -> Bool {
        var farthest = distances[0]
        for index in 1..<max(front, 1) { farthest = max(farthest, distances[index]) }
        var nearest = distances[front]
        for index in front..<count { nearest = min(nearest, distances[index]) }
        return farthest < nearest
    }

    private func measure(_ position: Position) {
        if plan.measure.isFlat {
            for index in 0..<count {
                let (dx, dy) = (x[index] - position.x, y[index] - position.y)
                distances[index] = dx * dx + dy * dy
            }
        } else {
            for index in 0..<count {
                let dx = x[index] - position.x
                let dy = y[index] - position.y
                let dz = z[index] - position.z
                distances[index] = dx * dx + dy * dy + dz * dz
            }
        }
    }
}

/// Which stations can be among the nearest of any place in a box.
struct CandidateBounds: ~Copyable {
    private let plan: KrigingPlan
    private let nearest: UnsafeMutablePointer<Double>
    private let farthest: UnsafeMutablePointer<Double>

    init(_ plan: KrigingPlan) {
        self.plan = plan
        nearest = .allocate(capacity: plan.positions.count)
        farthest = .allocate(capacity: plan.positions.count)
    }

    deinit {
        nearest.deallocate()
        farthest.deallocate()
    }

    /// Those of `candidates` that can be, in the same order.
    mutating func possibleNeighbours(_ candidates: [Int32], of box: PositionBox) -> [Int32] {
        let count = candidates.count
        for (index, station) in candidates.enumerated() {
            let position = plan.positions[Int(station)]
            let place = SIMD3(position.x, position.y, position.z)
            // Computed as the cells' distances are, so that rounding keeps the bounds true.
            let below = box.low - place
            let above = place - box.high
            var gap = SIMD3<Double>()
            gap.replace(with: below, where: below .> gap)
            gap.replace(with: above, where: above .> gap)
            nearest[index] = gap.x * gap.x + gap.y * gap.y + gap.z * gap.z
            let toLow = place - box.low
            let toHigh = box.high - place
            let reach = toLow.replacing(with: toHigh, where: toHigh .> toLow)
            farthest[index] = reach.x * reach.x + reach.y * reach.y + reach.z * reach.z
        }
        var limit = plan.squaredRadius
        if count > plan.neighbourCount {
            let kth = smallest(
                UnsafeMutableBufferPointer(start: farthest, count: count), plan.neighbourCount)
            limit = min(limit, kth)
        }
        return candidates.indices.filter { nearest[$0] <= limit }.map { candidates[$0] }
    }
}
