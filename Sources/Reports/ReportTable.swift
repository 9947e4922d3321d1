/// A table of finished figures: one file, one sheet, one table of a report.
public struct ReportTable: Hashable, Sendable {
    /// How the cells of a column are read.
    public enum Kind: Hashable, Sendable {
        case text
        /// Numbers; `decimals` is what people see (`nil`: at most 4 significant digits). Files
        /// hold the full value.
        case number(decimals: Int?)
    }

    /// One column.
    public struct Column: Hashable, Sendable {
        /// The name in files, the same in every language.
        public var key: String
        /// The name that people read.
        public var heading: LocalizedText
        /// Shown under the heading.
        public var unit: LocalizedText?
        public var kind: Kind
        /// A heading over neighbouring columns with an equal group.
        public var group: LocalizedText?
        /// Colours shown as a small square beside texts that are among the keys, such as classes.
        public var swatches: [String: Colour]
        /// How texts that are codes read to people: `yes` as 是. Files hold the code.
        public var words: [String: LocalizedText]

        public init(
            key: String, heading: LocalizedText, unit: LocalizedText? = nil, kind: Kind,
            group: LocalizedText? = nil, swatches: [String: Colour] = [:],
            words: [String: LocalizedText] = [:]
        ) {
            self.key = key
            self.heading = heading
            self.unit = unit
            self.kind = kind
            self.group = group
            self.swatches = swatches
            self.words = words
        }
    }

    /// One value.
    public enum Cell: Hashable, Sendable {
        case empty
        case text(String)
        /// NaN counts as empty.
        case number(Double)
        case integer(Int)
        /// A number rounded to the decimals it is published with, as digits: `93.0`. Texts keep the
        /// zeros, formats of numbers hold the number.
        case decimal(String)

        /// The number, or `empty` when there is none.
        public init(_ number: Double?) {
            self = number.map { $0.isNaN ? .empty : .number($0) } ?? .empty
        }

        /// The number in the cell; `nil` for text, empty and NaN.
        public var value: Double? {
            switch self {
            case .empty, .text: nil
            case .number(let value): value.isNaN ? nil : value
            case .integer(let value): Double(value)
            case .decimal(let digits): Double(digits)
            }
        }

        /// The text, or `empty` when there is none.
        public init(_ text: String?) {
            self = text.map { .text($0) } ?? .empty
        }
    }

    /// A name fit for a file: `zones_环境管控单元_2026-04`.
    public var id: String
    public var title: LocalizedText
    public var columns: [Column]
    /// One cell a column in every row.
    public private(set) var rows: [[Cell]]
    /// Whether the last row sums up the others.
    public var lastRowIsTotal: Bool

    /// - Precondition: every row has one cell a column.
    public init(
        id: String, title: LocalizedText, columns: [Column], rows: [[Cell]] = [],
        lastRowIsTotal: Bool = false
    ) {
        self.id = id
        self.title = title
        self.columns = columns
        self.rows = []
        self.lastRowIsTotal = lastRowIsTotal
        for row in rows { append(row) }
    }

    /// Adds a row at the end.
    ///
    /// - Precondition: `row` has one cell a column.
    public mutating func append(_ row: [Cell]) {
        precondition(
            row.count == columns.count,
            "table \(id): a row has \(row.count) cells, expected \(columns.count)")
        rows.append(row)
    }

    /// The table with some of its columns, in the order of `keys`: a key table beside a map.
    ///
    /// - Parameters:
    ///   - keys: Columns to keep; unknown keys are left out.
    ///   - orderKey: A column of numbers; rows come from the largest to the smallest, rows without
    ///     a number last, equal ones in their order. `nil` keeps the order.
    ///   - rowLimit: The most rows, not counting a total row, which stays the last.
    public func excerpt(
        id: String, title: LocalizedText, keys: [String], descendingBy orderKey: String? = nil,
        rowLimit: Int? = nil
    ) -> ReportTable {
        let chosen = keys.compactMap { key in columns.firstIndex { $0.key == key } }
        var body = rows[...]
        let total = lastRowIsTotal ? body.popLast() : nil
        if let order = columns.firstIndex(where: { $0.key == orderKey }) {
            func rank(_ row: [Cell]) -> Double { row[order].value ?? -.infinity }
            // The standard library's sort is stable.
            body = body.sorted { rank($0) > rank($1) }[...]
        }
        if let rowLimit { body = body.prefix(rowLimit) }
        let kept = Array(body) + (total.map { [$0] } ?? [])
        return ReportTable(
            id: id, title: title, columns: chosen.map { columns[$0] },
            rows: kept.map { row in chosen.map { row[$0] } }, lastRowIsTotal: total != nil)
    }
}
