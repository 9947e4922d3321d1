/// Something about a table that the user should know: what was found, left out or converted.
public enum ReadingNote: Hashable, Sendable {
    /// Rows above the header were taken for titles.
    case titleRows(file: String, count: Int, headerLine: Int)
    /// Columns whose headings are not known and that were left out.
    case unknownColumns(file: String, headings: [String])
    /// A second column of a parameter, left out.
    case repeatedColumn(file: String, heading: String, parameter: ParameterCode)
    /// A column was multiplied by a power of ten to be in the unit of its parameter.
    case convertedUnit(file: String, heading: String, from: String, to: String)
    /// A column in a unit that its parameter cannot have, left out.
    case wrongUnit(file: String, heading: String, unit: String, expected: String)
    /// Rows of the archive layout with types that are not read, such as `PM2.5_24h`.
    case ignoredTypes(file: String, rows: [String: Int])
    /// Rows of a long table with parameters that are not known.
    case unknownParameters(file: String, rows: [String: Int])
    /// Rows that say that a section was dry.
    case dryRows(file: String, count: Int)
    /// Rows with more filled cells than the header has columns.
    case cellsBeyondHeader(file: String, rows: Int, firstLine: Int)
    /// A choice that was made in reading the table's shape.
    case table(file: String, TableNote)
    /// The same site, parameter and time with different values: the first was kept.
    case conflictingDuplicates(count: Int, first: Duplicate)
    /// The same site, parameter and time with the same value: counted once.
    case equalDuplicates(count: Int, first: Duplicate)

    /// Where a duplicate stands.
    public struct Duplicate: Hashable, Sendable {
        public let site: String
        public let parameter: ParameterCode
        public let time: TimeStamp
        public let kept: String
        public let keptLine: Int
        public let other: String
        public let otherLine: Int
        public let keptFile: String
        public let otherFile: String
    }
}

extension ReadingNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .titleRows(let file, let count, let line):
            "\(file): the header was found in line \(line); \(count) line(s) above it were taken "
                + "for titles."
        case .unknownColumns(let file, let headings):
            "\(file): column(s) not known and left out: "
                + "\(withNearest(headings, ", ") { "like \($0)?" })."
        case .repeatedColumn(let file, let heading, let parameter):
            "\(file): column \"\(heading)\" is a second column of \(parameter) and was left out."
        case .convertedUnit(let file, let heading, let from, let to):
            "\(file): column \"\(heading)\" was converted from \(from) to \(to)."
        case .wrongUnit(let file, let heading, let unit, let expected):
            "\(file): column \"\(heading)\" is in \(unit), expected \(expected); it was left out."
        case .ignoredTypes(let file, let rows):
            "\(file): rows of types that are not read: \(listed(rows))."
        case .unknownParameters(let file, let rows):
            "\(file): rows of parameters that are not known: \(listed(rows))."
        case .dryRows(let file, let count):
            "\(file): \(count) row(s) say that the section was dry."
        case .cellsBeyondHeader(let file, let rows, let line):
            "\(file): \(rows) row(s) have more cells than the header, first line \(line); the "
                + "cells were left out."
        case .table(let file, let note): "\(file): \(note)"
        case .conflictingDuplicates(let count, let first):
            "\(count) reading(s) repeat a site, parameter and time with another value; the first "
                + "was kept. First: \(first.site), \(first.parameter), \(first.time): kept "
                + "\(first.kept) (\(first.keptFile) line \(first.keptLine)), not \(first.other) "
                + "(\(first.otherFile) line \(first.otherLine))."
        case .equalDuplicates(let count, let first):
            "\(count) reading(s) repeat a site, parameter and time with the same value and count "
                + "once. First: \(first.site), \(first.parameter), \(first.time) "
                + "(\(first.otherFile) line \(first.otherLine))."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .titleRows(let file, let count, let line):
            "\(file):表头在第\(line)行,其上\(count)行按标题行处理。"
        case .unknownColumns(let file, let headings):
            "\(file):以下列名无法识别,未读取:"
                + "\(withNearest(headings, "、") { "是否为\($0)?" })。"
        case .repeatedColumn(let file, let heading, let parameter):
            "\(file):列“\(heading)”与前面的\(parameter)列重复,未读取。"
        case .convertedUnit(let file, let heading, let from, let to):
            "\(file):列“\(heading)”已由\(from)换算为\(to)。"
        case .wrongUnit(let file, let heading, let unit, let expected):
            "\(file):列“\(heading)”的单位为\(unit),应为\(expected),未读取。"
        case .ignoredTypes(let file, let rows):
            "\(file):以下类型的行未读取:\(listed(rows))。"
        case .unknownParameters(let file, let rows):
            "\(file):以下监测项目无法识别,未读取:\(listed(rows))。"
        case .dryRows(let file, let count):
            "\(file):\(count)行注明断流。"
        case .cellsBeyondHeader(let file, let rows, let line):
            "\(file):\(rows)行的单元格多于表头(首见第\(line)行),多余部分未读取。"
        case .table(let file, let note): "\(file):\(note.descriptionInChinese)"
        case .conflictingDuplicates(let count, let first):
            "\(count)个数据的站点、项目和时间重复而数值不同,保留先出现的。首见:\(first.site),"
                + "\(first.parameter),\(first.time):保留\(first.kept)(\(first.keptFile)第"
                + "\(first.keptLine)行),舍去\(first.other)(\(first.otherFile)第\(first.otherLine)行)。"
        case .equalDuplicates(let count, let first):
            "\(count)个数据的站点、项目、时间和数值均重复,只计一次。首见:\(first.site),"
                + "\(first.parameter),\(first.time)(\(first.otherFile)第\(first.otherLine)行)。"
        }
    }
}

/// Headings, each with the known one that it may have been meant for.
private func withNearest(
    _ headings: [String], _ separator: String, _ suggestion: (String) -> String
) -> String {
    headings.map { heading in
        let nearest = ParameterAliases.standard.nearest(to: heading)
        return nearest.map { "\(heading) (\(suggestion($0)))" } ?? heading
    }.joined(separator: separator)
}

/// `PM10_24h (24), PM2.5_24h (24)`, by name.
private func listed(_ rows: [String: Int]) -> String {
    rows.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
}
