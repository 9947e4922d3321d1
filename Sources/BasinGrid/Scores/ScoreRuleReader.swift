import Foundation
import GeoFiles
import Yams

/// Reads rule files of scores; what is wrong goes to the collector, each with its line.
struct ScoreRuleReader {
    let path: String
    let faults: FaultCollector

    func read() -> ScoreRules? {
        path.lowercased().hasSuffix(".csv") ? readTable() : readYAML()
    }

    // MARK: - YAML

    private func readYAML() -> ScoreRules? {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else {
            faults.add(
                .input, zh: "无法读取评分规则 \(path)：文件不存在、不可读或不是 UTF-8。请检查路径。",
                en: "Cannot read the score rules \(path): missing, not readable or not UTF-8. "
                    + "Check the path.")
            return nil
        }
        do {
            guard let root = try Yams.compose(yaml: text) else {
                faults.add(
                    zh: "评分规则 \(path) 为空。", en: "The score rules \(path) are empty.")
                return nil
            }
            return rules(JobNode(node: root, path: "", file: path, faults: faults))
        } catch {
            faults.add(
                zh: "评分规则 \(path) 不是有效的 YAML：\(error)。",
                en: "The score rules \(path) are not valid YAML: \(error).")
            return nil
        }
    }

    private func rules(_ node: JobNode) -> ScoreRules? {
        let entries = node.entries(known: ["scores", "zones", "base", "indicators"])
        guard let list = entries["indicators"] else {
            node.fault(
                zh: "缺少必需的键 “indicators”。", en: "the required key \"indicators\" is missing.")
            return nil
        }
        if let version = entries["scores"], let text = version.text, text != "1" {
            version.expected(zh: "1（规则的版本）", en: "1, the version of the rules", text)
        }
        let indicators = list.filledItems.compactMap { item -> ScoreRules.Indicator? in
            let keys = item.entries(
                known: ["name", "column", "on", "direction", "points", "steps", "full", "zero"])
            var cells = keys.filter { $0.key != "steps" }.compactMapValues(\.text)
            if let steps = keys["steps"] { cells["steps"] = stepText(steps) }
            return indicator(cells) { item.fault(zh: $0, en: $1) }
        }
        let base = entries["base"].flatMap(\.text).map { ($0, Double($0)) }
        if let (text, value) = base, value == nil {
            entries["base"]?.expected(zh: "数字", en: "a number", text)
        }
        return made(indicators, zones: entries["zones"]?.text, base: base?.1 ?? 0)
    }

    /// `{35: 40, 45: 30}` as `35:40;45:30`.
    private func stepText(_ node: JobNode) -> String? {
        guard case .mapping(let mapping) = node.node else { return node.text }
        return mapping.map { "\($0.key.string ?? ""):\($0.value.string ?? "")" }
            .joined(separator: ";")
    }

    // MARK: - CSV

    private func readTable() -> ScoreRules? {
        guard let table = faults.attempt({ try readTableRows(at: path) }),
            let header = table.rows.first
        else { return nil }
        let names = header.cells.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        let indicators = table.rows.dropFirst().compactMap { row -> ScoreRules.Indicator? in
            let cells = zip(names, row.cells).map {
                ($0, $1.trimmingCharacters(in: .whitespaces))
            }.filter { !$0.1.isEmpty }
            return indicator(Dictionary(cells, uniquingKeysWith: { first, _ in first })) {
                faults.add(
                    zh: "\(path) 第 \(row.number) 行：\($0)",
                    en: "\(path), line \(row.number): \($1)")
            }
        }
        return made(indicators, zones: nil, base: 0)
    }

    // MARK: - One indicator

    private func made(
        _ indicators: [ScoreRules.Indicator], zones: String?, base: Double
    ) -> ScoreRules? {
        if let twice = indicators.indices.first(where: { index in
            indicators[..<index].contains { $0.key == indicators[index].key }
        }) {
            let key = indicators[twice].key
            faults.add(
                zh: "\(path)：指标 \(key) 出现两次，请只保留一个。",
                en: "\(path): the indicator \(key) stands in the rules twice. Keep one.")
        }
        return indicators.isEmpty
            ? nil : ScoreRules(zones: zones, base: base, indicators: indicators)
    }

    private func indicator(
        _ cells: [String: String], _ fault: (_ zh: String, _ en: String) -> Void
    ) -> ScoreRules.Indicator? {
        guard let column = cells["column"] else {
            fault("指标缺少 column（区域表的列名）。", "an indicator lacks its column (of the zone table).")
            return nil
        }
        guard let direction = ScoreRules.Direction(rawValue: cells["direction"] ?? "") else {
            fault(
                "指标 \(column) 的 direction 为“\(cells["direction"] ?? "")”，应为 lower 或 higher（越低或越高越好）。",
                "the direction of \(column) is \"\(cells["direction"] ?? "")\", expected lower or "
                    + "higher (which is better).")
            return nil
        }
        guard let measure = ScoreRules.Measure(rawValue: cells["on"] ?? "value") else {
            fault(
                "指标 \(column) 的 on 为“\(cells["on"] ?? "")”，应为 value、change 或 rank。",
                "on of \(column) is \"\(cells["on"] ?? "")\", expected value, change or rank.")
            return nil
        }
        guard let (scale, most) = scale(cells, measure, direction) else {
            fault(
                "指标 \(column) 的分值无法理解：应给出 steps（如 35:40;45:30），或 points 与 full、zero（两者不同）；on 为 rank 时可只给 points。",
                "the points of \(column) are not understood: give steps (such as 35:40;45:30), or "
                    + "points with full and zero (not equal); on a rank points alone will do.")
            return nil
        }
        return ScoreRules.Indicator(
            name: cells["name"] ?? column, column: column, measure: measure, direction: direction,
            points: most, scale: scale)
    }

    private func scale(
        _ cells: [String: String], _ measure: ScoreRules.Measure,
        _ direction: ScoreRules.Direction
    ) -> (ScoreRules.Scale, Double)? {
        let points = cells["points"].flatMap(Double.init)
        if let text = cells["steps"] {
            let steps = text.split(separator: ";").map { part -> ScoreRules.Step? in
                let pair = part.split(separator: ":").map {
                    Double($0.trimmingCharacters(in: .whitespaces))
                }
                guard pair.count == 2, let limit = pair[0], let points = pair[1] else { return nil }
                return ScoreRules.Step(limit: limit, points: points)
            }
            let known = steps.compactMap { $0 }
            guard !known.isEmpty, known.count == steps.count else { return nil }
            let isLow = measure == .rank || direction == .lower
            let sorted = known.sorted { isLow ? $0.limit < $1.limit : $0.limit > $1.limit }
            return (.steps(sorted), points ?? known.map(\.points).max() ?? 0)
        }
        guard let points, points.isFinite else { return nil }
        if let full = cells["full"].flatMap(Double.init),
            let zero = cells["zero"].flatMap(Double.init)
        {
            return full == zero ? nil : (.linear(full: full, zero: zero), points)
        }
        return measure == .rank && cells["full"] == nil && cells["zero"] == nil
            ? (.ranks, points) : nil
    }
}
