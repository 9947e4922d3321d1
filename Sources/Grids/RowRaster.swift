/// A raster whose values depend on the row alone, such as the area of a cell in degrees.
public struct RowRaster: RasterStack {
    public let geometry: GridGeometry
    /// One value a row.
    public let rowValues: [Double]

    /// - Precondition: `rowValues` has one value a row.
    public init(geometry: GridGeometry, rowValues: [Double]) {
        precondition(rowValues.count == geometry.rows, "one value a row")
        self.geometry = geometry
        self.rowValues = rowValues
    }

    public var bandCount: Int { 1 }
    public var blockRows: Int { 1 }
    public var blockColumns: Int { 1 }
    public var isExactInFloat: Bool { false }

    public func makeReader() -> any RasterStackReader { RowReader(rowValues: rowValues) }
}

private final class RowReader: RasterStackReader {
    private let rowValues: [Double]

    init(rowValues: [Double]) { self.rowValues = rowValues }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) {
        preconditionFailure("row values are not exact in Float")
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) {
        let width = area.window.columns.count
        for (index, row) in area.rows.enumerated() {
            UnsafeMutableBufferPointer(rebasing: values[index * width..<(index + 1) * width])
                .update(repeating: rowValues[row])
        }
    }
}
