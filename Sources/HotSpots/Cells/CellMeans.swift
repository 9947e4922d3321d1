public import Grids
import Geometry
import Parallel

/// The mean of a raster inside one cell of a fishnet.
public struct CellMean: Hashable, Sendable {
    /// The area-weighted mean of the valid raster cells, in the raster's unit; NaN when none is.
    public var value: Double
    /// The part of the cell's area that valid raster cells cover, 0…1. Outside the raster counts
    /// as missing.
    public var validShare: Double

    public init(value: Double, validShare: Double) {
        self.value = value
        self.validShare = validShare
    }

    /// No data at all.
    public static let missing = CellMean(value: .nan, validShare: 0)
}

extension Fishnet {
    /// The exact means of a raster inside `cells`, in their order.
    ///
    /// Every raster cell counts with the area of it that lies in the fishnet cell; the raster need
    /// not align with the fishnet. A raster edge within the rounding of the coordinates of a cell
    /// edge counts as lying on it.
    ///
    /// - Parameters:
    ///   - raster: In the CRS of the fishnet, parallel to the axes, north-up or not. Its rows are
    ///     read once, in blocks, in order, from the caller's thread.
    ///   - cells: Cells of this fishnet, in any order.
    ///   - threads: How many threads work; the result is the same for any number.
    /// - Returns: One mean a cell.
    /// - Throws: `HotSpotError` `.rasterIsRotated`, `.rasterInDegrees`; what `raster` throws.
    /// - Precondition: `threads` is positive.
    /// - Complexity: O(raster cells under the fishnet cells); memory one block of rows and O(cells).
    public func cellMeans(
        of raster: some RasterSource, in cells: [FishnetCell], threads: Int = 1
    ) throws -> [CellMean] {
        let grid = raster.geometry
        guard !grid.geotransform.isRotated else {
            throw HotSpotError.rasterIsRotated(grid.geotransform)
        }
        if let crs = grid.crs, crs.isGeographic {
            throw HotSpotError.rasterInDegrees(crs: crs.code ?? crs.name)
        }
        var sums = cells.map { CellSum($0.box, grid) }
        let used = sums.filter { !$0.isOutside }
        guard let firstColumn = used.map(\.x.cells.lowerBound).min(),
            let endColumn = used.map(\.x.cells.upperBound).max(),
            let firstRow = used.map(\.y.cells.lowerBound).min(),
            let endRow = used.map(\.y.cells.upperBound).max()
        else { return cells.map { _ in .missing } }

        // The cells by their first raster row; those that a block has passed are dropped.
        let order = sums.indices.filter { !sums[$0].isOutside }.sorted {
            (sums[$0].y.cells.lowerBound, $0) < (sums[$1].y.cells.lowerBound, $1)
        }
        var waiting = order[...]
        var active: [Int] = []
        let height = max(raster.blockRows, 1)
        for top in stride(from: firstRow / height * height, to: endRow, by: height) {
            let rows = max(top, firstRow)..<min(top + height, endRow)
            while let next = waiting.first, sums[next].y.cells.lowerBound < rows.upperBound {
                active.append(next)
                waiting.removeFirst()
            }
            active.removeAll { sums[$0].y.cells.upperBound <= rows.lowerBound }
            guard !active.isEmpty else { continue }
            let window = GridWindow(rows: rows, columns: firstColumn..<endColumn)
            let values = try raster.read(window)
            let grown = mapChunks(chunks(of: active.count, size: 64), threads: threads) {
                [active, sums] range in
                range.map { sums[active[$0]].adding(values, of: window) }
            }
            for (index, sum) in zip(active, grown.joined()) { sums[index] = sum }
        }
        return sums.map(\.mean)
    }
}

/// What one fishnet cell has gathered so far.
///
/// Rows are added one after another, each summed from its first column on: the order comes from
/// the data, whatever the blocks and threads.
private struct CellSum: Sendable {
    let x: AxisOverlap
    let y: AxisOverlap
    private var sum = 0.0
    private var weight = 0.0

    init(_ box: BoundingBox, _ grid: GridGeometry) {
        let g = grid.geotransform
        x = AxisOverlap(
            box.minX, box.maxX, origin: g.originX, step: g.columnStepX, count: grid.columns)
        y = AxisOverlap(
            box.minY, box.maxY, origin: g.originY, step: g.rowStepY, count: grid.rows)
    }

    var isOutside: Bool { x.cells.isEmpty || y.cells.isEmpty }

    /// This sum and the part of `window` that lies in the cell.
    func adding(_ values: [Double], of window: GridWindow) -> CellSum {
        var result = self
        let rows = y.cells.clamped(to: window.rows)
        values.withUnsafeBufferPointer { values in
            for row in rows {
                let start = (row - window.rows.lowerBound) * window.columns.count
                var rowSum = 0.0
                var rowWeight = 0.0
                for column in x.cells {
                    let value = values[start + column - window.columns.lowerBound]
                    guard !value.isNaN else { continue }
                    let share = x.share(of: column)
                    rowSum += share * value
                    rowWeight += share
                }
                let share = y.share(of: row)
                result.sum += share * rowSum
                result.weight += share * rowWeight
            }
        }
        return result
    }

    var mean: CellMean {
        guard weight > 0 else { return .missing }
        let share = weight / (x.length * y.length)
        return CellMean(value: sum / weight, validShare: share > 1 - 1e-12 ? 1 : share)
    }
}

/// The part of an axis of cells that an interval covers; the area's share is the product of two.
private struct AxisOverlap: Sendable {
    /// The interval's ends in cells.
    private let low: Double
    private let high: Double
    /// The cells that it covers a part of; empty outside the axis.
    let cells: Range<Int>

    /// The interval's length in cells, on the axis or not.
    var length: Double { high - low }

    init(_ start: Double, _ end: Double, origin: Double, step: Double, count: Int) {
        let dust =
            max(1e-12, 4 * max(abs(start), abs(end), abs(origin)).ulp / abs(step))
        func position(_ coordinate: Double) -> Double {
            let position = (coordinate - origin) / step
            let whole = position.rounded()
            return abs(position - whole) <= dust ? whole : position
        }
        let (a, b) = (position(start), position(end))
        low = min(a, b)
        high = max(a, b)
        let first = min(max(low.rounded(.down), 0), Double(count))
        let last = min(max(high.rounded(.up), first), Double(count))
        cells = Int(first)..<Int(last)
    }

    /// The part of a cell of `cells` inside the interval, 0…1.
    @inline(__always)
    func share(of cell: Int) -> Double {
        min(Double(cell + 1), high) - max(Double(cell), low)
    }
}
