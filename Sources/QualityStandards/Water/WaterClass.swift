/// A class of surface water; the smaller, the cleaner.
public enum WaterClass: Int, Hashable, Sendable, CaseIterable, Comparable {
    case i = 1, ii, iii, iv, v, inferiorV

    /// The class in output: `I`, `II`, `III`, `IV`, `V`, `劣V`.
    public var text: String {
        switch self {
        case .i: "I"
        case .ii: "II"
        case .iii: "III"
        case .iv: "IV"
        case .v: "V"
        case .inferiorV: "劣V"
        }
    }

    /// The class as Chinese reports print it: `Ⅲ`, `劣Ⅴ`.
    public var textInChinese: String {
        switch self {
        case .i: "Ⅰ"
        case .ii: "Ⅱ"
        case .iii: "Ⅲ"
        case .iv: "Ⅳ"
        case .v: "Ⅴ"
        case .inferiorV: "劣Ⅴ"
        }
    }

    public static func < (a: WaterClass, b: WaterClass) -> Bool { a.rawValue < b.rawValue }

    /// The class that `text` writes: `III`, `Ⅲ`, `Ⅲ类`, `iii`, `三类`, `3`, `劣Ⅴ`, `劣V类`,
    /// `劣五类`, `>V`, `6`; `nil` for anything else.
    public init?(parsing text: String) {
        var rest = text.filter { !$0.isWhitespace }
        for ending in ["水质", "类", "級", "级"] where rest.hasSuffix(ending) {
            rest.removeLast(ending.count)
        }
        let isInferior = ["劣", ">", "＞"].contains { rest.hasPrefix($0) }
        if isInferior { rest.removeFirst() }
        guard let number = Self.numerals[rest.uppercased()] else { return nil }
        if isInferior {
            guard number == 5 else { return nil }
            self = .inferiorV
        } else {
            guard let own = WaterClass(rawValue: number) else { return nil }
            self = own
        }
    }

    private static let numerals: [String: Int] = {
        let rows = [
            ["I", "Ⅰ", "ⅰ", "一", "1", "１", "Ｉ"], ["II", "Ⅱ", "ⅱ", "二", "2", "２", "ＩＩ"],
            ["III", "Ⅲ", "ⅲ", "三", "3", "３", "ＩＩＩ"], ["IV", "Ⅳ", "ⅳ", "四", "4", "４", "ＩＶ"],
            ["V", "Ⅴ", "ⅴ", "五", "5", "５", "Ｖ"], ["6", "６"],
        ]
        var table: [String: Int] = [:]
        for (index, row) in rows.enumerated() {
            for numeral in row { table[numeral.uppercased()] = index + 1 }
        }
        return table
    }()
}

extension WaterClass: CustomStringConvertible {
    public var description: String { text }
}

/// What a class says in words.
public enum WaterStatus: Int, Hashable, Sendable, CaseIterable, Comparable {
    case excellent, good, lightPollution, moderatePollution, heavyPollution

    /// The status of a section of class `waterClass`.
    ///
    /// Source: 环办[2011]22号, table 1.
    public init(_ waterClass: WaterClass) {
        switch waterClass {
        case .i, .ii: self = .excellent
        case .iii: self = .good
        case .iv: self = .lightPollution
        case .v: self = .moderatePollution
        case .inferiorV: self = .heavyPollution
        }
    }

    /// The status in output of any language: `优`, `良好`, `轻度污染`, `中度污染`, `重度污染`.
    public var text: String {
        switch self {
        case .excellent: "优"
        case .good: "良好"
        case .lightPollution: "轻度污染"
        case .moderatePollution: "中度污染"
        case .heavyPollution: "重度污染"
        }
    }

    /// `excellent`, `good`, `light pollution`, `moderate pollution`, `heavy pollution`.
    public var textInEnglish: String {
        switch self {
        case .excellent: "excellent"
        case .good: "good"
        case .lightPollution: "light pollution"
        case .moderatePollution: "moderate pollution"
        case .heavyPollution: "heavy pollution"
        }
    }

    public static func < (a: WaterStatus, b: WaterStatus) -> Bool { a.rawValue < b.rawValue }
}

/// What kind of water a section or point stands in; total phosphorus has its own limits in lakes.
public enum WaterBody: String, Hashable, Sendable, CaseIterable {
    case river
    /// Lakes and reservoirs.
    case lake
}
