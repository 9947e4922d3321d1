/// When an hour of a cell is an alert. Cities set their own numbers; none of them is a national
/// rule, so there are no defaults: without rules there are no alerts.
public struct CellAlertRules: Hashable, Sendable {
    /// What an hourly value is held against.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// At or above `value` times the mean of the zone's cells in the same hour.
        case factorOfZoneMean = "zone-mean-factor"
        /// At or above `value`, in the unit of the values.
        case limit
        /// At or above `value` times the mean of the neighbouring cells in the same hour.
        case factorOfNeighbours = "neighbour-factor"
        /// At or above `value` times the hour before.
        case factorOfHourBefore = "hour-before-factor"
    }

    /// One rule.
    public struct Rule: Hashable, Sendable {
        public var kind: Kind
        /// A factor, or a value; above 0.
        public var value: Double
        /// How many such hours in a row make an alert, at least 1; all hours of a run that is long
        /// enough are then alert hours.
        public var hoursInARow: Int

        public init(_ kind: Kind, _ value: Double, hoursInARow: Int = 1) {
            self.kind = kind
            self.value = value
            self.hoursInARow = hoursInARow
        }
    }

    public var rules: [Rule]

    public init(_ rules: [Rule]) { self.rules = rules }

    /// Whether a rule asks for neighbours.
    public var comparesNeighbours: Bool { rules.contains { $0.kind == .factorOfNeighbours } }

    /// How many hours a cell had.
    public struct Tally: Hashable, Sendable {
        /// Alert hours by rule, in their order.
        public var hours: [Int]
        /// Hours with a value.
        public var validHours = 0

        /// Alert hours of all rules; an hour counts once for each rule that it breaks.
        public var alertHours: Int { hours.reduce(0, +) }
    }

    /// Takes hours one after another and counts the alerts of each cell.
    public struct Counter: Sendable {
        private let rules: [Rule]
        private let zones: [Int?]
        /// Rules × cells: how many hours the present run has.
        private var runs: [[Int]]
        private var before: [Double]?
        public private(set) var tallies: [Tally]

        fileprivate init(_ rules: [Rule], zones: [Int?]) {
            self.rules = rules
            self.zones = zones
            runs = rules.map { _ in [Int](repeating: 0, count: zones.count) }
            tallies = [Tally](
                repeating: Tally(hours: rules.map { _ in 0 }), count: zones.count)
        }

        /// Adds the next hour.
        ///
        /// - Parameters:
        ///   - values: One a cell; NaN where there is none, which ends a run.
        ///   - neighbours: What the neighbours of each cell add up to; needed by rules on them.
        /// - Precondition: one value a cell.
        /// - Complexity: O(cells × rules).
        public mutating func add(_ values: [Double], neighbours: NeighbourSums? = nil) {
            precondition(values.count == zones.count, "one value a cell in every hour")
            let needsMeans = rules.contains { $0.kind == .factorOfZoneMean }
            let zoneMeans = needsMeans ? Self.means(of: values, zones) : [:]
            for (cell, value) in values.enumerated() where !value.isNaN {
                tallies[cell].validHours += 1
            }
            for (number, rule) in rules.enumerated() {
                for (cell, value) in values.enumerated() {
                    let limit =
                        switch rule.kind {
                        case .limit: rule.value
                        case .factorOfZoneMean: rule.limit(zoneMeans[zones[cell] ?? -1])
                        case .factorOfNeighbours: rule.limit(neighbours?.mean(at: cell))
                        case .factorOfHourBefore: rule.limit(before?[cell])
                        }
                    runs[number][cell] = value >= limit ? runs[number][cell] + 1 : 0
                    let run = runs[number][cell]
                    // The hours before the run was long enough are made up for.
                    if run >= rule.hoursInARow {
                        tallies[cell].hours[number] += run == rule.hoursInARow ? run : 1
                    }
                }
            }
            before = values
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

    /// A counter without any hour yet.
    ///
    /// - Parameter zones: For each cell its zone; cells of `nil` form one together.
    /// - Precondition: `hoursInARow` of all rules is positive.
    public func counter(zones: [Int?]) -> Counter {
        precondition(rules.allSatisfy { $0.hoursInARow > 0 }, "a run has at least one hour")
        return Counter(rules, zones: zones)
    }

    /// The alerts of each cell over all hours.
    ///
    /// - Parameters:
    ///   - hours: Hour by hour, in order, one value a cell; NaN where there is none.
    ///   - zones: For each cell its zone; cells of `nil` form one together.
    ///   - links: Which cells are neighbours.
    /// - Precondition: one value a cell in every hour.
    /// - Complexity: O(hours × that of `links.sums`).
    public func tallies(
        of hours: [[Double]], zones: [Int?], links: some NeighbourLinks, threads: Int = 1
    ) -> [Tally] {
        var counter = counter(zones: zones)
        for values in hours {
            counter.add(
                values,
                neighbours: comparesNeighbours ? links.sums(of: values, threads: threads) : nil)
        }
        return counter.tallies
    }
}

extension CellAlertRules.Rule {
    /// The factor times a mean above 0; infinity without either.
    fileprivate func limit(_ mean: Double?) -> Double {
        guard let mean, mean > 0 else { return .infinity }
        return value * mean
    }
}

extension NeighbourSums {
    /// The weighted mean of a site's neighbours; NaN without any.
    fileprivate func mean(at site: Int) -> Double {
        weights[site] > 0 ? products[site] / weights[site] : .nan
    }
}
