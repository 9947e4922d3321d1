public import Readings
public import Reports

extension ReadingSet {
    /// The cells and rows that were not taken as a table, one a row in reading order:
    /// `file, line, site, column, text, reason`.
    ///
    /// - Parameter language: The language of the reasons.
    /// - Complexity: O(n) in the rejected readings.
    public func rejectedTable(language: ReportLanguage) -> ReportTable {
        func column(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
            ReportTable.Column(key: key, heading: LocalizedText(zh, en), kind: .text)
        }
        var table = ReportTable(
            id: "rejects", title: LocalizedText("未采用的监测数据", "Readings that were not taken"),
            columns: [
                column("file", "文件", "file"),
                ReportTable.Column(
                    key: "line", heading: LocalizedText("行", "line"), kind: .number(decimals: 0)),
                column("site", "站点", "site"), column("column", "列", "column"),
                column("text", "原文", "text"), column("reason", "原因", "reason"),
            ])
        for rejected in rejected {
            let reason =
                language == .zh
                ? rejected.reason.descriptionInChinese : rejected.reason.description
            table.append([
                .text(rejected.file), .integer(rejected.line),
                ReportTable.Cell(rejected.site), .text(rejected.column), .text(rejected.text),
                .text(reason),
            ])
        }
        return table
    }
}

/// Writes the rejected cells and rows of `readings` to `path`, for `--rejects FILE`: CSV, or another
/// format of tables by the extension. A file without rows is written too: nothing was rejected.
///
/// - Throws: `Fault` when the file cannot be written or exists already.
public func writeRejected(
    of readings: ReadingSet, to path: String, options: RunOptions
) throws -> CommandOutcome {
    let target = TableTarget(path)
    try target.checkWritable(overwrite: options.overwrite)
    return try target.write(
        readings.rejectedTable(language: options.language), shapes: nil, crs: nil, options: options)
}
