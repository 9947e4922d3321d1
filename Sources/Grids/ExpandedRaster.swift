/// A raster on a finer grid that nests in its own: every cell has the value of the cell that it
/// lies in, NaN outside.
public struct ExpandedRaster: RasterStack {
    public let geometry: GridGeometry
    private let base: any RasterStack
    private let nesting: GridNesting

    /// `nil` when a cell of `geometry` would lie in several cells of `base`.
    public init?(_ base: any RasterStack, onto geometry: GridGeometry) {
        guard let nesting = GridNesting(of: geometry, in: base.geometry) else { return nil }
        self.geometry = geometry
        self.base = base
        self.nesting = nesting
    }

    public var bandCount: Int { base.bandCount }

    // Blocks of the base, cut where the finer cells would make too many of them for memory; some
    // are then read several times, once for many finer cells each.
    public var blockRows: Int {
        let limit = (1 << 22) / max(blockColumns, 1 << 12)
        return nesting.rows * min(base.blockRows, max(1, limit / nesting.rows))
    }

    public var blockColumns: Int {
        nesting.columns * min(base.blockColumns, max(1, (1 << 15) / nesting.columns))
    }

    public var isExactInFloat: Bool { base.isExactInFloat }

    public func makeReader() throws -> any RasterStackReader {
        ExpandingReader(
            base: try base.makeReader(), geometry: base.geometry, bandCount: base.bandCount,
            nesting: nesting)
    }
}

private final class ExpandingReader: RasterStackReader {
    private let base: any RasterStackReader
    private let geometry: GridGeometry
    private let bandCount: Int
    private let nesting: GridNesting
    private var floats: [Float] = []
    private var doubles: [Double] = []

    init(
        base: any RasterStackReader, geometry: GridGeometry, bandCount: Int, nesting: GridNesting
    ) {
        self.base = base
        self.geometry = geometry
        self.bandCount = bandCount
        self.nesting = nesting
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) throws {
        try read(area, into: values, through: &floats) { try base.read($0, into: $1) }
    }

    func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) throws {
        try read(area, into: values, through: &doubles) { try base.read($0, into: $1) }
    }

    @inline(__always)
    private func read<Value: BinaryFloatingPoint>(
        _ area: RasterArea, into values: UnsafeMutableBufferPointer<Value>,
        through room: inout [Value],
        readBase: (RasterArea, UnsafeMutableBufferPointer<Value>) throws -> Void
    ) throws {
        guard let source = baseArea(of: area) else {
            values.update(repeating: .nan)
            return
        }
        let count = source.window.cellCount * bandCount
        if room.count < count { room = [Value](repeating: 0, count: count) }
        try room.withUnsafeMutableBufferPointer { buffer in
            let part = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            try readBase(source, part)
            expand(part, of: source, to: values, of: area)
        }
    }

    /// The cells of the base under `area`; `nil` when there are none.
    private func baseArea(of area: RasterArea) -> RasterArea? {
        let rows = coarse(area.rows, nesting.rowOffset, nesting.rows, geometry.rows)
        var columns: [Range<Int>] = []
        for range in area.columns {
            let found = coarse(range, nesting.columnOffset, nesting.columns, geometry.columns)
            if found.isEmpty { continue }
            if let last = columns.last, last.upperBound >= found.lowerBound {
                columns[columns.count - 1] = last.lowerBound..<found.upperBound
            } else {
                columns.append(found)
            }
        }
        return rows.isEmpty || columns.isEmpty ? nil : RasterArea(rows: rows, columns: columns)
    }

    /// The rows or columns of the base, 0..<`count`, in which those of `range` lie.
    private func coarse(
        _ range: Range<Int>, _ offset: Int, _ factor: Int, _ count: Int
    ) -> Range<Int> {
        let low = floorDivide(range.lowerBound + offset, factor)
        let high = floorDivide(range.upperBound - 1 + offset, factor) + 1
        return (low..<max(low, high)).clamped(to: 0..<count)
    }

    private func expand<Value: BinaryFloatingPoint>(
        _ source: UnsafeMutableBufferPointer<Value>, of sourceArea: RasterArea,
        to target: UnsafeMutableBufferPointer<Value>, of area: RasterArea
    ) {
        let (from, to) = (sourceArea.window, area.window)
        for band in 0..<bandCount {
            for row in to.rows {
                let sourceRow = floorDivide(row + nesting.rowOffset, nesting.rows)
                let isInside = from.rows.contains(sourceRow)
                let sourceStart =
                    band * from.cellCount
                    + (sourceRow - from.rows.lowerBound) * from.columns.count
                    - from.columns.lowerBound
                let targetStart =
                    band * to.cellCount + (row - to.rows.lowerBound) * to.columns.count
                    - to.columns.lowerBound
                for columns in area.columns {
                    var start = columns.lowerBound
                    while start < columns.upperBound {
                        let place = floorDivide(start + nesting.columnOffset, nesting.columns)
                        let next = (place + 1) * nesting.columns - nesting.columnOffset
                        let end = min(next, columns.upperBound)
                        let value =
                            isInside && from.columns.contains(place)
                            ? source[sourceStart + place] : .nan
                        for column in start..<end { target[targetStart + column] = value }
                        start = end
                    }
                }
            }
        }
    }
}

/// ⌊a ÷ b⌋ for a positive b.
@inline(__always)
private func floorDivide(_ a: Int, _ b: Int) -> Int {
    a >= 0 ? a / b : -((b - 1 - a) / b)
}
