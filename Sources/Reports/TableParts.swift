/// How the columns of a table are laid beside and under each other, so that each part fits the width
/// of a landscape page: the columns that name the rows stand in every part, groups stay together.
struct TableParts {
    private let table: ReportTable
    private let language: ReportLanguage
    private let rows: [[ReportTable.Cell]]

    /// What fits a landscape A4 page, 273 mm, in ems of the print's 7-point type: 110, and a tenth
    /// more because the widths of Latin letters are estimated from above.
    private static let page = 120.0
    /// The space between the texts of two columns.
    private static let gap = 0.9
    /// Longer texts wrap in print, from 12 characters on.
    private static let longest = 13.0

    init(_ table: ReportTable, rows: [[ReportTable.Cell]], language: ReportLanguage) {
        self.table = table
        self.rows = rows
        self.language = language
    }

    /// The columns of each part, in order; one part for a table that fits.
    var columns: [[Int]] {
        let widths = table.columns.indices.map(width)
        guard widths.reduce(0, +) > Self.page else { return [Array(table.columns.indices)] }
        let keys = Array(table.columns.indices.prefix(keyCount))
        let room = Self.page - keys.reduce(0) { $0 + widths[$1] }
        var parts: [[Int]] = []
        var left = 0.0
        for block in blocks {
            let width = block.reduce(0) { $0 + widths[$1] }
            // A group that is wider than a page is cut between its columns.
            for piece in width > room ? block.map({ [$0] }) : [block] {
                let own = piece.reduce(0) { $0 + widths[$1] }
                if parts.isEmpty || own > left {
                    parts.append([])
                    left = room
                }
                parts[parts.count - 1] += piece
                left -= own
            }
        }
        return parts.map { keys + $0 }
    }

    /// The texts before the first number or group, at most two: a code and a name.
    private var keyCount: Int {
        let lead = table.columns.prefix { $0.kind == .text && $0.group == nil }.count
        return min(max(lead, 1), 2, table.columns.count - 1)
    }

    /// The other columns, those of a group together.
    private var blocks: [[Int]] {
        var blocks: [[Int]] = []
        for index in table.columns.indices.dropFirst(keyCount) {
            let group = table.columns[index].group
            if let last = blocks.last?.first, group != nil, table.columns[last].group == group {
                blocks[blocks.count - 1].append(index)
            } else {
                blocks.append([index])
            }
        }
        return blocks
    }

    /// The width of a column in characters: of its widest cell, and of its heading, which wraps.
    private func width(of index: Int) -> Double {
        let column = table.columns[index]
        let cells = rows.lazy.map { row -> Double in
            let text = TableMarkup.shownText(row[index], of: column, language)
            return TextMeasure.width(text, fontSize: 1)
        }
        let heading = column.heading(language).split(whereSeparator: { " (（".contains($0) }).map {
            TextMeasure.width(String($0), fontSize: 1)
        }.max()
        let widest = max(cells.max() ?? 0, heading ?? 0)
        return min(widest, Self.longest) + Self.gap
    }
}
