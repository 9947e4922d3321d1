import BasinGrid

/// 2 000 stations → 2 000 × 2 000 cells.
let interpolation = [
    Scenario(name: "InverseDistance, 12 nearest of 2000 stations → 2000²", repetitions: 5) {
        threads in
        let method = try InverseDistance(neighbours: .nearest(12))
        return try estimation(method, threads: threads)
    },
    Scenario(name: "InverseDistance, all 2000 stations → 2000²", repetitions: 3) { threads in
        let method = try InverseDistance(neighbours: .all)
        return try estimation(method, threads: threads)
    },
]

private func estimation(
    _ method: InverseDistance, threads: Int
) throws -> () throws -> Void {
    var random = SeededNumbers(seed: 11)
    let values = (0..<2000).map { index in
        StationValue(
            id: String(index),
            coordinate: Coordinate(
                x: .random(in: 0...2e6, using: &random), y: .random(in: 0...2e6, using: &random)),
            value: .random(in: 5...150, using: &random))
    }
    let stations = try PreparedStations(values, crs: nil, assumesPlane: true)
    let geometry = GridGeometry(
        geotransform: Geotransform(originX: 0, columnStepX: 1000, originY: 2e6, rowStepY: -1000),
        rows: 2000, columns: 2000, crs: nil)
    return { _ = try method.estimate(from: stations, on: geometry, threads: threads) }
}
