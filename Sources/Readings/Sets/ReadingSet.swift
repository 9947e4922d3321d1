/// Readings of sites, by parameter and time, with everything that was left out on the way.
public struct ReadingSet: Sendable {
    /// The sites in the order in which they were first seen.
    public let sites: [String]
    /// The names of sites that are known by a code, where the tables gave one.
    public let siteNames: [String: String]
    /// The parameters in the order in which they were first seen.
    public let parameters: [ParameterCode]
    /// The names of the tables, in the order in which they were read.
    public let files: [String]
    public let counts: ReadingCounts
    public let notes: [ReadingNote]
    let rejections: RejectionLog
    /// The earliest and the latest time of any reading; `nil` when there is none.
    public let timeSpan: ClosedRange<TimeStamp>?

    let segments: SegmentTable
    let seriesIndex: [SeriesKey: Int]
    let dropped: [SeriesKey: [Reading]]
    let dry: [String: Set<TimeStamp>]

    struct SeriesKey: Hashable, Sendable {
        let site: String
        let parameter: ParameterCode
    }

    /// The readings of `parameter` at `site`, sorted by time, at most one a time; empty when there
    /// are none. Readings marked missing are among them, empty cells are not.
    ///
    /// - Complexity: O(n) in the readings of the series: they are kept packed, so ask once.
    public func series(site: String, parameter: ParameterCode) -> [Reading] {
        seriesIndex[SeriesKey(site: site, parameter: parameter)].map(segments.readings) ?? []
    }

    /// The readings of `parameter` at `site` that were dropped because `series(site:parameter:)`
    /// holds another one of their time, sorted by time; empty unless the builder keeps them.
    public func repeatedReadings(site: String, parameter: ParameterCode) -> [Reading] {
        dropped[SeriesKey(site: site, parameter: parameter), default: []]
    }

    /// The parameters that `site` has readings of, in the order of `parameters`.
    public func parameters(at site: String) -> [ParameterCode] {
        parameters.filter { seriesIndex[SeriesKey(site: site, parameter: $0)] != nil }
    }

    /// The first cells and rows that were not taken, in reading order: as many as the builder was to
    /// keep. `counts.rejected` has the number of all.
    public var rejected: [RejectedReading] { rejections.kept }

    /// How many cells of a series were not taken.
    public func rejectedCount(site: String, parameter: ParameterCode) -> Int {
        rejections.counts[SeriesKey(site: site, parameter: parameter), default: 0]
    }

    /// When tables said that the section `site` was dry (断流), sorted.
    public func dryTimes(at site: String) -> [TimeStamp] { dry[site, default: []].sorted() }
}

/// How many cells were read, and what became of them. A cell is counted in exactly one of
/// `measured`, `belowDetection`, `markedMissing`, `empty`, `rejected`, `equalDuplicates`,
/// `conflictingDuplicates` and `notAskedFor`; a row whose site or time cannot be read counts as one
/// rejected cell.
public struct ReadingCounts: Hashable, Sendable {
    public var rows = 0
    public var measured = 0
    public var belowDetection = 0
    /// Cells with a mark for no value, such as `NA` or `-999`.
    public var markedMissing = 0
    public var empty = 0
    public var rejected = 0
    public var equalDuplicates = 0
    public var conflictingDuplicates = 0
    /// Cells of parameters or days outside of what was asked for.
    public var notAskedFor = 0
    /// Rows of the archive layout with types that are not read.
    public var rowsOfIgnoredTypes = 0
    /// Rows of a long table with unknown parameters.
    public var rowsOfUnknownParameters = 0

    public init() {}

    static func += (sum: inout ReadingCounts, other: ReadingCounts) {
        sum.rows += other.rows
        sum.measured += other.measured
        sum.belowDetection += other.belowDetection
        sum.markedMissing += other.markedMissing
        sum.empty += other.empty
        sum.rejected += other.rejected
        sum.equalDuplicates += other.equalDuplicates
        sum.conflictingDuplicates += other.conflictingDuplicates
        sum.notAskedFor += other.notAskedFor
        sum.rowsOfIgnoredTypes += other.rowsOfIgnoredTypes
        sum.rowsOfUnknownParameters += other.rowsOfUnknownParameters
    }
}
