import Coverage
import Geometry
import Grids

@testable import ZonalStatistics

/// The statistics by their definitions, one cell after another: the reference that the kernel is
/// held against.
struct PlainStatistics {
    private(set) var count = 0.0
    private(set) var sum = 0.0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    private(set) var variance = 0.0

    var mean: Double { sum / count }

    /// - Parameter cells: Value and coverage fraction of every cell; NaN is no data.
    init(_ cells: [(value: Double, coverage: Double)]) {
        let valid = cells.filter { !$0.value.isNaN && $0.coverage > 0 }
        for cell in valid {
            count += cell.coverage
            sum += cell.coverage * cell.value
            minimum = min(minimum, cell.value)
            maximum = max(maximum, cell.value)
        }
        for cell in valid {
            variance += cell.coverage * (cell.value - mean) * (cell.value - mean) / count
        }
    }

    func value(of statistic: Statistic, zoneAreaInCells: Double, areaKm2: Double) -> Double {
        switch statistic {
        case .count: count
        case .validShare: zoneAreaInCells > 0 ? count / zoneAreaInCells : .nan
        case .areaKm2: areaKm2 > 0 ? areaKm2 : .nan
        case _ where count == 0: .nan
        case .sum: sum
        case .mean: mean
        case .min: minimum
        case .max: maximum
        case .range: maximum - minimum
        case .stdev: variance.squareRoot()
        case .variance: variance
        case .cv: mean == 0 ? .nan : variance.squareRoot() / mean
        }
    }
}

/// Value and coverage of every cell of a zone.
func cells(
    of zone: ZoneCoverage, in grid: Grid<Double>
) -> [(value: Double, coverage: Double)] {
    zone.runs.flatMap { run in
        run.columns.map { (grid[Int(run.row), $0], run.fraction) }
    }
}

/// A grid of unit cells whose lower left corner is (0, 0).
func unitGrid(rows: Int, columns: Int, _ values: [Double]) -> Grid<Double> {
    Grid(
        geometry: GridGeometry(
            geotransform: Geotransform(
                originX: 0, columnStepX: 1, originY: Double(rows), rowStepY: -1),
            rows: rows, columns: columns, crs: nil),
        values: values)
}

func box(
    _ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double, squareMetres: Double = 0
) -> Zone {
    let ring = Ring([
        Coordinate(x: minX, y: minY), Coordinate(x: maxX, y: minY),
        Coordinate(x: maxX, y: maxY), Coordinate(x: minX, y: maxY),
    ])
    return Zone(
        id: "Z", label: "Z", polygons: [Polygon(shell: ring)], areaInSquareMetres: squareMetres)
}

/// A grid that is stored in blocks of rows, and remembers which windows were asked for.
final class BlockedSource: RasterSource {
    let grid: Grid<Double>
    let blockRows: Int
    private(set) var windows: [GridWindow] = []

    init(_ grid: Grid<Double>, blockRows: Int) {
        self.grid = grid
        self.blockRows = blockRows
    }

    var geometry: GridGeometry { grid.geometry }

    func read(_ window: GridWindow) -> [Double] {
        windows.append(window)
        return grid.read(window)
    }
}
