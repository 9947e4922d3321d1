/// Bands on one grid and with one block layout, which several threads read at once: each makes a
/// reader of its own.
///
/// What zonal statistics stream over. A stack of one band is the usual case; the bands of a file
/// that stores them cell by cell belong in one stack, so that a block is decoded once for all.
public protocol RasterStack: Sendable {
    /// The grid of every band.
    var geometry: GridGeometry { get }
    /// The number of bands, at least 1.
    var bandCount: Int { get }
    /// The height of the blocks in which values are stored, at least 1. Reads of whole block rows,
    /// aligned to row 0, decode every block once.
    var blockRows: Int { get }
    /// The width of the blocks, at least 1.
    var blockColumns: Int { get }
    /// Whether `Float` holds every value exactly: half the memory and half the way to it.
    var isExactInFloat: Bool { get }
    /// A reader for one thread.
    func makeReader() throws -> any RasterStackReader
}

/// Reads the values of a stack. Belongs to one thread at a time.
public protocol RasterStackReader: AnyObject {
    /// Writes the values of `area` into `values`, NaN where there is no data.
    ///
    /// - Parameters:
    ///   - area: Cells of the stack's grid.
    ///   - values: `bandCount` windows of `area.window`, band by band, each row by row. What it
    ///     holds afterwards for cells of the window that are not in `area.columns` is not defined.
    /// - Precondition: the stack is exact in `Float`; `values` has
    ///   `bandCount` × `area.window.cellCount` places.
    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) throws

    /// The same in `Double`, for any stack.
    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) throws
}

/// Rows of a grid and the parts of them that are wanted.
public struct RasterArea: Hashable, Sendable {
    public let rows: Range<Int>
    /// Ranges of columns, ascending and apart; not empty.
    public let columns: [Range<Int>]

    /// - Precondition: `columns` are ascending, do not overlap, and none is empty.
    public init(rows: Range<Int>, columns: [Range<Int>]) {
        precondition(
            !columns.isEmpty && columns.allSatisfy { !$0.isEmpty }
                && zip(columns, columns.dropFirst()).allSatisfy {
                    $0.upperBound <= $1.lowerBound
                }, "an area has ranges of columns that ascend and do not overlap")
        self.rows = rows
        self.columns = columns
    }

    public init(_ window: GridWindow) {
        self.init(rows: window.rows, columns: [window.columns])
    }

    /// The smallest window around the area.
    public var window: GridWindow {
        GridWindow(
            rows: rows,
            columns: columns[0].lowerBound..<columns[columns.count - 1].upperBound)
    }
}

extension Grid: RasterStack where Value: BinaryFloatingPoint {
    public var bandCount: Int { 1 }
    public var blockColumns: Int { geometry.columns }
    public var isExactInFloat: Bool { Value.significandBitCount <= Float.significandBitCount }

    public func makeReader() -> any RasterStackReader { GridReader(grid: self) }
}

private final class GridReader<Value: BinaryFloatingPoint & Hashable & Sendable>:
    RasterStackReader
{
    private let grid: Grid<Value>

    init(grid: Grid<Value>) { self.grid = grid }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) {
        copyCells(area, to: values)
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) {
        copyCells(area, to: values)
    }

    /// Code for any type copies a hundred times as slowly as code for one.
    @inline(__always)
    private func copyCells<Target: BinaryFloatingPoint>(
        _ area: RasterArea, to target: UnsafeMutableBufferPointer<Target>
    ) {
        if let grid = grid as? Grid<Float> {
            copy(area, of: grid, to: target)
        } else if let grid = grid as? Grid<Double> {
            copy(area, of: grid, to: target)
        } else {
            copy(area, of: grid, to: target)
        }
    }
}

private func copy<Value: BinaryFloatingPoint, Target: BinaryFloatingPoint>(
    _ area: RasterArea, of grid: Grid<Value>, to target: UnsafeMutableBufferPointer<Target>
) {
    let window = area.window
    // NaN equals nothing.
    let nodata = grid.nodata ?? .nan
    grid.values.withUnsafeBufferPointer { source in
        for row in area.rows {
            let sourceStart = row * grid.geometry.columns
            let targetStart =
                (row - window.rows.lowerBound) * window.columns.count - window.columns.lowerBound
            for columns in area.columns {
                let cells = UnsafeBufferPointer(
                    rebasing: source[
                        sourceStart + columns.lowerBound..<sourceStart + columns.upperBound])
                let places = UnsafeMutableBufferPointer(
                    rebasing: target[
                        targetStart + columns.lowerBound..<targetStart + columns.upperBound])
                // One check of bounds a run: the loop over plain pointers is turned into vectors.
                guard let cell = cells.baseAddress, let place = places.baseAddress else { continue }
                for index in 0..<cells.count {
                    let value = cell[index]
                    place[index] = value == nodata ? .nan : Target(value)
                }
            }
        }
    }
}
