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
    private let placeCount: Int

    init(_ zone: ZoneCells, _ search: CellSearch) {
        placeCount = search.places.coordinates.count
        cellCount = zone.centres.count
        var weights = [Double](repeating: 0, count: cellCount * placeCount)
        for (cell, centre) in zone.centres.enumerated() {
            let row = search.weights(search.squaredDistances(from: centre))
            for (place, weight) in row.enumerated() { weights[place * cellCount + cell] = weight }
        }
        self.weights = weights
    }

    /// Adds the zone's cells in the hours of `block`.
    func add(_ zone: ZoneCells, _ block: ReadingBlock, minimum: Int, to sums: inout ZoneSums) {
        let cells = cellCount
        guard cells > 0 else { return }
        let numerators = product(block.values, hours: block.hours)
        let denominators = product(block.masks, hours: block.hours)
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
