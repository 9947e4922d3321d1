import Foundation
import GeoFiles
import Readings
import Reports

extension QualityRows {
    /// One row a station and parameter.
    func table(language: ReportLanguage) -> ReportTable {
        ReportTable(
            id: "quality", title: LocalizedText("数据质量", "Quality of readings"),
            columns: Self.columns, rows: rows.map { Self.cells($0, language) })
    }

    private static let columns: [ReportTable.Column] =
        [
            text("id", "编码", "Code"), text("name", "名称", "Name"),
            text("network", "网络", "Network"), text("parameter", "项目", "Parameter"),
            text("interval", "间隔", "Interval"),
            number("expected", "应测", "Expected"), number("readings", "读数", "Readings"),
            number("valid", "有效", "Valid"), number("completeness", "完整率", "Completeness"),
            number("below_detection", "未检出", "Below detection"),
            number("missing", "缺测", "Missing"), number("gaps", "中断次数", "Gaps"),
            number("longest_gap", "最长中断", "Longest gap"),
            number("rejected", "未读入", "Rejected"),
        ] + zip(QualityFlags.each, flagHeadings).map { number($0.description, $1.0, $1.1) } + [
            number("flagged", "标记", "Flagged"), number("flagged_share", "标记率", "Flagged share"),
            text("reference", "参考站", "Reference"),
            number("reference_distance_m", "距参考站", "Distance"),
            number("pairs", "数据对", "Pairs"), number("r2", "R²", "R²"),
            number("slope", "斜率", "Slope"), number("intercept", "截距", "Intercept"),
            number("bias", "平均偏差", "Bias"), number("rmse", "均方根误差", "RMSE"),
            number("days_compared", "比较天数", "Days compared"),
            number("days_within", "一致天数", "Days within tolerance"),
            text("note", "备注", "Note"),
        ]

    /// In the order of `QualityFlags.each`.
    private static let flagHeadings = [
        ("负值", "Negative"), ("零值", "Zero"), ("超范围", "Out of range"), ("恒值", "Constant"),
        ("突变", "Spike"), ("偏离邻站", "Neighbour"), ("项目矛盾", "Inconsistent"),
        ("重复相同", "Equal duplicates"), ("重复不同", "Conflicting duplicates"),
    ]

    private static func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh, en), kind: .text,
            words: key == "network" ? TableWords.networks : [:])
    }

    private static func number(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh, en), kind: .number(decimals: nil))
    }

    private static func cells(_ row: Row, _ language: ReportLanguage) -> [ReportTable.Cell] {
        let quality = row.quality
        let place: [ReportTable.Cell] = [
            .text(row.site.id), ReportTable.Cell(row.site.name),
            ReportTable.Cell(row.site.station?.network.rawValue),
            .text(quality.parameter.name), .text(quality.interval.rawValue),
        ]
        let counts: [ReportTable.Cell] = [
            .integer(quality.expected), .integer(quality.readings), .integer(quality.valid),
            .number(quality.completeness.double), .integer(quality.belowDetection),
            .integer(quality.missing), .integer(quality.gaps), .integer(quality.longestGap),
            .integer(quality.rejected),
        ]
        let flags =
            QualityFlags.each.map { ReportTable.Cell.integer(quality.count($0)) }
            + [.integer(quality.flagged), ReportTable.Cell(quality.flaggedShare?.double)]
        let found = row.reference?.comparison
        let reference: [ReportTable.Cell] = [
            ReportTable.Cell(row.reference?.id),
            // Places are known to a decimetre at best.
            ReportTable.Cell(row.reference.map { ($0.metres * 10).rounded() / 10 }),
            found.map { .integer($0.pairs) } ?? .empty, ReportTable.Cell(found?.rSquared),
            ReportTable.Cell(found?.slope), ReportTable.Cell(found?.intercept),
            ReportTable.Cell(found?.bias), ReportTable.Cell(found?.rmse),
            found.map { .integer($0.days) } ?? .empty,
            found.map { .integer($0.daysWithinTolerance) } ?? .empty,
        ]
        let note = row.notes.map { $0.text(in: language) }.joined(separator: " ")
        return place + counts + flags + reference + [note.isEmpty ? .empty : .text(note)]
    }

    // MARK: - Flagged readings

    private static let flaggedKeys = ["id", "time", "parameter", "value", "flags", "file", "line"]

    /// Writes every flagged reading, and every reading dropped for another of its time, by station,
    /// parameter and time: `id, time, parameter, value, flags, file, line`, values as written, in
    /// the parameter's unit. CSV is written as it is made.
    func writeFlagged(to path: String, options: RunOptions) throws {
        guard URL(fileURLWithPath: path).pathExtension.lowercased() == "csv" else {
            _ = try TableTarget(path).write(flaggedTable, shapes: nil, crs: nil, options: options)
            return
        }
        try writeText(to: path, overwrite: options.overwrite) { append in
            try append((options.byteOrderMark ? "\u{FEFF}" : "") + csvLine(Self.flaggedKeys))
            for row in rows {
                for flagged in row.quality.flaggedReadings {
                    try append(csvLine(Self.cells(flagged, row, fileNames).map(\.text)))
                }
            }
        }
    }

    private var flaggedTable: ReportTable {
        ReportTable(
            id: "flags", title: LocalizedText("标记的读数", "Flagged readings"),
            columns: Self.flaggedKeys.map {
                ReportTable.Column(
                    key: $0, heading: LocalizedText($0, $0),
                    kind: ["value", "line"].contains($0) ? .number(decimals: nil) : .text)
            },
            rows: rows.flatMap { row in
                row.quality.flaggedReadings.map { flagged in
                    Self.cells(flagged, row, fileNames).map(\.cell)
                }
            })
    }

    /// A cell as CSV has it, and as other formats do.
    private struct FlaggedCell {
        var text: String
        var cell: ReportTable.Cell

        init(_ text: String) {
            self.text = csvField(text: text)
            cell = .text(text)
        }

        /// A number as written; a mark or a detection limit stays text.
        init(_ value: ReadingValue) {
            text = value.value?.description ?? csvField(text: value.description)
            cell = value.value.map { .number($0.double) } ?? .text(value.description)
        }

        init(_ number: Int) {
            text = String(number)
            cell = .integer(number)
        }
    }

    private static func cells(
        _ flagged: FlaggedReading, _ row: Row, _ files: [String]
    ) -> [FlaggedCell] {
        let file = Int(flagged.reading.file)
        return [
            FlaggedCell(row.site.id), FlaggedCell(flagged.reading.time.description),
            FlaggedCell(row.quality.parameter.name), FlaggedCell(flagged.reading.value),
            FlaggedCell(flagged.flags.description),
            FlaggedCell(files.indices.contains(file) ? files[file] : ""),
            FlaggedCell(Int(flagged.reading.line)),
        ]
    }
}
