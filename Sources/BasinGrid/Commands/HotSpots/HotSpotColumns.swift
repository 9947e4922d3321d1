import HotSpots
import Reports

/// Some columns of the table of cells: figures beside those of the ranking.
struct HotSpotColumns {
    let columns: [ReportTable.Column]
    /// The cells of the table for the cell, or site, with a number.
    let cells: (Int) -> [ReportTable.Cell]

    /// Local Moran's I: the statistic, its z-score, probability and bin, where the cell stands among
    /// its neighbours, and the same where it is significant.
    static func likeness(_ found: CellNeighbours.Likeness) -> HotSpotColumns {
        HotSpotColumns(
            columns: [
                number("moran_i"), number("moran_z"), number("moran_p"), number("moran_bin", 0),
                text("quadrant"), text("cluster"),
            ],
            cells: { cell in
                [
                    ReportTable.Cell(found.statistics[cell]), ReportTable.Cell(found.z[cell]),
                    ReportTable.Cell(found.p[cell]),
                    found.z[cell].isNaN ? .empty : .integer(Int(found.bins[cell])),
                    ReportTable.Cell(found.quadrants[cell]?.rawValue),
                    ReportTable.Cell(found.cluster(of: cell)?.rawValue),
                ]
            })
    }

    /// Gᵢ*: the z-score, probability and bin.
    static func significance(_ found: CellNeighbours.Significance) -> HotSpotColumns {
        HotSpotColumns(
            columns: [number("z"), number("p"), number("bin", 0)],
            cells: { cell in
                [
                    ReportTable.Cell(found.scores.z[cell]), ReportTable.Cell(found.p[cell]),
                    found.scores.z[cell].isNaN ? .empty : .integer(Int(found.bins[cell])),
                ]
            })
    }

    /// How many neighbours with a value each has, itself counted for Gᵢ*.
    static func neighbours(_ found: CellNeighbours.Significance) -> HotSpotColumns {
        HotSpotColumns(
            columns: [number("neighbours", 0)],
            cells: { [.integer(found.scores.neighbourCounts[$0])] })
    }

    /// The change in time: category, how often hot and cold, the last score, and the trend.
    static func histories(_ histories: [EmergingHotSpots.Site]) -> HotSpotColumns {
        HotSpotColumns(
            columns: [
                text("category"), number("hot_steps", 0), number("cold_steps", 0),
                number("steps", 0), number("z_last"), number("trend_z"), number("trend_p"),
                number("slope"),
            ],
            cells: { cell in
                let history = histories[cell]
                let known = history.bins.compactMap { $0 }
                return [
                    ReportTable.Cell(history.category?.name),
                    .integer(known.count { $0 > 0 }), .integer(known.count { $0 < 0 }),
                    .integer(known.count), ReportTable.Cell(history.z.last),
                    ReportTable.Cell(history.trend.z), ReportTable.Cell(history.trend.p),
                    ReportTable.Cell(history.trend.slope),
                ]
            })
    }

    static func number(_ key: String, _ decimals: Int? = nil) -> ReportTable.Column {
        ReportTable.Column(
            key: key, heading: LocalizedText(key), kind: .number(decimals: decimals))
    }

    static func text(_ key: String) -> ReportTable.Column {
        ReportTable.Column(key: key, heading: LocalizedText(key), kind: .text)
    }
}
