@testable import Readings

/// Rows of text as the bytes that a reader of text files gives.
struct PackedRows {
    private var bytes: [UInt8] = []
    private var cellEnds: [Int32] = []
    private var rowStarts: [Int32] = []
    private var rowCellEnds: [Int32] = []
    private var lines: [Int32] = []

    init(_ rows: ArraySlice<[String]>) {
        for (index, row) in zip(rows.indices, rows) where !row.isEmpty {
            rowStarts.append(Int32(bytes.count))
            for cell in row {
                bytes += cell.utf8
                cellEnds.append(Int32(bytes.count))
                bytes.append(0x2C)
            }
            rowCellEnds.append(Int32(cellEnds.count))
            lines.append(Int32(index + 1))
        }
    }

    func read(
        _ table: inout ReadingTable, into builder: inout ReadingSetBuilder
    ) throws(ReadingError) {
        try bytes.withUnsafeBufferPointer { bytes throws(ReadingError) in
            try cellEnds.withUnsafeBufferPointer { ends throws(ReadingError) in
                try rowStarts.withUnsafeBufferPointer { starts throws(ReadingError) in
                    try rowCellEnds.withUnsafeBufferPointer { rowEnds throws(ReadingError) in
                        try lines.withUnsafeBufferPointer { lines throws(ReadingError) in
                            try table.read(
                                bytes, cellEnds: ends, rowStarts: starts, rowCellEnds: rowEnds,
                                lines: lines, into: &builder)
                        }
                    }
                }
            }
        }
    }

    /// The set of a table that is read as bytes, some rows at a time.
    static func set(
        of rows: [[String]], _ options: ReadingTableOptions = ReadingTableOptions(),
        rowsAtOnce: Int = 7
    ) throws -> ReadingSet {
        var builder = ReadingSetBuilder(keepsRepeated: true)
        var table = ReadingTable(file: "t.csv", options: options)
        for start in stride(from: 0, to: rows.count, by: rowsAtOnce) {
            let rows = PackedRows(rows[start..<min(start + rowsAtOnce, rows.count)])
            try rows.read(&table, into: &builder)
        }
        try table.finish(into: &builder)
        return builder.finish()
    }
}

/// All that a set says, for comparison.
struct SetContents: Equatable {
    var sites: [String]
    var siteNames: [String: String]
    var parameters: [ParameterCode]
    var files: [String]
    var counts: ReadingCounts
    var notes: [ReadingNote]
    var rejected: [RejectedReading]
    var timeSpan: ClosedRange<TimeStamp>?
    var series: [[Reading]]
    /// Each value as written: equal decimals may have other digits.
    var texts: [[String]]
    var dropped: [[Reading]]
    var dry: [[TimeStamp]]

    init(_ set: ReadingSet) {
        sites = set.sites
        siteNames = set.siteNames
        parameters = set.parameters
        files = set.files
        counts = set.counts
        notes = set.notes
        rejected = set.rejected
        timeSpan = set.timeSpan
        let all = set.sites.flatMap { site in set.parameters.map { (site, $0) } }
        series = all.map { set.series(site: $0.0, parameter: $0.1) }
        texts = series.map { $0.map(\.value.description) }
        dropped = all.map { set.repeatedReadings(site: $0.0, parameter: $0.1) }
        dry = set.sites.map(set.dryTimes)
    }
}
