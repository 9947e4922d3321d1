public import Readings

/// What the samples of one section say of a period.
///
/// A month, or any other period, is judged by its one sample as it stands, or by the mean of its
/// samples; a quarter needs a number of samples; a whole year is the mean of its monthly means and
/// needs a number of months, fewer by those in which the section was dry. Half of the detection
/// limit stands in means for a result below it; a single result is judged by its limit.
///
/// Source: 环办[2011]22号; the minima and the half are unconfirmed and stand in the rules.
public struct SectionSamples: Hashable, Sendable {
    public let period: Period
    /// The times at which any item of the standard has a result, sorted.
    public let times: [TimeStamp]
    /// How often the section was found dry (断流).
    public let dryVisits: Int
    /// The mean of each item with results, unrounded.
    public let means: [ParameterCode: ExactNumber]
    /// The latest result of each item, with its mark.
    public let results: [ParameterCode: ReadingValue]
    /// Items whose results say nothing, all below limits that are not written.
    private let unknownLimits: [InsufficientData]
    /// Why the samples do not suffice for the period; `nil` when they do, and without any.
    public let lack: AssessmentNote?
    /// What is to be said of samples that suffice.
    public let remark: AssessmentNote?

    /// The samples of `period`.
    ///
    /// - Parameters:
    ///   - series: The readings of each parameter, in any order; those outside the period and of
    ///     parameters that neither the standard nor lakes need are passed over.
    ///   - dryTimes: When the section was found dry.
    ///   - intervals: What a reading of each parameter stands for, which decides the day it belongs to;
    ///     without an entry the day of its label.
    /// - Complexity: O(readings).
    public init(
        _ series: [ParameterCode: [Reading]], dryTimes: [TimeStamp] = [], in period: Period,
        intervals: [ParameterCode: ReadingInterval] = [:], by standard: SurfaceWaterStandard
    ) {
        self.period = period
        let rules = standard.evaluation
        var times: Set<TimeStamp> = []
        var months: Set<Int> = []
        var means: [ParameterCode: ExactNumber] = [:]
        var results: [ParameterCode: ReadingValue] = [:]
        var unknown: [InsufficientData] = []
        for parameter in standard.sampledParameters {
            let own = (series[parameter] ?? []).filter {
                period.contains(intervals.day(of: $0.time, parameter)) && !$0.value.isMissing
            }
            func month(_ reading: Reading) -> Int {
                intervals.day(of: reading.time, parameter).monthNumber
            }
            guard let last = own.max(by: { $0.time < $1.time }) else { continue }
            if standard.item(parameter) != nil {
                times.formUnion(own.map(\.time))
                months.formUnion(own.map(month))
            }
            results[parameter] = last.value
            if let mean = SampleMean(own, period, rules.shareOfDetectionLimit, month).value {
                means[parameter] = mean
            } else {
                unknown.append(.noKnownLimit(parameter, period, samples: own.count))
            }
        }
        self.times = times.sorted()
        self.means = means
        self.results = results
        unknownLimits = unknown
        let dry = dryTimes.filter { period.contains($0.day) }
        dryVisits = dry.count
        let dryMonths = Set(dry.map { $0.day.monthNumber }).subtracting(months).count
        (lack, remark) = Self.sufficiency(
            period, samples: times.count, months: months.count, dryMonths: dryMonths, rules)
    }

    /// Whether nothing but dry visits, or nothing at all, is known of the period.
    public var isEmpty: Bool { times.isEmpty }

    /// Whether there are as many samples as the period needs.
    public var isSufficient: Bool { !isEmpty && lack == nil }

    private static func sufficiency(
        _ period: Period, samples: Int, months: Int, dryMonths: Int, _ rules: WaterEvaluationRules
    ) -> (lack: AssessmentNote?, remark: AssessmentNote?) {
        if samples == 0 { return (nil, nil) }
        if period.isWholeYear {
            let expected = max(1, rules.monthsInYear - dryMonths)
            let needed = min(expected, rules.monthsWithIce)
            if months < needed { return (.tooFewMonths(found: months, needed: needed), nil) }
            return (
                nil, months < expected ? .monthsMissing(found: months, expected: expected) : nil
            )
        }
        if period.unit == .quarter, samples < rules.samplesInQuarter {
            return (.tooFewSamples(found: samples, needed: rules.samplesInQuarter), nil)
        }
        return (nil, nil)
    }

    /// The assessment by `standard`; without samples, or with too few, it has no class and says so.
    public func assessment(
        by standard: SurfaceWaterStandard, body: WaterBody
    ) -> SectionAssessment {
        let visits = dryVisits > 0 ? [AssessmentNote.dryVisits(dryVisits)] : []
        if let lack {
            return SectionAssessment(nothingBy: standard, body, notes: visits + [lack])
        }
        if times.count == 1 {
            return standard.assess(sample: results, body: body).adding(before: visits)
        }
        let items = Set(standard.items.map(\.parameter))
        let unknown = unknownLimits.filter { items.contains($0.parameter) }
        return standard.assess(means: means, body: body)
            .adding(
                before: visits,
                after: unknown.map(AssessmentNote.noKnownLimit) + [remark].compactMap(\.self))
    }
}

/// The mean of an item's results: of the monthly means in a whole year, else of all.
private struct SampleMean {
    let value: ExactNumber?

    init(
        _ readings: [Reading], _ period: Period, _ shareOfLimit: DecimalValue,
        _ month: (Reading) -> Int
    ) {
        func mean(_ readings: [Reading]) -> ExactNumber? {
            let values = readings.compactMap { reading -> ExactNumber? in
                if let own = reading.value.value { return ExactNumber(own) }
                return reading.value.detectionLimit.map {
                    ExactNumber($0) * ExactNumber(shareOfLimit)
                }
            }
            return PeriodStatistic.mean.value(of: values)
        }
        guard period.isWholeYear else {
            value = mean(readings)
            return
        }
        let months = Dictionary(grouping: readings, by: month)
        value = PeriodStatistic.mean.value(
            of: months.sorted { $0.key < $1.key }.compactMap { mean($0.value) })
    }
}

extension CivilDay {
    /// The months since the year 0.
    fileprivate var monthNumber: Int { year * 12 + month - 1 }
}

extension InsufficientData {
    fileprivate var parameter: ParameterCode {
        switch self {
        case .noReadings(let own, _), .tooFewDays(let own, _, _, _), .noKnownLimit(let own, _, _):
            own
        }
    }
}

extension SurfaceWaterStandard {
    /// The parameters whose readings are of use: the items, and the components of the trophic state.
    public var sampledParameters: [ParameterCode] {
        let own = items.map(\.parameter)
        return own + trophicState.components.map(\.parameter).filter { !own.contains($0) }
    }
}

extension SectionAssessment {
    /// An assessment without any item.
    fileprivate init(
        nothingBy standard: SurfaceWaterStandard, _ body: WaterBody, notes: [AssessmentNote]
    ) {
        self.init(
            edition: standard.edition, body: body, waterClass: nil, items: [], referenceItems: [],
            limiting: [], mainPollutants: [], notes: notes)
    }

    fileprivate func adding(
        before: [AssessmentNote], after: [AssessmentNote] = []
    ) -> SectionAssessment {
        SectionAssessment(
            edition: edition, body: body, waterClass: waterClass, items: items,
            referenceItems: referenceItems, limiting: limiting, mainPollutants: mainPollutants,
            notes: before + notes + after)
    }
}
