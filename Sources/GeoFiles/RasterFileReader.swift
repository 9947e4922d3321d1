import CGDAL
import Grids

/// Reads the bands of a raster file block by block, past GDAL's cache: each block that an area
/// touches is decoded once, in the type in which it is stored, and its cells go from there into
/// the caller's memory with nodata made NaN on the way.
///
/// Memory: one block, kept for the next call, which may want the rest of it.
final class RasterFileReader: RasterStackReader {
    private let file: RasterFile
    private let dataset: Dataset
    private let handles: [GDALRasterBandH]
    /// The positions of the bands, those with the same blocks together: a file that stores its
    /// bands cell by cell decodes a block once when they are read one after the other.
    private let layouts: [[Int]]
    private let memory: UnsafeMutableRawBufferPointer
    private let deflated: DeflatedBlocks?
    private var held: BlockPlace?

    init(_ file: RasterFile) throws(GeoFileError) {
        self.file = file
        (dataset, handles) = try withGDAL { messages throws(GeoFileError) in
            let dataset = try openDataset(
                file.path, kinds: GDAL_OF_RASTER, options: [], messages)
            var handles: [GDALRasterBandH] = []
            for band in file.bands {
                let handle = try dataset.band(band.number)
                let isSame =
                    RasterBand(handle, number: band.number).isStored(like: band)
                    && Int(GDALGetRasterBandXSize(handle)) == file.geometry.columns
                    && Int(GDALGetRasterBandYSize(handle)) == file.geometry.rows
                guard isSame else {
                    throw GeoFileError.damaged(
                        file.path, layer: nil, cause: "the file has changed while it was used")
                }
                handles.append(handle)
            }
            return (dataset, handles)
        }
        deflated = DeflatedBlocks(of: dataset)
        var layouts: [[Int]] = []
        for index in file.bands.indices {
            let band = file.bands[index]
            let alike = layouts.firstIndex {
                let first = file.bands[$0[0]]
                return first.blockRows == band.blockRows && first.blockColumns == band.blockColumns
            }
            if let alike { layouts[alike].append(index) } else { layouts.append([index]) }
        }
        self.layouts = layouts
        memory = .allocate(
            byteCount: file.bands.map(\.blockByteCount).max() ?? 0, alignment: 64)
    }

    deinit { memory.deallocate() }

    func read(
        _ area: RasterArea, into values: UnsafeMutableBufferPointer<Float>
    ) throws(GeoFileError) {
        precondition(file.isExactInFloat, "Float holds the values of this raster exactly")
        try fill(values, with: area)
    }

    func read(
        _ area: RasterArea, into values: UnsafeMutableBufferPointer<Double>
    ) throws(GeoFileError) {
        try fill(values, with: area)
    }

    private func fill<Value: ReadCell>(
        _ values: UnsafeMutableBufferPointer<Value>, with area: RasterArea
    ) throws(GeoFileError) {
        let window = area.window
        precondition(
            window.rows.lowerBound >= 0 && window.rows.upperBound <= file.geometry.rows
                && window.columns.lowerBound >= 0
                && window.columns.upperBound <= file.geometry.columns,
            "an area lies inside its grid")
        precondition(
            values.count >= file.bandCount * window.cellCount,
            "every cell of the window has a place")
        guard let base = values.baseAddress, window.cellCount > 0 else { return }
        try withGDAL { messages throws(GeoFileError) in
            for layout in layouts { try fill(base, layout, area, messages) }
            for index in file.bands.indices where file.bands[index].hasMask {
                try applyMask(to: base + index * window.cellCount, index, area, messages)
            }
        }
    }

    /// Fills the windows of the bands of one layout, block after block.
    private func fill<Value: ReadCell>(
        _ base: UnsafeMutablePointer<Value>, _ layout: [Int], _ area: RasterArea,
        _ messages: GDALMessages
    ) throws(GeoFileError) {
        let window = area.window
        let first = file.bands[layout[0]]
        let blocks = blockParts(of: area.columns, blockColumns: first.blockColumns)
        let rowBlocks =
            window.rows.lowerBound / first.blockRows...(window.rows.upperBound - 1)
            / first.blockRows
        for rowBlock in rowBlocks {
            let top = rowBlock * first.blockRows
            let rows = window.rows.clamped(to: top..<top + first.blockRows)
            for block in blocks {
                for index in layout {
                    let place = BlockPlace(band: index, row: rowBlock, column: block.number)
                    try hold(place, messages)
                    let target = base + index * window.cellCount
                    copy(block.parts, rows, of: place, to: target, window)
                }
            }
        }
    }

    /// Copies the cells of `parts` × `rows` from the block in memory.
    private func copy<Value: ReadCell>(
        _ parts: [Range<Int>], _ rows: Range<Int>, of place: BlockPlace,
        to target: UnsafeMutablePointer<Value>, _ window: GridWindow
    ) {
        let band = file.bands[place.band]
        guard let block = memory.baseAddress else { return }
        for part in parts {
            let source =
                (rows.lowerBound - place.row * band.blockRows) * band.blockColumns
                + part.lowerBound - place.column * band.blockColumns
            let start =
                (rows.lowerBound - window.rows.lowerBound) * window.columns.count
                + part.lowerBound - window.columns.lowerBound
            band.type.copy(
                block + source * band.type.byteCount, to: target + start,
                CellRectangle(
                    rows: rows.count, columns: part.count, sourceStride: band.blockColumns,
                    targetStride: window.columns.count),
                nodata: band.heldNodata, scaling: band.scaling)
        }
    }

    /// Brings a block into memory, unless it is there.
    private func hold(_ place: BlockPlace, _ messages: GDALMessages) throws(GeoFileError) {
        if held == place { return }
        held = nil
        let band = file.bands[place.band]
        let handle = handles[place.band]
        if let deflated, deflated.read(place.row, place.column, of: handle, band, into: memory) {
            held = place
            return
        }
        let code: CPLErr
        if band.type == .other {
            code = transfer(
                handle, window(of: place), memory.baseAddress, GDT_Float64,
                lineBytes: band.blockColumns * band.type.byteCount)
        } else {
            code = GDALReadBlock(
                handle, Int32(place.column), Int32(place.row), memory.baseAddress)
        }
        try check(
            code,
            .damagedBlock(
                file.path, band: band.number, row: place.row, column: place.column,
                cause: messages.cause))
        held = place
    }

    /// The cells of the grid that a block holds.
    private func window(of place: BlockPlace) -> GridWindow {
        let band = file.bands[place.band]
        let (top, left) = (place.row * band.blockRows, place.column * band.blockColumns)
        return GridWindow(
            rows: top..<min(top + band.blockRows, file.geometry.rows),
            columns: left..<min(left + band.blockColumns, file.geometry.columns))
    }

    /// Makes the cells NaN that the band's mask says have no data.
    private func applyMask<Value: ReadCell>(
        to target: UnsafeMutablePointer<Value>, _ index: Int, _ area: RasterArea,
        _ messages: GDALMessages
    ) throws(GeoFileError) {
        let window = area.window
        guard let mask = GDALGetMaskBand(handles[index]) else { return }
        var flags = [UInt8](repeating: 0, count: window.cellCount)
        let code = flags.withUnsafeMutableBytes {
            transfer(mask, window, $0.baseAddress, GDT_Byte, lineBytes: 0)
        }
        try check(code, GeoFileError.damaged(file.path, cause: messages.cause))
        for row in 0..<window.rows.count {
            let start = row * window.columns.count - window.columns.lowerBound
            for columns in area.columns {
                for place in start + columns.lowerBound..<start + columns.upperBound
                where flags[place] == 0 {
                    target[place] = .missing
                }
            }
        }
    }
}

/// Which block of which band.
private struct BlockPlace: Hashable {
    /// The band's position in the stack.
    var band: Int
    var row: Int
    var column: Int
}

/// The blocks, left to right, that ranges of columns touch, each with the columns wanted of it.
private func blockParts(
    of columns: [Range<Int>], blockColumns: Int
) -> [(number: Int, parts: [Range<Int>])] {
    var result: [(number: Int, parts: [Range<Int>])] = []
    for range in columns {
        var start = range.lowerBound
        while start < range.upperBound {
            let number = start / blockColumns
            let end = min(range.upperBound, (number + 1) * blockColumns)
            if let last = result.last, last.number == number {
                result[result.count - 1].parts.append(start..<end)
            } else {
                result.append((number, [start..<end]))
            }
            start = end
        }
    }
    return result
}

/// Reads a window of a band through GDAL's cache in the memory layout of `type`.
func transfer(
    _ band: GDALRasterBandH, _ window: GridWindow, _ memory: UnsafeMutableRawPointer?,
    _ type: GDALDataType, lineBytes: Int
) -> CPLErr {
    let columns = Int32(window.columns.count)
    let rows = Int32(window.rows.count)
    return GDALRasterIO(
        band, GF_Read, Int32(window.columns.lowerBound), Int32(window.rows.lowerBound), columns,
        rows, memory, columns, rows, type, 0, Int32(lineBytes))
}

extension GeoFileError {
    static func damagedBlock(
        _ path: String, band: Int, row: Int, column: Int, cause: String?
    ) -> GeoFileError {
        GeoFileError(
            .damaged, path: path, layer: String(band), cause: cause,
            english: "Band \(band) of \"\(path)\" is damaged: its block in block row \(row), block "
                + "column \(column) (from 0) cannot be decoded. Get a fresh copy of the file.",
            chinese: "“\(path)”第 \(band) 波段已损坏：第 \(row) 块行、第 \(column) 块列（从 0 起）的数据块"
                + "无法解码，请重新获取该文件。")
    }
}
