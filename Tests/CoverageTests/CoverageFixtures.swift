import Geometry
import Grids
import TestSupport

@testable import Coverage

/// A grid of square cells whose lower left corner is (0, 0), row 0 at the top.
func northUpGrid(rows: Int, columns: Int, cellSize: Double = 1) -> GridGeometry {
    GridGeometry(
        geotransform: Geotransform(
            originX: 0, columnStepX: cellSize, originY: Double(rows) * cellSize,
            rowStepY: -cellSize),
        rows: rows, columns: columns, crs: nil)
}

func ring(_ points: [(Double, Double)]) -> Ring {
    Ring(points.map { Coordinate(x: $0.0, y: $0.1) })
}

func rectangle(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> Ring {
    ring([(minX, minY), (maxX, minY), (maxX, maxY), (minX, maxY)])
}

func zone(_ polygons: Polygon..., id: String = "Z") -> Zone {
    Zone(id: id, label: id, polygons: polygons, areaInSquareMetres: 0)
}

extension ZoneCoverage {
    /// The fraction of every cell, row by row.
    func fractions(on geometry: GridGeometry) -> [Double] {
        var result = [Double](repeating: 0, count: geometry.cellCount)
        for run in runs {
            for column in run.columns {
                result[Int(run.row) * geometry.columns + column] = run.fraction
            }
        }
        return result
    }
}

/// The fractions of `zone`, row by row.
func fractions(of zone: Zone, on geometry: GridGeometry) throws -> [Double] {
    try Overlay(of: [zone], on: geometry, threads: 1).zones[0].fractions(on: geometry)
}

extension GridGeometry {
    /// The centres of all cells, row by row.
    var centres: [Coordinate] {
        (0..<rows).flatMap { row in (0..<columns).map { centre(row: row, column: $0) } }
    }
}

/// One or two stars side by side with holes now and then, over the grid and beyond.
func randomZone(on geometry: GridGeometry, _ random: inout SeededRandom) -> Zone {
    let box = geometry.extent
    let middle = Double.random(in: box.minX...box.maxX, using: &random)
    var polygons: [Polygon] = []
    for side in [-1.0, 1] where polygons.isEmpty || Bool.random(using: &random) {
        // Each star stays on its own side of a line, so that parts do not overlap.
        let radius = Double.random(in: 0.3...0.6, using: &random) * box.width
        let centre = Coordinate(
            x: middle + side * radius, y: Double.random(in: box.minY...box.maxY, using: &random))
        let vertices = Int.random(in: 3...40, using: &random)
        let spokes = (0..<vertices).map { index in
            let turn = Double(index) / Double(vertices) * 4
            let t = turn - turn.rounded(.down)
            let reach = radius * Double.random(in: 0.2...1, using: &random)
            let (a, b) = ((1 - t) * reach, t * reach)
            return [(a, b), (-b, a), (-a, -b), (b, -a)][Int(turn)]
        }
        let rings = [1.0, 0.5].map { scale in
            Ring(
                spokes.map {
                    Coordinate(x: centre.x + scale * $0.0, y: centre.y + scale * $0.1)
                })
        }
        polygons.append(
            Polygon(shell: rings[0], holes: Bool.random(using: &random) ? [rings[1]] : []))
    }
    return Zone(id: "Z", label: "Z", polygons: polygons, areaInSquareMetres: 0)
}

/// Triangles that fill `box`: the inner nodes of a mesh, moved by up to a quarter of its step, are
/// shared by all around them.
///
/// - Parameter snap: Nodes lie on multiples of it from the box's corner, as must the box's sides;
///   0 leaves them.
func jitteredMesh(
    rows: Int, columns: Int, over box: BoundingBox, snap: Double, _ random: inout SeededRandom
) -> [Zone] {
    let step = (x: box.width / Double(columns), y: box.height / Double(rows))
    func snapped(_ value: Double) -> Double { snap == 0 ? value : (value / snap).rounded() * snap }
    let nodes = (0...rows).map { row in
        (0...columns).map { column in
            let isInner = row > 0 && row < rows && column > 0 && column < columns
            let reach = isInner ? 0.24 : 0
            let (dx, dy) = (
                Double.random(in: -reach...reach, using: &random),
                Double.random(in: -reach...reach, using: &random)
            )
            return Coordinate(
                x: box.minX + snapped((Double(column) + dx) * step.x),
                y: box.minY + snapped((Double(row) + dy) * step.y))
        }
    }
    var zones: [Zone] = []
    for row in 0..<rows {
        for column in 0..<columns {
            let (a, b) = (nodes[row][column], nodes[row][column + 1])
            let (c, d) = (nodes[row + 1][column + 1], nodes[row + 1][column])
            let halves =
                Bool.random(using: &random) ? [[a, b, c], [a, c, d]] : [[a, b, d], [b, c, d]]
            for half in halves {
                zones.append(
                    zone(Polygon(shell: Ring(half)), id: "\(row)-\(column)-\(zones.count)"))
            }
        }
    }
    return zones
}
