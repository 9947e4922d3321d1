import Foundation
import GeoFiles
import Reports

/// The class, target and value of every section, from its own fields or from a table.
struct GivenSectionStates {
    struct State {
        var waterClass: String?
        var target: String?
        var value: Double?
    }

    /// By the section's code.
    private(set) var states: [String: State] = [:]
    private(set) var warnings: [LocalizedText] = []

    init(_ request: RiversSectionsRequest, _ sections: RiverPointLayer) throws {
        let classes = request.classField.map { sections.texts($0) }
        let targets = request.targetField.map { sections.texts($0) }
        let values = try request.valueField.map { try sections.numbers($0) }
        var twice: [String] = []
        for (number, id) in sections.ids.enumerated() {
            let state = State(
                waterClass: Self.filled(classes?[number]), target: Self.filled(targets?[number]),
                value: values?[number])
            if states.updateValue(state, forKey: id) != nil { twice.append(id) }
        }
        guard twice.isEmpty else {
            throw Fault(
                .data, zh: "\(sections.path)：断面编码重复：\(listed(twice))。每个断面的编码应唯一。",
                en: "\(sections.path): sections with the same code: \(listed(twice)). Give every "
                    + "section a code of its own.")
        }
        if let path = request.assessment { try read(path, sections) }
    }

    /// Takes class and target from a table with `id`, `class` and perhaps `target`.
    private mutating func read(_ path: String, _ sections: RiverPointLayer) throws {
        let table = try readTableRows(at: path)
        warnings += table.notes.map(\.text)
        let headings = table.rows.first?.cells ?? []
        guard let id = headings.firstIndex(of: "id"), let found = headings.firstIndex(of: "class")
        else {
            throw Fault(
                .data,
                zh: "\(path)：评价表需要 id 与 class 两列，现有的列：\(headings.joined(separator: ", "))。"
                    + "请使用 assess water 的输出。",
                en: "\(path): an assessment needs the columns id and class, but has: "
                    + "\(headings.joined(separator: ", ")). Use what assess water writes.")
        }
        let target = headings.firstIndex(of: "target")
        var unknown: [String] = []
        var seen: Set<String> = []
        for row in table.rows.dropFirst() {
            func cell(_ column: Int) -> String? {
                column < row.cells.count ? Self.filled(row.cells[column]) : nil
            }
            guard let code = cell(id) else { continue }
            guard states[code] != nil else {
                unknown.append(code)
                continue
            }
            seen.insert(code)
            states[code]?.waterClass = cell(found)
            if let target, let text = cell(target) { states[code]?.target = text }
        }
        let missing = sections.ids.filter { !seen.contains($0) }
        if !missing.isEmpty {
            warnings.append(
                LocalizedText(
                    "\(path)：\(missing.count) 个断面没有评价结果：\(listed(missing))。",
                    "\(path): \(missing.count) sections have no row: \(listed(missing))."))
        }
        if !unknown.isEmpty {
            warnings.append(
                LocalizedText(
                    "\(path)：\(unknown.count) 行不属于任何断面：\(listed(unknown))。",
                    "\(path): \(unknown.count) rows belong to no section: \(listed(unknown))."))
        }
    }

    private static func filled(_ text: String?) -> String? {
        let trimmed = text?.trimmingCharacters(in: .whitespaces) ?? ""
        return trimmed.isEmpty ? nil : trimmed
    }
}
