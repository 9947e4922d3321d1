import Foundation
import Readings
import Reports

/// The table of readings that were not taken, `--rejects FILE`. CSV is written down as the readings
/// are met, so that however many there are none is held; other formats hold the table.
struct RejectsOutput: Sendable {
    let path: String
    private let language: ReportLanguage
    private let spool: TextSpool?

    /// `nil` without a path.
    init?(_ path: String?, language: ReportLanguage) {
        guard let path else { return nil }
        self.path = path
        self.language = language
        let isText = URL(fileURLWithPath: path).pathExtension.lowercased() == "csv"
        spool = isText ? TextSpool() : nil
    }

    /// How many a set should keep.
    private var kept: Int { spool == nil ? .max : ReadingSetBuilder.usuallyKeptRejections }

    /// A builder for one file, and where the file's lines go until it is its turn.
    static func part(of output: RejectsOutput?) -> (builder: ReadingSetBuilder, lines: TextSpool?) {
        guard let output else { return (ReadingSetBuilder(), nil) }
        guard output.spool != nil else {
            return (ReadingSetBuilder(keptRejections: output.kept), nil)
        }
        let lines = TextSpool()
        let language = output.language
        let builder = ReadingSetBuilder(keptRejections: output.kept) { rejected in
            lines.append(
                ReportTable.csvLine(of: ReadingSet.rejectedCells(rejected, language: language)))
        }
        return (builder, lines)
    }

    /// A builder for all files together.
    static func whole(of output: RejectsOutput?, keepsRepeated: Bool) -> ReadingSetBuilder {
        ReadingSetBuilder(
            keepsRepeated: keepsRepeated,
            keptRejections: output?.kept ?? ReadingSetBuilder.usuallyKeptRejections)
    }

    /// Takes the lines of the next file.
    func append(_ lines: TextSpool) throws { try spool?.append(lines) }

    /// Writes the table of all files.
    func write(_ readings: ReadingSet, options: RunOptions) throws -> CommandOutcome {
        guard let spool else {
            return try TableTarget(path).write(
                readings.rejectedTable(language: language), shapes: nil, crs: nil,
                options: options)
        }
        try writeText(to: path, overwrite: options.overwrite) { append in
            let empty = ReadingSet.emptyRejectedTable
            try append(empty.csv(bom: options.byteOrderMark))
            var rest: [UInt8] = []
            try spool.forEachBlock { block in
                // Whole lines: no character is cut.
                guard let end = block.lastIndex(of: 0x0A) else {
                    rest += block
                    return
                }
                try append(String(decoding: rest + block[...end], as: UTF8.self))
                rest = Array(block[(end + 1)...])
            }
            if !rest.isEmpty { try append(String(decoding: rest, as: UTF8.self)) }
        }
        return CommandOutcome(outputs: [path])
    }
}
