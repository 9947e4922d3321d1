public import Readings

/// The newest reading of a station or section that calls for attention.
public struct Alert: Hashable, Sendable {
    public let rule: AlertRule
    public let site: AlertSite
    public let item: ParameterCode
    /// When the newest reading was taken.
    public let time: TimeStamp
    public let value: DecimalValue
    /// The limit, or the mean that the reading is compared with, unrounded.
    public let limit: ExactNumber
    /// (C − S)/S over the limit or mean S; `nil` for pH, dissolved oxygen and water temperature,
    /// and where S is 0.
    public let multiple: ExactNumber?
    /// The first reading of the unbroken run that ends with the newest.
    public let since: TimeStamp
    /// The readings of the run.
    public let readings: Int
    /// Whether the run goes on before what was read or looked at.
    public let isOpenEnded: Bool
    /// The edition that the limit is from, else that of the rules.
    public let edition: String

    /// The decimals of a printed multiple.
    public static let decimalsOfMultiple = 2

    /// The limit or mean as it is printed: exactly where it ends within two decimals more than the
    /// value has, else rounded to them.
    public var publishedLimit: DecimalValue {
        let most = min(Int(value.decimals) + 2, DecimalValue.maximumDecimals)
        let exact = (0...most).lazy.map { limit.rounded(toDecimals: $0) }
            .first { ExactNumber($0) == limit }
        return exact ?? limit.rounded(toDecimals: most)
    }
}

extension Alert: CustomStringConvertible {
    private var place: String { site.name.map { "\(site.id) \($0)" } ?? site.id }

    private var times: String? {
        multiple.map { $0.rounded(toDecimals: Self.decimalsOfMultiple).description }
    }

    /// `S1 (甲县): COD 45, 0.50 times above 30, since 2026-03-05T00:00, 3 reading(s): above limit.`
    public var description: String {
        place + (site.owner.map { " (\($0))" } ?? "") + ": \(item) \(value), "
            + (times.map { "\($0) times above \(publishedLimit)" } ?? "against \(publishedLimit)")
            + ", since \(since)\(isOpenEnded ? " or earlier" : ""), \(readings) reading(s): "
            + "\(rule.title)."
    }

    public var descriptionInChinese: String {
        place + (site.owner.map { "(\($0))" } ?? "") + ":\(item) \(value),"
            + (times.map { "超过\(publishedLimit)的倍数\($0)" } ?? "对照\(publishedLimit)")
            + ",自\(since)\(isOpenEnded ? "或更早" : "")起连续\(readings)次:\(rule.titleInChinese)。"
    }
}

/// What rules found in readings.
public struct AlertFindings: Hashable, Sendable {
    /// In the order of sites, rules and items.
    public let alerts: [Alert]
    public let notes: [AlertNote]
}

/// Something about a search for alerts that the reader should know.
public enum AlertNote: Hashable, Sendable {
    /// A rule has no limit of an item in an edition.
    case noLimit(rule: String, ParameterCode, edition: String)
    /// So many series were not looked at, their newest reading being too old; the first of them.
    case tooOld(rule: String, count: Int, first: String, newest: TimeStamp)
    /// What the rules' file says of itself.
    case status(String, inChinese: String)
}

extension AlertNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noLimit(let rule, let item, let edition):
            "The rule \(rule) has no limit of \(item) in \(edition); it was not looked at."
        case .tooOld(let rule, let count, let first, let newest):
            "\(count) series were too old for the rule \(rule), the first: \(first), newest "
                + "reading \(newest)."
        case .status(let text, _): text
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .noLimit(let rule, let item, let edition):
            "规则\(rule)在\(edition)中没有\(item)的限值,未检查该项目。"
        case .tooOld(let rule, let count, let first, let newest):
            "规则\(rule)有\(count)个序列的最新数据过旧,未检查,首个:\(first),最新数据\(newest)。"
        case .status(_, let text): text
        }
    }
}
