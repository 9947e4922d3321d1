import Geometry
import Grids
import TestSupport
import Testing

@testable import Coverage

/// A grid to place random polygons on.
struct PlacedGrid: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let geometry: GridGeometry
    /// How far rounding of coordinates of this size may move a fraction.
    let tolerance: Double
}

private func placed(
    _ name: String, x: Double, y: Double, stepX: Double, stepY: Double, rows: Int, columns: Int,
    tolerance: Double
) -> PlacedGrid {
    PlacedGrid(
        testDescription: name,
        geometry: GridGeometry(
            geotransform: Geotransform(
                originX: x, columnStepX: stepX, originY: y, rowStepY: stepY),
            rows: rows, columns: columns, crs: nil),
        tolerance: tolerance)
}

private let grids: [PlacedGrid] = [
    placed("unit cells", x: 0, y: 12, stepX: 1, stepY: -1, rows: 12, columns: 15, tolerance: 1e-13),
    placed("one cell", x: 0, y: 1, stepX: 1, stepY: -1, rows: 1, columns: 1, tolerance: 1e-13),
    placed(
        "zone-prefixed eastings, 30 m", x: 38_412_345.5, y: 4_187_000, stepX: 30, stepY: -30,
        rows: 9, columns: 14, tolerance: 1e-9),
    placed(
        "degrees, 0.01", x: 111.37, y: 38.13, stepX: 0.01, stepY: -0.01, rows: 11, columns: 8,
        tolerance: 1e-11),
    placed(
        "south-up", x: -40, y: -60, stepX: 7, stepY: 11, rows: 10, columns: 9, tolerance: 1e-13),
    placed(
        "westward", x: 100, y: 60, stepX: -7, stepY: -11, rows: 10, columns: 9, tolerance: 1e-13),
]

/// A star-shaped polygon around `centre` with every other radius drawn anew; its hole is the same
/// star, smaller.
private func star(
    on geometry: GridGeometry, vertices: Int, _ random: inout SeededRandom
) -> Polygon {
    let box = geometry.extent
    let centre = Coordinate(
        x: Double.random(in: box.minX...box.maxX, using: &random),
        y: Double.random(in: box.minY...box.maxY, using: &random))
    let radii = (0..<vertices).map { _ in Double.random(in: 0.05...0.9, using: &random) }
    func ring(_ scale: Double) -> Ring {
        Ring(
            radii.enumerated().map { index, radius in
                let (sine, cosine) = unitVector(Double(index) / Double(vertices))
                return Coordinate(
                    x: centre.x + scale * radius * box.width * cosine,
                    y: centre.y + scale * radius * box.height * sine)
            })
    }
    return Polygon(shell: ring(1), holes: Bool.random(using: &random) ? [ring(0.6)] : [])
}

/// Sine and cosine of a part of the full turn, close enough for a star.
private func unitVector(_ turn: Double) -> (Double, Double) {
    let quarter = (turn * 4).rounded(.down)
    let t = turn * 4 - quarter
    let (a, b) = (t * (2 - t), (1 - t) * (1 + t))
    switch Int(quarter) {
    case 0: return (a, b)
    case 1: return (b, -a)
    case 2: return (-a, -b)
    default: return (-b, a)
    }
}

@Suite("Overlay against clipping")
struct OverlayOracleTests {
    @Test("Random stars with holes have the fractions that clipping gives", arguments: grids)
    func starsAgainstClipping(_ grid: PlacedGrid) throws {
        var random = SeededRandom(seed: 20_260_301)
        let columns = grid.geometry.columns
        for round in 0..<40 {
            let vertices = [3, 4, 7, 25, 400][round % 5]
            let zone = zone(star(on: grid.geometry, vertices: vertices, &random))
            let expected = fractionsByClipping(zone, on: grid.geometry)
            let result = try fractions(of: zone, on: grid.geometry)
            #expect(
                zip(result, expected).allSatisfy { abs($0 - $1) <= grid.tolerance },
                """
                round \(round), \(vertices) vertices, worst \
                \(zip(result, expected).map { abs($0 - $1) }.max() ?? 0); expected
                \(matrix(expected, columns: columns))
                got
                \(matrix(result, columns: columns))
                """)
        }
    }

    @Test("Fractions add up to the area of a polygon on the grid", arguments: grids)
    func fractionsAddUpToTheArea(_ grid: PlacedGrid) throws {
        var random = SeededRandom(seed: 7)
        // The star reaches out of its own grid by 0.9 of its size at most.
        let (rows, columns) = (grid.geometry.rows, grid.geometry.columns)
        let g = grid.geometry.geotransform
        let corner = g.coordinate(row: Double(-rows), column: Double(-columns))
        let wide = GridGeometry(
            geotransform: Geotransform(
                originX: corner.x, columnStepX: g.columnStepX, originY: corner.y,
                rowStepY: g.rowStepY),
            rows: rows * 3, columns: columns * 3, crs: nil)
        for _ in 0..<40 {
            let polygon = star(on: grid.geometry, vertices: 60, &random)
            let coverage = try Overlay(of: [zone(polygon)], on: wide, threads: 1).zones[0]
            let cells = polygon.area / (wide.cellSize.width * wide.cellSize.height)
            let slack = grid.tolerance * Double(wide.cellCount)
            #expect(isClose(coverage.zoneAreaInCells, cells, relative: 1e-13))
            #expect(isClose(coverage.coveredArea, cells, relative: 1e-12, absolute: slack))
        }
    }

    @Test("Two zones that share a boundary share out every cell", arguments: grids)
    func complementsAddUpToOne(_ grid: PlacedGrid) throws {
        var random = SeededRandom(seed: 99)
        let box = grid.geometry.extent
        for _ in 0..<20 {
            let border = (0...50).map { step in
                Coordinate(
                    x: step == 50 ? box.maxX : box.minX + box.width * Double(step) / 50,
                    y: Double.random(in: box.minY...box.maxY, using: &random))
            }
            let (sw, se) = (
                Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.minY)
            )
            let (nw, ne) = (
                Coordinate(x: box.minX, y: box.maxY), Coordinate(x: box.maxX, y: box.maxY)
            )
            let zones = [
                zone(Polygon(shell: Ring(border + [se, sw]))),
                zone(Polygon(shell: Ring(border + [ne, nw]))),
            ]
            let overlay = try Overlay(of: zones, on: grid.geometry, threads: 1)
            let sums = zip(
                overlay.zones[0].fractions(on: grid.geometry),
                overlay.zones[1].fractions(on: grid.geometry)
            ).map { $0 + $1 }
            #expect(
                sums.allSatisfy { abs($0 - 1) <= 2 * grid.tolerance },
                "\(matrix(sums, columns: grid.geometry.columns))")
        }
    }

    @Test("The same polygon in parts and with vertices added on its edges covers the same")
    func extraVerticesChangeNothing() throws {
        let grid = northUpGrid(rows: 8, columns: 8)
        let plain = ring([(0.5, 0.5), (7.5, 2.5), (6.5, 7.5), (1.5, 6.5)])
        let points = plain.coordinates
        // Quarters of an edge whose ends are multiples of 1/2 are exact.
        let dense = Ring(
            zip(points, points.dropFirst()).flatMap { a, b in
                [0, 0.25, 0.5, 0.75].map {
                    Coordinate(x: a.x + $0 * (b.x - a.x), y: a.y + $0 * (b.y - a.y))
                }
            })
        let a = try fractions(of: zone(Polygon(shell: plain)), on: grid)
        let b = try fractions(of: zone(Polygon(shell: dense)), on: grid)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-14 })
    }
}
