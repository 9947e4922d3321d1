import Readings

/// What every edition of a standard begins with: its names, its source and its dates.
struct StandardHeading {
    let edition: String
    let document: String
    let title: String
    let titleInChinese: String
    let source: String
    let from: CivilDay
    let to: CivilDay?

    /// The heading of an edition. Only `edition` and `from` are needed; the other texts fall back to
    /// the name of the edition.
    init(_ node: StandardNode) throws(StandardError) {
        edition = try node.required("edition").text()
        if edition.isEmpty {
            throw try node.required("edition").wrong("a name", "名称")
        }
        document = try node.optional("document")?.text() ?? edition
        title = try node.optional("title")?.text() ?? edition
        titleInChinese = try node.optional("titleInChinese")?.text() ?? edition
        source = try node.optional("source")?.text() ?? ""
        from = try node.required("from").day()
        to = try node.optional("to")?.day()
        if let to, to < from {
            throw try node.required("to").wrong("a day that is not before \(from)", "不早于\(from)的日期")
        }
    }

    static let keys = ["edition", "document", "title", "titleInChinese", "source", "from", "to"]
}
