/// A reading with its flags.
public struct FlaggedReading: Hashable, Sendable {
    public let reading: Reading
    public let flags: QualityFlags
    /// Whether another reading of the same time is the one that counts.
    public let isRepeated: Bool
}

/// What the checks of one series found.
public struct SeriesQuality: Hashable, Sendable {
    public let parameter: ParameterCode
    public let interval: ReadingInterval
    /// The intervals of the period.
    public let expected: Int
    /// Readings with a value, negative ones among them.
    public let readings: Int
    /// Readings that statistics use: with a value, and not negative where that cannot be.
    public let valid: Int
    public let belowDetection: Int
    /// Intervals without any value, however that is written.
    public let missing: Int
    /// Cells that could not be read.
    public let rejected: Int
    /// Intervals with at least one valid reading.
    public let filled: Int
    /// Runs of intervals without a valid reading.
    public let gaps: Int
    /// The longest of them, in intervals.
    public let longestGap: Int
    /// Readings that have any flag, those dropped for another of their time not counted.
    public let flagged: Int
    /// How many readings have each flag; of duplicates, how many were dropped.
    public let counts: [QualityFlags: Int]
    /// Every flagged reading by time; a dropped one stands behind the one that counts.
    public private(set) var flaggedReadings: [FlaggedReading]
    /// Why checks were left out.
    public let notes: [QualityNote]

    /// Filled ÷ expected intervals, exactly; 0…1.
    public var completeness: ExactNumber {
        expected == 0 ? ExactNumber(0) : ExactNumber(Int128(filled), over: Int128(expected))
    }

    /// Flagged ÷ all readings with a value, exactly; `nil` without readings.
    public var flaggedShare: ExactNumber? {
        readings == 0 ? nil : ExactNumber(Int128(flagged), over: Int128(readings))
    }

    /// Lets the flagged readings go and keeps the counts, where only those are wanted.
    public mutating func dropFlaggedReadings() { flaggedReadings = [] }

    /// How many readings have `flag`.
    public func count(_ flag: QualityFlags) -> Int { counts[flag, default: 0] }
}

extension QualityCheck {
    func result(
        _ work: Work, _ repeated: [FlaggedReading], rejected: Int
    ) -> SeriesQuality {
        var hasValue = [Bool](repeating: false, count: slots.count)
        var isFilled = hasValue
        var counts: [QualityFlags: Int] = [:]
        var flaggedReadings: [FlaggedReading] = []
        var next = 0
        var (readings, valid, below, flagged) = (0, 0, 0, 0)
        for (place, reading) in work.readings.enumerated() {
            let flags = work.flags[place]
            if !flags.isEmpty {
                flaggedReadings.append(
                    FlaggedReading(reading: reading, flags: flags, isRepeated: false))
                for flag in QualityFlags.ofValues where flags.contains(flag) {
                    counts[flag, default: 0] += 1
                }
            }
            while next < repeated.count && repeated[next].reading.time <= reading.time {
                flaggedReadings.append(repeated[next])
                next += 1
            }
            guard reading.hasValue, let slot = slots.slot(of: reading.time) else { continue }
            readings += 1
            hasValue[slot] = true
            if !flags.isEmpty { flagged += 1 }
            if reading.value.isBelowDetection { below += 1 }
            if reading.isValid(of: work.parameter) {
                valid += 1
                isFilled[slot] = true
            }
        }
        flaggedReadings += repeated[next...]
        for other in repeated { counts[other.flags, default: 0] += 1 }
        let gaps = Self.gaps(isFilled)
        return SeriesQuality(
            parameter: work.parameter, interval: interval, expected: slots.count,
            readings: readings, valid: valid, belowDetection: below,
            missing: hasValue.count { !$0 }, rejected: rejected, filled: isFilled.count { $0 },
            gaps: gaps.count, longestGap: gaps.longest, flagged: flagged, counts: counts,
            flaggedReadings: flaggedReadings,
            notes: readings == 0 ? [.noReadings(work.parameter, period)] : work.notes)
    }

    /// How many runs of `false` there are, and how long the longest is.
    private static func gaps(_ isFilled: [Bool]) -> (count: Int, longest: Int) {
        var (count, longest, run) = (0, 0, 0)
        for filled in isFilled {
            run = filled ? 0 : run + 1
            if run == 1 { count += 1 }
            longest = max(longest, run)
        }
        return (count, longest)
    }
}

extension QualityFlags {
    /// The flags that say something of the value itself.
    static let ofValues: [QualityFlags] = [
        .negative, .zero, .range, .constantRun, .spike, .neighbour, .inconsistent,
    ]
}
