import Readings
import Reports

/// Every reading that was not taken, with its place and the reason, in reading order.
func rejectsTable(of readings: ReadingSet, _ language: ReportLanguage) -> ReportTable {
    func column(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(zh: zh, en: en), kind: .text)
    }
    var table = ReportTable(
        id: "rejects", title: LocalizedText(zh: "未采用的数据", en: "Readings that were not taken"),
        columns: [
            column("file", "文件", "File"),
            ReportTable.Column(
                key: "line", heading: LocalizedText(zh: "行", en: "Line"),
                kind: .number(decimals: 0)),
            column("id", "站点", "Site"), column("column", "列", "Column"),
            column("text", "原文", "Text"), column("reason", "原因", "Reason"),
        ])
    for reading in readings.rejected {
        let reason = reading.reason
        table.append([
            .text(reading.file), .integer(reading.line), ReportTable.Cell(reading.site),
            .text(reading.column), .text(reading.text),
            .text(language == .zh ? reason.descriptionInChinese : reason.description),
        ])
    }
    return table
}
