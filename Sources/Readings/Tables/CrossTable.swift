/// A table whose rows are items and whose columns are sites, times, or both: each of its cells is
/// read as a row of a long table.
///
///     项目        甲断面   乙断面        断面名称    甲断面      甲断面       站点  项目   3月1日  3月2日
///     pH          7.8     8.1          采样日期    2026-03-05  2026-04-02   甲    PM2.5  30     35
///     氨氮(mg/L)  0.3     0.2          氨氮(mg/L)  0.3         0.2          甲    PM10   60     70
struct CrossTable: Sendable {
    /// A column of values, with the site and the time that it stands for.
    struct Column: Hashable, Sendable {
        var place: Int
        var site: String?
        var time: String?
    }

    let columns: [Column]
    /// The columns that name the item, its unit, the site and the time of a row.
    let parameter: Int
    let unit: Int?
    let site: Int?
    let time: Int?
    /// The site and the time of the whole table.
    let sharedSite: String?
    let sharedTime: String?
    /// Whether empty sites and times are those of merged cells.
    let fillsDown: Bool
    private var above: [Int: String] = [:]

    init(
        columns: [Column], parameter: Int, unit: Int?, site: Int?, time: Int?, sharedSite: String?,
        sharedTime: String?, fillsDown: Bool
    ) {
        self.columns = columns
        self.parameter = parameter
        self.unit = unit
        self.site = site
        self.time = time
        self.sharedSite = sharedSite
        self.sharedTime = sharedTime
        self.fillsDown = fillsDown
    }

    /// The header of the long table: site, time, parameter, value, and the unit where there is one.
    static func header(
        file: String, line: Int, options: ReadingTableOptions, rows: [[String]], hasUnit: Bool
    ) -> HeaderRow {
        var places: [PlaceColumn] = [.code, .time, .parameter, .value]
        if hasUnit { places.append(.unit) }
        var options = options
        (options.siteColumn, options.timeColumn, options.layout) = (nil, nil, .long)
        return HeaderRow(
            columns: places.map { HeaderColumn(heading: $0.rawValue, meaning: .place($0)) },
            file: file, line: line, options: options, rows: rows, supplied: [])
    }

    /// A row of the long table for each cell of `row`; none for a row without an item, such as a
    /// line of text or a heading between the items.
    mutating func longRows(_ row: [String]) -> [[String]] {
        let site = self.site.map { filled(row, $0) } ?? sharedSite
        let time = self.time.map { filled(row, $0) } ?? sharedTime
        let item = cell(row, parameter)
        guard !normalisedText(item).isEmpty,
            columns.contains(where: { !normalisedText(cell(row, $0.place)).isEmpty })
        else { return [] }
        return columns.map { column in
            [column.site ?? site ?? "", column.time ?? time ?? "", item, cell(row, column.place)]
                + (unit.map { [cell(row, $0)] } ?? [])
        }
    }

    private mutating func filled(_ row: [String], _ column: Int) -> String {
        let text = cell(row, column)
        if !fillsDown { return text }
        if !normalisedText(text).isEmpty { above[column] = text }
        return above[column] ?? text
    }
}
