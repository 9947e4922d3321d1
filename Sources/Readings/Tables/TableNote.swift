/// A choice that was made in reading a table's shape: where its header is, what was filled in,
/// which rows hold no readings.
public enum TableNote: Hashable, Sendable {
    /// The header takes several rows, such as group headings above the items.
    case headerRows(lines: [Int])
    /// A row below the header gives units.
    case unitRow(line: Int)
    /// A line above the header gives the unit of the columns that write none.
    case titleUnit(text: String, line: Int)
    /// Every column is a site, and the parameter of all was taken from `source`.
    case siteColumns(parameter: ParameterCode, sites: Int, source: TableSource)
    /// Rows are items and columns are sites, times or both; the numbers of different ones.
    case crossTable(sites: Int, times: Int)
    /// The table names no site; it was taken from `source`.
    case siteTaken(name: String, source: TableSource)
    /// Columns with sums, means or limits beside those of sites or times were left out.
    case summaryColumns(headings: [String])
    /// The table has no column for a part of the time; it was taken from `source`.
    case timeTaken(text: String, source: TableSource)
    /// Times without a year, a month or a day were completed.
    case timesCompleted(count: Int, firstLine: Int, first: String, as: String, source: TableSource)
    /// Rows with sums, means or rates below or between the readings were left out.
    case summaryRows(count: Int, lines: [Int], words: [String])
    /// Lines of text below the table were left out.
    case remarkRows(count: Int, lines: [Int])
    /// The header, or its row of units, was found again further down.
    case repeatedHeaders(count: Int, lines: [Int])
    /// Empty cells of merged cells were filled with the value above.
    case filledDown(heading: String, count: Int, firstLine: Int)
    /// Day numbers were counted from 1904.
    case daysFrom1904(count: Int, firstLine: Int)
    /// Values were multiplied by a power of ten to be in the unit of their parameter.
    case valuesConverted(count: Int, parameter: ParameterCode, from: String, to: String)
    /// A sheet of a workbook without a header of readings, such as a cover, was passed over.
    case withoutReadings(firstRow: [String])
}

/// Where a table's time or parameter was taken from.
public enum TableSource: Hashable, Sendable {
    case option
    case sheet(String)
    case title(line: Int)
    case fileName
    case modificationTime
}

extension TableSource: CustomStringConvertible {
    public var description: String {
        switch self {
        case .option: "the options"
        case .sheet(let name): "the sheet's name \"\(name)\""
        case .title(let line): "the title in line \(line)"
        case .fileName: "the file's name"
        case .modificationTime: "the time at which the file was last changed"
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .option: "选项"
        case .sheet(let name): "工作表名“\(name)”"
        case .title(let line): "第\(line)行标题"
        case .fileName: "文件名"
        case .modificationTime: "文件修改时间"
        }
    }
}

extension TableNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .headerRows(let lines):
            "the header takes \(lines.count) rows, lines \(listed(lines))."
        case .unitRow(let line): "line \(line) was taken for a row of units."
        case .titleUnit(let text, let line):
            "columns that write no unit were read in the unit of line \(line), \"\(text)\"."
        case .siteColumns(let parameter, let sites, let source):
            "\(sites) column(s) were read as sites; their parameter, \(parameter), was taken from "
                + "\(source)."
        case .crossTable(let sites, let times):
            "items were read row by row, the columns as "
                + [sites > 0 ? "\(sites) site(s)" : nil, times > 0 ? "\(times) time(s)" : nil]
                .compactMap(\.self).joined(separator: " and ") + "."
        case .siteTaken(let name, let source):
            "the table names no site: \"\(name)\" was taken from \(source)."
        case .summaryColumns(let headings):
            "columns of sums, means or limits were left out: "
                + "\(headings.joined(separator: ", "))."
        case .timeTaken(let text, let source):
            "the table has no such column: the time \(text) was taken from \(source)."
        case .timesCompleted(let count, let line, let first, let full, let source):
            "\(count) time(s) were completed from \(source), first line \(line): \"\(first)\" was "
                + "read as \(full)."
        case .summaryRows(let count, let lines, let words):
            "\(count) row(s) of sums or means were left out (\(words.joined(separator: ", "))): "
                + "line(s) \(listed(lines, of: count))."
        case .remarkRows(let count, let lines):
            "\(count) line(s) of text were left out: line(s) \(listed(lines, of: count))."
        case .repeatedHeaders(let count, let lines):
            "the header is repeated \(count) time(s): line(s) \(listed(lines, of: count))."
        case .filledDown(let heading, let count, let line):
            "\(count) empty cell(s) of \"\(heading)\" were filled with the cell above, as in merged "
                + "cells, first line \(line)."
        case .daysFrom1904(let count, let line):
            "\(count) day number(s) were counted from 1904, as the workbook says, first line "
                + "\(line)."
        case .valuesConverted(let count, let parameter, let from, let to):
            "\(count) value(s) of \(parameter) were converted from \(from) to \(to)."
        case .withoutReadings(let first):
            first.isEmpty
                ? "the sheet is blank and was passed over."
                : "the sheet has no header of readings and was passed over; it begins with: "
                    + "\(first.filter { !$0.isEmpty }.joined(separator: ", "))."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .headerRows(let lines): "表头占\(lines.count)行(第\(listedInChinese(lines))行)。"
        case .unitRow(let line): "第\(line)行按单位行处理。"
        case .titleUnit(let text, let line):
            "未注明单位的列按第\(line)行“\(text)”的单位读取。"
        case .siteColumns(let parameter, let sites, let source):
            "\(sites)列按站点读取,监测项目\(parameter)取自\(source.descriptionInChinese)。"
        case .crossTable(let sites, let times):
            "每行按一个项目读取,各列为"
                + [sites > 0 ? "\(sites)个站点" : nil, times > 0 ? "\(times)个时间" : nil]
                .compactMap(\.self).joined(separator: "、") + "。"
        case .siteTaken(let name, let source):
            "表中没有站点,“\(name)”取自\(source.descriptionInChinese)。"
        case .summaryColumns(let headings):
            "合计、均值或限值列未读取:\(headings.joined(separator: "、"))。"
        case .timeTaken(let text, let source):
            "表中没有相应的列,时间\(text)取自\(source.descriptionInChinese)。"
        case .timesCompleted(let count, let line, let first, let full, let source):
            "\(count)个时间按\(source.descriptionInChinese)补全(首见第\(line)行,“\(first)”读作\(full))。"
        case .summaryRows(let count, let lines, let words):
            "\(count)行合计或均值未读取(\(words.joined(separator: "、"))):第"
                + "\(listedInChinese(lines, of: count))行。"
        case .remarkRows(let count, let lines):
            "\(count)行文字未读取:第\(listedInChinese(lines, of: count))行。"
        case .repeatedHeaders(let count, let lines):
            "表头重复出现\(count)次:第\(listedInChinese(lines, of: count))行。"
        case .filledDown(let heading, let count, let line):
            "“\(heading)”的\(count)个空单元格按合并单元格用上方的值填充(首见第\(line)行)。"
        case .daysFrom1904(let count, let line):
            "\(count)个日期序号按工作簿的1904日期系统读取(首见第\(line)行)。"
        case .valuesConverted(let count, let parameter, let from, let to):
            "\(parameter)的\(count)个数值已由\(from)换算为\(to)。"
        case .withoutReadings(let first):
            first.isEmpty
                ? "工作表为空,已跳过。"
                : "工作表没有监测数据的表头,已跳过。其首行为:"
                    + "\(first.filter { !$0.isEmpty }.joined(separator: "、"))。"
        }
    }
}

/// Lines that hold no readings, counted, the first few by number.
struct LineList: Hashable, Sendable {
    private(set) var count = 0
    private(set) var first: [Int] = []
    /// As many lines as a note names.
    static let named = 12

    mutating func add(_ line: Int) {
        count += 1
        if first.count < Self.named { first.append(line) }
    }
}

/// `4, 9, 12 …`
private func listed(_ lines: [Int], of count: Int = 0) -> String {
    lines.map(String.init).joined(separator: ", ") + (count > lines.count ? " …" : "")
}

private func listedInChinese(_ lines: [Int], of count: Int = 0) -> String {
    lines.map(String.init).joined(separator: "、") + (count > lines.count ? "等" : "")
}
