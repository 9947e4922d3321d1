import GeoFiles
import Parallel
public import Readings
public import Reports

/// The readings of text files and workbooks, as one set, with what should be known about them.
///
/// - Parameters:
///   - paths: CSV and text files, also gzipped, and workbooks; earlier ones win where readings
///     repeat a site, parameter and time.
///   - sheet: The sheet of workbooks; `nil` takes all.
///   - encoding: The encoding of text files; `nil` finds it.
///   - threads: How many files are read at once; the set does not depend on it.
///   - keepsRepeated: Whether the set holds repeated readings too.
/// - Throws: `Faults`, all that could be seen.
/// - Complexity: O(bytes); memory about two bytes a reading in even steps, and the blocks of one
///   file a thread.
public func readReadings(
    at paths: [String], sheet: String? = nil, encoding: String? = nil,
    options: ReadingTableOptions = ReadingTableOptions(), threads: Int = 1,
    keepsRepeated: Bool = false
) throws -> (readings: ReadingSet, notes: [ReportNote]) {
    let faults = FaultCollector()
    var reader = ReadingReader(faults: faults, threads: threads, keepsRepeated: keepsRepeated)
    reader.read(paths, sheet: sheet, encoding: encoding, options: options)
    try faults.throwIfAny()
    return reader.finish()
}

/// Reads the files of readings of a job into one set, several files at once: the set is that of
/// reading them one after the other.
struct ReadingReader {
    let faults: FaultCollector
    private let threads: Int
    private var builder: ReadingSetBuilder
    private var fileNotes: [GeoFileNote] = []
    private let rejects: RejectsOutput?

    /// - Parameters:
    ///   - keepsRepeated: Whether the set holds repeated readings too.
    ///   - rejects: Where the readings go that are not taken.
    init(
        faults: FaultCollector, threads: Int = 1, keepsRepeated: Bool = false,
        rejects: RejectsOutput? = nil
    ) {
        self.faults = faults
        self.threads = threads
        self.rejects = rejects
        builder = RejectsOutput.whole(of: rejects, keepsRepeated: keepsRepeated)
    }

    /// Reads files, each into a builder of its own, and joins them in order. A workbook's sheets
    /// each have a header of their own.
    ///
    /// Memory: the readings, and the text blocks of one file a thread.
    ///
    /// - Parameter progress: Called after each file with the share of files that are read.
    mutating func read(
        _ paths: [String], sheet: String?, encoding: String?, options: ReadingTableOptions,
        progress: (Double) -> Void = { _ in }
    ) {
        var count = 0
        let rejects = rejects
        do {
            try streamChunks(
                paths.count, threads: threads, makeWorker: {},
                produce: { _, index in
                    FileReadings(
                        paths[index], sheet: sheet, encoding: encoding, options, rejects)
                },
                consume: { file in
                    builder.append(file.builder)
                    if let lines = file.lines { try rejects?.append(lines) }
                    fileNotes += file.notes
                    file.faults.forEach(faults.add)
                    count += 1
                    progress(Double(count) / Double(paths.count))
                })
        } catch {
            faults.add(Fault(error))
        }
    }

    func finish() -> (readings: ReadingSet, notes: [ReportNote]) {
        let readings = builder.finish()
        return (
            readings,
            notesByFiles(fileNotes) + notesByFiles(readings.notes) + rejections(of: readings)
        )
    }

    /// A note a kind of reason that cells were not taken for, with the first place and the count.
    private func rejections(of readings: ReadingSet) -> [ReportNote] {
        readings.rejectionCounts.map { count in
            ReportNote(
                .dropped,
                LocalizedText(
                    "有 \(count.count) 个监测数据未采用，首个：\(count.first.descriptionInChinese)",
                    "\(count.count) readings were not taken, the first: \(count.first)"))
        }
    }
}

/// The readings of one file, and the faults that ended its tables.
private struct FileReadings: Sendable {
    var builder: ReadingSetBuilder
    /// The lines of the readings that were not taken.
    let lines: TextSpool?
    var notes: [GeoFileNote] = []
    var faults: [Fault] = []

    init(
        _ path: String, sheet: String?, encoding: String?, _ options: ReadingTableOptions,
        _ rejects: RejectsOutput?
    ) {
        (builder, lines) = RejectsOutput.part(of: rejects)
        do {
            let sheets = try sheet.map { [$0] } ?? sheetNames(of: path)
            if sheets.isEmpty {
                notes += try readText(
                    at: path, encoding: encoding, options: options, into: &builder)
            } else {
                read(sheets, of: path, options)
            }
        } catch {
            faults.append(Fault(error))
        }
    }

    private mutating func read(
        _ sheets: [String], of path: String, _ options: ReadingTableOptions
    ) {
        // Covers and blank sheets hold no readings; a workbook of nothing else is a fault.
        var withoutReadings: [(error: ReadingError, note: ReadingNote)] = []
        for sheet in sheets {
            do {
                notes += try readSheet(sheet, of: path, options: options, into: &builder)
            } catch ReadingError.noHeader(let file, let rows, let first) {
                withoutReadings.append(
                    (
                        .noHeader(file: file, rows: rows, firstRow: first),
                        .table(file: file, .withoutReadings(firstRow: first))
                    ))
            } catch {
                faults.append(Fault(error))
            }
        }
        if withoutReadings.count == sheets.count {
            for (error, _) in withoutReadings { faults.append(Fault(error)) }
        } else {
            for (_, note) in withoutReadings { builder.add(note) }
        }
    }
}

/// Reads a table of readings from a text file, block by block.
///
/// - Returns: What should be known about the file.
func readText(
    at path: String, encoding: String?, options: ReadingTableOptions,
    into builder: inout ReadingSetBuilder
) throws -> [GeoFileNote] {
    let rows = try TextRowReader(at: path, encoding: encoding)
    let file = Table(path: path, sheet: "", rows: [], encoding: rows.outcome.encoding)
    var table = ReadingTable(file: path, options: options.reading(file))
    while try rows.advance() {
        let block = rows.block
        try table.read(
            block.bytes, cellEnds: block.cellEnds, rowStarts: block.rowStarts,
            rowCellEnds: block.rowCellEnds, lines: block.lines, into: &builder)
    }
    try table.finish(into: &builder)
    return rows.outcome.notes
}

/// Reads a table of readings from a sheet of a workbook.
func readSheet(
    _ sheet: String, of path: String, options: ReadingTableOptions,
    into builder: inout ReadingSetBuilder
) throws -> [GeoFileNote] {
    let table = try readTableRows(at: path, sheet: sheet)
    var reader = ReadingTable(file: "\(path)[\(sheet)]", options: options.reading(table))
    for row in table.rows { try reader.read(row.cells, line: row.number, into: &builder) }
    try reader.finish(into: &builder)
    return table.notes
}
