/// The language that a report is read in.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case zh
    case en

    /// The language tag of HTML and SVG (BCP 47): `zh-CN` or `en`.
    public var tag: String {
        switch self {
        case .zh: "zh-CN"
        case .en: "en"
        }
    }
}

/// A text in both languages of a report.
///
/// A string literal is a text that is the same in both: a code, a unit, a number.
public struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// A text that reads the same in both languages: a name from the data, a code, a unit.
    public init(_ same: String) {
        self.init(zh: same, en: same)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text in `language`.
    public func text(in language: ReportLanguage) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }

    /// The text in `language`.
    public func callAsFunction(_ language: ReportLanguage) -> String { text(in: language) }

    /// Whether there is nothing to read in either language.
    public var isEmpty: Bool { zh.isEmpty && en.isEmpty }
}
