import Suggestions
import Yams

/// A place in a job file while it is read: the YAML node, its path in words, and where faults go.
struct JobNode {
    let node: Node
    /// `zones[0].path`, for messages.
    let path: String
    let file: String
    let faults: FaultCollector

    var line: Int { node.mark?.line ?? 0 }

    func fault(zh: String, en: String) {
        faults.add(zh: "\(file) 第 \(line) 行：\(zh)", en: "\(file), line \(line): \(en)")
    }

    /// The entries of a mapping; unknown keys are faults that name the nearest known key, and keys
    /// that are known but not served yet are faults that say so.
    func entries(known: [String], notServed: [String] = []) -> [String: JobNode] {
        guard case .mapping(let mapping) = node else {
            fault(
                zh: "“\(path)” 应为键值表（键: 值），实为\(kindInChinese)。",
                en: "\"\(path)\" must be a mapping of keys to values, found \(kind).")
            return [:]
        }
        var result: [String: JobNode] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.string ?? ""
            let entry = JobNode(
                node: value, path: path.isEmpty ? key : "\(path).\(key)", file: file,
                faults: faults)
            let keyPlace = JobNode(node: keyNode, path: entry.path, file: file, faults: faults)
            if notServed.contains(key) {
                keyPlace.fault(
                    zh: "键 “\(entry.path)” 有效，但此版本尚不支持。请删去该键后再运行。",
                    en: "the key \"\(entry.path)\" is valid, but this version does not serve it "
                        + "yet. Remove it to run the rest.")
            } else if !known.contains(key) {
                let near = nearest(to: key, in: known + notServed)
                keyPlace.fault(
                    zh: "未知的键 “\(entry.path)”" + (near.map { "，是否应为 “\($0)”？" } ?? "。")
                        + "可用的键：\((known + notServed).joined(separator: "、"))。",
                    en: "unknown key \"\(entry.path)\"."
                        + (near.map { " Did you mean \"\($0)\"?" } ?? "")
                        + " Known keys: \((known + notServed).joined(separator: ", ")).")
            } else {
                result[key] = entry
            }
        }
        return result
    }

    /// The items of a sequence; a single value stands for a sequence of one.
    var items: [JobNode] {
        guard case .sequence(let sequence) = node else { return [self] }
        return sequence.enumerated().map {
            JobNode(node: $1, path: "\(path)[\($0)]", file: file, faults: faults)
        }
    }

    /// The items of a sequence that must hold one; an empty one is a fault.
    var filledItems: [JobNode] {
        if items.isEmpty {
            fault(
                zh: "“\(path)” 是空列表，至少需要一项。",
                en: "\"\(path)\" is an empty list: give at least one item.")
        }
        return items
    }

    /// A fault: the same value stands in the list before.
    func repeated(_ value: String) {
        fault(
            zh: "“\(path)” 的值 “\(value)” 重复出现，请只保留一个。",
            en: "\"\(path)\": \"\(value)\" stands in the list before. Keep one.")
    }

    /// The value as text; a mapping or sequence is a fault.
    var text: String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            fault(
                zh: "“\(path)” 应为文本，实为\(kindInChinese)。",
                en: "\"\(path)\" must be a text, found \(kind).")
            return nil
        }
        return scalar.string
    }

    /// The value as a whole number of at least `minimum`.
    func integer(atLeast minimum: Int) -> Int? {
        guard let text else { return nil }
        guard let value = Int(text), value >= minimum else {
            expected(zh: "不小于 \(minimum) 的整数", en: "a whole number of at least \(minimum)", text)
            return nil
        }
        return value
    }

    /// The value as a number above 0.
    var positiveNumber: Double? {
        guard let text else { return nil }
        guard let value = Double(text), value > 0, value.isFinite else {
            expected(zh: "大于 0 的数", en: "a number above 0", text)
            return nil
        }
        return value
    }

    /// The value as a number that is finite.
    var finiteNumber: Double? {
        guard let text else { return nil }
        guard let value = Double(text), value.isFinite else {
            expected(zh: "数字", en: "a number", text)
            return nil
        }
        return value
    }

    /// The value as `true` or `false`; `yes` and `no` mean the same.
    var flag: Bool? {
        guard let text else { return nil }
        switch text.lowercased() {
        case "yes", "true": return true
        case "no", "false": return false
        default:
            expected(zh: "true 或 false", en: "true or false", text)
            return nil
        }
    }

    var distance: Distance? {
        guard let text else { return nil }
        guard let value = Distance(parsing: text) else {
            expected(
                zh: "带单位的距离，如 500m、3km、0.01deg", en: "a distance such as 500m, 3km or 0.01deg",
                text)
            return nil
        }
        return value
    }

    /// The value as one of the cases of `type`.
    func choice<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text else { return nil }
        if let value = Choice(rawValue: text) { return value }
        let all = Choice.allCases.map(\.rawValue)
        expected(
            zh: "\(all.joined(separator: "、")) 之一", en: "one of \(all.joined(separator: ", "))",
            text)
        return nil
    }

    func expected(zh: String, en: String, _ found: String) {
        fault(
            zh: "“\(path)” 的值为 “\(found)”，应为\(zh)。",
            en: "\"\(path)\" is \"\(found)\", expected \(en).")
    }

    func notServed(_ value: String, servedZh: String, servedEn: String) {
        fault(
            zh: "“\(path)” 的值 “\(value)” 有效，但此版本尚不支持；目前支持：\(servedZh)。",
            en:
                "the value \"\(value)\" of \"\(path)\" is valid, but this version does not serve it "
                + "yet; served now: \(servedEn).")
    }

    private var kind: String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string)\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    private var kindInChinese: String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "空值" : " “\(scalar.string)”"
        case .mapping: "键值表"
        case .sequence: "列表"
        case .alias: "别名"
        }
    }
}
