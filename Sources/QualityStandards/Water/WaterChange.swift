public import Readings

/// The change of a section, river or zone between two periods, in the words of reports.
///
/// Source: 环办[2011]22号, from memory of the document, unconfirmed; the bounds stand in the rules.
public enum WaterChange: Int, Hashable, Sendable, CaseIterable, Comparable {
    case clearlyWorse = -2, worse, unchanged, better, clearlyBetter

    /// The change of a section by steps of status: none, one, two or more.
    public init(now: WaterStatus, before: WaterStatus) {
        // Statuses are ordered from the best to the worst.
        let steps = before.rawValue - now.rawValue
        self = WaterChange(rawValue: min(2, max(-2, steps))) ?? .unchanged
    }

    /// The change of a river by X = ΔG − ΔD in percentage points; a value on a bound is the smaller
    /// change.
    ///
    /// - Parameter balance: See `WaterClassShares.balance(since:)`.
    public init(
        balance: ExactNumber,
        by rules: WaterEvaluationRules = SurfaceWaterStandard.gb3838.evaluation
    ) {
        let isFall = balance < ExactNumber(0)
        let size = isFall ? -balance : balance
        if size <= ExactNumber(rules.slightChange) {
            self = .unchanged
        } else if size <= ExactNumber(rules.clearChange) {
            self = isFall ? .worse : .better
        } else {
            self = isFall ? .clearlyWorse : .clearlyBetter
        }
    }

    /// The change in output of any language: `明显变差`, `有所变差`, `无明显变化`, `有所好转`,
    /// `明显好转`.
    public var text: String {
        switch self {
        case .clearlyWorse: "明显变差"
        case .worse: "有所变差"
        case .unchanged: "无明显变化"
        case .better: "有所好转"
        case .clearlyBetter: "明显好转"
        }
    }

    /// `clearly worse`, `somewhat worse`, `no clear change`, `somewhat better`, `clearly better`.
    public var textInEnglish: String {
        switch self {
        case .clearlyWorse: "clearly worse"
        case .worse: "somewhat worse"
        case .unchanged: "no clear change"
        case .better: "somewhat better"
        case .clearlyBetter: "clearly better"
        }
    }

    public static func < (a: WaterChange, b: WaterChange) -> Bool { a.rawValue < b.rawValue }
}
