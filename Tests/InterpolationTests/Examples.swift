import Foundation
import Geometry
import Grids
import TestSupport
import Testing

@testable import Interpolation

/// A geographic and a projected CRS, as a file would name them.
let geographic = CoordinateReferenceSystem(
    code: "EPSG:4490", name: "CGCS2000", wkt: "GEOGCRS[\"CGCS2000\"]", isGeographic: true,
    metresPerUnit: 1)
let projected = CoordinateReferenceSystem(
    code: "EPSG:4547", name: "CGCS2000 / 3-degree Gauss-Kruger CM 114E",
    wkt: "PROJCRS[\"CGCS2000 / 3-degree Gauss-Kruger CM 114E\"]", isGeographic: false,
    metresPerUnit: 1)

func station(_ id: String, _ x: Double, _ y: Double, _ value: Double) -> StationValue {
    StationValue(id: id, coordinate: Coordinate(x: x, y: y), value: value)
}

/// A north-up grid of square cells whose top left corner is (`x`, `y`).
func grid(
    _ rows: Int, _ columns: Int, cell: Double = 1, x: Double = 0, y: Double = 0,
    crs: CoordinateReferenceSystem? = projected
) -> GridGeometry {
    GridGeometry(
        geotransform: Geotransform(originX: x, columnStepX: cell, originY: y, rowStepY: -cell),
        rows: rows, columns: columns, crs: crs)
}

func randomStations(
    _ count: Int, seed: UInt64, x: ClosedRange<Double>, y: ClosedRange<Double>
) -> [StationValue] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map {
        station(
            "S\($0)", .random(in: x, using: &random), .random(in: y, using: &random),
            .random(in: 0...200, using: &random))
    }
}

/// Inverse distance by its definition, with nothing shared: the reference for the kernels.
func plainInverseDistance(
    _ stations: PreparedStations, at target: Coordinate, power: Double, nearest: Int,
    radius: Double = .infinity
) -> Double {
    let position = stations.measure.position(of: target)
    let all = stations.stations.map { station in
        let place = stations.measure.position(of: station.coordinate)
        let (dx, dy, dz) = (position.x - place.x, position.y - place.y, position.z - place.z)
        return (distance: (dx * dx + dy * dy + dz * dz).squareRoot(), value: station.value)
    }.sorted { $0.distance < $1.distance }
    guard let last = all.prefix(nearest).last else { return .nan }
    let used = all.filter { $0.distance <= min(last.distance, radius) }
    guard let first = used.first else { return .nan }
    if first.distance == 0 { return first.value }
    var sum = 0.0
    var weights = 0.0
    for (distance, value) in used {
        var weight = 1.0
        if power == power.rounded() {
            for _ in 0..<Int(power) { weight *= first.distance / distance }
        } else {
            weight = pow(first.distance / distance, power)
        }
        weights += weight
        sum += weight * value
    }
    return sum / weights
}

/// The bands of a surface put together, row by row of the window.
func values(
    of method: some SurfaceMethod, from stations: PreparedStations, on target: SurfaceTarget,
    threads: Int = 1
) throws -> [Double] {
    var values: [Double] = []
    var next = target.window.rows.lowerBound
    try method.estimate(from: stations, on: target, threads: threads) { band in
        #expect(band.rows.lowerBound == next)
        #expect(band.values.count == band.rows.count * target.window.columns.count)
        next = band.rows.upperBound
        values += band.values
    }
    #expect(next == target.window.rows.upperBound)
    return values
}

/// Whether windows of `geometry`, cut anywhere, have the bits of the whole, on any number of
/// threads.
func windowsEqualWhole(
    of method: some SurfaceMethod, from stations: PreparedStations, on geometry: GridGeometry
) throws -> Bool {
    let whole = try values(of: method, from: stations, on: SurfaceTarget(geometry))
    let (rows, columns) = (geometry.rows, geometry.columns)
    let windows = [
        GridWindow(rows: 0..<1, columns: 0..<columns),
        GridWindow(rows: rows / 3..<rows, columns: columns / 2..<columns),
        GridWindow(rows: 1..<rows / 2 + 1, columns: 3..<4),
        GridWindow(rows: 5..<rows - 1, columns: 1..<columns - 2),
    ]
    for (threads, window) in zip([1, 2, 3, 7], windows) {
        let part = try values(
            of: method, from: stations, on: SurfaceTarget(geometry, window: window),
            threads: threads)
        var place = 0
        for row in window.rows {
            for column in window.columns {
                guard part[place] == whole[row * columns + column] else { return false }
                place += 1
            }
        }
    }
    return true
}
