import Foundation
import GeoFiles
import HotSpots
import Reports

/// What a request asks of ranked cells besides their rank and Gᵢ*: local Moran's I, persistence and
/// release, alert hours, points.
struct FurtherFindings {
    private(set) var columns: [HotSpotColumns] = []
    private(set) var counts: [(name: String, value: Int)] = []
    private(set) var notes: [LocalizedText] = []

    init(_ request: HotSpotsRequest, _ cells: HotSpotCells, _ options: RunOptions) throws {
        if let text = request.moran {
            let found = try CellNeighbours(
                text, option: "--moran", of: cells.cells, in: cells.fishnet,
                threads: options.threads
            ).likeness(
                of: cells.periods[cells.periods.count - 1], correction: request.correction,
                permutations: request.permutations)
            columns.append(.likeness(found))
            counts.append(("clusters", found.bins.count { $0 != 0 }))
        }
        if let selection = request.selection, request.rank == .value, cells.periods.count > 1 {
            let history = CellHistory(
                of: cells.cells, periods: cells.periods, selecting: selection,
                perZone: request.isPerZone, releasedAfter: request.releasedAfter)
            columns.append(history.columns)
            if request.releasedAfter != nil { counts.append(("released", history.releasedCount)) }
        }
        if let path = request.alertRules, let source = request.stations {
            let alerts = try CellAlerts(path, source, request.reading, cells, options)
            columns.append(alerts.columns)
            counts.append(("alerted", alerts.alertedCount))
            notes += alerts.notes
        }
        for path in request.points {
            let counted = try PointCounts(path, request.reading, in: cells.fishnet)
            columns.append(
                HotSpotColumns(
                    columns: [HotSpotColumns.number(counted.name, 0)],
                    cells: { [.integer(counted.count(in: cells.cells[$0]))] }))
            notes += counted.notes
        }
        let known = cells.notes
        notes = notes.enumerated().filter {
            !known.contains($0.element) && !notes[..<$0.offset].contains($0.element)
        }.map(\.element)
    }
}
