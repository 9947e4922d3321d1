import Readings

/// The code of an environmental control unit: `ZH` + county code (GB/T 2260) + class digit +
/// serial, 13 characters, such as `ZH44060620002`.
///
/// Codes are text: leading zeros and letters count. Spaces around a code, full-width digits and
/// small letters are brought to the usual form and said in `warnings`.
public struct ControlUnitCode: Hashable, Sendable, CustomStringConvertible {
    /// The code in its usual form.
    public let text: String
    /// `ZH`; other prefixes are accepted with a warning.
    public let prefix: String
    /// The county code of GB/T 2260, six digits.
    public let county: String
    public let unitClass: ControlUnitClass
    /// The serial within county and class, four digits.
    public let serial: String
    /// What a person should look at, though the code can be used.
    public let warnings: [UnitCodeWarning]

    public var description: String { text }

    /// - Parameters:
    ///   - counties: The county codes that are in force; one that is not among them is an old one
    ///     or a mistake, which is a warning. `nil` where they are not known.
    /// - Throws: `StandardError.malformedUnitCode` with what was found and expected.
    public init(parsing given: String, counties: Set<String>? = nil) throws(StandardError) {
        let codes = ZoningData.standard.codes
        let text = normalisedText(given).uppercased()
        func fault(_ reason: UnitCodeFault.Reason) -> StandardError {
            .malformedUnitCode(UnitCodeFault(code: given, reason: reason))
        }
        guard !text.isEmpty else { throw fault(.empty) }
        guard text.count == codes.length else {
            throw fault(.length(found: text.count, expected: codes.length))
        }
        let characters = Array(text)
        let letters = characters.prefix(codes.landPrefix.count)
        guard letters.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw fault(.prefix(String(letters)))
        }
        let digits = characters.dropFirst(letters.count)
        if let other = digits.firstIndex(where: { !($0.isASCII && $0.isNumber) }) {
            throw fault(.notDigit(String(digits[other]), position: other + 1))
        }
        let county = String(digits.prefix(codes.countyDigits))
        let rest = digits.dropFirst(codes.countyDigits)
        guard let classDigit = rest.first, let number = classDigit.wholeNumberValue,
            let unitClass = ControlUnitClass(rawValue: number)
        else { throw fault(.classDigit(rest.first.map(String.init) ?? "")) }
        guard codes.provinces.contains(String(county.prefix(2))) else {
            throw fault(.province(String(county.prefix(2))))
        }
        self.text = text
        prefix = String(letters)
        self.county = county
        self.unitClass = unitClass
        serial = String(rest.dropFirst())
        warnings = Self.warnings(
            given: given, text: text, prefix: prefix, county: county, counties: counties)
    }

    private static func warnings(
        given: String, text: String, prefix: String, county: String, counties: Set<String>?
    ) -> [UnitCodeWarning] {
        let codes = ZoningData.standard.codes
        var warnings: [UnitCodeWarning] = []
        if given != text { warnings.append(.written(given: given, usual: text)) }
        if prefix != codes.landPrefix {
            warnings.append(
                .prefix(prefix, of: text, meaning: codes.otherPrefixes[prefix]))
        }
        if county.hasSuffix("00") {
            warnings.append(.notCounty(county, of: text))
        } else if let counties, !counties.contains(county) {
            warnings.append(.unknownCounty(county, of: text))
        }
        return warnings
    }
}

/// Why a text is no unit code.
public struct UnitCodeFault: Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case empty
        case length(found: Int, expected: Int)
        /// The first two characters are not letters.
        case prefix(String)
        /// A character that should be a digit; positions count from 1.
        case notDigit(String, position: Int)
        case classDigit(String)
        case province(String)
    }

    /// The code as written.
    public let code: String
    public let reason: Reason

    public init(code: String, reason: Reason) {
        self.code = code
        self.reason = reason
    }

    public var description: String {
        let found =
            switch reason {
            case .empty: "it is empty"
            case .length(let found, let expected):
                "it has \(found) characters, expected \(expected)"
            case .prefix(let letters): "it begins with \"\(letters)\", expected two letters (ZH)"
            case .notDigit(let character, let position):
                "character \(position) is \"\(character)\", expected a digit"
            case .classDigit(let digit):
                "its class digit is \(digit), expected 1 (priority protection), 2 (key control) "
                    + "or 3 (general control)"
            case .province(let digits): "no province has the code \(digits)"
            }
        return "The unit code \"\(code)\" is malformed: \(found). Write ZH, the county code of "
            + "six digits, the class digit and four digits, such as ZH14010510001."
    }

    public var descriptionInChinese: String {
        let found =
            switch reason {
            case .empty: "编码为空"
            case .length(let found, let expected): "长度为 \(found) 位，应为 \(expected) 位"
            case .prefix(let letters): "以“\(letters)”开头，应为两个字母（ZH）"
            case .notDigit(let character, let position):
                "第 \(position) 位为“\(character)”，应为数字"
            case .classDigit(let digit):
                "分类位为 \(digit)，应为 1（优先保护）、2（重点管控）或 3（一般管控）"
            case .province(let digits): "没有代码为 \(digits) 的省份"
            }
        return "管控单元编码“\(code)”不规范：\(found)。应写作 ZH + 6 位县级代码 + 分类位 + 4 位顺序号，"
            + "例如 ZH14010510001。"
    }
}

/// What is unusual about a unit code that can be used.
public enum UnitCodeWarning: Hashable, Sendable, CustomStringConvertible {
    /// Spaces, full-width or small letters were brought to the usual form.
    case written(given: String, usual: String)
    /// Not `ZH`: a unit of the sea, or of another scheme.
    case prefix(String, of: String, meaning: String?)
    /// The six digits name a province or prefecture.
    case notCounty(String, of: String)
    /// The county is not among those in force: perhaps an old code.
    case unknownCounty(String, of: String)

    public var description: String {
        switch self {
        case .written(let given, let usual):
            "The unit code \"\(given)\" was read as \(usual). Correct it in the data."
        case .prefix(let prefix, let code, let meaning):
            "The unit code \(code) begins with \(prefix), not ZH"
                + (meaning == nil ? "" : " (a unit of the sea)")
                + ". It is used as it is; check that it is meant."
        case .notCounty(let county, let code):
            "The unit code \(code) names \(county), which is no county: its last two digits are "
                + "00. Write the county's own code."
        case .unknownCounty(let county, let code):
            "The unit code \(code) names the county \(county), which is not among the counties "
                + "given: an old code, or a mistake. Bring it up to date."
        }
    }

    public var descriptionInChinese: String {
        switch self {
        case .written(let given, let usual): "管控单元编码“\(given)”按 \(usual) 处理，请在数据中更正。"
        case .prefix(let prefix, let code, let meaning):
            "管控单元编码 \(code) 以 \(prefix) 开头，不是 ZH" + (meaning.map { "（\($0)单元）" } ?? "")
                + "，按原样使用，请核对。"
        case .notCounty(let county, let code):
            "管控单元编码 \(code) 中的 \(county) 不是县级代码（末两位为 00），请改为县级代码。"
        case .unknownCounty(let county, let code):
            "管控单元编码 \(code) 中的县级代码 \(county) 不在所给区县之中，可能是旧代码或错误，请更新。"
        }
    }
}
