import Foundation
public import Readings
import Reports
import Suggestions

/// How tables of readings are to be read, as a command's options or a job's entry say it; what is
/// not said is found in the tables.
public struct ReadingForm: Sendable {
    public var layout = ReadingLayout.automatic
    /// A sheet of workbooks; `nil` for all.
    public var sheet: String?
    /// The line of the header's first row, from 1.
    public var headerRow: Int?
    public var timeColumn: String?
    public var siteColumn: String?
    /// The parameter of tables whose columns are sites.
    public var parameter: String?
    /// The year of times that write none.
    public var year: Int?
    /// When the tables were collected, such as `2026-03-05`: times without a year are of this year
    /// or the one before.
    public var collected: String?
    public var hourLabel = HourLabel.end
    /// The unit of headings that write none, by parameter: `("TP", "ug/L")`.
    public var units: [(parameter: String, unit: String)] = []
    /// A file of headings in the form of `Readings/Data/headings.json`.
    public var aliases: String?

    public init() {}

    /// The options of the reader; the file of headings is read.
    ///
    /// - Throws: `Faults`, all that is wrong together.
    func options() throws -> ReadingTableOptions {
        let faults = FaultCollector()
        let known = faults.attempt { try Self.aliases(aliases) } ?? .standard
        var options = ReadingTableOptions(
            layout: layout, headerRow: headerRow, siteColumn: siteColumn, timeColumn: timeColumn,
            hourLabel: hourLabel, aliases: known, year: year)
        options.parameter = parameter.flatMap { name in
            faults.attempt { try known.parameter(named: name) }
        }
        options.collected = collected.flatMap { text in
            faults.attempt { try Self.time(text) }
        }
        for (name, text) in units {
            faults.attempt {
                let code = try known.parameter(named: name)
                options.units[code] = try Self.unit(text, of: code)
            }
        }
        try faults.throwIfAny()
        return options
    }

    private static func aliases(_ path: String?) throws -> ParameterAliases {
        guard let path else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(
                .input, zh: "表头别名文件 \(path) 不存在或无法读取。请检查路径。",
                en: "The file of headings \(path) is missing or cannot be read. Check the path.")
        }
        return try ParameterAliases.standard.adding(json: Array(data), file: path)
    }

    private static func time(_ text: String) throws -> TimeStamp {
        do {
            return try TimeStamp(parsing: text)
        } catch {
            throw Fault(
                .data, zh: "采集时间 “\(text)” 不是日期，应如 2026-03-05。",
                en: "\"\(text)\" is no date of collection, expected one such as 2026-03-05.")
        }
    }

    private static func unit(_ text: String, of code: ParameterCode) throws -> MeasureUnit {
        let usual = code.unit
        guard let unit = MeasureUnit(parsing: text),
            usual.map({ unit.exponent(to: $0) != nil }) ?? true
        else {
            let expected = usual.map { $0.text.isEmpty ? "无量纲" : $0.text } ?? "mg/L"
            throw Fault(
                .data, zh: "\(code) 的单位 “\(text)” 无法识别或不能换算，应为可换算为 \(expected) 的单位。",
                en: "The unit \"\(text)\" of \(code) is not known or cannot be converted: expected "
                    + "one that converts to \(expected).")
        }
        return unit
    }
}

extension ParameterAliases {
    /// The parameter that `text` names as a heading would.
    ///
    /// - Throws: `Fault` of kind `data` that names the nearest code and lists all.
    func parameter(named text: String) throws -> ParameterCode {
        if let code = code(for: text) { return code }
        let known = ParameterCode.known.map(\.name)
        let near = Suggestions.nearest(to: text, in: known)
        throw Fault(
            .data,
            zh: "未知的监测项目 “\(text)”" + (near.map { "，是否应为 “\($0)”？" } ?? "。")
                + "可用：\(known.joined(separator: "、"))。",
            en: "Unknown parameter \"\(text)\"." + (near.map { " Did you mean \"\($0)\"?" } ?? "")
                + " Known: \(known.joined(separator: ", ")).")
    }
}
