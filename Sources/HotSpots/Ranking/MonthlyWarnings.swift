/// The three monthly warnings of the national scheme (千里眼计划), per zone: the cells with the
/// highest mean of the month, the worst change on the year and the worst change on the month.
public struct MonthlyWarnings: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// 月均浓度最高.
        case highestMean = "highest"
        /// 同比恶化最大.
        case worstOnYear = "change-year"
        /// 环比恶化最大.
        case worstOnMonth = "change-month"
    }

    /// A cell that is warned of.
    public struct Warning: Hashable, Sendable {
        public var kind: Kind
        /// The responsible zone's index.
        public var zone: Int
        /// The cell's index.
        public var cell: Int
        /// The mean, or the change in percent.
        public var value: Double
        public var rank: Int
    }

    /// By zone, kind, rank, then cell.
    public let warnings: [Warning]

    /// The warnings of a month.
    ///
    /// Cells that tie with the last warned of are all warned of. A cell that did not get worse is no
    /// warning of change, however few others there are.
    ///
    /// - Parameters:
    ///   - zones: For each cell the index of its responsible zone; `nil` for none, which is not
    ///     warned of.
    ///   - month: Means of the month; NaN where there is none.
    ///   - lastYear: Means of the same month of the year before; `nil` for no such warnings.
    ///   - lastMonth: Means of the month before.
    ///   - count: How many cells of each kind a zone is warned of.
    /// - Precondition: as many means as zones; `count` is positive.
    /// - Complexity: O(n log n).
    public init(
        zones: [Int?], month: [Double], lastYear: [Double]?, lastMonth: [Double]?, count: Int = 1
    ) {
        precondition(
            month.count == zones.count && lastYear.map { $0.count == zones.count } ?? true
                && lastMonth.map { $0.count == zones.count } ?? true && count > 0,
            "a mean a cell, and at least one warning")
        let cellsOfZones = Dictionary(grouping: zones.indices) { zones[$0] ?? -1 }
        var warnings: [Warning] = []
        for (zone, cells) in cellsOfZones.sorted(by: { $0.key < $1.key }) where zone >= 0 {
            for kind in Kind.allCases {
                let before: [Double]?
                switch kind {
                case .highestMean: before = nil
                case .worstOnYear: before = lastYear
                case .worstOnMonth: before = lastMonth
                }
                guard kind == .highestMean || before != nil else { continue }
                let measures = cells.map { cell in
                    before.map { changeInPercent(from: $0[cell], to: month[cell]) } ?? month[cell]
                }
                warnings += Self.worst(
                    cells, measures.map { kind != .highestMean && $0 <= 0 ? .nan : $0 },
                    Warning(kind: kind, zone: zone, cell: 0, value: 0, rank: 0), count: count)
            }
        }
        self.warnings = warnings
    }

    private static func worst(
        _ cells: [Int], _ measures: [Double], _ blank: Warning, count: Int
    ) -> [Warning] {
        zip(zip(cells, measures), competitionRanks(of: measures)).compactMap { entry, rank in
            guard let rank, rank <= count else { return nil }
            var warning = blank
            warning.cell = entry.0
            warning.value = entry.1
            warning.rank = rank
            return warning
        }.sorted { ($0.rank, $0.cell) < ($1.rank, $1.cell) }
    }
}

/// The change from `before` to `after` in percent of `before`; NaN without either, or when `before`
/// is not above 0.
public func changeInPercent(from before: Double, to after: Double) -> Double {
    before > 0 ? (after - before) / before * 100 : .nan
}
