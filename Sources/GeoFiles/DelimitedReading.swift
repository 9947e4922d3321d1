/// The delimiter of a text table: the one of comma, tab and semicolon that most of the first lines
/// have equally often. Comma when there is none.
func delimiter(of sample: UnsafeBufferPointer<UInt8>) -> UInt8 {
    let end = sample.lastIndex(of: 0x0A).map { $0 + 1 } ?? sample.count
    var scratch = RowScratch()
    var best: (delimiter: UInt8, lines: Int, count: Int) = (0x2C, 0, 0)
    for candidate in [UInt8(0x2C), 0x09, 0x3B] {
        scratch.reserve(end, keeping: 0)
        if let first = sample.baseAddress { scratch.bytes.update(from: first, count: end) }
        scratch.filled = end
        var splitter = RowSplitter(delimiter: candidate)
        _ = try? splitter.split(&scratch, isLast: false)
        var counts: [Int: Int] = [:]
        for row in 0..<scratch.rowCount {
            let cells = scratch.block.cellRange(ofRow: row).count
            if cells > 1 { counts[cells, default: 0] += 1 }
        }
        let common = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let common else { continue }
        if (common.value, common.key) > (best.lines, best.count) {
            best = (candidate, common.value, common.key)
        }
    }
    return best.delimiter
}

func forEachDelimitedRow(
    _ path: String, encoding given: String?, _ body: (TableRow) throws(GeoFileError) -> Void
) throws(GeoFileError) -> Table {
    let reader = try TextRowReader(at: path, encoding: given)
    while try reader.advance() {
        let block = reader.block
        for row in block.lines.indices {
            try body(TableRow(number: Int(block.lines[row]), cells: block.cells(ofRow: row)))
        }
    }
    let (encoding, notes) = reader.outcome
    return Table(path: path, sheet: "", rows: [], encoding: encoding, notes: notes)
}
