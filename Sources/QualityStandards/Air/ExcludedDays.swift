public import Readings

/// Days that do not count for the concentrations of some parameters, such as days of sand and dust.
///
/// They are deducted from means, percentiles and the composite index; the index of the day, and with
/// it good and heavily polluted days, stays. Nothing is excluded by itself.
///
/// Source: practice of the national bulletins (July 2021); HJ 663-2026 has rules of its own for
/// exceptional events (例外事件), of which no detail is confirmed.
public struct ExcludedDays: Hashable, Sendable {
    /// One line of the list.
    public struct Entry: Hashable, Sendable {
        public let day: CivilDay
        public let parameters: [ParameterCode]
        public let reason: String

        /// - Parameter parameters: Those the day does not count for; for ozone `O3_8h`.
        public init(day: CivilDay, parameters: [ParameterCode], reason: String) {
            self.day = day
            self.parameters = parameters
            self.reason = reason
        }
    }

    public let entries: [Entry]
    private let table: [ParameterCode: Set<CivilDay>]

    /// No day.
    public static let none = ExcludedDays([])

    public init(_ entries: [Entry]) {
        self.entries = entries
        var table: [ParameterCode: Set<CivilDay>] = [:]
        for entry in entries {
            for parameter in entry.parameters { table[parameter, default: []].insert(entry.day) }
        }
        self.table = table
    }

    /// The days that do not count for `parameter`.
    public func days(of parameter: ParameterCode) -> Set<CivilDay> { table[parameter] ?? [] }
}
