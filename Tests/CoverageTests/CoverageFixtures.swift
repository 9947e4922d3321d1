import Geometry
import Grids

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
