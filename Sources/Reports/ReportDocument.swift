/// A report: figures, maps and tables with words, in one language, ready to print.
public struct ReportDocument: Hashable, Sendable {
    public var language: ReportLanguage
    public var title: LocalizedText
    /// Place, period and edition in one line.
    public var subtitle: LocalizedText
    /// The key figures at the top, three to six.
    public var facts: [ReportFact]
    public var sections: [ReportSection]
    public var provenance: ReportProvenance
    /// The most rows of one table that the report shows; the rest is in the table's file, and the
    /// report says so.
    public var tableRowLimit: Int

    public init(
        language: ReportLanguage, title: LocalizedText, subtitle: LocalizedText,
        facts: [ReportFact] = [], sections: [ReportSection],
        provenance: ReportProvenance = ReportProvenance(), tableRowLimit: Int = 1000
    ) {
        self.language = language
        self.title = title
        self.subtitle = subtitle
        self.facts = facts
        self.sections = sections
        self.provenance = provenance
        self.tableRowLimit = tableRowLimit
    }
}

/// One key figure.
public struct ReportFact: Hashable, Sendable {
    public var label: LocalizedText
    /// The figure as it is to be read: `38`, `93.4`, `III`.
    public var value: LocalizedText
    public var unit: LocalizedText?
    /// A line below: a change, a rank, a target.
    public var detail: LocalizedText?
    /// The colour of the figure's edge, such as its class; `nil` for the report's own.
    public var accent: Colour?

    public init(
        label: LocalizedText, value: LocalizedText, unit: LocalizedText? = nil,
        detail: LocalizedText? = nil, accent: Colour? = nil
    ) {
        self.label = label
        self.value = value
        self.unit = unit
        self.detail = detail
        self.accent = accent
    }
}

/// One chapter: paragraphs, then maps (the first beside the key table), tables and notes.
public struct ReportSection: Hashable, Sendable {
    public var title: LocalizedText
    public var paragraphs: [LocalizedText]
    public var maps: [MapDocument]
    /// A short table beside the first map.
    public var keyTable: ReportTable?
    public var tables: [ReportTable]
    public var notes: [ReportNote]

    public init(
        title: LocalizedText, paragraphs: [LocalizedText] = [], maps: [MapDocument] = [],
        keyTable: ReportTable? = nil, tables: [ReportTable] = [], notes: [ReportNote] = []
    ) {
        self.title = title
        self.paragraphs = paragraphs
        self.maps = maps
        self.keyTable = keyTable
        self.tables = tables
        self.notes = notes
    }
}

/// Something that a reader of the figures must know.
public struct ReportNote: Hashable, Sendable {
    /// What was done to the data, or `remark` for all else.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case repaired
        case guessed
        case dropped
        case converted
        case missing
        case method
        case remark

        var label: LocalizedText {
            switch self {
            case .repaired: LocalizedText(zh: "已修复", en: "Repaired")
            case .guessed: LocalizedText(zh: "推定", en: "Guessed")
            case .dropped: LocalizedText(zh: "已剔除", en: "Dropped")
            case .converted: LocalizedText(zh: "已转换", en: "Converted")
            case .missing: LocalizedText(zh: "缺失", en: "Missing")
            case .method: LocalizedText(zh: "方法", en: "Method")
            case .remark: LocalizedText(zh: "说明", en: "Note")
            }
        }
    }

    public var kind: Kind
    public var text: LocalizedText

    public init(_ kind: Kind, _ text: LocalizedText) {
        self.kind = kind
        self.text = text
    }
}

/// Where the figures come from.
public struct ReportProvenance: Hashable, Sendable {
    /// A file that was read.
    public struct Input: Hashable, Sendable {
        /// As the job writes it.
        public var path: String
        /// What it was used as: zones, readings.
        public var role: LocalizedText
        public var bytes: Int
        /// 64 hexadecimal digits.
        public var sha256: String

        public init(path: String, role: LocalizedText, bytes: Int, sha256: String) {
            self.path = path
            self.role = role
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// A label and its value: version, edition, CRS, method.
    public struct Statement: Hashable, Sendable {
        public var label: LocalizedText
        public var value: LocalizedText

        public init(label: LocalizedText, value: LocalizedText) {
            self.label = label
            self.value = value
        }
    }

    public var statements: [Statement]
    public var inputs: [Input]

    public init(statements: [Statement] = [], inputs: [Input] = []) {
        self.statements = statements
        self.inputs = inputs
    }

    var isEmpty: Bool { statements.isEmpty && inputs.isEmpty }
}
