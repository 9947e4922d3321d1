/// What one reading of a series stands for.
public enum ReadingInterval: String, Hashable, Sendable, CaseIterable {
    /// An hourly mean; its label is the end of the hour.
    case hour
    /// A value in steps of four hours, as at automatic water stations.
    case fourHours = "4h"
    /// A daily value; the clock time of its label is of no meaning.
    case day
    /// A monthly value.
    case month

    /// The day to which a reading labelled `time` belongs: an hour belongs to the day in which it ends,
    /// 00:00 being hour 24 of the day before; anything else to the day of its label.
    public func day(of time: TimeStamp) -> CivilDay {
        self == .hour ? time.hourEndingHere.day : time.day
    }

    /// The interval that the spacing of `readings` speaks for: the most common step between
    /// consecutive times, up to 90 minutes an hour, up to 12 hours four hours, up to 20 days a day,
    /// else a month.
    ///
    /// `nil` for fewer than two readings: their times say nothing.
    ///
    /// - Parameter readings: Sorted by time.
    /// - Complexity: O(n).
    public static func found(in readings: [Reading]) -> ReadingInterval? {
        var steps = StepCounts()
        steps.add(readings)
        return steps.interval
    }
}

/// How often each step between consecutive times occurs.
private struct StepCounts {
    private var counts: [Int32: Int] = [:]

    mutating func add(_ readings: [Reading]) {
        for (one, next) in zip(readings, readings.dropFirst()) where next.time > one.time {
            counts[next.time.minutes - one.time.minutes, default: 0] += 1
        }
    }

    var interval: ReadingInterval? {
        // Of equally common steps the shortest: gaps only lengthen steps.
        let step = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let step else { return nil }
        switch step.key {
        case ...90: return .hour
        case ...720: return .fourHours
        case ...28_800: return .day
        default: return .month
        }
    }
}

extension ReadingSet {
    /// The interval that the spacing of `parameter`'s readings at all sites speaks for; `nil` when no
    /// site has two. Better than one series alone, which may have single readings only.
    ///
    /// - Complexity: O(n) in the readings of the parameter: ask once, not for every site.
    public func interval(of parameter: ParameterCode) -> ReadingInterval? {
        var steps = StepCounts()
        for site in sites { steps.add(series(site: site, parameter: parameter)) }
        return steps.interval
    }
}
