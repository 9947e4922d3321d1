import HotSpots

/// How long cells have been among the hotspots over the periods of a stack, and which may be
/// released.
struct CellHistory {
    private let persistence: Persistence
    /// `nil` where it is not asked for.
    private let released: [Bool]?

    /// Ranks and selects the cells of every period as those of the last.
    ///
    /// - Parameter falls: How many falls of its rank in a row release a cell that was selected at
    ///   some period; `nil` when nothing is asked of it.
    init(
        of cells: [FishnetCell], periods: [[CellMean]],
        selecting selection: HotspotRanking.Selection,
        perZone: Bool, releasedAfter falls: Int?
    ) {
        let numbers = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1.id, $0) })
        var selections: [[Bool]] = []
        var ranks: [[Int?]] = []
        for means in periods {
            let ranking = HotspotRanking(
                cells, means: means, selecting: selection, perZone: perZone)
            var selected = [Bool](repeating: false, count: cells.count)
            var own = [Int?](repeating: nil, count: cells.count)
            for spot in ranking.cells {
                guard let number = numbers[spot.cell.id] else { continue }
                selected[number] = spot.isSelected
                own[number] = spot.rank
            }
            selections.append(selected)
            ranks.append(own)
        }
        let persistence = Persistence(selections)
        self.persistence = persistence
        released = falls.map { falls in
            zip(Persistence.released(ranks: ranks, afterFalls: falls), persistence.counts)
                .map { $0 && $1 > 0 }
        }
    }

    /// How many cells may be released; 0 where it is not asked for.
    var releasedCount: Int { released.map { $0.count { $0 } } ?? 0 }

    /// In how many periods a cell was selected, in how many up to the last without a break, and
    /// whether it may be released.
    var columns: HotSpotColumns {
        HotSpotColumns(
            columns: [
                HotSpotColumns.number("periods_selected", 0),
                HotSpotColumns.number("periods_in_a_row", 0),
            ] + (released == nil ? [] : [HotSpotColumns.text("released")]),
            cells: { cell in
                [.integer(persistence.counts[cell]), .integer(persistence.runs[cell])]
                    + (released.map { [.text($0[cell] ? "yes" : "no")] } ?? [])
            })
    }
}
