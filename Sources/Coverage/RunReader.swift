import Grids
import SealedFiles

/// What an overlay file's table says of the runs of one zone.
struct RunTable {
    var areaInCells: Double
    var count: Int
    var rows: Range<Int>
}

/// Reads the runs of zones, with a buffer that is kept from zone to zone.
struct RunReader {
    private var bytes: [UInt8] = []

    /// The runs of the zone `index`, each checked to lie on the grid behind the one before it.
    mutating func read(
        _ table: RunTable, of index: Int, from reader: SealedFileReader, _ geometry: GridGeometry,
        _ method: CoverageMethod
    ) throws(SealedFileError) -> [CoverageRun] {
        let rowBytes = table.rows.count * RunLayout.rowSize
        let size = rowBytes + table.count * RunLayout.size
        guard size <= reader.remaining else {
            throw reader.outOfRange("zones[\(index)].runCount", "\(table.count)")
        }
        if bytes.count < size { bytes = [UInt8](repeating: 0, count: size) }
        var fault: Fault?
        var failure: SealedFileError?
        var result: [CoverageRun] = []
        bytes.withUnsafeMutableBytes { bytes in
            let block = UnsafeMutableRawBufferPointer(rebasing: bytes[..<size])
            do throws(SealedFileError) {
                try reader.read(into: block, "zones[\(index)].runs")
            } catch {
                failure = error
                return
            }
            result = [CoverageRun](unsafeUninitializedCapacity: table.count) { target, filled in
                let runs = StoredRuns(
                    rows: UnsafeRawBufferPointer(rebasing: block[..<rowBytes]),
                    runs: UnsafeRawBufferPointer(rebasing: block[rowBytes...]),
                    columns: geometry.columns, mustBeWhole: method != .fraction)
                fault = runs.decode(into: target, from: table.rows, &filled)
            }
        }
        if let failure { throw failure }
        if let fault { throw reader.outOfRange("zones[\(index)].\(fault.what)", fault.found) }
        return result
    }
}

/// A value that cannot be, by its name in the zone.
private struct Fault {
    var what: String
    var found: String
}

/// The bytes of a zone's runs.
private struct StoredRuns {
    let rows: UnsafeRawBufferPointer
    let runs: UnsafeRawBufferPointer
    let columns: Int
    let mustBeWhole: Bool

    /// Writes all runs to `target` and returns `nil`, or as many as make sense and what is wrong
    /// with the next.
    func decode(
        into target: UnsafeMutableBufferPointer<CoverageRun>, from rowRange: Range<Int>,
        _ filled: inout Int
    ) -> Fault? {
        for (index, row) in rowRange.enumerated() {
            let count = Int(
                UInt32(
                    littleEndian: rows.loadUnaligned(
                        fromByteOffset: index * RunLayout.rowSize, as: UInt32.self)))
            let isEnd = index == 0 || index == rowRange.count - 1
            guard count <= target.count - filled, !isEnd || count > 0 else {
                return Fault(what: "rows[\(index)].runCount", found: "\(count)")
            }
            var next = 0
            for _ in 0..<count {
                let run = load(filled, Int32(truncatingIfNeeded: row))
                let isOnGrid =
                    Int(run.column) >= next && run.length > 0
                    && Int(run.length) <= columns - Int(run.column)
                let isShare = run.fraction > 0 && run.fraction <= 1
                guard isOnGrid, isShare, !mustBeWhole || run.fraction == 1 else {
                    return fault(filled, run, next)
                }
                next = Int(run.column) + Int(run.length)
                target.initializeElement(at: filled, to: run)
                filled += 1
            }
        }
        guard filled == target.count else {
            return Fault(what: "runCount", found: "\(target.count)")
        }
        return nil
    }

    @inline(__always)
    private func load(_ index: Int, _ row: Int32) -> CoverageRun {
        let offset = index * RunLayout.size
        let column = Int32(littleEndian: runs.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        let length = Int32(
            littleEndian: runs.loadUnaligned(
                fromByteOffset: offset + RunLayout.length, as: Int32.self))
        let bits = UInt64(
            littleEndian: runs.loadUnaligned(
                fromByteOffset: offset + RunLayout.fraction, as: UInt64.self))
        return CoverageRun(
            row: row, column: column, length: length, fraction: Double(bitPattern: bits))
    }

    private func fault(_ index: Int, _ run: CoverageRun, _ next: Int) -> Fault {
        if Int(run.column) < next || Int(run.column) >= columns {
            return Fault(what: "runs[\(index)].column", found: "\(run.column)")
        }
        if run.length <= 0 || Int(run.length) > columns - Int(run.column) {
            return Fault(what: "runs[\(index)].length", found: "\(run.length)")
        }
        return Fault(what: "runs[\(index)].fraction", found: "\(run.fraction)")
    }
}
