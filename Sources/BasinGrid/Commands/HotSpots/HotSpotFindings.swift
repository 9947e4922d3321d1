import Foundation
import GeoFiles
import Geometry
import HotSpots
import Reports

/// What a request finds among its cells.
struct HotSpotFindings {
    private let request: HotSpotsRequest
    private let cells: HotSpotCells
    private let scores: LocalG.Scores?
    private let bins: [Int8]?
    /// Probabilities of `scores`, of the normal distribution or of permutations.
    private let p: [Double]?
    private let histories: [EmergingHotSpots.Site]?
    /// What stands behind the figures of the ranking.
    private let extras: [HotSpotColumns]
    private let extraCounts: [(name: String, value: Int)]
    private let notes: [LocalizedText]

    init(_ request: HotSpotsRequest, _ cells: HotSpotCells, _ options: RunOptions) throws {
        self.request = request
        self.cells = cells
        let more = try FurtherFindings(request, cells, options)
        extras = more.columns
        extraCounts = more.counts
        notes = more.notes
        guard let text = request.gistar else {
            (scores, bins, p, histories) = (nil, nil, nil, nil)
            return
        }
        let around = try CellNeighbours(
            text, option: "--gistar", of: cells.cells, in: cells.fishnet,
            threads: options.threads)
        if request.isEmerging {
            histories = try around.histories(
                of: cells.periods, correction: request.correction)
            (scores, bins, p) = (nil, nil, nil)
            return
        }
        let found = around.significance(
            of: cells.periods[cells.periods.count - 1], includesSelf: request.includesSelf,
            correction: request.correction, permutations: request.permutations)
        (scores, bins, p, histories) = (found.scores, found.bins, found.p, nil)
    }

    func write(_ options: RunOptions) throws -> CommandOutcome {
        let target = TableTarget(request.output)
        var outcome: CommandOutcome
        if request.warns {
            let (table, shapes) = warnings()
            outcome = try write(table, shapes, style: nil, target, options)
            outcome.counts = [("cells", cells.cells.count), ("warnings", table.rows.count)]
        } else if let histories {
            let (table, shapes) = emerging(histories)
            outcome = try write(
                table, shapes, style: HotSpotStyle.categories(in: options.reportLanguage), target,
                options)
            outcome.counts = [
                ("cells", cells.cells.count), ("steps", cells.periods.count),
                ("categories", Set(histories.compactMap(\.category)).count),
            ]
        } else {
            let (table, shapes, selected) = ranked()
            outcome = try write(table, shapes, style: style(options), target, options)
            outcome.counts = [("cells", cells.cells.count), ("selected", selected)]
            if let bins {
                outcome.counts += [
                    ("hot", bins.count { $0 > 0 }), ("cold", bins.count { $0 < 0 }),
                ]
            }
            outcome.counts += extraCounts
            outcome.warnings = notes + outcome.warnings
        }
        return outcome
    }

    /// A GeoPackage has the style in it; other formats have the table and its shapes.
    private func write(
        _ table: ReportTable, _ shapes: [Shape], style: LayerStyle?, _ target: TableTarget,
        _ options: RunOptions
    ) throws -> CommandOutcome {
        guard let path = target.path, path.lowercased().hasSuffix(".gpkg") else {
            return try target.write(
                table, shapes: shapes, crs: cells.fishnet.crs, options: options)
        }
        let layer = OutputLayer(
            name: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
            crs: cells.fishnet.crs,
            fields: table.columns.indices.map { table.field(at: $0, suffix: "") },
            geometry: .polygons,
            features: table.rows.enumerated().map { index, row in
                Feature(
                    number: Int64(index), shape: shapes[index], attributes: row.map(\.fieldValue))
            }, style: style)
        try writeGeoPackage([layer], to: path, overwrite: options.overwrite)
        return CommandOutcome(outputs: [path])
    }

    // MARK: - Ranked and significant cells

    private func ranked() -> (ReportTable, [Shape], selected: Int) {
        let before = earlier
        let ranking = HotspotRanking(
            cells.cells, means: cells.periods[cells.periods.count - 1], before: before,
            by: request.rank == .value ? .value : .change,
            selecting: request.selection ?? .top(0), perZone: request.isPerZone)
        var columns = placeColumns + [number("value")]
        if cells.errors != nil { columns.append(number("se")) }
        columns.append(number("valid_share"))
        if before != nil { columns += [number("before"), number("change")] }
        columns += [number("rank", 0), text("selected")]
        if bins != nil { columns += [number("z"), number("p"), number("bin", 0)] }
        columns += extras.flatMap(\.columns)
        let positions = Dictionary(
            uniqueKeysWithValues: cells.cells.enumerated().map { ($1.id, $0) })
        var table = ReportTable(id: "hotspots", title: "hotspots", columns: columns)
        var shapes: [Shape] = []
        for spot in ranking.cells {
            let index = positions[spot.cell.id] ?? 0
            var row = place(of: spot.cell) + [ReportTable.Cell(spot.value)]
            if let errors = cells.errors { row.append(ReportTable.Cell(errors[index])) }
            row.append(.number(spot.validShare))
            if before != nil {
                row += [ReportTable.Cell(spot.before), ReportTable.Cell(spot.change)]
            }
            row += [
                spot.rank.map { .integer($0) } ?? .empty, .text(spot.isSelected ? "yes" : "no"),
            ]
            if let bins, let scores, let p {
                row += [
                    ReportTable.Cell(scores.z[index]), ReportTable.Cell(p[index]),
                    scores.z[index].isNaN ? .empty : .integer(Int(bins[index])),
                ]
            }
            table.append(row + extras.flatMap { $0.cells(index) })
            shapes.append(.polygons([Polygon(box: spot.cell.box)]))
        }
        return (table, shapes, ranking.selected.count)
    }

    /// The means that changes are from.
    private var earlier: [CellMean]? {
        switch request.rank {
        case .value: cells.lastYear ?? cells.lastMonth
        case .changeOnYear: cells.lastYear
        case .changeOnMonth: cells.lastMonth
        }
    }

    private func style(_ options: RunOptions) -> LayerStyle {
        bins == nil ? HotSpotStyle.selected(in: options.reportLanguage) : HotSpotStyle.bins()
    }

    // MARK: - Warnings

    private func warnings() -> (ReportTable, [Shape]) {
        let found = MonthlyWarnings(
            zones: cells.cells.map(\.responsibleZone),
            month: cells.periods[cells.periods.count - 1].map(\.value),
            lastYear: cells.lastYear?.map(\.value), lastMonth: cells.lastMonth?.map(\.value),
            count: warningCount)
        var table = ReportTable(
            id: "warnings", title: "warnings",
            columns: [text("zone"), text("kind"), number("rank", 0), text("cell_id")]
                + [number("row", 0), number("column", 0), number("value")])
        var shapes: [Shape] = []
        for warning in found.warnings {
            let cell = cells.cells[warning.cell]
            table.append([
                .text(cells.zones[warning.zone].id), .text(warning.kind.rawValue),
                .integer(warning.rank), .text(cell.id), .integer(cell.latticeRow),
                .integer(cell.latticeColumn), .number(warning.value),
            ])
            shapes.append(.polygons([Polygon(box: cell.box)]))
        }
        return (table, shapes)
    }

    /// `--top` says how many cells of each kind; 1 without.
    private var warningCount: Int {
        if case .top(let count) = request.selection { max(count, 1) } else { 1 }
    }

    // MARK: - Change in time

    private func emerging(_ histories: [EmergingHotSpots.Site]) -> (ReportTable, [Shape]) {
        let figures = HotSpotColumns.histories(histories)
        var table = ReportTable(
            id: "emerging", title: "emerging",
            columns: placeColumns + figures.columns)
        var shapes: [Shape] = []
        for (index, cell) in cells.cells.enumerated() {
            table.append(place(of: cell) + figures.cells(index))
            shapes.append(.polygons([Polygon(box: cell.box)]))
        }
        return (table, shapes)
    }

    // MARK: - Columns

    private var placeColumns: [ReportTable.Column] {
        [text("cell_id"), number("row", 0), number("column", 0)]
            + (cells.zones.isEmpty ? [] : [text("zone")])
    }

    private func place(of cell: FishnetCell) -> [ReportTable.Cell] {
        [.text(cell.id), .integer(cell.latticeRow), .integer(cell.latticeColumn)]
            + (cells.zones.isEmpty
                ? [] : [ReportTable.Cell(cell.responsibleZone.map { cells.zones[$0].id })])
    }

    private func number(_ key: String, _ decimals: Int? = nil) -> ReportTable.Column {
        HotSpotColumns.number(key, decimals)
    }

    private func text(_ key: String) -> ReportTable.Column { HotSpotColumns.text(key) }
}
