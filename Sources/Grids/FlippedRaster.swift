/// A raster with its rows in the other order: one that runs to the north as one that runs to the
/// south, cell for cell.
public struct FlippedRaster: RasterStack {
    public let geometry: GridGeometry
    private let base: any RasterStack

    /// - Precondition: `base` is not rotated.
    public init(_ base: any RasterStack) {
        precondition(!base.geometry.geotransform.isRotated, "rows are parallel to the axes")
        self.base = base
        var flipped = base.geometry
        flipped.geotransform.originY += Double(flipped.rows) * flipped.geotransform.rowStepY
        flipped.geotransform.rowStepY.negate()
        geometry = flipped
    }

    public var bandCount: Int { base.bandCount }
    public var blockRows: Int { base.blockRows }
    public var blockColumns: Int { base.blockColumns }
    public var isExactInFloat: Bool { base.isExactInFloat }

    public func makeReader() throws -> any RasterStackReader {
        FlippingReader(
            base: try base.makeReader(), rows: base.geometry.rows, bandCount: base.bandCount)
    }
}

private final class FlippingReader: RasterStackReader {
    private let base: any RasterStackReader
    private let rows: Int
    private let bandCount: Int

    init(base: any RasterStackReader, rows: Int, bandCount: Int) {
        self.base = base
        self.rows = rows
        self.bandCount = bandCount
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) throws {
        try base.read(mirrored(area), into: values)
        flip(values, area.window)
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) throws {
        try base.read(mirrored(area), into: values)
        flip(values, area.window)
    }

    private func mirrored(_ area: RasterArea) -> RasterArea {
        RasterArea(
            rows: rows - area.rows.upperBound..<rows - area.rows.lowerBound, columns: area.columns)
    }

    private func flip<Value>(_ values: UnsafeMutableBufferPointer<Value>, _ window: GridWindow) {
        let width = window.columns.count
        for band in 0..<bandCount {
            let start = band * window.cellCount
            for row in 0..<window.rows.count / 2 {
                let upper = start + row * width
                let lower = start + (window.rows.count - 1 - row) * width
                for column in 0..<width { values.swapAt(upper + column, lower + column) }
            }
        }
    }
}
