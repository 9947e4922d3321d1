import Foundation
import Geometry

/// The stations around a cell, by distance.
struct CellSearch: Sendable {
    let method: InverseDistance
    let places: ReportingPlaces
    let measure: DistanceMeasure

    init(_ method: InverseDistance, _ places: ReportingPlaces, _ measure: DistanceMeasure) {
        self.method = method
        self.places = places
        self.measure = measure
    }

    /// The squared distances from a cell to every place.
    func squaredDistances(from cell: Coordinate) -> [Double] {
        let position = measure.position(of: cell)
        let columns = places.columns
        return (0..<columns.count).map { index in
            let dx = position.x - columns.x[index]
            let dy = position.y - columns.y[index]
            let dz = position.z - columns.z[index]
            return dx * dx + dy * dy + dz * dz
        }
    }

    /// Weights relative to that of the nearest place which is not the cell itself; a place on the
    /// cell outweighs all others by more than the digits of a number.
    func weights(_ squaredDistances: [Double]) -> [Double] {
        let nearest = squaredDistances.filter { $0 > 0 }.min() ?? 1
        return squaredDistances.map {
            $0 > 0 ? pow(nearest / $0, method.power / 2) : 1e30
        }
    }
}

/// The weights of all stations in the cells of a zone, for matrix products.
struct ZoneMatrix: Sendable {
    /// Cells × places, column by column.
    private let weights: [Double]
    private let cellCount: Int
    /// The sum of each cell's weights.
    private let totals: [Double]
    private let placeCount: Int

    init(_ zone: ZoneCells, _ search: CellSearch) {
        placeCount = search.places.coordinates.count
        cellCount = zone.centres.count
        var weights = [Double](repeating: 0, count: cellCount * placeCount)
        for (cell, centre) in zone.centres.enumerated() {
            let row = search.weights(search.squaredDistances(from: centre))
            for (place, weight) in row.enumerated() { weights[place * cellCount + cell] = weight }
        }
        var totals = [Double](repeating: 0, count: cellCount)
        for place in 0..<placeCount {
            for cell in 0..<cellCount { totals[cell] += weights[place * cellCount + cell] }
        }
        self.totals = totals
        self.weights = weights
    }

    /// Adds the zone's cells in the hours of `block`.
    func add(_ zone: ZoneCells, _ block: ReadingBlock, minimum: Int, to sums: inout ZoneSums) {
        let cells = cellCount
        guard cells > 0 else { return }
        let numerators = product(block.values, hours: block.hours)
        let denominators = denominators(block)
        for hour in 0..<block.hours where block.counts[hour] >= minimum {
            var sum = 0.0
            var total = 0.0
            for cell in 0..<cells {
                let denominator = denominators[hour * cells + cell]
                guard denominator > 1e-200 else {
                    // Every station that reported is too far for its weight to have all digits.
                    sums.open.append((cell, hour))
                    continue
                }
                let weight = zone.weights[cell]
                sum += weight * (numerators[hour * cells + cell] / denominator)
                total += weight
            }
            sums.values[hour] += sum
            sums.weights[hour] += total
        }
    }

    /// Missing stations an hour up to which taking them away beats a matrix product.
    private static let fewMissing = 24
    /// The part of its sum that a cell must keep when stations are taken away, for the digits.
    private static let leastPart = 1e-4

    /// Hours × cells: the weights of the stations that reported.
    private func denominators(_ block: ReadingBlock) -> [Double] {
        let missing = placeCount * block.hours - block.counts.reduce(0, +)
        guard missing <= Self.fewMissing * block.hours else {
            return product(block.masks, hours: block.hours)
        }
        var result: [Double] = []
        result.reserveCapacity(block.hours * cellCount)
        for hour in 0..<block.hours {
            let silent = (0..<placeCount).filter { !block.mask(place: $0, hour: hour) }
            result += denominators(without: silent)
        }
        return result
    }

    /// The weights of each cell without those of some stations.
    private func denominators(without silent: [Int]) -> [Double] {
        var result = totals
        weights.withUnsafeBufferPointer { weights in
            result.withUnsafeMutableBufferPointer { result in
                for place in silent {
                    let column = UnsafeBufferPointer(
                        rebasing: weights[place * cellCount..<(place + 1) * cellCount])
                    for cell in 0..<cellCount { result[cell] -= column[cell] }
                }
                for cell in 0..<cellCount where result[cell] < Self.leastPart * totals[cell] {
                    result[cell] = (0..<placeCount).reduce(0) { sum, place in
                        silent.contains(place) ? sum : sum + weights[place * cellCount + cell]
                    }
                }
            }
        }
        return result
    }

    /// Hours × cells: `readings` (hours × places) times the weights.
    private func product(_ readings: [Double], hours: Int) -> [Double] {
        var result = [Double](repeating: 0, count: hours * cellCount)
        LinearAlgebra.multiply(
            weights, rows: cellCount, leadingOfA: cellCount, readings, inner: placeCount,
            columns: hours, leadingOfB: placeCount, isTransposed: false, into: &result,
            leadingOfC: cellCount)
        return result
    }
}
