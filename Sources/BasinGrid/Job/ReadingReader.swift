import GeoFiles
import Readings
import Reports

/// Reads the files of readings of a job, one after the other, into one set.
struct ReadingReader {
    let faults: FaultCollector
    private var builder = ReadingSetBuilder()
    private var fileNotes: [GeoFileNote] = []

    init(faults: FaultCollector) { self.faults = faults }

    mutating func read(_ path: String, as input: Job.ReadingInput) {
        let options = ReadingTableOptions(
            layout: input.layout, headerRow: input.headerRow, siteColumn: input.siteColumn,
            timeColumn: input.timeColumn)
        read(path, sheet: input.sheet, encoding: input.source.encoding, options: options)
    }

    /// Reads one file; a workbook's sheets each have a header of their own.
    mutating func read(
        _ path: String, sheet: String?, encoding: String?, options: ReadingTableOptions
    ) {
        let sheets = faults.attempt { try sheet.map { [$0] } ?? sheetNames(of: path) } ?? []
        if sheets.isEmpty { read(path, sheet: nil, encoding: encoding, called: path, options) }
        // Covers and blank sheets hold no readings; a workbook of nothing else is a fault.
        var withoutReadings: [(error: ReadingError, note: ReadingNote)] = []
        for sheet in sheets {
            let name = "\(path)[\(sheet)]"
            read(path, sheet: sheet, encoding: encoding, called: name, options) { error, first in
                withoutReadings.append(
                    (error, .table(file: name, .withoutReadings(firstRow: first))))
            }
        }
        if withoutReadings.count == sheets.count {
            for (error, _) in withoutReadings { faults.add(Fault(error)) }
        } else {
            for (_, note) in withoutReadings { builder.add(note) }
        }
    }

    private mutating func read(
        _ path: String, sheet: String?, encoding: String?, called name: String,
        _ options: ReadingTableOptions,
        withoutReadings: ((ReadingError, _ firstRow: [String]) -> Void)? = nil
    ) {
        do {
            let table = try readTableRows(at: path, sheet: sheet, encoding: encoding)
            fileNotes += table.notes
            var reader = ReadingTable(file: name, options: options.reading(table))
            for row in table.rows {
                try reader.read(row.cells, line: row.number, into: &builder)
            }
            try reader.finish(into: &builder)
        } catch ReadingError.noHeader(let file, let rows, let first) {
            let error = ReadingError.noHeader(file: file, rows: rows, firstRow: first)
            if let withoutReadings {
                withoutReadings(error, first)
            } else {
                faults.add(Fault(error))
            }
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

    /// A note a reason that cells were not taken for, with the first place and the count.
    private func rejections(of readings: ReadingSet) -> [ReportNote] {
        var order: [String] = []
        var groups: [String: [RejectedReading]] = [:]
        for rejected in readings.rejected {
            let reason = rejected.reason.description
            if groups[reason] == nil { order.append(reason) }
            groups[reason, default: []].append(rejected)
        }
        return order.compactMap { reason in
            guard let group = groups[reason], let first = group.first else { return nil }
            return ReportNote(
                .dropped,
                LocalizedText(
                    "有 \(group.count) 个监测数据未采用，首个：\(first.descriptionInChinese)",
                    "\(group.count) readings were not taken, the first: \(first.description)"))
        }
    }
}
