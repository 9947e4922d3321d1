import Coverage
import Foundation
import GeoFiles
import Geometry
import HotSpots
import Reports

/// The rows of a fishnet's table: a row a cell and zone, from the north, by column, then zone.
struct GridRows {
    private let setup: GridSetup
    private let overlay: Overlay
    private let isDominant: Bool

    init(_ setup: GridSetup, _ overlay: Overlay, isDominant: Bool) {
        self.setup = setup
        self.overlay = overlay
        self.isDominant = isDominant
    }

    func write(to target: TableTarget, _ options: RunOptions) throws -> CommandOutcome {
        var tally = Tally()
        var outcome: CommandOutcome
        if let path = target.path, target.streams {
            try writeText(to: path, overwrite: options.overwrite) { append in
                tally = try writeLines(options, append)
            }
            outcome = CommandOutcome(outputs: [path])
        } else if target.path == nil {
            var text = ""
            tally = try writeLines(options) { text += $0 }
            outcome = CommandOutcome(standardOutput: text)
        } else {
            let (table, shapes) = try table(&tally)
            outcome = try target.write(
                table, shapes: shapes, crs: setup.layer.crs, options: options)
        }
        outcome.counts = [
            ("zones", setup.layer.zones.count), ("cells", tally.cells), ("rows", tally.rows),
        ]
        return outcome
    }

    private struct Tally {
        var cells = 0
        var rows = 0
    }

    private var headings: [String] {
        ["cell_id", "row", "column", "zone", "share", "area_km2"]
            + (setup.parents == nil ? [] : ["parent_id"]) + setup.counts.map(\.name)
    }

    /// Calls `body` with every piece that is wanted, its parent, and the area of its cell in square
    /// metres.
    private func forEachPiece(
        _ body: (_ piece: Fishnet.Piece, _ parent: String?, _ cellArea: Double) throws -> Void
    ) throws {
        let areas = try GridCellAreas(setup.fishnet.geometry)
        try setup.fishnet.forEachRow(over: overlay, isDominantOnly: isDominant) {
            (pieces) throws -> Void in
            let row = pieces[0].row
            let rowAreas = try areas.areas(row: row)
            let latticeRow = setup.fishnet.northernmostRow - row
            for piece in pieces {
                var parent: String?
                if let parents = setup.parents {
                    parent = parents.parent(
                        latticeRow: latticeRow,
                        column: setup.fishnet.westernmostColumn + piece.column)
                    if parent == nil { continue }
                }
                try body(piece, parent, rowAreas[piece.column])
            }
        }
    }

    // MARK: - Text

    /// CSV, made line by line: a nation's cells are millions of lines.
    private func writeLines(
        _ options: RunOptions, _ append: (String) throws -> Void
    ) throws -> Tally {
        var tally = Tally()
        var text = csvText(header: headings, rows: [], byteOrderMark: options.byteOrderMark)
        let fishnet = setup.fishnet
        let zoneTexts = setup.layer.zones.map {
            String(csvText(header: [], rows: [[$0.id]]).dropLast())
        }
        let columnTexts = (0..<fishnet.geometry.columns).map { fishnet.columnText(column: $0) }
        let columnNumbers = (0..<fishnet.geometry.columns).map {
            String(fishnet.westernmostColumn + $0)
        }
        var row = -1
        var rowText = ""
        var rowNumber = ""
        var previous = -1
        try forEachPiece { piece, parent, cellArea in
            if piece.row != row {
                row = piece.row
                rowText = fishnet.rowText(row: row)
                rowNumber = ",\(fishnet.northernmostRow - row),"
                previous = -1
                if text.utf8.count > 1 << 16 {
                    try append(text)
                    text.removeAll(keepingCapacity: true)
                }
            }
            if piece.column != previous { tally.cells += 1 }
            previous = piece.column
            tally.rows += 1
            text += rowText
            text += columnTexts[piece.column]
            text += rowNumber
            text += columnNumbers[piece.column]
            text += ","
            text += zoneTexts[piece.zone]
            text += ","
            text += NumberText.shortest(piece.share)
            text += ","
            text += NumberText.shortest(piece.share * cellArea / 1e6)
            if let parent { text += "," + parent }
            for count in setup.counts { text += ",\(number(count.counts, piece))" }
            text += "\n"
        }
        try append(text)
        return tally
    }

    private func number(_ counts: [Int: Int], _ piece: Fishnet.Piece) -> Int {
        counts[piece.row * setup.fishnet.geometry.columns + piece.column] ?? 0
    }

    // MARK: - Table

    private func table(_ tally: inout Tally) throws -> (ReportTable, [Shape]) {
        var table = ReportTable(id: "grid", title: "grid", columns: columns)
        var shapes: [Shape] = []
        var previous = -1
        try forEachPiece { piece, parent, cellArea in
            let cell = setup.fishnet.cell(row: piece.row, column: piece.column)
            let index = piece.row * setup.fishnet.geometry.columns + piece.column
            if index != previous { tally.cells += 1 }
            previous = index
            tally.rows += 1
            var row: [ReportTable.Cell] = [
                .text(cell.id), .integer(cell.latticeRow), .integer(cell.latticeColumn),
                .text(setup.layer.zones[piece.zone].id), .number(piece.share),
                .number(piece.share * cellArea / 1e6),
            ]
            if let parent { row.append(.text(parent)) }
            row += setup.counts.map { .integer(number($0.counts, piece)) }
            table.append(row)
            shapes.append(.polygons([Polygon(box: cell.box)]))
        }
        return (table, shapes)
    }

    private var columns: [ReportTable.Column] {
        headings.map { heading in
            let kind: ReportTable.Kind =
                switch heading {
                case "cell_id", "zone", "parent_id": .text
                case "share", "area_km2": .number(decimals: nil)
                default: .number(decimals: 0)
                }
            return ReportTable.Column(key: heading, heading: LocalizedText(heading), kind: kind)
        }
    }
}

extension TableTarget {
    /// Whether rows are written as they are made, whatever their number.
    var streams: Bool {
        guard let path else { return true }
        return URL(fileURLWithPath: path).pathExtension.lowercased() == "csv"
    }
}
