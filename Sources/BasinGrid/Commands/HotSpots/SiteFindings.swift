import HotSpots
import Reports

/// What is significant among zones or stations.
struct SiteFindings {
    private let sites: HotSpotSites
    private var columns: [HotSpotColumns] = []
    private var counts: [(name: String, value: Int)]
    private let whole: GlobalFindings?

    init(_ request: HotSpotsRequest, _ options: RunOptions) throws {
        let sites = try HotSpotSites(request, options)
        self.sites = sites
        counts = [("sites", sites.ids.count)]
        let means = sites.periods[sites.periods.count - 1]
        if let text = request.global {
            whole = GlobalFindings(
                of: sites.periods, labels: sites.labels,
                among: try sites.neighbours(text, option: "--global", request, options),
                permutations: request.permutations)
            return
        }
        whole = nil
        if let text = request.gistar {
            let around = try sites.neighbours(text, option: "--gistar", request, options)
            if request.isEmerging {
                let histories = try around.histories(
                    of: sites.periods, correction: request.correction)
                columns.append(.histories(histories))
            } else {
                let found = around.significance(
                    of: means, includesSelf: request.includesSelf,
                    correction: request.correction, permutations: request.permutations)
                columns += [.neighbours(found), .significance(found)]
                counts += [
                    ("hot", found.bins.count { $0 > 0 }), ("cold", found.bins.count { $0 < 0 }),
                ]
            }
        }
        if let text = request.moran {
            let found = try sites.neighbours(text, option: "--moran", request, options)
                .likeness(
                    of: means, correction: request.correction, permutations: request.permutations)
            columns.append(.likeness(found))
            counts.append(("clusters", found.bins.count { $0 != 0 }))
        }
    }

    func write(to target: TableTarget, _ options: RunOptions) throws -> CommandOutcome {
        if let whole {
            var outcome = try whole.write(to: target, options)
            outcome.warnings = sites.notes + outcome.warnings
            return outcome
        }
        let key = sites.geometry == .points ? "station" : "zone"
        var table = ReportTable(
            id: "hotspots", title: "hotspots",
            columns: [
                HotSpotColumns.text(key), HotSpotColumns.number("value"),
                HotSpotColumns.number("valid_share"),
            ] + columns.flatMap(\.columns))
        for (number, mean) in sites.periods[sites.periods.count - 1].enumerated() {
            table.append(
                [
                    .text(sites.ids[number]), ReportTable.Cell(mean.value),
                    .number(mean.validShare),
                ] + columns.flatMap { $0.cells(number) })
        }
        var outcome = try target.write(
            table, shapes: sites.shapes, geometry: sites.geometry, crs: sites.crs,
            options: options)
        outcome.counts = counts
        outcome.warnings = sites.notes + outcome.warnings
        return outcome
    }
}
