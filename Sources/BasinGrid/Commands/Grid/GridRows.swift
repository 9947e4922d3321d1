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
    /// Whether the geometry is the part of the cell in the zone, not the square.
    private let isCut: Bool

    /// - Parameter cutsCells: Whether shapes are cut; a cell's dominant zone has the whole cell.
    init(_ setup: GridSetup, _ overlay: Overlay, isDominant: Bool, cutsCells: Bool) {
        self.setup = setup
        self.overlay = overlay
        self.isDominant = isDominant
        isCut = cutsCells && !isDominant
    }

    func write(to target: TableTarget, _ options: RunOptions) throws -> CommandOutcome {
        var tally = Tally()
        var outcome: CommandOutcome
        if let path = target.path, target.streams {
            try writeText(to: path, overwrite: options.overwrite) { append in
                tally = try writeLines(options, append)
            }
            outcome = CommandOutcome(outputs: [path])
        } else if let path = target.path, target.holdsShapes {
            outcome = try writeShapes(to: path, &tally, options)
        } else if target.path == nil {
            var text = ""
            tally = try writeLines(options) { text += $0 }
            outcome = CommandOutcome(standardOutput: text)
        } else {
            outcome = try target.write(
                table(&tally), shapes: nil, crs: setup.layer.crs, options: options)
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
            for count in setup.counts {
                text += ",\(count.count(row: piece.row, column: piece.column))"
            }
            text += "\n"
        }
        try append(text)
        return tally
    }

    // MARK: - Table

    private func table(_ tally: inout Tally) throws -> ReportTable {
        var table = ReportTable(id: "grid", title: "grid", columns: columns)
        try forEachCells(&tally) { cells, _ in table.append(cells) }
        return table
    }

    /// Calls `body` with the cells of every row of the table, and its piece.
    private func forEachCells(
        _ tally: inout Tally, _ body: ([ReportTable.Cell], Fishnet.Piece) throws -> Void
    ) throws {
        var previous = -1
        var own = Tally()
        try forEachPiece { piece, parent, cellArea in
            let cell = setup.fishnet.cell(row: piece.row, column: piece.column)
            let index = piece.row * setup.fishnet.geometry.columns + piece.column
            if index != previous { own.cells += 1 }
            previous = index
            own.rows += 1
            var row: [ReportTable.Cell] = [
                .text(cell.id), .integer(cell.latticeRow), .integer(cell.latticeColumn),
                .text(setup.layer.zones[piece.zone].id), .number(piece.share),
                .number(piece.share * cellArea / 1e6),
            ]
            if let parent { row.append(.text(parent)) }
            row += setup.counts.map {
                .integer($0.count(row: piece.row, column: piece.column))
            }
            try body(row, piece)
        }
        tally = own
    }

    // MARK: - Shapes

    /// Rows with their shapes, written as they are made.
    private func writeShapes(
        to path: String, _ tally: inout Tally, _ options: RunOptions
    ) throws -> CommandOutcome {
        let columns = ReportTable(id: "grid", title: "grid", columns: columns)
        let layer = OutputLayer(
            name: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
            crs: setup.layer.crs,
            fields: columns.columns.indices.map { columns.field(at: $0, suffix: "") },
            geometry: .polygons, features: [])
        var counted = Tally()
        let notes = try writeVector(
            layer, to: path,
            options: VectorWriteOptions(
                overwrite: options.overwrite, byteOrderMark: options.byteOrderMark)
        ) { add in
            var cutter = PieceCutter(isCut ? setup.layer.zones : [], on: setup.fishnet)
            try forEachCells(&counted) { cells, piece in
                try add(
                    Feature(
                        number: 0, shape: .polygons(try polygons(of: piece, &cutter)),
                        attributes: cells.map(\.fieldValue)))
            }
        }
        tally = counted
        return CommandOutcome(outputs: [path], warnings: notes.map(\.text))
    }

    /// The cell's square, or the part of it in the zone.
    private func polygons(
        of piece: Fishnet.Piece, _ cutter: inout PieceCutter
    ) throws -> [Polygon] {
        let square = Polygon(box: setup.fishnet.box(row: piece.row, column: piece.column))
        guard isCut else { return [square] }
        // Parts that touch along a line, which a zone may not have, are left to GEOS.
        return try cutter.polygons(of: piece)
            ?? sharedPolygons(of: setup.layer.zones[piece.zone].polygons, and: [square])
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
