import Geometry
import Grids

/// Positions in cells from the corner of a window: u along columns, v along rows.
///
/// The corner is kept as an unevaluated sum of two doubles, so that a position loses no digit to
/// the distance between the window and the grid's origin, nor to large eastings.
struct CellFrame {
    private let cornerHigh: SIMD2<Double>
    private let cornerLow: SIMD2<Double>
    private let step: SIMD2<Double>

    /// Positions beyond it are not resolved to a cell any more.
    static let reach: Double = 0x1p52

    /// - Parameters:
    ///   - row: The row at the window's corner.
    ///   - column: The column at the window's corner.
    ///   - shift: By how much coordinates are moved in x before they are placed.
    init(_ transform: Geotransform, row: Int, column: Int, shift: Double = 0) {
        step = SIMD2(transform.columnStepX, transform.rowStepY)
        let cornerX = Self.corner(transform.originX, Double(column), step.x)
        let shifted = Self.sum(cornerX.high, -shift)
        let cornerY = Self.corner(transform.originY, Double(row), step.y)
        cornerHigh = SIMD2(shifted.high, cornerY.high)
        cornerLow = SIMD2(shifted.low + cornerX.low, cornerY.low)
    }

    /// The position of `coordinate` in cells.
    @inline(__always)
    func position(of coordinate: Coordinate) -> (u: Double, v: Double) {
        let offset = (SIMD2(coordinate.x, coordinate.y) - cornerHigh) - cornerLow
        let position = offset / step
        return (position.x, position.y)
    }

    /// origin + count · step with an error of about 2⁻¹⁰⁶: the product and the sum with their
    /// rounding errors (Dekker, Knuth: TwoProduct and TwoSum).
    private static func corner(
        _ origin: Double, _ count: Double, _ step: Double
    ) -> (high: Double, low: Double) {
        let product = count * step
        let productError = (-product).addingProduct(count, step)
        let total = sum(origin, product)
        return (total.high, total.low + productError)
    }

    /// a + b and its rounding error.
    private static func sum(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
        let sum = a + b
        let part = sum - a
        return (sum, (a - (sum - part)) + (b - part))
    }
}

extension GridGeometry {
    /// The coverage, in cells, below which a cell counts as not covered and within which of 1 as
    /// whole: 1e-12, or the rounding error of the grid's coordinates where that is more.
    ///
    /// An easting of 38 000 000 m is stored to the nearest 7e-9 m: on 1 m cells an edge that is
    /// meant to follow a cell edge misses it by as much, and would lend the zone a foreign cell.
    var coverageDust: Double {
        let box = extent
        let ulpX = max(abs(box.minX), abs(box.maxX)).ulp
        let ulpY = max(abs(box.minY), abs(box.maxY)).ulp
        return max(1e-12, 2 * ulpX / cellSize.width, 2 * ulpY / cellSize.height)
    }
}
