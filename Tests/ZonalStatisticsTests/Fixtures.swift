import Coverage
import Geometry
import Grids
import Synchronization
import TestSupport

@testable import ZonalStatistics

/// A grid of square cells of size 1 whose lower left corner is (0, 0), row 0 at the top.
func unitGeometry(rows: Int, columns: Int) -> GridGeometry {
    GridGeometry(
        geotransform: Geotransform(
            originX: 0, columnStepX: 1, originY: Double(rows), rowStepY: -1),
        rows: rows, columns: columns, crs: nil)
}

func unitGrid(rows: Int, columns: Int, _ values: [Double]) -> Grid<Double> {
    Grid(geometry: unitGeometry(rows: rows, columns: columns), values: values)
}

func ring(_ points: [(Double, Double)]) -> Ring {
    Ring(points.map { Coordinate(x: $0.0, y: $0.1) })
}

func zone(_ rings: Ring..., squareMetres: Double = 0) -> Zone {
    Zone(
        id: "Z", label: "Z", polygons: rings.map { Polygon(shell: $0) },
        areaInSquareMetres: squareMetres)
}

func box(
    _ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double, squareMetres: Double = 0
) -> Zone {
    zone(
        ring([(minX, minY), (maxX, minY), (maxX, maxY), (minX, maxY)]), squareMetres: squareMetres)
}

/// A zone without polygons.
let shapeless = Zone(
    id: "Z", label: "Z", polygons: [], areaInSquareMetres: 0, note: "empty")

extension Statistic {
    /// The statistics that `names` lists.
    static func list(_ names: String) throws(StatisticError) -> [Statistic] {
        var statistics: [Statistic] = []
        for name in names.split(separator: " ") {
            statistics.append(try Statistic(name: String(name)))
        }
        return statistics
    }
}

/// The statistics called `names` of one band in one zone, as a table with one row.
func table(
    _ names: String, of stack: any RasterStack, in zone: Zone, weights: (any RasterStack)? = nil,
    quantiles: QuantileDefinition = .inverseCDF
) throws -> ZonalTable {
    let overlay = try Overlay(of: [zone], on: stack.geometry, threads: 1)
    let job = try ZonalJob(
        passes: [(ZonalPass(stack, over: overlay, weights: weights), .all)],
        bands: [ZonalJob.Band(name: "", pass: 0, band: 0)],
        question: ZonalQuestion(Statistic.list(names), quantileDefinition: quantiles))
    return try job.run().tables(areasInSquareMetres: [zone.areaInSquareMetres])[0]
}

/// The values of that row.
func values(
    _ names: String, of stack: any RasterStack, in zone: Zone, weights: (any RasterStack)? = nil,
    quantiles: QuantileDefinition = .inverseCDF
) throws -> [Double] {
    try table(names, of: stack, in: zone, weights: weights, quantiles: quantiles).values[0]
}

extension ZonalTable {
    /// Names and bits of all values: NaN equals NaN, 0 differs from −0.
    var bits: [String: [UInt64]] {
        Dictionary(
            columns.enumerated().map { index, column in
                ("\(index) \(column.name)", values.map { $0[index].bitPattern })
            }, uniquingKeysWith: { first, _ in first })
    }
}

/// What was read of a stack.
final class ReadLog: Sendable {
    private let log = Mutex<[RasterArea]>([])

    var areas: [RasterArea] { log.withLock { $0 } }

    func add(_ area: RasterArea) { log.withLock { $0.append(area) } }
}

/// Bands that are stored in blocks. Its reader fills only what is asked for: everything else holds
/// a value that would spoil each statistic.
struct BlockStack: RasterStack {
    let bands: [Grid<Double>]
    var blockRows = 1
    var blockColumns = 1
    var isExactInFloat = false
    var log: ReadLog?

    var geometry: GridGeometry { bands[0].geometry }
    var bandCount: Int { bands.count }

    func makeReader() -> any RasterStackReader { Reader(stack: self) }

    private final class Reader: RasterStackReader {
        let stack: BlockStack

        init(stack: BlockStack) { self.stack = stack }

        func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) {
            precondition(stack.isExactInFloat)
            copy(area, values, Float.init)
        }

        func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) {
            copy(area, values) { $0 }
        }

        private func copy<Value: BinaryFloatingPoint>(
            _ area: RasterArea, _ values: UnsafeMutableBufferPointer<Value>,
            _ convert: (Double) -> Value
        ) {
            stack.log?.add(area)
            let window = area.window
            precondition(values.count == window.cellCount * stack.bandCount)
            values.update(repeating: -7e30)
            for (band, grid) in stack.bands.enumerated() {
                for row in window.rows {
                    let start =
                        band * window.cellCount
                        + (row - window.rows.lowerBound) * window.columns.count
                        - window.columns.lowerBound
                    for column in area.columns.joined() {
                        values[start + column] = convert(grid[row, column])
                    }
                }
            }
        }
    }
}
