/// The stations around each cell of a zone in the order of their distance, for estimates from the
/// nearest of those that reported.
struct ZoneOrder: Sendable {
    typealias Lanes = SIMD8<Double>

    /// A station of a cell.
    private struct Entry {
        var place: Int32
        /// Whether the next station is farther: those of one distance count together.
        var endsTie: Bool
        var weight: Double
    }

    private let entries: [Entry]
    /// Where each cell's stations begin, and where the last cell's end.
    private let starts: [Int]
    /// Which cells may have more stations than are listed.
    private let isCut: [Bool]

    init(_ zone: ZoneCells, _ search: CellSearch) {
        let placeCount = search.places.coordinates.count
        var wanted = placeCount
        if case .nearest(let count) = search.method.neighbours { wanted = min(count, wanted) }
        // Twice as many and some more, for hours in which stations do not report.
        let length = min(placeCount, 2 * wanted + 20)
        let radius = search.method.radiusInMetres.map { search.measure.length(ofMetres: $0) }
        let limit = radius.map { $0 * $0 } ?? .infinity
        var entries: [Entry] = []
        var starts = [0]
        for centre in zone.centres {
            let squared = search.squaredDistances(from: centre)
            let weights = search.weights(squared)
            let order = squared.indices.sorted { (squared[$0], $0) < (squared[$1], $1) }
            for (rank, place) in order.prefix(length).enumerated() {
                guard squared[place] <= limit else { break }
                let isTied = rank + 1 < placeCount && squared[order[rank + 1]] == squared[place]
                entries.append(
                    Entry(place: Int32(place), endsTie: !isTied, weight: weights[place]))
            }
            starts.append(entries.count)
        }
        self.entries = entries
        self.starts = starts
        isCut = zip(starts, starts.dropFirst()).map { $1 - $0 == length && length < placeCount }
    }

    /// Adds the zone's cells in the hours of `block`.
    func add(
        _ zone: ZoneCells, _ block: ReadingBlock, _ method: InverseDistance,
        to sums: inout ZoneSums
    ) {
        var wanted = Double.infinity
        if case .nearest(let count) = method.neighbours { wanted = Double(count) }
        let least = Double(method.minimumCount)
        for cell in zone.centres.indices {
            for first in stride(from: 0, to: block.hours, by: Lanes.scalarCount) {
                let result = estimate(cell, block, first, wanted)
                let enough = isCut[cell] ? wanted : least
                if first + Lanes.scalarCount <= block.hours,
                    all((result.used .>= enough) .& (result.weights .> 1e-200))
                {
                    sums.add(
                        result.values / result.weights, weight: zone.weights[cell], from: first)
                    continue
                }
                for lane in 0..<min(Lanes.scalarCount, block.hours - first) {
                    let hour = first + lane
                    let used = result.used[lane]
                    let lacksListed = isCut[cell] && used < wanted
                    if lacksListed || used > 0 && result.weights[lane] <= 1e-200 {
                        // Farther stations count, or those that do are too far for the digits of
                        // their weights.
                        if block.counts[hour] > 0 { sums.open.append((cell, hour)) }
                    } else if used >= Double(method.minimumCount) {
                        sums.add(
                            result.values[lane] / result.weights[lane],
                            weight: zone.weights[cell], hour: hour)
                    }
                }
            }
        }
    }

    /// Σ w m v, Σ w m and the number of stations of a cell in four hours.
    private func estimate(
        _ cell: Int, _ block: ReadingBlock, _ hour: Int, _ wanted: Double
    ) -> (values: Lanes, weights: Lanes, used: Lanes) {
        var values = Lanes.zero
        var weights = Lanes.zero
        var reported = Lanes.zero
        entries.withUnsafeBufferPointer { entries in
            block.valuesByPlace.withUnsafeBytes { readings in
                block.masksByPlace.withUnsafeBytes { masks in
                    var isWanted = Lanes(repeating: 1)
                    for entry in entries[starts[cell]..<starts[cell + 1]] {
                        let offset = (Int(entry.place) * block.stride + hour) * 8
                        let mask =
                            masks.loadUnaligned(fromByteOffset: offset, as: Lanes.self) * isWanted
                        let reading = readings.loadUnaligned(
                            fromByteOffset: offset, as: Lanes.self)
                        let weight = entry.weight * mask
                        weights += weight
                        values += weight * reading
                        reported += mask
                        if entry.endsTie {
                            let isDone = reported .>= wanted
                            if all(isDone) { break }
                            isWanted.replace(with: 0, where: isDone)
                        }
                    }
                }
            }
        }
        return (values, weights, reported)
    }
}
