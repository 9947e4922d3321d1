/// The cells and rows that were not taken: all counted, the first of them kept, so that a table that
/// is wrong throughout takes no more memory than one that is right.
struct RejectionLog: Sendable {
    /// One kind of reason.
    struct Entry: Sendable {
        let kind: RejectionReason.Kind
        var count: Int
        let first: RejectedReading
    }

    private let limit: Int
    /// The first ones, in reading order.
    private(set) var kept: [RejectedReading] = []
    /// By kind, in the order in which they were met.
    private(set) var entries: [Entry] = []
    /// By the series that the cell would have been of.
    private(set) var counts: [ReadingSet.SeriesKey: Int] = [:]

    /// - Parameter limit: As many are kept.
    init(keeping limit: Int) { self.limit = limit }

    mutating func add(_ reading: RejectedReading) {
        if kept.count < limit { kept.append(reading) }
        count(Entry(kind: reading.reason.kind, count: 1, first: reading))
        if let site = reading.site, let parameter = reading.parameter {
            counts[ReadingSet.SeriesKey(site: site, parameter: parameter), default: 0] += 1
        }
    }

    /// Adds those of `other` behind its own.
    mutating func append(_ other: RejectionLog) {
        kept += other.kept.prefix(limit - kept.count)
        other.entries.forEach { count($0) }
        counts.merge(other.counts) { $0 + $1 }
    }

    private mutating func count(_ entry: Entry) {
        if let place = entries.firstIndex(where: { $0.kind == entry.kind }) {
            entries[place].count += entry.count
        } else {
            entries.append(entry)
        }
    }
}
