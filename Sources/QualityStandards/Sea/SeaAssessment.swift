public import Readings

/// What a point's values say by the sea-water standard.
public struct SeaAssessment: Hashable, Sendable {
    /// One item of a point.
    public struct Item: Hashable, Sendable {
        public let parameter: ParameterCode
        /// What was judged; below detection the limit.
        public let value: ExactNumber
        public let isBelowDetection: Bool
        public let seaClass: SeaClass
        /// (C − S)/S over class 2 where the item is worse, unrounded; `nil` for the others, below
        /// detection, and for pH and oxygen.
        public let multiple: ExactNumber?
        fileprivate let decimals: Int

        /// `DIN(0.37)`; the code alone where there is no multiple.
        public var text: String {
            guard let multiple else { return parameter.name }
            return "\(parameter.name)(\(multiple.rounded(toDecimals: decimals)))"
        }
    }

    /// The edition that judged.
    public let edition: String
    /// The worst class of the items; `nil` when no item could be judged.
    public let seaClass: SeaClass?
    /// The items that entered, in the order of the standard.
    public let items: [Item]
    public let notes: [AssessmentNote]

    /// The items that have the point's class; empty for the first class.
    public var limiting: [Item] {
        seaClass == .first ? [] : items.filter { $0.seaClass == seaClass }
    }

    /// The items worse than class 2, the worst class first, then by multiple, then by code.
    public var exceeding: [Item] {
        items.filter { !$0.seaClass.isGood && !$0.isBelowDetection }.sorted { one, other in
            if one.seaClass != other.seaClass { return one.seaClass > other.seaClass }
            let (left, right) = (one.multiple ?? ExactNumber(0), other.multiple ?? ExactNumber(0))
            return left == right ? one.parameter < other.parameter : left > right
        }
    }

    public var limitingText: String { limiting.map(\.parameter.name).joined(separator: ";") }
    public var exceedingText: String { exceeding.map(\.text).joined(separator: ";") }
}

extension SeaStandard {
    /// The assessment of one sample. A result below detection is judged by its limit; missing values
    /// do not enter. Inorganic nitrogen that was not measured is the sum of its parts where all of
    /// them were, half of the limit standing for a part below detection.
    public func assess(sample: [ParameterCode: ReadingValue]) -> SeaAssessment {
        var values: [ParameterCode: (value: ExactNumber, isBelow: Bool)] = [:]
        var notes: [AssessmentNote] = []
        for item in items {
            guard let reading = sample[item.parameter], !reading.isMissing else { continue }
            guard let own = reading.valueForClass else {
                notes.append(.belowUnknownLimit(item.parameter))
                continue
            }
            values[item.parameter] = (ExactNumber(own), reading.isBelowDetection)
        }
        let means = sample.compactMapValues { $0.valueForMean.map { ExactNumber($0) } }
        if sample[sum].map(\.isMissing) ?? true, let own = sumOfParts(means) {
            values[sum] = (own, false)
        }
        return assess(values, notes)
    }

    /// The assessment of means over samples, judged unrounded.
    public func assess(means: [ParameterCode: ExactNumber]) -> SeaAssessment {
        var means = means
        if means[sum] == nil { means[sum] = sumOfParts(means) }
        return assess(means.mapValues { ($0, false) }, [])
    }

    /// The assessment of the samples of a period: a single one as it stands, several by the mean of
    /// each item, half of the detection limit standing for a result below it.
    ///
    /// - Parameters:
    ///   - series: The readings of each parameter, in any order.
    ///   - intervals: As in `SectionSamples`.
    /// - Returns: The assessment, and how many samples there are.
    public func assess(
        _ series: [ParameterCode: [Reading]], in period: Period,
        intervals: [ParameterCode: ReadingInterval] = [:]
    ) -> (assessment: SeaAssessment, samples: Int) {
        var times: Set<TimeStamp> = []
        var latest: [ParameterCode: ReadingValue] = [:]
        var means: [ParameterCode: ExactNumber] = [:]
        var notes: [AssessmentNote] = []
        for (parameter, readings) in series.sorted(by: { $0.key < $1.key }) {
            let own = readings.filter {
                period.contains(intervals.day(of: $0.time, parameter)) && !$0.value.isMissing
            }
            guard let last = own.max(by: { $0.time < $1.time }) else { continue }
            times.formUnion(own.map(\.time))
            latest[parameter] = last.value
            let mean = PeriodStatistics.sampleMean(
                of: own, parameter: parameter, in: period, interval: intervals[parameter])
            means[parameter] = mean.value
            if let reason = mean.reason { notes.append(.noKnownLimit(reason)) }
        }
        if times.count == 1 { return (assess(sample: latest), 1) }
        let assessment = assess(means: means)
        return (
            SeaAssessment(
                edition: assessment.edition, seaClass: assessment.seaClass,
                items: assessment.items, notes: assessment.notes + notes), times.count
        )
    }

    /// The parameters whose readings are of use.
    public var sampledParameters: [ParameterCode] {
        let own = items.map(\.parameter)
        return own + parts.filter { !own.contains($0) }
    }

    private func sumOfParts(_ means: [ParameterCode: ExactNumber]) -> ExactNumber? {
        let values = parts.compactMap { means[$0] }
        return values.count == parts.count && !parts.isEmpty
            ? values.reduce(ExactNumber(0), +) : nil
    }

    private func assess(
        _ values: [ParameterCode: (value: ExactNumber, isBelow: Bool)], _ notes: [AssessmentNote]
    ) -> SeaAssessment {
        let judged = items.compactMap { item -> SeaAssessment.Item? in
            guard let (value, isBelow) = values[item.parameter],
                let own = classify(item.parameter, value)
            else { return nil }
            let multiple: ExactNumber? =
                own.isGood || isBelow || withoutMultiple.contains(item.parameter)
                ? nil
                : item.limit(.second).flatMap { Figures.exceedanceMultiple(value, limit: $0) }
            return SeaAssessment.Item(
                parameter: item.parameter, value: value, isBelowDetection: isBelow, seaClass: own,
                multiple: multiple, decimals: multipleDecimals)
        }
        let worst = judged.map(\.seaClass).max()
        return SeaAssessment(
            edition: edition, seaClass: worst, items: judged,
            notes: worst == nil ? notes + [.nothingToJudge] : notes)
    }
}

/// The shares of classes among points of the sea, by their number or by the area each stands for.
public struct SeaClassShares: Hashable, Sendable {
    /// The points that have a class.
    public let points: Int
    /// The weight of all of them: their number, or their area.
    public let total: ExactNumber
    private let weights: [SeaClass: ExactNumber]
    private let decimals: Int

    /// - Parameter points: The class of each point with its weight: 1, or the area it stands for.
    public init(
        _ points: [(seaClass: SeaClass, weight: ExactNumber)],
        by standard: SeaStandard = .gb3097
    ) {
        self.points = points.count
        var weights: [SeaClass: ExactNumber] = [:]
        for point in points {
            weights[point.seaClass] = (weights[point.seaClass] ?? ExactNumber(0)) + point.weight
        }
        self.weights = weights
        total = weights.values.reduce(ExactNumber(0), +)
        decimals = standard.shareDecimals
    }

    /// The share of the classes that satisfy `isCounted` in per cent; `nil` without weight.
    public func share(where isCounted: (SeaClass) -> Bool) -> ExactNumber? {
        guard total > ExactNumber(0) else { return nil }
        let own = weights.filter { isCounted($0.key) }.values.reduce(ExactNumber(0), +)
        return own * ExactNumber(100) / total
    }

    /// The share of good water (优良水质比例: 一类 and 二类) as published.
    public var goodShare: DecimalValue? {
        share(where: \.isGood)?.rounded(toDecimals: decimals)
    }
    /// The share of 劣四类 as published.
    public var inferiorShare: DecimalValue? {
        share { $0 == .inferior }?.rounded(toDecimals: decimals)
    }
}
