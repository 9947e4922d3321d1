import Geometry
import Grids

/// A grid of cells of 10 × 10 whose first corner is (100, 200), unless said otherwise.
func geometry(
    x: Double = 100, stepX: Double = 10, y: Double = 200, stepY: Double = -10, rows: Int = 5,
    columns: Int = 8
) -> GridGeometry {
    GridGeometry(
        geotransform: Geotransform(originX: x, columnStepX: stepX, originY: y, rowStepY: stepY),
        rows: rows, columns: columns, crs: nil)
}

func box(
    _ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double
) -> BoundingBox {
    BoundingBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
}

/// What stands in cells that were not asked for.
let unread = -1e30

extension RasterStack {
    /// The values of `area`, band by band; `unread` in columns that it leaves out.
    func values(in area: RasterArea) throws -> [Double] {
        var values = [Double](repeating: unread, count: bandCount * area.window.cellCount)
        try values.withUnsafeMutableBufferPointer { try makeReader().read(area, into: $0) }
        return masked(values, area)
    }

    /// The same, read as Float.
    func floats(in area: RasterArea) throws -> [Double] {
        var values = [Float](repeating: 0, count: bandCount * area.window.cellCount)
        try values.withUnsafeMutableBufferPointer { try makeReader().read(area, into: $0) }
        return masked(values.map(Double.init), area)
    }

    func values(rows: Range<Int>, columns: Range<Int>) throws -> [Double] {
        try values(in: RasterArea(rows: rows, columns: [columns]))
    }

    var allValues: [Double] {
        get throws { try values(in: RasterArea(geometry.fullWindow)) }
    }

    private func masked(_ values: [Double], _ area: RasterArea) -> [Double] {
        let columns = area.window.columns
        return values.enumerated().map { index, value in
            let column = columns.lowerBound + index % columns.count
            return area.columns.contains { $0.contains(column) } ? value : unread
        }
    }
}

/// Whether two lists of values are the same, NaN equal to NaN.
func same(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}

/// Bands of one type on one grid.
struct BandStack: RasterStack {
    let bands: [Grid<Float>]
    var blockRows = 1
    var blockColumns = 1

    var geometry: GridGeometry { bands[0].geometry }
    var bandCount: Int { bands.count }
    var isExactInFloat: Bool { true }

    func makeReader() -> any RasterStackReader { Reader(bands: bands.map { $0.makeReader() }) }

    private final class Reader: RasterStackReader {
        let bands: [any RasterStackReader]

        init(bands: [any RasterStackReader]) { self.bands = bands }

        func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>) throws {
            try forEachBand(area, values) { try $0.read(area, into: $1) }
        }

        func read(_ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>) throws {
            try forEachBand(area, values) { try $0.read(area, into: $1) }
        }

        private func forEachBand<Value>(
            _ area: RasterArea, _ values: UnsafeMutableBufferPointer<Value>,
            _ body: (any RasterStackReader, UnsafeMutableBufferPointer<Value>) throws -> Void
        ) throws {
            let count = area.window.cellCount
            precondition(values.count == bands.count * count)
            for (index, band) in bands.enumerated() {
                try body(
                    band,
                    UnsafeMutableBufferPointer(
                        rebasing: values[index * count..<(index + 1) * count]))
            }
        }
    }
}
