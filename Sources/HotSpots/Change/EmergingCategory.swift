/// What kind of hot or cold spot a place has become, by the names of ArcGIS's Emerging Hot Spot
/// Analysis.
public enum EmergingCategory: Hashable, Sendable, CaseIterable {
    /// How it came about, the same eight ways for hot and cold. Where two fit, such as new and
    /// oscillating, the one that stands first here holds.
    public enum Course: String, Hashable, Sendable, CaseIterable {
        /// Hot at the last step and never before.
        case new = "New"
        /// Hot at two or more last steps in a row, never before them, and at less than 90 % of all.
        case consecutive = "Consecutive"
        /// Hot at 90 % or more, the last among them, and ever more so.
        case intensifying = "Intensifying"
        /// Hot at 90 % or more, the last among them, without a trend.
        case persistent = "Persistent"
        /// Hot at 90 % or more, the last among them, and ever less so.
        case diminishing = "Diminishing"
        /// Hot at the last step, on and off before, and never cold.
        case sporadic = "Sporadic"
        /// Hot at the last step, on and off before, and cold at some step.
        case oscillating = "Oscillating"
        /// Hot at 90 % or more, but not at the last step.
        case historical = "Historical"
    }

    case hot(Course)
    case cold(Course)
    /// None of the sixteen.
    case noPattern

    /// The sixteen, hot ones first, and `noPattern`: 17.
    public static var allCases: [EmergingCategory] {
        Course.allCases.map { .hot($0) } + Course.allCases.map { .cold($0) } + [.noPattern]
    }

    /// `New Hot Spot` … `No Pattern Detected`.
    public var name: String {
        switch self {
        case .hot(let course): "\(course.rawValue) Hot Spot"
        case .cold(let course): "\(course.rawValue) Cold Spot"
        case .noPattern: "No Pattern Detected"
        }
    }

    /// The name in Chinese.
    public var nameInChinese: String {
        func name(_ course: Course) -> String {
            switch course {
            case .new: "新增"
            case .consecutive: "连续"
            case .intensifying: "加强"
            case .persistent: "持续"
            case .diminishing: "减弱"
            case .sporadic: "零星"
            case .oscillating: "振荡"
            case .historical: "历史"
            }
        }
        return switch self {
        case .hot(let course): name(course) + "热点"
        case .cold(let course): name(course) + "冷点"
        case .noPattern: "无明显模式"
        }
    }

    /// 1…8 for hot, −1…−8 for cold in the order of `Course`, 0 for `noPattern`: the numbers of
    /// raster output.
    public var number: Int {
        switch self {
        case .hot(let course): (Course.allCases.firstIndex(of: course) ?? 0) + 1
        case .cold(let course): -(Course.allCases.firstIndex(of: course) ?? 0) - 1
        case .noPattern: 0
        }
    }
}

extension EmergingCategory {
    /// What 90 % of the steps means.
    static let mostOfTheTime = 0.9

    /// The category of one place.
    ///
    /// Hot is judged first; a place is cold only if it is no kind of hot spot.
    ///
    /// - Parameters:
    ///   - bins: At each step 0, positive for significantly hot, negative for cold; `nil` where
    ///     there was no score. Steps without one are passed over: shares are of the others.
    ///   - trend: −1, 0 or 1: whether the z-scores have a significant trend.
    /// - Returns: `nil` when the last step has no score: what a place is cannot be said then.
    public init?(bins: [Int8?], trend: Int) {
        guard let last = bins.last, last != nil else { return nil }
        let known = bins.compactMap { $0 }
        if let course = Self.course(of: known, trend: trend) {
            self = .hot(course)
        } else if let course = Self.course(of: known.map { -$0 }, trend: -trend) {
            self = .cold(course)
        } else {
            self = .noPattern
        }
    }

    /// - Parameter trend: Positive when it gets hotter.
    private static func course(of bins: [Int8], trend: Int) -> Course? {
        let hot = bins.count { $0 > 0 }
        let isMostly = Double(hot) >= mostOfTheTime * Double(bins.count)
        guard bins.last ?? 0 > 0 else { return isMostly && hot > 0 ? .historical : nil }
        if hot == 1 && bins.count > 1 { return .new }
        if isMostly { return trend > 0 ? .intensifying : trend < 0 ? .diminishing : .persistent }
        let run = bins.reversed().prefix { $0 > 0 }.count
        if run == hot { return .consecutive }
        return bins.contains { $0 < 0 } ? .oscillating : .sporadic
    }
}
