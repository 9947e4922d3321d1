import Foundation
import QualityStandards
import Readings
import Reports

/// A settled ledger with what its tables need.
struct CompensationResult: Sendable {
    let ledger: CompensationLedger
    /// What is left out at the beginning of the files of readings.
    var folder = ""
    private let names: [String: String]
    let notes: [LocalizedText]

    /// - Parameter strangers: What is to be said of readings that belong to no section.
    init(_ ledger: CompensationLedger, names: [String: String], strangers: [LocalizedText]) {
        self.ledger = ledger
        self.names = names
        notes =
            strangers
            + ledger.notes.map { LocalizedText(zh: $0.descriptionInChinese, en: $0.description) }
            + Self.unsettled(ledger)
    }

    private static func unsettled(_ ledger: CompensationLedger) -> [LocalizedText] {
        let count = ledger.entries.count { $0.amount == nil }
        if count == 0 { return [] }
        return [
            LocalizedText(
                "\(ledger.entries.count) 行中有 \(count) 行未能核算，原因见 note 列。",
                "\(count) of \(ledger.entries.count) line(s) could not be settled; the column note "
                    + "says why.")
        ]
    }

    var counts: [(name: String, value: Int)] {
        [
            ("sections", Set(ledger.entries.compactMap(\.section)).count),
            ("lines", ledger.entries.count),
            ("payments", ledger.entries.count { $0.payment != nil }),
            ("unsettled", ledger.entries.count { $0.amount == nil }),
        ]
    }

    /// The scheme and what was settled, as entries of a JSON object.
    func facts(in language: ReportLanguage) -> [String: Any] {
        let scheme = ledger.scheme
        return [
            "edition": scheme.edition,
            "title": language == .zh ? scheme.titleInChinese : scheme.title,
            "source": scheme.source, "currency": scheme.currency,
            "period": ledger.period.label, "total": ledger.total.description,
            "notes": ledger.notes.map {
                language == .zh ? $0.descriptionInChinese : $0.description
            },
        ]
    }

    // MARK: - The ledger

    private static let columns: [ReportTable.Column] = [
        text("id", "编码", "Code"), text("name", "名称", "Name"), text("kind", "类型", "Kind"),
        text("period", "时段", "Period"), text("edition", "方案", "Scheme"),
        text("term", "条款", "Term"), text("item", "项目", "Item"),
        number("samples", "样品数", "Samples"), text("sampled", "采样时间", "Sampled"),
        text("sources", "数据来源", "Sources"), text("measured", "实测", "Measured"),
        text("before", "对比期", "Before"), text("target", "目标", "Target"),
        number("multiple", "超标倍数", "Multiple"), number("units", "计费数量", "Units"),
        number("rate", "单价", "Rate"), number("amount", "金额", "Amount"),
        text("currency", "单位", "Currency"), text("payer", "付款方", "Payer"),
        text("payee", "收款方", "Payee"), text("note", "说明", "Note"),
    ]

    /// A row a line of the ledger.
    func table(_ id: String = "compensation", in language: ReportLanguage) -> ReportTable {
        var table = ReportTable(
            id: id, title: LocalizedText("生态补偿", "Compensation"),
            columns: Self.columns)
        for entry in ledger.entries { table.append(cells(of: entry, language)) }
        return table
    }

    private func cells(
        of entry: CompensationEntry, _ language: ReportLanguage
    ) -> [ReportTable.Cell] {
        let own = entry.measurement
        let note = entry.notes.map {
            language == .zh ? $0.descriptionInChinese : $0.description
        }.joined(separator: language == .zh ? "" : " ")
        let samples = CompensationSampleList(
            own.samples, before: own.samplesBefore, folder: folder)
        return [
            .text(entry.section ?? entry.unit ?? ""),
            .init(entry.section.flatMap { names[$0] }),
            .text(entry.section == nil ? "unit" : "section"), .text(entry.period.label),
            .text(ledger.scheme.edition), .init(entry.term),
            own.subject.isEmpty ? .empty : .text(own.subject),
            own.samples.isEmpty ? .empty : .integer(own.sampleCount),
            .init(samples.times), .init(samples.sources), .init(own.measured?.description),
            .init(own.before?.description), .init(own.target?.description),
            Self.decimal(own.multiple), Self.decimal(own.units),
            Self.decimal(entry.rate), Self.decimal(entry.amount),
            .text(ledger.scheme.currency), .init(entry.payer), .init(entry.payee),
            note.isEmpty ? .empty : .text(note),
        ]
    }

    // MARK: - Totals

    /// What every unit pays and receives: its row, then one for each counterpart; last the whole.
    func totalsTable(_ id: String = "compensation_totals") -> ReportTable {
        var table = ReportTable(
            id: id, title: LocalizedText("生态补偿汇总", "Compensation by unit"),
            columns: [
                Self.text("id", "单元", "Unit"), Self.text("counterpart", "对方", "Counterpart"),
                Self.number("paid", "支付", "Paid"), Self.number("received", "收取", "Received"),
                Self.number("net", "净额", "Net"), Self.text("currency", "单位", "Currency"),
            ], lastRowIsTotal: true)
        for balance in ledger.balances {
            table.append(cells(balance.unit, "all", balance))
            for other in balance.counterparts.sorted(by: { $0.key < $1.key }) {
                table.append(cells(balance.unit, other.key, other.value))
            }
        }
        let total = ledger.total.description
        let zero = DecimalValue(mantissa: 0, decimals: ledger.scheme.decimals).description
        table.append([
            .text("all"), .text("all"), .decimal(total), .decimal(total), .decimal(zero),
            .text(ledger.scheme.currency),
        ])
        return table
    }

    private func cells(
        _ unit: String, _ other: String, _ balance: CompensationBalance
    ) -> [ReportTable.Cell] {
        let decimals = ledger.scheme.decimals
        return [.text(unit), .text(other)]
            + [balance.paid, balance.received, balance.net].map {
                .decimal($0.rounded(toDecimals: decimals).description)
            } + [.text(ledger.scheme.currency)]
    }

    // MARK: - Cells

    private static func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(zh: zh, en: en), kind: .text)
    }

    private static func number(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh: zh, en: en), kind: .number(decimals: nil))
    }

    private static func decimal(_ value: DecimalValue?) -> ReportTable.Cell {
        value.map { .decimal($0.description) } ?? .empty
    }

    private static func decimal(_ value: ExactNumber?) -> ReportTable.Cell {
        value.map { .decimal($0.description) } ?? .empty
    }
}

/// Samples in a cell: each of a few, the first and the last of many; those of the comparison behind a
/// bar.
struct CompensationSampleList {
    /// `2026-01-05;2026-02-05`, `2026-01-01T01:00..2026-02-01T00:00`, `2026-01-05|2025-01-05`; `nil`
    /// without samples.
    let times: String?
    /// `water.csv:2;3`, `a.csv:2;b.csv:7`, `water.csv:2..745`: a file stands before its first line.
    let sources: String?

    /// As many stand one by one.
    private static let most = 12

    init(_ samples: [CompensationSample], before: [CompensationSample], folder: String = "") {
        let both = before.isEmpty ? [samples] : [samples, before]
        times = Self.joined(both.map { Self.list(Self.unique($0.map { Self.label($0.time) })) })
        sources = Self.joined(both.map { Self.sources($0.filter { !$0.file.isEmpty }, folder) })
    }

    private static func joined(_ lists: [String]) -> String? {
        lists.allSatisfy(\.isEmpty) ? nil : lists.joined(separator: "|")
    }

    private static func list(_ texts: [String]) -> String {
        guard let first = texts.first, let last = texts.last, texts.count > most else {
            return texts.joined(separator: ";")
        }
        return "\(first)..\(last)"
    }

    private static func sources(_ samples: [CompensationSample], _ folder: String) -> String {
        let shown = samples.count > most ? [samples[0], samples[samples.count - 1]] : samples
        var file: String?
        let places = shown.map { sample -> String in
            defer { file = sample.file }
            let name =
                sample.file.hasPrefix(folder)
                ? sample.file.dropFirst(folder.count) : sample.file[...]
            return sample.file == file ? "\(sample.line)" : "\(name):\(sample.line)"
        }
        return places.joined(separator: samples.count > most ? ".." : ";")
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// The day alone where the time is its beginning.
    private static func label(_ time: TimeStamp) -> String {
        time.minuteOfDay == 0 ? time.day.description : time.description
    }
}
