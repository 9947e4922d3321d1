/// What a cell says beside, or instead of, a number.
public enum ReadingMark: Hashable, Sendable {
    /// A measured number.
    case none
    /// Below the detection limit (censored); the limit is in `ReadingValue.detectionLimit` where
    /// it was written.
    case belowDetection
    /// No value; how that was written.
    case missing(MissingMark)
}

/// The ways in which tables write that there is no value.
///
/// Kept apart because they can mean different things: `—` in PM10 or PM2.5 of a daily table may be
/// a day deducted for sand and dust.
public enum MissingMark: UInt8, Hashable, Sendable, CaseIterable {
    case empty, hyphen, doubleHyphen, dash, doubleDash, slash, star
    case notAvailable, null, minus99, minus999, minus9999
    /// The section was dry or cut off (断流, 干涸).
    case dry

    /// The mark as tables write it, in one form: `—`, `NA`, `-999`.
    public var text: String {
        switch self {
        case .empty: ""
        case .hyphen: "-"
        case .doubleHyphen: "--"
        case .dash: "—"
        case .doubleDash: "——"
        case .slash: "/"
        case .star: "*"
        case .notAvailable: "NA"
        case .null: "null"
        case .minus99: "-99"
        case .minus999: "-999"
        case .minus9999: "-9999"
        case .dry: "断流"
        }
    }

    /// The mark that `text` (normalised) is; `nil` when it is something else. Numbers are not
    /// looked at here.
    init?(normalised text: String) {
        switch text.lowercased() {
        case "": self = .empty
        case "-": self = .hyphen
        case "--": self = .doubleHyphen
        case "—", "–", "―", "─": self = .dash
        case "——", "――", "──": self = .doubleDash
        case "/", "\\": self = .slash
        case "*", "**": self = .star
        case "na", "n/a", "nan", "#n/a", "缺测", "未测", "未监测", "停测", "无数据", "维护", "仪器维护":
            self = .notAvailable
        case "null", "none": self = .null
        case "断流", "干涸", "断流干涸", "断流或干涸": self = .dry
        default: return nil
        }
    }

    /// The mark that a number is by convention: −99, −999, −9999, also as `-999.0`.
    init?(number: DecimalValue) {
        guard number.mantissa < 0 else { return nil }
        let plain = number.reduced
        guard plain.decimals == 0 else { return nil }
        switch plain.mantissa {
        case -99: self = .minus99
        case -999: self = .minus999
        case -9999: self = .minus9999
        default: return nil
        }
    }
}
