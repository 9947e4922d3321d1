public import SealedFiles

/// Why partial results cannot be merged.
public enum PartialError: Error, Hashable, Sendable {
    /// All that is wrong with the parts.
    case refused([PartFault])
}

/// One thing that is wrong with the parts of a job.
public enum PartFault: Hashable, Sendable {
    /// The file is missing, cut, changed or no partial result.
    case unusable(SealedFileError)
    /// The part belongs to another job than the first one.
    case mixed(path: String, other: String, what: String, found: String, expected: String)
    /// Several files hold the same part.
    case doubled(number: Int, count: Int, paths: [String])
    /// No file holds these parts.
    case missing(numbers: [Int], count: Int)
}

extension PartialError: CustomStringConvertible {
    private var faults: [PartFault] {
        switch self {
        case .refused(let faults): faults
        }
    }

    public var description: String {
        "The partial results cannot be merged:\n"
            + faults.map { "  - " + $0.description }.joined(separator: "\n")
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        "部分结果无法合并：\n"
            + faults.map { "  - " + $0.descriptionInChinese }.joined(separator: "\n")
    }
}

extension PartFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unusable(let error): error.description
        case .mixed(let path, let other, let what, let found, let expected):
            """
            "\(path)" is of another job than "\(other)": \(what) is \(found), expected \
            \(expected). Merge the parts of one job only.
            """
        case .doubled(let number, let count, let paths):
            """
            Part \(number) of \(count) is there \(paths.count) times: \
            \(paths.map { "\"\($0)\"" }.joined(separator: ", ")). Name it once.
            """
        case .missing(let numbers, let count):
            """
            \(numbers.count) of \(count) parts are missing: \(Self.ranges(numbers)). Run them and \
            name their files as well.
            """
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .unusable(let error): error.descriptionInChinese
        case .mixed(let path, let other, let what, let found, let expected):
            """
            “\(path)”与“\(other)”不属于同一任务：\(Self.inChinese(what))为 \(found)，应为 \
            \(expected)。只能合并同一任务的部分结果。
            """
        case .doubled(let number, let count, let paths):
            "第 \(number)/\(count) 部分出现 \(paths.count) 次："
                + paths.map { "“\($0)”" }.joined(separator: "、") + "。请只保留一个。"
        case .missing(let numbers, let count):
            "共 \(count) 部分，缺少 \(numbers.count) 个：\(Self.ranges(numbers))。请先运行这些部分并一并给出。"
        }
    }

    /// What parts agree on; the names of the caller's facts stay.
    private static func inChinese(_ what: String) -> String {
        switch what {
        case "number of facts": "事实个数"
        case "fact": "事实名"
        case "statistics": "统计量"
        case "quantile definition": "分位数定义"
        case "rasters": "栅格"
        case "number of zones": "分区数"
        case "columns": "附带字段"
        case "grids": "网格"
        case "bands": "波段"
        case "number of parts": "总份数"
        case "cut": "切分方式"
        default: "“\(what)”"
        }
    }

    /// Numbers as ranges: 2-4, 7.
    private static func ranges(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let texts = ranges.prefix(50).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
        return texts.joined(separator: ", ") + (ranges.count > 50 ? " …" : "")
    }
}
