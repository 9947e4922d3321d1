/// Why a table or a period cannot be read at all.
public enum ReadingError: Error, Hashable, Sendable {
    case notAPeriod(String)
    case periodEndsBeforeItBegins(String)
    /// No row had two known headings; `firstRow` is what stands in the first row.
    case noHeader(file: String, rows: Int, firstRow: [String])
    /// A column that the layout needs is not in the header.
    case columnMissing(file: String, line: Int, column: PlaceColumn, headings: [String])
    /// A column that was asked for by name is not in the header.
    case columnNotFound(file: String, line: Int, name: String, headings: [String])
    /// The header has no column of a known parameter.
    case noParameterColumns(file: String, line: Int, headings: [String])
    /// A file of rules for checks of quality has something else at `key` (`parameters.CO.maximum`)
    /// than it should; an empty key is the whole file.
    case wrongRules(
        file: String, key: String, found: RuleFinding, expected: RuleExpectation)
    /// A column's unit is not known, or cannot be turned into the parameter's.
    case unknownUnit(file: String, line: Int, heading: String, unit: String, expected: String)
    /// A heading and the row of units below it name different units.
    case differentUnits(file: String, line: Int, heading: String, unit: String, other: String)
    /// The columns are sites, and nothing names their parameter.
    case noSharedParameter(file: String, line: Int)
    /// A file of headings is not in the form of the one that is part of this module.
    case damagedHeadings(file: String, cause: String)
}

extension ReadingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAPeriod(let text):
            "\"\(text)\" is not a period. Write 2026-04, 2026-01..2026-04, 2026, 2026Q1, "
                + "2026-03-05 or 2026-03-05..2026-03-20."
        case .periodEndsBeforeItBegins(let text):
            "The period \"\(text)\" ends before it begins. Write the earlier end first."
        case .noHeader(let file, let rows, let first):
            "\(file): no header found in \(rows) row(s): a header has two or more known headings. "
                + "The first row is: \(first.joined(separator: ", ")). Name the row with "
                + "header_row, or correct the headings."
        case .columnMissing(let file, let line, let column, let headings):
            "\(file), line \(line): no column for \(column.word). It has: "
                + "\(headings.joined(separator: ", ")). Name the column in the job."
        case .columnNotFound(let file, let line, let name, let headings):
            "\(file), line \(line): no column \"\(name)\". It has: "
                + "\(headings.joined(separator: ", "))."
        case .noParameterColumns(let file, let line, let headings):
            "\(file), line \(line): no column of a known parameter. It has: "
                + "\(headings.joined(separator: ", ")). Use codes such as PM2.5 or NH3N."
        case .wrongRules(let file, let key, let found, let expected):
            "\(file)\(key.isEmpty ? "" : ", \(key)"): \(found.description), expected "
                + "\(expected.description). Correct the file of rules."
        case .unknownUnit(let file, let line, let heading, let unit, let expected):
            "\(file), line \(line): column \"\(heading)\" is in \"\(unit)\", which cannot be turned "
                + "into \(expected). Convert the column, or correct its unit."
        case .differentUnits(let file, let line, let heading, let unit, let other):
            "\(file), line \(line): column \"\(heading)\" is in \(unit) by its heading and in "
                + "\(other) by the row of units. Correct one of them."
        case .noSharedParameter(let file, let line):
            "\(file), line \(line): the columns are sites, and neither the title nor the name of "
                + "the sheet or file says of which parameter. Name it with parameter."
        case .damagedHeadings(let file, let cause):
            "\(file) is not a list of headings: \(cause). Write it like the list of the manual."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .notAPeriod(let text):
            "“\(text)”不是时段。请写成2026-04、2026-01..2026-04、2026、2026Q1、2026-03-05或"
                + "2026-03-05..2026-03-20。"
        case .periodEndsBeforeItBegins(let text):
            "时段“\(text)”的结束早于开始。请把较早的一端写在前面。"
        case .noHeader(let file, let rows, let first):
            "\(file):\(rows)行中没有找到表头(至少两个可识别的列名)。第一行为:"
                + "\(first.joined(separator: "、"))。请用header_row指定表头行,或更正列名。"
        case .columnMissing(let file, let line, let column, let headings):
            "\(file)第\(line)行:没有\(column.wordInChinese)列。现有列:"
                + "\(headings.joined(separator: "、"))。请在任务文件中指定列名。"
        case .columnNotFound(let file, let line, let name, let headings):
            "\(file)第\(line)行:没有列“\(name)”。现有列:\(headings.joined(separator: "、"))。"
        case .noParameterColumns(let file, let line, let headings):
            "\(file)第\(line)行:没有可识别的监测项目列。现有列:"
                + "\(headings.joined(separator: "、"))。请使用PM2.5、NH3N等代码。"
        case .wrongRules(let file, let key, let found, let expected):
            "\(file)\(key.isEmpty ? "" : ",\(key)"):\(found.descriptionInChinese),应为"
                + "\(expected.descriptionInChinese)。请更正规则文件。"
        case .unknownUnit(let file, let line, let heading, let unit, let expected):
            "\(file)第\(line)行:列“\(heading)”的单位“\(unit)”不能换算为\(expected)。请换算该列或更正单位。"
        case .differentUnits(let file, let line, let heading, let unit, let other):
            "\(file)第\(line)行:列“\(heading)”的列名单位为\(unit),单位行为\(other)。请更正其一。"
        case .noSharedParameter(let file, let line):
            "\(file)第\(line)行:各列为站点,但标题、工作表名和文件名都没有说明监测项目。请用parameter指定。"
        case .damagedHeadings(let file, let cause):
            "\(file)不是列名表:\(cause)。请按手册中的格式书写。"
        }
    }
}

extension PlaceColumn {
    fileprivate var word: String { self == .code ? "the site (code or name)" : "the \(rawValue)" }

    fileprivate var wordInChinese: String {
        switch self {
        case .code, .name: "站点(编码或名称)"
        case .time: "时间"
        case .parameter: "监测项目"
        case .value: "数值"
        case .hour: "小时"
        case .type: "类型"
        default: rawValue
        }
    }
}
