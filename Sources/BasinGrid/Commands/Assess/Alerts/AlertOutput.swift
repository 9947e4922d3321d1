import Foundation
import QualityStandards
import Readings
import Reports

/// The alerts that an assessment writes beside its tables: `--alerts FILE`, by `--alert-rules FILE`
/// or BasinGrid's own rules.
struct AlertOutput: Sendable {
    let path: String
    let rules: AlertRuleSet
    /// The file that the rules were read from.
    let rulesPath: String?

    /// `nil` where no alerts are asked for.
    ///
    /// - Throws: A usage fault for rules without a file to write to, `Fault` of kind `input` for a
    ///   missing file of rules, `StandardError` for a damaged one.
    init?(_ path: String?, rules rulesPath: String?) throws {
        guard let path else {
            guard rulesPath == nil else {
                throw Fault(
                    .usage, zh: "--alert-rules 需要用 --alerts 指定预警表文件。",
                    en: "--alert-rules needs --alerts, the file that the alerts go to.")
            }
            return nil
        }
        self.path = path
        self.rulesPath = rulesPath
        guard let rulesPath else {
            rules = .standard
            return
        }
        guard let data = FileManager.default.contents(atPath: rulesPath) else {
            throw Fault(
                .input, zh: "预警规则文件 \(rulesPath) 不存在或不可读。请检查路径。",
                en: "The file of alert rules \(rulesPath) is missing or unreadable. Check the path."
            )
        }
        rules = try AlertRuleSet(parsing: String(decoding: data, as: UTF8.self), file: rulesPath)
    }

    /// Writes the table: a row an alert, in the order of sites, rules and items.
    ///
    /// - Returns: What was written, the number of alerts and what is to be said of them.
    func write(_ findings: AlertFindings, options: RunOptions) throws -> CommandOutcome {
        var table = ReportTable(
            id: "alerts", title: LocalizedText("预警", "Alerts"), columns: Self.columns)
        for alert in findings.alerts { table.append(Self.cells(of: alert, options.language)) }
        var outcome = try TableTarget(path).write(table, shapes: nil, crs: nil, options: options)
        outcome.counts = [("alerts", findings.alerts.count)]
        outcome.warnings += findings.notes.map {
            LocalizedText(zh: $0.descriptionInChinese, en: $0.description)
        }
        return outcome
    }

    private static let columns: [ReportTable.Column] = [
        text("id", "编码", "Code"), text("name", "名称", "Name"), text("owner", "责任单位", "Owner"),
        text("rule", "规则", "Rule"), text("item", "项目", "Item"), text("time", "时间", "Time"),
        number("value", "浓度", "Value"), number("limit", "限值或参照", "Limit"),
        number("multiple", "倍数", "Multiple"), text("since", "起始", "Since"),
        number("readings", "连续次数", "Readings"), text("edition", "依据", "Edition"),
        text("note", "说明", "Note"),
    ]

    private static func cells(
        of alert: Alert, _ language: ReportLanguage
    ) -> [ReportTable.Cell] {
        let multiple = alert.multiple?.rounded(toDecimals: Alert.decimalsOfMultiple)
        let title = language == .zh ? alert.rule.titleInChinese : alert.rule.title
        let earlier = language == .zh ? "；可能更早开始" : "; perhaps since earlier"
        return [
            .text(alert.site.id), .init(alert.site.name), .init(alert.site.owner),
            .text(alert.rule.name), .text(alert.item.name), .text(alert.time.description),
            .decimal(alert.value.description), .decimal(alert.publishedLimit.description),
            multiple.map { .decimal($0.description) } ?? .empty,
            .text(alert.since.description), .integer(alert.readings), .text(alert.edition),
            .text(alert.isOpenEnded ? title + earlier : title),
        ]
    }

    private static func text(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(zh: zh, en: en), kind: .text)
    }

    private static func number(_ key: String, _ zh: String, _ en: String) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(zh: zh, en: en), kind: .number(decimals: nil))
    }
}
