import Readings
import Reports

extension ReadingSet {
    /// The cells and rows that were not taken, as many as the set lists, as a table, one a row in reading order:
    /// `file, line, id, column, text, reason`.
    ///
    /// - Parameter language: The language of the reasons.
    /// - Complexity: O(n) in the rejected readings.
    func rejectedTable(language: ReportLanguage) -> ReportTable {
        var table = Self.emptyRejectedTable
        for rejected in rejected { table.append(Self.rejectedCells(rejected, language: language)) }
        return table
    }

    /// The table without rows.
    static var emptyRejectedTable: ReportTable {
        func column(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
            ReportTable.Column(key: key, heading: LocalizedText(zh, en), kind: .text)
        }
        return ReportTable(
            id: "rejects", title: LocalizedText("未采用的监测数据", "Readings that were not taken"),
            columns: [
                column("file", "文件", "file"),
                ReportTable.Column(
                    key: "line", heading: LocalizedText("行", "line"), kind: .number(decimals: 0)),
                column("id", "站点", "site"), column("column", "列", "column"),
                column("text", "原文", "text"), column("reason", "原因", "reason"),
            ])
    }

    /// A row of the table.
    static func rejectedCells(
        _ rejected: RejectedReading, language: ReportLanguage
    ) -> [ReportTable.Cell] {
        let reason =
            language == .zh ? rejected.reason.descriptionInChinese : rejected.reason.description
        return [
            .text(rejected.file), .integer(rejected.line), ReportTable.Cell(rejected.site),
            .text(rejected.column), .text(rejected.text), .text(reason),
        ]
    }
}
