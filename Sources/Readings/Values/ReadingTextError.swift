/// Why a cell's text is not a value or a time.
public enum ReadingTextError: Error, Hashable, Sendable {
    case notANumber(String)
    /// A comma that does not separate groups of three digits.
    case ambiguousComma(String)
    /// More digits than are read exactly.
    case tooManyDigits(String)
    /// `0L`, `<0`: a detection limit is positive.
    case limitNotPositive(String)
    /// The cell's unit measures something else than the column's.
    case unitMismatch(String, found: String, expected: String)
    case notATime(String)
    /// The cell is in a unit that is not known.
    case unknownUnit(String, unit: String)
}

extension ReadingTextError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notANumber(let text):
            "\"\(text)\" is not a number, a result below detection (0.01L, <0.01, ND) or a mark "
                + "for no value (empty, -, /, NA, -999)."
        case .ambiguousComma(let text):
            "\"\(text)\" has a comma that does not separate groups of three digits. Write a "
                + "decimal point."
        case .tooManyDigits(let text):
            "\"\(text)\" has more than \(DecimalValue.maximumDigits) significant digits or "
                + "\(DecimalValue.maximumDecimals) decimals. Shorten it."
        case .limitNotPositive(let text):
            "\"\(text)\" gives a detection limit that is not above 0. Write the limit, or ND."
        case .unitMismatch(let text, let found, let expected):
            "\"\(text)\" is in \(found), expected \(expected). Correct the cell or the column."
        case .notATime(let text):
            "\"\(text)\" is not a time. Write 2026-03-13 or 2026-03-13 16:00."
        case .unknownUnit(let text, let unit):
            "\"\(text)\" is in \"\(unit)\", which is not a known unit. Convert it, or correct the "
                + "unit."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .notANumber(let text):
            "“\(text)”不是数值,也不是未检出标记(0.01L、<0.01、ND)或缺测标记(空、-、/、NA、-999)。"
        case .ambiguousComma(let text):
            "“\(text)”中的逗号不是千位分隔符。请使用小数点。"
        case .tooManyDigits(let text):
            "“\(text)”超过\(DecimalValue.maximumDigits)位有效数字或"
                + "\(DecimalValue.maximumDecimals)位小数。请缩短。"
        case .limitNotPositive(let text):
            "“\(text)”给出的检出限不大于0。请写明检出限,或写ND。"
        case .unitMismatch(let text, let found, let expected):
            "“\(text)”的单位为\(found),应为\(expected)。请更正该单元格或该列。"
        case .notATime(let text):
            "“\(text)”不是时间。请写成2026-03-13或2026-03-13 16:00。"
        case .unknownUnit(let text, let unit):
            "“\(text)”的单位“\(unit)”无法识别。请换算该数值或更正单位。"
        }
    }
}
