import Foundation
import QualityStandards
import Readings
import Reports

/// The days that a user's file excludes: `date, item, reason`.
///
/// An empty item, or the words sand and 沙尘, stands for the parameters from which sand days are
/// deducted; `all` and 全部 for all six.
///
/// - Throws: `Faults` with every line that cannot be read.
func readExcludedDays(
    at path: String, encoding: String?, standard: AirStandard
) throws -> (days: ExcludedDays, notes: [LocalizedText]) {
    let list = try ListFile(
        path,
        columns: [
            ListFile.Column("date", ["日期", "时间", "day"]),
            ListFile.Column("item", ["项目", "污染物", "扣除项目", "parameter"], isNeeded: false),
            ListFile.Column("reason", ["原因", "扣除原因", "说明", "备注"], isNeeded: false),
        ], encoding: encoding)
    let faults = FaultCollector()
    var entries: [ExcludedDays.Entry] = []
    for row in list.rows {
        guard let time = try? TimeStamp(parsing: row.cells[0]) else {
            faults.add(
                list.fault(
                    row, "date", row.cells[0], zh: "日期，如 2026-03-13",
                    en: "a date such as 2026-03-13"))
            continue
        }
        guard let parameters = excludedParameters(row.cells[1], standard) else {
            faults.add(
                list.fault(
                    row, "item", row.cells[1], zh: "项目代码，如 PM10;PM2.5，或 沙尘、全部",
                    en: "codes such as PM10;PM2.5, or sand, or all"))
            continue
        }
        entries.append(
            ExcludedDays.Entry(day: time.day, parameters: parameters, reason: row.cells[2]))
    }
    try faults.throwIfAny()
    return (ExcludedDays(entries), list.notes.map(\.text))
}

private func excludedParameters(_ text: String, _ standard: AirStandard) -> [ParameterCode]? {
    switch text.lowercased() {
    case "", "sand", "dust", "沙尘", "沙尘天气": return standard.statistics.sandItems
    case "all", "全部", "*": return standard.statistics.annual.keys.sorted()
    default:
        let names = text.split(whereSeparator: { ";；、,，/ ".contains($0) })
        let codes = names.compactMap { ParameterAliases.standard.code(for: String($0)) }
        guard codes.count == names.count else { return nil }
        // Ozone is judged by its 8-hour means.
        return codes.map { $0 == .o3 ? .o3EightHours : $0 }
    }
}

/// The targets of a user's file: zone or station, item, value, year.
///
/// - Throws: `Faults` with every line that cannot be read.
func readAirTargets(
    at path: String, encoding: String?
) throws -> (targets: [AirTarget], notes: [LocalizedText]) {
    let list = try ListFile(
        path,
        columns: [
            ListFile.Column(
                "zone", ["station", "id", "code", "区域", "站点", "编码", "站点编码", "城市", "区县"]),
            ListFile.Column("item", ["项目", "指标", "parameter"]),
            ListFile.Column("value", ["target", "目标", "目标值"]),
            ListFile.Column("year", ["年份", "年度", "年"]),
        ], encoding: encoding)
    let faults = FaultCollector()
    var targets: [AirTarget] = []
    var others: [ListFile.Row] = []
    for row in list.rows {
        guard let item = AirTarget.Item(row.cells[1]) else {
            // The file may hold targets of water too.
            if ParameterAliases.standard.code(for: row.cells[1]) != nil {
                others.append(row)
                continue
            }
            faults.add(
                list.fault(
                    row, "item", row.cells[1],
                    zh: "项目代码，或 composite、good_share、good_days、heavy_days",
                    en: "a code such as PM2.5, or composite, good_share, good_days, heavy_days"))
            continue
        }
        if case .concentration(let code) = item, !ParameterCode.airItems.contains(code) {
            others.append(row)
            continue
        }
        guard let value = try? DecimalValue(parsing: row.cells[2]), value.mantissa >= 0 else {
            faults.add(
                list.fault(row, "value", row.cells[2], zh: "不小于 0 的数", en: "a number of at least 0")
            )
            continue
        }
        guard let year = Int(row.cells[3]), (1900...2999).contains(year) else {
            faults.add(
                list.fault(row, "year", row.cells[3], zh: "年份，如 2026", en: "a year such as 2026"))
            continue
        }
        targets.append(AirTarget(id: row.cells[0], item: item, value: value, year: year))
    }
    try faults.throwIfAny()
    return (targets, list.notes.map(\.text) + otherTargets(others, path))
}

/// A note about targets that are not of air.
private func otherTargets(_ rows: [ListFile.Row], _ path: String) -> [LocalizedText] {
    rows.first.map { first in
        [
            LocalizedText(
                "\(path)：\(rows.count) 个目标不是空气项目，空气评价未使用，首个：第 \(first.line) 行 \(first.cells[1])。",
                "\(path): \(rows.count) target(s) are not of air and the assessment of air did not "
                    + "use them, the first: line \(first.line), \(first.cells[1]).")
        ]
    } ?? []
}
