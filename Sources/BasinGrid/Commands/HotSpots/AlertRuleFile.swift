import GeoFiles
import HotSpots

/// A table of alert rules for cells: columns `rule`, `value`, `hours`, and where needed
/// `neighbours` and `name`.
///
/// No number has a default, as there is no national rule.
struct AlertRuleFile {
    /// The rules, in the order of the table.
    private(set) var rules: [CellAlertRules.Rule] = []
    /// What each rule is called in columns: its `name`, or its kind; all are different.
    private(set) var names: [String] = []
    /// What rules on neighbours mean by them; `nil` without such rules.
    private(set) var neighbours: String?
    let notes: [LocalizedText]

    /// - Throws: `Fault` that lists every row that is wrong.
    init(_ path: String, encoding: String?) throws {
        let list = try ListFile(
            path,
            columns: [
                .init("rule", ["规则"]), .init("value", ["数值", "值"]),
                .init("hours", ["连续小时", "小时数"]), .init("neighbours", ["邻域"], isNeeded: false),
                .init("name", ["名称"], isNeeded: false),
            ], encoding: encoding)
        notes = list.notes.map(\.text)
        let faults = FaultCollector()
        for row in list.rows where row.cells.contains(where: { !$0.isEmpty }) {
            faults.attempt { try add(row, list) }
        }
        try faults.throwIfAny()
        guard !rules.isEmpty else {
            throw Fault(
                .data, zh: "\(path)：表中没有规则。请至少写一行 rule,value,hours。",
                en: "\(path): the table has no rules. Write at least one row of rule,value,hours.")
        }
    }

    private mutating func add(_ row: ListFile.Row, _ list: ListFile) throws {
        let kinds = CellAlertRules.Kind.allCases.map(\.rawValue)
        guard let kind = CellAlertRules.Kind(rawValue: row.cells[0]) else {
            throw list.fault(
                row, "rule", row.cells[0], zh: "\(kinds.joined(separator: "、")) 之一",
                en: "one of \(kinds.joined(separator: ", "))")
        }
        guard let value = Double(row.cells[1]), value > 0, value.isFinite else {
            throw list.fault(row, "value", row.cells[1], zh: "大于 0 的数", en: "a number above 0")
        }
        guard let hours = Int(row.cells[2]), hours >= 1 else {
            throw list.fault(
                row, "hours", row.cells[2], zh: "不小于 1 的整数", en: "a whole number of at least 1")
        }
        if kind == .factorOfNeighbours {
            guard !row.cells[3].isEmpty, neighbours ?? row.cells[3] == row.cells[3] else {
                throw list.fault(
                    row, "neighbours", row.cells[3],
                    zh: neighbours.map { "与前面的规则相同：\($0)" } ?? "邻域，如 square:1 或 9km",
                    en: neighbours.map { "the same as the rules before: \($0)" }
                        ?? "neighbours such as square:1 or 9km")
            }
            neighbours = row.cells[3]
        }
        rules.append(.init(kind, value, hoursInARow: hours))
        names.append(unused(row.cells[4].isEmpty ? kind.rawValue : row.cells[4]))
    }

    private func unused(_ name: String) -> String {
        var candidate = name
        var number = 2
        while names.contains(candidate) {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}
