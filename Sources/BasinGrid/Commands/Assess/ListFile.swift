import Foundation
import GeoFiles
import Reports

/// A small table that the user writes by hand, such as targets or excluded days: rows of texts under
/// headings that may be in either language.
struct ListFile {
    /// A row with the line it stands in.
    struct Row {
        let line: Int
        /// One text a wanted column, trimmed; empty where there is none.
        let cells: [String]
    }

    /// A column by its name and the other headings it may have.
    struct Column {
        let name: String
        let headings: [String]
        let isNeeded: Bool

        init(_ name: String, _ headings: [String], isNeeded: Bool = true) {
            self.name = name
            self.headings = [name] + headings
            self.isNeeded = isNeeded
        }
    }

    let path: String
    let rows: [Row]
    let notes: [GeoFileNote]

    /// The rows under the first row that has a heading of every needed column.
    ///
    /// - Throws: As `readTableRows`, and a `Fault` that names the missing columns and those there.
    init(_ path: String, columns: [Column], encoding: String?) throws {
        let table = try readTableRows(at: path, encoding: encoding)
        let places = table.rows.map { row in
            columns.map { column in
                row.cells.firstIndex { cell in
                    let word = cell.trimmingCharacters(in: .whitespaces).lowercased()
                    return column.headings.contains { $0.lowercased() == word }
                }
            }
        }
        let header = places.firstIndex { own in
            zip(columns, own).allSatisfy { !$0.isNeeded || $1 != nil }
        }
        guard let header else {
            let wanted = columns.filter(\.isNeeded).map(\.name).joined(separator: ", ")
            let found = table.rows.first?.cells.joined(separator: ", ") ?? ""
            throw Fault(
                .data, zh: "\(path)：找不到列 \(wanted)。第一行为：\(found)。请加上这些列名。",
                en: "\(path): no header with the columns \(wanted). The first row is: \(found). "
                    + "Head the columns with these names.")
        }
        self.path = path
        notes = table.notes
        rows = table.rows[(header + 1)...].map { row in
            Row(
                line: row.number,
                cells: places[header].map { place in
                    guard let place, place < row.cells.count else { return "" }
                    return row.cells[place].trimmingCharacters(in: .whitespaces)
                })
        }
    }

    /// A fault about a cell.
    func fault(_ row: Row, _ column: String, _ found: String, zh: String, en: String) -> Fault {
        Fault(
            .data, zh: "\(path) 第 \(row.line) 行：\(column) 为 “\(found)”，应为\(zh)。请更正。",
            en: "\(path), line \(row.line): \(column) is \"\(found)\", expected \(en). Correct it.")
    }
}
