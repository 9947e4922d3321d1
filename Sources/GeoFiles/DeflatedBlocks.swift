import CGDAL

/// Decodes the blocks of TIFF files that are compressed with DEFLATE, each band in blocks of its
/// own.
///
/// Libtiff up to 4.5 undoes a predictor through memory, byte after byte, which takes longer than the
/// decompression; here the running sum stays in a register. What is out of the ordinary is left to
/// GDAL: blocks that are not in the file, damaged ones, samples of odd widths.
///
/// Source: Adobe Photoshop TIFF Technical Note 3, 2005 (predictor 3); TIFF 6.0, 1992, section 14
/// (predictor 2).
final class DeflatedBlocks {
    private let file: UnsafeMutablePointer<VSILFILE>
    private let predictor: Int
    private var compressed: [UInt8] = []
    private var row: [UInt8] = []

    /// `nil` for files that are not of this kind.
    init?(of dataset: Dataset) {
        #if _endian(big)
            return nil
        #else
            func item(_ key: String) -> String {
                text(GDALGetMetadataItem(dataset.handle, key, "IMAGE_STRUCTURE"))
            }
            // Before 3.6 GDAL does not always say which predictor a file has.
            guard Int(text(GDALVersionInfo("VERSION_NUM"))) ?? 0 >= 3_060_000,
                dataset.driverName == "GTiff", item("COMPRESSION") == "DEFLATE",
                GDALGetRasterCount(dataset.handle) == 1 || item("INTERLEAVE") == "BAND",
                let predictor = Int(item("PREDICTOR").isEmpty ? "1" : item("PREDICTOR")),
                (1...3).contains(predictor), let file = VSIFOpenL(dataset.path, "rb")
            else { return nil }
            self.file = file
            self.predictor = predictor
            var mark: [UInt8] = [0, 0]
            // Numbers are little-endian in the file as in memory.
            if VSIFReadL(&mark, 1, 2, file) != 2 || mark != [0x49, 0x49] { return nil }
        #endif
    }

    deinit { _ = VSIFCloseL(file) }

    /// Decodes a block of a band into `memory`; false when GDAL has to.
    func read(
        _ blockRow: Int, _ blockColumn: Int, of handle: GDALRasterBandH, _ band: RasterBand,
        into memory: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let rowBytes = band.blockColumns * band.type.byteCount
        let place = "\(blockColumn)_\(blockRow)"
        func item(_ key: String) -> UInt64? {
            UInt64(text(GDALGetMetadataItem(handle, "\(key)_\(place)", "TIFF")))
        }
        guard band.type != .other, GDALGetMetadataItem(handle, "NBITS", "IMAGE_STRUCTURE") == nil,
            let offset = item("BLOCK_OFFSET"), let size = item("BLOCK_SIZE"), offset > 0, size > 0,
            size < UInt64(2 * band.blockByteCount + 65_536)
        else { return false }
        if compressed.count < Int(size) { compressed = [UInt8](repeating: 0, count: Int(size)) }
        guard VSIFSeekL(file, offset, SEEK_SET) == 0,
            VSIFReadL(&compressed, 1, Int(size), file) == Int(size)
        else { return false }
        var count = 0
        guard
            CPLZLibInflate(
                compressed, Int(size), memory.baseAddress, band.blockByteCount, &count) != nil
        else { return false }
        // The last strip of a file ends with its last row.
        let rows = Int(GDALGetRasterBandYSize(handle)) - blockRow * band.blockRows
        guard count % rowBytes == 0, count / rowBytes >= min(rows, band.blockRows) else {
            return false
        }
        return undoPredictor(memory, rows: count / rowBytes, band)
    }

    private func undoPredictor(
        _ memory: UnsafeMutableRawBufferPointer, rows: Int, _ band: RasterBand
    ) -> Bool {
        let columns = band.blockColumns
        switch (predictor, band.type) {
        case (1, _): break
        case (2, .uint8), (2, .int8): addAlong(UInt8.self, memory, rows, columns)
        case (2, .uint16), (2, .int16): addAlong(UInt16.self, memory, rows, columns)
        case (2, .uint32), (2, .int32), (2, .float32): addAlong(UInt32.self, memory, rows, columns)
        case (2, .uint64), (2, .int64), (2, .float64): addAlong(UInt64.self, memory, rows, columns)
        case (3, .float32): joinBytes(UInt32.self, memory, rows, columns)
        case (3, .float64): joinBytes(UInt64.self, memory, rows, columns)
        default: return false
        }
        return true
    }

    /// Makes differences along rows the numbers they are differences of.
    @inline(__always)
    private func addAlong<Number: FixedWidthInteger>(
        _ type: Number.Type, _ memory: UnsafeMutableRawBufferPointer, _ rows: Int, _ columns: Int
    ) {
        guard let base = memory.baseAddress else { return }
        for row in 0..<rows {
            let numbers = (base + row * columns * MemoryLayout<Number>.size)
                .assumingMemoryBound(to: type)
            var sum: Number = 0
            for column in 0..<columns {
                sum &+= numbers[column]
                numbers[column] = sum
            }
        }
    }

    /// Makes rows of numbers of rows that hold the differences of all first bytes, then of all
    /// second bytes, and so on, the most significant first.
    @inline(__always)
    private func joinBytes<Number: FixedWidthInteger>(
        _ type: Number.Type, _ memory: UnsafeMutableRawBufferPointer, _ rows: Int, _ columns: Int
    ) {
        let width = MemoryLayout<Number>.size
        if row.count != columns * width { row = [UInt8](repeating: 0, count: columns * width) }
        guard let base = memory.baseAddress else { return }
        row.withUnsafeMutableBufferPointer { bytes in
            guard let bytes = bytes.baseAddress else { return }
            for row in 0..<rows {
                let start = base + row * columns * width
                let differences = start.assumingMemoryBound(to: UInt8.self)
                var sum: UInt8 = 0
                for index in 0..<columns * width {
                    sum &+= differences[index]
                    bytes[index] = sum
                }
                let numbers = start.assumingMemoryBound(to: type)
                for column in 0..<columns {
                    var number: Number = 0
                    for byte in 0..<width {
                        number =
                            number << 8 | Number(truncatingIfNeeded: bytes[byte * columns + column])
                    }
                    numbers[column] = number
                }
            }
        }
    }
}
