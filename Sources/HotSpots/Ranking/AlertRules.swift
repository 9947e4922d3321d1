/// When an hour of a cell is an alert. Cities set their own numbers; none of them is a national
/// rule, so there are no defaults: a rule that is `nil` is not applied.
public struct AlertRules: Hashable, Sendable {
    /// An hour at or above this many times the mean of the zone's cells in the same hour.
    public var factorOfZoneMean: Double?
    /// An hour at or above this value, in the unit of the values.
    public var limit: Double?
    /// An hour at or above this many times the mean of the neighbouring cells in the same hour.
    public var factorOfNeighbours: Double?
    /// An hour at or above this many times the hour before.
    public var factorOfHourBefore: Double?
    /// How many such hours in a row make an alert, for `factorOfZoneMean` and `limit`.
    public var hoursInARow: Int

    public init(
        factorOfZoneMean: Double? = nil, limit: Double? = nil, factorOfNeighbours: Double? = nil,
        factorOfHourBefore: Double? = nil, hoursInARow: Int = 1
    ) {
        self.factorOfZoneMean = factorOfZoneMean
        self.limit = limit
        self.factorOfNeighbours = factorOfNeighbours
        self.factorOfHourBefore = factorOfHourBefore
        self.hoursInARow = hoursInARow
    }

    /// How many hours of each rule a cell had.
    public struct Tally: Hashable, Sendable {
        /// Hours in runs of at least `hoursInARow` above the factor of the zone's mean.
        public var aboveZoneMean = 0
        /// The same above the limit.
        public var aboveLimit = 0
        public var aboveNeighbours = 0
        public var suddenRises = 0
        /// Hours with a value.
        public var validHours = 0

        /// Alert hours of all rules; an hour counts once for each rule that it breaks.
        public var alertHours: Int { aboveZoneMean + aboveLimit + aboveNeighbours + suddenRises }
    }

    /// The alerts of each cell over all hours.
    ///
    /// - Parameters:
    ///   - hours: Hour by hour, in order, one value a cell; NaN where there is none. An hour
    ///     without a value ends a run.
    ///   - zones: For each cell its zone; cells of `nil` form one together.
    ///   - links: Which cells are neighbours.
    /// - Precondition: one value a cell in every hour; `hoursInARow` is positive.
    /// - Complexity: O(hours × that of `links.sums`).
    public func tallies(
        of hours: [[Double]], zones: [Int?], links: some NeighbourLinks, threads: Int = 1
    ) -> [Tally] {
        precondition(
            hours.allSatisfy { $0.count == zones.count } && links.siteCount == zones.count
                && hoursInARow > 0, "one value a cell in every hour")
        var tallies = [Tally](repeating: Tally(), count: zones.count)
        var zoneRuns = [Int](repeating: 0, count: zones.count)
        var limitRuns = zoneRuns
        var before: [Double]?
        for values in hours {
            let zoneMeans = factorOfZoneMean == nil ? [:] : Self.means(of: values, zones)
            let near = factorOfNeighbours.map { _ in links.sums(of: values, threads: threads) }
            for (cell, value) in values.enumerated() {
                if !value.isNaN { tallies[cell].validHours += 1 }
                let zoneLimit = limit(factorOfZoneMean, zoneMeans[zones[cell] ?? -1])
                tallies[cell].aboveZoneMean += extend(&zoneRuns[cell], value >= zoneLimit)
                tallies[cell].aboveLimit += extend(&limitRuns[cell], value >= limit ?? .infinity)
                if let near, near.weights[cell] > 0 {
                    let mean = near.products[cell] / near.weights[cell]
                    if value >= limit(factorOfNeighbours, mean) {
                        tallies[cell].aboveNeighbours += 1
                    }
                }
                if value >= limit(factorOfHourBefore, before?[cell]) {
                    tallies[cell].suddenRises += 1
                }
            }
            before = values
        }
        return tallies
    }

    /// `factor` times a mean above 0; infinity without either.
    private func limit(_ factor: Double?, _ mean: Double?) -> Double {
        guard let factor, let mean, mean > 0 else { return .infinity }
        return factor * mean
    }

    /// Goes on with a run or ends it; how many hours become alerts by it.
    private func extend(_ run: inout Int, _ isAbove: Bool) -> Int {
        run = isAbove ? run + 1 : 0
        return run == hoursInARow ? run : run > hoursInARow ? 1 : 0
    }

    private static func means(of values: [Double], _ zones: [Int?]) -> [Int: Double] {
        var sums: [Int: (sum: Double, count: Int)] = [:]
        for (value, zone) in zip(values, zones) where !value.isNaN {
            sums[zone ?? -1, default: (0, 0)].sum += value
            sums[zone ?? -1, default: (0, 0)].count += 1
        }
        return sums.mapValues { $0.sum / Double($0.count) }
    }
}
