/// One value of a series: when, what, and where it was read.
public struct Reading: Hashable, Sendable {
    // The value first: its 11 bytes leave room for the time, and a reading takes 24 bytes, not 32.
    public let value: ReadingValue
    public let time: TimeStamp
    /// The place in `ReadingSet.files`.
    public let file: Int32
    /// The line (row) of the file, the first being 1.
    public let line: Int32

    public init(time: TimeStamp, value: ReadingValue, file: Int = 0, line: Int = 0) {
        self.time = time
        self.value = value
        self.file = Int32(clamping: file)
        self.line = Int32(clamping: line)
    }
}

/// A cell or a row that was not taken, and why.
public struct RejectedReading: Hashable, Sendable {
    public let file: String
    /// The line (row) of the file, the first being 1.
    public let line: Int
    /// The site, where it is known.
    public let site: String?
    /// What the cell would have been a value of; `nil` for a whole row.
    public let parameter: ParameterCode?
    /// The heading of the column, or the parameter.
    public let column: String
    /// The cell as it stands in the file.
    public let text: String
    public let reason: RejectionReason

    init(
        file: String, line: Int, site: String?, parameter: ParameterCode? = nil, column: String,
        text: String, reason: RejectionReason
    ) {
        self.file = file
        self.line = line
        self.site = site
        self.parameter = parameter
        self.column = column
        self.text = text
        self.reason = reason
    }
}

/// Why a cell or a row was not taken.
public enum RejectionReason: Hashable, Sendable {
    case text(ReadingTextError)
    /// A negative value of something that cannot be negative.
    case negative
    case noSite
}

extension RejectionReason {
    /// A reason without the text that it is about.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case notANumber, ambiguousComma, tooManyDigits, limitNotPositive, unitMismatch
        case unknownUnit, notATime
        case negative, noSite
    }

    public var kind: Kind {
        switch self {
        case .text(.notANumber): .notANumber
        case .text(.ambiguousComma): .ambiguousComma
        case .text(.tooManyDigits): .tooManyDigits
        case .text(.limitNotPositive): .limitNotPositive
        case .text(.unitMismatch): .unitMismatch
        case .text(.unknownUnit): .unknownUnit
        case .text(.notATime): .notATime
        case .negative: .negative
        case .noSite: .noSite
        }
    }
}

extension ReadingSet {
    /// How many cells and rows were not taken, by kind of reason, with the first of each, in the
    /// order in which they were met.
    public var rejectionCounts: [(kind: RejectionReason.Kind, count: Int, first: RejectedReading)] {
        rejections.entries.map { ($0.kind, $0.count, $0.first) }
    }
}

extension RejectionReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .text(let error): error.description
        case .negative:
            "The value is below 0, which this parameter cannot be. Correct it, or write -999 for "
                + "no value."
        case .noSite: "The row names no site. Fill in the site's code or name."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .text(let error): error.descriptionInChinese
        case .negative: "数值小于0,该项目不可能为负。请更正;缺测请写-999。"
        case .noSite: "该行没有站点。请填写站点编码或名称。"
        }
    }
}

extension RejectedReading: CustomStringConvertible {
    public var description: String {
        "\(file), line \(line)\(site.map { ", \($0)" } ?? ""), \(column): \(reason)"
    }

    public var descriptionInChinese: String {
        "\(file)第\(line)行\(site.map { ",\($0)" } ?? ""),\(column):\(reason.descriptionInChinese)"
    }
}
