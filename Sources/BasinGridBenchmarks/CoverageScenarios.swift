import BasinGrid
import Foundation

/// Zones like the counties of a nation: 2 870 jagged stars with 4.2 million vertices over a grid of
/// 12 400 × 7 200 cells.
let coverage =
    [
        Scenario(name: "Overlay of 2870 zones with 4.2 M vertices on 12400 × 7200", repetitions: 5)
        {
            threads in
            let nation = Nation()
            return { _ = try Overlay(of: nation.zones, on: nation.geometry, threads: threads) }
        },
        Scenario(
            name: "zonalStatistics of 2870 zones on 12400 × 7200, six statistics", repetitions: 5
        ) {
            threads in
            let nation = Nation()
            let overlay = try Overlay(of: nation.zones, on: nation.geometry, threads: threads)
            let source = MadeRaster(geometry: nation.geometry)
            return {
                _ = try zonalStatistics(
                    of: source, over: overlay, zones: nation.zones, statistics: sixStatistics,
                    threads: threads)
            }
        },
    ] + filesInMemory

private let sixStatistics: [Statistic] = [.mean, .sum, .count, .min, .max, .stdev]

/// Zones and a raster of the caller's own, read before the clock starts; the environment names them.
private let filesInMemory: [Scenario] = {
    let environment = ProcessInfo.processInfo.environment
    guard let zones = environment["BASINGRID_BENCH_ZONES"],
        let raster = environment["BASINGRID_BENCH_RASTER"]
    else { return [] }
    return [
        Scenario(name: "Coverage and six statistics of files in memory", repetitions: 3) {
            threads in
            let file = try RasterReader(path: raster)
            let grid = try file.readGrid()
            let layer = try readZones(
                at: zones, idField: environment["BASINGRID_BENCH_ID"] ?? "zone_id",
                into: grid.geometry.crs)
            let floats = BlockedGrid(
                grid: Grid(
                    geometry: grid.geometry, values: grid.values.map(Float.init),
                    nodata: grid.nodata.map(Float.init)),
                blockRows: file.blockRows, blockColumns: file.blockColumns)
            return {
                let overlay = try Overlay(
                    of: layer.zones, on: floats.geometry, threads: threads)
                _ = try zonalStatistics(
                    of: floats, over: overlay, zones: layer.zones, statistics: sixStatistics,
                    threads: threads)
            }
        }
    ]
}()

/// A raster in memory, read in the blocks of its file.
private struct BlockedGrid: RasterStack {
    let grid: Grid<Float>
    let blockRows: Int
    let blockColumns: Int
    var geometry: GridGeometry { grid.geometry }
    var bandCount: Int { 1 }
    var isExactInFloat: Bool { true }

    func makeReader() -> any RasterStackReader { grid.makeReader() }
}

/// Zones and a grid of a nation's size.
private struct Nation {
    let geometry = GridGeometry(
        geotransform: Geotransform(
            originX: 73, columnStepX: 0.005, originY: 54, rowStepY: -0.005),
        rows: 7200, columns: 12400, crs: nil)
    let zones: [Zone]

    init() {
        var random = SeededNumbers(seed: 7)
        zones = (0..<2870).map { index in
            let (row, column) = index.quotientAndRemainder(dividingBy: 70)
            let centre = Coordinate(
                x: 73.5 + Double(column) * 0.87, y: 53.5 - Double(row) * 0.86)
            let vertices = (0..<1460).map { vertex -> Coordinate in
                let angle = Double(vertex) / 1460 * 2 * .pi
                let radius = 0.4 * (0.9 + 0.1 * Double.random(in: 0...1, using: &random))
                return Coordinate(
                    x: centre.x + radius * cos(angle), y: centre.y + radius * sin(angle))
            }
            return Zone(
                id: String(index), label: "", polygons: [Polygon(shell: Ring(vertices))],
                areaInSquareMetres: 0)
        }
    }
}

/// Values made on the spot, so that the statistics are timed and not a file; 2 % are missing.
private struct MadeRaster: RasterStack {
    let geometry: GridGeometry
    var bandCount: Int { 1 }
    var blockRows: Int { 512 }
    var blockColumns: Int { 512 }
    var isExactInFloat: Bool { true }

    func makeReader() -> any RasterStackReader { MadeReader() }
}

private final class MadeReader: RasterStackReader {
    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) {
        fill(area, values)
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) {
        fill(area, values)
    }

    private func fill<Value: BinaryFloatingPoint>(
        _ area: RasterArea, _ values: UnsafeMutableBufferPointer<Value>
    ) {
        let window = area.window
        var index = 0
        for row in window.rows {
            for column in window.columns {
                let number = (row &* 7919 &+ column &* 104_729) & 1023
                values[index] = number < 20 ? .nan : Value(number)
                index += 1
            }
        }
    }
}
