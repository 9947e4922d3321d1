/// One series and what it is checked against.
public struct QualityInput: Sendable {
    public var parameter: ParameterCode
    /// Sorted by time, one reading a time, as `ReadingSet.series(site:parameter:)` gives them;
    /// negative ones among them where they were kept.
    public var readings: [Reading]
    /// What was dropped for another reading of its time, as
    /// `ReadingSet.repeatedReadings(site:parameter:)` gives it.
    public var repeated: [Reading]
    /// Cells of the series that could not be read.
    public var rejected: Int
    /// The same parameter at the nearest other stations, the nearest first; the caller chooses them
    /// by `QualityRules.neighbours`. `nil` where places are not known.
    public var neighbours: [[Reading]]?
    /// Other parameters of the same site that rules of order name.
    public var companions: [ParameterCode: [Reading]]

    public init(
        _ parameter: ParameterCode, _ readings: [Reading], repeated: [Reading] = [],
        rejected: Int = 0, neighbours: [[Reading]]? = nil,
        companions: [ParameterCode: [Reading]] = [:]
    ) {
        self.parameter = parameter
        self.readings = readings
        self.repeated = repeated
        self.rejected = rejected
        self.neighbours = neighbours
        self.companions = companions
    }
}

/// Checks of series over one period, by one set of rules.
///
/// Intervals of the period are its slots; steps and runs are between readings of neighbouring slots
/// only, so that a gap, a mark for no value, and two readings in one slot end them. With x for a
/// value (half the detection limit for a result below it), L = `smallestJump` and c = 1.4826:
///
/// - spike: both x(t) − x(t−1) and x(t) − x(t+1) have one sign and the smaller magnitude is above
///   max(factor·c·median|x(t) − x(t−1)|, L);
/// - neighbour: with d(t) = x(t) − median of the nearest stations' values of the slot,
///   |d(t) − median d| is above max(factor·c·median|d(t) − median d|, L);
/// - constant: at least `length` measured values, equal, in slots one after the other, above the
///   rules' detection limit and above every limit that the series itself writes;
/// - range, zero, negative and order: value by value.
///
/// Comparisons are exact on decimals of up to 12 digits. The order of readings in files does not
/// matter.
public struct QualityCheck: Sendable {
    public let rules: QualityRules
    public let period: Period
    public let interval: ReadingInterval
    let slots: QualitySlots

    /// - Parameter interval: What one reading stands for.
    public init(
        _ rules: QualityRules = .standard, period: Period, interval: ReadingInterval
    ) {
        self.rules = rules
        self.period = period
        self.interval = interval
        slots = QualitySlots(period, interval)
    }

    /// The flags and counts of a series; readings outside of the period are not looked at.
    ///
    /// - Complexity: O(n + slots) in the readings of the series and its neighbours, expected.
    public func check(_ input: QualityInput) -> SeriesQuality {
        let own = input.readings.filter { slots.slot(of: $0.time) != nil }
        var work = Work(parameter: input.parameter, readings: own)
        flagValues(&work)
        flagRuns(&work)
        var unit = ScaledUnit()
        unit.fit(own)
        flagSpikes(&work, unit)
        if let neighbours = input.neighbours { flagNeighbours(&work, neighbours) }
        for order in rules.order { flagOrder(&work, order, input.companions) }
        let repeated = flagDuplicates(
            &work, input.repeated.filter { slots.slot(of: $0.time) != nil })
        return result(work, repeated, rejected: input.rejected)
    }

    /// A series while it is checked.
    struct Work {
        let parameter: ParameterCode
        let readings: [Reading]
        /// The flags of each reading.
        var flags: [QualityFlags]
        var notes: [QualityNote] = []

        init(parameter: ParameterCode, readings: [Reading]) {
            self.parameter = parameter
            self.readings = readings
            flags = Array(repeating: [], count: readings.count)
        }
    }

    // MARK: - Value by value

    private func flagValues(_ work: inout Work) {
        let rule = rules.parameters[work.parameter]
        if rule?.minimum == nil && rule?.maximum == nil && !work.readings.isEmpty {
            work.notes.append(.noRange(work.parameter))
        }
        for (place, reading) in work.readings.enumerated() {
            if reading.isNegative(of: work.parameter) { work.flags[place].insert(.negative) }
            guard let value = reading.value.value, let rule else { continue }
            if rule.zeroIsSuspect && value.mantissa == 0 { work.flags[place].insert(.zero) }
            let isBelow = rule.minimum.map { value < $0 } ?? false
            let isAbove = rule.maximum.map { value > $0 } ?? false
            if isBelow || isAbove { work.flags[place].insert(.range) }
        }
    }

    private func flagRuns(_ work: inout Work) {
        guard let length = rules.runLength(of: work.parameter, interval) else { return }
        let limits = work.readings.compactMap(\.value.detectionLimit)
        let limit =
            (limits + [rules.parameters[work.parameter]?.detectionLimit].compactMap { $0 }).max()
        var start = 0
        var run = 0
        var last: (slot: Int, value: DecimalValue)?
        func close(_ end: Int, _ work: inout Work) {
            guard run >= length else { return }
            for place in start..<end { work.flags[place].insert(.constantRun) }
        }
        for (place, reading) in work.readings.enumerated() {
            let value = reading.value.value.flatMap { value in
                limit.map { value > $0 } ?? true ? value : nil
            }
            guard let value, let slot = slots.slot(of: reading.time) else {
                close(place, &work)
                (run, last) = (0, nil)
                continue
            }
            if let last, last.slot + 1 == slot, last.value == value {
                run += 1
            } else {
                close(place, &work)
                (start, run) = (place, 1)
            }
            last = (slot, value)
        }
        close(work.readings.count, &work)
    }

    // MARK: - Against others

    private func flagOrder(
        _ work: inout Work, _ order: QualityRules.Order,
        _ companions: [ParameterCode: [Reading]]
    ) {
        let isPart = work.parameter == order.part
        guard isPart || work.parameter == order.whole,
            let others = companions[isPart ? order.whole : order.part]
        else { return }
        var next = 0
        for (place, reading) in work.readings.enumerated() {
            while next < others.count && others[next].time < reading.time { next += 1 }
            guard next < others.count, others[next].time == reading.time,
                let own = reading.value.value, let other = others[next].value.value
            else { continue }
            if isPart ? own > other : other > own { work.flags[place].insert(.inconsistent) }
        }
    }

    /// Flags what was repeated, and gives the dropped readings with their own flag.
    private func flagDuplicates(
        _ work: inout Work, _ repeated: [Reading]
    ) -> [FlaggedReading] {
        var place = 0
        return repeated.map { other in
            while place < work.readings.count && work.readings[place].time < other.time {
                place += 1
            }
            guard place < work.readings.count, work.readings[place].time == other.time else {
                return FlaggedReading(reading: other, flags: .equalDuplicate, isRepeated: true)
            }
            let kept = work.readings[place].value
            let isEqual = kept == other.value || other.value.isMissing
            let flag: QualityFlags = isEqual ? .equalDuplicate : .conflictingDuplicate
            work.flags[place].insert(flag)
            return FlaggedReading(reading: other, flags: flag, isRepeated: true)
        }
    }
}
