/// Something that gives a raster's values window by window: a file, or a grid in memory.
///
/// Calls come from one thread at a time.
public protocol RasterSource {
    var geometry: GridGeometry { get }
    /// The height of the blocks in which the values are stored: windows that are whole multiples
    /// of it, aligned to row 0, decode every block once.
    var blockRows: Int { get }

    /// The values of `window`, row by row; NaN where there is no data.
    func read(_ window: GridWindow) throws -> [Double]
}

extension Grid: RasterSource where Value: BinaryFloatingPoint {
    public var blockRows: Int { 1 }

    public func read(_ window: GridWindow) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(window.cellCount)
        for row in window.rows {
            let start = row * geometry.columns
            for index in start + window.columns.lowerBound..<start + window.columns.upperBound {
                let value = values[index]
                result.append(value == nodata ? .nan : Double(value))
            }
        }
        return result
    }
}
