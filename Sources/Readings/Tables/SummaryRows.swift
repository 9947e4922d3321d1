/// Tells rows of sums, means and rates, and lines of text, from rows of readings.
public struct SummaryRows: Sendable {
    private var whole: Set<String> = []
    private var endings: [String] = []
    private var remarks: [String] = []

    init() {}

    mutating func add(_ list: HeadingList) {
        whole.formUnion(list.summaries.map(Self.key))
        endings += list.summaryEndings.map(Self.key)
        remarks += list.remarks.map(Self.key)
    }

    /// Whether `text`, in place of a site or a time, says that its row sums up others: `合计`,
    /// `全市平均`, `达标率(%)`.
    public func isSummary(_ text: String) -> Bool {
        let key = Self.key(text)
        if key.isEmpty { return false }
        if whole.contains(key) { return true }
        return endings.contains { key.hasSuffix($0) }
    }

    /// Whether `text` begins a line below a table: `注：…`, `填表人`.
    public func isRemark(_ text: String) -> Bool {
        let key = Self.key(text)
        return remarks.contains { key.hasPrefix($0) }
    }

    /// The text without case, spaces, a unit in brackets and a colon behind it.
    private static func key(_ text: String) -> String {
        var key = ParameterAliases.key(text)
        if key.last == ")", let open = key.lastIndex(of: "("), open > key.startIndex {
            key = String(key[..<open])
        }
        while let last = key.last, ":%".contains(last) { key.removeLast() }
        return key
    }
}
