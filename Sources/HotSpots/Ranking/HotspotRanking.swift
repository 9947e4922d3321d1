/// A cell of a fishnet with its value, its rank, and what it was before.
public struct HotspotCell: Hashable, Sendable {
    public var cell: FishnetCell
    /// The value of the period; NaN when there is none.
    public var value: Double
    /// The part of the cell with data, 0…1.
    public var validShare: Double
    /// 1 for the largest measure; equal ones share a rank and the next ranks are skipped (1, 1,
    /// 3). `nil` when there is nothing to rank.
    public var rank: Int?
    /// Whether the cell is one of the hotspots.
    public var isSelected: Bool
    /// The value of the period compared with; `nil` when there is none.
    public var before: Double?

    public init(
        cell: FishnetCell, value: Double, validShare: Double, rank: Int? = nil,
        isSelected: Bool = false, before: Double? = nil
    ) {
        self.cell = cell
        self.value = value
        self.validShare = validShare
        self.rank = rank
        self.isSelected = isSelected
        self.before = before
    }

    /// The change since the period compared with, in percent of it, positive for a rise; `nil`
    /// without either value, or when the earlier one is not above 0.
    public var change: Double? {
        let change = changeInPercent(from: before ?? .nan, to: value)
        return change.isNaN ? nil : change
    }
}

/// Cells in the order of their ranks, the hotspots among them marked.
public struct HotspotRanking: Hashable, Sendable {
    /// What cells are ranked by, the largest first.
    public enum Measure: Hashable, Sendable {
        /// The value of the period.
        case value
        /// The change in percent since the period compared with: the worst rise first.
        case change
    }

    /// How many cells become hotspots.
    public enum Selection: Hashable, Sendable {
        /// All cells with a rank up to the given number; cells that tie with the last are all in.
        case top(Int)
        /// The given share (0…1) of the ranked cells, rounded to the nearest number, at least one;
        /// cells that tie with the last are all in.
        case share(Double)
        /// All cells whose measure is at or above the given number.
        case threshold(Double)
    }

    /// All cells by rank, then row, then column, those without a rank last. When ranked per zone,
    /// zone by zone in the order of the zones, cells without a zone at the end.
    public let cells: [HotspotCell]

    /// The cells of a fishnet ranked by their means.
    ///
    /// - Parameters:
    ///   - cells: In any order.
    ///   - means: One a cell, in the same order.
    ///   - before: The means of the period compared with, in the same order.
    ///   - measure: What is ranked. Values are compared as they are, without rounding.
    ///   - selection: How many become hotspots.
    ///   - perZone: Whether ranks and selection count within each responsible zone.
    /// - Precondition: as many means as cells.
    /// - Complexity: O(n log n).
    public init(
        _ cells: [FishnetCell], means: [CellMean], before: [CellMean]? = nil,
        by measure: Measure = .value, selecting selection: Selection, perZone: Bool = false
    ) {
        precondition(cells.count == means.count, "a ranking needs one mean a cell")
        precondition(
            before.map { $0.count == cells.count } ?? true, "a ranking needs one mean a cell")
        let hotspots = cells.indices.map { index in
            let earlier = before?[index].value
            return HotspotCell(
                cell: cells[index], value: means[index].value,
                validShare: means[index].validShare,
                before: earlier.flatMap { $0.isNaN ? nil : $0 })
        }
        guard perZone else {
            self.cells = Self.ranked(hotspots, by: measure, selection)
            return
        }
        let zones = Dictionary(grouping: hotspots) { $0.cell.responsibleZone ?? Int.max }
        self.cells = zones.sorted { $0.key < $1.key }.flatMap {
            Self.ranked($0.value, by: measure, selection)
        }
    }

    /// The hotspots, in order.
    public var selected: [HotspotCell] { cells.filter(\.isSelected) }

    /// The cells with a rank up to `count`, in order: more than `count` when several tie for the
    /// last place, fewer when fewer have a rank.
    public func top(_ count: Int) -> [HotspotCell] {
        cells.filter { $0.rank.map { $0 <= count } ?? false }
    }

    private static func ranked(
        _ cells: [HotspotCell], by measure: Measure, _ selection: Selection
    ) -> [HotspotCell] {
        let measures = cells.map {
            switch measure {
            case .value: $0.value
            case .change: $0.change ?? .nan
            }
        }
        let ranks = competitionRanks(of: measures)
        let limit =
            switch selection {
            case .top(let count): count
            case .share(let share):
                max(1, Int((share * Double(ranks.count { $0 != nil })).rounded()))
            case .threshold(let least): measures.count { $0 >= least }
            }
        var result = cells
        for index in result.indices {
            result[index].rank = ranks[index]
            result[index].isSelected = ranks[index].map { $0 <= limit } ?? false
        }
        return result.sorted { a, b in
            (a.rank ?? Int.max, a.cell.row, a.cell.column)
                < (b.rank ?? Int.max, b.cell.row, b.cell.column)
        }
    }
}

/// The ranks of `values`, the largest first: equal values share a rank and the next ranks are
/// skipped (1, 1, 3). NaN has no rank.
///
/// - Complexity: O(n log n).
public func competitionRanks(of values: [Double]) -> [Int?] {
    let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] > values[$1] }
    var ranks = [Int?](repeating: nil, count: values.count)
    var rank = 0
    for (place, index) in order.enumerated() {
        if place == 0 || values[index] != values[order[place - 1]] { rank = place + 1 }
        ranks[index] = rank
    }
    return ranks
}
