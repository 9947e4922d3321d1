public import Grids

/// Which cells around a cell of a grid are its neighbours; the same for every cell.
///
/// Symmetric about the cell, which itself is inside: statistics say whether they count it.
public struct GridNeighbourhood: Hashable, Sendable {
    /// For the row `d` rows above and the one `d` rows below, how many cells it reaches to either
    /// side; the first entry is the cell's own row.
    public let halfWidths: [Int]

    /// All cells whose centre lies within `radius` of the cell's centre, those at exactly that
    /// distance in.
    ///
    /// A hair of 1e-9 of the radius is allowed for, so that 30 km are ten cells of 3 km in any
    /// arithmetic.
    ///
    /// - Parameters:
    ///   - radius: In the unit of `cellWidth` and `cellHeight`, at least 0.
    ///   - cellWidth: The width of a cell, positive.
    ///   - cellHeight: The height of a cell, positive.
    /// - Throws: `HotSpotError.radiusWithoutNeighbours` when no other cell is that near,
    ///   `.radiusTooLarge` beyond 10 000 cells.
    public static func disc(
        radius: Double, cellWidth: Double = 1, cellHeight: Double = 1
    ) throws(HotSpotError) -> GridNeighbourhood {
        precondition(cellWidth > 0 && cellHeight > 0, "cells have a width and a height")
        guard radius.isFinite, radius >= min(cellWidth, cellHeight) * (1 - 1e-9) else {
            throw .radiusWithoutNeighbours(radius: radius, cellSize: min(cellWidth, cellHeight))
        }
        let limit = radius * (1 + 1e-9)
        guard limit / min(cellWidth, cellHeight) <= Double(largestReach) else {
            throw .radiusTooLarge(radius: radius, cellSize: min(cellWidth, cellHeight))
        }
        let rows = Int((limit / cellHeight).rounded(.down))
        return GridNeighbourhood(
            halfWidths: (0...rows).map { row in
                let dy = Double(row) * cellHeight
                return Int(((limit * limit - dy * dy).squareRoot() / cellWidth).rounded(.down))
            })
    }

    /// The disc of a distance on the cells of `geometry`, in CRS units.
    ///
    /// - Throws: As `disc(radius:cellWidth:cellHeight:)`; `HotSpotError.rasterIsRotated`.
    public static func disc(
        radius: Double, on geometry: GridGeometry
    ) throws(HotSpotError) -> GridNeighbourhood {
        guard !geometry.geotransform.isRotated else {
            throw .rasterIsRotated(geometry.geotransform)
        }
        let size = geometry.cellSize
        return try disc(radius: radius, cellWidth: size.width, cellHeight: size.height)
    }

    /// The square of all cells up to `reach` rows and columns away: 1 is the queen's move.
    ///
    /// - Precondition: `reach` is in 1...10 000.
    public static func square(reach: Int) -> GridNeighbourhood {
        precondition(1...largestReach ~= reach, "a square reaches 1 to 10 000 cells")
        return GridNeighbourhood(halfWidths: [Int](repeating: reach, count: reach + 1))
    }

    private static let largestReach = 10_000

    private init(halfWidths: [Int]) { self.halfWidths = halfWidths }

    /// How many rows it reaches up and down.
    public var rowReach: Int { halfWidths.count - 1 }
    /// How many columns it reaches to either side.
    public var columnReach: Int { halfWidths.max() ?? 0 }

    /// How many cells it has, the one in the middle counted.
    public var cellCount: Int {
        let rows = halfWidths.map { 2 * $0 + 1 }
        return 2 * rows.reduce(0, +) - (rows.first ?? 0)
    }
}
