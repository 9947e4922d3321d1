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
        for sheet in sheets {
            read(path, sheet: sheet, encoding: encoding, called: "\(path)[\(sheet)]", options)
        }
    }

    private mutating func read(
        _ path: String, sheet: String?, encoding: String?, called name: String,
        _ options: ReadingTableOptions
    ) {
        do {
            let table = try readTableRows(at: path, sheet: sheet, encoding: encoding)
            fileNotes += table.notes
            var options = options
            options.sheet = sheet
            var reader = ReadingTable(file: name, options: options)
            for row in table.rows {
                try reader.read(row.cells, line: row.number, into: &builder)
            }
            try reader.finish(into: &builder)
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
