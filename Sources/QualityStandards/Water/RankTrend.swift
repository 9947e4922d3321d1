public import Readings

/// How the trend over years is tested.
public struct TrendRules: Hashable, Sendable {
    /// The probability that a trend is only chance, one-sided.
    public enum Level: String, Hashable, Sendable, CaseIterable {
        case fivePercent = "0.05"
        case onePercent = "0.01"
    }

    public var document: String
    /// The fewest years that are tested.
    public var minimumYears: Int
    /// The level that decides what is significant.
    public var level: Level
    /// The decimals of the printed coefficient.
    public var decimals: Int
    /// The critical values by number of years.
    let critical: [Level: [Int: DecimalValue]]

    /// The critical value for `years` years: the table's own, else that of the next smaller number,
    /// which asks for more; `nil` below the table.
    ///
    /// - Returns: The value and the number of years that it stands at.
    public func critical(years: Int, level: Level) -> (value: DecimalValue, years: Int)? {
        let table = critical[level] ?? [:]
        let own = table.keys.filter { $0 <= years }.max()
        return own.flatMap { own in table[own].map { ($0, own) } }
    }
}

extension TrendRules {
    init(_ node: StandardNode, usual: TrendRules?) throws(StandardError) {
        try node.checkKeys([
            "document", "status", "minimumYears", "level", "decimals", "critical",
        ])
        let part = StandardPart(node)
        document = try part.text("document", usual?.document)
        minimumYears = try part.integer("minimumYears", 3...1000, usual?.minimumYears)
        level = try part.value("level", usual?.level) { node throws(StandardError) in
            try Self.level(try node.text(), node)
        }
        decimals = try part.integer("decimals", 0...6, usual?.decimals)
        critical = try part.value("critical", usual?.critical) { node throws(StandardError) in
            try Self.table(node)
        }
    }

    private static func level(
        _ text: String, _ node: StandardNode
    ) throws(StandardError) -> Level {
        guard let level = Level(rawValue: text) else {
            let list = Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.wrong("one of \(list)", "\(list)之一")
        }
        return level
    }

    private static func table(
        _ node: StandardNode
    ) throws(StandardError) -> [Level: [Int: DecimalValue]] {
        var result: [Level: [Int: DecimalValue]] = [:]
        for (key, column) in try node.entries() {
            var values: [Int: DecimalValue] = [:]
            for (years, cell) in try column.entries() {
                guard let count = Int(years), count > 2 else {
                    throw cell.wrong("a number of years as key", "以年数为键")
                }
                values[count] = try cell.amount()
            }
            result[try level(key, column)] = values
        }
        return result
    }
}

/// The trend of yearly values by Spearman's rank correlation (秩相关系数).
///
/// r_s = 1 − 6Σd²/(N³ − N), d the difference between a year's rank and its value's, exact. Equal values
/// share the mean of their ranks, and then r_s is what that formula is short for: the correlation of
/// the ranks, Σxy/√(Σx²·Σy²) about their mean, to nine decimals; 0 where all values are equal. The
/// short form would call values that hardly ever change a rise.
///
/// Source: 环境监测 practice; the critical values stand in the rules.
public struct RankTrend: Hashable, Sendable {
    /// What the test says.
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        case rising, falling, none

        /// `上升`, `下降`, `无显著变化`: the same in output of any language.
        public var text: String {
            switch self {
            case .rising: "上升"
            case .falling: "下降"
            case .none: "无显著变化"
            }
        }
    }

    public let years: Int
    /// r_s, unrounded, −1...1.
    public let coefficient: ExactNumber
    /// The critical value and the number of years it stands at in the table.
    public let critical: DecimalValue
    public let criticalYears: Int
    private let decimals: Int

    /// The trend of `values`, one a year in the order of years; `nil` for fewer years than the rules
    /// ask for, or than the table has.
    public init?(_ values: [ExactNumber], by rules: TrendRules, level: TrendRules.Level? = nil) {
        let count = values.count
        guard count >= rules.minimumYears,
            let critical = rules.critical(years: count, level: level ?? rules.level)
        else { return nil }
        years = count
        decimals = rules.decimals
        (self.critical, criticalYears) = critical
        // Twice the distance of ranks from their mean, so that all are whole.
        let ranks = Self.doubledRanks(of: values).map { $0 - count - 1 }
        let years = (1...count).map { 2 * $0 - count - 1 }
        let product = zip(ranks, years).reduce(0) { $0 + $1.0 * $1.1 }
        let spread = ranks.reduce(0) { $0 + $1 * $1 }
        let whole = years.reduce(0) { $0 + $1 * $1 }
        if spread == whole {
            coefficient = ExactNumber(product) / ExactNumber(whole)
        } else if spread == 0 {
            coefficient = ExactNumber(0)
        } else {
            let ratio = Double(product) / (Double(spread) * Double(whole)).squareRoot()
            coefficient = ExactNumber(
                DecimalValue(mantissa: Int64((ratio * 1e9).rounded()), decimals: 9))
        }
    }

    private static func doubledRanks(of values: [ExactNumber]) -> [Int] {
        values.map { own in
            let smaller = values.count { $0 < own }
            let equal = values.count { $0 == own }
            return 2 * smaller + equal + 1
        }
    }

    /// The coefficient as printed.
    public var published: DecimalValue { coefficient.rounded(toDecimals: decimals) }

    /// Whether |r_s| reaches the critical value; judged on the printed coefficient, as the table
    /// has as many decimals.
    public var isSignificant: Bool {
        let size = DecimalValue(mantissa: abs(published.mantissa), decimals: decimals)
        return size >= critical
    }

    public var direction: Direction {
        if !isSignificant { return .none }
        return coefficient < ExactNumber(0) ? .falling : .rising
    }
}
