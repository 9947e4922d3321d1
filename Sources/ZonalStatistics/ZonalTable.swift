/// The statistics of every zone, in the order of the zones.
public struct ZonalTable: Hashable, Sendable {
    /// The columns.
    public var statistics: [Statistic]
    /// One row a zone, one value a statistic; NaN where a statistic is empty. Writers leave such a
    /// cell empty; they never write 0.
    public var values: [[Double]]

    /// - Precondition: every row has one value a statistic.
    public init(statistics: [Statistic], values: [[Double]]) {
        precondition(
            values.allSatisfy { $0.count == statistics.count },
            "every row has \(statistics.count) values")
        self.statistics = statistics
        self.values = values
    }
}
