/// A small tile's candidates as columns, the current cell's neighbours in front of the others.
///
/// All memory is taken once, for the largest possible number of candidates.
struct NeighbourPool: ~Copyable {
    /// Squared distances of the latest cell's neighbours, in the order of the stations.
    private(set) var neighbourDistances: UnsafeMutablePointer<Double>
    /// The neighbours' values, in the same order.
    private(set) var neighbourValues: UnsafeMutablePointer<Double>
    /// Room for one number a candidate, free to use between cells.
    let scratch: UnsafeMutablePointer<Double>
    /// Squared distances of all candidates, neighbours first; free to use between tiles.
    let distances: UnsafeMutablePointer<Double>

    private let memory: UnsafeMutablePointer<Double>
    /// The candidates in the order of the stations.
    private let ordered: Columns
    /// The candidates with the neighbours in front, each part in the order of the stations.
    private let parted: Columns
    private let nearDistances: UnsafeMutablePointer<Double>
    private let nearValues: UnsafeMutablePointer<Double>
    private var count = 0
    /// How many candidates the front part holds; 0 when it must be made.
    private var front = 0

    private struct Columns {
        let x: UnsafeMutablePointer<Double>
        let y: UnsafeMutablePointer<Double>
        let z: UnsafeMutablePointer<Double>
        let values: UnsafeMutablePointer<Double>

        init(_ memory: UnsafeMutablePointer<Double>, capacity: Int) {
            x = memory
            y = memory + capacity
            z = memory + 2 * capacity
            values = memory + 3 * capacity
        }

        func move(_ index: Int, to place: Int, of other: Columns) {
            other.x[place] = x[index]
            other.y[place] = y[index]
            other.z[place] = z[index]
            other.values[place] = values[index]
        }
    }

    init(capacity: Int) {
        memory = .allocate(capacity: 12 * capacity)
        memory.initialize(repeating: 0, count: 12 * capacity)
        ordered = Columns(memory, capacity: capacity)
        parted = Columns(memory + 4 * capacity, capacity: capacity)
        distances = memory + 8 * capacity
        scratch = memory + 9 * capacity
        nearDistances = memory + 10 * capacity
        nearValues = memory + 11 * capacity
        neighbourDistances = distances
        neighbourValues = parted.values
    }

    deinit { memory.deallocate() }

    /// Takes the stations of a new tile.
    mutating func load(_ candidates: ArraySlice<Int32>, from stations: StationColumns) {
        count = candidates.count
        front = 0
        for (place, station) in candidates.enumerated() {
            let index = Int(station)
            ordered.x[place] = stations.x[index]
            ordered.y[place] = stations.y[index]
            ordered.z[place] = stations.z[index]
            ordered.values[place] = stations.values[index]
        }
    }

    /// The number of neighbours of a cell at `position`, whose distances and values then stand in
    /// `neighbourDistances` and `neighbourValues`: the `wanted` nearest and those that tie with
    /// the last of them, within the radius.
    mutating func neighbours(
        of position: Position, _ wanted: Int, squaredRadius: Double, isFlat: Bool
    ) -> Int {
        if count <= wanted {
            if front == 0 { part(at: .infinity, scratch) }
            measure(parted, position, isFlat: isFlat, into: distances)
        } else if front != wanted || !isStillParted(position, isFlat: isFlat) {
            select(position, wanted, isFlat: isFlat)
        }
        guard squaredRadius < .infinity else {
            neighbourDistances = distances
            neighbourValues = parted.values
            return front
        }
        var near = 0
        for index in 0..<front where distances[index] <= squaredRadius {
            nearDistances[near] = distances[index]
            nearValues[near] = parted.values[index]
            near += 1
        }
        neighbourDistances = nearDistances
        neighbourValues = nearValues
        return near
    }

    /// Whether the front part is also the set of neighbours at `position`; leaves the distances.
    private func isStillParted(_ position: Position, isFlat: Bool) -> Bool {
        measure(parted, position, isFlat: isFlat, into: distances)
        var farthest = distances[0]
        for index in 1..<max(front, 1) where distances[index] > farthest {
            farthest = distances[index]
        }
        var nearestOther = distances[front]
        for index in front..<count where distances[index] < nearestOther {
            nearestOther = distances[index]
        }
        return farthest < nearestOther
    }

    /// Parts the candidates anew for `position`.
    private mutating func select(_ position: Position, _ wanted: Int, isFlat: Bool) {
        measure(ordered, position, isFlat: isFlat, into: distances)
        scratch.update(from: distances, count: count)
        let limit = smallest(UnsafeMutableBufferPointer(start: scratch, count: count), wanted)
        scratch.update(from: distances, count: count)
        part(at: limit, scratch)
    }

    /// Moves the candidates whose distance is up to `limit` to the front, with their distances.
    private mutating func part(at limit: Double, _ known: UnsafeMutablePointer<Double>) {
        var place = 0
        for index in 0..<count where known[index] <= limit {
            ordered.move(index, to: place, of: parted)
            distances[place] = known[index]
            place += 1
        }
        front = place
        for index in 0..<count where known[index] > limit {
            ordered.move(index, to: place, of: parted)
            place += 1
        }
    }

    private func measure(
        _ stations: Columns, _ position: Position, isFlat: Bool,
        into result: UnsafeMutablePointer<Double>
    ) {
        if isFlat {
            for index in 0..<count {
                let dx = position.x - stations.x[index]
                let dy = position.y - stations.y[index]
                result[index] = dx * dx + dy * dy
            }
        } else {
            for index in 0..<count {
                let dx = position.x - stations.x[index]
                let dy = position.y - stations.y[index]
                let dz = position.z - stations.z[index]
                result[index] = dx * dx + dy * dy + dz * dz
            }
        }
    }
}
