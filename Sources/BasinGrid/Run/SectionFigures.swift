import Foundation
import Geometry
import QualityStandards
import Readings
import Reports
import Rivers

/// A section with its place on the network and its class in each period.
struct SectionFigure: Sendable {
    var section: JobInputs.LoadedSection
    /// `nil` without rivers.
    var location: PointLocation?
    /// One a period of the job.
    var results: [SectionResult]
}

/// What the standard says of a section over one period, and over the one that it is compared with.
struct SectionResult: Sendable {
    var now: SectionState
    var before: SectionState?

    /// The change between the two periods in the words of 环办[2011]22号 (from memory of the
    /// document, unconfirmed): by steps of status.
    var change: String? {
        guard let now = now.assessment?.status, let before = before?.assessment?.status
        else { return nil }
        // Statuses are ordered from the best to the worst.
        let steps = before.rawValue - now.rawValue
        return switch steps {
        case 0: "无明显变化"
        case 1: "有所好转"
        case -1: "有所变差"
        case 2...: "明显好转"
        default: "明显变差"
        }
    }
}

/// A section over one period.
struct SectionState: Sendable {
    var samples: Int
    /// `nil` when there is nothing to judge; `note` then says why.
    var assessment: SectionAssessment?
    var isDry: Bool
    var note: LocalizedText?

    /// `III`, `dry`, or `unknown`: the class by which lengths are summed.
    var lengthClass: String {
        if let waterClass = assessment?.waterClass { return waterClass.text }
        return isDry ? "dry" : "unknown"
    }
}

/// Judges the sections of a job.
struct SectionJudge {
    let inputs: JobInputs
    let standard: SurfaceWaterStandard
    let threads: Int

    /// Sections farther than this from every river stay unmatched; their row says how far.
    static let matchLimitInMetres = 1000.0

    func figures(periods: [PeriodPair]) -> [SectionFigure] {
        let locations = inputs.rivers?.network.locate(
            inputs.sections.map { RiverPoint(coordinate: $0.coordinate) },
            within: Self.matchLimitInMetres, threads: threads)
        return inputs.sections.enumerated().map { index, section in
            SectionFigure(
                section: section, location: locations?[index],
                results: periods.map { pair in
                    SectionResult(
                        now: state(of: section, over: pair.now),
                        before: pair.before.map { state(of: section, over: $0) })
                })
        }
    }

    /// The name under which the readings know the section: its code, else its label.
    private func site(of section: JobInputs.LoadedSection) -> String {
        let hasCode =
            !inputs.readings.parameters(at: section.id).isEmpty
            || !inputs.readings.dryTimes(at: section.id).isEmpty
        return hasCode ? section.id : section.label
    }

    /// The mean of each water item's samples in `period`, and the number of sampling times.
    private func sampleMeans(
        at site: String, over period: Period
    ) -> (values: [ParameterCode: ExactNumber], samples: Int) {
        var means: [ParameterCode: ExactNumber] = [:]
        var times: Set<TimeStamp> = []
        for item in inputs.readings.parameters(at: site) where standard.item(item) != nil {
            let series = inputs.readings.series(site: site, parameter: item)
            let mean = PeriodStatistics.sampleMean(of: series, parameter: item, in: period)
            guard let value = mean.value else { continue }
            means[item] = value
            times.formUnion(
                series.lazy.filter { period.contains($0.time.day) && !$0.value.isMissing }
                    .map(\.time))
        }
        return (means, times.count)
    }

    /// The results of the one sampling time in `period`, with their marks: a result below detection
    /// is judged by its limit, not by half of it as in a mean.
    private func onlySample(
        at site: String, over period: Period
    ) -> [ParameterCode: ReadingValue] {
        var sample: [ParameterCode: ReadingValue] = [:]
        for item in inputs.readings.parameters(at: site) where standard.item(item) != nil {
            sample[item] =
                inputs.readings.series(site: site, parameter: item)
                .first { period.contains($0.time.day) && !$0.value.isMissing }?.value
        }
        return sample
    }

    private func state(of section: JobInputs.LoadedSection, over period: Period) -> SectionState {
        let site = site(of: section)
        let means = sampleMeans(at: site, over: period)
        let dryTimes = inputs.readings.dryTimes(at: site).filter { period.contains($0.day) }
        guard !means.values.isEmpty else {
            let isDry = !dryTimes.isEmpty || section.isDry
            return SectionState(
                samples: 0, assessment: nil, isDry: isDry,
                note: isDry
                    ? LocalizedText("断流，不参与评价", "dry, not assessed")
                    : LocalizedText("本期没有监测数据", "no readings in this period"))
        }
        let body = WaterBody(sectionType: section.type)
        let assessment =
            means.samples == 1
            ? standard.assess(sample: onlySample(at: site, over: period), body: body)
            : standard.assess(means: means.values, body: body)
        let note =
            dryTimes.isEmpty
            ? nil
            : LocalizedText("断流 \(dryTimes.count) 次", "dry at \(dryTimes.count) visits")
        return SectionState(
            samples: means.samples, assessment: assessment, isDry: false, note: note)
    }
}

/// A period of the job and the one that it is compared with.
struct PeriodPair: Hashable, Sendable {
    var now: Period
    var before: Period?
}

extension Job {
    var periodPairs: [PeriodPair] {
        periods.enumerated().map { index, period in
            switch comparison {
            case .none: PeriodPair(now: period, before: nil)
            case .year: PeriodPair(now: period, before: period.yearBefore)
            case .month: PeriodPair(now: period, before: period.precedingPeriod)
            case .explicit(let list): PeriodPair(now: period, before: list[index])
            }
        }
    }
}

extension WaterBody {
    /// The kind of water that a table's type field names: a lake or reservoir where it says 湖 or
    /// 库 (or lake, reservoir), else a river.
    init(sectionType: String?) {
        let text = sectionType?.lowercased() ?? ""
        let isLake = ["湖", "库", "lake", "reservoir"].contains { text.contains($0) }
        self = isLake ? .lake : .river
    }
}
