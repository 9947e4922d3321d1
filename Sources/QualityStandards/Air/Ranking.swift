public import Readings

/// Ranks by published figures: the smallest is first, equal ones share a rank and the next rank is
/// left out (1, 1, 3).
///
/// - Parameters:
///   - values: Published values; `nil` is not ranked and takes no rank.
///   - isDescending: Whether the largest is first, as for shares of good days.
/// - Returns: A rank for every value, in the order of `values`. The order does not matter.
/// - Complexity: O(n log n).
///
/// Source: 城市环境空气质量排名技术规定; the numbers are those printed, with two decimals for the
/// composite index.
public func competitionRanks(of values: [DecimalValue?], isDescending: Bool = false) -> [Int?] {
    var sorted = values.compactMap(\.self).sorted()
    if isDescending { sorted.reverse() }
    var ranks: [DecimalValue: Int] = [:]
    for (index, value) in sorted.enumerated() where ranks[value] == nil {
        ranks[value] = index + 1
    }
    return values.map { $0.flatMap { ranks[$0] } }
}

/// The lists of the best and the worst changes of the composite index.
///
/// A city whose items all attain in the period is left out of the worst list.
///
/// Source: the ministry's scheme of 2017.
public struct ChangeRanking: Hashable, Sendable {
    /// A city, county or station.
    public struct Entry: Hashable, Sendable {
        public let id: String
        /// The published change of the composite index in per cent, negative when it fell; `nil`
        /// where there is none.
        public let change: DecimalValue?
        /// Whether all items attain in the period.
        public let attains: Bool?

        public init(id: String, change: DecimalValue?, attains: Bool?) {
            self.id = id
            self.change = change
            self.attains = attains
        }
    }

    /// A place in a list.
    public struct Place: Hashable, Sendable {
        public let rank: Int
        public let entry: Entry
    }

    /// The largest fall first.
    public let best: [Place]
    /// The largest rise first, without those that attain.
    public let worst: [Place]

    /// The lists of `entries`; equal ones in the order of their identifiers.
    public init(_ entries: [Entry]) {
        best = Self.places(entries, isDescending: false)
        worst = Self.places(entries.filter { $0.attains != true }, isDescending: true)
    }

    private static func places(_ entries: [Entry], isDescending: Bool) -> [Place] {
        let ranks = competitionRanks(of: entries.map(\.change), isDescending: isDescending)
        let places = zip(entries, ranks).compactMap { entry, rank in
            rank.map { Place(rank: $0, entry: entry) }
        }
        return places.sorted { ($0.rank, $0.entry.id) < ($1.rank, $1.entry.id) }
    }
}
