import Foundation
import HotSpots
import Reports

/// One number for all cells or sites together, in every period: Moran's I and general G.
struct GlobalFindings {
    private struct Row: Encodable {
        var period: String
        var statistic: String
        var value: Double?
        var expected: Double?
        var variance: Double?
        var z: Double?
        var p: Double?
        var sites: Int
    }

    private var rows: [Row] = []
    private var notes: [LocalizedText] = []

    /// - Parameters:
    ///   - periods: One mean a site.
    ///   - labels: What the periods are called.
    init(
        of periods: [[CellMean]], labels: [String], among neighbours: CellNeighbours,
        permutations: Permutations?
    ) {
        for (means, label) in zip(periods, labels) {
            let (found, refusal) = neighbours.wholes(of: means, permutations: permutations)
            for whole in found {
                let statistic = whole.statistic
                func known(_ number: Double) -> Double? {
                    number.isFinite && statistic.value.isFinite ? number : nil
                }
                rows.append(
                    Row(
                        period: label, statistic: whole.name, value: known(statistic.value),
                        expected: known(statistic.expected), variance: known(statistic.variance),
                        z: known(statistic.z), p: known(whole.p), sites: statistic.count))
            }
            if let refusal {
                notes.append(
                    LocalizedText(
                        "\(label)：\(refusal.descriptionInChinese)",
                        "\(label): \(refusal.description)"))
            }
        }
    }

    func write(to target: TableTarget, _ options: RunOptions) throws -> CommandOutcome {
        var table = ReportTable(
            id: "global", title: "global",
            columns: [HotSpotColumns.text("period"), HotSpotColumns.text("statistic")]
                + ["value", "expected", "variance", "z", "p"].map { HotSpotColumns.number($0) }
                + [HotSpotColumns.number("sites", 0)])
        for row in rows {
            table.append(
                [.text(row.period), .text(row.statistic)]
                    + [row.value, row.expected, row.variance, row.z, row.p]
                    .map { ReportTable.Cell($0) } + [.integer(row.sites)])
        }
        var outcome = try target.write(
            table, shapes: nil, geometry: .none, crs: nil, options: options)
        outcome.counts = [("statistics", rows.count)]
        outcome.warnings += notes
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        outcome.details = try encoder.encode(["global": rows])
        return outcome
    }
}
