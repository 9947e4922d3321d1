/// A class of sea water; the smaller, the cleaner.
///
/// Source: GB 3097-1997.
public enum SeaClass: Int, Hashable, Sendable, CaseIterable, Comparable {
    case first = 1, second, third, fourth, inferior

    /// The class in output: `一类`, `二类`, `三类`, `四类`, `劣四类`.
    public var text: String {
        switch self {
        case .first: "一类"
        case .second: "二类"
        case .third: "三类"
        case .fourth: "四类"
        case .inferior: "劣四类"
        }
    }

    /// `class 1` … `class 4`, `worse than class 4`.
    public var textInEnglish: String {
        self == .inferior ? "worse than class 4" : "class \(rawValue)"
    }

    /// Whether the water is good (优良): of the first two classes.
    public var isGood: Bool { self <= .second }

    public static func < (a: SeaClass, b: SeaClass) -> Bool { a.rawValue < b.rawValue }

    /// The class that `text` writes: `一类`, `第二类`, `III类`, `3`, `劣四类`, `劣于第四类`; `nil` for
    /// anything else.
    public init?(parsing text: String) {
        var rest = text.filter { !$0.isWhitespace }
        let isInferior = rest.hasPrefix("劣")
        for beginning in ["劣于", "劣", "第"] where rest.hasPrefix(beginning) {
            rest.removeFirst(beginning.count)
        }
        guard let own = WaterClass(parsing: rest)?.rawValue, own <= 4 else { return nil }
        if isInferior && own != 4 { return nil }
        self = isInferior ? .inferior : SeaClass(rawValue: own) ?? .inferior
    }
}

extension SeaClass: CustomStringConvertible {
    public var description: String { text }
}
