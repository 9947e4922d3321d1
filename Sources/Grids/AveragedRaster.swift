/// A raster brought to a grid that it does not nest with: every cell has the mean of what lies
/// under it, weighted by area; cells without data count for nothing, NaN where there is no other.
///
/// The exact mean of the raster as it is drawn, cell by cell; no value is interpolated. Edges that
/// lie within 1e-6 of a cell count as the same.
public struct AveragedRaster: RasterStack {
    public let geometry: GridGeometry
    private let base: any RasterStack

    /// - Precondition: neither grid is rotated; `base` has one band.
    public init(_ base: any RasterStack, onto geometry: GridGeometry) {
        precondition(
            !geometry.geotransform.isRotated && !base.geometry.geotransform.isRotated,
            "averages need grids parallel to the axes")
        precondition(base.bandCount == 1, "averages are of one band")
        self.geometry = geometry
        self.base = base
    }

    public var bandCount: Int { 1 }
    public var blockRows: Int { 1 }
    public var blockColumns: Int { 1 }
    public var isExactInFloat: Bool { false }

    public func makeReader() throws -> any RasterStackReader {
        AveragingReader(base: try base.makeReader(), from: base.geometry, to: geometry)
    }
}

private final class AveragingReader: RasterStackReader {
    private let base: any RasterStackReader
    private let from: GridGeometry
    private let to: GridGeometry
    private var buffer: [Double] = []

    init(base: any RasterStackReader, from: GridGeometry, to: GridGeometry) {
        self.base = base
        self.from = from
        self.to = to
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) throws {
        preconditionFailure("averages are not exact in Float")
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) throws {
        let window = area.window
        let (a, b) = (to.geotransform, from.geotransform)
        let rows = window.rows.map {
            AxisShares(
                cell: $0, origin: a.originY, step: a.rowStepY, over: b.originY, b.rowStepY,
                count: from.rows)
        }
        let columns = window.columns.map {
            AxisShares(
                cell: $0, origin: a.originX, step: a.columnStepX, over: b.originX, b.columnStepX,
                count: from.columns)
        }
        guard let under = Self.span(rows), let across = Self.span(columns) else {
            values.update(repeating: .nan)
            return
        }
        let source = RasterArea(GridWindow(rows: under, columns: across))
        let count = source.window.cellCount
        if buffer.count < count { buffer = [Double](repeating: 0, count: count) }
        try buffer.withUnsafeMutableBufferPointer {
            try base.read(source, into: UnsafeMutableBufferPointer(rebasing: $0[..<count]))
        }
        for (row, rowShares) in rows.enumerated() {
            for (column, columnShares) in columns.enumerated() {
                values[row * columns.count + column] = mean(
                    rowShares, columnShares, source.window)
            }
        }
    }

    private static func span(_ shares: [AxisShares]) -> Range<Int>? {
        let used = shares.filter { !$0.cells.isEmpty }
        guard let low = used.map(\.cells.lowerBound).min(),
            let high = used.map(\.cells.upperBound).max()
        else { return nil }
        return low..<high
    }

    private func mean(_ rows: AxisShares, _ columns: AxisShares, _ window: GridWindow) -> Double {
        var sum = 0.0
        var weight = 0.0
        for (row, rowShare) in zip(rows.cells, rows.shares) {
            let start =
                (row - window.rows.lowerBound) * window.columns.count - window.columns.lowerBound
            for (column, columnShare) in zip(columns.cells, columns.shares) {
                let value = buffer[start + column]
                if value.isNaN { continue }
                sum += rowShare * columnShare * value
                weight += rowShare * columnShare
            }
        }
        return weight > 0 ? sum / weight : .nan
    }
}

/// The cells of another axis under one cell, and how long each lies under it.
private struct AxisShares {
    let cells: Range<Int>
    let shares: [Double]

    init(
        cell: Int, origin: Double, step: Double, over otherOrigin: Double, _ otherStep: Double,
        count: Int
    ) {
        // Edges that meet but for rounding must not let in a neighbour.
        let tolerance = 1e-6 * min(1, abs(step / otherStep))
        func place(_ edge: Int) -> Double {
            let place = (origin + Double(edge) * step - otherOrigin) / otherStep
            return abs(place - place.rounded()) < tolerance ? place.rounded() : place
        }
        let (a, b) = (place(cell), place(cell + 1))
        let low = max(min(a, b), 0)
        let high = min(max(a, b), Double(count))
        guard low < high else {
            cells = 0..<0
            shares = []
            return
        }
        let first = Int(low)
        let end = min(Int(high.rounded(.up)), count)
        cells = first..<end
        shares = (first..<end).map { min(Double($0 + 1), high) - max(Double($0), low) }
    }
}
